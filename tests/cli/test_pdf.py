"""slackwater compare --pdf: printed by a browser of this machine, or said why not."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from command_case import ROOT, SCENARIO, Run

SMALL = ROOT / "scenarios" / "library" / "pay_down_debt.yaml"
PRINTERS = ("chromium", "chromium-browser", "google-chrome", "weasyprint")

needs_a_printer = pytest.mark.skipif(
    not any(shutil.which(name) for name in PRINTERS), reason="neither Chromium nor WeasyPrint"
)


def pages(pdf: Path) -> int:
    """Page objects, which Chromium leaves uncompressed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def machine(tmp_path: Path, **programs: str) -> dict[str, str]:
    """An environment whose PATH holds these shell scripts and the system's own tools alone."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in programs.items():
        path = folder / name
        path.write_text("#!/bin/sh\n" + script)
        path.chmod(0o755)
    return {**os.environ, "PATH": str(folder)}


@needs_a_printer
def test_three_pages_of_a4_beside_the_page(run: Run, tmp_path: Path) -> None:
    answer = run("compare", SCENARIO, "--out", "out", "--pdf", "b.pdf", "--quiet")
    assert answer.code == 0
    assert answer.err == "wrote out/results.h5\nwrote out/briefing.html\nwrote b.pdf\n"
    assert pages(tmp_path / "b.pdf") == 3
    size = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", (tmp_path / "b.pdf").read_bytes())
    assert size
    # A4 is 210 by 297 mm; a point is 1/72 inch.
    assert [float(side) for side in size.groups()] == pytest.approx([595.28, 841.89], abs=0.7)


@needs_a_printer
def test_without_a_folder_and_from_results_that_are_there(run: Run, tmp_path: Path) -> None:
    assert run("compare", SMALL, "--pdf", "b.pdf", "--quiet").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["b.pdf"]
    (tmp_path / "b.pdf").unlink()
    run("compare", SMALL, "--out", "out", "--quiet")
    answer = run("compare", SMALL, "--out", "out", "--resume", "--pdf", "b.pdf", "--quiet")
    assert answer.err == "out/results.h5 is complete: nothing to run\nwrote b.pdf\n"
    assert pages(tmp_path / "b.pdf") > 0


def test_without_a_printer_nothing_is_run(run: Run, tmp_path: Path) -> None:
    empty = machine(tmp_path)
    answer = run("compare", SMALL, "--out", "out", "--pdf", "b.pdf", env=empty)
    assert answer.code == 4
    assert "Chromium or WeasyPrint, and neither is on this machine [E9034]" in answer.err
    assert answer.out == ""
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_found_before_the_run(run: Run, tmp_path: Path) -> None:
    answer = run("compare", SMALL, "--pdf", "no/b.pdf", env=machine(tmp_path, chromium="exit 1\n"))
    assert answer.code == 4
    assert answer.out == ""
    assert "no/b.pdf: cannot create the file: No such file or directory" in answer.err


def test_a_printer_that_fails_leaves_the_file_that_was_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_text("of yesterday")
    broken = machine(tmp_path, chromium="echo no fonts >&2; exit 3\n")
    answer = run("compare", SMALL, "--out", "out", "--pdf", "b.pdf", "--quiet", env=broken)
    assert answer.code == 4
    assert "chromium ended with 3: no fonts [E9035]" in answer.err
    assert (tmp_path / "b.pdf").read_text() == "of yesterday"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "briefing.html",
        "results.h5",
    ]
    assert not list(tmp_path.glob(".b.pdf*"))

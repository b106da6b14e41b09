"""slackwater diagram: pictures to files and to standard output, refusals with what to do."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from command_case import ROOT, SCENARIO, SLACK, TEACUP, Run

FLAGSHIP = ROOT / "models" / "improvement_as_system_work.sd"


def test_a_picture_is_printed_or_written(run: Run, tmp_path: Path) -> None:
    printed = run("diagram", TEACUP)
    assert (printed.code, printed.err) == (0, "")
    assert ET.fromstring(printed.out).tag == "{http://www.w3.org/2000/svg}svg"
    written = run("diagram", TEACUP, "-o", "teacup.svg")
    assert (written.code, written.out) == (0, "wrote teacup.svg\n")
    assert (tmp_path / "teacup.svg").read_text() == printed.out
    assert run("diagram", TEACUP, "--kind", "causal_loop").out != printed.out


def test_a_scenario_file_stands_for_its_model(run: Run) -> None:
    section = ("--section", "Pressure")
    assert run("diagram", SCENARIO, *section).out == run("diagram", SLACK, *section).out


def test_what_cannot_be_drawn(run: Run) -> None:
    unknown = run("diagram", TEACUP, "--around", "coolng")
    assert unknown.code == 2
    assert "no variable 'coolng' [E9045]" in unknown.err
    assert "did you mean 'cooling'?" in unknown.err
    large = run("diagram", FLAGSHIP)
    assert large.code == 2
    assert "[E9046]" in large.err
    assert "'7. Haste makes waste'" in large.err
    less = run("diagram", FLAGSHIP, "--around", "capacity", "--depth", "3")
    assert less.code == 0
    assert "[W9007]" in less.err
    assert run("diagram", TEACUP, "--kind", "loops").code == 2
    assert run("diagram", TEACUP, "--depth", "1").code == 2
    both = run("diagram", TEACUP, "--around", "cooling", "--section", "Tea")
    assert both.code == 2

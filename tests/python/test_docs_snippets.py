"""Every Python block of the README and the documentation runs, in order, as a reader would."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import slackwater as sw

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    return [
        page
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        if BLOCK.search(page.read_text())
    ]


def test_the_pages_about_python_have_examples() -> None:
    names = {page.relative_to(ROOT).as_posix() for page in pages()}
    assert {"README.md", "docs/guide/python.md", "docs/reference/results.md"} <= names


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_blocks_run(
    page: Path, tmp_path: Path, comparison: sw.Comparison, subprocess_env: dict[str, str]
) -> None:
    for name in ("models", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "out").mkdir()
    comparison.save(tmp_path / "out" / "results.h5")
    script = "\n".join(BLOCK.findall(page.read_text()))
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", script],
        cwd=tmp_path,
        env=subprocess_env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # A number behind a call of print is what it prints.
    for digits in re.findall(r"print\(.*\)\s+#.*?(\d+\.(?:\d+))", script):
        places = len(digits.partition(".")[2])
        printed = [float(x) for x in re.findall(r"-?\d+\.\d+", done.stdout)]
        assert any(f"{x:.{places}f}" == digits for x in printed), f"{digits} in {done.stdout}"


def test_reference_names_everything_public() -> None:
    text = (ROOT / "docs" / "reference" / "python.md").read_text()
    missing = []
    for name in [*sw.__all__, "WhatIf"]:  # which is loaded when it is asked for
        if f"`{name}" not in text:
            missing.append(name)
        item = getattr(sw, name)
        if inspect.isclass(item) and not issubclass(item, (BaseException, dict)):
            missing += [
                f"{name}.{member}"
                for member in (*vars(item), *getattr(item, "__dataclass_fields__", ()))
                if not member.startswith("_") and not re.search(rf"\b{member}\b", text)
            ]
    assert missing == []

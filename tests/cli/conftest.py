"""Runs the slackwater command for the tests of this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEACUP = ROOT / "models" / "teacup.sd"
SLACK = ROOT / "models" / "slack_and_rework.sd"
SCENARIO = ROOT / "scenarios" / "slack_and_rework.yaml"


def find_command() -> Path:
    """The command under test: SLACKWATER_COMMAND, or the newest one built."""
    if given := os.environ.get("SLACKWATER_COMMAND"):
        return Path(given).resolve()
    built = sorted(ROOT.glob("build/*/bin/slackwater"), key=lambda path: path.stat().st_mtime)
    if not built:
        raise RuntimeError("no slackwater command: build it, or set SLACKWATER_COMMAND")
    return built[-1]


COMMAND = find_command()


@dataclass(frozen=True)
class Answer:
    """What the command printed and returned."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("check", path)` in a folder of its own."""

    def run(*words: object, cwd: Path = tmp_path, **options: object) -> Answer:
        done = subprocess.run(
            [COMMAND, *map(str, words)],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            **options,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """`write("a.sd", text)` gives a file in the test's folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with copies of the shipped models and scenarios."""
    for name in ("models", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


DRAINING = """\
model "Runs dry"

time week from 0 to 10 step 1 save 1 method euler

lever start_level: 1 = 20 range 0 .. 100

stock level: 1 = start_level
    outflow drain

flow drain: 1/week = 1 [1/week]

indicator root: 1 = sqrt(level)  better up
"""

# With 5 at the start the level is -1 at week 6, the first of which there is no root.
DRAINING_SCENARIO = """\
scenario: Who runs dry?
model: draining.sd
baseline: enough
policies:
  enough: {}
  little: {set: {start_level: 5}}
measure:
  last: "at(root, 10 week)"
"""

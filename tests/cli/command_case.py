"""The command under test, shipped files, and a small model for the tests of this folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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

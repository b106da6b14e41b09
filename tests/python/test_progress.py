"""What is shown while work goes on: rate and time left, on a terminal, elsewhere, in notebooks."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
import slackwater as sw
from slackwater import progress


class Screen(io.StringIO):
    """A stderr that is a terminal or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Seconds that go by when the test says so."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    yield now


def show(
    monkeypatch: pytest.MonkeyPatch, clock: list[float], terminal: bool, steps: list[int]
) -> str:
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with progress.reporting(True, "ensemble") as report:
        assert report is not None
        for done in steps:
            clock[0] = 100 + done / 50  # 50 runs a second
            report(done, 10_000)
    return screen.getvalue()


def test_plain_lines_at_every_tenth(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    text = show(monkeypatch, clock, False, list(range(0, 10_001, 100)))
    lines = text.splitlines()
    assert len(lines) == 11 and "\r" not in text and "\x1b" not in text
    # 9,000 runs at 50 a second are 180 seconds.
    assert lines[1] == "ensemble: 1000 of 10000 runs, 50 runs/s, 0:03:00 left"
    assert lines[-1] == "ensemble: 10000 of 10000 runs, 50 runs/s, 0:00:00 left"


def test_a_terminal_rewrites_its_line(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    text = show(monkeypatch, clock, True, list(range(0, 10_001, 50)))
    assert text.count("\n") == 1 and text.endswith("\n")
    assert len(text.split("\r\x1b[K")) == 1 + 101
    assert "\r\x1b[Kensemble: 2500 of 10000 runs, 50 runs/s, 0:02:30 left" in text


def test_tqdm_is_taken_when_it_is_there(
    monkeypatch: pytest.MonkeyPatch, slack_and_rework: sw.Model
) -> None:
    pytest.importorskip("tqdm")
    screen = Screen(False)
    monkeypatch.setattr(sys, "stderr", screen)
    slack_and_rework.ensemble(50, progress=True)
    last = screen.getvalue().split("\r")[-1]
    assert "50/50" in last and "run/s" in last

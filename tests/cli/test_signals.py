"""Ctrl-C and SIGTERM during long work, and what a terminal shows meanwhile."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_case import COMMAND, SCENARIO, SLACK, TEACUP


@pytest.fixture
def long_scenario(write: Callable) -> Path:
    """The shipped scenario with so many steps that it takes minutes."""
    text = SCENARIO.read_text().replace("../models/slack_and_rework.sd", str(SLACK))
    text = text.replace("samples: 64", "samples: 2048")
    return write("long.yaml", text.replace("start: equilibrium", "time: {step: 1/4096}"))


def wait_for(stream: object, pattern: bytes, seconds: float = 60) -> bytes:
    """Reads a pipe or terminal until the pattern has come."""
    seen, end = b"", time.monotonic() + seconds
    while not re.search(pattern, seen):
        ready, _, _ = select.select([stream], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"{pattern!r} did not come; seen: {seen!r}"
        more = os.read(stream if isinstance(stream, int) else stream.fileno(), 65536)
        assert more, f"the command ended before {pattern!r} came; seen: {seen!r}"
        seen += more
    return seen


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_comparison_ends_cleanly(sent: int, long_scenario: Path, tmp_path: Path) -> None:
    words = [COMMAND, "compare", "long.yaml", "--out", "out"]
    child = subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=False
    )
    try:
        end = time.monotonic() + 30
        while not (tmp_path / "out").exists() and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(1.0)
        child.send_signal(sent)
        started = time.monotonic()
        out, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert time.monotonic() - started < 30
    assert out == b""
    text = err.decode()
    assert "error: interrupted: not all runs were done [E9001]" in text
    assert "to run it again: slackwater compare long.yaml --out out" in text
    assert list((tmp_path / "out").iterdir()) == []


LONG = [COMMAND, "run", TEACUP, "--stop", "900000", "--step", "1/1024", "--save-step", "1024"]


@pytest.mark.parametrize("more", [[], ["--reference"]])
def test_a_single_run_ends_cleanly(more: list[str]) -> None:
    words = [*LONG, *more]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert b"error: the run was interrupted at time" in err


def test_an_interrupted_run_replaces_no_file(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("time,good\n")
    words = [COMMAND, "run", TEACUP, "--stop", "900000", "--step", "1/1024", "--save-step", "1024"]
    child = subprocess.Popen(
        [*words, "--out", "good.csv"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert (child.returncode, out) == (130, b"")
    assert b"wrote" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["good.csv"]
    assert (tmp_path / "good.csv").read_text() == "time,good\n"


def test_scans_count_and_end_at_the_first_interrupt(write: Callable, tmp_path: Path) -> None:
    text = SCENARIO.read_text().replace("../models/slack_and_rework.sd", str(SLACK))
    text = text.replace("start: equilibrium", "time: {step: 1/4096}")
    write("scans.yaml", text.replace("0.5 .. 1.0 step 0.05", "0.5 .. 1.0 step 0.0005"))
    child = subprocess.Popen(
        [COMMAND, "compare", "scans.yaml", "--defaults-only"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    main = child.stderr
    try:
        # Six policies under two futures, at save points: more than these are of scans.
        wait_for(main, rb"\d+ of (1[3-9]|[2-9]\d|\d{3,}) runs", 120)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert err.count(b"[E9001]") == 1


def test_a_terminal_without_utf_8_gets_ascii(tmp_path: Path) -> None:
    for words in (["compare", SCENARIO, "--defaults-only"], ["run", TEACUP], ["info", TEACUP]):
        main, terminal = pty.openpty()
        environment = {**os.environ, "LC_ALL": "C", "NO_COLOR": "1"}
        child = subprocess.Popen(
            [COMMAND, *words], stdout=terminal, stderr=subprocess.DEVNULL, env=environment
        )
        os.close(terminal)
        seen = b""
        try:
            while True:
                seen += os.read(main, 65536)
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(main)
            child.wait(timeout=60)
        assert seen
        assert all(byte < 0x80 for byte in seen), [c for c in seen.decode() if ord(c) > 127]


def test_a_terminal_sees_a_progress_line_and_colours(long_scenario: Path, tmp_path: Path) -> None:
    main, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    child = subprocess.Popen(
        [COMMAND, "compare", "long.yaml"],
        cwd=tmp_path,
        stdout=terminal,
        stderr=terminal,
        env=environment,
    )
    try:
        os.close(terminal)
        seen = wait_for(main, rb"\r\x1b\[K\[#*\.*\] \d+ of 24588 runs, \d+ runs/s, .* left")
        child.send_signal(signal.SIGINT)
        seen = wait_for(main, rb"\[E9001\]")
        assert b"\x1b[" in seen
        assert child.wait(timeout=60) == 130
    finally:
        child.kill()
        os.close(main)


@pytest.mark.parametrize("more", [[], ["--reference"]])
def test_a_single_run_shows_its_time_steps(more: list[str]) -> None:
    main, terminal = pty.openpty()
    child = subprocess.Popen([*LONG, *more], stdout=terminal, stderr=terminal)
    try:
        os.close(terminal)
        wait_for(main, rb"\] \d+ of 921600000 time steps, \d+ time steps/s, .* left")
        child.send_signal(signal.SIGINT)
        wait_for(main, rb"interrupted at time")
        assert child.wait(timeout=60) == 130
    finally:
        child.kill()
        os.close(main)


def test_elsewhere_progress_is_plain_lines(long_scenario: Path, tmp_path: Path) -> None:
    def compare(steps_a_unit: int, *more: str) -> subprocess.CompletedProcess:
        text = long_scenario.read_text().replace("1/4096", f"1/{steps_a_unit}")
        (tmp_path / "shorter.yaml").write_text(text.replace("2048", "64"))
        return subprocess.run(
            [COMMAND, "compare", "shorter.yaml", *more],
            cwd=tmp_path,
            capture_output=True,
            timeout=120,
        )

    # Work that is done within half a second shows nothing: as much as takes three times that here.
    steps_a_unit, seconds = 64, 0.0
    while seconds < 1.5:
        steps_a_unit *= 2
        took = []
        for _ in range(2):  # one of them may be held up by other work
            started = time.monotonic()
            quiet = compare(steps_a_unit, "--quiet")
            took.append(time.monotonic() - started)
            assert (quiet.returncode, quiet.stderr) == (0, b"")
        seconds = min(took)

    shown = compare(steps_a_unit)
    assert shown.returncode == 0
    lines = shown.stderr.decode().splitlines()
    # Nine tenths; one more for the first runs of slow work, and one when the total has grown.
    assert 1 <= len(lines) <= 11
    for line in lines:
        # A scan adds its eleven runs when it begins.
        assert re.fullmatch(r"\d+ of (780|791) runs, \d+ runs/s, .* left", line)
    assert b"\x1b" not in shown.stdout
    assert shown.stdout == quiet.stdout


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_switched_off(variable: dict[str, str]) -> None:
    main, terminal = pty.openpty()
    child = subprocess.Popen(
        [COMMAND, "compare", SCENARIO, "--defaults-only"],
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **variable},
    )
    os.close(terminal)
    try:
        seen = wait_for(main, rb"claims hold")
        assert b"\x1b" not in seen
        child.wait(timeout=60)
    finally:
        child.kill()
        os.close(main)

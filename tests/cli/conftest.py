"""Runs the slackwater command for the tests of this folder."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from command_case import COMMAND, Answer, Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run("check", path)` in a folder of its own."""

    def run(*words: object, cwd: Path = tmp_path, **options: object) -> Answer:
        # Far more than any of them takes: a machine may be busy.
        done = subprocess.run(
            [COMMAND, *map(str, words)],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=500,
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

"""The uninterrupted ensemble that others are compared with, once for all tests of this folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from campaign import Case, whole


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    made = Case(tmp_path_factory.mktemp("crash"))
    made.write()
    return made


@pytest.fixture(scope="session")
def uninterrupted(case: Case) -> tuple[dict[str, bytes], float]:
    """Its files by name, and how many seconds it takes: the shorter of two, for one may be held up."""
    took = []
    for name in ("uninterrupted", "once_more"):
        began = time.monotonic()
        code, said = case.run(case.words(case.folder / name))
        took.append(time.monotonic() - began)
        assert code == 0, said
    return whole(case.folder / "uninterrupted"), min(took)


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Prints what the campaigns counted."""
    for line in COUNTED:
        terminalreporter.write_line(line)


COUNTED: list[str] = []


@pytest.fixture
def counted() -> list[str]:
    return COUNTED


@pytest.fixture
def long() -> bool:
    """Whether the campaigns run in full: SLACKWATER_LONG=1."""
    return os.environ.get("SLACKWATER_LONG") == "1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"

"""Prints what every model test measured, one line each, and the limit it was held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Line:
    """One measured number, or one sentence."""

    test: str
    what: str
    found: str
    limit: str
    ok: bool


LINES = pytest.StashKey[list[Line]]()

Hold = Callable[..., None]
Tell = Callable[..., None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-notice",
        action="store_true",
        help="sign flips: list all that notice, not only the first",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LINES] = []


def name_of(request: pytest.FixtureRequest) -> str:
    return request.node.function.__module__.removeprefix("test_").replace("_", " ")


@pytest.fixture
def hold(request: pytest.FixtureRequest) -> Hold:
    """`hold("what", measured, limit)`: notes the line and fails when it is above the limit."""

    def hold(what: str, measured: float, limit: float, detail: str = "") -> None:
        ok = bool(measured <= limit)  # not a number is never below
        found = f"{measured:.2g}" + (f"  {detail}" if detail else "")
        request.config.stash[LINES].append(
            Line(name_of(request), what, found, f"<= {limit:.2g}", ok)
        )
        assert ok, f"{what}: {measured:g} is above {limit:g} {detail}"

    return hold


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """`tell("what", "what was found", ok)`: the same for a finding that is no number."""

    def tell(what: str, found: str, ok: bool = True) -> None:
        request.config.stash[LINES].append(Line(name_of(request), what, found, "", ok))
        assert ok, f"{what}: {found}"

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = terminalreporter.config.stash[LINES]
    if not lines:
        return
    width = {
        part: max(len(getattr(line, part)) for line in lines) for part in ("test", "what", "limit")
    }
    terminalreporter.write_sep("-", "model tests")
    for line in lines:
        terminalreporter.write_line(
            f"{'ok' if line.ok else 'FAILED':6} {line.test:{width['test']}}  "
            f"{line.what:{width['what']}}  {line.limit:{width['limit']}}  {line.found}".rstrip()
        )

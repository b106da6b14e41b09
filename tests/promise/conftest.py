"""Options of the promise's tests, and what they say in the end."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from ways import Host


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-study", action="store_true", help="every shipped model and scenario file"
    )


compared: dict[str, int] = {}


@pytest.fixture
def count(request: pytest.FixtureRequest) -> dict[str, int]:
    """Bytes that were compared, by what was compared."""
    return compared


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if compared:
        terminalreporter.section("bytes compared")
        for what, size in sorted(compared.items()):
            terminalreporter.write_line(f"{size:>15,}  {what}")
        terminalreporter.write_line(f"{sum(compared.values()):>15,}  in all, none of which differ")


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """Environments of a host that computes in another way, see `ways.Host`."""
    folder: Path = tmp_path_factory.mktemp("host")
    source = folder / "foreign.c"
    source.write_text("double twice(double x) { return 2 * x; }\n")
    library = folder / "foreign.so"
    subprocess.run(
        ["gcc", "-Ofast", "-shared", "-fPIC", source, "-o", library], check=True, timeout=60
    )
    return Host(foreign_library=library)

"""What the Python tests share: where the models are, and one comparison that is run once."""

from __future__ import annotations

import os
from pathlib import Path

import matplotlib
import pytest
import slackwater as sw

matplotlib.use("Agg")

ROOT = Path(__file__).resolve().parents[2]


def pytest_configure(config: pytest.Config) -> None:
    """A warning of the package that no test expects is a failure."""
    config.addinivalue_line("filterwarnings", "error::slackwater.SlackwaterWarning")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def package() -> Path:
    """The folder of the package under test: installed, or in a build folder."""
    return Path(sw.__file__).parent


@pytest.fixture(scope="session")
def subprocess_env(package: Path) -> dict[str, str]:
    """The environment in which another Python imports the same package."""
    return {**os.environ, "PYTHONPATH": str(package.parent), "MPLBACKEND": "Agg"}


@pytest.fixture(scope="session")
def teacup() -> sw.Model:
    return sw.load(ROOT / "models" / "teacup.sd")


@pytest.fixture(scope="session")
def slack_and_rework() -> sw.Model:
    return sw.load(ROOT / "models" / "slack_and_rework.sd")


@pytest.fixture(scope="session")
def obstacles() -> sw.Model:
    """Two dimensions, one stock, exact in euler: each obstacle halves towards the end."""
    return sw.loads(OBSTACLES, "obstacles.sd")


@pytest.fixture(scope="session")
def comparison() -> sw.Comparison:
    return sw.compare(ROOT / "scenarios" / "slack_and_rework.yaml")


OBSTACLES = """\
model "Obstacles"

time week from 0 to 4 step 1 save 1 method euler

dimension kind = dependencies, policy
dimension level = team, cross_team, system

parameter removal_rate: 1/week = 0.5 range 0 .. 1
parameter weight[kind]: 1 = {dependencies: 2, policy: 3}

stock obstacle[kind, level]: 1 = {
    dependencies: {team: 1, cross_team: 2, system: 3},
    policy: {team: 4, cross_team: 5, system: 6}}
    outflow removal
    "What stands in the way."

flow removal[kind, level]: 1/week = removal_rate * obstacle[kind, level]
aux severity[kind]: 1 = weight[kind] * sum(obstacle[kind, *])
"""

"""Slackwater: system dynamics of utilization, slack and improvement.

>>> import slackwater as sw
>>> model = sw.load("models/teacup.sd")
>>> run = model.run(room_temperature=25)
>>> run["tea_temperature"]          # read-only NumPy array, shape (time,)
"""

from typing import TYPE_CHECKING, Any

from ._core import __version__
from .builder import ModelBuilder
from .comparison import Comparison, read_results
from .diagram import Diagram
from .ensemble import Ensemble
from .equilibrium import Equilibrium
from .errors import (
    Diagnostic,
    FileError,
    ModelError,
    RunError,
    SlackwaterError,
    SlackwaterWarning,
    UnknownNameError,
)
from .loops import Loop, Loops
from .model import Equation, Model, TimeSpan, format_text, load, loads
from .page import Page
from .results import Results, open
from .run import Run
from .scenario import Scenario, compare, load_scenario, scenario_schema
from .tables import Failure
from .variables import SeriesInfo, VariableInfo, Variables
from .why import Cause, Why

if TYPE_CHECKING:
    from .what_if import WhatIf as WhatIf

__all__ = [
    "Cause",
    "Comparison",
    "Diagnostic",
    "Diagram",
    "Ensemble",
    "Equation",
    "Equilibrium",
    "Failure",
    "FileError",
    "Loop",
    "Loops",
    "Model",
    "ModelBuilder",
    "ModelError",
    "Page",
    "Results",
    "Run",
    "RunError",
    "Scenario",
    "SeriesInfo",
    "SlackwaterError",
    "SlackwaterWarning",
    "TimeSpan",
    "UnknownNameError",
    "VariableInfo",
    "Variables",
    "Why",
    "__version__",
    "compare",
    "format_text",
    "load",
    "load_scenario",
    "loads",
    "open",
    "read_results",
    "scenario_schema",
]


def __getattr__(name: str) -> Any:
    # Needs anywidget, which takes as long to load as all the rest: only when somebody asks.
    if name == "WhatIf":
        from .what_if import WhatIf

        return WhatIf
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "WhatIf"]

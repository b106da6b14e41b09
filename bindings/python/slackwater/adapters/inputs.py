"""The uncertain parameters of a model as other packages want them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Model
from ..names import split_element, unknown
from ..variables import VariableInfo

_CALL = re.compile(r"(\w+)\((.*)\)\s*$", re.DOTALL)
_ARGUMENT = re.compile(
    r"(?:(\w+)\s*=\s*)?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*)$", re.DOTALL
)
_ARGUMENTS = {
    "uniform": ("low", "high"),
    "log_uniform": ("low", "high"),
    "normal": ("mean", "deviation", "low", "high"),
    "lognormal": ("median", "p95", "low", "high"),
    "triangular": ("low", "mode", "high"),
}
NORMAL_95 = 1.6448536269514722  # the 95 % point of the standard normal distribution


@dataclass(frozen=True)
class Input:
    """One uncertain element: its family and arguments in its unit, as the model gives them."""

    name: str
    family: str
    arguments: dict[str, float]

    @property
    def ends(self) -> tuple[float, float]:
        """Between which values all draws lie; infinite where nothing bounds them."""
        lowest = 0.0 if self.family == "lognormal" else -math.inf
        return self.arguments.get("low", lowest), self.arguments.get("high", math.inf)


def uncertain_inputs(model: Model, names: Iterable[str] | None = None) -> list[Input]:
    """The elements named, or the parameters that have a distribution, else those with a range.

    What has a range alone is uniform over it.
    """
    if names is None:
        parameters = model.variables.of_kind("parameter").values()
        found = [v for v in parameters if v.distribution]
        found = found or [v for v in parameters if _is_uncertain(v)]
        return [_input(variable, element) for variable in found for element in variable.elements]
    wanted = [names] if isinstance(names, str) else list(names)
    return [each for name in wanted for each in _named(model, name)]


def _named(model: Model, name: str) -> list[Input]:
    base, _ = split_element(name)
    variable = model.variables[base]
    elements = [e for e in variable.elements if name == base or _plain(e) == _plain(name)]
    if not elements:
        raise unknown("element", name, variable.elements)
    if not _is_uncertain(variable):
        raise ValueError(f"the model gives {base!r} neither a distribution nor a range")
    return [_input(variable, element) for element in elements]


def _plain(name: str) -> str:
    return name.replace(" ", "")


def _is_uncertain(variable: VariableInfo) -> bool:
    return bool(variable.distribution) or (variable.low is not None and variable.high is not None)


def _input(variable: VariableInfo, element: str) -> Input:
    if not variable.distribution:
        assert variable.low is not None and variable.high is not None
        return Input(element, "uniform", {"low": variable.low, "high": variable.high})
    return Input(element, *_parsed(variable))


def _parsed(variable: VariableInfo) -> tuple[str, dict[str, float]]:
    call = _CALL.match(variable.distribution)
    if call is None or call[1] not in _ARGUMENTS:
        raise ValueError(f"{variable.name!r}: cannot take {variable.distribution!r} apart")
    arguments: dict[str, float] = {}
    for place, text in enumerate(call[2].split(",")):
        found = _ARGUMENT.match(text.strip())
        unit = found[3].strip().strip("[]").strip() if found else ""
        if found is None or unit not in ("", variable.unit):
            raise ValueError(
                f"{variable.name!r}: {text.strip()!r} is no number in {variable.unit!r}; "
                "write the distribution in the parameter's own unit"
            )
        arguments[found[1] or _ARGUMENTS[call[1]][place]] = float(found[2])
    return call[1], arguments

"""How to run: keywords of ``run`` and ``ensemble`` as the engine takes them."""

from __future__ import annotations

import itertools
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from .names import did_you_mean

if TYPE_CHECKING:
    from .variables import VariableInfo

Setting = Union[float, str, Mapping[Any, Any], Sequence[float], "np.ndarray[Any, Any]"]

OPTIONS = (
    "set",
    "save",
    "method",
    "start_time",
    "stop_time",
    "time_step",
    "save_step",
    "absolute_tolerance",
    "relative_tolerance",
    "seed",
    "sample",
    "reference",
    "checks",
    "passes",
    "width",
    "instruction_set",
)


def run_options(
    given: Mapping[str, Any],
    keywords: Mapping[str, Any],
    variables: Mapping[str, VariableInfo],
    call: str,
) -> dict[str, Any]:
    """Merge options and settings by keyword into what the engine takes.

    Parameters
    ----------
    given : mapping
        The named options; those that are None are left to the model.
    keywords : mapping
        Everything else that was passed by keyword: settings of parameters and levers.
    variables : mapping
        The variables of the model, to check names and shapes.
    call : str
        Name of the function, for messages.
    """
    settings: dict[str, Any] = {}
    for name, value in keywords.items():
        _check_keyword(name, variables, call)
        settings.update(_expanded(name, value, variables))
    for name, value in dict(given.get("set") or {}).items():
        if not isinstance(name, str):
            raise TypeError(f"{call}: names in set= are texts, not {name!r}")
        settings.update(_expanded(name, value, variables))
    options = {key: value for key, value in given.items() if value is not None and key != "set"}
    if isinstance(options.get("save"), str):
        options["save"] = [options["save"]]
    elif "save" in options:
        options["save"] = list(options["save"])
    if settings:
        options["set"] = settings
    return options


def _check_keyword(name: str, variables: Mapping[str, VariableInfo], call: str) -> None:
    variable = variables.get(name)
    if variable is None:
        known = [*OPTIONS, *(n for n, v in variables.items() if v.is_input)]
        raise TypeError(
            f"{call} got {name!r}, which is neither an option nor a parameter or lever of the "
            f"model{did_you_mean(name, known)}"
        )
    if variable.is_input:
        return
    hint = (
        f"; its initial value is set with set={{'start {name}': ...}}"
        if variable.kind == "stock"
        else "; parameters, levers and constants can be set"
    )
    raise TypeError(f"{call} got {name!r}, which is a {variable.kind}{hint}")


def _expanded(
    name: str, value: Any, variables: Mapping[str, VariableInfo]
) -> Iterable[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(name, _profile(name, value))]
    if isinstance(value, (str, numbers.Real)):
        return [(name, value if isinstance(value, str) else float(value))]
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return [(name, float(array))]
    return _elements(name, array, variables)


def _profile(name: str, value: Mapping[Any, Any]) -> tuple[bool, list[tuple[float, float]]]:
    """A value over time: ``{0: 0.15, 60: 0}`` in steps, ``{"ramp": {...}}`` in straight lines."""
    ramp = set(value) == {"ramp"}
    points = value["ramp"] if ramp else value
    if not isinstance(points, Mapping) or not points:
        raise TypeError(f"the profile of {name!r} must be a dict of times and values")
    try:
        return ramp, [(float(time), float(v)) for time, v in points.items()]
    except (TypeError, ValueError):
        raise TypeError(
            f"the profile of {name!r} needs numbers: times in the model's time unit, "
            f"values in the unit of {name!r}"
        ) from None


def _elements(
    name: str, array: np.ndarray[Any, Any], variables: Mapping[str, VariableInfo]
) -> Iterable[tuple[str, Any]]:
    start = "start " if name.startswith("start ") else ""
    variable = variables.get(name[len(start) :])
    if variable is None or not variable.dimensions:
        raise TypeError(f"{name!r} takes one number, not an array of shape {array.shape}")
    if array.shape != variable.shape:
        axes = ", ".join(variable.dimensions)
        raise ValueError(
            f"{name!r} has shape {variable.shape} ({axes}), but got an array of {array.shape}"
        )
    names = itertools.product(*variable.labels)
    return [
        (f"{name}[{','.join(labels)}]", float(number))
        for labels, number in zip(names, array.ravel())
    ]

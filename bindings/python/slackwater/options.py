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
    "only",
    "beyond_range",
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
    chosen = _settings_by_name(given.get("set"), call)
    refuse_ambiguous(given, chosen, variables, call)
    for name, value in keywords.items():
        _check_keyword(name, variables, call)
        settings.update(_expanded(name, value, variables))
    for name, value in chosen.items():
        settings.update(_expanded(name, value, variables))
    options = {
        key: checked_option(key, value, call)
        for key, value in given.items()
        if value is not None and key != "set"
    }
    if settings:
        options["set"] = settings
    return options


def checked_option(name: str, value: Any, call: str) -> Any:
    """The value of an option as the engine takes it.

    Raises
    ------
    TypeError, ValueError
        That name the argument, for a value that it cannot have.
    """
    if name in _WHOLE:
        return _whole(name, value, call)
    if name in _NUMBERS:
        if not isinstance(value, numbers.Real) or isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{call}: {name} is a number, not {value!r}")
        return float(value)
    if name in _FLAGS:
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{call}: {name} is True or False, not {value!r}")
        return bool(value)
    if name == "save":
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, Iterable) or not all(isinstance(n, str) for n in names):
            raise TypeError(f"{call}: save is a name or a list of names, not {value!r}")
        return list(names)
    if not isinstance(value, str):
        raise TypeError(f"{call}: {name} is a text, not {value!r}")
    return value


# The largest value of each option that is a whole number from 0.
_WHOLE = {
    "seed": 2**64 - 1,
    "sample": 2**64 - 1,
    "only": 2**64 - 1,
    "width": 2**16,
    "samples": 2**53,
    "threads": 4096,
}
_NUMBERS = (
    "start_time",
    "stop_time",
    "time_step",
    "save_step",
    "absolute_tolerance",
    "relative_tolerance",
)
_FLAGS = ("beyond_range", "reference", "checks", "passes")
# What options are when they are not given; all others are None then.
_DEFAULTS = {
    "beyond_range": False,
    "reference": False,
    "checks": True,
    "passes": True,
    "width": 0,
    "instruction_set": "",
    "samples": 100,
    "design": "latin_hypercube",
    "threads": 0,
    "progress": False,
    "resume": False,
}


def _whole(name: str, value: Any, call: str) -> int:
    if not isinstance(value, numbers.Integral) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{call}: {name} is a whole number, not {value!r}")
    if not 0 <= int(value) <= _WHOLE[name]:
        raise ValueError(f"{call}: {name} lies in 0 .. {_WHOLE[name]}, not at {int(value)}")
    return int(value)


def _settings_by_name(given: Any, call: str) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise TypeError(f"{call}: set is a dict of names and values, not {given!r}")
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"{call}: names in set= are texts, not {name!r}")
    return dict(given)


def refuse_ambiguous(
    given: Mapping[str, Any],
    chosen: Mapping[str, Any],
    variables: Mapping[str, VariableInfo],
    call: str,
) -> None:
    """Refuse an option whose name is also an input of the model that ``set=`` does not mention."""
    for name, value in given.items():
        variable = variables.get(name)
        default = _DEFAULTS.get(name)
        given_here = value is not default and not (
            type(value) is type(default) and value == default
        )
        if variable is None or not variable.is_input or not given_here or name in chosen:
            continue
        raise TypeError(
            f"{call} got {name!r}, which is an option and a {variable.kind} of the model: "
            f"set the {variable.kind} with set={{{name!r}: ...}}, then {name}= is the option"
        )


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
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        array = None
    if value is None or array is None:
        raise TypeError(
            f"{name!r} takes a number, a text, a dict of times and values, or an array of numbers, "
            f"not {value!r}"
        )
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

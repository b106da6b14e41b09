"""What makes two runs differ, cause by cause."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import drawing, plotting
from .names import unknown
from .optional import require
from .variables import unit_text

if TYPE_CHECKING:
    import pandas

    from .tables import Floats

_COLUMNS = ("level", "of", "kind", "contribution", "value", "against", "unit", "through")


class Cause:
    """One variable's part in a difference.

    Attributes
    ----------
    name, kind : str
        The variable, and what it is: lever, parameter, stock, flow, auxiliary, ...; inflow and
        outflow of the explained stock; rule, start, remembered, drawn, initial.
    contribution : float
        In the unit of what is explained; the contributions of all its causes add up to its
        difference.
    value, against : float
        In `unit`; of a flow of a stock what went through it since the start.
    because : Why or None
        What is behind the cause, as far as was asked for.
    """

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.name = str(found["name"])
        self.kind = str(found["kind"])
        self.elements: tuple[str, ...] = tuple(found["elements"])
        self.unit = str(found["unit"])
        self.value = _number(found["value"])
        self.against = _number(found["against"])
        self.contribution = _number(found["contribution"])
        self.through = str(found["through"])
        self.is_leaf = bool(found["leaf"])
        self.series = _series(found["series"])
        self.against_series = _series(found["against_series"])
        self.because = Why(found["because"]) if "because" in found else None

    def __repr__(self) -> str:
        return f"<Cause {self.name!r}: {self.contribution:+.4g}>"


class Why(Mapping[str, Cause]):
    """A difference between two runs: a mapping from the names of its causes, largest first.

    ``why["friction"].because`` is the next level. Made by `Scenario.why`, `Comparison.why` and
    `Model.why`; ``print(why)`` prints the whole tree.
    """

    def __init__(self, found: Mapping[str, Any], text: str = "", title: str = "") -> None:
        self._text = text
        self.title = title
        self.variable = str(found["variable"])
        self.kind = str(found["kind"])
        self.unit = str(found["unit"])
        self.extent = str(found["extent"])
        self.time = _number(found["time"])
        self.time_unit = str(found["time_unit"])
        self.value = _number(found["value"])
        self.against = _number(found["against"])
        self.difference = _number(found["difference"])
        self.rest = _number(found["rest"])
        self.is_exact = bool(found["exact"])
        self.series = _series(found["series"])
        self.against_series = _series(found["against_series"])
        self.causes: tuple[Cause, ...] = tuple(Cause(cause) for cause in found["causes"])
        self._json = found

    def __getitem__(self, name: str) -> Cause:
        for cause in self.causes:
            if cause.name == name:
                return cause
        raise unknown("cause", name, list(self))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(cause.name for cause in self.causes))

    def __len__(self) -> int:
        return len({cause.name for cause in self.causes})

    # As of runs, == stays a question of identity.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def table(self) -> str:
        """The tree as ``slackwater why`` prints it; of a deeper level its causes alone."""
        if self._text:
            return self._text
        lines = [f"{cause.contribution:+.4g}  {cause.name}" for cause in self.causes]
        return "\n".join([f"{self.variable}: {self.difference:+.4g}", *lines]) + "\n"

    def to_pandas(self) -> pandas.DataFrame:
        """All levels as one frame: one row per cause, in the order of the tree.

        Columns: level (1: of what was asked), of (what it explains), kind, contribution (in the
        unit of that), value, against, unit, through. Index: cause.
        """
        pd = require("pandas", "to_pandas()")
        frame = pd.DataFrame(list(self._rows(1)), columns=["cause", *_COLUMNS])
        return frame.set_index("cause")

    def to_json(self) -> str:
        """Everything, with the series of both runs, as ``slackwater why --json`` prints it."""
        return json.dumps(self._json)

    def _rows(self, level: int) -> Iterator[tuple[Any, ...]]:
        for cause in self.causes:
            yield (
                cause.name,
                level,
                self.variable,
                cause.kind,
                cause.contribution,
                cause.value,
                cause.against,
                cause.unit,
                cause.through,
            )
            if cause.because is not None:
                yield from cause.because._rows(level + 1)

    def __str__(self) -> str:
        return self.table()

    def __repr__(self) -> str:
        unit = unit_text(self.unit)
        largest = ", ".join(f"{c.name} {c.contribution:+.3g}" for c in self.causes[:3])
        return (
            f"<Why {self.variable!r} differs by {self.difference:+.4g}{' ' + unit if unit else ''}"
            f" at {self.time_unit} {self.time:g}: {largest or 'it does not'}>"
        )

    def _repr_html_(self) -> str:
        name = plotting.readable(self.variable)
        note = (
            f"{name} at {self.time_unit} {self.time:g}: {self.value:.4g} against "
            f"{self.against:.4g} {unit_text(self.unit)}, a difference of {self.difference:+.4g}"
        )
        return drawing.heading(self.title or f"Why {name} differs", note) + _list(self)


def explained(found: Mapping[str, Any], title: str) -> Why:
    """What the engine found, as an object."""
    return Why(json.loads(found["json"]), found["text"], title)


def _list(why: Why) -> str:
    items = ""
    for cause in why.causes:
        words = f"{cause.contribution:+.3g} <b>{drawing.escape(plotting.readable(cause.name))}</b>"
        if not np.isnan(cause.value):
            unit = drawing.escape(unit_text(cause.unit))
            words += f": {cause.value:.3g} instead of {cause.against:.3g} {unit}"
        if cause.kind in ("inflow", "outflow"):
            words += " since the start"
        if cause.because is None:
            items += f"<li>{words}</li>"
        else:
            items += (
                f"<li><details open><summary>{words}</summary>{_list(cause.because)}</details></li>"
            )
    return f"<ul style='margin:0'>{items}</ul>"


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _series(values: list[float | None]) -> Floats:
    out = np.asarray([_number(value) for value in values])
    out.flags.writeable = False
    return out

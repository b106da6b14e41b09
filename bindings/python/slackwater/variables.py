"""What the variables of a model and of a run are."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .names import unknown
from .optional import require

if TYPE_CHECKING:
    import pandas

INPUTS = ("parameter", "lever", "constant")


@dataclass(frozen=True)
class VariableInfo:
    """One variable of a model.

    Attributes
    ----------
    name, kind : str
        The kind is stock, flow, auxiliary, parameter, lever, constant, indicator or data.
    unit : str
        ``"1"`` when dimensionless, empty when the model gives none.
    dimensions : tuple of str
        Names of the axes; empty for a scalar.
    shape : tuple of int
        Elements along each dimension; ``()`` for a scalar.
    labels : tuple of tuple of str
        The elements of each dimension.
    elements : tuple of str
        Full names such as ``"obstacle[policy,team]"``; the name itself for a scalar.
    values : tuple of float
        Parameters, levers and constants: the default of each element, in the unit.
    low, high : float or None
        The declared range, in the unit.
    distribution : str
        As written, ``"uniform(5, 20)"``, or empty.
    better : {"up", "down", ""}
        For indicators, which direction is good.
    documentation, source, section : str
        What the model says about it.
    generated : bool
        True for a stock that a memory function made.
    line : int
        Line of the declaration in the model text; of a generated variable, of the call that
        made it (0 when that is in a policy's rule).
    """

    name: str
    kind: str
    unit: str
    dimensions: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    elements: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    distribution: str = ""
    better: str = ""
    documentation: str = ""
    source: str = ""
    section: str = ""
    generated: bool = False
    line: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """Elements along each dimension."""
        return tuple(len(labels) for labels in self.labels)

    @property
    def is_input(self) -> bool:
        """Whether a run may set it."""
        return self.kind in INPUTS

    @property
    def value(self) -> float | None:
        """The default of a scalar parameter, lever or constant, in the unit; None otherwise."""
        return self.values[0] if len(self.values) == 1 else None


@dataclass(frozen=True)
class SeriesInfo:
    """One saved variable of a run: name, kind, unit (``"1"`` when dimensionless), documentation,
    source, better, dimensions, elements; as in `VariableInfo`."""

    name: str
    kind: str
    unit: str
    documentation: str
    source: str
    better: str
    dimensions: tuple[str, ...] = field(default=())
    elements: tuple[str, ...] = field(default=())


class Variables(Mapping[str, VariableInfo]):
    """The variables of a model by name, in the order of the text; a mapping that shows a table."""

    def __init__(self, variables: Iterable[VariableInfo], what: str = "variable") -> None:
        self._by_name = {variable.name: variable for variable in variables}
        self._what = what

    def __getitem__(self, name: str) -> VariableInfo:
        try:
            return self._by_name[name]
        except KeyError:
            raise unknown(self._what, name, self._by_name) from None

    def get(self, name: str, default: Any = None) -> Any:
        """The variable of that name, or `default`."""
        return self._by_name.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def of_kind(self, *kinds: str) -> Variables:
        """Those of one or several kinds."""
        return Variables((v for v in self.values() if v.kind in kinds), kinds[0])

    def to_pandas(self) -> pandas.DataFrame:
        """One row per variable: kind, unit, dimensions, value, range, documentation, source."""
        pandas_ = require("pandas", "variables.to_pandas()")
        rows = [
            {
                "name": v.name,
                "kind": v.kind,
                "unit": v.unit,
                "dimensions": ", ".join(v.dimensions),
                "value": v.value,
                "low": v.low,
                "high": v.high,
                "distribution": v.distribution,
                "better": v.better,
                "documentation": v.documentation,
                "source": v.source,
            }
            for v in self.values()
        ]
        return pandas_.DataFrame(rows, columns=_COLUMNS).set_index("name")

    def __repr__(self) -> str:
        if not self:
            return f"no {self._what}s"
        width = max(len(_full_name(v)) for v in self.values())
        return "\n".join(
            f"{_full_name(v):<{width}}  {v.kind:<9}  {_value_text(v)}".rstrip()
            for v in self.values()
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(_full_name(v))}</td>"
            f"<td style='text-align:left'>{v.kind}</td>"
            f"<td style='text-align:left'>{html.escape(_value_text(v))}</td>"
            f"<td style='text-align:left'>{html.escape(v.documentation)}</td></tr>"
            for v in self.values()
        )
        head = "".join(
            f"<th style='text-align:left'>{t}</th>" for t in ("name", "kind", "value", "meaning")
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


_COLUMNS = [
    "name",
    "kind",
    "unit",
    "dimensions",
    "value",
    "low",
    "high",
    "distribution",
    "better",
    "documentation",
    "source",
]


def _full_name(variable: VariableInfo) -> str:
    if not variable.dimensions:
        return variable.name
    return f"{variable.name}[{', '.join(variable.dimensions)}]"


def unit_text(unit: str) -> str:
    """A unit as people read it behind a number: nothing for dimensionless."""
    return "" if unit in ("", "1") else unit


def _value_text(variable: VariableInfo) -> str:
    parts = []
    if variable.value is not None:
        parts.append(f"{variable.value:g}")
    elif variable.values:
        parts.append(f"{min(variable.values):g} .. {max(variable.values):g}")
    parts.append(unit_text(variable.unit))
    if variable.low is not None and variable.high is not None:
        parts.append(f"(range {variable.low:g} .. {variable.high:g})")
    if variable.distribution:
        parts.append(f"~ {variable.distribution}")
    if variable.better:
        parts.append(f"better {variable.better}")
    return " ".join(part for part in parts if part)


def plain_distribution(text: str) -> str:
    """``"uniform(5, 20)"`` without the ``~`` that stands in front of it in a model."""
    return text.lstrip("~").lstrip()


def variables_from(
    entries: Iterable[Mapping[str, Any]], dimensions: Mapping[str, tuple[str, ...]]
) -> Variables:
    """The engine's dicts as objects."""
    out = []
    for entry in entries:
        values = dict(entry)
        names = tuple(values["dimensions"])
        values["dimensions"] = names
        values["labels"] = tuple(dimensions[name] for name in names)
        values["elements"] = tuple(values["elements"])
        values["values"] = tuple(values["values"])
        values["distribution"] = plain_distribution(values["distribution"])
        out.append(VariableInfo(**values))
    return Variables(out)

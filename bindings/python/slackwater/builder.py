"""Building a model from Python."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Union

from .model import Model, loads

Value = Union[float, str, Mapping[str, Any]]


class ModelBuilder:
    """Writes a model declaration by declaration; `build` reads it with the checks of a model file.

    Every method adds one declaration and returns the builder. Numbers are in the declared unit;
    equations are texts in the model language. Messages point into `text`.

    Parameters
    ----------
    title, documentation : str
        What the model is called and what it says about itself.

    Examples
    --------
    >>> builder = sw.ModelBuilder("Teacup")
    >>> builder.time("minute", 0, 30, step=1 / 8, save=1)
    >>> builder.unit("degree")
    >>> builder.lever("room_temperature", 21, "degree", range=(0, 40))
    >>> builder.parameter("cooling_time", 10, "minute")
    >>> builder.stock("tea", 82, "degree", outflows=["cooling"])
    >>> builder.flow("cooling", "(tea - room_temperature) / cooling_time", "degree/minute")
    >>> model = builder.build()
    """

    def __init__(self, title: str = "", documentation: str = "") -> None:
        self._declarations: list[str] = []
        if title or documentation:
            self._add(f"model {_quoted(title)}", documentation)

    @property
    def text(self) -> str:
        """The model text so far."""
        return "\n\n".join(self._declarations) + "\n"

    def build(
        self,
        name: str = "<ModelBuilder>",
        files: Mapping[str, str] | None = None,
        strict_units: bool = False,
    ) -> Model:
        """Read and check the text.

        Parameters
        ----------
        name : str
            Stands in front of messages.
        files : dict of str, optional
            The data files that `data` names, with their contents.
        strict_units : bool
            Make a missing unit an error instead of a warning.

        Raises
        ------
        ModelError
            With every error in `diagnostics`, as `load` would raise it.
        """
        return loads(self.text, name, files, strict_units)

    def time(
        self,
        unit: str,
        start: float,
        stop: float,
        *,
        step: float,
        save: float | None = None,
        method: str = "rk4",
    ) -> ModelBuilder:
        """The time unit, and the span, step and save step of a run in it."""
        text = f"time {unit} from {_number(start)} to {_number(stop)} step {_number(step)}"
        if save is not None:
            text += f" save {_number(save)}"
        return self._add(f"{text} method {method}")

    def section(self, title: str) -> ModelBuilder:
        """A heading for what follows."""
        return self._add(f"section {_quoted(title)}")

    def unit(
        self,
        name: str,
        documentation: str = "",
        *,
        definition: str = "",
        synonyms: Iterable[str] = (),
    ) -> ModelBuilder:
        """A base unit, or with `definition` (``"people*week"``, ``"13 week"``) a derived one."""
        text = "unit " + ", ".join([name, *synonyms])
        if documentation:
            text += f" {_quoted(documentation)}"
        if definition:
            text += f" = {definition}"
        return self._add(text)

    def dimension(
        self, name: str, elements: Sequence[str], *, maps_to: Mapping[str, Mapping[str, str]] = {}
    ) -> ModelBuilder:
        """An axis of arrays; `maps_to` is ``{"department": {"a": "north", "b": "south"}}``."""
        text = f"dimension {name} = {', '.join(elements)}"
        for other, pairs in maps_to.items():
            text += f" maps to {other} {_table(pairs)}"
        return self._add(text)

    def stock(
        self,
        name: str,
        initial: Value,
        unit: str | None = None,
        *,
        inflows: Iterable[str] = (),
        outflows: Iterable[str] = (),
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """An accumulation; `name` may have subscripts, ``"obstacle[kind, level]"``."""
        clauses = [f"inflow {flow}" for flow in _names(inflows, "inflows")]
        clauses += [f"outflow {flow}" for flow in _names(outflows, "outflows")]
        return self._variable("stock", name, unit, initial, clauses, documentation, source)

    def flow(
        self,
        name: str,
        equation: Value,
        unit: str | None = None,
        *,
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A rate that fills or drains stocks; its unit is that of the stock per time unit."""
        return self._variable("flow", name, unit, equation, [], documentation, source)

    def aux(
        self,
        name: str,
        equation: Value,
        unit: str | None = None,
        *,
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """Any other equation."""
        return self._variable("aux", name, unit, equation, [], documentation, source)

    def indicator(
        self,
        name: str,
        equation: Value,
        unit: str | None = None,
        *,
        better: str = "",
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """An outcome; `better` is ``"up"`` or ``"down"``."""
        clauses = [f"better {better}"] if better else []
        return self._variable("indicator", name, unit, equation, clauses, documentation, source)

    def parameter(
        self,
        name: str,
        value: Value,
        unit: str | None = None,
        *,
        range: tuple[float, float] | None = None,
        distribution: str = "",
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A number that a study may vary; `distribution` as in ``"uniform(20, 80)"``."""
        clauses = _spread(range, distribution)
        return self._variable("parameter", name, unit, value, clauses, documentation, source)

    def lever(
        self,
        name: str,
        value: Value,
        unit: str | None = None,
        *,
        range: tuple[float, float] | None = None,
        distribution: str = "",
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A parameter that leaders can move."""
        clauses = _spread(range, distribution)
        return self._variable("lever", name, unit, value, clauses, documentation, source)

    def constant(
        self,
        name: str,
        value: Value,
        unit: str | None = None,
        *,
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A number that nobody varies."""
        return self._variable("constant", name, unit, value, [], documentation, source)

    def lookup(
        self,
        name: str,
        points: Iterable[tuple[float, float]],
        unit: str | None = None,
        *,
        argument: str = "x",
        argument_unit: str | None = None,
        mode: str = "clamp",
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A function given by points; `mode` is clamp, extrapolate, step or smooth."""
        pairs = " ".join(f"({_number(x)}, {_number(y)})" for x, y in points)
        head = f"lookup {name}({argument}{_colon(argument_unit)}){_colon(unit)}"
        return self._add(f"{head} = {pairs} {mode}", documentation, source)

    def data(
        self,
        name: str,
        file: str,
        unit: str | None = None,
        *,
        column: str = "",
        mode: str = "linear",
        documentation: str = "",
        source: str = "",
    ) -> ModelBuilder:
        """A series from a CSV file; `mode` is linear, step or none."""
        text = f"data {name}{_colon(unit)} from {_quoted(file)}"
        if column:
            text += f" column {_quoted(column)}"
        return self._add(f"{text} {mode}", documentation, source)

    def function(
        self,
        name: str,
        arguments: Mapping[str, str | None],
        equation: str,
        unit: str | None = None,
        *,
        documentation: str = "",
    ) -> ModelBuilder:
        """A formula; `arguments` are names with their units: ``{"part": "item"}``."""
        inside = ", ".join(f"{argument}{_colon(u)}" for argument, u in arguments.items())
        text = f"function {name}({inside}){_colon(unit)} = {_value(equation)}"
        return self._add(text, documentation)

    def check(
        self, condition: str, *, within: float | str | None = None, documentation: str = ""
    ) -> ModelBuilder:
        """An invariant, tested at every save point of every run."""
        text = f"check {_value(condition)}"
        if within is not None:
            text += f" within {_value(within)}"
        return self._add(text, documentation)

    def __repr__(self) -> str:
        return f"<ModelBuilder: {len(self._declarations)} declarations>"

    def _variable(
        self,
        kind: str,
        name: str,
        unit: str | None,
        value: Value,
        clauses: Sequence[str],
        documentation: str,
        source: str,
    ) -> ModelBuilder:
        text = f"{kind} {name}{_colon(unit)} = {_value(value)}"
        joined = "".join(f"\n    {clause}" for clause in clauses)
        return self._add(text + joined, documentation, source)

    def _add(self, text: str, documentation: str = "", source: str = "") -> ModelBuilder:
        if documentation:
            text += f"\n    {_quoted(documentation)}"
        if source:
            text += f"\n    source {_quoted(source)}"
        self._declarations.append(text)
        return self


def _names(names: Iterable[str], what: str) -> list[str]:
    if isinstance(names, str):
        raise TypeError(f"{what} is a list of names; write {what}=[{names!r}]")
    return list(names)


def _spread(range_: tuple[float, float] | None, distribution: str) -> list[str]:
    clauses = []
    if range_ is not None:
        low, high = range_
        clauses.append(f"range {_number(low)} .. {_number(high)}")
    if distribution:
        clauses.append(f"~ {_value(distribution)}")
    return clauses


def _colon(unit: str | None) -> str:
    return "" if unit is None else f": {unit}"


def _number(value: float) -> str:
    if not isinstance(value, numbers.Real):
        raise TypeError(f"a number is needed here, not {value!r}")
    return repr(int(value)) if isinstance(value, numbers.Integral) else repr(float(value))


def _value(value: Value) -> str:
    if isinstance(value, str):
        return value.strip().replace("\n", "\n        ")  # a line at the margin would end it
    if isinstance(value, Mapping):
        return _table(value)
    return _number(value)


def _table(entries: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in entries.items()) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("\t", "\\t") + '"'

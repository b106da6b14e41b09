"""One run of a model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core, drawing, plotting, tables
from .errors import RunError
from .tables import Failure, Floats
from .variables import SeriesInfo

if TYPE_CHECKING:
    import pandas
    import xarray
    from matplotlib.axes import Axes

_FIRST = (0, 0, 0)


class Run(Mapping[str, Floats]):
    """One run: a mapping from saved variables to their series.

    ``run["backlog"]`` is a read-only NumPy view of the engine's memory, without a copy, of shape
    (time,) for a scalar and (subscripts..., time) for an array. ``run["obstacle[policy, team]"]``
    is one element, shape (time,); ``*`` keeps an axis.

    Runs come from `Model.run` and `Scenario.run`; they can be pickled.
    """

    def __init__(self, table: _core.RunTable, title: str, provenance: Mapping[str, Any]) -> None:
        self._table = table
        self._series = tables.series_of(table)
        self._provenance = dict(provenance)
        self.title = title

    def __getitem__(self, name: str) -> Floats:
        return tables.values_of(self._table, self._series, name, _FIRST)

    def __iter__(self) -> Iterator[str]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)

    def __contains__(self, name: object) -> bool:
        return name in self._series

    # Results are compared by `fingerprint()`; == of two runs stays a question of identity.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def variables(self) -> dict[str, SeriesInfo]:
        """The saved variables with kind, unit and documentation, in the order of the model."""
        return dict(self._series)

    @property
    def time(self) -> Floats:
        """The save points, in `time_unit`. Shape: (time,)."""
        return self._table.time

    @property
    def time_unit(self) -> str:
        """The unit of `time`, such as ``"week"``."""
        return self._table.time_unit

    @property
    def status(self) -> str:
        """How it ended: complete, not_finite, domain_error, check_failed, step_failed, not_run."""
        return str(self._table.status[_FIRST])

    @property
    def stopped_at(self) -> float:
        """The last time that has values, in `time_unit`; later values are NaN."""
        return float(self._table.stopped_at[_FIRST])

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Why the run ended early; empty for a complete run."""
        return tables.failures_of(self._table)

    def raise_for_status(self) -> Run:
        """Raise `RunError` when the run ended early; otherwise return the run itself."""
        if self.status != "complete":
            raise RunError(describe_failure(self.status, self.failures), self.failures)
        return self

    def fingerprint(self) -> str:
        """SHA-256 over the bits of all saved series: equal exactly when the results are."""
        return self._table.fingerprint()

    def to_pandas(self) -> pandas.DataFrame:
        """A frame with index time and one column per saved element.

        Units are in ``frame.attrs["units"]``, by column.
        """
        return tables.frame(self._table, self._series, _FIRST)

    def to_xarray(self) -> xarray.Dataset:
        """A dataset with dims (subscripts..., time) and units and documentation as attributes."""
        return tables.dataset(self._table, self._series, _FIRST, ())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the run to a ``.csv`` file, or to ``.h5`` laid out as netCDF-4.

        The numbers of both read back to the same bits. The file appears complete or not at all.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        tables.save(self._table, path, self._provenance)

    def plot(
        self, *names: str, baseline: Run | None = None, ax: Any = None
    ) -> np.ndarray[Any, Any]:
        """Draw variables over time, one small chart each, units on both axes.

        Parameters
        ----------
        *names : str
            Variables or elements; without any, the indicators, else the stocks.
        baseline : Run, optional
            Another run, drawn in grey and dashed behind this one.
        ax : matplotlib axes or array of them, optional
            Where to draw; one per name. Without it, a new figure.

        Returns
        -------
        numpy.ndarray of matplotlib.axes.Axes
            Shape: (names,).
        """
        chosen = list(names) or plotting.default_names(self._series)
        curves = [self._curves(name, baseline) for name in chosen]
        axes = plotting.make_axes(len(chosen), ax)
        for cell, name, lines in zip(axes, chosen, curves):
            plotting.draw(cell, lines)
            info = self._series[name.partition("[")[0].strip()]
            plotting.finish(cell, plotting.readable(name), info, self.time_unit, self.time)
            if len(lines) > 1 and len(axes) > 1 and not same_labels(curves):
                plotting.legend([cell])
        if same_labels(curves) or len(axes) == 1:
            plotting.legend(axes)
        return as_array(axes)

    def _curves(self, name: str, baseline: Run | None) -> list[plotting.Curve]:
        base = name.partition("[")[0].strip()
        values = self[name]
        if values.ndim == 1:
            labelled = {"this run" if baseline is not None else name: values}
        elif "[" in name:
            rows = values.reshape(-1, values.shape[-1])
            labelled = {f"{name} {place + 1}": row for place, row in enumerate(rows)}
        else:
            columns = tables.columns_of(self._series[base], values)
            labelled = {plotting.element_label(e, base) or e: row for e, row in columns.items()}
        curves = [
            plotting.Curve(label, self.time, row, place)
            for place, (label, row) in enumerate(labelled.items())
        ]
        if baseline is not None:
            ghost = baseline[name]
            rows = ghost.reshape(-1, ghost.shape[-1])
            curves += [
                plotting.Curve("baseline" if place == 0 else "_baseline", baseline.time, row, -1)
                for place, row in enumerate(rows)
            ]
        return curves

    def __repr__(self) -> str:
        return (
            f"<Run of {self.title!r}: {self.status}, {len(self)} variables, "
            f"{len(self.time)} save points, {self.time_text()}>"
        )

    def time_text(self) -> str:
        """The span in words, ``"0 .. 156 week"``."""
        if len(self.time) == 0:
            return "no save points"
        return f"{self.time[0]:g} .. {self.time[-1]:g} {self.time_unit}"

    def _repr_html_(self) -> str:
        names = list(plotting.default_names(self._series))[:4]
        charts = []
        for name in names:
            info = self._series[name]
            curves = self._curves(name, None)
            if len(curves) == 1:
                curves[0].label = ""
            charts.append(
                drawing.chart(plotting.readable(name), info.unit, self.time_unit, curves[:6])
            )
        note = f"{self.status}; {self.time_text()}; fingerprint {self.fingerprint()[:12]}"
        out = drawing.heading(self.title, note)
        if self.failures:
            out += f"<pre>{drawing.escape(self.failures[0])}</pre>"
        return out + drawing.side_by_side(charts)


def describe_failure(status: str, failures: tuple[Failure, ...]) -> str:
    """Why a run ended, for warnings and exceptions."""
    if not failures:
        return f"the run ended early: {status}"
    return str(failures[0])


def same_labels(curves: list[list[plotting.Curve]]) -> bool:
    """Whether every chart has the same two or more lines, so that one legend serves all."""
    first = [c.label for c in curves[0]]
    return len(first) > 1 and all([c.label for c in lines] == first for lines in curves)


def as_array(axes: list[Axes]) -> np.ndarray[Any, Any]:
    """Axes as a one-dimensional array of objects."""
    out = np.empty(len(axes), dtype=object)
    out[:] = axes
    return out

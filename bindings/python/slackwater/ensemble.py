"""Many runs of one model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core, drawing, plotting, tables
from .errors import RunError
from .optional import require
from .run import as_array
from .sizes import readable
from .tables import Failure, Floats, Words
from .variables import SeriesInfo

if TYPE_CHECKING:
    import pandas
    import xarray

_ALL = (0, 0, slice(None))


class Ensemble(Mapping[str, Floats]):
    """Runs of one model over a set of samples: a mapping from saved variables to their series.

    ``ensemble["backlog"]`` is a read-only NumPy view without a copy, of shape (sample, time) for a
    scalar and (sample, subscripts..., time) for an array. Where a run ended early, later values
    are NaN.

    Ensembles come from `Model.ensemble`; they can be pickled.
    """

    def __init__(self, table: _core.RunTable, title: str, provenance: Mapping[str, Any]) -> None:
        self._table = table
        self._series = tables.series_of(table)
        self._provenance = dict(provenance)
        self.title = title

    def __getitem__(self, name: str) -> Floats:
        return tables.values_of(self._table, self._series, name, _ALL)

    def __iter__(self) -> Iterator[str]:
        return iter(self._series)

    def __len__(self) -> int:
        return len(self._series)

    def __contains__(self, name: object) -> bool:
        return name in self._series

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def samples(self) -> int:
        """The number of runs."""
        return self._table.samples

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
    def inputs(self) -> pandas.DataFrame:
        """What differs between the samples: one row per sample, one column per parameter.

        Units are in ``inputs.attrs["units"]``, by column.
        """
        pandas_ = require("pandas", "ensemble.inputs")
        drawn = self._table.drawn
        index = pandas_.RangeIndex(self.samples, name="sample")
        out = pandas_.DataFrame({d["name"]: d["values"] for d in drawn}, index=index)
        out.attrs["units"] = {d["name"]: d["unit"] for d in drawn}
        return out

    @property
    def status(self) -> Words:
        """How each run ended, ``"complete"`` or why not. Shape: (sample,)."""
        status: Words = self._table.status[0, 0]
        return status

    @property
    def failures(self) -> pandas.DataFrame:
        """The runs that ended early: one row each with sample, status, time, variable, message."""
        pandas_ = require("pandas", "ensemble.failures")
        names = ["sample", "status", "time", "variable", "message", "detail"]
        rows = [{name: getattr(f, name) for name in names} for f in self.failure_list]
        return pandas_.DataFrame(rows, columns=names).set_index("sample")

    @property
    def failure_list(self) -> tuple[Failure, ...]:
        """The same as objects, for those without pandas."""
        return tables.failures_of(self._table)

    def raise_for_status(self) -> Ensemble:
        """Raise `RunError` when any run ended early; otherwise return the ensemble itself."""
        failures = self.failure_list
        if failures:
            text = f"{len(failures)} of {self.samples} runs ended early; the first: {failures[0]}"
            raise RunError(text, failures)
        return self

    def fingerprint(self) -> str:
        """SHA-256 over the bits of all saved series: equal exactly when the results are."""
        return self._table.fingerprint()

    def quantiles(self, name: str, q: float | Sequence[float] = (0.05, 0.5, 0.95)) -> Floats:
        """Quantiles over the samples at every save point, without runs that have ended by then.

        Parameters
        ----------
        name : str
            A variable or an element.
        q : float or sequence of float
            Between 0 and 1; linear between order statistics, NumPy's default.

        Returns
        -------
        numpy.ndarray
            In the variable's unit. Shape: (quantile, subscripts..., time); without the first axis
            for a single number.
        """
        values = self[name]
        if np.isnan(values).any():
            return _quantiles_without_nan(values, q)
        return np.asarray(np.quantile(values, q, axis=0))

    def to_pandas(self) -> pandas.DataFrame:
        """A frame with index (sample, time) and one column per saved element."""
        pandas_ = require("pandas", "to_pandas()")
        frames = [
            tables.frame(self._table, self._series, (0, 0, sample))
            for sample in range(self.samples)
        ]
        out = pandas_.concat(frames, keys=range(self.samples), names=["sample"])
        out.attrs.update(frames[0].attrs)
        return out

    @property
    def nbytes(self) -> int:
        """The memory that the series take, in bytes."""
        return tables.bytes_of(self._table, self._series)

    def to_xarray(self) -> xarray.Dataset:
        """A dataset with dims (sample, subscripts..., time); inputs have dims (sample,).

        It is a view of the ensemble's series and takes no memory of its own; `nbytes` is the size
        of both. A copy, or a frame of `to_pandas`, takes as much again.
        """
        return tables.dataset(self._table, self._series, _ALL, ("sample",))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the runs to ``.csv`` (one below the other), or to ``.h5`` laid out as netCDF-4.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        tables.save(self._table, path, self._provenance)

    def plot(self, *names: str, ax: Any = None) -> np.ndarray[Any, Any]:
        """Draw fans over time: the median, and the bands that hold 50 % and 90 % of the runs.

        Parameters
        ----------
        *names : str
            Scalar variables or elements; without any, the indicators, else the stocks.
        ax : matplotlib axes or array of them, optional
            Where to draw; one per name. Without it, a new figure.

        Returns
        -------
        numpy.ndarray of matplotlib.axes.Axes
            Shape: (names,).
        """
        chosen = list(names) or self._scalars()
        for name in chosen:
            if self[name].ndim != 2:
                raise ValueError(
                    f"{name!r} is an array; name one element, such as "
                    f"{self._series[name].elements[0]!r}"
                )
        axes = plotting.make_axes(len(chosen), ax)
        for cell, name in zip(axes, chosen):
            low, lower, median, upper, high = self.quantiles(name, (0.05, 0.25, 0.5, 0.75, 0.95))
            plotting.draw(
                cell,
                [
                    plotting.Curve("median", self.time, median, 0, low, high),
                    plotting.Curve("_half", self.time, median, 0, lower, upper),
                ],
            )
            info = self._series[name.partition("[")[0].strip()]
            plotting.finish(cell, plotting.readable(name), info, self.time_unit, self.time)
        plotting.note(axes[0], f"median, 50 % and 90 % of {self.samples} runs")
        return as_array(axes)

    def _scalars(self) -> list[str]:
        out: list[str] = []
        for name in plotting.default_names(self._series):
            info = self._series[name]
            out.extend(info.elements if info.dimensions else [name])
        return out[:8]

    def __repr__(self) -> str:
        complete = int(np.count_nonzero(self.status == "complete"))
        drawn = ", ".join(d["name"] for d in self._table.drawn)
        return (
            f"<Ensemble of {self.title!r}: {complete} of {self.samples} runs complete, "
            f"{len(self)} variables, {len(self.time)} save points; {readable(self.nbytes)} in "
            f"memory; drawn: {drawn}>"
        )

    def _repr_html_(self) -> str:
        charts = []
        for name in self._scalars()[:4]:
            low, median, high = self.quantiles(name)
            info = self._series[name.partition("[")[0].strip()]
            curve = plotting.Curve("", self.time, median, 0, low, high)
            charts.append(
                drawing.chart(plotting.readable(name), info.unit, self.time_unit, [curve])
            )
        complete = int(np.count_nonzero(self.status == "complete"))
        note = (
            f"{complete} of {self.samples} runs complete; median and 90 % of the runs; "
            f"fingerprint {self.fingerprint()[:12]}"
        )
        return drawing.heading(self.title, note) + drawing.side_by_side(charts)


def _quantiles_without_nan(values: Floats, q: float | Sequence[float]) -> Floats:
    """nanquantile, with NaN and no warning where no run is left."""
    empty = np.asarray(np.isnan(values).all(axis=0))
    filled = np.where(empty[np.newaxis], 0.0, values)
    out = np.asarray(np.nanquantile(filled, q, axis=0))
    out[..., empty] = np.nan
    return out

"""Series of runs as NumPy views, pandas frames and xarray datasets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .names import split_element, unknown
from .optional import require
from .variables import SeriesInfo, plain_distribution

if TYPE_CHECKING:
    import pandas
    import xarray

Floats = np.ndarray[Any, np.dtype[np.float64]]
Words = np.ndarray[Any, np.dtype[np.str_]]
RUN_AXES = ("policy", "future", "sample")


@dataclass(frozen=True)
class Failure:
    """Why one run ended early.

    Attributes
    ----------
    policy, future : str
        Labels of the run; ``"run"`` and ``"model"`` outside of comparisons.
    sample : int
        Row of the design, counted from 0.
    status : str
        not_finite, domain_error, check_failed, step_failed, not_run or no_start.
    time : float
        Model time of the failure, in the time unit.
    variable : str
        The element that failed.
    message : str
        One line.
    detail : str
        Place in the model text and the values that went in.
    """

    policy: str
    future: str
    sample: int
    status: str
    time: float
    variable: str
    message: str
    detail: str

    def __str__(self) -> str:
        return self.detail.rstrip("\n") or self.message


def failures_of(table: _core.RunTable) -> tuple[Failure, ...]:
    """Every failed run of a table."""
    return tuple(Failure(**entry) for entry in table.failures)


def series_of(table: _core.RunTable) -> dict[str, SeriesInfo]:
    """The saved variables by name, in the order of the model."""
    out = {}
    for entry in table.variables:
        values = dict(entry)
        values["dimensions"] = tuple(values["dimensions"])
        values["elements"] = tuple(values["elements"])
        out[values["name"]] = SeriesInfo(**values)
    return out


def bytes_of(table: _core.RunTable, series: Mapping[str, SeriesInfo]) -> int:
    """The memory of all series and drawn values; a dataset is a view of it and takes no more."""
    values = sum(int(table.values(name).nbytes) for name in series)
    return values + sum(int(drawn["values"].nbytes) for drawn in table.drawn)


def values_of(
    table: _core.RunTable, series: Mapping[str, SeriesInfo], name: str, run: tuple[Any, ...]
) -> Floats:
    """A read-only view of a variable or an element.

    Shapes: (policy, future, sample, subscripts..., time) with `run` indexing the first axes.
    """
    base, subscripts = split_element(name)
    info = series.get(base)
    if info is None:
        elements = [e for s in series.values() for e in s.elements]
        raise unknown("saved variable", name, [*series, *elements])
    values: Floats = table.values(base)[run]
    if not subscripts:
        return values
    if len(subscripts) != len(info.dimensions):
        raise unknown("element", name, info.elements)
    places: list[Any] = []
    for subscript, dimension in zip(subscripts, info.dimensions):
        labels = table.axes[dimension]
        if subscript == "*":
            places.append(slice(None))
        elif subscript in labels:
            places.append(labels.index(subscript))
        else:
            raise unknown(f"element of {dimension}", subscript, labels)
    element: Floats = values[(Ellipsis, *places, slice(None))]
    return element


def columns_of(info: SeriesInfo, values: Floats) -> dict[str, Floats]:
    """One column per element of an array with axes (subscripts..., time)."""
    flat = values.reshape(len(info.elements), values.shape[-1])
    return dict(zip(info.elements, flat))


def frame(
    table: _core.RunTable, series: Mapping[str, SeriesInfo], run: tuple[int, int, int]
) -> pandas.DataFrame:
    """One run: index time, one column per saved element, units in ``attrs["units"]``."""
    pandas_ = require("pandas", "to_pandas()")
    columns: dict[str, Floats] = {}
    units: dict[str, str] = {}
    for name, info in series.items():
        columns.update(columns_of(info, table.values(name)[run]))
        units.update(dict.fromkeys(info.elements, info.unit))
    index = pandas_.Index(table.time, name="time")
    out = pandas_.DataFrame(columns, index=index)
    out.attrs["units"] = units
    out.attrs["time_unit"] = table.time_unit
    return out


class _Dimensions:
    """Names for the axes of a dataset: every array axis its own, none that a variable has."""

    def __init__(self, table: _core.RunTable, series: Mapping[str, SeriesInfo]) -> None:
        taken = {*series, *RUN_AXES, "time", *(d["name"] for d in table.drawn)}
        self._names: dict[tuple[str, int], str] = {}
        self._taken = taken
        self.coordinates: dict[str, tuple[str, ...]] = {}
        self._axes = table.axes

    def of(self, info: SeriesInfo) -> tuple[str, ...]:
        names = []
        for place, dimension in enumerate(info.dimensions):
            use = info.dimensions[:place].count(dimension)
            names.append(self._name(dimension, use))
        return tuple(names)

    def _name(self, dimension: str, use: int) -> str:
        key = (dimension, use)
        if key not in self._names:
            name = dimension if use == 0 else f"{dimension}_{use + 1}"
            while name in self._taken:
                name += "_subscript" if use == 0 else "_twin"
            self._taken.add(name)
            self._names[key] = name
            self.coordinates[name] = tuple(self._axes[dimension])
        return self._names[key]


def dataset(
    table: _core.RunTable,
    series: Mapping[str, SeriesInfo],
    run: tuple[Any, ...],
    axes: tuple[str, ...],
) -> xarray.Dataset:
    """Series as an xarray dataset, views of the same memory.

    Shapes: each variable is (`axes`..., subscripts..., time). Attributes: units, long_name, kind,
    source, better.
    """
    xarray_ = require("xarray", "to_xarray()")
    dimensions = _Dimensions(table, series)
    data: dict[str, Any] = {}
    for name, info in series.items():
        attributes = {"units": info.unit, "long_name": info.documentation, "kind": info.kind}
        if info.source:
            attributes["source"] = info.source
        if info.better:
            attributes["better"] = info.better
        dims = (*axes, *dimensions.of(info), "time")
        data[name] = (dims, table.values(name)[run], attributes)
    if "sample" in axes:
        for drawn in table.drawn:
            attributes = {
                "units": drawn["unit"],
                "long_name": drawn["documentation"],
                "distribution": plain_distribution(drawn["distribution"]),
            }
            data[drawn["name"]] = (("sample",), drawn["values"], attributes)
    coordinates: dict[str, Any] = {
        "time": ("time", table.time, {"units": table.time_unit, "long_name": "time"})
    }
    labels = {"policy": table.policies, "future": table.futures, "sample": range(table.samples)}
    for axis in axes:
        coordinates[axis] = (axis, np.asarray(labels[axis]))
    for name, elements in dimensions.coordinates.items():
        coordinates[name] = (name, np.asarray(elements))
    out: xarray.Dataset = xarray_.Dataset(data, coords=coordinates)
    return out


def save(
    table: _core.RunTable, path: str | os.PathLike[str], provenance: Mapping[str, Any]
) -> None:
    """Write ``.csv`` or ``.h5``/``.nc``; the file appears complete or not at all."""
    name = os.fspath(path)
    suffix = os.path.splitext(name)[1].lower()
    if suffix == ".csv":
        _core.save_csv(table, name)
    elif suffix in (".h5", ".nc"):
        _core.save_table(table, name, **provenance)
    else:
        raise ValueError(f"cannot tell the format of {name!r}: use .csv, .h5 or .nc")

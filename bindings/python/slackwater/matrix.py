"""Samples that somebody else made, as the columns that an ensemble takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Columns = dict[str, np.ndarray[Any, np.dtype[np.float64]]]


def columns_of(matrix: Any, names: Iterable[str] | None, call: str) -> Columns:
    """One column per parameter, of a 2-D or structured array, a frame, a dict or a list of dicts.

    Shapes: every column (sample,).
    """
    if names is not None:
        wanted = [names] if isinstance(names, str) else [str(name) for name in names]
        if len(set(wanted)) != len(wanted):
            raise ValueError(f"{call}: a name comes twice in {wanted}")
    else:
        wanted = None
    if fields_of(matrix):
        matrix = {name: matrix[name] for name in fields_of(matrix)}
    if hasattr(matrix, "keys"):
        return _columns_of_map(matrix, wanted, call)
    if isinstance(matrix, Sequence) and matrix and all(isinstance(row, Mapping) for row in matrix):
        rows = _columns_of_rows(matrix, call)
        return _columns_of_map(rows, wanted, call)
    return _columns_of_array(matrix, wanted, call)


def fields_of(array: Any) -> tuple[str, ...]:
    """The fields of a structured array; none of anything else."""
    return (isinstance(array, np.ndarray) and array.dtype.names) or ()


def _columns_of_array(matrix: Any, names: list[str] | None, call: str) -> Columns:
    values = _numbers(matrix, "matrix", call)
    if names is None:
        raise TypeError(f"{call}: an array needs `names`, one parameter per column")
    if values.ndim != 2 or values.shape[1] != len(names):
        raise ValueError(
            f"{call}: an array of shape {values.shape} for {len(names)} names; "
            "it has one row per sample and one column per name"
        )
    return {name: values[:, column] for column, name in enumerate(names)}


def _columns_of_map(columns: Any, names: list[str] | None, call: str) -> Columns:
    known = {str(name): name for name in columns}
    chosen = list(known) if names is None else names
    for name in chosen:
        if name not in known:
            raise ValueError(f"{call}: the matrix has no column {name!r}; it has {list(known)}")
    return {name: _numbers(columns[known[name]], name, call) for name in chosen}


def _columns_of_rows(rows: Sequence[Mapping[str, Any]], call: str) -> dict[str, list[Any]]:
    names = list(rows[0])
    for number, row in enumerate(rows):
        if set(row) != set(names):
            differing = sorted(str(name) for name in set(row) ^ set(names))
            raise ValueError(f"{call}: row {number} does not name the same as row 0: {differing}")
    return {str(name): [row[name] for row in rows] for name in names}


def _numbers(values: Any, name: Any, call: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{call}: {name!r} does not hold numbers only: {error}") from None

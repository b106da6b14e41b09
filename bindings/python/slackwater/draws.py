"""What is drawn for an ensemble, and how it goes together, as the engine takes it."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np

from .matrix import fields_of

Matrix = tuple[list[str], "np.ndarray[Any, np.dtype[np.float64]]"]


def matrix_from(inputs: Any) -> Matrix:
    """Names and values, shape (sample, input), of a frame, a dict of columns or a structured array."""
    if fields_of(inputs):
        inputs = {name: inputs[name] for name in fields_of(inputs)}
    if not hasattr(inputs, "keys"):
        raise TypeError(
            "ensemble(): inputs is a DataFrame or a dict of columns by parameter, not "
            f"{type(inputs).__name__}"
        )
    columns = {str(name): np.asarray(inputs[name], dtype=float) for name in inputs}
    if not columns:
        raise ValueError("inputs has no columns")
    shapes = {name: column.shape for name, column in columns.items()}
    if any(len(shape) != 1 for shape in shapes.values()) or len(dict.fromkeys(shapes.values())) > 1:
        raise ValueError(f"the columns of inputs must have one axis of equal length, not {shapes}")
    return list(columns), np.column_stack(list(columns.values()))


def checked_draws(draws: Any) -> dict[str, str]:
    """Parameters and distributions, both texts."""
    if draws is None:
        return {}
    if not isinstance(draws, Mapping) or not all(
        isinstance(word, str) for pair in draws.items() for word in pair
    ):
        raise TypeError(
            "ensemble(): draws is a dict of parameters and distributions such as "
            f"{{'growth': 'uniform(1, 2)'}}, not {draws!r}"
        )
    return dict(draws)


def checked_correlations(correlate: Any, call: str) -> list[tuple[str, str, float]]:
    """Pairs of draws with their coefficients, however the pairs are written."""
    if correlate is None:
        return []
    if not isinstance(correlate, Mapping):
        raise TypeError(f"{call}: correlate is {_PAIRS}, not {correlate!r}")
    return [(*_pair(key, call), _coefficient(key, value, call)) for key, value in correlate.items()]


_PAIRS = "a dict of pairs of draws and numbers such as {('price', 'volume'): -0.6}"


def _pair(key: Any, call: str) -> tuple[str, str]:
    words = [word.strip() for word in key.split("~")] if isinstance(key, str) else key
    if (
        not isinstance(words, (tuple, list))
        or len(words) != 2
        or not all(isinstance(word, str) and word for word in words)
    ):
        raise TypeError(f"{call}: correlate is {_PAIRS}; {key!r} is no pair")
    return words[0], words[1]


def _coefficient(key: Any, value: Any, call: str) -> float:
    if not isinstance(value, numbers.Real) or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{call}: the correlation of {key!r} is a number, not {value!r}")
    return float(value)

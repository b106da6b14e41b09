"""SALib's problems from a model, and its outputs from an ensemble; SALib itself is not imported."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ..ensemble import Ensemble
from ..model import Model
from ..tables import Floats
from .inputs import NORMAL_95, Input, uncertain_inputs

_OF: dict[str, Callable[[Floats], Floats]] = {
    "final": lambda series: series[:, -1],
    "mean": lambda series: np.asarray(series.mean(axis=1)),
    "highest": lambda series: np.asarray(series.max(axis=1)),
    "lowest": lambda series: np.asarray(series.min(axis=1)),
}


def problem(model: Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The dict that describes a model's uncertain parameters to SALib.

    Parameters
    ----------
    model : Model
        Its distributions and ranges are used; a range alone is a uniform distribution.
    names : sequence of str, optional
        Parameters, levers or elements; by default the parameters with a distribution, or,
        where none has one, those with a range.

    Returns
    -------
    dict
        ``num_vars``, ``names``, ``bounds`` and ``dists``, in the parameters' own units.

    Raises
    ------
    ValueError
        Where SALib has no such distribution: normal cut off on one side, lognormal cut off.
    """
    inputs = uncertain_inputs(model, names)
    if not inputs:
        raise ValueError("no parameter of the model has a distribution or a range")
    described = [_described(each) for each in inputs]
    return {
        "num_vars": len(inputs),
        "names": [each.name for each in inputs],
        "bounds": [bounds for _, bounds in described],
        "dists": [word for word, _ in described],
    }


def outputs(
    ensemble: Ensemble, name: str, of: str | Callable[[Floats], Floats] = "final"
) -> Floats:
    """One number per run, what SALib calls ``Y``.

    Parameters
    ----------
    ensemble : Ensemble
        From `Model.run_matrix` with a matrix that SALib has sampled.
    name : str
        A scalar variable or an element.
    of : {"final", "mean", "highest", "lowest"} or callable
        What to take of the series; a callable gets them in the shape (sample, time).

    Returns
    -------
    numpy.ndarray
        Shape: (sample,), in the order of the matrix.

    Raises
    ------
    RunError
        When a run ended early: SALib would pass on its NaN without a word.
    """
    ensemble.raise_for_status()
    series = ensemble[name]
    if series.ndim != 2:
        raise ValueError(f"{name!r} is an array; name one element")
    if callable(of):
        measured = np.asarray(of(series), dtype=float)
    elif of in _OF:
        measured = np.array(_OF[of](series))
    else:
        raise ValueError(f"of is one of {', '.join(_OF)} or a function, not {of!r}")
    if measured.shape != (ensemble.samples,):
        raise ValueError(f"one number per run is needed, not the shape {measured.shape}")
    return measured


def _described(each: Input) -> tuple[str, list[float]]:
    given = each.arguments
    if each.family == "uniform":
        return "unif", [given["low"], given["high"]]
    if each.family == "log_uniform":
        return "logunif", [given["low"], given["high"]]
    if each.family == "triangular":
        peak = (given["mode"] - given["low"]) / (given["high"] - given["low"])
        return "triang", [given["low"], given["high"], peak]
    if each.family == "normal" and {"low", "high"} <= set(given):
        return "truncnorm", [given["low"], given["high"], given["mean"], given["deviation"]]
    if "low" in given or "high" in given:
        raise ValueError(
            f"SALib has no {each.family} distribution that is cut off like that of {each.name!r}"
        )
    if each.family == "normal":
        return "norm", [given["mean"], given["deviation"]]
    return "lognorm", [
        math.log(given["median"]),
        math.log(given["p95"] / given["median"]) / NORMAL_95,
    ]

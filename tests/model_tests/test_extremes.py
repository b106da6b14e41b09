"""What a model does where no scenario goes: nothing, everything, nobody."""

from __future__ import annotations

import functools
import itertools
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
import shipped
import slackwater as sw
from conftest import Hold, Tell
from ledger import Worst, imbalance
from table import read, rows

NO_SHARES: Mapping[str, list[str]] = {"any_sign": [], "shares": []}


def any_value(text: str, name: str) -> sw.Model:
    """The model of a text in which a parameter may be what nobody finds plausible."""
    return sw.loads(re.sub(r" range \S+ \.\. \S+", "", text), shipped.MODELS[name].name)


@functools.cache
def without_ranges(name: str) -> sw.Model:
    """A shipped model in which a parameter may be what nobody finds plausible."""
    return any_value(shipped.text_of(name), name)


def broken(run: sw.Run, row: Mapping[str, Any]) -> list[str]:
    """What a line expects of a run and does not happen."""
    numbers = Numbers(run)
    return [that for that in row["then"] if not eval(that, {"__builtins__": {}}, numbers)]


class Numbers(Mapping[str, Any]):
    """The words of an expectation: series of the only run, and what is asked about them."""

    FUNCTIONS: Mapping[str, Any] = {
        "abs": abs,
        "ln": np.log,
        "start": lambda x: float(x[..., 0].max()),
        "final": lambda x: float(x[..., -1].max()),
        "week": lambda x, point: float(x[..., point].max()),
        "lowest": lambda x: float(x.min()),
        "highest": lambda x: float(x.max()),
        "grows": lambda x: bool(np.all(np.diff(x) >= -1e-9)),
        "falls": lambda x: bool(np.all(np.diff(x) <= 1e-9)),
    }

    def __init__(self, run: sw.Run) -> None:
        self._run = run

    def __getitem__(self, name: str) -> Any:
        if name in self.FUNCTIONS:
            return self.FUNCTIONS[name]
        return self._run[name]

    def __iter__(self) -> Iterator[str]:
        return itertools.chain(self.FUNCTIONS, self._run)

    def __len__(self) -> int:
        return len(self.FUNCTIONS) + len(self._run)


def out_of_bounds(model: sw.Model, run: sw.Run, bounds: Mapping[str, Any]) -> Worst:
    """How far a stock is below 0, and a share above 1."""
    worst = Worst()
    for name, info in model.stocks.items():
        if info.generated:
            continue
        values = run[name]
        if name not in bounds["any_sign"]:
            worst.add(float(np.max(-values)), f"{name} below 0")
        if name in bounds["shares"]:
            worst.add(float(np.max(values)) - 1, f"{name} above 1")
        if not np.isfinite(values).all():
            worst.add(float("nan"), f"{name} not finite")
    return worst


@pytest.mark.parametrize("row", rows("laws"))
def test_laws(row: dict[str, Any], tell: Tell) -> None:
    run = sw.load(shipped.MODELS[row["model"]]).run(set=row["set"]).raise_for_status()
    failed = broken(run, row)
    for expected in row["then"]:
        found = ("not so: " if expected in failed else "") + expected
        tell(f"{row['model']}: {row['what']}", found, expected not in failed)


@pytest.mark.parametrize("row", rows("extremes"))
def test_extreme_conditions(row: dict[str, Any], hold: Hold, tell: Tell) -> None:
    tables = read("model_tests.toml")
    name = row["model"]
    model = without_ranges(name)
    run = model.run(set=row["set"]).raise_for_status()
    what = f"{name}: {row['what']}"
    worst = out_of_bounds(model, run, tables["bounds"].get(name, NO_SHARES))
    for balance in tables["balance"]:
        if balance["model"] == name and "total_of" not in str(balance):
            error = imbalance(run, *(balance.get(k, []) for k in ("here", "came", "went")))
            worst.add(error, f"balance of {balance['what']}")
    hold(f"{what}: bounds and balances", worst.value, 1e-9, worst.place)
    failed = broken(run, row)
    for expected in row["then"]:
        tell(what, ("not so: " if expected in failed else "") + expected, expected not in failed)


@pytest.mark.parametrize("name", shipped.MODELS)
def test_every_input_at_the_ends_of_its_range(name: str, tell: Tell) -> None:
    """One at a time; every run ends complete, with the model's own checks."""
    model = sw.load(shipped.MODELS[name])
    inputs = [
        (element, value, end)
        for info in (*model.parameters.values(), *model.levers.values())
        for element, value in zip(info.elements, info.values, strict=True)
        for end in (info.low, info.high)
    ]
    ends = [(element, end) for element, _, end in inputs if end is not None]
    frame = {element: np.full(len(ends), value) for element, value, _ in inputs}
    for row, (element, end) in enumerate(ends):
        frame[element][row] = end
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sw.SlackwaterWarning)
        runs = model.ensemble(inputs=frame, save=next(iter(model.stocks)))
    failed = {"{} = {:g}".format(*ends[failure.sample]) for failure in runs.failure_list}
    refused = set(read("model_tests.toml")["refused_ends"].get(name, []))
    found = f"complete but for {', '.join(sorted(failed))}" if failed else "complete"
    what = f"{name}: {len(ends)} runs, each input at each end of its range"
    tell(what, found, failed == refused)

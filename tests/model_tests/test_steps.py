"""Half the step, and the error falls as the method's order says; another method, the same result."""

from __future__ import annotations

import itertools
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shipped
import slackwater as sw
from conftest import Hold, Tell
from ledger import Worst
from shipped import Named
from table import rows

EVERY = 1 if os.environ.get("SLACKWATER_LONG") == "1" else 6


def difference(run: Mapping[str, np.ndarray], exact: Mapping[str, np.ndarray], name: str) -> float:
    """The largest difference at any time, relative to the largest value."""
    size = np.abs(exact[name]).max() or 1.0
    return float(np.abs(run[name] - exact[name]).max() / size)


def watched(row: dict[str, Any]) -> list[str]:
    """The variables that a line names, or the model's indicators."""
    return row.get("watch") or list(sw.load(shipped.MODELS[row["model"]]).indicators)


def runs_with(row: dict[str, Any], step: str) -> list[Named]:
    """The runs of a line: policies of scenario files, or settings of the model."""
    size = float(Fraction(step))
    if "policies" in row:
        studies = shipped.chosen(row["model"], row["policies"])
        return list(shipped.runs_of_studies(row["model"], studies, time={"step": size}))
    model = sw.load(shipped.MODELS[row["model"]])
    run = model.run(
        set=row.get("set"),
        time_step=size,
        save_step=float(Fraction(row["save"])) if "save" in row else None,
        stop_time=row.get("until"),
    )
    return [Named(step, run.raise_for_status())]


@pytest.mark.parametrize("row", rows("steps"))
def test_halving_the_step(row: dict[str, Any], hold: Hold) -> None:
    exact = runs_with(row, row["against"])
    errors = []
    for step in row["steps"]:
        worst = Worst()
        for run, best in zip(runs_with(row, step), exact, strict=True):
            for name in watched(row):
                worst.add(difference(run, best, name), f"{name} ({run.label})")
        errors.append(worst.value)
    orders = [math.log2(a / b) for a, b in itertools.pairwise(errors)]
    seen = f"orders {', '.join(f'{order:.2f}' for order in orders)}"
    what = f"{row['model']}: {row['what']}"
    for step, error, limit in zip(row["steps"], errors, row.get("limits", [])):
        hold(f"{what}, step {step}", error, limit, seen if step == row["steps"][-1] else "")
    if "order" in row:
        off = abs(row["order"] - orders[-1])
        hold(f"{what}, differs from order {row['order']} by", off, 0.15, seen)


@pytest.mark.parametrize("row", rows("integrators"))
def test_another_method_gives_the_same(row: dict[str, Any], hold: Hold, tell: Tell) -> None:
    name, step, worst, count = row["model"], float(Fraction(row["step"])), Worst(), 0
    names, refused = watched(row), set()
    exact_runs = by_dopri5(name, names, refused, always=row.get("refused", []))
    for run in shipped.runs_of(name, step=step, save=names):
        if exact := exact_runs.get(run.label):
            count += 1
            for variable in names:
                worst.add(difference(run, exact, variable), f"{variable} ({run.label})")
    assert count > 0, f"{name}: no run was made by both methods"
    what = f"{name}: rk4 {row['step']} and dopri5, {count} runs"
    hold(what, worst.value, row["limit"], worst.place)
    if refused or "refused" in row:
        policies = {policy_of(label) for label in refused}
        found = ", ".join(sorted(policies)) or "nothing"
        tell(f"{name}: dopri5 refuses", found, policies == set(row.get("refused", [])))


def policy_of(label: str) -> str:
    """The policy that stands in a run's label."""
    return label.split(": ")[1].split(",")[0]


def by_dopri5(
    name: str, names: list[str], refused: set[str], always: Sequence[str]
) -> dict[str, sw.Run]:
    """Runs by label; what the method cannot run is put into `refused`.

    One run takes it as long as some fifty of rk4 take, so of the many of a model's scenario files
    every sixth is made, and those of the policies `always`; SLACKWATER_LONG=1 makes them all.
    """
    options: dict[str, Any] = {
        "method": "dopri5",
        "relative_tolerance": 1e-8,
        "absolute_tolerance": 1e-10,
        "save": names,
    }
    if not shipped.scenarios_of(name):
        model = sw.load(shipped.MODELS[name])
        settings = shipped.lever_settings(model)
        return {label: model.run(set=values, **options) for label, values in settings}
    runs = {}
    with tempfile.TemporaryDirectory() as folder:
        for study in shipped.studies_of(name):
            file = Path(folder) / "runs.yaml"
            file.write_text(shipped.plain_yaml(study.with_keys(shipped.MODELS[name], {})))
            scenario = sw.load_scenario(file)
            for number, (policy, label) in enumerate(
                zip(scenario.policies, study.labels, strict=True)
            ):
                if number % EVERY and policy_of(label) not in always:
                    continue
                try:
                    runs[label] = scenario.run(policy, **options).raise_for_status()
                except sw.ModelError as error:
                    assert [d.code for d in error.diagnostics] == ["E0607"], error
                    refused.add(label)
    return runs

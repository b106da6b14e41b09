"""In other units nothing but the numbers with units changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shipped
import slackwater as sw
from conftest import Hold
from ledger import Worst
from rescale import Rescaling
from shipped import Named
from table import rows


def rescaled_scenario(content: dict[str, Any], model: sw.Model, to: Rescaling) -> dict[str, Any]:
    """A scenario file's settings and starts in other units."""

    def changed(settings: dict[str, Any]) -> dict[str, Any]:
        unit = {name: variable.unit for name, variable in model.variables.items()}
        return {
            target: to.setting(value, unit[target.partition("[")[0]])
            for target, value in settings.items()
        }

    def in_set(entry: Any) -> Any:
        if not isinstance(entry, dict):
            return entry
        return {
            key: changed(value) if key in ("set", "start", "values") else value
            for key, value in entry.items()
        }

    out = {**content, "start": in_set(content.get("start", "model"))}
    if "time" in content:
        out["time"] = {k: to.setting(v, model.time.unit) for k, v in content["time"].items()}
    for sets in ("policies", "futures"):
        if sets in content:
            out[sets] = {label: in_set(entry) for label, entry in content[sets].items()}
    return out


def pairs(name: str, to: Rescaling) -> Iterator[tuple[Named, Named]]:
    """Every run of a model, and the same run in other units."""
    model, text = sw.load(shipped.MODELS[name]), to.model()
    if shipped.scenarios_of(name):
        rewrite = lambda content: rescaled_scenario(content, model, to)
        others = shipped.runs_of_studies(name, shipped.studies_of(name), text=text, rewrite=rewrite)
        yield from zip(shipped.runs_of(name), others, strict=True)
        return
    other = sw.loads(text, name)
    settings = shipped.lever_settings(model)
    for (label, values), run in zip(settings, shipped.runs_of(name), strict=True):
        scaled = {
            key: to.setting(value, model.variables[key].unit) for key, value in values.items()
        }
        yield run, Named(label, other.run(set=scaled).raise_for_status())


@pytest.mark.parametrize("row", rows("units"))
def test_other_units_change_no_result(row: dict[str, Any], hold: Hold) -> None:
    name = row["model"]
    model = sw.load(shipped.MODELS[name])
    to = Rescaling(shipped.text_of(name), row["to"])
    series = [v for v in model.variables.values() if not v.is_input and not v.generated]
    factors = {v.name: float(to.factor(v.unit)) for v in series}
    size = dict.fromkeys(factors, 0.0)
    off = {variable: Worst() for variable in factors}
    for run, other in pairs(name, to):
        assert run.label == other.label
        for variable, factor in factors.items():
            a, b = run[variable], other[variable] / factor
            size[variable] = max(size[variable], np.abs(a).max())
            off[variable].add(float(np.abs(a - b).max()), f"{variable} ({run.label})")
    worst = Worst()
    for variable, found in off.items():
        worst.add(found.value / (size[variable] or 1.0), found.place)
    words = ", ".join(f"{old} -> {new}" for old, new in row["to"].items())
    hold(f"{name}: {words}", worst.value, row["limit"], worst.place)

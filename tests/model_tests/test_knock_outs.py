"""Cut one loop, and see what is left of the trap."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Hold
from table import read, rows
from test_extremes import without_ranges


@pytest.mark.parametrize("row", rows("knock_outs"))
def test_one_loop_cut(row: dict[str, Any], hold: Hold) -> None:
    policies = read("model_tests.toml")["knock_out_policies"]
    model = without_ranges(row["model"])

    def run(policy: str, **start: float) -> Any:
        settings = {**policies[policy], **start, **row["set"]}
        return model.run(set=settings, stop_time=312, time_step=0.25).raise_for_status()

    full = run("full_utilization")
    light = run("demand_55", **{"start constraint[*, *]": 0.15})["structural_debt"][-1]
    heavy = run("demand_55", **{"start constraint[*, *]": 0.65})["structural_debt"][-1]
    found = {
        "debt": full["structural_debt"][156],
        "value": full["value"][156],
        "light": light,
        "heavy": heavy,
    }
    off = max(abs(found[name] / row[name] - 1) for name in found)
    detail = "debt {debt:.2f}, value {value:.1f}; {light:.2f} or {heavy:.2f}".format(**found)
    hold(f"{row['model']}: {row['what']}", off, 1e-8, f"{detail}, gap {heavy - light:.2f}")

"""An undisturbed model stays where it starts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shipped
import slackwater as sw
from conftest import Hold
from table import rows


def unrest(model: sw.Model, row: dict[str, Any]) -> tuple[float, str]:
    """The largest change of a stock or indicator, relative to its size, and whose it is."""
    run = model.run(set=row["set"])
    counters = row.get("counters", [])
    names = [
        info.name
        for info in (*model.stocks.values(), *model.indicators.values())
        if not info.generated and info.name not in counters
    ]
    changes = {}
    for name in names:
        series = run[name]
        size = max(np.abs(series[..., 0]).max(), row["least"])
        changes[name] = float(np.abs(series - series[..., :1]).max() / size)
    # Not a number, where a run ended early, is the largest of all.
    worst = max(changes, key=lambda name: (np.isnan(changes[name]), changes[name]))
    return changes[worst], worst


@pytest.mark.parametrize("row", rows("rest"))
def test_the_start_is_a_rest(row: dict[str, Any], hold: Hold) -> None:
    change, name = unrest(sw.load(shipped.MODELS[row["model"]]), row)
    hold(f"{row['model']}: largest change", change, row["limit"], name)

"""Nothing appears or disappears: stocks against the totals of what went in and out."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shipped
from conftest import Hold
from ledger import Worst, imbalances
from table import read, rows


@pytest.mark.parametrize("row", rows("balance"))
def test_balance(row: dict[str, Any], hold: Hold) -> None:
    worst = imbalances(row["model"])[row["what"]]
    hold(f"{row['model']}: {row['what']}", worst.value, row["limit"], worst.place)


@pytest.mark.parametrize("model", shipped.MODELS)
def test_every_stock_is_what_its_flows_left(model: str, hold: Hold) -> None:
    worst = imbalances(model)[""]
    hold(f"{model}: each stock", worst.value, read("model_tests.toml")["each_stock"], worst.place)


def test_not_a_number_stays_the_worst() -> None:
    """The test itself: what comes after a run without a number does not hide it."""
    worst = Worst()
    for value, place in ((1.0, "first"), (math.nan, "second"), (0.0, "third"), (9.0, "fourth")):
        worst.add(value, place)
    assert math.isnan(worst.value) and worst.place == "second"

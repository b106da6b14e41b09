"""Nothing appears or disappears: stocks against the totals of what went in and out."""

from __future__ import annotations

from typing import Any

import pytest
import shipped
from conftest import Hold
from ledger import imbalances
from table import read, rows


@pytest.mark.parametrize("row", rows("balance"))
def test_balance(row: dict[str, Any], hold: Hold) -> None:
    worst = imbalances(row["model"])[row["what"]]
    hold(f"{row['model']}: {row['what']}", worst.value, row["limit"], worst.place)


@pytest.mark.parametrize("model", shipped.MODELS)
def test_every_stock_is_what_its_flows_left(model: str, hold: Hold) -> None:
    worst = imbalances(model)[""]
    hold(f"{model}: each stock", worst.value, read("model_tests.toml")["each_stock"], worst.place)

"""Accounts of every flow, written into a model's text: what went in and out of each stock."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping

import numpy as np
import shipped
from shipped import Stock


def total(flow: str) -> str:
    """The name of a flow's account."""
    return f"total_of_{flow}"


def with_ledger(text: str) -> str:
    """The model with one `integrate` per flow; nothing that was there depends on them."""
    accounts = {}
    for stock in shipped.stocks_of(text):
        for flow in (*stock.inflows, *stock.outflows):
            shape = stock.dimensions
            accounts[flow] = f"aux {total(flow)}{shape}: {stock.unit} = integrate({flow}{shape}, 0)"
    return text + "\n" + "\n\n".join(accounts.values()) + "\n"


class Worst:
    """The largest of some numbers, and where it was."""

    def __init__(self) -> None:
        self.value = 0.0
        self.place = ""

    def add(self, value: float, place: str) -> None:
        # Not a number is the worst of all, and stays it.
        if not value <= self.value and not math.isnan(self.value):
            self.value, self.place = value, place


def imbalance(
    series: Mapping[str, np.ndarray],
    here: Iterable[str],
    came: Iterable[str],
    went: Iterable[str],
) -> float:
    """What is neither here nor gone nor was ever there, relative to the largest amount involved."""
    amounts = [(series[name], 1) for name in (*here, *went)] + [(series[name], -1) for name in came]
    held = sum(sign * amount for amount, sign in amounts)
    size = max(np.abs(amount).max() for amount, _ in amounts)
    return float(np.abs(held - held[..., :1]).max() / max(size, 1e-300))


@functools.cache
def imbalances(model: str) -> dict[str, Worst]:
    """Over every run: the worst stock (under the empty name), and every balance of the table."""
    from table import read

    text = shipped.text_of(model)
    stocks: list[Stock] = shipped.stocks_of(text)
    balances = [row for row in read("model_tests.toml")["balance"] if row["model"] == model]
    worst = {"": Worst(), **{row["what"]: Worst() for row in balances}}
    for run in shipped.runs_of(model, text=with_ledger(text)):
        for stock in stocks:
            error = imbalance(
                run, [stock.name], map(total, stock.inflows), map(total, stock.outflows)
            )
            worst[""].add(error, f"{stock.name} ({run.label})")
        for row in balances:
            error = imbalance(run, row["here"], row.get("came", []), row.get("went", []))
            worst[row["what"]].add(error, run.label)
    return worst

"""No shipped scenario asks a lookup for a value outside of its points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import shipped
import slackwater as sw
from conftest import Hold
from ledger import Worst
from rescale import joined, tokens_of

DECLARED = re.compile(
    r"^lookup (\w+)\(\w+: ([^)]+)\): [^=]+=((?:.*\n)(?:[ \t].*\n)*)", re.MULTILINE
)
POINT = re.compile(r"\(\s*([^,()]+),")


@dataclass(frozen=True)
class Call:
    """A use of a lookup, and the variable that the test adds to see its argument."""

    lookup: str
    unit: str
    argument: str
    low: float
    high: float
    name: str

    @property
    def text(self) -> str:
        return f"aux {self.name}: {self.unit} = {self.argument}"


def arguments_of(name: str, text: str) -> Iterator[str]:
    """What stands in the parentheses of every call of `name`."""
    tokens = [token for token in tokens_of(text) if token.kind not in ("text", "comment")]
    for i, token in enumerate(tokens[:-1]):
        before = tokens[i - 2].text if i > 1 else ""
        if token.text != name or tokens[i + 1].text != "(" or before == "lookup":
            continue
        depth, end = 1, i + 2
        while depth:
            depth += {"(": 1, ")": -1}.get(tokens[end].text, 0)
            end += 1
        yield joined(tokens[i + 2 : end - 1])


def calls_of(text: str) -> list[Call]:
    calls = []
    for name, unit, points in DECLARED.findall(text):
        x = [float(point) for point in POINT.findall(points)]
        for number, argument in enumerate(arguments_of(name, text), 1):
            calls.append(Call(name, unit, argument, x[0], x[-1], f"argument_{number}_of_{name}"))
    return calls


def outside(run: Any, call: Call) -> float:
    """How far an argument leaves the points of its lookup."""
    low, high = float(run[call.name].min()), float(run[call.name].max())
    return max(call.low - low, high - call.high, 0.0)


CALLS = {model: calls for model in shipped.MODELS if (calls := calls_of(shipped.text_of(model)))}


@pytest.mark.parametrize("model", CALLS)
def test_lookups_stay_within_their_points(model: str, hold: Hold) -> None:
    text = shipped.text_of(model) + "\n" + "\n\n".join(call.text for call in CALLS[model]) + "\n"
    furthest = {call: Worst() for call in CALLS[model]}
    runs = shipped.runs_of(model, text=text)
    if not shipped.scenarios_of(model):
        runs = itertools.islice(runs, 1)  # the defaults; levers may go where a table ends
    for run in runs:
        for call, worst in furthest.items():
            worst.add(outside(run, call), run.label)
    for call, worst in furthest.items():
        what = f"{model}: {call.lookup}({call.argument}) outside {call.low:g} .. {call.high:g} by"
        hold(what, worst.value, 0.0, worst.place)


def test_nested_calls_are_all_found() -> None:
    text = "lookup f(x: 1): 1 = (0, 1) (2, 3) clamp\n\naux y: 1 = f(min(time / 1 week, f(1)))\n"
    assert [call.argument for call in calls_of(text)] == ["min(time / 1 week, f(1))", "1"]


def test_a_call_outside_is_seen() -> None:
    """Time runs to 5, the points end at 2: outside by 3."""
    text = """model "outside"

time week from 0 to 5 step 1 save 1

lookup f(x: 1): 1 = (0, 1) (2, 3) clamp

aux y: 1 = f(time / 1 week)
"""
    calls = calls_of(text)
    run = sw.loads(
        text + "\n" + "\n\n".join(call.text for call in calls) + "\n", "outside.sd"
    ).run()
    assert [outside(run, call) for call in calls] == [3.0]

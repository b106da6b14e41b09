"""What makes two runs differ: closed forms, an independent program, and the shipped scenarios."""

from __future__ import annotations

import itertools
import math
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import slackwater as sw

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = ROOT / "scenarios" / "slack_and_rework.yaml"


def contributions(why: sw.Why) -> dict[str, float]:
    return {cause.name: cause.contribution for cause in why.causes}


def total(why: sw.Why) -> float:
    return sum(cause.contribution for cause in why.causes) + why.rest


# --- one equation -------------------------------------------------------------------------------

EQUATION = """\
model "One equation"
time week from 0 to 1 step 1 save 1 method euler
lever x: 1 = 2 range 0 .. 10
lever y: 1 = 4 range -10 .. 10
lever z: 1 = 1 range 0 .. 10
lookup bend(level: 1): 1 = (0, 0) (2, 1) (4, 5) clamp
indicator result: 1 = {equation}
"""


def shapley(
    function: Callable[..., float], first: dict[str, float], second: dict[str, float]
) -> dict[str, float]:
    """The definition, over all orders, by another program than the engine's."""
    names = list(first)
    parts = dict.fromkeys(names, 0.0)
    orders = list(itertools.permutations(names))
    for order in orders:
        now = dict(second)
        for name in order:
            before = function(**now)
            now[name] = first[name]
            parts[name] += (function(**now) - before) / len(orders)
    return parts


def bend(x: float) -> float:
    return float(np.interp(x, [0, 2, 4], [0, 1, 5]))


EQUATIONS: list[tuple[str, Callable[..., float]]] = [
    ("x * y", lambda x, y, z: x * y),
    ("x * y + z / x", lambda x, y, z: x * y + z / x),
    ("if y > 0 then x * z else -x", lambda x, y, z: x * z if y > 0 else -x),
    ("bend(x) * exp(-z) + max(y, z)", lambda x, y, z: bend(x) * math.exp(-z) + max(y, z)),
    ("min(x, y)^z", lambda x, y, z: min(x, y) ** z),
]


@pytest.mark.parametrize(("equation", "function"), EQUATIONS)
def test_an_equation_is_split_as_the_definition_says(
    equation: str, function: Callable[..., float]
) -> None:
    model = sw.loads(EQUATION.format(equation=equation))
    first, second = {"x": 3.0, "y": 5.0, "z": 2.5}, {"x": 2.0, "y": -4.0, "z": 1.0}
    if "^" in equation:
        second["y"] = 4.0
    why = model.why("result", first, second)
    expected = shapley(function, first, second)
    assert why.difference == pytest.approx(function(**first) - function(**second), rel=1e-14)
    for name, part in expected.items():
        found = contributions(why).get(name, 0.0)
        assert found == pytest.approx(part, rel=1e-12, abs=1e-12), name
    assert why.is_exact and why.rest == pytest.approx(0, abs=1e-12)
    sizes = [abs(cause.contribution) for cause in why.causes]
    assert sizes == sorted(sizes, reverse=True)


def test_what_is_the_same_in_both_is_no_cause() -> None:
    why = sw.loads(EQUATION.format(equation="x * y + z")).why("result", {"x": 3}, {})
    assert contributions(why) == {"x": 4.0}
    cause = why["x"]
    assert (cause.kind, cause.value, cause.against, cause.is_leaf) == ("lever", 3, 2, True)
    same = sw.loads(EQUATION.format(equation="x * y + z")).why("result", {}, {})
    assert same.difference == 0 and len(same) == 0


def test_orders_through_a_division_by_zero_are_left_out() -> None:
    """z / y with (z, y) = (1, 1) against (0, 0) inside a switch: only y first has values."""
    model = sw.loads(EQUATION.format(equation="if z == 0 then 0 else z / y"))
    why = model.why("result", {"z": 1, "y": 1}, {"z": 0, "y": 0})
    assert contributions(why) == {"z": 1.0}  # y changes nothing while z is 0


# --- stocks, by an independent program -----------------------------------------------------------

STOCK = """\
model "A stock with two flows"
time week from 0 to 20 step {step} save {save} method {method}
unit item
lever demand: item/week = 10 range 0 .. 50
lever delay: week = 4 range 1 .. 20
stock backlog: item = 4 week * demand
    inflow arrivals
    outflow completions
flow arrivals: item/week = demand * (1 + 0.1 * sin(time / 1 [week]))
flow completions: item/week = backlog / delay
indicator waiting: item = backlog better down
"""


def by_hand(demand: float, delay: float, method: str, step: float) -> tuple[float, float, float]:
    """Start, and what came in and went out until week 20, in the method's own weights."""
    start = x = 4 * demand
    came = went = 0.0

    def flows(t: float, x: float) -> tuple[float, float]:
        return demand * (1 + 0.1 * math.sin(t)), x / delay

    for k in range(round(20 / step)):
        t = k * step
        i1, o1 = flows(t, x)
        if method == "euler":
            i, o = i1, o1
        else:
            i2, o2 = flows(t + step / 2, x + step / 2 * (i1 - o1))
            i3, o3 = flows(t + step / 2, x + step / 2 * (i2 - o2))
            i4, o4 = flows(t + step, x + step * (i3 - o3))
            i = (i1 + 2 * i2 + 2 * i3 + i4) / 6
            o = (o1 + 2 * o2 + 2 * o3 + o4) / 6
        came += step * i
        went += step * o
        x += step * (i - o)
    return start, came, went


@pytest.mark.parametrize(
    ("method", "step", "save"), [("euler", 0.25, 1), ("rk4", 0.25, 1), ("rk4", 1, 1)]
)
def test_a_stock_is_its_start_and_what_its_flows_brought(
    method: str, step: float, save: float
) -> None:
    model = sw.loads(STOCK.format(method=method, step=step, save=save))
    why = model.why("backlog", {"demand": 13, "delay": 3})
    first, second = by_hand(13, 3, method, step), by_hand(10, 4, method, step)
    start, came, went = (a - b for a, b in zip(first, second))
    found = {(c.name, c.kind): c.contribution for c in why.causes}
    assert found[("backlog", "start")] == pytest.approx(start, rel=1e-12)
    assert found[("arrivals", "inflow")] == pytest.approx(came, rel=1e-12)
    assert found[("completions", "outflow")] == pytest.approx(-went, rel=1e-12)
    assert why.rest == pytest.approx(0, abs=1e-10)
    cause = why["completions"]
    assert cause.value == pytest.approx(first[2], rel=1e-12)
    assert cause.against == pytest.approx(second[2], rel=1e-12)
    assert cause.unit == "item"


def test_below_a_stock_a_flow_is_explained_over_the_whole_time() -> None:
    model = sw.loads(STOCK.format(method="rk4", step=0.25, save=1))
    why = model.why("waiting", {"demand": 13, "delay": 3}, depth=3)
    flow = why["backlog"].because["completions"].because
    assert flow is not None and flow.extent == "total"
    assert flow.difference == pytest.approx(-why["backlog"].because["completions"].contribution)
    assert set(flow) == {"backlog", "delay"}
    assert total(flow) == pytest.approx(flow.difference, rel=1e-12)
    assert flow.rest == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("method", ["dopri5", "rosenbrock4"])
def test_adaptive_methods_add_up_too(method: str) -> None:
    model = sw.loads(STOCK.format(method=method, step=0.25, save=1))
    why = model.why("backlog", {"demand": 13, "delay": 3})
    assert why.rest == pytest.approx(0, abs=1e-9 * abs(why.difference))


# --- memory functions -----------------------------------------------------------------------------

MEMORY = """\
model "What is felt later"
time week from 0 to 40 step 1/8 save 1 method rk4
lever height: 1 = 1 range 0 .. 10
lever other: 1 = 1 range 0 .. 10
lever reaction: week = 5 range 1 .. 20
aux signal: 1 = 1 + step(height, 10 week)
aux more: 1 = 1 + step(other, 20 week)
aux felt: 1 = {felt}
indicator seen: 1 = 2 * felt better down
"""


@pytest.mark.parametrize(
    "felt",
    ["smooth1(signal, reaction)", "smooth3(signal, reaction)", "delay3(signal, reaction)"],
)
def test_a_memory_function_is_one_node(felt: str) -> None:
    why = sw.loads(MEMORY.format(felt=felt)).why("felt", {"height": 2}, at=13)
    assert set(why) == {"signal"}
    assert why["signal"].contribution == pytest.approx(why.difference, rel=1e-12)
    assert why["signal"].through == "felt"


def test_two_inputs_of_a_memory_share_as_if_each_were_smoothed_alone() -> None:
    """smooth1 is linear: closed form h (1 - exp(-(t - s) / T)) of each step."""
    text = MEMORY.format(felt="smooth1(signal + more, reaction)")
    model = sw.loads(text.replace("save 1 ", "save 1/8 "))
    why = model.why("felt", {"height": 2, "other": 4}, at=30)
    assert why["signal"].contribution == pytest.approx(1 - math.exp(-20 / 5), rel=3e-3)
    assert why["more"].contribution == pytest.approx(3 * (1 - math.exp(-10 / 5)), rel=3e-3)
    assert total(why) == pytest.approx(why.difference, rel=1e-12)


def test_the_time_of_a_memory_is_a_cause() -> None:
    model = sw.loads(MEMORY.format(felt="smooth3(signal, reaction)"))
    why = model.why("felt", {"reaction": 10}, at=16)
    assert set(why) == {"reaction"}
    assert why["reaction"].contribution == pytest.approx(why.difference, rel=1e-12)


# --- rules, profiles, arrays ------------------------------------------------------------------------


def test_a_rule_against_a_number() -> None:
    why = sw.load_scenario(SCENARIO).why("target_utilization", "adaptive", "protected")
    assert {cause.kind for cause in why.causes} <= {"rule", "auxiliary"}
    assert why["target_utilization"].kind == "rule"
    assert total(why) == pytest.approx(why.difference, rel=1e-12)


def test_a_profile_is_a_decision() -> None:
    scenario = sw.load_scenario(SCENARIO)
    why = scenario.why("improvement_time_share", "withdrawn", "protected", at=100, depth=1)
    assert why["improvement_share"].kind == "lever" and why["improvement_share"].is_leaf
    assert why["improvement_share"].value == pytest.approx(0.01)
    assert why["improvement_share"].against == pytest.approx(0.12)


ARRAY = """\
model "Two teams"
time week from 0 to 4 step 1 save 1 method euler
dimension team = a, b
unit item
lever speed[team]: item/week = 2 range 0 .. 10
stock done[team]: item = 0
    inflow working
flow working[team]: item/week = speed[team]
indicator all_done: item = sum(done[*])
"""


def test_an_array_is_one_cause() -> None:
    why = sw.loads(ARRAY).why("all_done", {"speed[a]": 3}, depth=3)
    cause = why["done"]
    assert cause.elements == ("done[a]", "done[b]")
    assert cause.contribution == why.difference == 4
    assert cause.value == pytest.approx((12 + 8) / 2)
    flow = cause.because["working"]
    assert flow.contribution == pytest.approx(2)  # of the mean over both
    assert contributions(flow.because) == {"speed[a]": pytest.approx(2)}
    one = sw.loads(ARRAY).why("done[a]", {"speed[a]": 3})
    assert one.difference == 4 and contributions(one) == {"working[a]": pytest.approx(4)}


# --- all of it ---------------------------------------------------------------------------------------


def test_exchanging_the_policies_changes_only_signs() -> None:
    scenario = sw.load_scenario(SCENARIO)
    for name in ("output", "lead_time", "exhaustion", "friction", "felt_pressure"):
        there = scenario.why(name, "full_utilization", "adaptive")
        back = scenario.why(name, "adaptive", "full_utilization")
        assert there.difference == -back.difference
        for cause in there.causes:
            assert back[cause.name].contribution == pytest.approx(
                -cause.contribution, rel=1e-9, abs=1e-12 * abs(there.difference)
            )


def test_what_is_behind_a_cause_explains_that_cause() -> None:
    """Level by level: a cause's own difference, and parts that add up to it."""

    def check(why: sw.Why) -> None:
        size = max(abs(why.difference), *(abs(c.contribution) for c in why.causes))
        assert total(why) == pytest.approx(why.difference, abs=1e-9 * size)
        for cause in why.causes:
            if cause.because is None:
                continue
            if cause.kind in ("inflow", "outflow"):
                sign = 1 if cause.kind == "inflow" else -1
                assert cause.because.difference == pytest.approx(
                    sign * cause.contribution, rel=1e-9, abs=1e-12 * size
                )
            assert cause.because.difference == pytest.approx(
                cause.value - cause.against, rel=1e-9, abs=1e-12
            )
            check(cause.because)

    why = sw.load_scenario(SCENARIO).why("output", "protected", depth=6)
    check(why)
    frame = why.to_pandas()
    assert frame["level"].max() >= 4 and set(frame.columns) >= {"contribution", "unit", "of"}


def test_how_it_shows_itself() -> None:
    comparison = sw.compare(SCENARIO, samples=False)
    why = comparison.why("output", "protected")
    assert "Hold 22 % back and protect it" in why.table() and str(why) == why.table()
    assert "<details" in why._repr_html_() and "Why 'output' differs by" in repr(why)
    with pytest.raises(ValueError, match="load_scenario"):
        pickle.loads(pickle.dumps(comparison)).why("output", "protected")
    with pytest.raises(sw.ModelError, match="did you mean 'output'"):
        comparison.why("outptu", "protected")
    with pytest.raises(sw.ModelError, match="from 0 to 156"):
        comparison.why("output", "protected", at=500)
    with pytest.raises(sw.UnknownNameError, match="no cause"):
        why["nobody"]

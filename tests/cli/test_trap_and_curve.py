"""The trap and the curve: what the scenario files find, against an independent program.

The numbers are those of the NumPy prototype of the model, which finds thresholds as the largest
jump between neighbours on a grid of starts that are 0.02 apart; a bisection has to end between the
same neighbours. Method and step are the same (rk4, a quarter of a week).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tomllib
from command_case import ROOT, Run

FOLDER = ROOT / "scenarios" / "improvement_as_system_work"


FOUND: dict[str, dict[str, Any]] = {}


def compared(run: Run, name: str) -> dict[str, Any]:
    """What a file's comparison finds; each is run once."""
    if name not in FOUND:
        answer = run("compare", FOLDER / f"{name}.yaml", "--defaults-only", "--json")
        assert answer.code == 0, answer.err
        FOUND[name] = json.loads(answer.out)
    return FOUND[name]


def by_name(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["name"]: item for item in items}


# Planned utilization 0.30, 0.35, ... 1.00: value per week, weeks 468 to 520.
VALUE = {
    "strong": "36.9 41.1 45.2 49.1 53.0 56.5 59.7 62.3 63.9 63.7 61.0 54.8 39.1 19.3 14.3",
    "ordinary": "46.0 48.6 50.9 52.8 54.1 54.5 53.6 50.8 45.9 39.2 30.5 19.8 18.0 16.2 16.7",
}
LEAD_TIME = {
    "strong": "2.0 2.2 2.4 2.6 2.9 3.3 3.8 4.4 5.3 6.5 7.9 9.8 12.8 16.6 19.4",
    "ordinary": "3.4 3.8 4.2 4.7 5.4 6.2 7.2 8.4 9.8 11.4 13.5 16.4 17.2 17.8 15.9",
}
PEAK = {"strong": (0.725, 64.1), "ordinary": (0.55, 54.5)}


def test_the_curve_is_the_prototypes(run: Run) -> None:
    scans = by_name(compared(run, "long_run_curve")["scans"])
    for leadership, (place, height) in PEAK.items():
        value = scans[f"value_{leadership}"]
        highest = max(value["y"])
        assert value["x"][value["y"].index(highest)] == pytest.approx(place)
        assert highest == pytest.approx(height, abs=0.0501)
        for kind, table in (("value", VALUE), ("lead_time", LEAD_TIME)):
            scan = scans[f"{kind}_{leadership}"]
            expected = [float(word) for word in table[leadership].split()]
            assert scan["x"][::2] == pytest.approx([0.30 + 0.05 * i for i in range(15)])
            assert scan["y"][::2] == pytest.approx(expected, abs=0.0501), (kind, leadership)


# Demand in items per week: the neighbours on the prototype's grid, or where the condition holds.
TIPPING: dict[str, dict[int, tuple[float, float] | str]] = {
    "protected": {
        35: "nowhere",
        40: "nowhere",
        45: (0.58, 0.60),
        50: (0.46, 0.48),
        55: (0.32, 0.34),
        60: (0.18, 0.20),
        65: (0.06, 0.08),
    },
    "unprotected": {
        35: (0.76, 0.78),
        40: (0.64, 0.66),
        45: (0.54, 0.56),
        50: (0.42, 0.44),
        55: (0.32, 0.34),
        60: (0.20, 0.22),
        65: (0.08, 0.10),
    },
    "status_quo": {
        35: (0.64, 0.66),
        40: (0.52, 0.54),
        45: (0.40, 0.42),
        50: (0.30, 0.32),
        55: (0.20, 0.22),
        60: (0.08, 0.10),
        65: "everywhere",
    },
}
# Structural debt after eight years from the heaviest start, for the same demands.
DEPTH = {
    "protected": [0.06, 0.12, 0.30, 0.32, 0.33, 0.34, 0.34],
    "unprotected": [0.82, 0.88, 0.89, 0.90, 0.90, 0.91, 0.91],
    "status_quo": [0.86, 0.87, 0.87, 0.88, 0.88, 0.88, 0.88],
}


def test_the_tipping_points_are_the_prototypes(run: Run) -> None:
    found = compared(run, "tipping_points")
    searches = by_name(found["searches"])
    assert len(searches) == sum(map(len, TIPPING.values()))
    for policy, row in TIPPING.items():
        for demand, expected in row.items():
            search = searches[f"{policy}_{demand}"]
            if isinstance(expected, str):
                assert not search["found"] and f"holds {expected}" in search["message"], search
            else:
                assert search["found"], search
                assert expected[0] <= search["value"] <= expected[1], search
    scans = by_name(found["scans"])
    for policy, depth in DEPTH.items():
        # The prototype's heaviest start is 0.78, as is the file's; its page prints two digits.
        assert scans[f"depth_{policy}"]["y"] == pytest.approx(depth, abs=0.0051)


def test_the_guide_shows_these_tipping_points(run: Run) -> None:
    page = (ROOT / "docs" / "guide" / "the_model.md").read_text()
    rows = {"protected": "protected", "not protected": "unprotected", "status quo": "status_quo"}
    searches = by_name(compared(run, "tipping_points")["searches"])
    for title, policy in rows.items():
        shown = re.search(rf"^\| {title} \|(.*)\|$", page, re.MULTILINE)
        assert shown, title
        for demand, cell in zip(range(35, 66, 5), shown[1].split("|"), strict=True):
            search = searches[f"{policy}_{demand}"]
            ends = "none" if "holds nowhere" in search["message"] else "always"
            found = f"{search['value']:.2f}" if search["found"] else ends
            assert cell.strip() == found, (policy, demand)


def test_the_way_out_begins_below_the_way_in(run: Run) -> None:
    """On the prototype's grid of demands after eight years the low end is gone from 67.5, 70 and 65
    items on, and the high one down to 42.5, 32.5 and 30; fifteen years narrow both."""
    searches = by_name(compared(run, "way_back")["searches"])
    bounds = {
        "protected": ((42.5, 50), (62.5, 67.5)),
        "unprotected": ((30, 35), (65, 70)),
        "status_quo": ((25, 32.5), (60, 65)),
    }
    for policy, (out, into) in bounds.items():
        assert out[0] <= searches[f"{policy}_out"]["value"] <= out[1]
        assert into[0] <= searches[f"{policy}_in"]["value"] <= into[1]


# What the independent program prints for each cut; the same rows are the model tests' reference.
MODEL_TESTS = tomllib.loads((ROOT / "tests" / "model_tests" / "model_tests.toml").read_text())
CUTS = {
    "nothing_cut": "nothing is cut",
    "no_haste": "pressure takes no improvement time and no shortcuts in structure",
    "no_waste": "pressure makes no defects and no shortcuts in structure",
    "no_exhaustion": "nothing tires",
    "structure_costs_nothing": "structure costs nothing",
    "no_learning_to_improve": "nobody learns to improve",
    "no_slow_feedback": "flow time delays no feedback",
    "no_disturbance": "fires make nothing less predictable",
}


def table(found: dict[str, Any], name: str) -> dict[str, dict[str, float]]:
    """A metric by policy and future."""
    defaults, values = found["defaults"], by_name(found["metrics"])[name]["values"]
    futures = defaults["futures"]["labels"]
    rows = {}
    for place, policy in enumerate(defaults["policies"]["labels"]):
        row = values[place * len(futures) : (place + 1) * len(futures)]
        rows[policy] = dict(zip(futures, row, strict=True))
    return rows


def test_the_knock_outs_are_the_prototypes(run: Run) -> None:
    found = compared(run, "loops_cut")
    debt, value, ends = (
        table(found, name)
        for name in ("debt_after_three_years", "value_after_three_years", "debt_at_end")
    )
    expected = {row["what"]: row for row in MODEL_TESTS["knock_outs"]}
    for policy, what in CUTS.items():
        assert debt[policy]["full_plan"] == pytest.approx(expected[what]["debt"], rel=1e-6)
        assert value[policy]["full_plan"] == pytest.approx(expected[what]["value"], rel=1e-6)
        assert ends[policy]["light_start"] == pytest.approx(expected[what]["light"], rel=1e-6)
        assert ends[policy]["heavy_start"] == pytest.approx(expected[what]["heavy"], rel=1e-6)


PAIRS = (
    ("light_start", "heavy_start"),
    ("unprotected_light", "unprotected_heavy"),
    ("status_quo_light", "status_quo_heavy"),
)


def cells(ends: dict[str, float]) -> list[str]:
    return [f"{ends[light]:.2f} / {ends[heavy]:.2f}" for light, heavy in PAIRS]


def shown_ends() -> list[list[str]]:
    """The cells of the guide's tables of cuts."""
    page = (ROOT / "docs" / "guide" / "the_model.md").read_text()
    rows = re.findall(r"^\|.*\| (0.*/.*) \| (0.*/.*) \| (0.*/.*) \|$", page, re.MULTILINE)
    return [list(row) for row in rows]


def test_the_guide_shows_these_cuts(run: Run) -> None:
    ends = table(compared(run, "loops_cut"), "debt_at_end")
    assert shown_ends()[: len(ends)] == [cells(row) for row in ends.values()]


def test_the_guide_shows_r1_cut_in_the_equations(run: Run, tmp_path: Path) -> None:
    """Haste is taken out of both lines in which it takes learning time."""
    text = (ROOT / "models" / "improvement_as_system_work.sd").read_text()
    taken = "(1 - protection) * planned_learning * (1 - haste)"
    assert text.count(taken) == 2
    model = tmp_path / "without_r1.sd"
    model.write_text(text.replace(taken, taken.removesuffix(" * (1 - haste)")))
    scenario = (FOLDER / "loops_cut.yaml").read_text()
    shipped = "../../models/improvement_as_system_work.sd"
    (tmp_path / "cut.yaml").write_text(scenario.replace(shipped, model.name))
    answer = run("compare", "cut.yaml", "--defaults-only", "--json")
    ends = table(json.loads(answer.out), "debt_at_end")
    expected = [cells(ends["nothing_cut"]), cells(ends["no_corners_in_structure"])]
    assert shown_ends()[-2:] == expected


def test_first_better_then_worse_and_the_reverse(run: Run) -> None:
    """Of the prototype: +5 % in week 4, -13 % in week 52, -30 % in week 104, ahead for 23 weeks;
    the turn costs 14 % of output at most and has come back after 26 weeks."""
    found = compared(run, "first_quarter")
    policies = found["defaults"]["policies"]
    labels = policies["labels"] if isinstance(policies, dict) else policies
    metrics = by_name(found["metrics"])

    def value(name: str, policy: str) -> float:
        return metrics[name]["values"][labels.index(policy)]

    for name, change in (("4", 0.05), ("52", -0.13), ("104", -0.30)):
        measure = f"output_in_week_{name}"
        relative = value(measure, "full_utilization") / value(measure, "status_quo") - 1
        assert relative == pytest.approx(change, abs=0.0051)
    assert value("lead_is_gone", "full_utilization") == 24  # the first week behind
    assert value("deepest_after_turn", "turned_around") == pytest.approx(0.86, abs=0.0051)
    assert value("caught_up_after_turn", "turned_around") == 26

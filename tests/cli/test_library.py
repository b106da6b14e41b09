"""The library's scenario files: thresholds that a bisection finds, against closed forms."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from command_case import ROOT, Run

MODELS = sorted((ROOT / "models" / "library").glob("*/*.sd"))


def compared(run: Run, name: str) -> dict[str, Any]:
    answer = run("compare", ROOT / "scenarios" / "library" / f"{name}.yaml", "--check", "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def tips(found: dict[str, Any]) -> dict[str, float]:
    return {search["name"]: search["value"] for search in found["searches"]}


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_a_model_has_units_everywhere_ranges_and_sources(run: Run, model: Path) -> None:
    checked = run("check", "--strict-units", model)
    assert checked.code == 0 and checked.err == ""
    assert run("format", "--check", model).code == 0
    assert run("run", model, "--strict-units").code == 0
    for variable in json.loads(run("info", model, "--json").out)["variables"]:
        if variable["kind"] in ("parameter", "lever"):
            low, high = variable["range"]
            assert low < high, variable["name"]
            assert variable["documentation"], variable["name"]
            if variable["kind"] == "parameter" or variable["values"] != [0]:
                assert variable["source"], variable["name"]


def falling_balance(load: float) -> float:
    """-W-1(-load / e): the stress above 1 at which s e^(1-s) is the load, by halving."""
    low, high = 1.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * math.exp(1 - middle) > load else (low, middle)
    return low


def test_interruptions_tip_where_lamberts_w_says(run: Run) -> None:
    found = tips(compared(run, "interruptions"))
    for name, load in (
        ("relaxed", 0.5),
        ("ordinary", 0.8),
        ("busy", 0.9),
        ("full", 0.95),
        ("brimful", 0.99),
    ):
        assert found[f"tip_{name}"] == pytest.approx(falling_balance(load), abs=1e-4), name


def test_fire_fighting_tips_at_the_root_of_its_map(run: Run) -> None:
    """Nc pb f^2 + (Nc (1-pa-pb) - A pb) f + Nd - A (1-pa-pb) = 0; Nd 1000, Nc 500, pa .1, pb .4."""
    found = tips(compared(run, "fire_fighting"))
    for name, capacity in (("tight", 1700), ("ordinary", 1800), ("ample", 1900)):
        b, c = 250 - 0.4 * capacity, 1000 - 0.5 * capacity
        root = (-b - math.sqrt(b * b - 800 * c)) / 400
        assert found[f"tip_{name}"] == pytest.approx(root, abs=1e-4)
        # A year that takes the good state down to the root: A - loss - Nd / (1-pa) = Nc f.
        loss = capacity - 1000 / 0.9 - 500 * root
        assert found[f"loss_{name}"] == pytest.approx(loss, abs=0.01)


def test_pay_down_peaks_at_the_threshold(run: Run) -> None:
    """Output in the long run: C f / (a e) below f = 0.2, C (1 - f) / c above."""
    scan = compared(run, "pay_down_debt")["scans"][0]
    for share, output in zip(scan["x"], scan["y"]):
        expected = 400 * share / 10 if share < 0.2 else 400 * (1 - share) / 40
        assert output == pytest.approx(expected, abs=1e-4), share


def test_harder_and_smarter_end_where_the_closed_form_says(run: Run) -> None:
    """Output 100 (32 + shift) / 32 C with C = a / (1 + a / 10), a = (8 - shift) / 8 * 10 / 9."""
    metrics = compared(run, "harder_or_smarter")["metrics"]
    (end,) = [metric for metric in metrics if metric["name"] == "output_in_the_end"]
    for output, shift in zip(end["values"], (0, 4, -4)):
        a = (8 - shift) / 8 * 10 / 9
        assert output == pytest.approx(100 * (32 + shift) / 32 * a / (1 + a / 10), rel=1e-9)

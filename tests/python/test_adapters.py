"""Samples from elsewhere: matrices, SALib's problems, the EMA workbench's experiments."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import slackwater as sw
from slackwater.adapters import salib

INPUTS = """model "inputs"
time week from 0 to 1 step 1 save 1 method euler
dimension place = north, south
parameter even: week = 3 ~ uniform(2, high = 6 week)
parameter decades: 1 = 2 ~ log_uniform(1, 100)
parameter bell: 1 = 0 ~ normal(1, 2)
parameter cut: 1 = 0 ~ normal(0.5, 0.3, low = 0, high = 1)
parameter skewed[place]: 1 = 40 ~ lognormal(median = 40, p95 = 70)
parameter peak: 1 = 3 ~ triangular(2, 3, 6)
parameter ranged: 1 = 1 range 0 .. 2
stock total: week = 0
    inflow rise
flow rise: 1 = even / (1 [week]) + decades + bell + cut + sum(skewed[*]) + peak + ranged
"""


@pytest.fixture
def inputs() -> sw.Model:
    return sw.loads(INPUTS)


def test_a_matrix_of_any_kind_is_the_same_ensemble(teacup: sw.Model) -> None:
    names = ["cooling_time", "room_temperature"]
    matrix = np.array([[5.0, 0.0], [10.0, 21.0], [20.0, 15.0]])
    frame = pd.DataFrame(matrix, columns=names)
    whole = teacup.run_matrix(matrix, names)
    start = whole["tea_temperature"][:, 0]
    final = matrix[:, 1] + (start - matrix[:, 1]) * np.exp(-30 / matrix[:, 0])
    np.testing.assert_allclose(whole["tea_temperature"][:, -1], final, atol=1e-5)
    same = [
        teacup.run_matrix(frame),
        teacup.run_matrix(frame.assign(note="a text"), names),
        teacup.run_matrix({name: frame[name].tolist() for name in names}),
        teacup.run_matrix(frame.to_dict("records")),
        teacup.run_matrix(matrix[:, ::-1], names[::-1]),
        teacup.run_matrix(np.asfortranarray(matrix.astype(np.float32)), names),
    ]
    assert {each.fingerprint() for each in same} == {whole.fingerprint()}
    assert teacup.run_matrix(matrix[1:], names)["tea_temperature"].tolist() == (
        whole["tea_temperature"][1:].tolist()
    )


@pytest.mark.parametrize(
    ("matrix", "names", "kind", "message"),
    [
        ([[5.0, 1.0]], None, TypeError, "an array needs `names`"),
        ([[5.0, 1.0]], ["cooling_time"], ValueError, r"shape \(1, 2\) for 1 names"),
        ([5.0, 1.0], ["cooling_time"], ValueError, r"shape \(2,\)"),
        ([[5.0, 1.0], [5.0]], ["cooling_time"], TypeError, "does not hold numbers only"),
        ([["a"]], ["cooling_time"], TypeError, "does not hold numbers only"),
        ([[5.0, 1.0]], ["cooling_time", "cooling_time"], ValueError, "a name comes twice"),
        ([{"cooling_time": 5.0}, {"cooling": 5.0}], None, ValueError, "row 1 does not name"),
        ({"cooling_time": [5.0]}, ["room_temperature"], ValueError, "no column"),
        ({"cooling": [5.0]}, None, sw.ModelError, "no parameter or lever 'cooling'"),
        ([[5.0], [math.inf]], ["cooling_time"], sw.ModelError, "row 1 of 'cooling_time'"),
        (
            [[5.0], [-1.0]],
            ["cooling_time"],
            sw.ModelError,
            "row 1 of 'cooling_time' is -1, outside",
        ),
        (np.empty((0, 1)), ["cooling_time"], sw.ModelError, "no rows"),
    ],
)
def test_an_unusable_matrix_is_refused_with_its_place(
    teacup: sw.Model, matrix: object, names: list[str] | None, kind: type, message: str
) -> None:
    with pytest.raises(kind, match=message):
        teacup.run_matrix(matrix, names)


def test_a_matrix_is_no_design(teacup: sw.Model) -> None:
    with pytest.raises(TypeError, match="'samples' has no meaning beside a matrix"):
        teacup.run_matrix([[5.0]], ["cooling_time"], samples=3)


def test_distributions_become_those_of_salib(inputs: sw.Model) -> None:
    problem = salib.problem(inputs)
    found = dict(zip(problem["names"], zip(problem["dists"], problem["bounds"])))
    deviation = math.log(70 / 40) / 1.6448536269514722
    assert found == {
        "even": ("unif", [2, 6]),
        "decades": ("logunif", [1, 100]),
        "bell": ("norm", [1, 2]),
        "cut": ("truncnorm", [0, 1, 0.5, 0.3]),
        "skewed[north]": ("lognorm", [math.log(40), deviation]),
        "skewed[south]": ("lognorm", [math.log(40), deviation]),
        "peak": ("triang", [2, 6, 0.25]),
    }
    assert problem["num_vars"] == 7
    assert salib.problem(inputs, ["ranged", "skewed[south]"])["names"] == [
        "ranged",
        "skewed[south]",
    ]
    with pytest.raises(sw.UnknownNameError, match="rangd"):
        salib.problem(inputs, ["rangd"])


def test_salib_draws_what_the_model_draws(inputs: sw.Model) -> None:
    """Medians and 95 % points of both: 4096 draws each, standard errors below 2 %."""
    latin = pytest.importorskip("SALib.sample.latin")
    problem = salib.problem(inputs)
    theirs = latin.sample(problem, 4096, seed=3)
    ours = inputs.ensemble(4096, design="latin_hypercube").inputs[problem["names"]].to_numpy()
    for q in (0.05, 0.5, 0.95):
        np.testing.assert_allclose(
            np.quantile(theirs, q, axis=0), np.quantile(ours, q, axis=0), rtol=0.02, atol=0.02
        )
    assert inputs.run_matrix(theirs, problem["names"]).samples == 4096


def test_outputs_are_one_number_per_run(teacup: sw.Model) -> None:
    ensemble = teacup.run_matrix([[5.0], [10.0]], ["cooling_time"])
    series = ensemble["tea_temperature"]
    assert salib.outputs(ensemble, "tea_temperature").tolist() == series[:, -1].tolist()
    assert salib.outputs(ensemble, "tea_temperature", "highest").tolist() == [
        series[0, 0],
        series[1, 0],
    ]
    half = salib.outputs(ensemble, "tea_temperature", lambda x: (x > 40).sum(axis=1))
    assert half[0] < half[1]
    with pytest.raises(ValueError, match="of is one of final, mean"):
        salib.outputs(ensemble, "tea_temperature", "last")


def test_runs_that_ended_early_do_not_reach_salib() -> None:
    model = sw.loads(
        'model "m"\ntime week from 0 to 2 step 1 save 1 method euler\n'
        "parameter a: 1 = 1 range -1 .. 1\nstock s: week = 0\n    inflow f\nflow f: 1 = sqrt(a)\n"
    )
    with pytest.warns(sw.SlackwaterWarning, match="1 of 2 runs"):
        ensemble = model.run_matrix([[1.0], [-1.0]], ["a"])
    with pytest.raises(sw.RunError, match="1 of 2 runs ended early"):
        salib.outputs(ensemble, "s")


def _output_of(example: Path, subprocess_env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, str(example)],
        env=subprocess_env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_indices_of_salib_are_those_of_ishigami(
    root: Path, subprocess_env: dict[str, str]
) -> None:
    """Closed form of Ishigami and Homma (1990); 4096 base samples leave an error below 0.02."""
    pytest.importorskip("SALib")
    text = _output_of(root / "examples" / "sensitivity_with_salib.py", subprocess_env)
    rows = re.findall(r"x\d +([-\d.]+) \(([\d.]+)\) +([-\d.]+) \(([\d.]+)\)", text)
    assert len(rows) == 3, text
    for first, exact_first, total, exact_total in rows:
        assert float(first) == pytest.approx(float(exact_first), abs=0.02)
        assert float(total) == pytest.approx(float(exact_total), abs=0.02)
    # The exact ones, from a = 7 and b = 0.1.
    variance = 49 / 8 + 0.1 * math.pi**4 / 5 + 0.01 * math.pi**8 / 18 + 0.5
    assert float(rows[0][1]) == pytest.approx(
        0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2 / variance, abs=1e-4
    )
    assert float(rows[1][1]) == pytest.approx(49 / 8 / variance, abs=1e-4)
    assert float(rows[2][3]) == pytest.approx(8 * 0.01 * math.pi**8 / 225 / variance, abs=1e-4)


def test_the_workbench_and_the_ensemble_agree(root: Path, subprocess_env: dict[str, str]) -> None:
    pytest.importorskip("ema_workbench")
    text = _output_of(root / "examples" / "experiments_with_ema.py", subprocess_env)
    assert "40 experiments of" in text
    assert text.rstrip().endswith("largest difference 0"), text


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_workbench_needs_two_ends(inputs: sw.Model) -> None:
    pytest.importorskip("ema_workbench")
    from slackwater.adapters.ema import SlackwaterModel

    with pytest.raises(ValueError, match="'bell' has no two ends"):
        SlackwaterModel("m", inputs)
    study = SlackwaterModel("m", inputs, ["even", "ranged"])
    assert [(p.name, p.lower_bound, p.upper_bound) for p in study.uncertainties] == [
        ("even", 2, 6),
        ("ranged", 0, 2),
    ]

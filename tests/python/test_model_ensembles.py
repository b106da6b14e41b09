"""Ensembles of one model in a folder: the bits of those in memory, and nothing lost."""

from __future__ import annotations

import hashlib
import json
import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slackwater as sw

SPREAD = {
    "assimilation_time": "uniform(15 week, 50 week)",
    "friction_growth": "uniform(0.001, 0.005)",
}


def same_bits(results: sw.Results, ensemble: sw.Ensemble) -> None:
    assert results.policies == ["run"] and results.futures == ["model"]
    data = results.to_xarray().isel(policy=0, future=0)
    assert results.samples == ensemble.samples
    for name in ensemble:
        assert data[name].values.tobytes() == ensemble[name].tobytes(), name
    assert list(results.inputs) == list(ensemble.inputs)
    for name in ensemble.inputs:
        assert (
            results.inputs[name].to_numpy().tobytes() == ensemble.inputs[name].to_numpy().tobytes()
        )
    assert (data["run_status"].values == 0).all() and (ensemble.status == "complete").all()


def hashes(folder: Path) -> dict[str, str]:
    files = [*folder.glob("shards/*.h5"), folder / "results.h5"]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"design": "sobol", "samples": 32, "seed": 9},
        {
            "design": "monte_carlo",
            "draws": SPREAD,
            "correlate": {"friction_growth ~ assimilation_time": 0.7},
        },
        {"design": "grid", "draws": SPREAD, "samples": 25},
        {"draws": SPREAD, "target_utilization": {0: 0.8, 52: 0.9}, "save": ["output", "lead_time"]},
        {"draws": SPREAD, "improvement_share": {"ramp": {0: 0.0, 52: 0.2}}, "protection": "50 %"},
        {"draws": SPREAD, "target_utilization": "clip(0.95 - 0.2 * protection, 0.6, 0.95)"},
        {
            "draws": SPREAD,
            "method": "euler",
            "time_step": 1 / 16,
            "save_step": 0.5,
            "stop_time": 20,
        },
        {"draws": SPREAD, "method": "dopri5", "relative_tolerance": 1e-5, "stop_time": 20},
        {"draws": SPREAD, "set": {"start backlog": 500.0, "start known_rework": "0.1 * backlog"}},
    ],
)
def test_a_folder_has_the_bits_of_memory(
    slack_and_rework: sw.Model, tmp_path: Path, options: dict[str, Any]
) -> None:
    options = {"samples": 20, "seed": 3, **options}
    kept = slack_and_rework.ensemble(out=tmp_path / "out", shard_size=7, **options)
    same_bits(kept, slack_and_rework.ensemble(**options))


def test_arrays_and_random_functions(obstacles: sw.Model, root: Path, tmp_path: Path) -> None:
    rates = {"removal_rate": [0.5, 0.25, 1.5], "weight[policy]": [1.0, 2.0, 3.0]}
    options: dict[str, Any] = {"beyond_range": True, "set": {"start obstacle[*, team]": 7.0}}
    kept = obstacles.run_matrix(rates, out=tmp_path / "a", **options)
    same_bits(kept, obstacles.run_matrix(rates, **options))
    with pytest.raises(sw.ModelError, match=r"row 2 of 'removal_rate' is 1.5, outside .*E9017"):
        obstacles.run_matrix(rates, out=tmp_path / "b")
    assert not (tmp_path / "b").exists()
    tour = sw.load(root / "models" / "language_tour.sd")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sw.SlackwaterWarning)  # tails of its distributions
        kept = tour.ensemble(9, seed=11, out=tmp_path / "c", shard_size=2)
        same_bits(kept, tour.ensemble(9, seed=11))


def test_interrupted_resumed_and_on_an_executor(slack_and_rework: sw.Model, tmp_path: Path) -> None:
    options: dict[str, Any] = {"samples": 24, "draws": SPREAD, "shard_size": 4}
    whole = slack_and_rework.ensemble(out=tmp_path / "whole", threads=1, **options)
    assert whole.complete and whole.shards == 6
    half = slack_and_rework.ensemble(out=tmp_path / "half", shards="1/2", **options)
    assert half.missing == [3, 4, 5]
    with pytest.raises(sw.FileError, match="holds an ensemble already; resume=True"):
        slack_and_rework.ensemble(out=tmp_path / "half", **options)
    with pytest.raises(sw.FileError, match=r"the text of 'ensemble.yaml'; samples: 30, was 24"):
        slack_and_rework.ensemble(out=tmp_path / "half", resume=True, **{**options, "samples": 30})
    assert sw.open(tmp_path / "half").resume().complete
    with ThreadPoolExecutor(2) as executor:
        slack_and_rework.ensemble(out=tmp_path / "pool", executor=executor, **options)
    assert hashes(tmp_path / "half") == hashes(tmp_path / "whole") == hashes(tmp_path / "pool")
    same = slack_and_rework.ensemble(out=tmp_path / "half", resume=True, **options)
    assert same.complete


def test_a_matrix_is_a_table_of_the_folder(slack_and_rework: sw.Model, tmp_path: Path) -> None:
    rows = np.random.default_rng(4).uniform(20, 50, (50_000, 2)) * [1, 1e-4]
    names = ["assimilation_time", "friction_growth"]
    few = slack_and_rework.run_matrix(rows[:8], names, out=tmp_path / "few", stop_time=1)
    plan = json.loads((tmp_path / "few" / "plan.json").read_text())
    (table,) = [file for file in plan["files"] if file["path"] == "samples.csv"]
    lines = [[float(cell) for cell in line.split(",")] for line in table["text"].splitlines()[1:]]
    assert np.array(lines).tobytes() == rows[:8].tobytes()
    assert few.inputs.attrs["units"] == {"assimilation_time": "week", "friction_growth": "1/week"}
    # A text beyond 1 MiB stands beside the plan.
    many = slack_and_rework.run_matrix(
        rows, names, out=tmp_path / "many", stop_time=1, series=False, fans="none", save="output"
    )
    assert many.complete and len(list((tmp_path / "many" / "files").iterdir())) == 1
    assert many.inputs.to_numpy().tobytes() == rows.tobytes()


def test_structured_arrays_are_matrices(slack_and_rework: sw.Model) -> None:
    rows = np.zeros(3, dtype=[("assimilation_time", "f4"), ("friction_growth", "f8")])
    rows["assimilation_time"], rows["friction_growth"] = [20, 40, 50], [0.001, 0.002, 0.003]
    expected = slack_and_rework.ensemble(inputs={name: rows[name] for name in rows.dtype.names})
    assert slack_and_rework.run_matrix(rows).fingerprint() == expected.fingerprint()
    assert slack_and_rework.ensemble(inputs=rows).fingerprint() == expected.fingerprint()
    one = slack_and_rework.run_matrix(rows, "friction_growth")
    assert list(one.inputs) == ["friction_growth"]


def ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values))


def test_rank_correlations_are_those_asked_for(slack_and_rework: sw.Model) -> None:
    samples = 4000
    ensemble = slack_and_rework.ensemble(
        samples,
        draws=SPREAD,
        design="monte_carlo",
        correlate={("assimilation_time", "friction_growth"): -0.6},
        stop_time=1,
        save="output",
    )
    first, second = (ranks(ensemble.inputs[name].to_numpy()) for name in list(SPREAD))
    # The error of a rank correlation is about (1 - r^2) / sqrt(n): five of these.
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(-0.6, abs=5 * 0.64 / samples**0.5)
    plain = slack_and_rework.ensemble(
        samples, draws=SPREAD, design="monte_carlo", stop_time=1, save="output"
    )
    name = "assimilation_time"  # of a pair the first keeps its values
    assert plain.inputs[name].to_numpy().tobytes() == ensemble.inputs[name].to_numpy().tobytes()
    assert abs(np.corrcoef(*(ranks(plain.inputs[n].to_numpy()) for n in SPREAD))[0, 1]) < 0.08


@pytest.mark.parametrize(
    ("correlate", "kind", "message"),
    [
        (
            {"assimilation_time ~ friction_growt": 0.5},
            sw.ModelError,
            "E9037.*did you mean 'friction_growth'",
        ),
        ({("friction_growth", "friction_growth"): 0.5}, sw.ModelError, "pairs a draw with itself"),
        ({"assimilation_time ~ friction_growth": 1}, sw.ModelError, "is 1, not between -1 and 1"),
        (
            {
                "assimilation_time ~ friction_growth": 0.5,
                ("friction_growth", "assimilation_time"): 0.5,
            },
            sw.ModelError,
            "is given twice",
        ),
        ({"assimilation_time": 0.5}, TypeError, "'assimilation_time' is no pair"),
        ({"a ~ b ~ c": 0.5}, TypeError, "'a ~ b ~ c' is no pair"),
        ({("assimilation_time", "friction_growth"): "0.5"}, TypeError, "is a number, not '0.5'"),
        ([0.5], TypeError, "correlate is a dict of pairs"),
    ],
)
@pytest.mark.parametrize("folder", [False, True])
def test_correlations_are_checked(
    slack_and_rework: sw.Model,
    tmp_path: Path,
    correlate: Any,
    kind: type[Exception],
    message: str,
    folder: bool,
) -> None:
    options: dict[str, Any] = {"out": tmp_path / "out"} if folder else {}
    with pytest.raises(kind, match=f"(?s){message}"):
        slack_and_rework.ensemble(8, draws=SPREAD, correlate=correlate, **options)
    assert not (tmp_path / "out").exists()


def test_where_correlations_have_no_meaning(slack_and_rework: sw.Model) -> None:
    pair = {"assimilation_time ~ friction_growth": 0.5}
    with pytest.raises(sw.ModelError, match="a grid has no correlations"):
        slack_and_rework.ensemble(25, draws=SPREAD, design="grid", correlate=pair)
    with pytest.raises(sw.ModelError, match="a matrix of samples has the correlations that it has"):
        slack_and_rework.ensemble(inputs={"friction_growth": [0.001]}, correlate=pair)
    with pytest.raises(TypeError, match="'correlate' has no meaning beside a matrix"):
        slack_and_rework.run_matrix({"friction_growth": [0.001]}, correlate=pair)


@pytest.mark.parametrize(
    "option", [{"series": False}, {"fans": "none"}, {"shards": "1/2"}, {"resume": True}]
)
def test_what_belongs_to_a_folder(slack_and_rework: sw.Model, option: dict[str, Any]) -> None:
    (name,) = option
    with pytest.raises(TypeError, match=f"{name} has no meaning without out="):
        slack_and_rework.ensemble(4, **option)


def test_what_no_scenario_file_has(slack_and_rework: sw.Model, tmp_path: Path) -> None:
    with pytest.raises(sw.ModelError, match=r"E9038(?s:.*)leave checks=False out"):
        slack_and_rework.ensemble(4, draws=SPREAD, checks=False, out=tmp_path / "a")
    with pytest.raises(sw.ModelError, match="no seed beyond 2\\^53"):
        slack_and_rework.ensemble(4, draws=SPREAD, seed=2**60, out=tmp_path / "a")
    with pytest.raises(sw.ModelError, match="E9016"):
        slack_and_rework.ensemble(4, draws=SPREAD, friction_growth=0.002, out=tmp_path / "a")
    with pytest.raises(sw.ModelError, match="did you mean 'friction_growth'"):
        slack_and_rework.ensemble(4, draws={"friction_growt": "uniform(0, 1)"}, out=tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_tails_are_counted(tmp_path: Path) -> None:
    model = sw.loads(
        'model "Decay"\ntime week from 0 to 2 step 1 save 1 method euler\n'
        "parameter rate: 1/week = 0.1 range 0 .. 0.2\nstock level: 1 = 1\n    outflow loss\n"
        "flow loss: 1/week = rate * level\n"
    )
    # 2 * 0.158655 of a normal distribution lie beyond one deviation (tables).
    with pytest.warns(sw.SlackwaterWarning, match=r"32 % of the draws of 'rate'"):
        model.ensemble(4, draws={"rate": "normal(0.1, 0.1)"}, out=tmp_path / "out")


@pytest.fixture(scope="module")
def scenario(root: Path) -> sw.Scenario:
    return sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")


def test_another_number_of_samples(scenario: sw.Scenario, tmp_path: Path) -> None:
    assert scenario.samples == 64
    results = scenario.ensemble(tmp_path / "out", samples=32, shard_size=12, shards="1/3")
    assert results.samples == 32 and results.shards == 3
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    assert (plan["samples"], plan["file_samples"]) == (32, 64)
    for other in (None, 16):
        said = f"holds another ensemble; samples: {other or 64}, was 32"
        with pytest.raises(sw.FileError, match=said):
            scenario.ensemble(tmp_path / "out", resume=True, samples=other)
    again = scenario.ensemble(tmp_path / "out", samples=32, resume=True, shards="2/3")
    assert again.missing == [2]
    done = again.resume()
    assert done.complete and (done.status == "complete").all()
    assert "--samples 32" in done.attributes["command"]
    few = scenario.with_samples(32)  # one of them alone
    alone = few.run("protected", "calm", only=17)
    kept = done.to_xarray()["output"].sel(policy="protected", future="calm", sample=17)
    assert alone["output"].tobytes() == kept.values.tobytes()
    with pytest.raises(sw.ModelError, match="E9027"):
        few.run("protected", "calm", only=32)
    assert pickle.loads(pickle.dumps(few)).samples == 32
    assert few.with_samples(64).samples == 64 and scenario.samples == 64
    with pytest.warns(sw.SlackwaterWarning, match="20 samples are not a power of two"):
        scenario.ensemble(tmp_path / "odd", samples=20, shards="20/20", series=False)


def test_the_number_of_the_file_is_no_other_number(scenario: sw.Scenario, tmp_path: Path) -> None:
    scenario.ensemble(tmp_path / "a", shard_size=32, shards="1/2")
    scenario.ensemble(tmp_path / "b", samples=64, shard_size=32, shards="1/2")
    plans = [(tmp_path / name / "plan.json").read_bytes() for name in "ab"]
    assert plans[0] == plans[1]


def test_samples_that_follow_from_the_design(root: Path, tmp_path: Path) -> None:
    text = (root / "scenarios" / "slack_and_rework.yaml").read_text()
    text = text.replace("../models/", f"{root}/models/")
    head, _, tail = text.partition("uncertainty:")
    rest = tail[tail.index("\n\n") :]
    (tmp_path / "s.yaml").write_text(
        head + "uncertainty: {design: grid, draw: {friction_growth: [0.002, 0.003]}}" + rest
    )
    grid = sw.load_scenario(tmp_path / "s.yaml")
    with pytest.raises(sw.ModelError, match=r"follows from the design, which has 2(?s:.*)E9036"):
        grid.ensemble(tmp_path / "out", samples=20)
    with pytest.raises(sw.ModelError, match="E9020"):
        sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml").with_samples(0)
    assert not (tmp_path / "out").exists()

"""Ensembles: designs, statistics, failures, threads."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import slackwater as sw
import xarray


def test_every_sample_follows_its_closed_form(teacup: sw.Model) -> None:
    ensemble = teacup.ensemble(40, seed=3)
    tau = ensemble.inputs["cooling_time"].to_numpy()
    exact = 21 + 61 * np.exp(-ensemble.time / tau[:, np.newaxis])
    assert ensemble["tea_temperature"].shape == (40, 31)
    np.testing.assert_allclose(ensemble["tea_temperature"], exact, rtol=0, atol=1e-6)
    assert (ensemble.status == "complete").all()
    assert ensemble.inputs.attrs["units"] == {"cooling_time": "minute"}
    assert ensemble.raise_for_status() is ensemble


def test_latin_hypercube_puts_one_sample_in_each_stratum(teacup: sw.Model) -> None:
    tau = teacup.ensemble(32).inputs["cooling_time"].to_numpy()
    strata = np.floor((tau - 5) / 15 * 32).astype(int)
    assert sorted(strata) == list(range(32))


def test_same_seed_same_bits_whatever_the_threads(teacup: sw.Model) -> None:
    one, two, other = (
        teacup.ensemble(64, seed=seed, threads=threads)
        for seed, threads in ((5, 1), (5, 2), (6, 2))
    )
    assert one.fingerprint() == two.fingerprint()
    assert one.fingerprint() != other.fingerprint()


def test_a_sample_is_the_run_with_its_inputs(slack_and_rework: sw.Model) -> None:
    ensemble = slack_and_rework.ensemble(5, target_utilization=0.9)
    row = ensemble.inputs.iloc[3].to_dict()
    run = slack_and_rework.run(target_utilization=0.9, set=row)
    assert run["output"].tobytes() == ensemble["output"][3].tobytes()


def test_draws_can_be_named(teacup: sw.Model) -> None:
    ensemble = teacup.ensemble(
        16, draws={"room_temperature": "uniform(10, 20)"}, design="sobol", save="tea_temperature"
    )
    rooms = ensemble.inputs["room_temperature"]
    assert rooms.between(10, 20).all() and list(ensemble.inputs) == ["room_temperature"]
    assert list(ensemble) == ["tea_temperature"]
    with pytest.raises(sw.ModelError, match="did you mean 'uniform'"):
        teacup.ensemble(5, draws={"room_temperature": "unifrom(10, 20)"})
    with pytest.raises(sw.ModelError, match="arguments of 'uniform' are low, high"):
        teacup.ensemble(5, draws={"room_temperature": "uniform(10)"})
    with pytest.raises(sw.ModelError, match="did you mean 'room_temperature'"):
        teacup.ensemble(5, draws={"room_temprature": "uniform(10, 20)"})
    with pytest.raises(sw.ModelError, match="did you mean 'sobol'"):
        teacup.ensemble(5, design="sobl")


def test_unbalanced_sobol_points_are_told(teacup: sw.Model) -> None:
    with pytest.warns(sw.SlackwaterWarning, match="20 samples are not a power of two"):
        teacup.ensemble(20, design="sobol")


def test_inputs_can_be_given(teacup: sw.Model) -> None:
    frame = pd.DataFrame({"cooling_time": [5.0, 10.0], "room_temperature": [0.0, 21.0]})
    ensemble = teacup.ensemble(inputs=frame)
    assert ensemble.samples == 2
    expected = [82 * np.exp(-30 / 5), 21 + 61 * np.exp(-3)]
    np.testing.assert_allclose(ensemble["tea_temperature"][:, -1], expected, atol=1e-6)
    same = teacup.ensemble(inputs={name: frame[name].to_numpy() for name in frame})
    assert same.fingerprint() == ensemble.fingerprint()
    with pytest.raises(ValueError, match="equal length"):
        teacup.ensemble(inputs={"cooling_time": [5, 2], "room_temperature": [1]})
    with pytest.raises(sw.ModelError, match="finite"):
        teacup.ensemble(inputs={"cooling_time": [5, np.nan]})


def test_quantiles_are_numpys(slack_and_rework: sw.Model) -> None:
    ensemble = slack_and_rework.ensemble(30)
    values = ensemble["lead_time"]
    expected = np.quantile(values, [0.05, 0.5, 0.95], axis=0)
    np.testing.assert_array_equal(ensemble.quantiles("lead_time"), expected)
    assert ensemble.quantiles("lead_time", 0.5).shape == (len(ensemble.time),)


DRAINING = """\
time week from 0 to 10 step 1 method euler
unit item
parameter leak: item/week = 10
stock backlog: item = 95
    outflow losses
flow losses: item/week = leak
check backlog >= 0
"""


def test_failed_samples_are_counted_and_kept() -> None:
    model = sw.loads(DRAINING)
    leaks = [5.0, 10.0, 20.0, 50.0]
    with pytest.warns(sw.SlackwaterWarning, match="3 of 4 runs ended early") as caught:
        ensemble = model.ensemble(inputs={"leak": leaks})
    assert caught[0].filename == __file__
    # 95 - leak t is negative from week 10, 5 and 2 on.
    assert ensemble.status.tolist() == ["complete"] + ["check_failed"] * 3
    assert ensemble.failures["time"].tolist() == [10, 5, 2]
    assert ensemble.failures.index.tolist() == [1, 2, 3]
    median = ensemble.quantiles("backlog", 0.5)
    assert median[3] == np.median([80, 65, 35])
    assert median[10] == 45
    with pytest.raises(sw.RunError, match="3 of 4"):
        ensemble.raise_for_status()


def test_quantiles_where_no_run_is_left() -> None:
    with pytest.warns(sw.SlackwaterWarning):
        ensemble = sw.loads(DRAINING).ensemble(inputs={"leak": [50.0, 60.0]})
    assert np.isnan(ensemble.quantiles("backlog")[:, 5:]).all()


def test_tables(obstacles: sw.Model) -> None:
    ensemble = obstacles.ensemble(inputs={"removal_rate": [0.5, 0.25]})
    frame = ensemble.to_pandas()
    assert frame.index.names == ["sample", "time"]
    assert frame.loc[(1, 1.0), "obstacle[policy,team]"] == 3
    assert frame.attrs["units"]["obstacle[policy,team]"] == "1"
    data = ensemble.to_xarray()
    assert data["obstacle"].dims == ("sample", "kind", "level", "time")
    assert data["removal_rate"].values.tolist() == [0.5, 0.25]
    assert data["removal_rate"].attrs["units"] == "1/week"
    assert np.shares_memory(data["obstacle"].values, ensemble["obstacle"])
    np.testing.assert_array_equal(ensemble["obstacle[policy, team]"], ensemble["obstacle"][:, 1, 0])


def test_files(teacup: sw.Model, tmp_path: Path) -> None:
    ensemble = teacup.ensemble(7)
    ensemble.save(tmp_path / "runs.h5")
    with xarray.open_dataset(tmp_path / "runs.h5") as data:
        stored = data["tea_temperature"].squeeze(("policy", "future")).transpose("sample", "time")
        assert stored.values.tobytes() == ensemble["tea_temperature"].tobytes()
        assert data["cooling_time"].values.tolist() == ensemble.inputs["cooling_time"].tolist()
    ensemble.save(tmp_path / "runs.csv")
    frame = pd.read_csv(tmp_path / "runs.csv")
    stored = frame["tea_temperature"].to_numpy().reshape(7, -1)
    assert stored.tobytes() == ensemble["tea_temperature"].tobytes()


def test_pickling(teacup: sw.Model) -> None:
    ensemble = teacup.ensemble(9)
    copy = pickle.loads(pickle.dumps(ensemble))
    assert copy.fingerprint() == ensemble.fingerprint()
    pd.testing.assert_frame_equal(copy.inputs, ensemble.inputs)


def test_progress_is_called_until_all_are_done(teacup: sw.Model) -> None:
    calls: list[tuple[int, int]] = []
    teacup.ensemble(500, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (500, 500)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_what_progress_raises_stops_the_work(slack_and_rework: sw.Model) -> None:
    def stop(done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        slack_and_rework.ensemble(20000, progress=stop, save="output", threads=1)
    assert slack_and_rework.run().status == "complete"


def test_progress_bar_without_tqdm(
    teacup: sw.Model, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "tqdm.auto", None)
    teacup.ensemble(50, progress=True)
    assert "50 of 50 runs, " in capsys.readouterr().err


def test_progress_bar_with_tqdm(teacup: sw.Model, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    made = []

    class Bar:
        def __init__(self, total: int, desc: str, unit: str) -> None:
            self.total, self.n, self.closed = total, 0, False
            made.append(self)

        def update(self, step: int) -> None:
            self.n += step

        def close(self) -> None:
            self.closed = True

    module = types.ModuleType("tqdm.auto")
    module.tqdm = Bar  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", module)
    teacup.ensemble(50, progress=True)
    (bar,) = made
    assert (bar.n, bar.total, bar.closed) == (50, 50, True)


def test_ensembles_draw_themselves(teacup: sw.Model) -> None:
    ensemble = teacup.ensemble(20)
    assert repr(ensemble) == (
        "<Ensemble of 'Teacup': 20 of 20 runs complete, 3 variables, 31 save points; "
        "15.0 kB in memory; drawn: cooling_time>"
    )
    assert ensemble.nbytes == 8 * 20 * (3 * 31 + 1)  # series, and what was drawn
    assert ensemble._repr_html_().count("<svg") == 1


def test_draws_are_used_and_keep_to_the_range() -> None:
    model = sw.loads(
        'model "Decay"\ntime week from 0 to 2 step 1 save 1 method euler\n'
        "parameter rate: 1/week = 0.1 range 0 .. 0.2\nstock level: 1 = 1\n    outflow loss\n"
        "flow loss: 1/week = rate * level\n"
    )
    with pytest.raises(sw.SlackwaterError, match="E9016"):
        model.ensemble(4, draws={"rate": "uniform(0.1, 0.2)"}, rate=0.15)
    with pytest.raises(sw.SlackwaterError, match="E9017"):
        model.ensemble(4, draws={"rate": "uniform(0.1, 0.3)"})
    # 2 * 0.158655 of a normal distribution lie beyond one deviation (tables).
    with pytest.warns(sw.SlackwaterWarning, match=r"32 % of the draws of 'rate'.*W9003"):
        model.ensemble(4, draws={"rate": "normal(0.1, 0.1)"})


@pytest.mark.parametrize(
    ("keywords", "kind", "message"),
    [
        ({"samples": 10.0}, TypeError, "samples is a whole number, not 10.0"),
        ({"samples": None}, TypeError, "samples is a whole number, not None"),
        ({"threads": "2"}, TypeError, "threads is a whole number, not '2'"),
        ({"threads": -3}, ValueError, "threads lies in 0 .. 4096, not at -3"),
        ({"seed": None}, TypeError, "seed is a whole number, not None"),
        ({"design": 3}, TypeError, "design is a text"),
        ({"draws": ["room_temperature"]}, TypeError, "draws is a dict"),
        ({"inputs": np.ones((3, 1))}, TypeError, "inputs is a DataFrame or a dict"),
    ],
)
def test_arguments_are_refused_by_name(
    teacup: sw.Model, keywords: dict, kind: type, message: str
) -> None:
    with pytest.raises(kind, match=message):
        teacup.ensemble(**keywords)

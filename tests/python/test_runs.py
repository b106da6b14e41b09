"""Single runs: numbers, views, settings, tables, files."""

from __future__ import annotations

import csv
import math
import pickle
from pathlib import Path

import numpy as np
import pytest
import slackwater as sw
import xarray


def test_teacup_follows_its_closed_form(teacup: sw.Model) -> None:
    run = teacup.run()
    exact = 21 + 61 * np.exp(-run.time / 10)
    # RK4: the local error is 61 h^5 / (120 * 10^5); 240 steps of h = 1/8 stay below 1e-8.
    np.testing.assert_allclose(run["tea_temperature"], exact, rtol=0, atol=1e-8)
    assert run.status == "complete"
    assert run.failures == ()
    assert run.raise_for_status() is run
    assert run.time_unit == "minute"
    assert run.stopped_at == 30


def test_ten_lines_of_the_readme(root: Path) -> None:
    model = sw.load(root / "models" / "slack_and_rework.sd")
    full = model.run(target_utilization=0.98, improvement_share=0.01)
    slack = model.run(target_utilization=0.78, improvement_share=0.12, protection=0.95)
    frame = slack.to_pandas()
    assert frame.index.name == "time"
    assert slack["output"][-1] > full["output"][-1]


@pytest.mark.parametrize("name", ["teacup", "slack_and_rework", "predator_prey", "sir"])
def test_engine_and_reference_agree_to_the_bit(root: Path, name: str) -> None:
    model = sw.load(root / "models" / f"{name}.sd")
    run = model.run()
    reference = model.run(reference=True)
    assert list(run) == list(reference)
    for variable in run:
        assert run[variable].tobytes() == reference[variable].tobytes(), variable
    assert run.fingerprint() == reference.fingerprint()


def test_how_the_engine_works_does_not_change_the_bits(slack_and_rework: sw.Model) -> None:
    run = slack_and_rework.run()
    for options in ({"passes": False}, {"width": 4}, {"instruction_set": "scalar"}):
        assert slack_and_rework.run(**options).fingerprint() == run.fingerprint(), options


def test_series_are_read_only_views(teacup: sw.Model) -> None:
    run = teacup.run()
    first, second = run["tea_temperature"], run["tea_temperature"]
    assert first.__array_interface__["data"] == second.__array_interface__["data"]
    assert not first.flags.owndata
    assert not first.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 0


def test_views_outlive_the_run(teacup: sw.Model) -> None:
    series = teacup.run()["tea_temperature"]
    assert series[0] == 82
    assert series[-1] == pytest.approx(21 + 61 * math.exp(-3), abs=1e-8)


def test_arrays_and_their_elements(obstacles: sw.Model) -> None:
    run = obstacles.run()
    assert run["obstacle"].shape == (2, 3, 5)
    # Euler with half of it removed each week: the start times 2^-week.
    start = np.array([[1, 2, 3], [4, 5, 6]])
    expected = start[..., np.newaxis] * 0.5 ** np.arange(5)
    np.testing.assert_array_equal(run["obstacle"], expected)
    np.testing.assert_array_equal(run["obstacle[policy, team]"], expected[1, 0])
    np.testing.assert_array_equal(run["obstacle[*, system]"], expected[:, 2])
    np.testing.assert_array_equal(run["severity[policy]"], 3 * expected[1].sum(axis=0))
    with pytest.raises(sw.UnknownNameError, match="did you mean 'policy'"):
        run["obstacle[polcy, team]"]
    with pytest.raises(sw.UnknownNameError, match="did you mean 'obstacle'"):
        run["obstacles"]


def test_settings_by_keyword_and_by_name(teacup: sw.Model, obstacles: sw.Model) -> None:
    run = teacup.run(room_temperature=10, stop_time=20, save_step=5, method="rk4")
    assert run.time.tolist() == [0, 5, 10, 15, 20]
    assert run["tea_temperature"][-1] == pytest.approx(10 + 72 * math.exp(-2), abs=1e-8)
    run = teacup.run(set={"start tea_temperature": 50, "cooling_time": "0.5 hour as minute"})
    assert run["tea_temperature"][10] == pytest.approx(21 + 29 * math.exp(-10 / 30), abs=1e-8)
    run = obstacles.run(set={"start obstacle[*, team]": 8, "weight[policy]": 10})
    assert run["obstacle"][:, :, 0].tolist() == [[8, 2, 3], [8, 5, 6]]
    assert run["severity[policy]"][0] == 190
    run = obstacles.run(weight=np.array([1, 0]), set={"start obstacle": np.ones((2, 3))})
    assert run["severity"][:, 0].tolist() == [3, 0]


def test_settings_over_time() -> None:
    model = sw.loads(
        "time week from 0 to 4 step 1 method euler\nunit item\n"
        "lever intake: item/week = 1\nstock backlog: item = 0\n    inflow arrivals\n"
        "flow arrivals: item/week = intake\n"
    )
    assert model.run(intake={0: 1, 2: 10})["backlog"].tolist() == [0, 1, 2, 12, 22]
    # Euler on the straight line 0, 1, 2, 3.
    assert model.run(intake={"ramp": {0: 0, 4: 4}})["backlog"].tolist() == [0, 0, 1, 3, 6]
    assert model.run(intake="2 * backlog / 1 week + 1 [item/week]")["backlog"].tolist() == [
        0,
        1,
        4,
        13,
        40,
    ]
    with pytest.raises(TypeError, match="profile of 'intake'"):
        model.run(intake={"one": 2})


def test_wrong_names_are_told(teacup: sw.Model) -> None:
    with pytest.raises(TypeError, match="did you mean 'room_temperature'"):
        teacup.run(room_temprature=20)
    with pytest.raises(TypeError, match="did you mean 'stop_time'"):
        teacup.run(stoptime=20)
    with pytest.raises(TypeError, match="'start tea_temperature'"):
        teacup.run(tea_temperature=20)
    with pytest.raises(TypeError, match="takes one number"):
        teacup.run(room_temperature=[20, 21])
    with pytest.raises(sw.ModelError, match="did you mean 'room_temperature'") as caught:
        teacup.run(set={"room_temprature": 20})
    assert caught.value.diagnostics[0].code == "E0802"
    with pytest.raises(sw.ModelError, match="outside its range 0 .. 40"):
        teacup.run(room_temperature=100)
    with pytest.raises(sw.ModelError, match="did you mean 'rk4'"):
        teacup.run(method="rk44")
    with pytest.raises(sw.ModelError, match="did you mean 'tea_temperature'"):
        teacup.run(save="tea_temperatur")


def test_array_of_another_shape_is_refused(obstacles: sw.Model) -> None:
    with pytest.raises(ValueError, match=r"shape \(2,\) \(kind\), but got an array of \(3,\)"):
        obstacles.run(weight=[1, 2, 3])


FAILING = """\
time week from 0 to 10 step 1 save 1 method euler
unit item
parameter leak: item/week = 30
stock backlog: item = 100
    outflow losses
flow losses: item/week = leak
aux rest: 1 = ln(backlog / 1 [item])
"""


def test_failed_run_is_returned_with_its_reason() -> None:
    model = sw.loads(FAILING, "leak.sd")
    with pytest.warns(sw.SlackwaterWarning, match="leak.sd:7") as caught:
        run = model.run()
    assert caught[0].filename == __file__
    # 100 - 30 t is negative from week 4 on.
    assert run.status == "domain_error"
    assert run.stopped_at == 3
    assert run["backlog"][:4].tolist() == [100, 70, 40, 10]
    assert np.isnan(run["backlog"][4:]).all()
    (failure,) = run.failures
    assert (failure.variable, failure.time, failure.status) == ("rest", 4, "domain_error")
    with pytest.raises(sw.RunError, match="week") as error:
        run.raise_for_status()
    assert error.value.failures == run.failures


def test_failed_check_ends_the_run() -> None:
    model = sw.loads(FAILING.replace("aux rest: 1 = ln(backlog / 1 [item])", "check backlog >= 0"))
    with pytest.warns(sw.SlackwaterWarning):
        assert model.run().status == "check_failed"
    assert model.run(checks=False).status == "complete"


def test_pandas(obstacles: sw.Model) -> None:
    frame = obstacles.run().to_pandas()
    assert frame["obstacle[policy,team]"].tolist() == [4, 2, 1, 0.5, 0.25]
    assert frame.index.tolist() == [0, 1, 2, 3, 4]
    assert frame.attrs["units"]["removal[policy,team]"] == "1/week"
    assert frame.attrs["time_unit"] == "week"


def test_xarray(obstacles: sw.Model) -> None:
    run = obstacles.run()
    data = run.to_xarray()
    assert data["obstacle"].dims == ("kind", "level", "time")
    assert data["obstacle"].sel(kind="policy", level="team", time=1) == 2
    assert data["removal"].attrs["units"] == "1/week"
    assert data["obstacle"].attrs["long_name"] == "What stands in the way."
    assert data["time"].attrs["units"] == "week"
    assert np.shares_memory(data["obstacle"].values, run["obstacle"])


def test_axis_names_never_clash() -> None:
    model = sw.loads(
        "time week from 0 to 1 step 1\ndimension sample = a, b\n"
        "dimension other = sample\nstock time_there[sample, other]: 1 = 1\nstock policy: 1 = 2\n"
    )
    data = model.run().to_xarray()
    assert data["time_there"].dims == ("sample_subscript", "other", "time")
    assert data["policy"].dims == ("time",)


def test_csv_reads_back_to_the_same_bits(obstacles: sw.Model, tmp_path: Path) -> None:
    run = obstacles.run(removal_rate=1 / 3, time_step=0.125)
    path = tmp_path / "run.csv"
    run.save(path)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    frame = run.to_pandas().reset_index()
    assert rows[0] == list(frame.columns)
    assert np.array(rows[1:], dtype=float).tobytes() == frame.to_numpy().tobytes()


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
def test_hdf5_opens_in_xarray(obstacles: sw.Model, tmp_path: Path, engine: str) -> None:
    run = obstacles.run()
    path = tmp_path / "run.h5"
    run.save(path)
    with xarray.open_dataset(path, engine=engine) as data:
        stored = data["obstacle"].squeeze(("policy", "future", "sample"))
        assert stored.values.tobytes() == run["obstacle"].tobytes()
        assert data["removal"].attrs["units"] == "1/week"
        assert data.attrs["fingerprint"] == run.fingerprint()
    again = sw.read_results(path)
    np.testing.assert_array_equal(again["obstacle"][0, 0], run["obstacle"])


def test_saving_where_nothing_can_be_saved(teacup: sw.Model, tmp_path: Path) -> None:
    run = teacup.run()
    with pytest.raises(ValueError, match=r"\.csv, \.h5 or \.nc"):
        run.save(tmp_path / "run.xlsx")
    for suffix in ("csv", "h5"):
        with pytest.raises(sw.FileError, match="no_folder") as caught:
            run.save(tmp_path / "no_folder" / f"run.{suffix}")
        assert caught.value.path == str(tmp_path / "no_folder" / f"run.{suffix}")
    with pytest.raises(sw.FileError):
        sw.read_results(tmp_path / "missing.h5")


def test_pickled_run_is_the_same_run(slack_and_rework: sw.Model) -> None:
    run = slack_and_rework.run(protection=0.9)
    copy = pickle.loads(pickle.dumps(run))
    assert copy.fingerprint() == run.fingerprint()
    assert copy.variables == run.variables
    assert copy.title == run.title and copy.status == run.status
    assert copy["backlog"].tobytes() == run["backlog"].tobytes()


def test_pickled_failure_keeps_its_reason() -> None:
    with pytest.warns(sw.SlackwaterWarning):
        run = sw.loads(FAILING).run()
    copy = pickle.loads(pickle.dumps(run))
    assert copy.failures == run.failures
    assert np.array_equal(copy["backlog"], run["backlog"], equal_nan=True)


def test_fingerprint_is_the_one_that_is_documented(obstacles: sw.Model) -> None:
    """SHA-256 over names and bits, computed with the standard library."""
    import hashlib

    run = obstacles.run()
    digest = hashlib.sha256(b"time\0" + run.time.tobytes())
    for name in sorted(run, key=str.encode):
        digest.update(name.encode() + b"\0" + run[name].tobytes())
    assert run.fingerprint() == digest.hexdigest()


def test_runs_draw_themselves(teacup: sw.Model, obstacles: sw.Model) -> None:
    run = teacup.run()
    assert repr(run) == ("<Run of 'Teacup': complete, 3 variables, 31 save points, 0 .. 30 minute>")
    html = run._repr_html_()
    assert html.count("<svg") == 1 and "Warmth above room" in html
    assert run.fingerprint()[:12] in html
    assert obstacles.run()._repr_html_().count("<svg") == 1


def test_runs_are_mappings(teacup: sw.Model) -> None:
    run = teacup.run()
    assert list(run) == ["tea_temperature", "cooling", "warmth_above_room"]
    assert len(run) == 3 and "cooling" in run and "room_temperature" not in run
    assert run != teacup.run() and hash(run) is not None
    assert set(dict(run)) == set(run)


def test_a_long_run_reports_its_time_steps(teacup: sw.Model) -> None:
    for reference in (False, True):
        calls: list[tuple[int, int]] = []
        teacup.run(
            time_step=2**-15 if not reference else 2**-10,
            save_step=1,
            reference=reference,
            progress=lambda done, total, calls=calls: calls.append((done, total)),
        )
        total = 30 * 2**15 if not reference else 30 * 2**10
        assert calls[-1] == (total, total)
        assert calls == sorted(calls)


def test_an_unknown_instruction_set_is_an_error(teacup: sw.Model) -> None:
    with pytest.raises(sw.ModelError, match=r"no instruction set 'avx9'") as caught:
        teacup.run(instruction_set="avx9")
    assert caught.value.diagnostics[0].code == "E9018"
    assert "did you mean 'avx" in str(caught.value)


def test_times_that_do_not_fit_the_step_are_an_error(teacup: sw.Model) -> None:
    for times in ({"time_step": 7}, {"stop_time": 10.3}, {"start_time": 0.1}):
        with pytest.raises(sw.ModelError, match="no whole number"):
            teacup.run(**times)
        with pytest.raises(sw.ModelError, match="no whole number"):
            teacup.ensemble(5, draws={"cooling_time": "uniform(8, 12)"}, **times)


NAMED_LIKE_OPTIONS = """\
time week from 0 to 2 step 1 save 1 method euler
parameter width: 1 = 1
parameter checks: 1 = 1
parameter seed: 1 = 1
parameter samples: 1 = 1
parameter progress: 1 = 1
stock total: week = 0
    inflow gain
flow gain: 1 = width + 10 * checks + 100 * seed + 1000 * samples
"""


def test_an_input_named_like_an_option_is_never_left_unset() -> None:
    model = sw.loads(NAMED_LIKE_OPTIONS)
    for name, value in (("width", 4), ("seed", 3), ("progress", 2)):
        with pytest.raises(TypeError, match=rf"{name}.* option and a parameter.*set=\{{'{name}'"):
            model.run(**{name: value})
    with pytest.raises(TypeError, match="checks"):
        model.run(checks=4)
    with pytest.raises(TypeError, match=r"ensemble\(\) got 'samples'"):
        model.ensemble(4, draws={"width": "uniform(1, 2)"})
    run = model.run(set={"width": 2, "checks": 3, "seed": 4, "samples": 5}, seed=7, width=1)
    assert run["total"][-1] == 2 * (2 + 30 + 400 + 5000)  # two weeks of a constant flow


@pytest.mark.parametrize(
    ("keywords", "kind", "message"),
    [
        ({"seed": -1}, ValueError, "seed lies in 0"),
        ({"seed": 1.5}, TypeError, "seed is a whole number, not 1.5"),
        ({"sample": True}, TypeError, "sample is a whole number"),
        ({"method": 5}, TypeError, "method is a text, not 5"),
        ({"time_step": "1"}, TypeError, "time_step is a number, not '1'"),
        ({"checks": 1}, TypeError, "checks is True or False"),
        ({"save": 3}, TypeError, "save is a name or a list of names"),
        ({"set": [1]}, TypeError, "set is a dict"),
        ({"width": -1}, ValueError, "width lies in 0"),
        ({"room_temperature": None}, TypeError, "'room_temperature' takes a number"),
        ({"room_temperature": object()}, TypeError, "'room_temperature' takes a number"),
    ],
)
def test_arguments_are_refused_by_name(
    teacup: sw.Model, keywords: dict, kind: type, message: str
) -> None:
    with pytest.raises(kind, match=message):
        teacup.run(**keywords)


def test_numpy_numbers_are_arguments(teacup: sw.Model) -> None:
    run = teacup.run(seed=np.int64(3), time_step=np.float32(0.25), checks=np.True_)
    assert run.status == "complete"


def test_values_beyond_a_range_are_refused_unless_they_are_meant(teacup: sw.Model) -> None:
    model = sw.loads(
        'model "m"\ntime week from 0 to 2 step 1 save 1 method euler\n'
        "lever rate: 1/week = 1 range 0 .. 2\nparameter first: 1 = 0\nstock s: 1 = first\n"
        "    inflow f\nflow f: 1/week = rate\n",
        "m.sd",
    )
    with pytest.raises(sw.ModelError, match="E0801"):
        model.run(rate=5)
    with pytest.warns(sw.SlackwaterWarning, match=r"'rate' is 5, outside its range 0 .. 2.*W9005"):
        run = model.run(rate=5, beyond_range=True)
    assert run["s"][-1] == 10
    with pytest.raises(sw.ModelError, match="E9017"):
        model.ensemble(inputs={"rate": [1, 5]})
    many = model.ensemble(inputs={"rate": [1, 5]}, beyond_range=True)
    assert many["s"][:, -1].tolist() == [2, 10]
    with pytest.warns(sw.SlackwaterWarning, match=r"'rate' is 5, outside its range 0 .. 2.*W9005"):
        many = model.ensemble(inputs={"first": [0, 1]}, set={"rate": 5}, beyond_range=True)
    assert many["s"][:, -1].tolist() == [10, 11]


def test_one_sample_alone(root: Path) -> None:
    """The bits that the comparison has for it; the command's tests hold it against more designs."""
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    policy = scenario.policies[-1]
    among_all = scenario.compare().sample_series.sel(policy=policy).isel(future=0, sample=41)
    alone = scenario.run(policy, only=41)
    assert alone.title.endswith(", sample 41")
    assert len(alone) == 10  # what the file saves
    for name, series in alone.items():
        assert series.tobytes() == among_all[name].values.tobytes(), name
    assert alone.fingerprint() != scenario.run(policy).fingerprint()


def test_a_sample_that_is_not_there(root: Path) -> None:
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    with pytest.raises(sw.ModelError, match="no sample 64: the scenario file has 64"):
        scenario.run(only=64)
    with pytest.raises(ValueError, match="only"):
        scenario.run(only=-1)

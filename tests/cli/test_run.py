"""slackwater run: numbers against closed forms, settings, output formats, failures."""

from __future__ import annotations

import csv
import io
import json
import math
import shlex
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from command_case import DRAINING, ROOT, SCENARIO, TEACUP, Run

# Newton's law of cooling, the model's closed form: room + (start - room) exp(-t / cooling_time).
ROOM, START, COOLING_TIME = 21.0, 82.0, 10.0


def tea(time: float, room: float = ROOM, start: float = START, tau: float = COOLING_TIME) -> float:
    return room + (start - room) * math.exp(-time / tau)


def table(text: str) -> dict[str, list[float]]:
    rows = list(csv.reader(io.StringIO(text)))
    return {name: [float(row[i]) for row in rows[1:]] for i, name in enumerate(rows[0])}


def test_csv_follows_the_closed_form(run: Run) -> None:
    answer = run("run", TEACUP, "--csv")
    assert (answer.code, answer.err) == (0, "")
    columns = table(answer.out)
    assert list(columns) == ["time", "tea_temperature", "cooling", "warmth_above_room"]
    assert columns["time"] == list(range(31))
    for time, value in zip(columns["time"], columns["tea_temperature"]):
        assert value == pytest.approx(tea(time), abs=1e-6)  # rk4 with step 1/8


def test_csv_file_reads_back_to_the_bits_of_h5_and_json(run: Run, tmp_path: Path) -> None:
    assert run("run", TEACUP, "--out", "a.csv").err == "wrote a.csv\n"
    assert run("run", TEACUP, "--out", "a.h5").err == "wrote a.h5\n"
    columns = table((tmp_path / "a.csv").read_text())
    told = json.loads(run("run", TEACUP, "--json").out)
    with h5py.File(tmp_path / "a.h5") as file:
        for name in ("tea_temperature", "cooling", "warmth_above_room"):
            assert file[name][...].ravel().tolist() == columns[name]
    assert columns["cooling"] in _lists(told)


def _lists(value: object) -> list[list[float]]:
    """Every innermost list of numbers in a JSON value."""
    if isinstance(value, dict):
        return [x for item in value.values() for x in _lists(item)]
    if isinstance(value, list):
        if value and all(isinstance(item, (int, float)) for item in value):
            return [value]
        return [x for item in value for x in _lists(item)]
    return []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--set", "room_temperature=15"], {"room": 15.0}),
        (["--set", "room_temperature= 15 "], {"room": 15.0}),
        (["--set", "room_temperature=15 degree"], {"room": 15.0}),
        (["--set", "cooling_time=0.5 hour as minute"], {"tau": 30.0}),
        (["--set", "start tea_temperature=95"], {"start": 95.0}),
        (["--set", "room_temperature=10 degree + cooling_time * 1 [degree/minute]"], {"room": 20}),
        (["--set", "room_temperature=15", "--set", "cooling_time=20"], {"room": 15, "tau": 20}),
    ],
)
def test_settings_before_and_behind_the_model(
    run: Run, words: list[str], expected: dict[str, float]
) -> None:
    for order in ([TEACUP, *words], [*words, TEACUP]):
        answer = run("run", "--csv", *order)
        assert (answer.code, answer.err) == (0, "")
        assert table(answer.out)["tea_temperature"][-1] == pytest.approx(
            tea(30, **expected), abs=1e-5
        )


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("room_temperatur=15", "no lever or parameter 'room_temperatur' [E0802]"),
        (
            "room_temperature=500",
            "500 of lever 'room_temperature' is outside its range 0 .. 40 [E0801]",
        ),
        ("room_temperature=nan", "unknown name 'nan'"),
        ("room_temperature=1e999", "too large [E0103]"),
        ("room_temperature=20 + sin(", "[E0108]"),
        ("cooling_time=1 hour", "is in 'minute', but this is in 'hour' [E0304]"),
        ("cooling_time=1 degree", "is in 'minute', but this is in 'degree' [E0304]"),
        ("tea_temperature=95", "cannot be set; only levers, parameters and constants can [E0803]"),
        ("cooling=3", "cannot be set; only levers, parameters and constants can [E0803]"),
    ],
)
def test_wrong_settings_are_shown_and_exit_with_2(run: Run, setting: str, message: str) -> None:
    answer = run("run", TEACUP, "--set", setting)
    name, value = setting.split("=")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith(f"setting of {name}:1:")
    assert message in answer.err
    assert f"    1 | {value}\n" in answer.err


def test_method_step_stop_and_save_step(run: Run) -> None:
    words = ["run", TEACUP, "--csv", "--save", "tea_temperature"]
    for method in ("dopri5", "rosenbrock4", "rk2"):
        found = table(run(*words, "--method", method).out)["tea_temperature"][-1]
        assert found == pytest.approx(tea(30), abs=2e-3)
    # Euler in closed form: (1 - step / tau) ^ steps.
    euler = table(run(*words, "--method", "euler", "--step", "1/4").out)["tea_temperature"]
    assert euler[-1] == pytest.approx(ROOM + (START - ROOM) * (1 - 0.025) ** 120, rel=1e-12)
    shorter = table(run(*words, "--stop", "6", "--save-step", "0.5").out)
    assert shorter["time"] == [0.5 * i for i in range(13)]
    assert shorter["tea_temperature"][-1] == pytest.approx(tea(6), abs=1e-6)


def test_saved_variables_in_the_order_given(run: Run) -> None:
    answer = run("run", TEACUP, "--csv", "--save", "cooling,tea_temperature")
    assert answer.out.splitlines()[0] == "time,cooling,tea_temperature"


@pytest.mark.parametrize("model", sorted(ROOT.glob("models/**/*.sd")), ids=lambda path: path.stem)
def test_reference_gives_the_same_bytes(run: Run, model: Path) -> None:
    fast = run("run", model, "--csv", "--stop", "20")
    slow = run("run", model, "--csv", "--stop", "20", "--reference")
    assert (fast.code, slow.code) == (0, 0)
    assert len(fast.out) > 100
    assert fast.out == slow.out


RANDOM = """\
model "Noise"
time week from 0 to 5 step 1 save 1 method euler
aux noise: 1 = normal(0, 1)
"""


def test_seed_chooses_the_draws(run: Run, write: Callable) -> None:
    write("noise.sd", RANDOM)
    first, again = (run("run", "noise.sd", "--csv", "--seed", "1").out for _ in range(2))
    other = run("run", "noise.sd", "--csv", "--seed", "2").out
    assert first == again
    assert first != other


def test_summary_draws_a_level_line_for_what_hardly_moves(run: Run, write: Callable) -> None:
    write(
        "still.sd",
        'model "Still"\ntime week from 0 to 10 step 1 save 1\n'
        "aux moving: week = time\naux still: week = 1000 week + 1e-4 * time\n",
    )
    header, moving, still, footer = run("run", "still.sd").out.splitlines()
    assert header.split() == ["variable", "start", "end", "lowest", "highest"]
    assert moving.split()[1:5] == ["0", "10", "0", "10"]
    assert moving.split()[5][0] == "▁" and moving.split()[5][-1] == "█"
    assert len(set(still.split()[5])) == 1
    assert footer == "week 0 to 10, 11 saved points; --out FILE.csv or FILE.h5 keeps them"


def test_a_run_that_fails_names_time_variable_place_and_values(run: Run, write: Callable) -> None:
    write("draining.sd", DRAINING)
    answer = run("run", "draining.sd", "--set", "start_level=5", "--csv")
    assert answer.code == 1
    first, line, caret = answer.err.splitlines()[:3]
    assert first.startswith("draining.sd:12:21: error: square root of a negative number")
    assert "'root' at time 6 week (level = -1)" in first
    assert line.endswith("sqrt(level)  better up")
    assert caret.strip() == "| ^^^^^^^^^^^".strip() or "^" in caret
    columns = table(answer.out)
    assert columns["level"][:6] == [5, 4, 3, 2, 1, 0]
    assert all(math.isnan(x) for x in columns["level"][6:])


def test_a_run_that_fails_at_its_start_has_no_numbers(run: Run, write: Callable) -> None:
    write(
        "start.sd",
        'model "No start"\ntime week from 0 to 2 step 1 save 1\n'
        "parameter size: 1 = 0\nstock level: 1 = 1 / size\n    outflow drain\n"
        "flow drain: 1/week = 1 [1/week]\n",
    )
    answer = run("run", "start.sd")
    assert answer.code == 1
    assert "division by zero in the equation of 'level' at time 0 week (size = 0)" in answer.err
    assert "nan" not in answer.out and "inf" not in answer.out


def test_checks_end_a_run_unless_switched_off(run: Run, write: Callable) -> None:
    text = DRAINING.replace("indicator root: 1 = sqrt(level)  better up", "check level >= 0")
    write("checked.sd", text)
    answer = run("run", "checked.sd", "--set", "start_level=5")
    assert answer.code == 1
    assert "check 'level >= 0' does not hold at time 6 week (level = -1)" in answer.err
    assert run("run", "checked.sd", "--set", "start_level=5", "--no-checks").code == 0


def test_strict_units(run: Run, write: Callable) -> None:
    write("bare.sd", 'model "Bare"\ntime week from 0 to 1 step 1 save 1\naux share = 3\n')
    assert run("run", "bare.sd").code == 0
    assert run("run", "bare.sd", "--strict-units").code == 3


def test_a_run_of_a_scenario_is_the_comparisons_run(run: Run, tmp_path: Path) -> None:
    words = ["run", "--scenario", SCENARIO]
    chosen = ["--policy", "adaptive", "--future", "demand_surge"]
    columns = table(run(*words, *chosen, "--save", "output", "--csv").out)
    assert run("compare", SCENARIO, "--defaults-only", "--out", "out").code == 0
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        policies = [x.decode() for x in file["policy"][...]]
        futures = [x.decode() for x in file["future"][...]]
        series = file["output"][policies.index("adaptive"), futures.index("demand_surge")]
    assert series.ravel().tolist() == columns["output"]
    # The baseline under the first future unless said otherwise.
    plain = run(*words, "--csv")
    named = run(*words, "--policy", "status_quo", "--future", "calm", "--csv")
    assert plain.out == named.out


def test_settings_go_on_top_of_a_policy(run: Run) -> None:
    words = ["run", "--scenario", SCENARIO, "--policy", "protected", "--csv", "--save", "friction"]
    changed = run(*words, "--set", "improvement_share=0")
    assert changed.code == 0
    # Without any improvement nothing removes friction, so it only rises.
    friction = table(changed.out)["friction"]
    assert all(a < b for a, b in zip(friction, friction[1:]))


NOISY_SCENARIO = """\
scenario: Noise
model: noise.sd
policies: {as_is: {}}
uncertainty: {design: monte_carlo, samples: 2, seed: 7, draw: {a: "uniform(0, 1)"}}
"""


def test_the_seed_given_is_the_seed_used_and_recorded(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    write("noise.sd", RANDOM + "parameter a: 1 = 1\n")
    write("noise.yaml", NOISY_SCENARIO)
    words = ("run", "--scenario", "noise.yaml", "--csv")
    of_file, given, same = (
        run(*words, *more).out for more in ((), ("--seed", "3"), ("--seed", "7"))
    )
    assert of_file == same != given
    options = ("--seed", "3", "--stop", "4", "--set", "a=2 [1] / 4", "--no-checks", "--out", "a.h5")
    assert run("run", "--scenario", "noise.yaml", *options).code == 0
    with h5py.File(tmp_path / "a.h5") as file:
        assert file.attrs["seed"] == 3
        assert file.attrs["model"] == "noise.sd" and file.attrs["scenario"] == "noise.yaml"
        command = file.attrs["command"]
    assert command == (
        "slackwater run --scenario noise.yaml --set 'a=2 [1] / 4' --stop 4 --seed 3 --no-checks"
        " --out a.h5"
    )
    first = (tmp_path / "a.h5").read_bytes()
    assert run(*shlex.split(command)[1:]).code == 0
    assert (tmp_path / "a.h5").read_bytes() == first
    assert run("run", "--scenario", "noise.yaml", "--out", "b.h5").code == 0
    with h5py.File(tmp_path / "b.h5") as file:
        assert file.attrs["seed"] == 7


SMALL = """\
model "A small stock"

time week from 0 to 10 step 1/8 save 1 method dopri5

stock small: 1 = 1e-12
    inflow grow

flow grow: 1/week = small * (2 + 3 * cos(5 * time / 1 [week])) / 1 [week]
"""


def test_a_small_stock_needs_a_small_absolute_tolerance(run: Run, write: Callable) -> None:
    write("small.sd", SMALL)
    write(
        "small.yaml",
        "scenario: Small\nmodel: small.sd\npolicies: {one: {}}\n"
        "time: {relative_tolerance: 1e-10, absolute_tolerance: 1e-24}\n",
    )

    def error(*words: object) -> float:
        answer = run("run", *words, "--csv")
        assert (answer.code, answer.err) == (0, "")
        # The closed form: x' = x (2 + 3 cos 5t).
        exact = 1e-12 * math.exp(2 * 10 + 0.6 * math.sin(50))
        return abs(table(answer.out)["small"][-1] / exact - 1)

    tight = ("--tolerance", "1e-10", "--absolute-tolerance", "1e-24")
    assert error("small.sd") > 0.01
    assert error("small.sd", *tight) < 1e-7
    assert error("--scenario", "small.yaml") < 1e-7
    assert error("--scenario", "small.yaml", "--absolute-tolerance", "1e-9") > 0.001
    fixed = ("--method", "rk4", *tight)  # says nothing to methods with a fixed step
    assert run("run", "small.sd", *fixed, "--csv") == run("run", "small.sd", *fixed[:2], "--csv")


def test_the_reference_runs_scenarios_too(run: Run) -> None:
    words = ("run", "--scenario", SCENARIO, "--policy", "protected", "--csv")
    engine = run(*words)
    reference = run(*words, "--reference")
    assert reference.code == 0
    assert reference.out == engine.out
    # Only the interpreter lacks adaptive methods: the option was not ignored.
    refused = run(*words, "--reference", "--method", "dopri5")
    assert refused.code == 2
    assert "no method 'dopri5' [E0901]" in refused.err
    assert run(*words, "--method", "dopri5").code == 0


def test_the_model_of_a_scenario_may_be_named(run: Run) -> None:
    model = ROOT / "models" / "slack_and_rework.sd"
    named = run("run", model, "--scenario", SCENARIO, "--policy", "protected", "--csv")
    assert named.code == 0
    assert named.out == run("run", "--scenario", SCENARIO, "--policy", "protected", "--csv").out


def test_a_value_beyond_its_range_is_refused_unless_it_is_meant(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    write("draining.sd", DRAINING)
    refused = run("run", "draining.sd", "--set", "start_level=400")
    assert refused.code == 2 and "[E0801]" in refused.err
    assert "--beyond-range" in refused.err
    answer = run("run", "draining.sd", "--set", "start_level=400", "--beyond-range", "--csv")
    assert answer.code == 0 and table(answer.out)["level"][-1] == 390
    assert "warning: 'start_level' is 400, outside its range 0 .. 100 [W9005]" in answer.err
    inside = run("run", "draining.sd", "--set", "start_level=40", "--beyond-range", "--csv")
    assert (inside.code, inside.err) == (0, "")
    rule = run("run", "draining.sd", "--set", "start_level=20 * 20", "--beyond-range", "--csv")
    assert table(rule.out)["level"][-1] == 390
    run("run", "draining.sd", "--set", "start_level=400", "--beyond-range", "--out", "a.h5")
    with h5py.File(tmp_path / "a.h5") as file:
        assert "--beyond-range" in file.attrs["command"]

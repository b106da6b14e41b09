"""`slackwater equilibrium`, and what is said about a rest that does not last."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from command_case import ROOT, SCENARIO, Answer, Run

FLAGSHIP = ROOT / "models" / "improvement_as_system_work.sd"

BACKLOG = """\
model "A backlog that a team works off"
time week from 0 to 60 step 1/4 save 1 method rk4
parameter demand: item/week = 10
parameter delay: week = 4
lever extra: item/week = {extra}
unit item
stock backlog: item = 100
    inflow arrivals
    outflow completions
stock done: item = 7
    inflow completions
flow arrivals: item/week = demand + extra
flow completions: item/week = backlog / delay
indicator waiting: item = backlog better down
"""
PEOPLE = """\
model "People who move between two places"
time year from 0 to 50 step 1/4 save 1 method rk4
stock here: people = 90
    outflow leaving
    inflow returning
stock there: people = 10
    inflow leaving
    outflow returning
unit people
flow leaving: people/year = 0.3 [1/year] * here
flow returning: people/year = 0.1 [1/year] * there
"""


def rest(answer: Answer) -> dict[str, float]:
    found = json.loads(answer.out)
    return {value["name"]: value["rest"] for value in found["stocks"]}


def test_a_backlog_rests_where_arrivals_times_delay_say(run: Run, write: Callable) -> None:
    """Little's law: 10 a week for 4 weeks are 40. One eigenvalue, minus a quarter per week."""
    write("backlog.sd", BACKLOG.format(extra=0))
    answer = run("equilibrium", "backlog.sd", "--json")
    assert answer.code == 0 and answer.err == ""
    found = json.loads(answer.out)
    assert found["of"] == "the model" and found["time"] == 0 and found["time_unit"] == "week"
    assert found["stability"] == "stable"
    backlog, done = found["stocks"]
    assert (backlog["start"], backlog["unit"], backlog["counts"]) == (100, "item", False)
    assert backlog["rest"] == pytest.approx(40, rel=1e-9)
    assert backlog["rate"] == pytest.approx(0, abs=1e-9)
    assert (done["rest"], done["counts"]) == (7, True)
    assert done["rate"] == pytest.approx(10, rel=1e-9)
    assert found["indicators"][0]["name"] == "waiting"
    assert found["indicators"][0]["rest"] == pytest.approx(40, rel=1e-9)
    assert found["eigenvalues"] == [[pytest.approx(-0.25, rel=1e-6), 0]]
    assert found["return_times"] == [pytest.approx(4, rel=1e-6)]
    assert found["free_directions"] == 0 and found["totals"] == []


def test_settings_and_starts(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG.format(extra=0))
    words = ("--set", "demand=20", "--set", "delay=14 day as week", "--set", "start backlog=1")
    answer = run("equilibrium", "backlog.sd", "--json", *words[:2], *words[4:])
    assert rest(answer)["backlog"] == pytest.approx(80, rel=1e-9)
    assert json.loads(answer.out)["stocks"][0]["start"] == 1
    answer = run("equilibrium", "backlog.sd", "--set", "demnd=20")
    assert answer.code == 2 and "did you mean 'demand'" in answer.err
    answer = run("equilibrium", "backlog.sd", "--set", "demand")
    assert answer.code == 2


def test_the_printed_page(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG.format(extra=0))
    answer = run("equilibrium", "backlog.sd")
    lines = answer.out.splitlines()
    assert lines[0] == "A backlog that a team works off"
    assert lines[1] == "at rest: the model, week 0"
    assert "  backlog             100           40  item" in lines
    assert "  done                  7            7  item  counts" in lines
    assert "  -0.25 returns e-fold in 4 week" in lines
    assert "goes on counting: done" in lines
    assert any(line.startswith("stable; residual ") for line in lines)


def test_totals_that_no_flow_changes_are_named(run: Run, write: Callable) -> None:
    """Rest at 0.3 here = 0.1 there of 100 people; eigenvalues 0 and -(0.3 + 0.1)."""
    write("people.sd", PEOPLE)
    answer = run("equilibrium", "people.sd")
    assert "no flow changes here + there = 100" in answer.out
    answer = run("equilibrium", "people.sd", "--json")
    found = json.loads(answer.out)
    assert found["totals"] == [
        {"weights": {"here": 1, "there": 1}, "value": pytest.approx(100, rel=1e-9)}
    ]
    assert rest(answer) == {"here": pytest.approx(25), "there": pytest.approx(75)}
    assert found["return_times"] == [pytest.approx(2.5, rel=1e-6)]


def test_an_indicator_without_a_value_hides_no_other(run: Run, write: Callable) -> None:
    """The backlog starts at 100, where 1 / (backlog - 100) has none; it rests at 40."""
    text = BACKLOG.format(extra=0)
    write(
        "gap.sd",
        text
        + "indicator steep: 1 = 1 / (backlog / 1 [item] - 100)\nindicator twice: item = 2 * backlog\n",
    )
    answer = run("equilibrium", "gap.sd")
    assert "  waiting             100           40  item" in answer.out.splitlines()
    assert "  steep                 -   -0.0166667" in answer.out.splitlines()
    assert "  twice               200           80  item" in answer.out.splitlines()
    found = json.loads(run("equilibrium", "gap.sd", "--json").out)["indicators"]
    assert [(i["start"], i["rest"]) for i in found] == [
        (100, pytest.approx(40)),
        (None, pytest.approx(-1 / 60)),
        (200, pytest.approx(80)),
    ]


TWO_STOCKS = """\
model "Two stocks, each with a rest at 10"
time week from 0 to 100 step 1/8 save 1 method rk4
unit item
stock x: item = 10
    inflow more_x
stock y: item = 10
    inflow more_y
flow more_x: item/week = {x}
flow more_y: item/week = {y}
"""


def test_what_grows_is_listed_first_and_called_so(run: Run, write: Callable) -> None:
    """Slopes 1 and 0.01 per week: e-fold in 1 and 100 weeks."""
    grows = TWO_STOCKS.format(x="(x - 10 [item]) / 1 [week]", y="(y - 10 [item]) / 100 [week]")
    write("grows.sd", grows)
    lines = run("equilibrium", "grows.sd").out.splitlines()
    at = lines.index("eigenvalues (1/week), fastest growth first")
    assert lines[at + 1 : at + 3] == [
        "  1 grows e-fold in 1 week",
        "  0.01 grows e-fold in 100 week",
    ]


def test_a_pair_that_only_swings_is_listed(run: Run, write: Callable) -> None:
    """dx/dt = y - 10, dy/dt = 10 - x: +-i, once around in 2 pi weeks."""
    swings = TWO_STOCKS.format(x="(y - 10 [item]) / 1 [week]", y="(10 [item] - x) / 1 [week]")
    write("swings.sd", swings)
    answer = run("equilibrium", "swings.sd")
    assert "\nneutral; " in answer.out
    assert "eigenvalues (1/week), slowest first\n  0 swings once in 6.283 week\n" in answer.out


def test_what_is_said_of_a_setting_is_passed_on(run: Run, write: Callable) -> None:
    """A pulse between two steps is missed; the model's text has none."""
    write("backlog.sd", BACKLOG.format(extra=0))
    write("s.yaml", SCENARIO_TEXT.format(start="start: equilibrium"))
    narrow = ("--set", "extra=pulse(5 [item/week], 30 week, 0.01 week)")
    for words in (
        ("equilibrium", "backlog.sd"),
        ("equilibrium", "s.yaml"),
        ("run", "backlog.sd"),
    ):
        answer = run(*words, *narrow)
        assert answer.code == 0 and answer.err.count("[E0609]") == 1, words
        assert run(*words).err == "", words


def test_a_csv_of_the_stocks(run: Run, write: Callable, tmp_path: Path) -> None:
    write("people.sd", PEOPLE)
    answer = run("equilibrium", "people.sd", "--out", "rest.csv")
    assert answer.code == 0 and answer.out == "" and "wrote rest.csv" in answer.err
    with (tmp_path / "rest.csv").open() as file:
        rows = {row["stock"]: row for row in csv.DictReader(file)}
    exact = rest(run("equilibrium", "people.sd", "--json"))
    assert {name: float(row["rest"]) for name, row in rows.items()} == exact
    assert rows["here"]["unit"] == "people" and rows["here"]["counts"] == "0"
    assert run("equilibrium", "people.sd", "--out", "rest.h5").code == 2


def test_no_rest_says_which_stock_goes_on(run: Run, write: Callable) -> None:
    text = BACKLOG.format(extra=0).replace(
        "= backlog / delay", "= min(5 [item/week], backlog/delay)"
    )
    write("full.sd", text)
    answer = run("equilibrium", "full.sd")
    assert answer.code == 1 and answer.out == ""
    assert "[E9011]" in answer.err and "'backlog'" in answer.err


def test_what_never_rests_is_refused(run: Run, write: Callable) -> None:
    text = BACKLOG.format(extra=0).replace("demand + extra", "delay_fixed(demand, 2 week, demand)")
    write("delay.sd", text)
    answer = run("equilibrium", "delay.sd")
    assert answer.code == 3 and "[E9013]" in answer.err


SCENARIO_TEXT = """\
scenario: s
model: backlog.sd
{start}
baseline: as_is
policies:
  as_is: {{}}
  more: {{set: {{extra: 5}}}}
  full: {{start: {{backlog: 200}}}}
futures:
  calm: {{}}
  slow: {{set: {{delay: 6}}}}
  late: {{set: {{demand: {{0 week: 10, 20 week: 18, 30 week: 10, 50 week: 18}}}}}}
"""


def test_policies_and_futures_of_a_scenario_file(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG.format(extra=0))
    write("s.yaml", SCENARIO_TEXT.format(start="start: {from: equilibrium, set: {demand: 12}}"))

    def found(*words: str) -> dict:
        answer = run("equilibrium", "s.yaml", "--json", *words)
        assert answer.code == 0, answer.err
        return json.loads(answer.out)

    own = found()
    assert own["of"] == "policy as_is, with demand = 12 item/week"
    assert own["stocks"][0]["rest"] == pytest.approx(48, rel=1e-9)
    more = found("--policy", "more", "--future", "slow")
    assert more["of"] == "policy more, future slow, with demand = 12 item/week"
    # It begins where runs begin, in the rest of the baseline; (12 + 5) * 6 weeks.
    assert more["stocks"][0]["start"] == pytest.approx(48, rel=1e-9)
    assert more["stocks"][0]["rest"] == pytest.approx(102, rel=1e-9)
    assert found("--policy", "full")["stocks"][0]["start"] == 200
    assert found("--set", "demand=1")["stocks"][0]["rest"] == pytest.approx(4, rel=1e-9)
    answer = run("equilibrium", "s.yaml", "--policy", "mor")
    assert answer.code == 2 or "[E9014]" in answer.err
    answer = run("equilibrium", "backlog.sd", "--policy", "more")
    assert answer.code == 2


def test_the_file_rests_where_its_runs_start(run: Run) -> None:
    answer = run("equilibrium", SCENARIO, "--json")
    run_start = run("run", "--scenario", SCENARIO, "--csv").out.splitlines()
    first = dict(zip(run_start[0].split(","), run_start[1].split(",")))
    for name, value in rest(answer).items():
        if name in first:
            assert float(first[name]) == value, name


# What comes again and again, and what is ordinary.
AGAIN = {
    "pulses": "pulse_train(period = 13 week, width = 1 week, offset = 12 week) * 6 [item/week]",
    "season": "sin(2 * 3.14159 * time / (26 week)) * 3 [item/week]",
    # At its top at the start, in a year that is no whole number of steps: it only ever falls short.
    "top": "cos(2 * 3.14159 * time / (52.18 week)) * 3 [item/week]",
    "quarter": "(sin(2 * 3.14159 * (time + 13 week) / (52 week)) - 1) * 3 [item/week]",
    "squared": "sin(2 * 3.14159 * time / (52.18 week)) ^ 2 * 3 [item/week]",
    "folded": "abs(cos(2 * 3.14159 * time / (52.18 week))) * 3 [item/week]",
    "remainder": "mod(time, 13 week) / (13 week) * 3 [item/week]",
    "saw": "(time / (13 week) - floor(time / (13 week))) * 3 [item/week]",
    "tangent": "tan(time / (40 week) ) * 0.1 [item/week]",
}
ORDINARY = {
    "step": "step(4 [item/week], 30 week)",
    "pulse": "pulse(4 [item/week], 30 week, 2 week)",
    "ramp": "ramp(0.1 [item/week/week], 30 week, 40 week)",
    "two_steps": "step(4 [item/week], 20 week) - step(8 [item/week], 40 week)"
    " + 0 * pulse_train(period = 13 week, width = 1 week, offset = 12 week) * 6 [item/week]",
    "switched_off": "step(4 [item/week], 30 week)"
    " + 0 * pulse_train(period = 13 week, width = 1 week, offset = 12 week) * 6 [item/week]",
}


def warned(run: Run, write: Callable, equation: str, rest_of_file: str = "") -> Answer:
    text = BACKLOG.format(extra=0).replace("demand + extra", "demand + extra + calendar")
    write("calendar.sd", text + f"aux calendar: item/week = {equation}\n")
    write(
        "calendar.yaml",
        f"scenario: s\nmodel: calendar.sd\n{rest_of_file or 'start: equilibrium'}\n"
        "policies: {as_is: {}}\nmeasure: {first: initial(waiting), last: final(waiting)}\n",
    )
    return run("compare", "calendar.yaml")


@pytest.mark.parametrize("name", AGAIN)
def test_what_comes_again_is_a_warning(run: Run, write: Callable, name: str) -> None:
    answer = warned(run, write, AGAIN[name])
    assert answer.code == 0
    assert "calendar.yaml:3:1: warning: the equilibrium does not last" in answer.err
    assert "'calendar' moves 'backlog' by " in answer.err and "[W9004]" in answer.err
    if name == "pulses":
        assert "at week 12 'calendar' moves 'backlog' by 6 item per week [" in answer.err
    for words in (
        ("run", "--scenario", "calendar.yaml"),
        ("equilibrium", "calendar.sd"),
        ("equilibrium", "calendar.yaml"),
    ):
        assert run(*words).err.count("[W9004]") == 1, words


@pytest.mark.parametrize("name", ORDINARY)
def test_what_comes_once_is_ordinary(run: Run, write: Callable, name: str) -> None:
    answer = warned(run, write, ORDINARY[name])
    assert answer.code == 0 and answer.err == ""


CAUSES = """\
model "Two stocks, a season for the one, steps for the other"
time week from 0 to 260 step 1 save 1 method euler
unit item
parameter height: 1 = 0.1
stock x: item = 10
    inflow arriving
    outflow leaving
stock y: item = 4
    inflow coming
    outflow going
flow arriving: item/week = 1 [item/week] * (1 + 2 * step(1, 20 week) - 4 * step(1, 40 week))
flow leaving: item/week = x / 10 week
aux idle: 1 = pulse_train(period = 13 week, width = 1 week, offset = 5 week)
aux reviews: 1 = height * pulse_train(period = 26 week, width = 2 week, offset = 8 week)
flow coming: item/week = (1 + reviews + 0 * idle) * 1 [item/week]
flow going: item/week = y / 4 week
"""


def test_only_what_moves_a_stock_by_the_calendar_is_named(run: Run, write: Callable) -> None:
    """The steps move 'x' by more of itself, 'idle' comes first; only 'reviews' moves 'y'."""
    write("causes.sd", CAUSES)
    answer = run("equilibrium", "causes.sd")
    assert "last: at week 8 'reviews' moves 'y' by 0.1 item per week [W9004]" in answer.err
    assert run("equilibrium", "causes.sd", "--set", "height=0").err == ""


def test_a_rare_pulse_of_a_long_run_is_found(run: Run, write: Callable) -> None:
    """416000 steps, and 16 of them in 2000 weeks are different."""
    train = "pulse_train(2000 week, 1 week, 1999 week) * 6 [item/week]"
    text = BACKLOG.format(extra=0).replace("to 60 step 1/4", "to 26000 step 1/16")
    write("long.sd", text.replace("demand + extra", f"demand + extra + {train}"))
    answer = run("equilibrium", "long.sd")
    assert "at week 1999 'arrivals' moves 'backlog' by 6 item per week [W9004]" in answer.err


def test_profiles_of_a_policy_and_shocks_of_a_future_are_ordinary(
    run: Run, write: Callable
) -> None:
    write("backlog.sd", BACKLOG.format(extra=0))
    twice = "{0 week: 0, 10 week: 5, 12 week: 0, 30 week: 5, 32 week: 0}"
    text = SCENARIO_TEXT.format(start="start: equilibrium").replace(
        "  more: {set: {extra: 5}}\n", ""
    )
    text = text.replace("as_is: {}", f"as_is: {{set: {{extra: {twice}}}}}")
    write("s.yaml", text + "measure: {last: final(waiting)}\n")
    answer = run("compare", "s.yaml")
    assert answer.code == 0 and answer.err == ""


def test_what_is_held_while_the_rest_is_found_is_no_warning(run: Run, write: Callable) -> None:
    """Six a week in one week of thirteen are 6/13 on average: the rest is (10 + 6/13) * 4."""
    equation = f"if extra > 0 [item/week] then 0 [item/week] else {AGAIN['pulses']}"
    hold = "start: {from: equilibrium, set: {extra: 6/13}}"
    answer = warned(run, write, equation, hold.replace("6/13", str(6 / 13)))
    assert answer.code == 0 and answer.err == ""
    found = json.loads(run("compare", "calendar.yaml", "--json").out)["metrics"]
    assert found[0]["values"] == [pytest.approx((10 + 6 / 13) * 4, rel=1e-9)]


def test_a_discrete_model_is_judged_by_its_steps(run: Run, write: Callable) -> None:
    """The logistic map rests in 1 - 1/r and multiplies disturbances by 2 - r: -0.5, then -1.5."""
    write(
        "map.sd",
        "time year from 0 to 30 step 1 save 1 method discrete\n"
        "parameter growth: 1 = 2.5\n"
        "stock share: 1 = 0.5\n    inflow change\n"
        "flow change: 1/year = (growth * share * (1 - share) - share) / time_step\n",
    )
    found = json.loads(run("equilibrium", "map.sd", "--json").out)
    assert found["stability"] == "stable"
    assert found["eigenvalues"][0] == [pytest.approx(math.log(0.5), rel=1e-6), math.pi]
    answer = run("equilibrium", "map.sd", "--set", "growth=3.5")
    assert "unstable" in answer.out and "W9002" in answer.err
    assert "grows e-fold in 2.466 year, swings once in 2 year" in answer.out


def test_a_value_at_the_start_is_a_number_while_the_rest_is_looked_for(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "backlog.sd").write_text(BACKLOG.format(extra="0 range 0 .. 99"))
    (tmp_path / "s.yaml").write_text(
        "scenario: s\nquestion: q\nmodel: backlog.sd\nbaseline: more\n"
        'policies: {more: {set: {extra: {at_start: "backlog / (10 week)"}}}}\n'
        "futures: {calm: {}}\nmeasure: {last: final(waiting)}\n"
    )
    # 100 / 10 more each week: (10 + 10) * 4 = 80. A rule would follow the backlog: 66.7.
    for options, at_rest in [((), 80), (("--policy", "more"), 80), (("--set", "delay=2"), 40)]:
        told = json.loads(run("equilibrium", "s.yaml", *options, "--json").out)
        stocks = {stock["name"]: stock["rest"] for stock in told["stocks"]}
        assert stocks["backlog"] == pytest.approx(at_rest, rel=1e-9), options

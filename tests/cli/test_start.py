"""Where runs start: equilibria, starts by rule, samples without a start."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from command_case import ROOT, Run

BACKLOG = """\
model "A backlog at its capacity"
time week from 0 to 200 step 1/4 save 1 method rk4
parameter demand: 1/week = 10
parameter capacity: 1/week = 20
stock backlog: 1 = 400
    inflow arrivals
    outflow completions
flow arrivals: 1/week = demand
flow completions: 1/week = min(capacity, backlog / (4 week))
indicator waiting: 1 = backlog better down
"""
LOGISTIC = """\
model "Growth to a capacity"
time year from 0 to 20 step 1/1024 save 1 method rk4
parameter r: 1/year = {rate}
stock n: 1 = {start}
    inflow g
flow g: 1/year = {growth}
indicator pop: 1 = n better up
"""
FOLD = """\
model "Rests at -sqrt(-a), and nowhere for a > 0"
time week from 0 to 10 step 1/4 save 1 method rk4
parameter a: 1 = -1
stock x: 1 = {start}
    inflow f
flow f: 1/week = (a + x ^ 2) / (1 week)
indicator xx: 1 = x better up
"""


def scenario(model: str, rest: str) -> str:
    return f"scenario: s\nmodel: {model}\n{rest}"


def metrics(answer: object) -> dict[str, list[float]]:
    found = json.loads(answer.out)["metrics"]
    return {metric["name"]: metric["values"] for metric in found}


FROM_REST = """\
start: equilibrium
policies: {as_is: {}}
measure: {first: initial(V), last: final(V)}
"""


def test_a_backlog_at_its_capacity_drains_to_its_rest(run: Run, write: Callable) -> None:
    """Rest: arrivals of 10 a week that take 4 weeks each, 40; at the start its slope is 0."""
    write("backlog.sd", BACKLOG)
    write("rest.yaml", scenario("backlog.sd", FROM_REST.replace("V", "waiting")))
    answer = run("compare", "rest.yaml", "--json")
    assert answer.code == 0, answer.err
    assert metrics(answer)["first"] == [pytest.approx(40, rel=1e-8)]
    assert metrics(answer)["last"] == [pytest.approx(40, rel=1e-8)]


def test_a_backlog_that_grows_without_end_has_no_rest(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG.replace("= 10\n", "= 30\n"))
    write("rest.yaml", scenario("backlog.sd", FROM_REST.replace("V", "waiting")))
    answer = run("compare", "rest.yaml")
    assert answer.code == 1
    assert "[E9011]" in answer.err and "'backlog'" in answer.err


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.5, 1, 2, 5, 6, 7, 50])
def test_growth_ends_at_the_capacity_at_any_rate(run: Run, write: Callable, rate: float) -> None:
    write("log.sd", LOGISTIC.format(rate=rate, start=10, growth="r * n * (1 - n / 1000)"))
    write("rest.yaml", scenario("log.sd", FROM_REST.replace("V", "pop")))
    answer = run("compare", "rest.yaml", "--json")
    assert answer.code == 0, answer.err
    assert metrics(answer)["first"] == [pytest.approx(1000, rel=1e-8)]
    assert "W9002" not in answer.err


def test_a_rest_that_is_not_stable_is_a_warning(run: Run, write: Callable, tmp_path: Path) -> None:
    """Exactly on the threshold of r n (1 - n) (n - 0.3) the slope is r 0.3 0.7: e-fold in 2.38."""
    growth = "r * n * (1 - n) * (n - 0.3)"
    write("tip.sd", LOGISTIC.format(rate=2, start=0.3, growth=growth))
    write("rest.yaml", scenario("tip.sd", FROM_REST.replace("V", "pop")))
    answer = run("compare", "rest.yaml", "--out", "out")
    assert answer.code == 0
    assert "rest.yaml:3:1: warning: the equilibrium is not stable" in answer.err
    assert "a disturbance grows 2.7-fold in 2.38 year" in answer.err and "[W9002]" in answer.err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        assert (
            file.attrs["start"]
            == "equilibrium of as_is: unstable, a disturbance grows 2.7-fold in 2.38 year"
        )


def test_the_shipped_epidemic_ends_without_negative_people(run: Run, write: Callable) -> None:
    rest = FROM_REST.replace("first: initial(V), last: final(V)", "left: initial(susceptible)")
    write("rest.yaml", scenario(str(ROOT / "models/sir.sd"), rest))
    answer = run("compare", "rest.yaml", "--json")
    assert answer.code == 0, answer.err
    # An outbreak cannot grow where contacts * susceptible / population < recoveries: 10000 / 2.5.
    assert 0 <= metrics(answer)["left"][0] < 4000


def test_the_shipped_rework_cycle_rests_when_its_work_is_done(run: Run, write: Callable) -> None:
    rest = FROM_REST.replace(
        "first: initial(V), last: final(V)",
        "left: initial(known_work), done: initial(work_finished)",
    )
    model = ROOT / "models/library/rework_cycle/rework_cycle.sd"
    write("rest.yaml", scenario(str(model), rest))
    answer = run("compare", "rest.yaml", "--json")
    assert answer.code == 0, answer.err
    assert metrics(answer)["left"] == [pytest.approx(0, abs=1e-6)]
    assert metrics(answer)["done"] == [pytest.approx(1000, rel=1e-6)]


def test_the_later_of_starts_counts(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG)
    write(
        "starts.yaml",
        scenario(
            "backlog.sd",
            """\
start: {from: equilibrium, values: {backlog: 30}}
policies:
  values: {}
  rule: {start: {backlog: "2 * demand * (4 week)"}}
  rule_then_more: {based_on: rule, start: {backlog: {add: 5}}}
  rule_then_number: {based_on: rule, start: {backlog: 7}}
futures: {calm: {}, late: {start: {backlog: "capacity * (1 week)"}}}
measure: {first: initial(waiting)}
""",
        ),
    )
    answer = run("compare", "starts.yaml", "--json")
    assert answer.code == 0, answer.err
    # 2 * 10 * 4 = 80; the future comes last: 20 * 1.
    assert metrics(answer)["first"] == [30, 20, 80, 20, 85, 20, 7, 20]


@pytest.mark.parametrize("start", ["start: {from: equilibrium, per_sample: true}", None])
def test_a_sample_without_a_start_is_a_failed_run(
    run: Run, write: Callable, tmp_path: Path, start: str | None
) -> None:
    """a = 1 has no rest; the others rest at -sqrt(-a). Without one, 1 / (a - 1) has no value."""
    text = FOLD.format(start="-0.9" if start else "1 / (a - 1)")
    write("fold.sd", text)
    rest = f"""\
{start or "start: {values: {x: {times: 2}}}"}
policies: {{as_is: {{}}, twin: {{}}}}
uncertainty: {{design: grid, draw: {{a: [-4, -1, 1]}}}}
measure: {{first: initial(xx)}}
"""
    write("fold.yaml", scenario("fold.sd", rest))
    answer = run("compare", "fold.yaml", "--out", "out")
    assert answer.code == 0, answer.err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        assert file["run_status"][:].tolist() == [[[0, 0, 6]], [[0, 0, 6]]]
        first = file["first"][0, 0, :2].tolist()
        assert first == pytest.approx([-2, -1] if start else [-0.4, -1], rel=1e-8)
        reasons = [text.decode() for text in file["failures"]["message"][:]]
        assert len(reasons) == 2
        expected = "no equilibrium found" if start else "the start cannot be computed"
        assert all(reason.startswith(expected) for reason in reasons)
    assert run("compare", "fold.yaml", "--strict").code == 1


def test_a_rule_may_bring_in_what_never_rests(run: Run, write: Callable) -> None:
    write("backlog.sd", BACKLOG.replace("parameter capacity", "lever capacity"))
    rest = FROM_REST.replace("V", "waiting").replace(
        "{as_is: {}}", '{as_is: {set: {capacity: "delay_fixed(backlog, 2 week, 20) / (20 week)"}}}'
    )
    write("rest.yaml", scenario("backlog.sd", rest))
    answer = run("compare", "rest.yaml")
    assert answer.code == 3
    assert "[E9013]" in answer.err


def test_nothing_that_starts_is_an_error(run: Run, write: Callable) -> None:
    write("fold.sd", FOLD.format(start=-0.9).replace("= -1\n", "= 1\n"))
    rest = "start: {from: equilibrium, per_sample: true}\npolicies: {as_is: {}}\n"
    write("fold.yaml", scenario("fold.sd", rest))
    answer = run("compare", "fold.yaml")
    assert answer.code == 1
    assert "[E9011]" in answer.err


WORKSHOP = """\
model "How much a workshop could do when it opens"
time week from 0 to 4 step 1/4 save 1 method rk4
parameter effort: 1 = 2 range 0.5 .. 8
parameter decay: 1/week = 0.1
lever demand: 1 = 7 range 0 .. 40
lever helpers: 1 = 1 range 0 .. 2
stock people: 1 = 10
    outflow leaving
flow leaving: 1/week = decay * people
aux could_do: 1 = people * helpers / effort
indicator asked: 1 = demand better down
"""
# What is asked for is half of what could be done: 0.5 * people / effort, at the common start.
AT_START = """\
policies:
  few: {set: {demand: {at_start: "0.5 * could_do"}}, start: {people: 4}}
  many: {based_on: few, set: {helpers: 2}, start: {people: 40}}
  fixed: {}
futures: {calm: {}, rush: {set: {demand: {at_start: "2 * could_do"}}}}
uncertainty: {table: draws.csv}
measure: {at_first: initial(asked), at_last: final(asked)}
"""


@pytest.mark.parametrize(
    ("start", "people"), [("", 10), ("start: {values: {people: 6}}\n", 6)], ids=["model", "values"]
)
def test_a_value_at_the_start_is_that_of_the_sample_in_the_common_start(
    run: Run, tmp_path: Path, start: str, people: float
) -> None:
    (tmp_path / "workshop.sd").write_text(WORKSHOP)
    (tmp_path / "s.yaml").write_text(scenario("workshop.sd", start + AT_START))
    (tmp_path / "draws.csv").write_text("effort\n1\n4\n")
    answer = run("compare", "s.yaml", "--json", "--quiet")
    assert answer.code == 0 and answer.err.count("E1111") == 1, answer.err
    told = json.loads(answer.out)
    for kind, efforts in (("metrics", [2]), ("sample_metrics", [1, 4])):
        for metric in told[kind]:
            # (policy, future, sample); neither policy's people nor helpers are seen.
            few = [0.5 * people / e for e in efforts] + [2 * people / e for e in efforts]
            fixed = [7] * len(efforts) + [2 * people / e for e in efforts]
            assert metric["values"] == pytest.approx(few + few + fixed, rel=1e-15)
    written = [s["value"] for s in told["settings"] if s["lever"] == "demand"]
    assert written == ["0.5 * could_do at the start"] * 2 + ["2 * could_do at the start"]


def test_a_value_at_the_start_outside_its_range_is_a_run_without_a_start(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "workshop.sd").write_text(WORKSHOP)
    (tmp_path / "draws.csv").write_text("effort\n2\n0.5\n")
    (tmp_path / "s.yaml").write_text(
        scenario("workshop.sd", AT_START.replace("2 * could", "2.5 * could"))
    )
    answer = run("compare", "s.yaml", "--json", "--quiet")
    samples = json.loads(answer.out)["samples"]
    # 2.5 * 10 / 0.5 = 50 is above 40; the policies in the calm future do not ask for it.
    assert [f["sample"] for f in samples["failures"]] == [1] * len(samples["failures"])
    assert {f["message"] for f in samples["failures"]} == {
        "'demand' is 50 at the start, outside its range 0 .. 40"
    }
    assert "[E9019]" in samples["failures"][0]["detail"]


def test_the_equilibrium_cannot_wait_for_what_is_computed_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "workshop.sd").write_text(
        WORKSHOP.replace("decay * people", "decay * (people - 3)")
    )
    (tmp_path / "draws.csv").write_text("effort\n1\n")
    text = scenario("workshop.sd", "start: equilibrium\n" + AT_START)
    (tmp_path / "s.yaml").write_text(text)
    refused = run("compare", "s.yaml")
    assert refused.code == 3 and "[E1121]" in refused.err, refused.err
    text = text.replace("start: equilibrium", "start: {from: equilibrium, policy: fixed}")
    (tmp_path / "s.yaml").write_text(text)
    told = json.loads(run("compare", "s.yaml", "--json", "--quiet").out)
    # At rest there are 3 people: 0.5 * 3 / 2.
    assert told["metrics"][0]["values"][0] == pytest.approx(0.75, rel=1e-9)


def at_start(tmp_path: Path, policies: str, more: str = "") -> None:
    """The workshop with policies of its own, in `s.yaml`."""
    (tmp_path / "workshop.sd").write_text(WORKSHOP)
    text = f"policies:\n{policies}futures: {{calm: {{}}}}\nmeasure: {{asks: final(asked)}}\n{more}"
    (tmp_path / "s.yaml").write_text(scenario("workshop.sd", text))


def test_a_number_that_is_outside_fails_the_runs_that_use_it_and_no_others(
    run: Run, tmp_path: Path
) -> None:
    policies = (
        '  fine: {set: {demand: {at_start: "0.5 * could_do"}}}\n'
        '  over: {set: {demand: {at_start: "9 * could_do"}}}\n'
    )
    (tmp_path / "draws.csv").write_text("effort\n1\n4\n")
    at_start(tmp_path, policies, "uncertainty: {table: draws.csv}\n")
    told = json.loads(run("compare", "s.yaml", "--json", "--quiet").out)
    # could_do is 10 / effort: 9 * 10 / 2 and 9 * 10 / 1 are above 40, 9 * 10 / 4 is not.
    assert told["metrics"][0]["values"] == [2.5, None]
    assert told["sample_metrics"][0]["values"] == [5, 1.25, None, 22.5]
    failed = [(f["policy"], f["sample"]) for f in told["samples"]["failures"]]
    assert failed == [("over", 0)]
    assert run("run", "--scenario", "s.yaml", "--policy", "fine").code == 0
    refused = run("run", "--scenario", "s.yaml", "--policy", "over")
    assert refused.code != 0 and "[E9019]" in refused.err and "s.yaml:5" in refused.err


@pytest.mark.parametrize("first", [True, False], ids=["meant first", "meant last"])
def test_whether_a_number_may_leave_its_range_is_a_matter_of_its_own_policy(
    run: Run, tmp_path: Path, first: bool
) -> None:
    meant = '  meant: {set: {demand: {at_start: "9 * could_do"}}, beyond_range: true}\n'
    other = '  other: {set: {demand: {at_start: "9 * could_do"}}}\n'
    at_start(tmp_path, meant + other if first else other + meant)
    told = json.loads(run("compare", "s.yaml", "--json", "--quiet").out)
    # 9 * 10 / 2.
    assert told["metrics"][0]["values"] == ([45, None] if first else [None, 45])


def test_a_setting_of_the_command_line_holds_in_the_common_start(run: Run, tmp_path: Path) -> None:
    at_start(tmp_path, '  few: {set: {demand: {at_start: "0.5 * could_do"}}}\n')
    options = ("--save", "asked", "--csv")
    of_file = run("run", "--scenario", "s.yaml", "--policy", "few", *options)
    changed = run("run", "--scenario", "s.yaml", "--policy", "few", "--set", "effort=5", *options)
    itself = run("run", "--scenario", "s.yaml", "--policy", "few", "--set", "demand=3", *options)
    # 0.5 * 10 / effort, as in a sample that draws this effort; a setting of the lever wins.
    ends = [float(r.out.split()[-1].split(",")[1]) for r in (of_file, changed, itself)]
    assert ends == [2.5, 1, 3]

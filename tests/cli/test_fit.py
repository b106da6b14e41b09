"""`slackwater fit`: parameters from numbers that are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_case import ROOT, Answer, Run

FLAGSHIP = ROOT / "models" / "improvement_as_system_work.sd"
CLIENT = ROOT / "targets" / "improvement_as_system_work" / "my_client.yaml"

# At rest the backlog is demand * share * delay and the lead time the delay (Little's law).
QUEUE = """\
model "A queue"
time week from 0 to 60 step 1/4 save 1 method rk4
unit item
parameter demand: item/week = 10 range 1 .. 100
parameter delay: week = 4 range 1 .. 20
parameter share: 1 = 0.5 range 0.1 .. 1
parameter unused: 1 = 3 range 0 .. 10
parameter free: 1 = 1
lever season: item/week = 0
stock backlog: item = 100
    inflow arrivals
    outflow completions
flow arrivals: item/week = demand * share + season
flow completions: item/week = backlog / delay
indicator lead_time: week = backlog / completions better down
"""
TARGETS = """\
fit: A small queue
set: {share: 0.8}
parameters:
  demand:
  delay: 2 .. 10 week
targets:
  backlog: {is: 60 item, within: 2 item}
  lead_time: {is: 5 week, within: 10 %}
"""


@pytest.fixture
def fitted(run: Run, write: Callable) -> Callable[..., Answer]:
    """`fitted(targets)` fits the queue to them."""

    def fitted(targets: str, *words: str) -> Answer:
        write("queue.sd", QUEUE)
        write("targets.yaml", targets)
        return run("fit", "queue.sd", "targets.yaml", *words)

    return fitted


def found(answer: Answer) -> dict:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def parameters(fit: dict) -> dict[str, dict]:
    return {parameter["name"]: parameter for parameter in fit["parameters"]}


def test_parameters_follow_from_a_closed_form(fitted: Callable) -> None:
    """60 = demand * 0.8 * 5, so the demand is 15; the delay is known to 10 % of 5."""
    fit = found(fitted(TARGETS, "--json"))
    demand, delay = parameters(fit)["demand"], parameters(fit)["delay"]
    assert demand["fitted"] == pytest.approx(15, rel=1e-7)
    assert delay["fitted"] == pytest.approx(5, rel=1e-7)
    assert (demand["default"], demand["range"], demand["unit"]) == (10, [1, 100], "item/week")
    assert delay["range"] == [2, 10]
    # Errors of a product: the delay's, 0.5 week, and sqrt((2/60)^2 + (0.5/5)^2) of the demand.
    assert delay["deviation"] == pytest.approx(0.5, rel=1e-4)
    assert demand["deviation"] == pytest.approx(15 * ((2 / 60) ** 2 + 0.1**2) ** 0.5, rel=1e-4)
    assert fit["open"] == [] and fit["converged"]
    for target in fit["targets"]:
        assert target["matched"] and abs(target["off"]) < 1e-6
    assert fit["targets"][1]["within"] == pytest.approx(0.5)


def test_a_pair_that_only_its_product_tells_is_named(fitted: Callable) -> None:
    text = TARGETS.replace("set: {share: 0.8}\n", "").replace(
        "  demand:\n", "  demand:\n  share:\n"
    )
    fit = found(fitted(text, "--json"))
    known = parameters(fit)
    assert known["demand"]["fitted"] * known["share"]["fitted"] == pytest.approx(12, rel=1e-6)
    assert known["share"]["open"] and not known["delay"]["open"]
    (combination,) = fit["open"]
    assert set(combination["parts"]) == {"demand", "share"}
    assert combination["parts"]["demand"] * combination["parts"]["share"] < 0
    assert combination["noticed"] < 0.01
    page = fitted(text).out
    assert "The targets leave open:\n  together: " in page


def test_a_parameter_that_nothing_tells_keeps_its_default(fitted: Callable) -> None:
    answer = fitted(TARGETS.replace("  demand:\n", "  demand:\n  unused:\n"))
    assert (
        "  unused: as near the solution, its whole range would change the targets by " in answer.out
    )
    fit = found(fitted(TARGETS.replace("  demand:\n", "  demand:\n  unused:\n"), "--json"))
    assert parameters(fit)["unused"]["fitted"] == 3
    assert parameters(fit)["unused"]["deviation"] == 10


def test_what_cannot_be_matched_is_named(fitted: Callable) -> None:
    """A lead time of 15 weeks is beyond the range of the delay, which ends at 10."""
    text = TARGETS.replace("is: 5 week, within: 10 %", "is: 15 week, within: 1 week")
    answer = fitted(text)
    assert answer.code == 0
    assert "Not matched together from this start (see --starts):\n" in answer.out
    assert "  lead_time: 10 week instead of 15, 5 tolerances too low\n" in answer.out
    assert "at its high end" in answer.out and "missed" in answer.out
    assert fitted(text, "--check").code == 1
    assert fitted(TARGETS, "--check").code == 0
    fit = found(fitted(text, "--json"))
    assert parameters(fit)["delay"]["at"] == "high"
    # The backlog is matched all the same: 60 = demand * 0.8 * 10.
    assert parameters(fit)["demand"]["fitted"] == pytest.approx(7.5, rel=1e-6)


def test_the_scenario_file_starts_where_the_client_is(
    fitted: Callable, run: Run, tmp_path: object
) -> None:
    text = TARGETS.replace("fit: A small queue", 'fit: "Queue: the \\"small\\" one"')
    answer = fitted(text + 'at_rest: {season: "0.5 * 0 [item/week]"}\n', "--out", "client.yaml")
    assert answer.code == 0 and "wrote client.yaml" in answer.err
    assert run("check", "client.yaml").code == 0
    answer = run("compare", "client.yaml", "--json")
    assert answer.code == 0 and answer.err == ""
    comparison = json.loads(answer.out)
    assert comparison["title"] == 'Queue: the "small" one'
    values = {metric["name"]: metric["values"][0] for metric in comparison["metrics"]}
    for when in ("start", "end"):
        assert values[f"backlog_at_{when}"] == pytest.approx(60, rel=1e-6)
        assert values[f"lead_time_at_{when}"] == pytest.approx(5, rel=1e-6)
    assert fitted(TARGETS, "--out", "client.txt").code == 2


def test_the_model_is_found_from_another_folder(fitted: Callable, run: Run, tmp_path) -> None:
    (tmp_path / "clients").mkdir()
    assert fitted(TARGETS, "--out", "clients/small.yaml").code == 0
    assert run("check", "clients/small.yaml").code == 0


TEAMS = """\
model "Two queues"
time week from 0 to 60 step 1/4 save 1 method rk4
unit item
dimension team = red, blue
parameter delay[team]: week = 4 range 1 .. 20
stock backlog[team]: item = 100
    inflow arrivals
    outflow completions
flow arrivals[team]: item/week = 8 [item/week]
flow completions[team]: item/week = backlog[team] / delay[team]
"""


def test_a_target_named_by_an_element_becomes_a_measure(run: Run, write: Callable) -> None:
    write("teams.sd", TEAMS)
    text = """\
fit: Two queues
parameters: {"delay[red]": , "delay[blue]": }
targets:
  "backlog[red]": {is: 40 item, within: 1 item}
  "backlog[blue]": {is: 24 item, within: 1 item}
  backlog_red: {of: "2 * backlog[red]", is: 80 item, within: 1 item}
"""
    write("targets.yaml", text)
    assert run("fit", "teams.sd", "targets.yaml", "--out", "client.yaml").code == 0
    answer = run("compare", "client.yaml", "--json")
    assert answer.code == 0, answer.err
    values = {metric["name"]: metric["values"][0] for metric in json.loads(answer.out)["metrics"]}
    assert values["backlog_red_at_start"] == pytest.approx(40, rel=1e-6)
    assert values["backlog_blue_at_end"] == pytest.approx(24, rel=1e-6)
    assert values["backlog_red_2_at_end"] == pytest.approx(80, rel=1e-6)


def test_what_is_read_is_not_written_over(fitted: Callable, tmp_path: Path) -> None:
    for name in ("targets.yaml", "./targets.yaml"):
        answer = fitted(TARGETS, "--out", name)
        assert answer.code == 2
        assert f"--out '{name}' would overwrite 'targets.yaml', which is read" in answer.err
    assert (tmp_path / "targets.yaml").read_text() == TARGETS


def test_files_are_taken_for_what_they_are(fitted: Callable, run: Run) -> None:
    assert fitted(TARGETS).code == 0
    answer = run("check", "targets.yaml")
    assert answer.code == 3 and answer.err.count("error:") == 1
    assert "targets.yaml:1:1: error: this is a targets file, not a scenario file" in answer.err
    answer = fitted("# nothing yet\n")
    assert answer.code == 3 and "a fit needs at least `fit`, `parameters`" in answer.err


MISTAKES = {
    "no parameters": (
        "parameters:\n  demand:\n  delay: 2 .. 10 week\n",
        "parameters: {}\n",
        "targets.yaml:3:13: error: there is no parameter under 'parameters' [E1135]",
    ),
    "no targets": (
        TARGETS[TARGETS.index("targets:") :],
        "targets: {}\n",
        "targets.yaml:6:10: error: there is no target under 'targets' [E1135]",
    ),
    "unknown parameter": (
        "  demand:\n",
        "  demnd:\n",
        "targets.yaml:4:3: error: the model has no lever or parameter 'demnd' [E1104]",
    ),
    "unknown key": ("within: 2 item", "witin: 2 item", "unknown key 'witin' in a target [E1101]"),
    "no value": ("is: 60 item, ", "", "'is' is missing in a target [E1102]"),
    "wrong unit": ("is: 60 item", "is: 60 week", "targets.yaml:7:17: error:"),
    "unknown variable": ("  backlog:", "  backlogg:", "targets.yaml:7:3: error:"),
    "range outside": ("2 .. 10 week", "2 .. 30 week", "is outside the range of 'delay': 1 .. 20"),
    "range that falls": ("2 .. 10 week", "10 .. 2 week", "does not rise [E1118]"),
    "no tolerance": ("within: 2 item", "within: 0 item", "[E1134]"),
    "no range": ("  demand:\n", "  free:\n", "targets.yaml:4:3: error: the model declares no"),
    "set as well": ("  demand:\n", "  share:\n", "'share' is set, and looked for as well [E1133]"),
    "over time": ("{share: 0.8}", "{share: {0 week: 1}}", "a rest state has none [E1131]"),
    "a number over time": (
        "lead_time: {",
        "mean_time: {of: 'mean(lead_time, 0 .. 4 week)', ",
        "[E1213]",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_shown_in_the_file(fitted: Callable, name: str) -> None:
    wrong, instead, message = MISTAKES[name]
    assert wrong in TARGETS
    answer = fitted(TARGETS.replace(wrong, instead))
    assert answer.code == 3 and answer.out == ""
    assert message in answer.err, answer.err
    assert "targets.yaml:" in answer.err


def test_a_model_without_rest_has_nothing_to_begin_with(run: Run, write: Callable) -> None:
    capped = QUEUE.replace("= backlog / delay", "= min(1 [item/week], backlog / delay)")
    write("queue.sd", capped.replace("range 1 .. 100", "range 5 .. 100"))
    write("targets.yaml", TARGETS.replace("demand:", "demand: 5 .. 100"))
    answer = run("fit", "queue.sd", "targets.yaml")
    assert answer.code == 1 and "[E9022]" in answer.err and "'backlog'" in answer.err


# Of a*sin(5a) in 0 .. 2 the first hump is 0.364 high at a = 0.4058 (tan x = -x at x = 2.0288), the
# second reaches 1.2 at 1.4513.
HUMPS = """\
model "Two humps"
time week from 0 to 60 step 1/4 save 1 method rk4
parameter a: 1 = 0.05 range 0 .. 2
stock x: 1 = 1
    inflow growth
flow growth: 1/week = (a - x) / 5 [week]
aux height: 1 = a * sin(5 * a)
"""


def test_a_nearest_minimum_is_not_the_last_word(run: Run, write: Callable) -> None:
    write("humps.sd", HUMPS)
    write(
        "targets.yaml", "fit: Humps\nparameters: {a: }\ntargets: {height: {is: 1.2, within: 0.01}}"
    )
    answer = run("fit", "humps.sd", "targets.yaml")
    assert "Not matched together from this start (see --starts):\n  height: 0.36394" in answer.out
    fit = found(run("fit", "humps.sd", "targets.yaml", "--json"))
    assert fit["converged"] and fit["ended"] == ""
    assert parameters(fit)["a"]["fitted"] == pytest.approx(2.028758 / 5, rel=1e-5)
    fit = found(run("fit", "humps.sd", "targets.yaml", "--json", "--starts", "8"))
    assert parameters(fit)["a"]["fitted"] == pytest.approx(1.4513, abs=1e-4)


def test_a_search_that_the_model_stops_says_so(run: Run, write: Callable) -> None:
    """Completions saturate at 20 a week: with a demand of 30 there is no rest, and 24 is 80 %."""
    saturating = QUEUE.replace(
        "= backlog / delay", "= 20 [item/week] * backlog / (backlog + 9 item)"
    )
    write("queue.sd", saturating)
    text = (
        TARGETS[: TARGETS.index("  delay:")]
        + "targets: {arrivals: {is: '24 [item/week]', within: 10}}"
    )
    write("targets.yaml", text)
    answer = run("fit", "queue.sd", "targets.yaml", "--check")
    assert answer.code == 1 and "[W9006]" in answer.err
    assert "Not at a minimum: the search stopped where the model has no rest" in answer.out
    assert "All targets are matched" in answer.out
    fit = found(run("fit", "queue.sd", "targets.yaml", "--json"))
    assert not fit["converged"] and "no rest" in fit["ended"]
    assert parameters(fit)["demand"]["fitted"] == pytest.approx(25, rel=1e-3)


def test_other_starts_give_the_same_answer(fitted: Callable) -> None:
    fit = found(fitted(TARGETS, "--json", "--starts", "3"))
    assert fit["starts"] == 3
    assert parameters(fit)["demand"]["fitted"] == pytest.approx(15, rel=1e-7)
    assert fitted(TARGETS, "--starts", "0").code == 2


def test_the_flagship_gives_its_parameters_back(run: Run, write: Callable) -> None:
    """Targets made with two parameters changed; from the defaults they are found again."""
    secret = {"staff_target": 80, "base_effort_per_item": 0.85}
    sets = [word for name, v in secret.items() for word in ("--set", f"{name}={v}")]
    rest = run("equilibrium", FLAGSHIP, "--json", "--set", "averaged_reviews=1", *sets)
    values = {v["name"]: v["rest"] for v in json.loads(rest.out)["indicators"]}
    stocks = {v["name"]: v["rest"] for v in json.loads(rest.out)["stocks"]}
    people = stocks["experienced_staff"] + stocks["rookies"]
    write(
        "targets.yaml",
        f"""\
fit: Eighty people
at_rest: {{averaged_reviews: 1}}
parameters: {{staff_target: 50 .. 150 people, base_effort_per_item: 0.5 .. 1.5}}
targets:
  people: {{of: experienced_staff + rookies, is: {people!r}, within: 1 %}}
  output: {{is: {values["output"]!r}, within: 2 %}}
  lead_time: {{is: {values["lead_time"]!r}, within: 5 %}}
""",
    )
    fit = found(run("fit", FLAGSHIP, "targets.yaml", "--json"))
    for name, value in secret.items():
        assert parameters(fit)[name]["fitted"] == pytest.approx(value, rel=1e-6), name
    assert fit["cost"] < 1e-8 and fit["converged"]


def test_the_shipped_client_becomes_a_scenario(run: Run) -> None:
    answer = run("fit", FLAGSHIP, CLIENT, "--out", "my_client.yaml", "--json", "--quiet")
    fit = found(answer)
    off = {target["name"]: target["off"] for target in fit["targets"]}
    assert all(abs(value) < 1.2 for value in off.values())
    assert run("check", "my_client.yaml").code == 0
    comparison = json.loads(run("compare", "my_client.yaml", "--json").out)
    values = {metric["name"]: metric["values"][0] for metric in comparison["metrics"]}
    known = {target["name"]: target["fitted"] for target in fit["targets"]}
    assert values["people_at_start"] == pytest.approx(known["people"], rel=1e-6)

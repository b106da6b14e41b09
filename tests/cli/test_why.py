"""`slackwater why`: what it prints, as text and as JSON, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from command_case import SCENARIO, Run

MODEL = """\
model "Bread"
time day from 0 to 10 step 1 save 1 method euler
unit loaf
lever bakers: 1 = 2 range 0 .. 10
lever speed: loaf/day = 10 range 0 .. 100
stock shelf: loaf = 5
    inflow baking
flow baking: loaf/day = bakers * speed
indicator on_the_shelf: loaf = shelf  better up
"""
POLICIES = """\
scenario: More bakers, or faster ones?
model: bread.sd
baseline: today
policies:
  today: {title: As today}
  more: {title: One more baker, set: {bakers: 3, speed: 12}}
"""


@pytest.fixture
def bread(write: Callable) -> str:
    write("bread.sd", MODEL)
    write("bread.yaml", POLICIES)
    return "bread.yaml"


def test_the_tree(run: Run, bread: str) -> None:
    """Closed form: 10 days of 3 x 12 - 2 x 10; of a product each change times the other's mean."""
    answer = run("why", bread, "--indicator", "on_the_shelf", "--policy", "more")
    assert answer.code == 0 and answer.err == ""
    assert answer.out == (
        "More bakers, or faster ones?\n"
        "Why On the shelf differs at day 10\n"
        "\n"
        "  One more baker: 365 loaf\n"
        "  As today:       205 loaf\n"
        "  difference:     +160 loaf (+78\u00a0%, better)\n"
        "\n"
        "Where +160 loaf comes from: all of it from Shelf\n"
        "\u2514\u2500 all of it  Baking brought 360 instead of 200 loaf since the start\n"
        "   \u251c\u2500 +110  Bakers (a lever): 3 instead of 2\n"
        "   \u2514\u2500 +50  Speed (a lever): 12 instead of 10 loaf/day\n"
    )


def test_as_json(run: Run, bread: str) -> None:
    words = ("why", bread, "--indicator", "shelf", "--policy", "today", "--against", "more")
    found = json.loads(run(*words, "--at", "5", "--json").out)
    assert (found["variable"], found["unit"], found["extent"]) == ("shelf", "loaf", "instant")
    assert (found["time"], found["time_unit"], found["difference"]) == (5, "day", -80)
    assert found["series"] == [5 + 20 * k for k in range(11)]
    (flow,) = found["causes"]
    assert (flow["name"], flow["kind"], flow["contribution"]) == ("baking", "inflow", -80)
    assert (flow["value"], flow["against"], flow["leaf"]) == (100, 180, False)
    inside = flow["because"]
    assert (inside["extent"], inside["unit"], inside["difference"]) == ("total", "loaf", -80)
    assert {c["name"]: c["contribution"] for c in inside["causes"]} == {
        "bakers": pytest.approx(-55),
        "speed": pytest.approx(-25),
    }
    assert all(cause["leaf"] for cause in inside["causes"])
    assert found["rest"] == pytest.approx(0, abs=1e-12)


def test_nothing_to_explain(run: Run, bread: str) -> None:
    answer = run("why", bread, "--indicator", "shelf", "--policy", "today")
    assert answer.code == 0 and "both have the same value there" in answer.out


def test_what_is_refused(run: Run, bread: str) -> None:
    words = ("why", bread, "--policy", "more", "--indicator")
    answer = run(*words, "shlef")
    assert answer.code != 0 and "did you mean 'shelf'" in answer.err and "E9047" in answer.err
    answer = run(*words, "shelf", "--at", "11")
    assert answer.code != 0 and "from 0 to 10" in answer.err and "E9048" in answer.err
    answer = run(*words, "shelf", "--against", "tody")
    assert answer.code != 0 and "did you mean 'today'" in answer.err
    assert run(*words, "shelf", "--depth", "0").code == 2
    answer = run("why", "bread.sd", "--policy", "more", "--indicator", "shelf")
    assert answer.code == 2 and "scenario file" in answer.err


def test_a_run_that_ends_early_is_explained_until_then(run: Run, write: Callable) -> None:
    text = MODEL.replace("loaf = shelf  better", "loaf = 1 loaf / sqrt(4 - time / 1 day)  better")
    write("bread.sd", text)
    write("bread.yaml", POLICIES)
    answer = run("why", "bread.yaml", "--indicator", "shelf", "--policy", "more")
    assert answer.code == 0 and "ended early" in answer.err
    assert "differs at day 3" in answer.out


def test_lines_are_wrapped_and_ascii_without_unicode(run: Run) -> None:
    answer = run("why", SCENARIO, "--indicator", "output", "--policy", "protected", "--depth", "4")
    assert answer.code == 0
    assert max(len(line) for line in answer.out.splitlines()) <= 100
    assert "; see above" in answer.out

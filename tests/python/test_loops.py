"""Which feedback loops dominate when: published tables, closed forms, and an honest budget."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import slackwater as sw

ROOT = Path(__file__).resolve().parents[2]

# Bass diffusion as Schoenberg, Davidsen and Eberlein analyse it (2020, figure 2).
BASS = """\
model "Bass diffusion"
time year from 0 to 15 step 1/16 save 1/16 method euler
unit people
parameter market: people = 1000000
parameter contact_rate: 1/year = 100
parameter adoption_fraction: 1 = 0.015
stock potential_adopters: people = market - 1 people
    outflow adopting
stock adopters: people = 1
    inflow adopting
aux chance_of_meeting_potentials: 1 = potential_adopters / market
aux adopter_contacts: people/year = adopters * contact_rate
aux contacts_with_adopters: people/year = adopter_contacts * chance_of_meeting_potentials
flow adopting: people/year = contacts_with_adopters * adoption_fraction
"""

LOGISTIC = """\
model "Logistic growth in two parts"
time year from 0 to 60 step 1/64 save 1 method rk4
unit animal
stock population: animal = 10
    inflow growth
aux room: 1 = 1 - population / 1000 animal
flow growth: animal/year = 0.2 [1/year] * population * room
"""

TWO_FLOWS = """\
model "Births and deaths"
time year from 0 to 20 step 1/4 save 1 method euler
unit people
stock population: people = 100
    inflow births
    outflow deaths
flow births: people/year = 0.5 [1/year] * population
flow deaths: people/year = 0.3 [1/year] * population
"""


def loop_with(loops: sw.Loops, *variables: str) -> sw.Loop:
    found = [loop for loop in loops.values() if set(variables) <= set(loop.variables)]
    assert len(found) == 1, (variables, loops)
    return found[0]


def test_bass_diffusion_has_the_published_scores() -> None:
    """Table 3 of the 2020 paper, as a public summary of it gives the numbers.

    Its times are those at which a step begins, ours those at which it ends.
    """
    loops = sw.loads(BASS).loop_dominance()
    assert loops.is_complete and len(loops) == 2
    word = loop_with(loops, "adopter_contacts")
    market = loop_with(loops, "chance_of_meeting_potentials")
    assert (word.polarity, market.polarity) == ("reinforcing", "balancing")
    published = {9.5: (0.535, -0.465), 9.5625: (0.512, -0.488), 9.625: (0.488, -0.512)}
    for time, (reinforcing, balancing) in published.items():
        at = int(np.flatnonzero(loops.time == time + 1 / 16)[0])
        assert word.relative[at] == pytest.approx(reinforcing, abs=6e-4)
        assert market.relative[at] == pytest.approx(balancing, abs=6e-4)
    assert word.relative[0] == pytest.approx(1, abs=1e-3)
    assert market.relative[-1] == pytest.approx(-1, abs=1e-3)


def test_logistic_growth_changes_hands_at_half_the_capacity() -> None:
    """Closed form for small steps: the shares are 1 - P/K and P/K, equal at K/2."""
    model = sw.loads(LOGISTIC)
    loops = model.loop_dominance()
    share = model.run()["population"][1:] / 1000
    reinforcing, balancing = loops["population > growth"], loops["population > room"]
    assert (reinforcing.polarity, balancing.polarity) == ("reinforcing", "balancing")
    moving = (share > 0.02) & (share < 0.999)
    assert reinforcing.relative[moving] == pytest.approx(1 - share[moving], abs=2e-3)
    assert balancing.relative[moving] == pytest.approx(-share[moving], abs=2e-3)
    crossing = np.interp(0, reinforcing.relative * -1 - balancing.relative, share)
    assert crossing == pytest.approx(0.5, abs=2e-3)


def test_two_flows_of_one_stock_share_as_their_rates() -> None:
    """Closed form: 0.5 / (0.5 + 0.3) at any time and any step."""
    loops = sw.loads(TWO_FLOWS).loop_dominance()
    births = loop_with(loops, "births")
    deaths = loop_with(loops, "deaths")
    assert births.relative == pytest.approx(np.full(20, 0.625), rel=1e-9)
    assert deaths.relative == pytest.approx(np.full(20, -0.375), rel=1e-9)
    assert births.share == pytest.approx(0.625)
    assert set(loops) == {"population > births", "population > deaths"}


def test_predator_and_prey_against_the_definitions() -> None:
    """Limit of the definitions for small steps, with x' = a x - b x y and y' = d x y - c y."""
    model = sw.load(ROOT / "models" / "predator_prey.sd")
    loops = model.loop_dominance(set={})
    run = model.run()
    a, b, c, d = 1.1, 0.4, 0.4, 0.1
    x, y = run["hares"][1:], run["foxes"][1:]
    vx, vy = a * x - b * x * y, d * x * y - c * y
    ax, ay = a * vx - b * (vx * y + x * vy), d * (vx * y + x * vy) - c * vy
    scores = {
        ("hares", "hare_births"): abs(a * vx / ax),
        ("hares", "hares_eaten"): -abs(b * y * vx / ax),
        ("foxes", "fox_births"): abs(d * x * vy / ay),
        ("foxes", "fox_deaths"): -abs(c * vy / ay),
        ("hares", "foxes"): -abs(d * y * vx / ay * b * x * vy / ax),
    }
    total = sum(abs(score) for score in scores.values())
    assert loops.is_complete and len(loops) == len(scores)
    for variables, score in scores.items():
        loop = next(
            loop
            for loop in loops.values()
            if set(variables) <= set(loop.variables)
            and (len(loop.variables) == 2 or variables == ("hares", "foxes"))
        )
        error = np.abs(loop.relative - score / total)
        assert np.median(error) < 5e-3, variables
    sizes = sum(np.abs(loop.relative) for loop in loops.values())
    assert sizes == pytest.approx(np.ones_like(sizes), abs=1e-12)


def test_a_model_at_rest_has_no_dominant_loop() -> None:
    """0 / 0 is 0, as the paper defines it."""
    text = TWO_FLOWS.replace("0.5 [1/year]", "0.3 [1/year]")
    loops = sw.loads(text).loop_dominance()
    assert all(loop.polarity == "still" and not loop.relative.any() for loop in loops.values())
    assert all(loop.share == 0 for loop in loops.values())


def test_memory_functions_are_passed_through() -> None:
    text = TWO_FLOWS + (
        "aux felt: people = smooth3(population, 2 year)\n"
        "flow leaving: people/year = 0.1 [1/year] * felt\n"
    )
    text = text.replace("    outflow deaths\n", "    outflow deaths\n    outflow leaving\n")
    loops = sw.loads(text).loop_dominance()
    loop = loop_with(loops, "felt", "leaving")
    assert loop.variables == ("population", "felt", "leaving")
    assert loop.polarity == "balancing"


def test_names_may_be_given_and_are_the_same_whatever_the_settings() -> None:
    model = sw.load(ROOT / "models" / "slack_and_rework.sd")
    some = model.loop_dominance(target_utilization=0.95, most=10**6)
    others = model.loop_dominance(target_utilization=0.9, budget=5, most=10**6)
    variables = {name: set(loop.variables) for name, loop in some.items()}
    assert some.is_complete and not others.is_complete and len(some) == some.found
    common = set(some) & set(others)
    assert len(common) > 20
    assert all(variables[name] == set(others[name].variables) for name in common)
    named = model.loop_dominance(names={"Work breeds work": ["backlog", "felt_pressure"]})
    assert {"backlog", "felt_pressure"} <= set(named["Work breeds work"].variables)


def test_more_loops_than_the_budget_are_said() -> None:
    model = sw.load(ROOT / "models" / "slack_and_rework.sd")
    loops = model.loop_dominance(budget=5, target_utilization=0.95)
    assert not loops.is_complete and "more than 5 feedback loops" in loops.note
    assert loops.found > 5 and len(loops) <= 30
    complete = model.loop_dominance(budget=10**5, target_utilization=0.95)
    if complete.is_complete:
        assert complete.found >= loops.found
    with pytest.raises(sw.UnknownNameError, match="no loop"):
        loops["nothing like that"]


def test_scenario_and_how_they_show_themselves() -> None:
    scenario = sw.load_scenario(ROOT / "scenarios" / "slack_and_rework.yaml")
    loops = scenario.loop_dominance("full_utilization", most=5)
    frame = loops.to_pandas()
    assert list(frame.columns) == list(loops) and frame.index.name == "time"
    assert "%" in loops.table() and str(loops) == loops.table()
    assert "<table>" in loops._repr_html_() and "<Loops of" in repr(loops)

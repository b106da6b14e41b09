"""Rest states: of models, of scenario files, and what is said about them."""

from __future__ import annotations

import numpy as np
import pytest
import slackwater as sw

# Rest: arrivals times delay (Little's law); the only eigenvalue is minus one over the delay.
BACKLOG = """\
model "A backlog"
time week from 0 to 60 step 1/4 save 1 method rk4
dimension place = here, there
parameter demand: item/week = 10
lever delay[place]: week = {here: 4, there: 2}
unit item
stock backlog[place]: item = 100
    inflow arrivals
    outflow completions
stock done: item = 7
    inflow finishing
flow arrivals[place]: item/week = demand
flow completions[place]: item/week = backlog[place] / delay[place]
flow finishing: item/week = sum(completions[*])
indicator waiting: item = sum(backlog[*]) better down
"""


@pytest.fixture
def backlog() -> sw.Model:
    return sw.loads(BACKLOG)


def test_a_model_rests_where_arrivals_times_delay_say(backlog: sw.Model) -> None:
    rest = backlog.equilibrium()
    assert rest["backlog[here]"] == pytest.approx(40, rel=1e-9)
    assert rest["backlog[ there ]"] == pytest.approx(20, rel=1e-9)
    assert rest["waiting"] == pytest.approx(60, rel=1e-9)
    assert rest.start["waiting"] == 200
    assert rest.stocks == ("backlog[here]", "backlog[there]", "done")
    assert rest.indicators == ("waiting",)
    assert rest.counters == ("done",)
    assert len(rest) == 4 and list(rest)[-1] == "waiting"
    assert (rest.of, rest.time_unit, rest.stability) == ("the model", "week", "stable")
    np.testing.assert_allclose(rest.eigenvalues, [-0.25, -0.5], rtol=1e-6)
    np.testing.assert_allclose(rest.return_times, [4, 2], rtol=1e-6)
    assert rest.residual < 1e-9 and rest.iterations > 0
    assert (rest.free_directions, rest.totals, rest.undetermined) == (0, [], ())


def test_settings_as_of_a_run(backlog: sw.Model) -> None:
    assert backlog.equilibrium(demand=5)["waiting"] == pytest.approx(30, rel=1e-9)
    found = backlog.equilibrium(delay=[1, 3], set={"start backlog[here]": 3})
    assert found["backlog[there]"] == pytest.approx(30, rel=1e-9)
    assert found.start["backlog[here]"] == 3
    with pytest.raises(TypeError, match="did you mean 'demand'"):
        backlog.equilibrium(demnd=5)


def test_totals_and_unknown_names(backlog: sw.Model) -> None:
    moving = sw.loads(
        "time year from 0 to 9\nunit people\n"
        "stock here: people = 90\n    outflow leaving\n"
        "stock there: people = 10\n    inflow leaving\n    outflow returning\n"
        "stock away: people = 0\n    inflow returning\n    outflow coming\n"
        "flow leaving: people/year = 0.3 [1/year] * here\n"
        "flow returning: people/year = 0.1 [1/year] * there\n"
        "flow coming: people/year = 0 [1/year] * away\n"
    )
    rest = moving.equilibrium()
    assert rest.counters == ()
    with pytest.raises(sw.UnknownNameError, match="did you mean 'there'"):
        rest["ther"]
    # Everybody ends in a place that nothing reads: 100 people, none of them kept by a total.
    assert rest["away"] == pytest.approx(100, rel=1e-6)


def test_a_frame_and_how_it_looks(backlog: sw.Model) -> None:
    rest = backlog.equilibrium()
    frame = rest.to_pandas()
    assert list(frame.index) == list(rest.stocks)
    assert frame.loc["backlog[here]", "unit"] == "item"
    assert frame.loc["done", "counts"]
    assert frame.loc["done", "rate"] == pytest.approx(20, rel=1e-9)
    assert repr(rest) == (
        "<Equilibrium of 'A backlog', the model: 3 stocks, stable, slowest e-fold in 4 week>"
    )
    assert "backlog[here]" in rest._repr_html_()


def test_no_rest_is_an_error(backlog: sw.Model) -> None:
    with pytest.raises(sw.ModelError, match="E9011") as caught:
        capped = "= min(5 [item/week], backlog[place] / delay[place])"
        sw.loads(BACKLOG.replace("= backlog[place] / delay[place]", capped)).equilibrium()
    assert caught.value.diagnostics[0].code == "E9011"


def test_of_a_scenario_file(root, slack_and_rework: sw.Model) -> None:
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    own = scenario.equilibrium()
    assert own.of == "policy status_quo"
    assert own["backlog"] == scenario.run()["backlog"][0]
    # The policy's settings by hand on the model, from the same start.
    there = scenario.equilibrium("protected", "calm")
    by_hand = slack_and_rework.equilibrium(
        target_utilization=0.78, improvement_share=0.12, protection=0.95
    )
    assert there["output"] == pytest.approx(by_hand["output"], rel=1e-6)
    assert there.start["backlog"] == own["backlog"]
    with pytest.raises(sw.ModelError, match="E9014"):
        scenario.equilibrium("protectd")


def test_a_rest_that_does_not_last_is_a_warning(root) -> None:
    model = sw.load(root / "models" / "improvement_as_system_work.sd")
    with pytest.warns(sw.SlackwaterWarning, match="W9004"):
        model.equilibrium()
    rest = model.equilibrium(averaged_reviews=1)  # any warning would be an error here
    assert rest["structural_debt"] == pytest.approx(
        0.4517807876388397, rel=1e-9
    )  # independent program

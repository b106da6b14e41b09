"""The flagship in money: the prices change what is said and nothing that happens."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import slackwater as sw


@pytest.fixture(scope="module")
def pay_back(root: Path) -> sw.Scenario:
    return sw.load_scenario(root / "scenarios" / "improvement_as_system_work" / "pay_back.yaml")


def test_no_other_number_depends_on_the_prices(pay_back: sw.Scenario) -> None:
    assumed = pay_back.model.run()
    free = pay_back.model.run(value_per_item=0, cost_per_person=1)
    money = {"net_value", "cumulative_net_value"}
    differing = {name for name in assumed if not np.array_equal(assumed[name], free[name])}
    assert {name.split(".")[0] for name in differing} == money


def net_value_by_hand(run: sw.Run) -> np.ndarray:
    """Worth of the items that the books of the model hold, less the trapezoid rule over staff."""
    step = run.time[1] - run.time[0]
    staff = run["experienced_staff"] + run["rookies"]
    weeks = np.concatenate([[0], np.cumsum((staff[1:] + staff[:-1]) / 2) * step])
    return 8000 * run["value_delivered"] - 2000 * weeks


def test_cumulative_net_value_and_pay_back_by_hand(pay_back: sw.Scenario) -> None:
    found = pay_back.compare(samples=False).metrics["value"]
    step = {"save_step": pay_back.model.time.step}
    runs = {name: pay_back.run(name, "at_our_prices", **step) for name in pay_back.policies}
    by_hand = {name: net_value_by_hand(run) for name, run in runs.items()}
    for name, run in runs.items():
        size = np.abs(by_hand[name]).max()
        assert np.abs(run["cumulative_net_value"] - by_hand[name]).max() < 1e-5 * size
    for name in ("protected", "half_hearted"):
        ahead = by_hand[name] - by_hand["status_quo"]
        weekly = ahead[:: round(1 / pay_back.model.time.step)]
        behind = np.flatnonzero(weekly < 0)
        assert len(behind) > 2, "it has to be in the red first"
        assert found["ahead_for_good", name, "at_our_prices"] == behind[-1] + 1
        assert found["five_year_gain", name, "at_our_prices"] == pytest.approx(ahead[-1], rel=1e-5)
        red = found["deepest_in_the_red", name, "at_our_prices"]
        assert red == pytest.approx(-weekly.min(), rel=1e-3)


def test_own_prices_are_put_where_the_file_says(root: Path, tmp_path: Path) -> None:
    """A fifth of the worth of an item and no wage: all that is earned is what the items are worth."""
    folder = root / "scenarios" / "improvement_as_system_work"
    text = (folder / "pay_back.yaml").read_text()
    model = root / "models" / "improvement_as_system_work.sd"
    text = text.replace("../../models/improvement_as_system_work.sd", model.as_posix())
    for assumed, own in (("8000 [money/item]", "1600 [money/item]"), ("2000 [money/", "0 [money/")):
        assert text.count(assumed) == 1
        text = text.replace(assumed, own)
    (tmp_path / "ours.yaml").write_text(text)
    found = sw.load_scenario(tmp_path / "ours.yaml").compare().metrics["value"]
    run = sw.load(model).run()
    place = ("five_year_net_value", "status_quo", "at_our_prices")
    assert found[place] == pytest.approx(1600 * run["value_delivered"][-1], rel=1e-5)


def test_an_incident_takes_its_worth_back(pay_back: sw.Scenario) -> None:
    model = pay_back.model
    failure = {"incident": {0: 0, 8: 200, 9: 0}, "stop_time": 9}
    calm, hit = model.run(stop_time=9), model.run(**failure)
    lost = calm["cumulative_net_value"][-1] - hit["cumulative_net_value"][-1]
    worth = hit["worth_per_item"][-1]
    # Two hundred items at their worth, and what the surprise leaves undone in its own week.
    assert 200 * 8000 * worth < lost < 1.05 * 200 * 8000 * worth

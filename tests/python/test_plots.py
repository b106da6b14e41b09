"""Charts: what is drawn, in which style, with which units."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
import slackwater as sw
from matplotlib.colors import to_hex


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_indicators_are_drawn_with_units(slack_and_rework: sw.Model) -> None:
    run = slack_and_rework.run()
    axes = run.plot()
    titles = [cell.get_title(loc="left") for cell in axes]
    assert titles[:3] == ["Output", "Lead time", "Feedback delay"]
    assert len(titles) == len(slack_and_rework.indicators)
    assert axes[1].get_ylabel() == "week"
    assert axes[3].get_ylabel() == "1 (dimensionless)"
    assert axes[0].get_xlabel() == "time (week)"
    (line,) = axes[1].get_lines()
    np.testing.assert_array_equal(line.get_ydata(), run["lead_time"])
    np.testing.assert_array_equal(line.get_xdata(), run.time)


def test_time_axis_has_ticks_that_people_expect(slack_and_rework: sw.Model) -> None:
    (cell,) = slack_and_rework.run().plot("backlog")
    assert set(np.diff(cell.get_xticks())) == {26.0}  # half years


def test_baseline_is_a_grey_dashed_ghost(slack_and_rework: sw.Model) -> None:
    base = slack_and_rework.run()
    run = slack_and_rework.run(target_utilization=0.98)
    axes = run.plot("lead_time", "output", baseline=base)
    ghost, line = axes[0].get_lines()
    np.testing.assert_array_equal(ghost.get_ydata(), base["lead_time"])
    np.testing.assert_array_equal(line.get_ydata(), run["lead_time"])
    red, green, blue = (int(to_hex(ghost.get_color())[i : i + 2], 16) for i in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) < 40
    assert ghost.is_dashed() and not line.is_dashed()
    assert ghost.get_zorder() < line.get_zorder()
    texts = [text.get_text() for text in axes[0].figure.legends[0].get_texts()]
    assert texts == ["baseline", "this run"]


def test_arrays_have_one_line_per_element(obstacles: sw.Model) -> None:
    run = obstacles.run()
    (cell,) = run.plot("obstacle")
    lines = cell.get_lines()
    labels = [line.get_label() for line in lines]
    assert labels[1] == "dependencies, cross_team" and len(labels) == 6
    assert len({to_hex(line.get_color()) for line in lines}) == 6
    assert len({str(line._dash_pattern) for line in lines}) > 3
    assert cell.get_legend() is not None
    (cell,) = run.plot("obstacle[policy, *]")
    assert len(cell.get_lines()) == 3


def test_given_axes_are_used(teacup: sw.Model) -> None:
    figure, axes = plt.subplots(1, 2)
    returned = teacup.run().plot("tea_temperature", "cooling", ax=axes)
    assert returned[1] is axes[1] and len(figure.axes) == 2
    with pytest.raises(ValueError, match="2 axes are needed, 1 were given"):
        teacup.run().plot("tea_temperature", "cooling", ax=axes[0])


def test_fans_hold_the_quantiles(teacup: sw.Model) -> None:
    ensemble = teacup.ensemble(50)
    (cell,) = ensemble.plot("tea_temperature")
    wide, narrow = cell.collections
    low, lower, upper, high = ensemble.quantiles("tea_temperature", (0.05, 0.25, 0.75, 0.95))
    for band, bottom, top in ((wide, low, high), (narrow, lower, upper)):
        points = band.get_paths()[0].vertices
        at = points[points[:, 0] == 10][:, 1]
        assert {round(v, 9) for v in at} == {round(bottom[10], 9), round(top[10], 9)}
    assert "90 % of 50 runs" in cell.get_title(loc="right")


def test_arrays_of_ensembles_need_an_element(obstacles: sw.Model) -> None:
    ensemble = obstacles.ensemble(inputs={"removal_rate": [0.2, 0.4]})
    with pytest.raises(ValueError, match=r"'obstacle\[dependencies,team\]'"):
        ensemble.plot("obstacle")
    (cell,) = ensemble.plot("obstacle[policy, team]")
    assert cell.get_title(loc="left") == "Obstacle [policy, team]"


def test_comparison_has_a_chart_per_future(comparison: sw.Comparison) -> None:
    axes = comparison.plot("output", "lead_time")
    assert len(axes) == 4
    assert axes[0].get_ylim() == axes[1].get_ylim()
    assert axes[1].get_title(loc="left") == "Output: 30 % more demand for eight weeks"
    lines = {line.get_label(): line for line in axes[0].get_lines()}
    assert set(lines) == set(comparison.policies.values())
    ghost = lines[comparison.policies[comparison.baseline]]
    assert ghost.is_dashed() and ghost.get_zorder() == min(x.get_zorder() for x in lines.values())
    place = list(comparison.policies).index("protected")
    shown = lines[comparison.policies["protected"]].get_ydata()
    np.testing.assert_array_equal(shown, comparison["output"][place, 0])
    assert len({to_hex(line.get_color()) for line in lines.values()}) == 6


def test_a_policy_keeps_its_colour_when_fewer_are_drawn(comparison: sw.Comparison) -> None:
    def color(axes: np.ndarray) -> str:
        title = comparison.policies["adaptive"]
        (line,) = (x for x in axes[0].get_lines() if x.get_label() == title)
        return to_hex(line.get_color())

    everyone = comparison.plot("output", futures=["calm"])
    one = comparison.plot("output", futures="calm", policies=["adaptive"])
    assert color(everyone) == color(one)
    assert len(one[0].get_lines()) == 2  # with the baseline

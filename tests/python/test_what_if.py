"""What-if pages from Python: the file of `slackwater page`, and the frame that a notebook shows."""

from __future__ import annotations

import base64
import html
import math
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import slackwater as sw
from slackwater import _core
from slackwater import page as pages

sys.path.append(str(Path(__file__).resolve().parents[1] / "cli"))

from packed_text import payload_of  # noqa: E402

# A player's skeleton, so that these tests need no WebAssembly.
PLAYER = (
    '<!doctype html><p>"It\'s & 1 < 2"</p>'
    '<script type="text/plain" id="slackwater-payload"></script>'
)


@pytest.fixture(autouse=True)
def skeleton(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_core, "player", lambda: PLAYER)


@pytest.fixture(scope="module")
def scenario(root: Path) -> sw.Scenario:
    return sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")


def test_a_scenario_writes_its_page(scenario: sw.Scenario, tmp_path: Path) -> None:
    page = scenario.page(tmp_path / "page.html", samples=False)
    assert (tmp_path / "page.html").read_text() == page.html
    payload = payload_of(page.html)
    assert payload["title"] == page.title == scenario.title
    assert payload["samples"] is None
    assert [policy["id"] for policy in payload["policies"]] == scenario.policies
    name = scenario.source_name
    assert payload["command"] == f"slackwater page {name} --defaults-only -o page.html"
    # The page's fingerprint is that of the run in Python, of the indicators alone.
    indicators = [indicator["name"] for indicator in payload["indicators"]]
    run = scenario.run("protected", "demand_surge", save=indicators)
    assert payload["fingerprints"]["protected/demand_surge"] == run.fingerprint()


def test_a_comparison_makes_the_same_page_without_running_again(
    scenario: sw.Scenario, comparison: sw.Comparison, root: Path
) -> None:
    assert comparison.page().html == scenario.page().html
    assert payload_of(comparison.page().html)["samples"]["rows"] == 64


def test_a_comparison_from_a_file_has_no_page(comparison: sw.Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path / "results.h5")
    with pytest.raises(ValueError, match=r"load_scenario\(...\).page"):
        sw.read_results(tmp_path / "results.h5").page()


def test_a_model_alone_has_a_page(teacup: sw.Model) -> None:
    page = teacup.page(
        policies={
            'A "warm" room: 25': {"room_temperature": 25},
            "A ramp": {"room_temperature": {"ramp": {0: 10, 20: 30}}},
            "A rule": {"room_temperature": "21 degree + 0.1 [degree/minute] * time"},
            "a ramp": {"start tea_temperature": 70},
        }
    )
    payload = payload_of(page.html)
    assert payload["title"] == "Teacup" and payload["baseline"] == "as_it_stands"
    assert [(p["id"], p["title"]) for p in payload["policies"]] == [
        ("as_it_stands", "As it stands"),
        ("a_warm_room_25", 'A "warm" room: 25'),
        ("a_ramp", "A ramp"),
        ("a_rule", "A rule"),
        ("a_ramp_2", "a ramp"),
    ]
    points = {"points": [[0, 10], [20, 30]], "ramp": True}
    assert payload["policies"][2]["set"] == [{"target": "room_temperature", "value": points}]
    assert payload["starts"]["a_ramp_2/model"] == [{"target": "start tea_temperature", "value": 70}]
    assert payload["samples"]["rows"] == 100
    assert [lever["name"] for lever in payload["levers"]] == ["room_temperature"]


def test_samples_of_a_model_are_drawn_for_the_band(slack_and_rework: sw.Model) -> None:
    payload = payload_of(slack_and_rework.page(samples=5, seed=3).html)
    assert payload["samples"]["rows"] == 5
    ensemble = slack_and_rework.ensemble(5, seed=3, save="output")
    assert payload["samples"]["names"] == list(ensemble.inputs.columns)
    values = np.frombuffer(base64.b64decode(payload["samples"]["values"]), "<f8")
    assert values.tolist() == ensemble.inputs.to_numpy().ravel().tolist()
    assert payload_of(slack_and_rework.page(samples=0).html)["samples"] is None


def test_arrays_and_data_files_go_along(obstacles: sw.Model) -> None:
    weights = {"Other weights": {"weight": [1.0, 4.0]}}
    with pytest.raises(sw.ModelError, match="E9042"):  # arrays alone are no curves
        obstacles.page(policies=weights)
    curve = "\nindicator highest: 1 = obstacle[policy, system] better down\n"
    payload = payload_of(sw.loads(obstacles.text + curve).page(policies=weights).html)
    assert payload["policies"][1]["set"] == [
        {"target": "weight[dependencies]", "value": 1},
        {"target": "weight[policy]", "value": 4},
    ]
    assert payload["samples"] is None  # no parameter of it has a distribution


def test_a_wrong_setting_is_refused_as_in_run(teacup: sw.Model) -> None:
    with pytest.raises(sw.ModelError, match="did you mean 'room_temperature'"):
        teacup.page(policies={"Warm": {"room_temprature": 25}})
    with pytest.raises(TypeError, match="samples is a whole number"):
        teacup.page(samples=1.5)  # type: ignore[arg-type]


def test_a_build_without_the_page_says_so(
    scenario: sw.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_core, "player", lambda: "")
    with pytest.raises(sw.FileError, match="this build of slackwater has no what-if page") as error:
        scenario.page()
    assert error.value.diagnostics[0].code == "E9041"
    assert "tools/apt-packages.txt" in error.value.diagnostics[0].hint


def test_a_notebook_shows_the_page_in_a_frame(teacup: sw.Model) -> None:
    page = teacup.page()
    shown = page._repr_html_()
    attributes = dict(re.findall(r'([a-z]+)="(.*?)"', shown, re.DOTALL))
    assert html.unescape(attributes["srcdoc"]) == page.html
    # Scripts without the notebook's origin; downloads and printing from the page's own buttons.
    assert set(attributes["sandbox"].split()) == {
        "allow-scripts",
        "allow-downloads",
        "allow-modals",
    }
    assert "height:500px" in page.frame(height=500)
    assert len(repr(page)) < 100 and "Teacup" in repr(page)


def test_what_a_cell_shows_of_a_scenario_is_small(scenario: sw.Scenario) -> None:
    shown = scenario._repr_html_()
    assert len(shown) < 5000 and "iframe" not in shown
    for word in (scenario.title, "protected", "demand_surge", "64 samples"):
        assert word in shown


def test_other_threads_go_on_while_a_page_is_made(
    scenario: sw.Scenario, comparison: sw.Comparison
) -> None:
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    try:
        for _ in range(5):
            _core.page_payload(scenario._core, comparison._core, "")
    finally:
        done.set()
        thread.join()
    assert counted - before > 100


@pytest.fixture
def widget(scenario: sw.Scenario) -> Iterator[Any]:
    pytest.importorskip("anywidget")
    widget = sw.WhatIf(scenario, samples=False)
    yield widget
    widget.close()


def from_page(widget: Any, **state: Any) -> None:
    """What the frame's message sets, as the widget's front end does it."""
    widget.set_state({**state, "shown": state})


def test_a_widget_starts_where_the_page_does(widget: Any, scenario: sw.Scenario) -> None:
    assert (widget.policy, widget.future, widget.changes) == ("status_quo", "calm", {})
    assert widget.page == scenario.page(samples=False).html
    assert widget.values == {
        "target_utilization": 0.82,
        "improvement_share": 0.06,
        "protection": 0.5,
    }
    widget.policy = "adaptive"  # which has a rule for one lever and numbers for the others
    assert widget.levers["protection"] == 0.95
    assert str(widget.levers["target_utilization"]).startswith("clip(0.78")
    widget.policy = "withdrawn"
    assert widget.levers["improvement_share"] == {0: 0.12, 60: 0.01}


def test_what_python_chooses_goes_to_the_page(widget: Any) -> None:
    seen: list[Any] = []
    widget.observe(lambda change: seen.append((change.name, change.new)), ["policy", "changes"])
    widget.policy = "protected"
    widget.levers["target_utilization"] = 0.9
    assert widget.values["target_utilization"] == 0.9
    del widget.levers["target_utilization"]
    assert seen == [
        ("policy", "protected"),
        ("changes", {"target_utilization": 0.9}),
        ("changes", {}),
    ]
    state = widget.get_state()
    for name in ("page", "policy", "future", "changes", "shown", "height", "_esm"):
        assert name in state


def test_what_the_page_says_comes_to_python(widget: Any) -> None:
    seen: list[Any] = []
    widget.observe(lambda change: seen.append(change.new), "changes")
    from_page(
        widget,
        policy="protected",
        future="demand_surge",
        changes={"protection": 1},
        fingerprint="ab",
    )
    assert (widget.policy, widget.future) == ("protected", "demand_surge")
    assert widget.levers["protection"] == 1.0 and seen == [{"protection": 1.0}]
    assert widget.fingerprint == "ab"
    widget.levers["protection"] = 0.3  # the page has not answered yet
    assert widget.fingerprint == ""


@pytest.mark.parametrize(
    ("name", "value", "error", "words"),
    [
        ("policy", "protcted", sw.UnknownNameError, "did you mean 'protected'"),
        ("future", "storm", sw.UnknownNameError, "no future 'storm'"),
        ("changes", {"protectoin": 1}, sw.UnknownNameError, "did you mean 'protection'"),
        ("changes", {"protection": 7}, ValueError, r"protection lies in 0 .. 1, not at 7"),
        ("changes", {"protection": {0: 0.2}}, ValueError, r"protection takes one number here, not"),
        ("changes", {"protection": math.nan}, ValueError, "not at nan"),
        ("changes", {"protection": "1"}, ValueError, "takes one number here, not '1'"),
    ],
)
def test_what_the_page_does_not_have_is_refused(
    widget: Any, name: str, value: Any, error: type[Exception], words: str
) -> None:
    before = getattr(widget, name)
    with pytest.raises(error, match=words):
        setattr(widget, name, value)
    assert getattr(widget, name) == before


def test_its_run_is_the_pages_run(widget: Any, scenario: sw.Scenario) -> None:
    payload = payload_of(widget.page)
    for policy in scenario.policies:
        widget.policy = policy
        assert widget.run().fingerprint() == payload["fingerprints"][f"{policy}/calm"]
    widget.policy, widget.future = "protected", "demand_surge"
    widget.levers["protection"] = 0.4
    run = widget.run(save=["output", "backlog"])
    wanted = scenario.run("protected", "demand_surge", protection=0.4)
    assert set(run) == {"backlog", "output"}
    assert run["backlog"].tobytes() == wanted["backlog"].tobytes()
    assert run.title.endswith("Hold 22 % back and protect it")


def test_a_widget_of_a_model(teacup: sw.Model) -> None:
    pytest.importorskip("anywidget")
    widget = sw.WhatIf(teacup, height=400)
    widget.levers["room_temperature"] = 15
    # The closed form at minute 30.
    assert widget.run(save="tea_temperature")["tea_temperature"][-1] == pytest.approx(
        15 + 67 * math.exp(-3), abs=1e-6
    )
    assert "room_temperature=15" in repr(widget)
    with pytest.raises(TypeError, match="takes a Scenario or a Model"):
        sw.WhatIf("scenario.yaml")  # type: ignore[arg-type]
    widget.close()


def test_without_anywidget_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "slackwater.what_if", raising=False)
    with pytest.raises(ImportError, match=r"sw.WhatIf needs anywidget.*slackwater\[widget\]"):
        sw.WhatIf  # noqa: B018
    assert "WhatIf" in dir(sw)


def test_the_frames_of_python_and_widget_allow_the_same(package: Path) -> None:
    assert f'"{pages.SANDBOX}"' in (package / "what_if.js").read_text()

"""slackwater page: what a page is made of. The page itself is tested in web/tests/browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from command_case import SCENARIO, TEACUP, Run
from packed_text import payload_of

Write = Callable[[str, str], Path]

MODEL = """\
model "A tank"

time week from 0 to 4 step 1/4 save 1 method euler

lever inflow_wanted: 1/week = 2 range 0 .. 10
parameter leak: 1/week = 0.5
parameter share: 1 = 0.9

stock level: 1 = 4
    inflow fill
    outflow loss

flow fill: 1/week = share * inflow_wanted
flow loss: 1/week = leak * level

indicator height: 1 = level  better up
"""

STORY = """\
scenario: How much comes in </script>?
model: tank.sd
baseline: as_it_is
policies:
  as_it_is: {}
  open:
    title: Open the tap
    finding: It settles higher.
    set: {inflow_wanted: {0 week: 2, 2 week: 6}}
  rule: {set: {inflow_wanted: "clip(4 [1/week] - 0.5 [1/week] * level, 0 [1/week], 10 [1/week])"}}
  fuller: {start: {level: {add: 2}}}
futures:
  calm: {}
  leaky: {set: {leak: 0.75}}
uncertainty: {samples: 3, draw: {share: "uniform(0.8, 1)"}}
story:
  - {title: First, text: Nothing moves.}
  - {title: Then, text: It rises., policy: open, future: leaky, show: [height]}
"""


def payload(run: Run, path: Path | str, *options: str) -> dict:
    answer = run("page", path, "--json", "--quiet", *options)
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def test_everything_of_the_file_is_in_the_page(run: Run, write: Write) -> None:
    write("tank.sd", MODEL)
    page = payload(run, write("tank.yaml", STORY))
    assert page["baseline"] == "as_it_is"
    settings = {policy["id"]: policy["set"] for policy in page["policies"]}
    assert settings == {
        "as_it_is": [],
        "open": [{"target": "inflow_wanted", "value": {"points": [[0, 2], [2, 6]], "ramp": False}}],
        "rule": [
            {
                "target": "inflow_wanted",
                "value": "clip(4 [1/week] - 0.5 [1/week] * level, 0 [1/week], 10 [1/week])",
            }
        ],
        "fuller": [],
    }
    # The page's engine has no parser: what the rules make of the model comes with it.
    forms = page["model"]["forms"]
    assert [form["rules"] for form in forms] == [settings["open"], settings["rule"]]
    assert all(base64.b64decode(form["difference"]) for form in forms)
    assert len(base64.b64decode(page["model"]["bytes"])) > 200
    assert page["model"]["text"] == MODEL
    assert [e["text"] for e in page["equations"] if e["variable"] == "height"] == ["height = level"]
    assert page["policies"][1]["finding"] == "It settles higher."
    assert page["futures"][1]["set"] == [{"target": "leak", "value": 0.75}]
    # A relative start is the number that it is: 4 + 2.
    more = [{"target": "start level", "value": 6}]
    assert page["starts"] == {"fuller/calm": more, "fuller/leaky": more}
    assert page["story"] == [
        {"title": "First", "text": "Nothing moves.", "policy": "as_it_is", "future": "calm",
         "indicators": []},
        {"title": "Then", "text": "It rises.", "policy": "open", "future": "leaky",
         "indicators": ["height"]},
    ]  # fmt: skip
    assert [lever["name"] for lever in page["levers"]] == ["inflow_wanted"]
    assert [(i["name"], i["better"]) for i in page["indicators"]] == [("height", "up")]
    assert len(page["fingerprints"]) == 8
    # A relative start would follow the sample: the page has no band.
    assert page["samples"] is None


def test_samples_are_those_of_the_design(run: Run) -> None:
    page = payload(run, SCENARIO)
    samples = page["samples"]
    assert (samples["rows"], samples["of"], samples["design"]) == (64, 64, "sobol")
    values = np.frombuffer(base64.b64decode(samples["values"]), "<f8")
    rows = values.reshape(64, len(samples["names"]))
    # Sobol' points: no two samples share a number.
    assert all(len(set(column)) == 64 for column in rows.T)
    assert payload(run, SCENARIO, "--defaults-only")["samples"] is None


def test_a_number_of_the_start_is_the_policys_own(run: Run, write: Write) -> None:
    write("tank.sd", MODEL)
    text = """\
scenario: Who sets the tap
model: tank.sd
policies:
  as_it_is: {}
  steady: {set: {inflow_wanted: {at_start: "2 * leak * level"}}}
futures:
  rush: {set: {inflow_wanted: 9}}
  calm: {}
"""
    answer = run("page", write("tap.yaml", text), "--json", "--quiet")
    assert answer.code == 0 and "[E1111]" in answer.err  # both set the tap
    page = json.loads(answer.out)
    # 2 * 0.5 * 4, whatever the first future makes of the lever.
    assert page["policies"][1]["set"] == [{"target": "inflow_wanted", "value": 4}]
    assert page["futures"][0]["set"] == [{"target": "inflow_wanted", "value": 9}]


def test_the_page_holds_what_json_prints_and_nothing_ends_its_element(
    run: Run, write: Write, tmp_path: Path
) -> None:
    write("tank.sd", MODEL)
    scenario = write("tank.yaml", STORY)
    answer = run("page", scenario, "-o", "tank.html", "--quiet")
    if "E9041" in answer.err:
        pytest.skip("this build has no player; the one of ./check has")
    assert answer.code == 0 and answer.out.startswith("wrote tank.html (")
    page = payload_of((tmp_path / "tank.html").read_text())
    assert page["title"] == "How much comes in </script>?"
    assert page.pop("command").endswith(" -o tank.html")
    printed = payload(run, scenario)
    assert printed.pop("command").endswith(" --json")
    assert page == printed


def test_a_page_without_a_curve_is_refused(run: Run, write: Write) -> None:
    write(
        "arrays.sd",
        'model "Two"\n\ntime week from 0 to 4 step 1 save 1 method euler\n\n'
        "dimension side = left, right\n\n"
        "stock level[side]: 1 = 4\n    outflow loss\n\n"
        "flow loss[side]: 1/week = 0.5 [1/week] * level[side]\n",
    )
    path = write("a.yaml", "scenario: A\nmodel: arrays.sd\npolicies: {b: {}}\n")
    answer = run("page", path, "--json", "--quiet")
    assert answer.code == 3
    assert "a.yaml:1:1: error: the page would have no curve" in answer.err
    assert "[E9042]" in answer.err and "give the model an indicator" in answer.err


def test_wrong_words_are_told(run: Run) -> None:
    answer = run("page", TEACUP, "-o", "page.html")
    assert answer.code == 2 and "is a model, not a scenario file" in answer.err
    answer = run("page", SCENARIO)
    assert answer.code == 2 and "-o page.html" in answer.err

"""slackwater info and slackwater schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import jsonschema
import yaml
from command_case import ROOT, SCENARIO, SLACK, TEACUP, Run


def test_lists_time_variables_and_loops(run: Run) -> None:
    answer = run("info", TEACUP)
    assert answer.code == 0
    assert "Time in minutes: 0 to 30, step 0.125, saved every 1, rk4" in answer.out
    assert re.search(
        r"lever +room_temperature +21 degree \(0 \.\. 40\) +Temperature of", answer.out
    )
    assert "1 feedback loop:\n  tea_temperature -> cooling -> tea_temperature\n" in answer.out


def test_order_and_number_of_loops(run: Run) -> None:
    answer = run("info", SLACK, "--order", "--loops", "3")
    loops, order = answer.out.split("Order of evaluation\n")
    assert "; the 3 shortest:\n" in loops
    assert len(re.findall(r"^  \w.* -> ", loops, re.MULTILINE)) == 3
    names = order.split()
    # Capacity is computed from staff and fatigue, and used for what is delivered.
    assert names.index("capacity") < names.index("delivery_capacity") < names.index("work_done")
    none = run("info", SLACK, "--loops", "0").out
    assert re.search(r"\d+ feedback loops\n$", none)


def test_json_of_a_model_and_of_a_scenarios_model(run: Run) -> None:
    described = json.loads(run("info", SLACK, "--json").out)
    assert described == json.loads(run("info", SCENARIO, "--json").out)
    variables = {item["name"]: item for item in described["variables"]}
    lever = variables["target_utilization"]
    assert (lever["kind"], lever["values"], lever["range"]) == ("lever", [0.82], [0.5, 1.0])
    assert variables["assimilation_time"]["distribution"] == "~ triangular(12, 26, 52)"
    assert variables["lead_time"]["better"] == "down"
    kinds = [item["kind"] for item in described["variables"] if not item["generated"]]
    assert kinds.count("stock") == len(re.findall(r"^stock ", SLACK.read_text(), re.MULTILINE))
    assert described["time"]["unit"] == "week"


def test_json_holds_everything_that_a_model_declares(run: Run, write: Callable) -> None:
    write(
        "all.sd",
        "time week from 0 to 1 step 1\n"
        'dimension level = team, system\n    "Where work waits."\n'
        'function twice(x: 1): 1 = 2 * x\n    "Double it."\n    source "arithmetic"\n'
        'lookup effect[team](x: 1): 1 = (0, 1) (1, 3) smooth\n    "More is more."\n'
        "lookup effect[system](x: 1): 1 = (0, 1) (1, 2)\n"
        "aux load[level]: 1 = twice(effect[level](0.5))\n"
        'check load[l] >= 0 within 1e-9 for l in level\n    "Never negative."\n',
    )
    described = json.loads(run("info", "all.sd", "--json").out)
    assert described["dimensions"][0]["documentation"] == "Where work waits."
    assert described["functions"] == [
        {
            "text": "twice(x: 1): 1 = 2 * x",
            "documentation": "Double it.",
            "source": "arithmetic",
            "line": 4,
            "name": "twice",
        }
    ]
    first, second = described["lookups"]
    assert (first["name"], first["mode"], first["x"], first["y"]) == (
        "effect[team]",
        "smooth",
        [0, 1],
        [1, 3],
    )
    assert (first["unit"], first["argument_unit"], first["line"]) == ("1", "1", 7)
    assert (first["documentation"], second["mode"]) == ("More is more.", "clamp")
    assert described["checks"][0]["text"] == "load[l] >= 0 within 1e-9 for l in level"
    assert described["checks"][0]["documentation"] == "Never negative."


def test_stocks_that_functions_make_are_listed_and_documented(run: Run, write: Callable) -> None:
    text = """time week from 0 to 10 step 1
unit item
parameter arrivals: item/week = 2
aux total: item = integrate(arrivals, 0)
"""
    write("total.sd", text)
    assert re.search(
        r"\nStocks of functions\n  stock +total\.integrate_1 +item +"
        r"the total of integrate\(arrivals, 0\) in 'total'\n",
        run("info", "total.sd").out,
    )
    described = json.loads(run("info", "total.sd", "--json").out)["variables"]
    made = {item["name"]: item for item in described if item["generated"]}
    assert set(made) == {"total.integrate_1", "total.integrate_1.rate"}
    assert [item["line"] for item in made.values()] == [4, 4]


def test_equations_as_markdown_text_and_latex(run: Run) -> None:
    markdown = run("info", TEACUP, "--equations").out
    assert markdown == run("info", "--equations", TEACUP).out
    assert markdown == run("info", TEACUP, "--equations", "markdown").out
    assert "# Teacup\n" in markdown
    assert "d `tea_temperature`/dt = −`cooling`; at the start 82 [degree]\n" in markdown
    assert "\nd tea_temperature/dt = -cooling" in run("info", TEACUP, "--equations", "text").out
    latex = run("info", TEACUP, "--equations", "latex").out
    assert latex.count("\\begin{equation}") == latex.count("\\end{equation}") == 5
    assert "\\frac{\\mathrm{tea\\_temperature} - \\mathrm{room\\_temperature}}" in latex


APPENDIX = """\
model "Two rooms"
    "Heat that leaves by two ways."

time minute from 0 to 30 step 1/8 save 1 method euler

dimension room = hall, cellar "Where it is measured."

section "Heat"
    "All of it is lost & none comes back."

parameter leak[room]: 1/minute = 0.1 range 0.05 .. 0.2
    "Share that is lost."
    source "assumed"

stock heat[room]: 1 = 5
    outflow loss
    outflow draught

flow loss[room]: 1/minute = leak[room] * heat[room]

section "Draught"

flow draught[room]: 1/minute = 0.01 [1/minute] * heat[room]
"""


def test_equations_read_as_an_appendix(run: Run, write: Callable) -> None:
    write("rooms.sd", APPENDIX)
    markdown = run("info", "rooms.sd", "--equations").out
    assert markdown.startswith(
        "# Two rooms\n\nHeat that leaves by two ways.\n\n"
        "Time in minutes, from 0 to 30 in steps of 0.125, euler.\n\n"
        "Dimension room: hall, cellar. Where it is measured.\n\n"
        "## Heat\n\nAll of it is lost & none comes back.\n\n"
        "`leak`[`room`] = 0.1 [1/minute]\n"
        ": Share that is lost.\n: Range: 0.05 .. 0.2\n: Source: assumed\n"
    )
    rate = "d `heat`[`room`]/dt = −`loss`[`room`] − `draught`[`room`]; at the start 5\n"
    assert rate in markdown
    assert "\n## Draught\n\n`draught`" in markdown
    latex = run("info", "rooms.sd", "--equations", "latex").out
    assert "\\subsection*{Heat}\n\nAll of it is lost \\& none comes back.\n" in latex
    assert "\nRange: 0.05 .. 0.2\n" in latex


def test_sections_say_what_they_are_about(run: Run, write: Callable) -> None:
    write("rooms.sd", APPENDIX)
    assert (
        "\nHeat\n  All of it is lost & none comes back.\n  parameter "
        in run("info", "rooms.sd").out
    )
    assert json.loads(run("info", "rooms.sd", "--json").out)["sections"] == [
        {"title": "Heat", "documentation": "All of it is lost & none comes back."},
        {"title": "Draught", "documentation": ""},
    ]


def test_latex_escapes_what_the_models_texts_hold(run: Run, write: Callable) -> None:
    write(
        "odd.sd",
        'model "Costs & 100 % #1"\ntime week from 0 to 1 step 1 save 1\n'
        'section "A_b"\nparameter share: 1 = 5 %\n    "50 % of $x_1^2$ {so}"\n',
    )
    latex = run("info", "odd.sd", "--equations", "latex").out
    assert "\\section*{Costs \\& 100 \\% \\#1}" in latex
    assert "\\subsection*{A\\_b}" in latex
    assert "50 \\% of \\$x\\_1\\textasciicircum{}2\\$ \\{so\\}" in latex


def test_a_broken_model_has_no_info(run: Run, write: Callable) -> None:
    write("broken.sd", 'model "Broken"\naux x: 1 = y\n')
    answer = run("info", "broken.sd", "--json")
    assert answer.code == 3
    assert answer.out == ""
    assert "[E0204]" in answer.err


def test_schema_is_the_shipped_one_and_accepts_the_shipped_scenarios(run: Run) -> None:
    answer = run("schema")
    assert answer.code == 0
    schema = json.loads(answer.out)
    shipped = ROOT / "docs" / "reference" / "scenario.schema.json"
    assert schema == json.loads(shipped.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    scenarios = sorted(ROOT.glob("scenarios/*.yaml"))
    assert scenarios
    for path in scenarios:
        jsonschema.validate(yaml.safe_load(path.read_text()), schema)

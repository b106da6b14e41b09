"""Loading, looking at and pickling models; errors with their diagnostics."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest
import slackwater as sw


def test_version_is_the_one_of_the_build(root: Path) -> None:
    text = (root / "CMakeLists.txt").read_text()
    assert f"VERSION {sw.__version__}\n" in text


def test_model_describes_itself(teacup: sw.Model) -> None:
    assert teacup.title == "Teacup"
    assert teacup.time == sw.TimeSpan("minute", 0.0, 30.0, 0.125, 1.0, "rk4")
    lever = teacup.levers["room_temperature"]
    assert (lever.value, lever.unit, lever.low, lever.high) == (21.0, "degree", 0.0, 40.0)
    assert teacup.parameters["cooling_time"].distribution == "uniform(5, 20)"
    assert list(teacup.stocks) == ["tea_temperature"]
    assert teacup.indicators["warmth_above_room"].better == "up"
    assert teacup.variables["tea_temperature"].documentation == "Temperature of the tea."
    assert teacup.loops == [("tea_temperature", "cooling")]
    assert teacup.loops_complete


def test_evaluation_order_puts_causes_first(slack_and_rework: sw.Model) -> None:
    order = slack_and_rework.evaluation_order
    assert order.index("haste") < order.index("quality") < order.index("defects_made")


def test_arrays_have_shapes_and_element_names(obstacles: sw.Model) -> None:
    info = obstacles.variables["obstacle"]
    assert info.dimensions == ("kind", "level")
    assert info.shape == (2, 3)
    assert info.elements[1] == "obstacle[dependencies,cross_team]"
    assert obstacles.dimensions["level"] == ("team", "cross_team", "system")
    assert obstacles.variables["weight"].values == (2.0, 3.0)


def test_equations_in_three_formats(teacup: sw.Model) -> None:
    plain, markdown, latex = (
        {e.variable: e for e in teacup.equations(f)} for f in ("text", "markdown", "latex")
    )
    assert "(tea_temperature - room_temperature) / cooling_time" in plain["cooling"].text
    assert "\\frac" in latex["cooling"].text
    assert markdown["cooling"].unit == "degree/minute"
    with pytest.raises(ValueError, match="'html'"):
        teacup.equations("html")


def test_sections_say_what_they_are_about(root: Path) -> None:
    model = sw.load(root / "models" / "improvement_as_system_work.sd")
    assert model.sections[0] == "What counts in the end"
    assert model.section_texts["18. A guardrail that learns"].startswith("A target that is right")


def test_variables_are_a_mapping_with_suggestions(teacup: sw.Model) -> None:
    assert "cooling" in teacup.variables
    assert teacup.variables.get("nothing") is None
    with pytest.raises(sw.UnknownNameError, match="did you mean 'cooling'"):
        teacup.variables["coling"]
    with pytest.raises(KeyError):
        teacup.variables["coling"]
    frame = teacup.variables.to_pandas()
    assert frame.loc["cooling_time", "value"] == 10
    assert list(frame.index) == list(teacup.variables)


def test_formatting_a_formatted_text_changes_nothing(teacup: sw.Model) -> None:
    once = teacup.formatted()
    assert sw.format_text(once) == once


WRONG = """\
time week from 0 to 10 step 1

unit item

parameter minimum_cycle_time: week = 2
stock backlog: item = 400
    outflow completions
flow completions: item/week = backlog / min_cycle_time
aux twice: week = 2 * backlog
"""


def test_errors_carry_their_diagnostics() -> None:
    with pytest.raises(sw.ModelError) as caught:
        sw.loads(WRONG, "wrong.sd")
    first, second = caught.value.diagnostics
    assert first == sw.Diagnostic(
        severity="error",
        code="E0204",
        message="unknown name 'min_cycle_time' in the equation of flow 'completions'",
        hint="did you mean 'minimum_cycle_time' (parameter, line 5)?",
        file="wrong.sd",
        line=8,
        column=41,
        text=(
            "wrong.sd:8:41: error: unknown name 'min_cycle_time' in the equation of flow "
            "'completions' [E0204]\n"
            "    8 | flow completions: item/week = backlog / min_cycle_time\n"
            "      |                                         ^^^^^^^^^^^^^^\n"
            "   hint: did you mean 'minimum_cycle_time' (parameter, line 5)?\n"
        ),
    )
    assert (second.severity, second.line) == ("error", 9)
    assert "'week'" in second.message or "'week'" in second.text
    assert str(caught.value) == (first.text + second.text).rstrip("\n")
    assert isinstance(caught.value, ValueError)


def test_exceptions_survive_pickling() -> None:
    with pytest.raises(sw.ModelError) as caught:
        sw.loads(WRONG, "wrong.sd")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.diagnostics == caught.value.diagnostics
    assert str(copy) == str(caught.value)


def test_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(sw.FileError, match="No such file") as caught:
        sw.load(tmp_path / "missing.sd")
    assert isinstance(caught.value, OSError)
    assert caught.value.diagnostics[0].code == "E9002"


def test_missing_unit_warns_or_is_an_error() -> None:
    text = "time week from 0 to 1 step 1\nparameter share = 0.5\n"
    with pytest.warns(sw.SlackwaterWarning, match="'share'") as caught:
        model = sw.loads(text)
    assert caught[0].filename == __file__
    assert model.warnings[0].severity == "warning"
    with pytest.raises(sw.ModelError, match="'share'"):
        sw.loads(text, strict_units=True)


def test_pickled_model_needs_no_files(tmp_path: Path) -> None:
    (tmp_path / "demand.csv").write_text("time,demand\n0,10\n10,20\n")
    (tmp_path / "queue.sd").write_text(
        "time week from 0 to 10 step 1 method euler\nunit item\n"
        'data demand: item/week from "demand.csv"\n'
        "stock backlog: item = 0\n    inflow arrivals\n"
        "flow arrivals: item/week = demand\n"
    )
    model = sw.load(tmp_path / "queue.sd")
    assert model.files == {"demand.csv": "time,demand\n0,10\n10,20\n"}
    data = pickle.dumps(model)
    for file in tmp_path.iterdir():
        file.unlink()
    copy = pickle.loads(data)
    assert copy.run().fingerprint() == model.run().fingerprint()
    # Euler on the straight line 10 + t: the sum of 10 .. 19.
    assert copy.run()["backlog"][-1] == 145.0


def test_text_with_files_and_without() -> None:
    text = 'time week from 0 to 1 step 1\nunit item\ndata demand: item from "demand.csv"\n'
    model = sw.loads(text, files={"demand.csv": "time,demand\n0,1\n1,3\n"})
    assert model.run(save="demand")["demand"].tolist() == [1.0, 3.0]
    with pytest.raises(sw.ModelError, match="demand.csv"):
        sw.loads(text)


def test_models_draw_themselves(teacup: sw.Model) -> None:
    assert repr(teacup) == ("<Model 'Teacup': 1 stock, 1 flow, 1 indicator, 1 lever, 1 parameter>")
    html = teacup._repr_html_()
    assert "room_temperature" in html and "<script" not in html
    assert "uniform(5, 20)" in repr(teacup.parameters)
    assert "<table>" in teacup.variables._repr_html_()


def test_texts_of_the_user_are_escaped() -> None:
    model = sw.loads('model "a <b> & c"\ntime week from 0 to 1 step 1\n')
    assert "a &lt;b&gt; &amp; c" in model._repr_html_()


def test_what_is_meant_is_said(root: Path, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="ModelBuilder"):
        sw.Model("Teacup")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"is a scenario file: load_scenario\(\)"):
        sw.load("x.yaml")
    with pytest.raises(ValueError, match="is a model, not a scenario file"):
        sw.compare("x.sd")
    with pytest.raises(sw.FileError) as caught:
        sw.load(tmp_path / "none.sd")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == caught.value.path == str(tmp_path / "none.sd")

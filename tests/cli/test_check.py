"""slackwater check: what is wrong with models and scenario files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from command_case import SCENARIO, TEACUP, Run

WRONG = """\
model "Wrong twice"
time week from 0 to 10 step 1 save 1
stock level: 1 = 3
    outflow drain
flow drain: 1/week = levl / 2 week
aux speed: week = 3 [1/week]
"""


def test_right_files_are_counted(run: Run) -> None:
    answer = run("check", TEACUP, SCENARIO)
    assert answer.code == 0
    assert answer.err == ""
    model, scenario = answer.out.splitlines()
    # room_temperature, cooling_time, tea_temperature, cooling, warmth_above_room
    assert model == f"{TEACUP}: fine (5 variables, 1 of them stocks)"
    assert scenario.startswith(f"{SCENARIO}: fine (6 policies under 2 futures on ")


def test_all_errors_of_a_file_with_place_hint_and_count(run: Run, write: Callable) -> None:
    write("wrong.sd", WRONG)
    answer = run("check", "wrong.sd")
    assert answer.code == 3
    assert answer.out == ""
    assert "wrong.sd:5:22: error: unknown name 'levl'" in answer.err
    assert "flow drain: 1/week = levl / 2 week\n" in answer.err
    assert "^^^^\n" in answer.err
    assert "did you mean 'level'" in answer.err
    assert "wrong.sd:6:" in answer.err and "[E0304]" in answer.err
    assert answer.err.endswith("2 errors\n")


def test_one_wrong_file_does_not_hide_the_others(run: Run, write: Callable) -> None:
    write("wrong.sd", WRONG)
    answer = run("check", "wrong.sd", TEACUP)
    assert answer.code == 3
    assert f"{TEACUP}: fine" in answer.out


def test_json_is_an_array_with_places(run: Run, write: Callable) -> None:
    write("wrong.sd", WRONG)
    answer = run("check", "--json", "wrong.sd", TEACUP)
    assert answer.code == 3
    assert answer.err == ""
    wrong, right = json.loads(answer.out)
    assert (wrong["file"], wrong["errors"], wrong["warnings"]) == ("wrong.sd", 2, 0)
    first = wrong["diagnostics"][0]
    assert first["severity"] == "error"
    assert first["code"] == "E0204"
    assert (first["line"], first["column"]) == (5, 22)
    assert (first["end_line"], first["end_column"]) == (5, 26)
    assert "level" in first["hint"]
    assert right["diagnostics"] == []


def test_a_missing_unit_is_a_warning_or_with_strict_units_an_error(
    run: Run, write: Callable
) -> None:
    write("bare.sd", 'model "Bare"\ntime week from 0 to 1 step 1 save 1\nparameter share = 3\n')
    relaxed = run("check", "bare.sd")
    assert relaxed.code == 0
    assert "warning" in relaxed.err and "[E0301]" in relaxed.err
    strict = run("check", "--strict-units", "bare.sd")
    assert strict.code == 3
    assert "error" in strict.err and "[E0301]" in strict.err


def test_a_wrong_key_does_not_hide_a_missing_model(run: Run, write: Callable) -> None:
    write("wrong.yaml", "scenario: t\nmodel: nowhere.sd\npolicies: {a: {}}\ncolour: green\n")
    answer = run("check", "wrong.yaml")
    assert re.findall(r"^wrong.yaml:(\d).*\[(E\d+)\]$", answer.err, re.MULTILINE) == [
        ("2", "E9012"),
        ("4", "E1101"),
    ]


def test_empty_binary_and_missing_files(run: Run, write: Callable, tmp_path: Path) -> None:
    write("empty.sd", "")
    write("empty.yaml", "")
    (tmp_path / "binary.sd").write_bytes(b"\x00\xff\xfe\x80 no text")
    (tmp_path / "latin.sd").write_bytes(b"# caf\xe9\ntime week from 0 to 1 step 1\n")
    (tmp_path / "folder.sd").mkdir()
    cases = {
        "empty.sd": (3, "the model says nothing about its time [E0601]"),
        "empty.yaml": (3, "the file is empty [E1010]"),
        "binary.sd": (3, "unexpected NUL byte [E0101]"),
        "latin.sd": (3, "this is not valid UTF-8 [E0102]"),
        "folder.sd": (4, "cannot read 'folder.sd': it is a folder [E9002]"),
        "missing.sd": (4, "cannot read 'missing.sd': No such file or directory [E9002]"),
        "missing.yaml": (4, "cannot read 'missing.yaml': No such file or directory [E9002]"),
    }
    for name, (code, message) in cases.items():
        answer = run("check", name)
        assert (name, answer.code) == (name, code)
        assert message in answer.err
        assert "hint: " in answer.err


def test_a_scenario_whose_model_is_missing(run: Run, write: Callable) -> None:
    write("lost.yaml", "scenario: Lost\nmodel: nowhere.sd\nbaseline: a\npolicies: {a: {}}\n")
    answer = run("check", "lost.yaml")
    assert answer.code == 4
    assert "lost.yaml:2:8: error: cannot read the model 'nowhere.sd' [E9012]" in answer.err

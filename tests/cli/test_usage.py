"""Help, version, and what is said about wrong arguments."""

from __future__ import annotations

import pytest
from command_case import SCENARIO, TEACUP, Run

SUBCOMMANDS = ("check", "format", "run", "compare", "equilibrium", "fit", "info", "schema")


def test_help_names_subcommands_examples_and_exit_codes(run: Run) -> None:
    answer = run("--help")
    assert answer.code == 0
    assert answer.err == ""
    for name in SUBCOMMANDS:
        assert f"\n  {name} " in answer.out
    for code in ("0 fine", "1 a run failed", "2 usage", "3 errors", "4 files", "130 interrupted"):
        assert code in answer.out


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_each_subcommand_has_help_with_an_example(run: Run, name: str) -> None:
    answer = run(name, "--help")
    assert answer.code == 0
    assert f"Usage: slackwater {name}" in answer.out
    assert f"slackwater {name}" in answer.out.split("Example", 1)[1]


def test_version(run: Run) -> None:
    answer = run("--version")
    assert answer.code == 0
    assert answer.out.startswith("slackwater 0.")


def test_without_arguments_help_goes_to_standard_error(run: Run) -> None:
    answer = run()
    assert answer.code == 2
    assert answer.out == ""
    assert "Subcommands:" in answer.err


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["chekc"], "slackwater has no subcommand 'chekc'", "did you mean 'check'?"),
        (["--bogus"], "slackwater has no option '--bogus'", "slackwater --help"),
        (["run", "--stp", "3", TEACUP], "has no option '--stp'", "did you mean '--step'?"),
        (["run", "--stp=3", TEACUP], "has no option '--stp'", "did you mean '--step'?"),
        (["run", TEACUP, "extra"], "has no use for 'extra'", "slackwater run --help"),
        (["run"], "give a model, or --scenario FILE", "slackwater run --help"),
        (
            ["run", TEACUP, "--scenario", SCENARIO],
            f"'{TEACUP}' is not the model of '{SCENARIO}', which is",
            "leave the model out",
        ),
        (["run", SCENARIO], "is a scenario file", "slackwater run --help"),
        (["run", TEACUP, "--policy", "x"], "go with --scenario", "slackwater run --help"),
        (["run", TEACUP, "--future", "x"], "go with --scenario", "slackwater run --help"),
        (["run", TEACUP, "--set", "a"], "'a' is not NAME=VALUE", "slackwater run --help"),
        (["run", TEACUP, "--set", "=5"], "'=5' is not NAME=VALUE", "slackwater run --help"),
        (["run", TEACUP, "--set", "a="], "'a=' is not NAME=VALUE", "slackwater run --help"),
        (["run", TEACUP, "--set", "a=1", "--set", "a=2"], "'a' twice", "slackwater run --help"),
        (["run", TEACUP, "--step", "abc"], "'abc' is no number", "slackwater run --help"),
        (["run", TEACUP, "--step", "1/0"], "'1/0' is no number", "slackwater run --help"),
        (["run", TEACUP, "--seed", "-1"], "must not be negative", "slackwater run --help"),
        (["run", TEACUP, "--seed", "x"], "--seed", "slackwater run --help"),
        (["run", TEACUP, "--out", "a.txt"], "must end in .csv or .h5", "slackwater run --help"),
        (["run", TEACUP, "--csv", "--json"], "excludes", "slackwater run --help"),
        (["run", TEACUP, "--method", "rk5"], "no method 'rk5' [E9004]", "did you mean 'rk2'?"),
        (["run", TEACUP, "--step", "0"], "must be positive numbers [E9005]", ""),
        (["run", TEACUP, "--step", "nan"], "'nan' is no number", "slackwater run --help"),
        (["run", TEACUP, "--step", "1e-12"], "1e9 steps [E9005]", "a larger time step"),
        (["run", TEACUP, "--step", "7"], "no whole number [E9005]", "a stop time of 35 would fit"),
        (
            ["run", TEACUP, "--stop", "10.3"],
            "no whole number [E9005]",
            "a stop time of 10.375 would fit",
        ),
        (
            ["run", TEACUP, "--tolerance", "-1", "--method", "dopri5"],
            "positive numbers [E9005]",
            "",
        ),
        (["run", TEACUP, "--stop", "1e18"], "1e9 steps [E9005]", "an earlier stop"),
        (["run", TEACUP, "--stop", "-5"], "before the start time [E9005]", ""),
        (["run", TEACUP, "--save-step", "0.3"], "whole multiple of the time step [E9005]", "1/8"),
        (["run", TEACUP, "--save", "coolin"], "[E9003]", "did you mean 'cooling'?"),
        (
            ["run", TEACUP, "--reference", "--method", "dopri5"],
            "no method 'dopri5' [E0901]",
            "choose euler, rk2, rk4 or discrete",
        ),
        (
            ["run", "--scenario", SCENARIO, "--policy", "protectd"],
            "no policy 'protectd' in the scenario file [E9014]",
            "did you mean 'protected'?",
        ),
        (
            ["run", "--scenario", SCENARIO, "--future", "clam"],
            "no future 'clam' in the scenario file [E9014]",
            "did you mean 'calm'?",
        ),
        (["compare"], "scenario is required", "slackwater compare --help"),
        (["compare", TEACUP], "is a model, not a scenario file", "slackwater run"),
        (["compare", SCENARIO, "--threads", "-1"], "from 0 to 4096", "slackwater compare --help"),
        (["compare", SCENARIO, "--threads", "1.5"], "from 0 to 4096", "slackwater compare --help"),
        (["compare", SCENARIO, "--resume", "--replace"], "excludes", "slackwater compare --help"),
        (["format", SCENARIO], "is a scenario file", "format prints models"),
        (["format", TEACUP, "--check", "--write"], "excludes", "slackwater format --help"),
        (["info", TEACUP, "--equations", "html"], "markdown, latex or text", "slackwater info"),
        (["info", TEACUP, "--loops", "x"], "--loops", "slackwater info --help"),
        (["info", TEACUP, "--json", "--equations", "text"], "excludes", "slackwater info --help"),
        (["check"], "file is required", "slackwater check --help"),
        (["schema", "x"], "has no use for 'x'", "slackwater schema --help"),
    ],
)
def test_wrong_arguments_exit_with_2_and_say_what_would_be_right(
    run: Run, words: list[object], message: str, hint: str
) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert answer.out == ""
    first, *rest = answer.err.splitlines()
    assert first.startswith("error: ")
    assert message in first
    if hint:
        assert rest[0].startswith("   hint: ")
        assert hint in rest[0]

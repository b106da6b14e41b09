"""slackwater compare: table, files, claims, failures, threads, resume."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from command_case import DRAINING, DRAINING_SCENARIO, SCENARIO, Run

CLAIM = """\
expect:
  - id: more
    claim: Enough is more
    that: enough.last {sign} 1
"""


@pytest.fixture
def draining(write: Callable) -> Path:
    write("draining.sd", DRAINING)
    return write("draining.yaml", DRAINING_SCENARIO)


def test_shipped_scenario_leaves_table_results_and_briefing(run: Run, tmp_path: Path) -> None:
    answer = run("compare", SCENARIO, "--check", "--out", "out", "--quiet")
    assert answer.code == 0
    assert answer.err == "wrote out/results.h5\nwrote out/briefing.html\n"
    assert "10 of 10 claims hold" in answer.out
    for policy in ("Status quo", "Full utilization", "Protected", "Unprotected"):
        assert policy in answer.out
    assert "30 % more demand for eight weeks" in answer.out
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        assert file.attrs["complete"] == 1
        assert file["output"].shape == (6, 2, 64, 157)
    page = (tmp_path / "out" / "briefing.html").read_text()
    assert page.count("<svg") >= 4
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "briefing.html",
        "results.h5",
    ]


def test_a_path_of_straight_lines_stays_between_its_points(write: Callable, run: Run) -> None:
    # Steps of 1/4 see neither point: the line from 5 to 50 is 27.5 at its middle, 10.25.
    write(
        "path.sd",
        "time week from 0 to 20 step 1/4\n\nlever capacity: 1 = 12 range 5 .. 50\n\n"
        "indicator used: 1 = capacity\n",
    )
    scenario = write(
        "path.yaml",
        "scenario: path\nmodel: path.sd\nbaseline: a\npolicies:\n"
        "  a: {title: A, set: {capacity: {ramp: {0 week: 5, 10.1 week: 5, 10.4 week: 50}}}}\n"
        "futures: {calm: {}}\n"
        'measure: {low: "lowest(used)", high: "highest(used)", middle: "at(used, 10.25 week)"}\n'
        "expect:\n"
        "  - {id: low, claim: low, that: a.low == 5}\n"
        "  - {id: high, claim: high, that: a.high == 50}\n"
        "  - {id: middle, claim: middle, that: abs(a.middle - 27.5) < 1e-9}\n",
    )
    answer = run("compare", scenario, "--check")
    assert answer.code == 0, answer.err + answer.out
    assert "3 of 3 claims hold" in answer.out


def test_threads_and_the_folder_change_nothing(run: Run, tmp_path: Path) -> None:
    written = []
    for threads in ("1", "2", "5"):
        words = ("compare", SCENARIO, "--threads", threads, "--out", threads, "--quiet")
        assert run(*words).code == 0
        written.append((tmp_path / threads / "results.h5").read_bytes())
    assert written[0] == written[1] == written[2]


def test_results_are_never_replaced_by_accident(run: Run, draining: Path, tmp_path: Path) -> None:
    assert run("compare", draining, "--out", "out").code == 0
    before = (tmp_path / "out" / "results.h5").read_bytes()
    refused = run("compare", draining, "--out", "out")
    assert refused.code == 4
    assert refused.err.startswith("error: out/results.h5: is there already\n   hint: --replace")
    assert run("compare", draining, "--out", "out", "--replace").code == 0
    assert (tmp_path / "out" / "results.h5").read_bytes() == before


def test_resume_keeps_what_is_complete_and_its_verdict(
    run: Run, draining: Path, write: Callable
) -> None:
    draining.write_text(DRAINING_SCENARIO + CLAIM.format(sign="<"))
    started = run("compare", draining, "--out", "out", "--resume", "--check")
    assert started.code == 1
    found = run("compare", draining, "--out", "out", "--resume", "--check")
    assert found.code == 1
    assert "out/results.h5 is complete: nothing to run" in found.err
    assert found.out == started.out
    draining.write_text(DRAINING_SCENARIO + CLAIM.format(sign=">"))
    changed = run("compare", draining, "--out", "out", "--resume", "--check")
    assert changed.code == 0
    assert "nothing to run" not in changed.err


def test_resume_runs_again_when_a_file_that_was_read_changed(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    write("draining.sd", DRAINING + 'data extra: 1 from "extra.csv"\n')
    write("draining.yaml", DRAINING_SCENARIO + "uncertainty: {table: draws.csv}\n")
    write("extra.csv", "time,extra\n0,1\n10,2\n")
    write("draws.csv", "start_level\n20\n30\n")
    text = (tmp_path / "draining.yaml").read_text()
    write("draining.yaml", text.replace("  little: {set: {start_level: 5}}\n", ""))
    words = ("compare", "draining.yaml", "--out", "out", "--resume")
    assert run(*words).code == 0
    assert "is complete: nothing to run" in run(*words).err
    write("draws.csv", "start_level\n20\n40\n")
    assert "is complete" not in run(*words).err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        assert file["start_level"][:].tolist() == [20, 40]
        # SHA-256 of the texts, by Python's hashlib.
        assert file.attrs["files_sha256"].splitlines() == [
            f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}"
            for name in ("draws.csv", "extra.csv")
        ]
    write("extra.csv", "time,extra\n0,1\n10,3\n")
    assert "is complete" not in run(*words).err
    assert "is complete: nothing to run" in run(*words).err


def test_resume_leaves_the_results_of_another_study_alone(
    run: Run, draining: Path, write: Callable, tmp_path: Path
) -> None:
    assert run("compare", draining, "--out", "out").code == 0
    before = (tmp_path / "out" / "results.h5").read_bytes()
    other = write("other.yaml", DRAINING_SCENARIO.replace("5", "7"))
    refused = run("compare", other, "--out", "out", "--resume")
    assert (refused.code, refused.out) == (4, "")
    assert (
        f"out/results.h5: holds the results of '{draining}', not those of '{other}'" in refused.err
    )
    assert "--replace instead of --resume" in refused.err
    assert (tmp_path / "out" / "results.h5").read_bytes() == before
    (tmp_path / "out" / "briefing.html").unlink()  # half a folder is somebody's, too
    assert run("compare", other, "--out", "out", "--resume").code == 4
    moved = draining.rename(tmp_path / "moved.yaml")  # the same text under another name
    assert run("compare", moved, "--out", "out", "--resume").code == 0
    # A run of one model is not a comparison to go on with.
    run("run", tmp_path / "draining.sd", "--out", "out/results.h5")
    assert "holds no comparison" in run("compare", moved, "--out", "out", "--resume").err


def test_a_single_policy_and_future_are_one(run: Run, draining: Path) -> None:
    draining.write_text(DRAINING_SCENARIO.replace("  little: {set: {start_level: 5}}\n", ""))
    assert "1 policy, 1 future\n" in run("compare", draining).out


def test_series_that_no_machine_holds_are_refused_before_the_runs(run: Run, draining: Path) -> None:
    # 0.96e9 save points of 150 elements: more than 1 TiB.
    levels = ", ".join(f"e{i}" for i in range(150))
    model = draining.with_name("draining.sd")
    model.write_text(
        DRAINING.replace("step 1 save 1", "step 1/64 save 1/64").replace("to 10", "to 15000000")
        + f"dimension many = {levels}\naux wide[many]: 1 = level\n"
    )
    draining.write_text(DRAINING_SCENARIO + "save: [wide]\n")
    for words in (["run", model], ["run", "--scenario", draining], ["compare", draining]):
        answer = run(*words)
        assert (answer.code, answer.out) == (1, ""), answer.err
        assert "of memory; this machine has" in answer.err
        assert "[E9015]" in answer.err


def test_control_characters_of_a_model_do_not_reach_the_terminal(run: Run, draining: Path) -> None:
    model = draining.with_name("draining.sd")
    evil = "\x1b]0;owned\x07"
    model.write_text(DRAINING.replace("# ", f"# {evil}").replace("Runs dry", f"Runs {evil}dry"))
    for words in (
        ["info", model],
        ["info", model, "--equations", "text"],
        ["run", model, "--set", "start_level=5"],
        ["compare", draining],
        ["check", model],
    ):
        answer = run(*words)
        assert "\x07" not in answer.out + answer.err
        assert "\x1b]" not in answer.out + answer.err


def test_a_rule_that_leaves_the_range_of_its_lever_ends_the_run(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    write("draining.sd", DRAINING + "lever push: 1 = 0 range 0 .. 1\n")
    text = DRAINING_SCENARIO.replace(
        "  enough: {}\n", "  enough: {}\n  ruled: {set: {push: RULE}}\n"
    )
    write("ruled.yaml", text.replace("RULE", '"0.25 * time / (1 week)"'))
    answer = run("compare", "ruled.yaml", "--out", "out")
    assert answer.code == 0, answer.err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        message, detail = (file["failures"][name][0].decode() for name in ("message", "detail"))
        # 0.25 a week is above 1 for the first time at week 5.
        assert (
            message == "the rule takes 'push' out of its range 0 .. 1 at time 5 week (push = 1.25)"
        )
        assert detail.startswith("ruled.yaml:6:24: error: ")
    write("ruled.yaml", text.replace("RULE", '"min(0.25 * time / (1 week), 1)"'))
    answer = run("compare", "ruled.yaml", "--json")
    assert json.loads(answer.out)["defaults"]["failures"][0]["policy"] != "ruled"


def test_resume_runs_again_when_samples_are_missing(run: Run) -> None:
    assert run("compare", SCENARIO, "--out", "out", "--defaults-only").code == 0
    answer = run("compare", SCENARIO, "--out", "out", "--resume", "--quiet")
    assert "nothing to run" not in answer.err
    assert "64 samples" in answer.out


def test_failed_runs_are_counted_and_fail_only_with_strict(run: Run, draining: Path) -> None:
    answer = run("compare", draining)
    assert answer.code == 0
    assert "1 of 2 runs ended early" in answer.out
    assert "'root' at time 6 week (level =" in " ".join(answer.out.split())
    # sqrt(20 - 10), the level at week 10.
    assert "3.16" in answer.out
    assert run("compare", draining, "--strict").code == 1


def test_all_runs_failed_is_a_failure(run: Run, draining: Path) -> None:
    draining.write_text(DRAINING_SCENARIO.replace("enough: {}", "enough: {set: {start_level: 4}}"))
    assert run("compare", draining).code == 1


@pytest.mark.parametrize(("sign", "code"), [(">", 0), ("<", 1)])
def test_check_turns_claims_into_an_exit_code(
    run: Run, draining: Path, sign: str, code: int
) -> None:
    draining.write_text(DRAINING_SCENARIO + CLAIM.format(sign=sign))
    answer = run("compare", draining, "--check")
    assert answer.code == code
    assert ("1 of 1 claims hold" if code == 0 else "0 of 1 claims hold") in answer.out
    assert run("compare", draining).code == 0


def test_without_samples_the_defaults_decide(run: Run) -> None:
    answer = run("compare", SCENARIO, "--check", "--defaults-only")
    assert answer.code == 0
    assert "10 of 10 claims hold" in answer.out
    assert " ".join(answer.out.split()).count("share not tested (asked for: 90 %)") == 6


def test_a_failed_sample_does_not_hold(run: Run, draining: Path) -> None:
    # 1 a week for ten weeks: from 4 and 6 there is no root at the end, from 20 and 30 it is above 3.
    samples = "uncertainty: {design: grid, draw: {start_level: [4, 6, 20, 30]}}\n"
    claim = CLAIM.format(sign=">") + "    holds_in: 60 %\n"
    draining.write_text(DRAINING_SCENARIO + samples + claim)
    answer = run("compare", draining, "--check")
    assert answer.code == 1
    told = " ".join(answer.out.split())
    assert "in 50 % of 4 samples" in told
    assert "a run failed in 2 of them, which counts as not holding" in told


def test_json_is_one_value_and_agrees_with_the_file(run: Run, tmp_path: Path) -> None:
    answer = run("compare", SCENARIO, "--json", "--out", "out")
    assert answer.code == 0
    told = json.loads(answer.out)
    assert told["baseline"] == "status_quo"
    claims = {claim["id"]: claim for claim in told["claims"]}
    assert len(claims) == 10
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        shares = dict(zip((x.decode() for x in file["claims/claim"]), file["claims/share"][...]))
    assert {name: claim["share"] for name, claim in claims.items()} == shares


def test_defaults_only_leaves_the_samples_out(run: Run) -> None:
    answer = run("compare", SCENARIO, "--defaults-only")
    assert answer.code == 0
    assert "64 samples" not in answer.out


def test_strict_units(run: Run, write: Callable, draining: Path) -> None:
    write("draining.sd", DRAINING + "\naux bare = 3\n")
    assert run("compare", draining).code == 0
    answer = run("compare", draining, "--strict-units")
    assert answer.code == 3
    assert "[E0301]" in answer.err


def test_errors_of_a_scenario_come_with_their_places(run: Run, write: Callable) -> None:
    write("draining.sd", DRAINING)
    text = DRAINING_SCENARIO.replace("start_level", "start_leval")
    write("wrong.yaml", text.replace("at(root,", "at(rooot,"))
    answer = run("compare", "wrong.yaml", "--out", "out")
    assert answer.code == 3
    assert re.search(r"wrong.yaml:6:\d+: error: .*'start_leval'", answer.err)
    assert "did you mean 'start_level'" in answer.err
    assert re.search(r"wrong.yaml:8:\d+: error: .*'rooot'", answer.err)
    assert answer.err.endswith("2 errors\n")
    assert answer.out == ""
    write("wrong.yaml", DRAINING_SCENARIO + "colour: red\n")
    answer = run("compare", "wrong.yaml")
    assert answer.code == 3
    assert "wrong.yaml:9:1: error: unknown key 'colour' in the scenario file [E1101]" in answer.err


def test_a_sobol_design_that_is_not_balanced_is_a_warning(run: Run, write: Callable) -> None:
    write("draining.sd", DRAINING)
    write(
        "sobol.yaml",
        DRAINING_SCENARIO
        + "uncertainty: {design: sobol, samples: 10, draw: {start_level: 'uniform(15, 25)'}}\n",
    )
    answer = run("compare", "sobol.yaml")
    assert answer.code == 0
    assert "10 samples are not a power of two" in answer.err and "[W9001]" in answer.err


@pytest.mark.parametrize(
    ("equation", "code", "message"),
    [
        ("(level ^ 2 + 1) * 1 [1/week]", 1, "[E9011]"),
        ("sqrt(level - 21) * 1 [1/week]", 1, "[E9011]"),
        ("delay_fixed(1 [1/week], 2 week, 0 [1/week])", 3, "[E9013]"),
    ],
)
def test_an_equilibrium_that_is_not_there(
    run: Run, write: Callable, equation: str, code: int, message: str
) -> None:
    text = DRAINING.replace("flow drain: 1/week = 1 [1/week]", f"flow drain: 1/week = {equation}")
    write("draining.sd", text)
    write("rest.yaml", DRAINING_SCENARIO + "start: equilibrium\n")
    answer = run("compare", "rest.yaml")
    assert answer.code == code
    assert message in answer.err
    assert "hint: " in answer.err


def test_a_start_that_cannot_be_computed(run: Run, write: Callable) -> None:
    text = DRAINING.replace("= start_level\n", "= 1 / (start_level - 20)\n")
    write("draining.sd", text)
    write("rest.yaml", DRAINING_SCENARIO + "start: equilibrium\n")
    answer = run("compare", "rest.yaml")
    assert answer.code == 1
    assert "draining.sd:7:" in answer.err and "[E9006]" in answer.err


def test_more_samples_than_memory_holds_are_refused_at_once(run: Run, write: Callable) -> None:
    write("draining.sd", DRAINING.replace("to 10 step 1 save 1", "to 10000 step 1 save 1"))
    text = DRAINING_SCENARIO + "uncertainty: {design: monte_carlo, samples: 100000000, draw: "
    write("huge.yaml", text + "{start_level: 'uniform(15, 25)'}}\n")
    answer = run("compare", "huge.yaml")
    assert answer.code == 1
    assert "GiB of memory" in answer.err and "[E9015]" in answer.err


def test_a_distribution_that_cannot_be_drawn_from(run: Run, write: Callable) -> None:
    write("draining.sd", DRAINING)
    text = DRAINING_SCENARIO + "uncertainty: {design: monte_carlo, samples: 4, draw: "
    write("wrong.yaml", text + "{start_level: 'uniform(25, 15)'}}\n")
    answer = run("compare", "wrong.yaml")
    assert answer.code == 3
    assert "[E9021]" in answer.err


def test_a_policy_may_leave_ranges_when_it_says_so(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    write("draining.sd", DRAINING)
    text = (
        "scenario: s\nmodel: draining.sd\npolicies:\n  a: {}\n"
        "  b: {set: {start_level: 400}MORE}\n  c: {based_on: b}\n"
        "measure: {last: final(level)}\n"
    )
    write("s.yaml", text.replace("MORE", ""))
    refused = run("compare", "s.yaml")
    assert refused.code == 3 and "[E1106]" in refused.err, refused.err
    write("s.yaml", text.replace("MORE", ", beyond_range: true"))
    answer = run("compare", "s.yaml", "--json", "--quiet")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert told["metrics"][0]["values"] == [10, 390, 390]
    assert [s["beyond_range"] for s in told["settings"]] == ["0 .. 100", "0 .. 100"]
    shown = run("compare", "s.yaml", "--quiet").out
    assert "Beyond the ranges of the model: b: start_level 400 (range 0 .. 100)" in shown
    run("compare", "s.yaml", "--quiet", "--out", "out")
    assert "beyond the range 0 .. 100" in (tmp_path / "out" / "briefing.html").read_text()


def test_the_briefing_tells_the_chain_down_to_what_was_decided(write: Callable, run: Run) -> None:
    # value = level, a stock whose only inflow is the lever: after 10 weeks 10 * lever.
    write(
        "chain.sd",
        "time week from 0 to 10 step 1 method euler\n\nunit item\n\nlever pace: item/week = 1 range 0 .. 9\n\n"
        "stock level: item = 0\n    inflow gain\n\nflow gain: item/week = pace\n\n"
        "indicator value: item = level  better up\n",
    )
    scenario = write(
        "chain.yaml",
        "scenario: chain\nmodel: chain.sd\nbaseline: slow\npolicies:\n  slow: {}\n"
        "  fast: {set: {pace: 3}}\nfutures: {calm: {}}\n",
    )
    assert run("compare", scenario, "--out", "out", "--quiet").code == 0
    page = (scenario.parent / "out" / "briefing.html").read_text()
    why = page[page.index('data-section="why"') : page.index('data-section="uncertainty"')]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", why))
    assert "value 30 ▲ +200 % better" in text
    assert "← through level 30" in text
    assert "← through the lever pace 3 instead of 1." in text
    # The picture has what the chain names; the flow between lever and stock is no node of it.
    assert re.findall(r"<g class=\"node\"><title>(\w+)</title>", why) == ["pace", "level", "value"]
    assert "pace raises level later." in why

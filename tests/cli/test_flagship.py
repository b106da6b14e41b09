"""The flagship's scenario files: every claim is tested on the default parameters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from command_case import ROOT, Run

MODEL = ROOT / "models" / "improvement_as_system_work.sd"
AT_REST = ROOT / "scenarios" / "improvement_as_system_work" / "at_rest.yaml"

FILES = sorted((ROOT / "scenarios" / "improvement_as_system_work").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_claim_holds_on_the_defaults(run: Run, path: Path) -> None:
    answer = run("compare", path, "--check", "--defaults-only", "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["claims"]


def test_the_files_hold_each_claim_once() -> None:
    """The design numbers its 98 claims; what goes beyond them has a word for an id."""
    ids = [claim["id"] for path in FILES for claim in yaml.safe_load(path.read_text())["expect"]]
    assert len(ids) == len(set(ids))
    assert len([claim for claim in ids if claim[0].isdigit()]) == 98


def test_the_numbers_are_those_of_the_independent_program(run: Run) -> None:
    """prototype_claims.csv: the same measures by an independent NumPy program, rk4 with the same step."""
    with (Path(__file__).parent / "prototype_claims.csv").open() as file:
        wanted = {row["id"]: float(row["number"]) for row in csv.DictReader(file)}
    assert len(wanted) == 98
    found: dict[str, float] = {}
    for path in FILES:
        told = json.loads(run("compare", path, "--defaults-only", "--json", "--quiet").out)
        found |= {claim["id"]: claim["left"] for claim in told["claims"]}
    for name, number in wanted.items():
        # 04b is weeks of an upheaval that never comes: 8e-18.
        assert found[name] == pytest.approx(number, rel=1e-11, abs=1e-20), name


# The resting state that an independent NumPy program found by Newton's method.
ORACLE_INIT = {
    "experienced_staff": 90.40543150751861,
    "rookies": 9.594568492481388,
    "fatigue": 0.32474143841049885,
    "waiting_for_decision": 140.00748657963672,
    "work_in_progress": 513.5086733089448,
    "undiscovered_rework": 144.86803681960055,
    "known_rework": 57.44609406805189,
    "hypotheses": 5.895469694623998,
    "experiments_running": 10.095504676048884,
    "evidence_awaiting_review": 3.5166381955202164,
    "adopted_changes_to_do": 0.7073717730288915,
    "improvement_capability": 1.0358172726624222,
    "focus_on_recurring_constraints": 0.6666666666666666,
    "psychological_safety": 0.5622937311794338,
    "legitimacy_of_improvement": 0.573665879498212,
    "trust_across_boundaries": 0.6107463979745601,
    "alignment_intent_behaviour": 0.5187353808454251,
    "accepted_friction": 0.14682875598262296,
    "reported_improvement": 0.024889465281153933,
    "perceived_work_pressure": 2.011690468153781,
    "planned_effort_per_item": 1.4098019027712796,
    "guardrail": 0.8,
    "constraint[dependencies,team]": 0.37802683498480355,
    "constraint[dependencies,cross_team]": 0.4930266747862244,
    "constraint[dependencies,system]": 0.5487286567592808,
    "constraint[architecture,team]": 0.39477402677661677,
    "constraint[architecture,cross_team]": 0.5127304911513298,
    "constraint[architecture,system]": 0.5693248183247172,
    "constraint[deployment,team]": 0.3442697628229775,
    "constraint[deployment,cross_team]": 0.4529229426676417,
    "constraint[deployment,system]": 0.5065221517938171,
    "constraint[decisions,team]": 0.35882803615686293,
    "constraint[decisions,cross_team]": 0.4702768996058556,
    "constraint[decisions,system]": 0.5248296681293861,
    "constraint[policy,team]": 0.31888820850264216,
    "constraint[policy,cross_team]": 0.4224803927231711,
    "constraint[policy,system]": 0.4742650359081005,
    "constraint[feedback,team]": 0.3442697628229775,
    "constraint[feedback,cross_team]": 0.4529229426676417,
    "constraint[feedback,system]": 0.5065221517938171,
    "constraint[learning,team]": 0.35882803615686293,
    "constraint[learning,cross_team]": 0.4702768996058556,
    "constraint[learning,system]": 0.5248296681293861,
}

# The rough state from which that program set out.
ROUGH = {
    "experienced_staff": 92,
    "rookies": 8,
    "fatigue": 0.15,
    "waiting_for_decision": 140,
    "work_in_progress": 250,
    "undiscovered_rework": 90,
    "known_rework": 30,
    "hypotheses": 2,
    "experiments_running": 3,
    "evidence_awaiting_review": 2,
    "adopted_changes_to_do": 1,
    "improvement_capability": 0.8,
    "focus_on_recurring_constraints": 0.3,
    "psychological_safety": 0.4,
    "legitimacy_of_improvement": 0.35,
    "trust_across_boundaries": 0.5,
    "alignment_intent_behaviour": 0.35,
    "accepted_friction": 0.2,
    "reported_improvement": 0.05,
    "perceived_work_pressure": 1.3,
    "planned_effort_per_item": 1.4,
    "disruptive_intervention": 0,
    "constraint[*,*]": 0.4,
}


def rest_from_a_rough_start(run: Run) -> dict:
    starts = [word for name, v in ROUGH.items() for word in ("--set", f"start {name}={v}")]
    answer = run("equilibrium", AT_REST, "--json", *starts)
    assert answer.code == 0 and answer.err == ""
    return json.loads(answer.out)


def test_the_engine_finds_the_start_that_the_model_holds(run: Run) -> None:
    found = rest_from_a_rough_start(run)
    rest = {stock["name"]: stock["rest"] for stock in found["stocks"]}
    for name, value in ORACLE_INIT.items():
        assert rest[name] == pytest.approx(value, rel=1e-9), name
    assert rest["disruptive_intervention"] == pytest.approx(0, abs=1e-12)
    # Design, section 1: stable, slowest eigenvalue -0.0046 per week, residual of rounding.
    assert found["stability"] == "stable"
    assert found["eigenvalues"][0][0] == pytest.approx(-0.0046, abs=5e-5)
    assert found["residual"] < 1e-9


def test_the_digits_in_the_model_are_that_rest(run: Run) -> None:
    answer = run("equilibrium", MODEL, "--set", "averaged_reviews=1", "--json")
    found = json.loads(answer.out)
    for stock in found["stocks"]:
        assert stock["rest"] == pytest.approx(stock["start"], rel=1e-12, abs=1e-12), stock["name"]


def test_a_run_that_starts_at_rest_stays_there(run: Run) -> None:
    """Every stock but the totals, over 260 weeks, with averaged reviews."""
    found = json.loads(run("equilibrium", AT_REST, "--json").out)
    names = {s["name"].split("[")[0] for s in found["stocks"] if not s["generated"]}
    save = ",".join(sorted(names))
    answer = run("run", "--scenario", AT_REST, "--csv", "--save", save)
    assert answer.code == 0 and answer.err == ""
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == 261
    resting = [s for s in found["stocks"] if not s["counts"] and not s["generated"]]
    assert len(resting) == 45
    for stock in resting:
        size = max(abs(stock["rest"]), 1e-6)
        moved = max(abs(float(row[stock["name"]]) - stock["rest"]) for row in rows)
        assert moved <= 1e-9 * size, stock["name"]


def test_pulsed_reviews_are_said_to_move_the_rest(run: Run, write: Callable) -> None:
    write(
        "pulsed.yaml",
        f"scenario: s\nmodel: {MODEL}\nstart: equilibrium\n"
        "policies: {status_quo: {}}\nmeasure: {last: final(value)}\n",
    )
    answer = run("compare", "pulsed.yaml")
    assert answer.code == 0
    assert answer.err.count("[W9004]") == 1
    assert "pulsed.yaml:3:1: warning: the equilibrium does not last: at week 12 'review'" in (
        answer.err
    )

"""slackwater reproduce: a results file is computed again from what it holds, bit for bit."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import h5py
import pytest
from command_case import DRAINING, DRAINING_SCENARIO, ROOT, SCENARIO, TEACUP, Run

Write = Callable[[str, str], Path]

DATA_MODEL = """\
model "Demand as recorded"

time week from 0 to 4 step 1/2 save 1 method rk4

data demand: 1 from "demand.csv" linear

stock filled: 1 = 0
    inflow fill

flow fill: 1/week = demand / 1 [week]
"""

DATA_SCENARIO = """\
scenario: How full?
model: model.sd
policies:
  status_quo: {}
"""


@pytest.fixture
def results(run: Run, tmp_path: Path) -> Path:
    """With samples, an equilibrium, profiles, measures, claims; the file itself is a copy."""
    assert run("compare", SCENARIO, "--out", "out").code == 0
    return tmp_path / "out" / "results.h5"


def test_a_comparison_is_the_same_elsewhere(run: Run, results: Path, tmp_path: Path) -> None:
    """All that is needed is in the file: it may lie anywhere, without its model."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(results, elsewhere / "moved.h5")
    answer = run("reproduce", "moved.h5", "--threads", 1, "--quiet", cwd=elsewhere)
    assert (answer.code, answer.err) == (0, "")
    first, second = answer.out.splitlines()
    assert first.endswith(" numbers and texts are the same, bit for bit")
    with h5py.File(elsewhere / "moved.h5") as file:
        sizes = sum(d.size for d in file.values() if getattr(d, "ndim", 0) >= 4)
        assert second == f"fingerprint {file.attrs['fingerprint']}"
    assert int(first.split()[0]) > sizes


def test_a_changed_value_is_named(run: Run, results: Path) -> None:
    with h5py.File(results, "r+") as file:
        policies = [p.decode() for p in file["policy"][...]]
        at = (1, 0, 3, 12)
        was = float(file["output"][at])
        changed = math.nextafter(was, math.inf)
        file["output"][at] = changed
    answer = run("reproduce", results)
    assert answer.code == 1
    assert answer.out.splitlines()[1:] == [
        "  series 'output'",
        f"first: series 'output', policy {policies[1]}, future calm, sample 3, week 12: "
        f"{changed!r} in the file, {was!r} now",
    ]
    told = json.loads(run("reproduce", results, "--json").out)
    assert (told["same"], told["different"], told["names"]) == (False, 1, ["series 'output'"])
    assert told["first"]["in_file"] == repr(changed)
    assert told["first"]["again"] == repr(was)


@pytest.mark.parametrize(
    ("dataset", "index", "named"),
    [
        ("late_output", (0, 0, 0), "measure 'late_output'"),
        ("defaults/output", (0, 0, 0, 0), "series 'output'"),
        ("stopped_at", (0, 0, 0), "when runs ended"),
        ("claims/left", (0,), "left side of claim"),
    ],
)
def test_whatever_changed_is_named(
    run: Run, results: Path, dataset: str, index: tuple[int, ...], named: str
) -> None:
    with h5py.File(results, "r+") as file:
        file[dataset][index] = float(file[dataset][index]) + 1
    answer = run("reproduce", results)
    assert answer.code == 1
    assert f"first: {named}" in answer.out


def test_another_version_is_said(run: Run, results: Path) -> None:
    version = run("--version").out.split()[1]
    with h5py.File(results, "r+") as file:
        file.attrs["version"] = "0.0.1"
    answer = run("reproduce", results)
    assert answer.code == 0
    assert answer.out.startswith(f"made by version 0.0.1, computed again by version {version}\n")


def test_another_model_text_gives_other_numbers(run: Run, write: Write, tmp_path: Path) -> None:
    write("draining.sd", DRAINING)
    assert run("run", "draining.sd", "--set", "start_level=20", "--out", "a.h5").code == 0
    with h5py.File(tmp_path / "a.h5", "r+") as file:
        file.attrs["model_text"] = DRAINING.replace("= 1 [1/week]", "= 2 [1/week]")
    answer = run("reproduce", "a.h5")
    assert answer.code == 1
    assert "first: series 'level', policy run, future model, week 1: 19 in the file, 18 now" in (
        answer.out
    )


@pytest.mark.parametrize(
    "words",
    [
        [TEACUP, "--set", "cooling_time=1 hour as minute", "--step", "1/64", "--save", "cooling"],
        [ROOT / "models" / "language_tour.sd", "--seed", 9, "--no-checks"],
        [TEACUP, "--method", "dopri5", "--tolerance", "1e-9"],
        ["--scenario", SCENARIO, "--policy", "protected"],
        ["--scenario", SCENARIO, "--policy", "protected", "--only", 17],
    ],
)
def test_a_single_run_with_its_settings(run: Run, words: list[object]) -> None:
    assert run("run", *words, "--out", "a run.h5").code == 0
    answer = run("reproduce", "a run.h5", "--quiet")
    assert (answer.code, answer.err) == (0, "")


def test_runs_that_end_early(run: Run, write: Write) -> None:
    write("draining.sd", DRAINING)
    scenario = write("s.yaml", DRAINING_SCENARIO)
    assert run("compare", scenario, "--out", "out").code == 0
    assert run("reproduce", "out/results.h5").code == 0


def test_data_files_are_held_to_their_hash(run: Run, write: Write, tmp_path: Path) -> None:
    write("model.sd", DATA_MODEL)
    scenario = write("s.yaml", DATA_SCENARIO)
    data = write("demand.csv", "time,demand\n0,1\n4,3\n")
    for made, words in (
        ("out/results.h5", ["compare", scenario, "--out", "out"]),
        ("one.h5", ["run", tmp_path / "model.sd", "--out", "one.h5"]),
    ):
        assert run(*words).code == 0
        assert run("reproduce", made).code == 0
        text = data.read_text()
        data.write_text(text + "5,3\n")
        answer = run("reproduce", made)
        assert answer.code == 4
        assert "made from 'demand.csv', too" in answer.err
        assert "has changed since" in answer.err
        data.unlink()
        answer = run("reproduce", made)
        assert answer.code == 4
        assert "E9028" in answer.err and "it is not there any more" in answer.err
        beside = (tmp_path / made).parent / "demand.csv"
        beside.write_text(text)
        assert run("reproduce", made).code == 0
        beside.unlink()
        data.write_text(text)


def test_other_files_are_refused(run: Run, write: Write, tmp_path: Path) -> None:
    assert run("reproduce", "nothing.h5").code == 4
    write("text.h5", "no results")
    assert run("reproduce", "text.h5").code == 4
    assert run("run", TEACUP, "--out", "a.h5").code == 0
    with h5py.File(tmp_path / "a.h5", "r+") as file:
        file.attrs["command"] = "echo hello"
    answer = run("reproduce", "a.h5")
    assert answer.code == 4
    assert "does not say how its runs were made" in answer.err


@pytest.fixture
def ensemble(run: Run, tmp_path: Path) -> Path:
    """Five shards of the flagship's prototype."""
    assert run("ensemble", SCENARIO, "--out", "study", "--shard-size", 14).code == 0
    return tmp_path / "study"


def test_an_ensemble_is_the_same_elsewhere(run: Run, ensemble: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.move(ensemble, moved)
    answer = run("reproduce", moved, "--threads", 2)
    size = sum(path.stat().st_size for path in (moved / "shards").iterdir())
    assert answer.code == 0
    assert answer.out == f"5 shards are the same, byte for byte: {size} bytes\n"
    next((moved / "shards").iterdir()).unlink()
    answer = run("reproduce", moved)
    assert answer.code == 0
    assert answer.out.startswith("1 shard is missing or damaged\n4 shards are the same")


def test_a_changed_shard_is_named(run: Run, ensemble: Path) -> None:
    """Somebody changed a number and gave the file the name that its bytes ask for."""
    shard = sorted((ensemble / "shards").iterdir())[1]
    trailer = shard.read_bytes().rpartition(b"\nslackwater shard ")
    with h5py.File(shard, "r+") as file:
        was = float(file["output"][0, 0, 3, 12])
        changed = math.nextafter(was, math.inf)
        file["output"][0, 0, 3, 12] = changed
    data = shard.read_bytes() + trailer[1] + trailer[2]
    shard.write_bytes(data)
    name = f"s-000001.{hashlib.sha256(data).hexdigest()[:16]}.h5"
    shard.rename(shard.parent / name)
    answer = run("reproduce", ensemble)
    assert answer.code == 1
    lines = answer.out.splitlines()
    assert lines[0] == f"1 of 5 shards differ, the first is {name}"
    assert lines[-1] == (
        "first: series 'output', policy status_quo, future calm, sample 3, week 12, in the shard "
        f"from sample 14: {changed!r} in the file, {was!r} now"
    )
    told = json.loads(run("reproduce", ensemble, "--json").out)
    assert (told["same"], told["shards"], told["differing"]) == (False, 5, [name])
    assert told["first"]["again"] == repr(was)


@pytest.mark.parametrize("kept", ["--series", "--no-series"])
def test_the_packed_results_of_an_ensemble(run: Run, tmp_path: Path, kept: str) -> None:
    assert run("ensemble", SCENARIO, "--out", "study", "--shard-size", 14, kept).code == 0
    packed = shutil.copy(tmp_path / "study" / "results.h5", tmp_path / "packed.h5")
    assert run("reproduce", packed).code == 0
    with h5py.File(packed, "r+") as file:
        file["late_output"][0, 0, 3] = math.nextafter(float(file["late_output"][0, 0, 3]), math.inf)
    answer = run("reproduce", packed)
    assert answer.code == 1
    assert "\n  measure 'late_output'\n" in answer.out

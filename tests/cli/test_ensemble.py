"""`slackwater ensemble`: samples in shards that are kept, completed, and packed."""

from __future__ import annotations

import fcntl
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from command_case import COMMAND, SLACK, Run
from command_case import SCENARIO as SLACK_SCENARIO

# A tank runs out by one a week. After ten weeks it holds start_level - 10, so that there is no root
# in the samples that start below 10: these runs fail, and no other.
MODEL = """\
model "Tank"

time week from 0 to 10 step 1 save 1 method euler

parameter start_level: 1 = 15 range 0 .. 100 ~ uniform(5, 25)
lever inflow: 1/week = 0 range 0 .. 2

stock level: 1 = start_level
    inflow filling
    outflow drain

flow filling: 1/week = inflow
flow drain: 1/week = 1 [1/week]

indicator root: 1 = sqrt(level)  better up
"""

SCENARIO = """\
scenario: What is left in the tank?
model: tank.sd
baseline: dry
policies:
  dry: {}
  filled: {set: {inflow: 1}}
uncertainty: {design: monte_carlo, samples: 50, seed: 3}
measure:
  left: "final(level)"
  half_empty: "time_to(level, 10, down)"
expect:
  - {id: more, claim: An inflow leaves more, that: filled.left > dry.left, holds_in: 90 %}
"""


@pytest.fixture
def scenario(write: Callable) -> Path:
    write("tank.sd", MODEL)
    return write("tank.yaml", SCENARIO)


def shards(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "shards").iterdir())


def everything(folder: Path) -> dict[str, bytes]:
    """All that an ensemble leaves, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "writers"
    }


def test_the_same_bytes_whatever_the_threads_and_the_parts(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    for name, *more in (("one", "--threads", 1), ("three", "--threads", 3)):
        done = run("ensemble", scenario, "--out", name, "--shard-size", 7, *more)
        assert done.code == 0, done.err
    for part in (2, 3, 1):
        words = ("ensemble", scenario, "--out", "parts", "--shard-size", 7, "--shards", f"{part}/3")
        assert run(*words).code == 0
    assert len(shards(tmp_path / "one")) == 8  # 50 samples by sevens
    assert everything(tmp_path / "one") == everything(tmp_path / "three")
    assert everything(tmp_path / "one") == everything(tmp_path / "parts")


def test_resuming_needs_the_folder_alone(run: Run, scenario: Path, tmp_path: Path) -> None:
    assert run("ensemble", scenario, "--out", "whole", "--shard-size", 9).code == 0
    assert (
        run("ensemble", scenario, "--out", "half", "--shard-size", 9, "--shards", "1/2").code == 0
    )
    folder = tmp_path / "half"
    assert len(shards(folder)) < len(shards(tmp_path / "whole"))
    (tmp_path / "elsewhere").mkdir()
    shutil.move(folder, tmp_path / "elsewhere")
    for path in (scenario, tmp_path / "tank.sd"):
        path.unlink()
    done = run("ensemble", "--resume", "elsewhere/half")
    assert done.code == 0, done.err
    assert everything(tmp_path / "whole") == everything(tmp_path / "elsewhere" / "half")


def test_a_part_says_what_is_missing(run: Run, scenario: Path) -> None:
    done = run("ensemble", scenario, "--out", "out", "--shard-size", 10, "--shards", "2/5")
    assert done.code == 0
    assert "part 2/5 is complete; 4 of 5 shards are missing in other parts" in done.err
    assert "slackwater ensemble --resume out" in done.err


def test_more_parts_than_shards(run: Run, scenario: Path, tmp_path: Path) -> None:
    for part in range(1, 8):
        words = ("ensemble", scenario, "--out", "out", "--shard-size", 25, "--shards", f"{part}/7")
        assert run(*words).code == 0
    assert len(shards(tmp_path / "out")) == 2


def test_a_folder_is_never_begun_again_by_accident(run: Run, scenario: Path) -> None:
    assert run("ensemble", scenario, "--out", "out").code == 0
    again = run("ensemble", scenario, "--out", "out")
    assert again.code == 4
    assert "out: holds an ensemble already" in again.err
    assert "slackwater ensemble --resume out" in again.err


def test_another_plan_is_refused_and_what_differs_is_named(run: Run, scenario: Path) -> None:
    first = ("ensemble", scenario, "--out", "out", "--shard-size", 10, "--shards", "1/5")
    assert run(*first).code == 0
    scenario.write_text(SCENARIO.replace("samples: 50", "samples: 60"))
    other = run("ensemble", scenario, "--out", "out", "--resume")
    assert other.code == 4
    assert "[E9032]" in other.err
    assert "the text of 'tank.yaml'; samples: 60, was 50" in other.err
    scenario.write_text(SCENARIO)
    size = run("ensemble", scenario, "--out", "out", "--resume", "--shard-size", 5, "--no-series")
    assert "samples of a shard: 5, was 10; series kept: no, was yes" in size.err
    # What is not said is as the folder has it.
    assert run("ensemble", scenario, "--out", "out", "--resume").code == 0


def test_another_number_of_samples(run: Run, scenario: Path, tmp_path: Path) -> None:
    done = run("ensemble", scenario, "--out", "out", "--samples", 20, "--shard-size", 8)
    assert done.code == 0, done.err
    other = run("ensemble", scenario, "--out", "out", "--resume", "--samples", 30)
    assert other.code == 4 and "[E9032]" in other.err
    assert "'out' holds another ensemble; samples: 30, was 20" in other.err
    assert "samples: 50, was 20" in run("ensemble", scenario, "--out", "out", "--resume").err
    again = run("ensemble", scenario, "--out", "out", "--resume", "--samples", 20)
    assert again.code == 0 and "nothing to run" in again.err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        assert file["left"].shape == (2, 1, 20)
        assert file.attrs["command"] == "slackwater ensemble tank.yaml --samples 20"
        start = file["start_level"][:]
    # The same numbers with that number written in the file.
    write = scenario.read_text().replace("samples: 50", "samples: 20")
    (tmp_path / "few.yaml").write_text(write)
    assert run("ensemble", "few.yaml", "--out", "few").code == 0
    with h5py.File(tmp_path / "few" / "results.h5") as file:
        assert file["start_level"][:].tobytes() == start.tobytes()
    # Computed again, from the folder and from the file that it packed.
    assert run("reproduce", "out", "--quiet").code == 0
    shutil.copy(tmp_path / "out" / "results.h5", tmp_path / "alone.h5")
    assert run("reproduce", "alone.h5", "--quiet").code == 0
    # One of them alone, of as many.
    words = ("run", "--scenario", scenario, "--only", 19, "--samples", 20, "--out", "one.h5")
    assert run(*words).code in (0, 1)
    with h5py.File(tmp_path / "one.h5") as file:
        assert file["start_level"][0] == start[19]
    assert run("reproduce", "one.h5", "--quiet").code == 0
    beyond = run("run", "--scenario", scenario, "--only", 20, "--samples", 20)
    assert "[E9027]" in beyond.err


def test_samples_that_follow_from_the_design(run: Run, scenario: Path, tmp_path: Path) -> None:
    grid = "uncertainty: {design: grid, draw: {start_level: [12, 14]}}\n"
    scenario.write_text(re.sub("uncertainty.*\n", grid, SCENARIO))
    done = run("ensemble", scenario, "--out", "out", "--samples", 20)
    assert done.code == 3 and "[E9036]" in done.err
    assert "follows from the design, which has 2 (grid)" in done.err
    assert not (tmp_path / "out").exists()


def test_a_damaged_shard_is_set_aside_and_run_again(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    assert run("ensemble", scenario, "--out", "whole", "--shard-size", 10).code == 0
    assert (
        run("ensemble", scenario, "--out", "out", "--shard-size", 10, "--shards", "1/2").code == 0
    )
    name = shards(tmp_path / "out")[0]
    path = tmp_path / "out" / "shards" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = run("ensemble", "--resume", "out")
    assert done.code == 0
    assert f"a damaged shard is set aside as out/damaged/{name}" in done.err
    assert (tmp_path / "out" / "damaged" / name).read_bytes() == content
    shutil.rmtree(tmp_path / "out" / "damaged")
    assert everything(tmp_path / "whole") == everything(tmp_path / "out")


def test_a_shard_in_quarantine_is_left_out_and_named(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    assert run("ensemble", scenario, "--out", "whole", "--shard-size", 10).code == 0
    words = ("ensemble", scenario, "--out", "out", "--shard-size", 10, "--shards", "1/5")
    assert run(*words).code == 0
    notes = tmp_path / "out" / "quarantine"
    notes.mkdir()
    for shard in (0, 3):  # the first is there, however it came to be
        (notes / f"s-00000{shard}.txt").write_text(f"Shard {shard} ended its process 3 times.\n")
    done = run("ensemble", "--resume", "out")
    assert done.code == 1
    assert "warning: shard 3 is in quarantine and is left out" in done.err
    assert "to run it again: slackwater ensemble --resume out --quarantined\n" in done.err
    assert "missing in other parts" not in done.err
    assert [name[:8] for name in shards(tmp_path / "out")] == [f"s-00000{i}" for i in (0, 1, 2, 4)]
    assert not (tmp_path / "out" / "results.h5").exists()
    again = run("ensemble", "--resume", "out", "--quarantined")
    assert again.code == 0, again.err
    assert [path.name for path in notes.iterdir()] == ["s-000000.txt"]  # was not run again
    shutil.rmtree(notes)
    assert everything(tmp_path / "whole") == everything(tmp_path / "out")


def test_a_plan_that_is_cut_off(run: Run, scenario: Path, tmp_path: Path) -> None:
    assert run("ensemble", scenario, "--out", "out").code == 0
    plan = tmp_path / "out" / "plan.json"
    plan.write_text(plan.read_text()[:100])
    done = run("ensemble", "--resume", "out")
    assert done.code == 4
    assert "the plan cannot be read" in done.err and "[E9031]" in done.err


def test_a_scenario_without_samples(run: Run, scenario: Path, tmp_path: Path) -> None:
    scenario.write_text(re.sub("uncertainty.*\n", "", SCENARIO).replace(", holds_in: 90 %", ""))
    done = run("ensemble", scenario, "--out", "out")
    assert done.code == 3
    assert "[E9030]" in done.err and "slackwater compare" in done.err
    assert not (tmp_path / "out").exists()


def test_what_the_disk_cannot_hold_is_refused_before_the_first_run(
    run: Run, scenario: Path, write: Callable, tmp_path: Path
) -> None:
    # A million runs of two variables at a million times: 8 bytes each make 14.6 TiB.
    write("tank.sd", MODEL.replace("to 10 step 1 save 1", "to 1000000 step 1 save 1"))
    scenario.write_text(SCENARIO.replace("samples: 50", "samples: 500000"))
    done = run("ensemble", scenario, "--out", "out")
    assert done.code == 4
    assert "[E9033]" in done.err
    needed, left = re.search(
        r"(\d+\.\d) GiB are needed.* has (\d+\.\d) GiB left", done.err
    ).groups()
    assert float(needed) == pytest.approx(1e6 * 2 * 1e6 * 8 / 2**30, rel=0.01)
    assert float(left) == pytest.approx(shutil.disk_usage(tmp_path).free / 2**30, rel=0.2)
    assert "--no-series" in done.err
    assert shards(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tank.yaml",), "an ensemble needs a folder"),
        (("tank.sd", "--out", "out"), "is a model, not a scenario file"),
        ((".",), "is a folder, not a scenario file"),
        ((".", "--resume", "--no-series"), "decided by its plan"),
        ((".", "--resume", "--samples", "20"), "decided by its plan"),
        ((".", "--resume"), "it has no plan.json"),
        (("tank.yaml", "--out", "out", "--shards", "0/4"), "K/N is needed"),
        (("tank.yaml", "--out", "out", "--shards", "5/4"), "K/N is needed"),
        (("tank.yaml", "--out", "out", "--shard-size", "0"), "a whole number from 1"),
        (("tank.yaml", "--out", "out", "--fans", "all"), "indicators, saved or none"),
    ],
)
def test_arguments_without_meaning(
    run: Run, scenario: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("ensemble", *words)
    assert done.code in (2, 4)
    assert said in done.err


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_what_is_complete(
    sent: int, run: Run, write: Callable, tmp_path: Path
) -> None:
    text = SLACK_SCENARIO.read_text().replace("../models/slack_and_rework.sd", str(SLACK))
    write("long.yaml", text.replace("start: equilibrium", "time: {step: 1/256}"))
    words = ("ensemble", "long.yaml", "--no-series", "--fans", "none", "--shard-size", "2")
    child = subprocess.Popen(
        [COMMAND, *words, "--out", "out", "--threads", "2"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if (tmp_path / "out/shards").exists() and len(shards(tmp_path / "out")) >= 3:
                break
            time.sleep(0.01)
        child.send_signal(sent)
        _, err = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode == 130
    assert b"error: interrupted: not all runs were done [E9001]" in err
    assert b"to go on: slackwater ensemble --resume out\n" in err
    kept = shards(tmp_path / "out")
    assert 3 <= len(kept) < 32
    assert not (tmp_path / "out" / "results.h5").exists()
    assert run("ensemble", "--resume", "out").code == 0
    assert set(kept) <= set(shards(tmp_path / "out"))
    assert run("ensemble", "long.yaml", *words[2:], "--out", "whole").code == 0
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")


def test_a_second_writer_is_told_who_the_first_is(run: Run, scenario: Path, tmp_path: Path) -> None:
    assert run("ensemble", scenario, "--out", "out", "--shard-size", 9, "--shards", "1/2").code == 0
    with (tmp_path / "out" / "writers" / "2-of-2.lock").open("w") as held:
        held.write("process 7 on host far\n")
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX)
        second = run("ensemble", "--resume", "out")
        assert second.code == 4
        assert "out: is being written by process 7 on host far" in second.err
        other = run("ensemble", "--resume", "out", "--shards", "1/2")
        assert other.code == 0, other.err
    assert run("ensemble", "--resume", "out").code == 0


def test_a_folder_that_may_not_be_written(run: Run, scenario: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        folder = Path("/proc/sys/study")  # not even root may create files here
    else:
        (tmp_path / "locked").mkdir(mode=0o555)
        folder = tmp_path / "locked" / "study"
    done = run("ensemble", scenario, "--out", folder)
    assert done.code == 4
    assert str(folder) in done.err and "hint: " in done.err


def small_files_only() -> None:
    """In the child: no file may grow over 8 KiB, which is what a full disk looks like."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def test_a_full_disk_loses_nothing(run: Run, scenario: Path, tmp_path: Path) -> None:
    full = run("ensemble", scenario, "--out", "out", preexec_fn=small_files_only)
    assert full.code == 4
    assert "out/shards/s-0000" in full.err and "hint: " in full.err
    assert shards(tmp_path / "out") == []
    assert run("ensemble", "--resume", "out").code == 0
    assert run("ensemble", scenario, "--out", "whole").code == 0
    assert everything(tmp_path / "out") == everything(tmp_path / "whole")


def test_the_summary_counts_what_quantiles_leave_out(
    run: Run, scenario: Path, tmp_path: Path
) -> None:
    done = run("ensemble", scenario, "--out", "out", "--shard-size", 7, "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        start = file["start_level"][:]
        assert file["left"].shape == (2, 1, 50)
    failed = int((start < 10).sum())
    assert 0 < failed < 50
    assert (told["samples"], told["runs"], told["failed_runs"]) == (50, 100, failed)
    assert [(f["status"], f["runs"]) for f in told["failures"]] == [("domain_error", failed)]
    assert "square root of a negative number" in told["failures"][0]["example"]
    found = {(m["name"], m["policy"]): m for m in told["measures"]}
    # What is left is what was there less ten weeks of one a week; NumPy's quantiles are of type 7.
    for policy, left in (("dry", start[start >= 10] - 10), ("filled", start)):
        low, median, high = np.percentile(left, (5, 50, 95))
        measure = found["left", policy]
        assert (measure["q05"], measure["median"], measure["q95"]) == pytest.approx(
            (low, median, high), rel=1e-12
        )
        assert (measure["reached"], measure["run_failed"]) == (len(left), 50 - len(left))
    # It falls below ten within ten weeks from up to twenty; filled up, what is above stays there.
    assert found["half_empty", "dry"]["never"] == (start > 20).sum()
    assert found["half_empty", "filled"]["never"] == (start > 10).sum()
    (claim,) = told["claims"]
    assert claim["share"] == (50 - failed) / 50
    assert claim["samples_failed_runs"] == failed


def test_the_text_says_how_many_failed_and_why(run: Run, scenario: Path) -> None:
    text = run("ensemble", scenario, "--out", "out", "--fans", "indicators").out
    assert re.search(r"^50 samples: 100 runs, (\d+) ended early$", text, re.MULTILINE)
    assert re.search(r"^  \d+ met an operation that has no result; policy dry", text, re.MULTILINE)
    assert re.search(r"^  dry .* \d+ never, \d+ failed$", text, re.MULTILINE)
    assert "indicators at the end" in text
    assert "a run failed in" in text


def test_exit_codes_and_a_folder_that_is_complete(run: Run, scenario: Path, tmp_path: Path) -> None:
    first = run("ensemble", scenario, "--out", "out")
    assert first.code == 0
    before = everything(tmp_path / "out")
    again = run("ensemble", "--resume", "out")
    assert (again.code, again.out) == (0, first.out)
    assert "out is complete: nothing to run" in again.err
    assert run("ensemble", "--resume", "out", "--strict").code == 1  # runs failed
    assert run("ensemble", "--resume", "out", "--check").code == 1  # the claim holds too rarely
    assert everything(tmp_path / "out") == before


def test_the_packed_results_are_those_of_a_comparison(run: Run, tmp_path: Path) -> None:
    assert run("compare", SLACK_SCENARIO, "--out", "compared", "--quiet").code == 0
    done = run("ensemble", SLACK_SCENARIO, "--out", "out", "--shard-size", 11, "--quiet")
    assert done.code == 0
    compared = h5py.File(tmp_path / "compared" / "results.h5")
    packed = h5py.File(tmp_path / "out" / "results.h5")
    looked_at = 0

    def look(name: str, there: object) -> None:
        nonlocal looked_at
        if not isinstance(there, h5py.Dataset) or there.dtype.kind == "O":
            return
        assert packed[name][...].tobytes() == there[...].tobytes(), name
        looked_at += there.size * there.dtype.itemsize

    compared.visititems(look)
    assert looked_at > 9e6
    assert packed.attrs["fingerprint"] == compared.attrs["fingerprint"]


def peak_memory(words: list[object], folder: Path) -> float:
    """MiB that the command had at its peak."""
    child = subprocess.Popen(
        [COMMAND, *map(str, words)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_maxrss / 1024


def test_memory_does_not_grow_with_the_samples(scenario: Path, tmp_path: Path) -> None:
    measured = []
    for samples in (5_000, 100_000):
        scenario.write_text(SCENARIO.replace("samples: 50", f"samples: {samples}"))
        words = ["ensemble", scenario, "--out", samples, "--no-series", "--threads", 2,
                 "--shard-size", 2500]  # fmt: skip
        measured.append(peak_memory(words, tmp_path))
    # The numbers of 190,000 more runs of two measures alone would be 3 MiB, their series 16 MiB.
    assert measured[1] < measured[0] + 8


def test_unstable_starts_are_counted_over_all_threads(
    run: Run, write: Callable, tmp_path: Path
) -> None:
    # x' = rate (x - 1) rests at 1, and comes back there exactly when the rate is negative.
    write(
        "pencil.sd",
        'model "Pencil"\ntime week from 0 to 1 step 1/8 save 1 method rk4\n'
        "parameter rate: 1/week = -0.5 range -2 .. 2 ~ uniform(-1, 1)\n"
        "stock x: 1 = 1\n    inflow growth\nflow growth: 1/week = rate * (x - 1)\n",
    )
    scenario = write(
        "pencil.yaml",
        "scenario: Does it stand?\nmodel: pencil.sd\nbaseline: still\npolicies: {still: {}}\n"
        "start: {from: equilibrium, per_sample: true}\n"
        "uncertainty: {design: monte_carlo, samples: 40, seed: 1}\n"
        'measure: {last: "final(x)"}\n',
    )
    done = run("ensemble", scenario, "--out", "out", "--shard-size", 4, "--threads", 3)
    assert done.code == 0, done.err
    with h5py.File(tmp_path / "out" / "results.h5") as file:
        unstable = int((file["rate"][:] > 0).sum())
    assert f"the equilibrium is not stable in {unstable} of 40 searches" in done.err

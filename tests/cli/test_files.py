"""Folders and disks that do not take what is written, pipes that close, bytes that are no text."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest
from command_case import COMMAND, SCENARIO, TEACUP, Run


def small_files_only() -> None:
    """In the child: no file may grow over 4 KiB, which is what a full disk looks like."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_full_disk_publishes_nothing(run: Run, tmp_path: Path) -> None:
    for name in ("a.csv", "a.h5"):
        answer = run("run", TEACUP, "--step", "1/64", "--save-step", "1/64", "--out", name,
                     preexec_fn=small_files_only)  # fmt: skip
        assert answer.code == 4
        assert answer.err.startswith(f"error: {name}: ")
        assert "hint: " in answer.err
        assert list(tmp_path.iterdir()) == []
    answer = run("compare", SCENARIO, "--out", "out", "--quiet", preexec_fn=small_files_only)
    assert answer.code == 4
    assert "out/results.h5" in answer.err
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "words", [("run", TEACUP, "--csv"), ("check", TEACUP), ("info", TEACUP), ("--help",)]
)
def test_a_full_standard_output_is_an_error(words: tuple[object, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [COMMAND, *map(str, words)], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 4
    assert done.stderr.startswith(b"error: cannot write to standard output: No space left")


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    script = f'"{COMMAND}" run "{TEACUP}" --step 1/1024 --save-step 1/1024 --csv | head -n 1'
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"time,tea_temperature,cooling,warmth_above_room\n", b"")


def test_files_are_written_before_the_table(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        words = [COMMAND, "compare", SCENARIO, "--defaults-only", "--out", tmp_path / "out"]
        subprocess.run(words, stdout=write_end, stderr=subprocess.PIPE, timeout=60)
    finally:
        os.close(write_end)
    assert (tmp_path / "out" / "results.h5").exists()
    assert (tmp_path / "out" / "briefing.html").exists()


def test_folders_that_do_not_exist_or_are_files(run: Run, tmp_path: Path) -> None:
    answer = run("run", TEACUP, "--out", "nowhere/a.csv")
    assert answer.code == 4
    assert "nowhere/a.csv: cannot create the file: No such file" in answer.err
    assert "create the folder first" in answer.err
    (tmp_path / "file").write_text("")
    answer = run("compare", SCENARIO, "--out", "file")
    assert answer.code == 4
    assert "error: file: cannot be made a folder" in answer.err


def test_a_folder_that_may_not_be_written_is_found_before_the_first_run(
    run: Run, tmp_path: Path
) -> None:
    if os.geteuid() == 0:
        folder = Path("/proc/sys")  # not even root may create files here
    else:
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o555)
    answer = run("compare", SCENARIO, "--out", folder)
    assert answer.code == 4
    assert f"error: {folder}/results.h5: cannot create the file" in answer.err
    assert "runs" not in answer.err
    answer = run("run", TEACUP, "--out", folder / "a.csv")
    assert answer.code == 4


def test_bytes_that_are_no_text_never_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    # A window title and a cursor movement, hidden in a model.
    (tmp_path / "odd.sd").write_bytes(b"model \x1b]0;title\x07 \x1b[2J \xff\n")
    answer = run("check", "odd.sd")
    assert answer.code == 3
    assert "\x1b" not in answer.err and "\x07" not in answer.err
    assert "�" in answer.err
    told = json.loads(run("check", "--json", "odd.sd").out)
    assert told[0]["errors"] >= 1


def test_results_that_are_damaged_are_not_resumed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.h5").write_bytes(b"no HDF5")
    (tmp_path / "out" / "briefing.html").write_text("")
    answer = run("compare", SCENARIO, "--out", "out", "--resume")
    assert answer.code == 4
    assert "out/results.h5" in answer.err

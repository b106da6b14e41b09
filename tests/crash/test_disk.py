"""Disks that fill up, folders that cannot be written, and two writers at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from campaign import Case, assert_sound, shards, whole

# In a mount of its own: starts the command, fills the disk once so many shards stand, and hands over
# what is left. $1 size, $2 where to mount, $3 where to leave, $4 shards, then the command.
FILL_UP = r"""
mount -t tmpfs -o size="$1" none "$2" || exit 99
disk=$2 left=$3 shards=$4
shift 4
"$@" &
child=$!
while kill -0 $child 2>/dev/null; do
    set -- "$disk"/out/shards/s-*.h5
    [ $# -ge "$shards" ] && break
done
dd if=/dev/zero of="$disk/ballast" bs=4096 2>/dev/null
wait $child
code=$?
rm -f "$disk/ballast"
cp -r "$disk/out" "$left/out"
exit $code
"""


def can_mount() -> bool:
    probe = ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt"]
    try:
        return subprocess.run(probe, capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


needs_mount = pytest.mark.skipif(
    not can_mount(), reason="this machine lets nobody mount a tmpfs of their own"
)


@needs_mount
@pytest.mark.parametrize("after", [2, 10, 30])
def test_a_disk_that_fills_up_leaves_whole_shards(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], tmp_path: Path, after: int
) -> None:
    reference, _ = uninterrupted
    disk, left = tmp_path / "disk", tmp_path / "left"
    disk.mkdir()
    left.mkdir()
    size = 4 * sum(map(len, reference.values()))
    words = ["unshare", "-Urm", "sh", "-c", FILL_UP, "sh", size, disk, left, after]
    code, said = case.run([str(word) for word in words] + case.words(disk / "out", "--threads", 1))
    assert code == 4, said
    assert "No space left on device" in said
    assert "make room" in said
    assert "slackwater ensemble" in said
    assert "--resume" in said
    out = left / "out"
    assert after <= assert_sound(out, reference) < len(reference) - 2
    assert all(p.name in reference for p in (out / "shards").iterdir()), "half a shard is left"
    code, said = case.run(case.resume_words(out))  # on a disk with room
    assert code == 0, said
    assert whole(out) == reference


@needs_mount
def test_a_disk_that_is_too_small_is_refused_before_the_first_run(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], tmp_path: Path
) -> None:
    reference, _ = uninterrupted
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        'mount -t tmpfs -o size="$1" none "$2" || exit 99; disk=$2; shift 2; "$@"; code=$?; '
        'find "$disk" -name "*.h5"; exit $code'
    )
    size = sum(map(len, reference.values())) // 3
    words = ["unshare", "-Urm", "sh", "-c", script, "sh", str(size), str(disk)]
    code, said = case.run(words + case.words(disk / "out"))
    assert code == 4, said
    assert "MB" in said or "MiB" in said
    assert "--no-series" in said
    assert ".h5" not in said.replace("results.h5", ""), "something was run"


def unprivileged() -> dict[str, object]:
    """Options of subprocess that make the child another user, when we are the one who may all."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture
def open_to_others(case: Case, tmp_path: Path) -> None:
    """pytest's folders are ours alone; another user has to get through them."""
    for folder in (tmp_path, *tmp_path.parents, case.folder):
        if folder.name.startswith("pytest-") or "pytest-" in str(folder.parent):
            os.chmod(folder, 0o755)


def test_a_folder_that_may_not_be_written_is_said(
    case: Case, tmp_path: Path, open_to_others: None
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    code, said = case.run(case.words(locked / "out"), **unprivileged())
    assert code == 4, said
    assert "Permission denied" in said
    assert str(locked) in said
    assert "choose a folder" in said


def test_a_folder_that_turns_read_only_can_be_resumed(
    case: Case,
    uninterrupted: tuple[dict[str, bytes], float],
    tmp_path: Path,
    open_to_others: None,
) -> None:
    reference, _ = uninterrupted
    out = tmp_path / "out"
    assert case.run(case.words(out))[0] == 0
    (out / "results.h5").unlink()
    for name in sorted(shards(out))[::2]:
        (out / "shards" / name).unlink()
    os.chmod(out / "shards", 0o555)
    try:
        code, said = case.run(case.resume_words(out), **unprivileged())
        assert code == 4, said
        assert "Permission denied" in said
        assert "--resume" in said
    finally:
        os.chmod(out / "shards", 0o755)
    assert_sound(out, reference)
    code, said = case.run(case.resume_words(out))
    assert code == 0, said
    assert whole(out) == reference


def wait_for_shards(out: Path, count: int, child: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while len(shards(out)) < count and time.monotonic() < end:
        assert child.poll() is None, "it ended before it could be met at work"


def test_a_second_writer_is_refused_and_the_first_goes_on(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path
) -> None:
    reference, _ = uninterrupted
    first = case.start(case.words(out, "--threads", 1))
    try:
        wait_for_shards(out, 1, first)
        first.send_signal(signal.SIGSTOP)  # holds what it has
        code, said = case.run(case.resume_words(out))
        assert code == 4, said
        assert f"process {first.pid}" in said or f"pid {first.pid}" in said
        part_code, part_said = case.run(case.resume_words(out, "--shards", "2/4"))
        assert part_code == 4, part_said
    finally:
        first.send_signal(signal.SIGCONT)
        _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert whole(out) == reference


def test_parts_are_written_side_by_side(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path
) -> None:
    reference, _ = uninterrupted
    children = [case.start(case.words(out, "--shards", f"{k}/4")) for k in (1, 2, 3, 4)]
    for child in children:
        _, err = child.communicate(timeout=120)
        assert child.returncode == 0, err
    assert_sound(out, reference)
    code, said = case.run(case.resume_words(out))
    assert code == 0, said
    assert whole(out) == reference


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_prints_the_command_that_resumes(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path, sent: int
) -> None:
    reference, _ = uninterrupted
    child = case.start(case.words(out, "--threads", 1))
    wait_for_shards(out, 2, child)
    child.send_signal(sent)
    _, err = child.communicate(timeout=60)
    said = err.decode()
    assert child.returncode == 130, said
    assert_sound(out, reference)
    assert all(p.name in reference for p in (out / "shards").iterdir())
    [line] = [text for text in said.splitlines() if "slackwater ensemble --resume" in text]
    command = line[line.index("slackwater ensemble") :].split()
    shutil.copytree(out, case.folder / "before", dirs_exist_ok=True)
    code, said = case.run([case.words(out)[0], *command[1:]])
    shutil.rmtree(case.folder / "before")
    assert code == 0, said
    assert whole(out) == reference

"""One shard of an ensemble as a task: what a worker process does with a folder and a number."""

from __future__ import annotations

import fcntl
import functools
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from . import _core

# A shard that has taken so many processes with it is not tried again.
MOST_DEATHS = 3


def run_shard(path: str, shard: int) -> bool:
    """Run one shard of the ensemble in `path` and publish it, with one thread.

    Everything comes from the folder's plan, so the two arguments are all that travels to a worker.
    The caller's driver holds the folder's lock.

    Returns
    -------
    bool
        False when the shard has ended `MOST_DEATHS` processes already and was not tried again.
    """
    if deaths(path, shard) >= MOST_DEATHS:
        return False
    with _marked(path, shard):
        _folder(path, _stamp(path)).run_shards([shard], 1)
    return True


def deaths(path: str, shard: int) -> int:
    """How many processes have ended within this shard since the driver began."""
    return sum(not _is_alive(marker) for marker in _markers(path, shard))


def forget_deaths(path: str) -> None:
    """Remove the marks of processes that are gone; those at work keep theirs."""
    for marker in _markers(path):
        if not _is_alive(marker):
            with suppress(FileNotFoundError):
                os.unlink(marker)


def quarantine(path: str, shard: int) -> str:
    """Note that a shard is not tried again; the path of the note."""
    folder = os.path.join(path, "quarantine")
    os.makedirs(folder, exist_ok=True)
    note = os.path.join(folder, _name(shard) + ".txt")
    temporary = f"{note}.{uuid.uuid4().hex}"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(
            f"Shard {shard} ended the process that computed it {deaths(path, shard)} times.\n"
            "Its samples are missing from the results; resuming tries it again.\n"
        )
    os.replace(temporary, note)
    return note


def release(path: str, shard: int) -> None:
    """Take a shard out of quarantine."""
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(path, "quarantine", _name(shard) + ".txt"))


def quarantined(path: str) -> list[int]:
    """The shards with a note, in order."""
    with suppress(FileNotFoundError):
        names = os.listdir(os.path.join(path, "quarantine"))
        return sorted(int(n[2:-4]) for n in names if n.startswith("s-") and n.endswith(".txt"))
    return []


@functools.lru_cache(maxsize=4)
def _folder(path: str, stamp: tuple[int, int]) -> _core.EnsembleFolder:
    """The plan is read once per process, and again when there is another folder at the path."""
    return _core.open_ensemble(path)


def _stamp(path: str) -> tuple[int, int]:
    plan = os.stat(os.path.join(path, "plan.json"))
    return plan.st_ino, plan.st_mtime_ns


def _name(shard: int) -> str:
    return f"s-{shard:06d}"


@contextmanager
def _marked(path: str, shard: int) -> Iterator[None]:
    """Hold a locked file under running/, so that a death leaves one that nobody holds."""
    folder = os.path.join(path, "running")
    os.makedirs(folder, exist_ok=True)
    marker = os.path.join(folder, f"{_name(shard)}.{uuid.uuid4().hex}")
    descriptor = os.open(marker + ".new", os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, f"process {os.getpid()} on host {os.uname().nodename}\n".encode())
        os.rename(marker + ".new", marker)
        try:
            yield
        finally:
            os.unlink(marker)
    finally:
        os.close(descriptor)


def _markers(path: str, shard: int | None = None) -> list[str]:
    folder = os.path.join(path, "running")
    start = "s-" if shard is None else _name(shard) + "."
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    return [os.path.join(folder, n) for n in names if n.startswith(start) and n[-4:] != ".new"]


def _is_alive(marker: str) -> bool:
    """Whether a process holds it; one that is removed meanwhile ended well."""
    try:
        descriptor = os.open(marker, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return not os.path.exists(marker)

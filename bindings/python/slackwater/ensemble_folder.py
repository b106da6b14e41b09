"""Ensembles in folders: begin, go on with, pack."""

from __future__ import annotations

import os
import re
import warnings
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from . import _core, shards
from .errors import FileError, SlackwaterWarning
from .executors import Executors, Shards
from .options import checked_option
from .progress import Progress, reporting

Part = tuple[int, int]
_FANS = ("none", "indicators", "saved")


def keep_options(
    series: bool | None, fans: str | None, shard_size: int | None, call: str
) -> dict[str, Any]:
    """What of the runs is kept, as the engine takes it; what is None is left to it."""
    keep: dict[str, Any] = {}
    if series is not None:
        if not isinstance(series, bool):
            raise TypeError(f"{call}: series is True or False, not {series!r}")
        keep["series"] = series
    if fans is not None:
        if fans not in _FANS:
            raise ValueError(f"{call}: fans is 'none', 'indicators' or 'saved', not {fans!r}")
        keep["fans"] = fans
    if shard_size is not None:
        keep["shard_size"] = max(1, checked_option("samples", shard_size, call))
    return keep


def part_of(text: str | None, call: str) -> Part:
    """``"17/400"`` as (17, 400); everything without a text."""
    if text is None:
        return 1, 1
    found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text) if isinstance(text, str) else None
    part, parts = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part <= parts:
        raise ValueError(
            f"{call}: shards is K/N with K from 1 to N, such as '17/400', not {text!r}"
        )
    return part, parts


def begin(
    scenario: _core.Scenario,
    path: str,
    keep: Mapping[str, Any],
    strict_units: bool,
    resume: bool,
    part: Part,
) -> tuple[_core.EnsembleFolder, list[dict[str, Any]]]:
    """Make the folder; one that is there already is taken to resume, or for another part.

    Raises
    ------
    FileError
        When it holds an ensemble already, or another one.
    """
    if _core.has_plan(path):
        if not resume and part[1] == 1:
            raise FileError(
                f"{path}: holds an ensemble already; resume=True or "
                f"slackwater.open({path!r}).resume() completes it; or choose another folder",
                path=path,
            )
        was = _core.open_ensemble(path).plan
        kept = {name: was[name] for name in ("series", "fans", "shard_size")}
        return _core.create_ensemble(scenario, path, {**kept, **keep}, strict_units)
    results = os.path.join(path, "results.h5")
    if os.path.exists(results):
        raise FileError(f"{results}: is there already; choose another folder", path=results)
    return _core.create_ensemble(scenario, path, keep, strict_units)


def complete(
    folder: _core.EnsembleFolder,
    part: Part = (1, 1),
    threads: int = 0,
    executor: Executors | None = None,
    progress: Progress = False,
) -> list[dict[str, Any]]:
    """Run what is missing of a part, and pack the results when nothing is missing at all.

    Ctrl-C keeps complete shards and raises KeyboardInterrupt with what resumes.

    Returns
    -------
    list of dict
        Warnings of the engine.
    """
    with _lock(folder, part), _resume_hint(folder, part):
        missing, set_aside = folder.check_part(*part)
        for file in set_aside:
            _warn(f"a damaged shard is set aside as {file}; its samples are run again")
        folder.check_space(missing)
        notes = _run(folder, missing, threads, executor, progress)
        if folder.count_missing() == 0 and not _is_packed(folder, missing):
            # A callable counts runs, so it is not told of shards.
            with reporting(progress is True, "pack", "shard") as report:
                notes += folder.pack(threads, report)
    return notes


def _run(
    folder: _core.EnsembleFolder,
    missing: list[int],
    threads: int,
    executor: Executors | None,
    progress: Progress,
) -> list[dict[str, Any]]:
    for shard in missing:
        shards.release(folder.path, shard)
    with reporting(progress, "ensemble") as report:
        if executor is None:
            return folder.run_shards(missing, threads, report)
        shards.forget_deaths(folder.path)
        work = Shards(os.path.abspath(folder.path), missing)
        done = 0
        total = folder.runs_of(missing)

        def finished(shard: int) -> None:
            nonlocal done
            done += folder.runs_of([shard])
            if report is not None:
                report(done, total)

        if report is not None and missing:
            report(0, total)
        work.run(executor, finished)
    shards.forget_deaths(folder.path)
    _tell_quarantined(folder, work.quarantined)
    return []


def _tell_quarantined(folder: _core.EnsembleFolder, quarantined: list[int]) -> None:
    if not quarantined:
        return
    names = ", ".join(str(shard) for shard in sorted(quarantined)[:10])
    more = f" and {len(quarantined) - 10} more" if len(quarantined) > 10 else ""
    _warn(
        f"shard {names}{more} ended its process {shards.MOST_DEATHS} times and is in quarantine: "
        f"{os.path.join(folder.path, 'quarantine')} says so, the samples are missing, all others "
        f"are there; slackwater.open({folder.path!r}).resume() tries again"
    )


def _is_packed(folder: _core.EnsembleFolder, missing: list[int]) -> bool:
    return not missing and os.path.exists(os.path.join(folder.path, "results.h5"))


def _warn(text: str) -> None:
    warnings.warn(text, SlackwaterWarning, stacklevel=5)


@contextmanager
def _resume_hint(folder: _core.EnsembleFolder, part: Part) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        shards_ = "" if part[1] == 1 else f"shards='{part[0]}/{part[1]}'"
        raise KeyboardInterrupt(
            f"complete shards are kept; to go on: slackwater.open({folder.path!r}).resume({shards_})"
        ) from None


_locks: weakref.WeakSet[_core.WriterLock] = weakref.WeakSet()


@contextmanager
def _lock(folder: _core.EnsembleFolder, part: Part) -> Iterator[None]:
    path = folder.path
    lock = folder.lock(part[0], part[1], f"slackwater.open({path!r}).resume()")
    _locks.add(lock)
    try:
        yield
    finally:
        _locks.discard(lock)
        lock.release()


def _forget_locks() -> None:
    """Workers that are forks of the driver must not keep the folder when it is gone."""
    for lock in list(_locks):
        lock.forget()


os.register_at_fork(after_in_child=_forget_locks)

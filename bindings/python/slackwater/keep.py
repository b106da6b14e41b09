"""Running an ensemble into a folder: what of it is kept, and where."""

from __future__ import annotations

import os
from dataclasses import dataclass

from . import _core, ensemble_folder
from .errors import diagnostics_from
from .executors import Executors
from .options import checked_option
from .progress import Progress
from .results import Results
from .results import open as open_results
from .warning import warn_of


@dataclass(frozen=True)
class Keep:
    """What of an ensemble is kept, which part of it is run, and by whom."""

    series: bool | None = None
    fans: str | None = None
    shard_size: int | None = None
    shards: str | None = None
    resume: bool = False
    threads: int = 0
    executor: Executors | None = None
    progress: Progress = False


def kept_in(
    out: str | os.PathLike[str],
    scenario: _core.Scenario,
    strict_units: bool,
    keep: Keep,
    call: str,
) -> Results:
    """Run all samples of a scenario into a folder, and open it."""
    options = ensemble_folder.keep_options(keep.series, keep.fans, keep.shard_size, call)
    part = ensemble_folder.part_of(keep.shards, call)
    threads = checked_option("threads", keep.threads, call)
    path = os.path.abspath(os.fspath(out))
    folder, notes = ensemble_folder.begin(scenario, path, options, strict_units, keep.resume, part)
    notes += ensemble_folder.complete(folder, part, threads, keep.executor, keep.progress)
    warn_of(diagnostics_from(notes), stacklevel=4)
    return open_results(path)

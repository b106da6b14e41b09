"""Running the shards of an ensemble on an executor: threads, processes, a Dask cluster."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from typing import Any

from . import shards
from .errors import SlackwaterError, SlackwaterWarning

Task = Callable[[str, int], bool]
# What a caller may give; a Dask client is known by its type only where dask is installed.
Executors = Any

# For so many seconds a cluster may be without workers before it is said: they come and go.
PATIENCE = 30.0

# So many shards are handed out per core: enough that none waits, few enough that ending is quick.
_AHEAD = 4


class Shards:
    """The shards that are still to run, and what has become of the others."""

    def __init__(self, path: str, missing: Iterable[int], task: Task = shards.run_shard) -> None:
        self.path = path
        self.task = task
        self.waiting = deque(missing)
        self.suspects: deque[int] = deque()
        self.quarantined: list[int] = []
        self.running: dict[Future[bool], int] = {}

    def run(self, executor: Executors, finished: Callable[[int], None]) -> None:
        """Run them all; `finished` is called in this thread with each that is done or given up."""
        pool = _Pool(executor)
        try:
            while self.waiting or self.suspects or self.running:
                self._hand_out(pool)
                done, _ = wait(self.running, timeout=0.2, return_when=FIRST_COMPLETED)
                pool.look_for_workers()
                if self._collect(done, finished):
                    self._give_up(finished)
                    pool.renew(self.path)
        finally:
            for future in self.running:
                future.cancel()
            wait(self.running)
            pool.close()

    def _hand_out(self, pool: _Pool) -> None:
        """A suspect runs alone, so that it is known which shard ended a process."""
        if self.suspects:
            if not self.running:
                self._submit(pool, self.suspects.popleft())
            return
        while self.waiting and len(self.running) < pool.ahead:
            self._submit(pool, self.waiting.popleft())

    def _submit(self, pool: _Pool, shard: int) -> None:
        try:
            self.running[pool.submit(self.task, self.path, shard)] = shard
        except BrokenExecutor as error:  # seen before any of its futures is done
            failed: Future[bool] = Future()
            failed.set_exception(error)
            self.running[failed] = shard

    def _collect(self, done: Iterable[Future[bool]], finished: Callable[[int], None]) -> bool:
        """Take what is done; whether the pool is broken."""
        broken = False
        for future in done:
            shard = self.running.pop(future)
            error = future.exception()
            if error is None:
                if not future.result():
                    self._quarantine(shard)
                finished(shard)
            elif isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
                broken = broken or isinstance(error, BrokenExecutor)
                self._return(shard)
            else:
                raise error
        return broken

    def _return(self, shard: int) -> None:
        """One whose process died waits for its turn alone, one that had not begun among others."""
        if shards.deaths(self.path, shard):
            self.suspects.append(shard)
        else:
            self.waiting.appendleft(shard)

    def _give_up(self, finished: Callable[[int], None]) -> None:
        """A broken pool ends all that it had; suspects that have had their chances are out."""
        wait(self.running, timeout=60)
        for shard in self.running.values():
            self._return(shard)
        self.running.clear()
        for shard in list(self.suspects):
            if shards.deaths(self.path, shard) >= shards.MOST_DEATHS:
                self.suspects.remove(shard)
                self._quarantine(shard)
                finished(shard)

    def _quarantine(self, shard: int) -> None:
        shards.quarantine(self.path, shard)
        self.quarantined.append(shard)


class Absence:
    """How long a Dask cluster has been without workers."""

    def __init__(self, client: Executors) -> None:
        self._client = client
        self._since = self._next = time.monotonic()

    def is_long(self) -> bool:
        """Whether there was none for `PATIENCE`, each time that it was looked; to be called often."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + PATIENCE / 30
        if self._client.nthreads():
            self._since = now
        return now - self._since >= PATIENCE


class _Pool:
    """An executor of the caller, or one that can be made anew when it breaks."""

    def __init__(self, executor: Executors) -> None:
        self._make = _maker(executor)
        self._pool: Executor = self._make() if self._make else _as_executor(executor)
        workers = getattr(self._pool, "_max_workers", None) or _cores_of(executor)
        self.ahead = _AHEAD * workers
        self._absence = Absence(executor) if _is_dask(executor) else None

    def submit(self, task: Task, path: str, shard: int) -> Future[bool]:
        return self._pool.submit(task, path, shard)

    def look_for_workers(self) -> None:
        """Say once that nothing can run: a cluster that has lost all its workers waits for ever."""
        if self._absence is not None and self._absence.is_long():
            self._absence = None
            warnings.warn(
                "the Dask cluster has no workers: shards wait until one joins (Ctrl-C keeps what is "
                "complete)",
                SlackwaterWarning,
                stacklevel=6,
            )

    def renew(self, path: str) -> None:
        """Raise when the executor is the caller's, who alone can make another."""
        self._pool.shutdown(wait=True)
        if self._make is None:
            raise SlackwaterError(
                "a worker process of the executor died, and the executor takes no more work; "
                f"complete shards are kept. To go on: slackwater.open({path!r}).resume("
                "executor=...) with a new executor, or with a function that makes one, such as "
                "lambda: ProcessPoolExecutor(4), which is called again after a death"
            )
        self._pool = self._make()

    def close(self) -> None:
        if self._make is not None:
            self._pool.shutdown(wait=True)


def _maker(executor: Executors) -> Callable[[], Executor] | None:
    if isinstance(executor, str):
        if executor != "processes":
            raise ValueError(f"executor is 'processes' or an executor, not {executor!r}")
        return _processes
    if callable(executor) and not isinstance(executor, Executor) and not _is_dask(executor):
        made: Callable[[], Executor] = executor
        return made
    return None


def _processes() -> Executor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=context)


def _as_executor(executor: Executors) -> Executor:
    if isinstance(executor, Executor):
        return executor
    if _is_dask(executor):
        made: Executor = executor.get_executor(pure=False)
        return made
    raise TypeError(
        "executor is 'processes', an executor of concurrent.futures, a function that makes one, or "
        f"a dask.distributed.Client, not {executor!r}"
    )


def _is_dask(executor: object) -> bool:
    if type(executor).__module__.partition(".")[0] != "distributed":
        return False
    client: type = importlib.import_module("distributed").Client
    return isinstance(executor, client)


def _cores_of(executor: Executors) -> int:
    """Threads of a Dask cluster now; the machine's of anything unknown."""
    if _is_dask(executor):
        return max(1, sum(int(threads) for threads in executor.nthreads().values()))
    return os.cpu_count() or 1

"""Showing how far long work has got."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Union

Report = Callable[[int, int], Any]
Progress = Union[bool, Report]


@contextmanager
def reporting(progress: Progress, what: str, unit: str = "run") -> Iterator[Report | None]:
    """Give the callable that the engine reports to, or None.

    Parameters
    ----------
    progress : bool or callable
        True shows a bar with rate and time left (tqdm.auto when it is installed, else a line on
        stderr, plain lines where that is no terminal), False nothing; a
        callable is called in this thread with (done, in all). What it raises stops the work and
        reaches the caller.
    what : str
        Stands in front of the bar.
    unit : str
        What is counted.
    """
    if callable(progress):
        yield progress
        return
    if not progress:
        yield None
        return
    bar = _tqdm(what, unit) or _Line(what, unit)
    try:
        yield bar.report
    finally:
        bar.close()


class _Line:
    """On a terminal a line that rewrites itself, elsewhere a plain line at every tenth."""

    def __init__(self, what: str, unit: str) -> None:
        self.what = what
        self.unit = unit
        self.terminal = sys.stderr.isatty()
        self.began = time.monotonic()
        self.shown = -1

    def report(self, done: int, total: int) -> None:
        step = (100 if self.terminal else 10) * done // max(total, 1)
        if step == self.shown or not done:
            return
        self.shown = step
        text = f"{self.what}: {done} of {total} {self.unit}s{self._pace(done, total)}"
        sys.stderr.write(f"\r\x1b[K{text}" if self.terminal else f"{text}\n")
        sys.stderr.flush()

    def _pace(self, done: int, total: int) -> str:
        seconds = max(time.monotonic() - self.began, 1e-6)
        left = round((total - done) * seconds / done)
        clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
        return f", {done / seconds:.3g} {self.unit}s/s, {clock} left"

    def close(self) -> None:
        if self.shown >= 0 and self.terminal:
            sys.stderr.write("\n")


class _Bar:
    """A tqdm bar that is made when the total is known."""

    def __init__(self, make: Callable[..., Any], what: str, unit: str) -> None:
        self.make = make
        self.what = what
        self.unit = unit
        self.bar: Any = None

    def report(self, done: int, total: int) -> None:
        if self.bar is None:
            self.bar = self.make(total=total, desc=self.what, unit=self.unit)
        if self.bar.total != total:
            self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def _tqdm(what: str, unit: str) -> _Bar | None:
    try:
        module = importlib.import_module("tqdm.auto")
    except ModuleNotFoundError:
        return None
    return _Bar(module.tqdm, what, unit)

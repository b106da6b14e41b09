"""Showing how far long work has got."""

from __future__ import annotations

import importlib
import sys
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
        True shows a bar (tqdm when it is installed, else a line on stderr), False nothing; a
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
    """A line on stderr that rewrites itself at each whole percent."""

    def __init__(self, what: str, unit: str) -> None:
        self.what = what
        self.unit = unit
        self.shown = -1

    def report(self, done: int, total: int) -> None:
        percent = 100 * done // total
        if percent == self.shown:
            return
        self.shown = percent
        sys.stderr.write(f"\r{self.what}: {done} of {total} {self.unit}s ({percent} %)")
        sys.stderr.flush()

    def close(self) -> None:
        if self.shown >= 0:
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

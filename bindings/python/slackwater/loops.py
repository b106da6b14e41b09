"""Which feedback loops dominate when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import drawing
from .names import unknown
from .optional import require

if TYPE_CHECKING:
    import pandas

    from .tables import Floats


class Loop:
    """A feedback loop with its relative score over time.

    Attributes
    ----------
    name : str
        Given, or made of its stocks and what tells it from other loops.
    variables : tuple of str
        In the direction of the effect; the last acts on the first.
    polarity : str
        reinforcing, balancing, changing (it was both) or still.
    relative : array
        Its part of the behaviour, with its sign: -1 .. 1. Shape: (time,).
    share : float
        The mean size of that, 0 .. 1, while anything moves.
    """

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.name = str(found["name"])
        self.variables: tuple[str, ...] = tuple(found["variables"])
        self.polarity = str(found["polarity"])
        self.component = int(found["component"])
        self.relative: Floats = np.asarray(found["relative"], dtype=float)
        self.relative.flags.writeable = False
        self.share = float(found["share"])

    def __repr__(self) -> str:
        return f"<Loop {self.name!r}, {self.polarity}: {100 * self.share:.0f} %>"


class Loops(Mapping[str, Loop]):
    """The feedback loops of a run by Loops That Matter: from names to loops, largest share first.

    Made by `Model.loop_dominance` and `Scenario.loop_dominance`.
    """

    def __init__(self, text: str, title: str) -> None:
        found = json.loads(text)
        self.title = title
        self.time_unit = str(found["time_unit"])
        self.time: Floats = np.asarray(found["times"], dtype=float)
        self.time.flags.writeable = False
        self.is_complete = bool(found["complete"])
        self.found = int(found["found"])
        self.note = str(found["note"])
        self._loops = {loop["name"]: Loop(loop) for loop in found["loops"]}

    def __getitem__(self, name: str) -> Loop:
        loop = self._loops.get(name)
        if loop is None:
            raise unknown("loop", name, self._loops)
        return loop

    def __iter__(self) -> Iterator[str]:
        return iter(self._loops)

    def __len__(self) -> int:
        return len(self._loops)

    # As of runs, == stays a question of identity.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def to_pandas(self) -> pandas.DataFrame:
        """Relative scores: one row per saved time, one column per loop."""
        pd = require("pandas", "to_pandas()")
        frame = pd.DataFrame({name: loop.relative for name, loop in self._loops.items()})
        frame.index = pd.Index(self.time, name="time")
        return frame

    def table(self) -> str:
        """Names, polarities and shares as text."""
        lines = [
            f"{100 * loop.share:5.1f} %  {loop.polarity:<11}  {name}"
            for name, loop in self._loops.items()
        ]
        return "\n".join([*lines, *([self.note] if self.note else [])]) + "\n"

    def __str__(self) -> str:
        return self.table()

    def __repr__(self) -> str:
        which = "all" if self.is_complete else "strong ones of"
        return f"<Loops of {self.title!r}: {len(self)} shown, {which} {self.found}>"

    def _repr_html_(self) -> str:
        rows = [
            (f"{100 * loop.share:.1f} %", loop.polarity, name) for name, loop in self._loops.items()
        ]
        note = self.note or "share of the behaviour that each feedback loop makes"
        return drawing.heading(self.title, note) + drawing.table(("share", "kind", "loop"), rows)


def named(names: Mapping[str, Sequence[str]] | None) -> list[tuple[str, list[str]]]:
    """Given names with the variables by which their loops are known."""
    return [(name, list(variables)) for name, variables in (names or {}).items()]

"""Finding the name that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from .errors import UnknownNameError


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``"; did you mean 'backlog'?"``, or an empty text when nothing is close."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def unknown(what: str, name: object, known: Iterable[str]) -> UnknownNameError:
    """The exception for a name that is not there."""
    hint = did_you_mean(name, known) if isinstance(name, str) else ""
    return UnknownNameError(f"no {what} {name!r}{hint}")


def split_element(name: str) -> tuple[str, tuple[str, ...]]:
    """``"obstacle[policy, team]"`` as ``("obstacle", ("policy", "team"))``."""
    base, bracket, rest = name.partition("[")
    if not bracket or not rest.rstrip().endswith("]"):
        return name.strip(), ()
    inside = rest.rstrip()[:-1]
    return base.strip(), tuple(part.strip() for part in inside.split(","))

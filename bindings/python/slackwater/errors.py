"""What can go wrong, as exceptions that carry the messages of the engine."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Diagnostic:
    """One message about a text: where, what is wrong, and what to do about it.

    Attributes
    ----------
    severity : {"error", "warning", "note"}
        Errors keep a model from loading; warnings do not.
    code : str
        Stable, such as ``"E0204"``; the page of errors explains each.
    message : str
        Lower case, names in single quotes.
    hint : str
        One remedy, or an empty text.
    file, line, column : str, int, int or None
        The place, both numbers counted from 1; None when the message is about no text.
    text : str
        The whole message as people read it, with the line and a caret.
    """

    severity: str
    code: str
    message: str
    hint: str
    file: str | None
    line: int | None
    column: int | None
    text: str

    def __str__(self) -> str:
        return self.text.rstrip("\n")


def diagnostics_from(entries: Iterable[Mapping[str, Any]]) -> list[Diagnostic]:
    """The engine's dicts as objects."""
    return [Diagnostic(**entry) for entry in entries]


class SlackwaterWarning(UserWarning):
    """Something that works but deserves a look: a run that ended early, a missing unit."""


class SlackwaterError(Exception):
    """Every exception of this package that is about models, runs or files.

    Attributes
    ----------
    diagnostics : list of Diagnostic
        What the engine said; may be empty.
    """

    def __init__(self, message: str, diagnostics: Iterable[Any] = ()) -> None:
        super().__init__(message.rstrip("\n"))
        self.diagnostics: list[Diagnostic] = [
            entry if isinstance(entry, Diagnostic) else Diagnostic(**entry) for entry in diagnostics
        ]

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ModelError(SlackwaterError, ValueError):
    """A model, a scenario file or a setting that the engine refuses; also a ``ValueError``."""


class FileError(SlackwaterError, OSError):
    """A file that could not be read or written; also an ``OSError``.

    Attributes
    ----------
    path : str or None
        The file, when one is known; `filename` is the same.
    errno : int or None
        The system's number, when it has one: 2 for a file that is not there.
    """

    def __init__(
        self,
        message: str,
        diagnostics: Iterable[Any] = (),
        path: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(message, diagnostics)
        self.path: str | None = _path_in(message) if path is None else os.fspath(path)
        self.filename = self.path
        self.errno = _errno_of(message)


def _path_in(message: str) -> str | None:
    """The path of a message such as "cannot read 'x.sd': ..." or "cannot read the model 'x.sd'"."""
    found = re.search(r"cannot read (?:the model )?'(.*?)'(?=: | \[|\n|$)", message)
    return found[1] if found else None


def _errno_of(message: str) -> int | None:
    """The number whose text the message has, as the system words it."""
    return next((code for code in errno.errorcode if f": {os.strerror(code)}" in message), None)


class UnknownNameError(SlackwaterError, KeyError):
    """A name that is not there, with the closest one that is; also a ``KeyError``."""


class RunError(SlackwaterError, RuntimeError):
    """A run that ended early, raised by ``raise_for_status``.

    Attributes
    ----------
    failures : tuple of Failure
        Which runs ended, when, and why.
    """

    def __init__(self, message: str, failures: Iterable[Any] = ()) -> None:
        super().__init__(message)
        self.failures: tuple[Any, ...] = tuple(failures)

"""What the engine has to say beside its results, as warnings of Python."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from .errors import Diagnostic, SlackwaterWarning
from .run import Run, describe_failure

if TYPE_CHECKING:
    from .ensemble import Ensemble


def warn_of(notes: Iterable[Diagnostic], stacklevel: int = 3) -> None:
    """Pass warnings of the engine on to Python."""
    for note in notes:
        warnings.warn(SlackwaterWarning(str(note)), stacklevel=stacklevel)


def warn_of_failure(run: Run) -> None:
    """Say when a run ended early."""
    if run.status != "complete":
        warnings.warn(SlackwaterWarning(describe_failure(run.status, run.failures)), stacklevel=3)


def warn_of_failures(ensemble: Ensemble, stacklevel: int = 3) -> None:
    """Say how many runs ended early, and why the first did."""
    count = int(np.count_nonzero(ensemble.status != "complete"))
    if count:
        first = describe_failure("", ensemble.failure_list)
        text = f"{count} of {len(ensemble.status)} runs ended early; the first: {first}"
        warnings.warn(SlackwaterWarning(text), stacklevel=stacklevel)

"""Reads the tables beside this file: one line in them is one test."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest
import tomllib

HERE = Path(__file__).resolve().parent


@functools.cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text())


def rows(kind: str, name: str = "model_tests.toml") -> list[Any]:
    """The lines of one kind, as parameters of a test; `model` and `what` name each."""
    return [
        pytest.param(
            row, id="-".join(str(row[key]) for key in ("model", "what", "raise") if key in row)
        )
        for row in read(name)[kind]
    ]

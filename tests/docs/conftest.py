"""The command under test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from doc_pages import ROOT


@pytest.fixture(scope="session")
def command() -> Path:
    """The slackwater command: SLACKWATER_COMMAND, or the newest one built."""
    if given := os.environ.get("SLACKWATER_COMMAND"):
        return Path(given).resolve()
    built = sorted(ROOT.glob("build/*/bin/slackwater"), key=lambda path: path.stat().st_mtime)
    assert built, "no slackwater command: build it, or set SLACKWATER_COMMAND"
    return built[-1]

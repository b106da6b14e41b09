"""Tasks that end their own process, as a model that brings the process down would."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from slackwater import shards

DEADLY = 3
HEALTHY = "healthy"  # a file of this name in the folder makes the deadly shard an ordinary one


def deadly(path: str, shard: int) -> bool:
    """Run a shard; shard 3 ends the process, within what the product marks as running."""
    if shard == DEADLY and not (Path(path) / HEALTHY).exists():
        shards._folder = _die  # type: ignore[assignment]
    return shards.run_shard(path, shard)


def slow(path: str, shard: int) -> bool:
    """Run a shard, not too quickly for a test to see it at work."""
    time.sleep(0.05)
    return shards.run_shard(path, shard)


def _die(*_: object) -> NoReturn:
    time.sleep(1)  # Dask's nanny gives up a worker that dies before it is reported as started
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")

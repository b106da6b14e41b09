"""One small ensemble that every test of this folder breaks, and what its folder has to hold."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))

from command_case import COMMAND  # noqa: E402

SHARD = re.compile(r"s-(\d{6})\.([0-9a-f]{16})\.h5")

# So many steps that there is time to meet it at work on machines that are several times as fast.
MODEL = """\
model "Worked off and reworked"

time week from 0 to 120 step 1/1024 save 1

parameter arrival: item/week = 8 [item/week] range 1 .. 20 ~ uniform(4, 12)
parameter effort_time: week = 4 [week] range 1 .. 20 ~ uniform(2, 8)
lever capacity: item/week = 10 [item/week] range 0 .. 40
parameter error_share: 1 = 0.2 range 0 .. 0.6 ~ uniform(0.05, 0.4)
parameter finding_time: week = 6 [week] range 1 .. 30 ~ uniform(3, 12)

unit item

stock backlog: item = 40 [item]
    inflow arrivals, finding
    outflow finishing

stock hidden: item = 0 [item]
    inflow failing
    outflow finding

flow arrivals: item/week = arrival
flow finishing: item/week = min(capacity, backlog / effort_time)
flow failing: item/week = finishing * error_share
flow finding: item/week = hidden / finding_time

indicator lead_time: week = backlog / max(finishing, 0.01 [item/week])  better down
indicator good: item/week = finishing - failing  better up
"""

SCENARIO = """\
scenario: What a crash leaves
model: crash.sd
baseline: lean
policies:
  lean: {}
  ample: {set: {capacity: 14}}
uncertainty:
  design: latin_hypercube
  samples: 480
  seed: 11
measure:
  late: "mean(good, 60 .. 120 week)"
  worst: "highest(lead_time)"
  caught_up: "break_even(good, against = lean)"
"""

SHARD_SIZE = 12


@dataclass
class Case:
    """A folder with the scenario, and how to run its ensemble into another folder."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        (self.folder / "crash.sd").write_text(MODEL)
        (self.folder / "crash.yaml").write_text(SCENARIO)

    def words(self, out: Path, *more: object) -> list[str]:
        words = [COMMAND, "ensemble", "crash.yaml", "--out", out, "--shard-size", SHARD_SIZE, *more]
        return [str(word) for word in words]

    def resume_words(self, out: Path, *more: object) -> list[str]:
        return [str(word) for word in [COMMAND, "ensemble", "--resume", out, *more]]

    def start(self, words: list[str]) -> subprocess.Popen:
        return subprocess.Popen(
            words,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **self.environment},
        )

    def run(self, words: list[str], seconds: float = 120, **options: object) -> tuple[int, str]:
        """Exit code and what it said on both streams."""
        done = subprocess.run(
            words,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, **self.environment},
            **options,
        )
        return done.returncode, done.stdout.decode() + done.stderr.decode()


def shards(out: Path) -> dict[str, bytes]:
    """Published shards by name."""
    folder = out / "shards"
    if not folder.is_dir():
        return {}
    return {p.name: p.read_bytes() for p in folder.iterdir() if SHARD.fullmatch(p.name)}


def whole(out: Path) -> dict[str, bytes]:
    """What a complete folder is: its plan, shards and results."""
    files = {"plan.json": (out / "plan.json").read_bytes()}
    files["results.h5"] = (out / "results.h5").read_bytes()
    return {**files, **shards(out)}


def assert_sound(out: Path, reference: dict[str, bytes]) -> int:
    """Everything that stands under a final name is complete and right; returns how many shards."""
    found = shards(out)
    for name, data in found.items():
        number, digest = SHARD.fullmatch(name).groups()
        assert hashlib.sha256(data).hexdigest().startswith(digest), f"{name} is not what it says"
        assert reference.get(name) == data, f"shard {number} differs from an uninterrupted run's"
    for name in ("plan.json", "results.h5"):
        if (out / name).exists():
            assert (out / name).read_bytes() == reference[name], f"{name} differs"
    return len(found)


def moments(count: int, longest: float, seed: int) -> list[float]:
    """Reproducible random moments within a run, a little beyond its end."""
    draw = random.Random(seed)
    return [draw.uniform(0, 1.05 * longest) for _ in range(count)]

"""All ways to compute a study that must not change one bit of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

SHARD_SIZE = 7


@dataclass(frozen=True)
class Host:
    """What a host process brings along."""

    foreign_library: Path

    def environment(self, name: str) -> dict[str, str]:
        """glibc without its FMA and AVX2 variants, or a library built with -Ofast loaded first."""
        added = {
            "": {},
            "old_glibc": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F"},
            "foreign": {"LD_PRELOAD": str(self.foreign_library)},
        }[name]
        return {**os.environ, **added}


@dataclass(frozen=True)
class Way:
    """`commands`: what `slackwater ensemble` gets, one call after the other, `lose` shards between."""

    name: str
    commands: tuple[tuple[str, ...], ...] = ((),)
    host: str = ""
    lose: int = 0
    shard_size: int = SHARD_SIZE

    def __str__(self) -> str:
        return self.name


def way(name: str, *words: str, **more: str) -> Way:
    return Way(name, (words,), **more)


PLAIN = way("one thread", "--threads", "1")

# Shards of the same samples: their files have the same bytes, hence the same names.
SAME_SHARDS = [
    way("2 threads", "--threads", "2"),
    way("3 threads", "--threads", "3"),
    way("8 threads", "--threads", "8"),
    way("1 lane", "--width", "1"),
    way("2 lanes", "--width", "2"),
    way("4 lanes", "--width", "4"),
    way("32 lanes", "--width", "32"),
    way("scalar", "--instruction-set", "scalar"),
    way("SSE4", "--instruction-set", "sse4"),
    way("AVX2", "--instruction-set", "avx2"),
    way("AVX-512", "--instruction-set", "avx3"),
    way("SSE4, 4 lanes, 3 threads", "--instruction-set", "sse4", "--width", "4", "--threads", "3"),
    way("passes off", "--no-passes"),
    way("passes off, scalar, 1 lane", "--no-passes", "--instruction-set", "scalar", "--width", "1"),
    way("glibc without FMA and AVX2", host="old_glibc"),
    way("glibc without FMA and AVX2, SSE4", "--instruction-set", "sse4", host="old_glibc"),
    way("-Ofast library first", host="foreign"),
    way("-Ofast library first, 8 threads", "--threads", "8", host="foreign"),
    Way("shuffled", tuple(("--shards", f"{part}/4") for part in (3, 1, 4, 2))),
    Way("resumed", ((), ("--resume", "--threads", "2")), lose=2),
    Way("begun elsewhere, resumed", (("--shards", "2/3"), ("--resume", "--no-passes")), lose=1),
]

# Other shards of the same samples: the same arrays once they are put together.
OTHER_SHARDS = [Way(f"shards of {size}", shard_size=size) for size in (1, 64, 1000)]

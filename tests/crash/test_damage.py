"""Damaged shards are named before anything opens them, set aside and computed again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from campaign import SHARD, Case, shards, whole


def flip_a_bit(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :]


def cut_off(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))]


def appended(data: bytes, draw: random.Random) -> bytes:
    return data + draw.randbytes(draw.randrange(1, 4096))


def holed(data: bytes, draw: random.Random) -> bytes:
    """A stretch of zeros, as a disk leaves that lost a block."""
    at, length = draw.randrange(len(data)), draw.randrange(1, 4096)
    changed = data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]
    return changed if changed != data else flip_a_bit(data, draw)


def scrambled(data: bytes, draw: random.Random) -> bytes:
    return draw.randbytes(len(data))


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    flip_a_bit,
    flip_a_bit,
    flip_a_bit,
    cut_off,
    appended,
    holed,
    scrambled,
]


def test_mutated_shards_are_named_and_computed_again(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path, long: bool, counted: list
) -> None:
    reference, _ = uninterrupted
    code, said = case.run(case.words(out))
    assert code == 0, said
    draw = random.Random(9)
    wanted, named = 500 if long else 35, 0
    names = sorted(shards(out))
    while named < wanted:
        chosen = draw.sample(names, min(7, wanted - named))
        for name, mutate in zip(chosen, MUTATIONS, strict=False):
            path = out / "shards" / name
            path.write_bytes(mutate(reference[name], draw))
        (out / "results.h5").unlink()
        code, said = case.run(case.resume_words(out))
        assert code == 0, said
        for name in chosen:
            assert name in said, f"{name} was not named:\n{said}"
        named += len(chosen)
        assert whole(out) == reference
        kept = [p for p in (out / "damaged").iterdir() if p.name.startswith("s-")]
        assert len(kept) >= len(chosen), "what was damaged is kept for a look"
        shutil.rmtree(out / "damaged")
    counted.append(f"mutations: {named} damaged shards, all named, set aside and computed again")


def test_a_shard_under_the_name_of_another_is_damaged(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path
) -> None:
    reference, _ = uninterrupted
    assert case.run(case.words(out))[0] == 0
    first, second = sorted(shards(out))[:2]
    number = SHARD.fullmatch(first).group(1)
    digest = SHARD.fullmatch(second).group(2)
    (out / "shards" / first).unlink()
    stranger = f"s-{number}.{digest}.h5"  # the hash fits its bytes, the samples do not
    (out / "shards" / stranger).write_bytes(reference[second])
    (out / "results.h5").unlink()
    code, said = case.run(case.resume_words(out))
    assert code == 0, said
    assert stranger in said
    assert whole(out) == reference


def test_a_shard_of_another_plan_is_damaged(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path, tmp_path: Path
) -> None:
    reference, _ = uninterrupted
    text = (case.folder / "crash.yaml").read_text()
    other = tmp_path / "other"
    (case.folder / "other.yaml").write_text(text.replace("seed: 11", "seed: 12"))
    words = [word.replace("crash.yaml", "other.yaml") for word in case.words(other)]
    assert case.run(words)[0] == 0
    assert case.run(case.words(out))[0] == 0
    mine, theirs = sorted(shards(out))[3], sorted(shards(other))[3]
    assert mine != theirs
    (out / "shards" / mine).unlink()
    (out / "shards" / theirs).write_bytes(shards(other)[theirs])
    (out / "results.h5").unlink()
    code, said = case.run(case.resume_words(out))
    assert code == 0, said
    assert theirs in said
    assert whole(out) == reference


@pytest.mark.parametrize("what", ["plan.json", "results.h5"])
def test_a_damaged_file_beside_the_shards_is_said(case: Case, out: Path, what: str) -> None:
    assert case.run(case.words(out))[0] == 0
    data = (out / what).read_bytes()
    (out / what).write_bytes(data[: len(data) // 2])
    code, said = case.run(case.resume_words(out))
    assert what in said
    if what == "plan.json":  # nothing can be known without it
        assert code == 4
    else:  # made again from the shards
        assert code == 0, said
        assert (out / what).read_bytes() == data

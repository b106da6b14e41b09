"""`kill -9` at random moments: what is published is whole, and resuming gives the same bytes."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from campaign import Case, assert_sound, moments, whole


def kill_after(case: Case, words: list[str], seconds: float) -> bool:
    """Whether the command was still at work when it was killed."""
    child = case.start(words)
    time.sleep(seconds)
    alive = child.poll() is None
    child.kill()
    child.communicate()
    return alive


def test_killed_at_random_moments(
    case: Case, uninterrupted: tuple[dict[str, bytes], float], out: Path, long: bool, counted: list
) -> None:
    reference, seconds = uninterrupted
    kills = hit = nothing = part = packing = again = 0
    for i, moment in enumerate(moments(200 if long else 12, seconds, seed=4)):
        shutil.rmtree(out, ignore_errors=True)
        kills += 1
        hit += kill_after(case, case.words(out), moment)
        done = assert_sound(out, reference)
        nothing += done == 0
        part += 0 < done < len(reference) - 2
        packing += done == len(reference) - 2 and not (out / "results.h5").exists()
        if (out / "plan.json").exists():
            if i % 4 == 3:  # the resuming run is killed, too
                again += kill_after(case, case.resume_words(out), moment / 2)
                assert_sound(out, reference)
            code, said = case.run(case.resume_words(out))
        else:
            code, said = case.run(case.words(out))
        assert code == 0, said
        assert whole(out) == reference
        assert sorted(p.name for p in (out / "shards").iterdir()) == sorted(
            name for name in reference if name.startswith("s-")
        ), "something half-written is left"
    counted.append(
        f"kill -9: {kills} kills, {hit} while at work: {nothing} before the first shard, {part} between "
        f"shards, {packing} before results.h5; {again} resuming runs killed again; all bytes equal"
    )
    assert hit > kills / 2
    assert part > 0

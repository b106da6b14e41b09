"""One thing is raised, all else stays, and what follows from it goes the right way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shipped
import slackwater as sw
from conftest import Tell
from table import rows


def wrong_effects(model: sw.Model, row: dict[str, Any]) -> list[str]:
    """Effects of a line that go the other way, or do not move at all."""
    given, week = row.get("given", {}), row.get("week", 0)
    before, after = (
        model.run(set={**given, **cause}, stop_time=week or 1, time_step=row.get("step"))
        for cause in ({}, {row["raise"]: row["to"]})
    )
    wrong = []
    for direction, sign in (("up", 1), ("down", -1)):
        for effect in row.get(direction, []):
            change = np.mean(after[effect][..., week] - before[effect][..., week])
            if not sign * change > 1e-9 * np.abs(before[effect][..., week]).max():
                wrong.append(f"{row['raise']} -> {effect} should go {direction}")
    return wrong


@pytest.mark.parametrize("row", rows("polarities"))
def test_polarity(row: dict[str, Any], tell: Tell) -> None:
    wrong = wrong_effects(sw.load(shipped.MODELS[row["model"]]), row)
    effects = [
        f"{sign}{effect}"
        for sign, way in (("+", "up"), ("-", "down"))
        for effect in row.get(way, [])
    ]
    what = f"{row['model']}: more {row['raise'].removeprefix('start ')}"
    tell(what, ", ".join(wrong or effects), not wrong)

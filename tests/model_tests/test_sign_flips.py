"""A model with one sign turned around is noticed: by a claim, by a check, or by a model test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shipped
import slackwater as sw
from conftest import Tell
from table import read, rows
from test_extremes import any_value, broken
from test_polarities import wrong_effects

TABLE = read("sign_flips.toml")
MODEL = TABLE["model"]
# Not "rest": to 1e-9 it notices any change of any term that is not zero at the start.
KINDS = ("polarities", "laws", "extremes")


def claims_that_fail(path: Path, text: str) -> list[str]:
    """Ids of the claims of a scenario file that do not hold for a model, or for which it has no
    answer, because a check of the model or the arithmetic ended a run."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", sw.SlackwaterWarning)
        model, scenario = Path(folder) / f"{MODEL}.sd", Path(folder) / path.name
        model.write_text(text)
        scenario.write_text(shipped.plain_yaml({**shipped.content_of(path), "model": str(model)}))
        claims = sw.compare(scenario, samples=False).claims
    # By verdict: here it does not matter in how many samples a claim holds.
    words = {"fails": "", "vacuous": " (vacuous)", "not_testable": " (a run ended early)"}
    return [f"{i}{words[v]}" for i, v in claims["verdict"].items() if v != "holds"]


def claims_noticing(text: str, names: Iterable[str]) -> Iterator[str]:
    """Claims of the named files that notice."""
    for path in shipped.scenarios_of(MODEL):
        if path.stem in names:
            for claim in claims_that_fail(path, text):
                yield f"claim {claim} of {path.stem}"


def lines_noticing(text: str) -> Iterator[str]:
    """Lines of the table of model tests that notice."""
    model, tables = any_value(text, MODEL), read("model_tests.toml")
    lines = {kind: [row for row in tables[kind] if row["model"] == MODEL] for kind in KINDS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sw.SlackwaterWarning)
        for row in lines["polarities"]:
            yield from (f"polarity: {wrong}" for wrong in wrong_effects(model, row))
        for row in lines["laws"] + lines["extremes"]:
            run = model.run(set=row["set"])
            if str(run.status) != "complete":
                yield f"{row['what']}: {run.status}"
            else:
                yield from (f"{row['what']}: not {that}" for that in broken(run, row))


def everybody_noticing(text: str, first: list[str]) -> Iterator[str]:
    """Claims of the files `first`, then the model tests, then all other claims."""
    others = {path.stem for path in shipped.scenarios_of(MODEL)} - set(first)
    yield from claims_noticing(text, first)
    yield from lines_noticing(text)
    yield from claims_noticing(text, others)


def test_nobody_objects_to_the_model_itself() -> None:
    """Else a turned sign would not be what is noticed."""
    text, asked = (
        shipped.text_of(MODEL),
        {n for row in TABLE["flips"] for n in row.get("look_in", [])},
    )
    assert [*claims_noticing(text, asked), *lines_noticing(text)] == []


@pytest.mark.parametrize("row", rows("flips", "sign_flips.toml"))
def test_a_turned_sign_is_noticed(
    row: dict[str, Any], tell: Tell, pytestconfig: pytest.Config
) -> None:
    text = shipped.text_of(MODEL)
    assert text.count(row["from"]) == 1, f"the model says this not once: {row['from']}"
    noticing = everybody_noticing(text.replace(row["from"], row["to"]), row.get("look_in", []))
    if pytestconfig.getoption("every_notice"):
        found = list(noticing)
        tell(row["what"], f"{len(found)}: {', '.join(found)}", bool(found))
    else:
        found = next(noticing, "nobody notices")
        tell(row["what"], found, found != "nobody notices")

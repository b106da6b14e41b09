"""The flagship's scenario files: every claim is tested on the default parameters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_case import ROOT, Run

FILES = sorted((ROOT / "scenarios" / "improvement_as_system_work").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_claim_holds_on_the_defaults(run: Run, path: Path) -> None:
    answer = run("compare", path, "--check", "--defaults-only", "--json")
    assert answer.code == 0, answer.err
    claims = json.loads(answer.out)["claims"]
    assert claims
    # A fragile claim never fails a check, so its verdict is looked at as well.
    assert [claim["id"] for claim in claims if claim["verdict"] != "holds"] == []


def test_the_files_hold_each_claim_once(run: Run) -> None:
    ids: list[str] = []
    for path in FILES:
        answer = run("compare", path, "--defaults-only", "--json")
        ids += [claim["id"] for claim in json.loads(answer.out)["claims"]]
    assert len(ids) == len(set(ids)) == 98

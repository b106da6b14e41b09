"""The published sweep over the flagship's claims: page, table and files say the same."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest
import slackwater as sw

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import claims_page  # noqa: E402
import claims_report  # noqa: E402

ROWS = {row["id"]: row for row in claims_page.rows()}
FILES = claims_report.files()


def test_the_page_is_written_from_the_table() -> None:
    assert claims_page.PAGE.read_text() == claims_page.page()


def test_the_table_holds_every_claim_as_the_files_say_it() -> None:
    told = [claim for path in FILES for claim in claims_report.claims_of(path)]
    assert {str(claim["id"]) for claim in told} == set(ROWS) and len(told) == len(ROWS) == 98
    for claim in told:
        row = ROWS[str(claim["id"])]
        assert (row["claim"], row["that"]) == (claim["claim"], claim["that"])
        assert row["source"] == claim["source"]
    assert {row["verdict"] for row in ROWS.values()} == {"holds"}
    assert {row["joint_samples"] for row in ROWS.values()} == {"512"}


def test_exactly_the_claims_below_the_limit_are_fragile() -> None:
    for path in FILES:
        for claim in claims_report.claims_of(path):
            row = ROWS[str(claim["id"])]
            below = int(row["joint_holds"]) < claims_page.FRAGILE * int(row["joint_samples"])
            assert (row["fragile"] == "yes") == below == ("fragile" in claim), row["id"]
            if below:
                assert claim["fragile"] == claims_page.what_breaks(row)
    page = claims_page.PAGE.read_text()
    assert page.count("**fragile**") == sum(row["fragile"] == "yes" for row in ROWS.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_small_sample_agrees_with_the_published_shares(path: Path) -> None:
    samples = 16
    for name, swept in claims_report.sweep_file(path, "joint", samples, seed=5):
        share = float(ROWS[name]["joint_share"])
        # Four standard errors of a binomial share, of the small sample and of the published one.
        spread = max(share * (1 - share), 0.03)
        tolerance = 4 * math.sqrt(spread / samples + spread / 512)
        assert abs(swept.share - share) <= tolerance, name


def test_the_sweep_draws_the_parameters_that_the_design_lists(tmp_path: Path) -> None:
    """The parameters that carry the argument; the file names each of them in the model's words."""
    listed = (Path(__file__).parent / "flagship_parameters.txt").read_text().split()
    text = (claims_report.FOLDER / "trap.yaml").read_text()
    copy = tmp_path / "trap.yaml"
    copy.write_text(claims_report.with_sweep(text, "joint", 2, 1, every_step=False))
    inputs = sw.load_scenario(copy).compare().inputs
    assert sorted(inputs.columns) == sorted(listed) and len(listed) == 112
    # A draw is keyed by name: listing the parameters gives the same numbers.
    names = ", ".join(listed)
    listed_text = copy.read_text().replace(
        f"except: [{claims_report.SHAPES}, {claims_report.MONEY}]", f"parameters: [{names}]"
    )
    assert "parameters: [" in listed_text
    copy.write_text(listed_text)
    again = sw.load_scenario(copy).compare().inputs
    assert again[inputs.columns].equals(inputs)


def test_a_claim_about_a_shock_says_nothing_without_it(tmp_path: Path) -> None:
    """A vacuous claim fails, declared fragile or not."""
    text = (claims_report.FOLDER / "load_and_resilience.yaml").read_text()
    text = text.replace("model: ../../models", f"model: {ROOT / 'models'}")
    assert "52 week: 200" in text and "52 week: 1.35" in text
    copy = tmp_path / "calm.yaml"
    copy.write_text(text.replace("52 week: 200", "52 week: 0").replace("week: 1.35", "week: 1"))
    claims = sw.load_scenario(copy).compare(samples=False).claims
    for name in ("18d", "18e"):
        assert ROWS[name]["fragile"] == "yes"
        assert claims.loc[name, "verdict"] == "vacuous"
        assert not claims.loc[name, "passed"]

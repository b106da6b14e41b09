"""Tests the flagship's 98 claims over its parameters and publishes what came out.

    PYTHONPATH=build/dev/bindings/python python tools/claims_report.py

takes a few minutes and writes docs/results/claims.csv and docs/guide/claims.md. All 112 parameters
that carry the argument are drawn within 20 % of their defaults: one at a time, low and high, and
jointly by a Latin hypercube; then the shape constants likewise, as a sweep of their own. Runs keep
their start; demand that is a share of what the organization could finish follows each sample's own
capacity (`at_start` in the scenario files). `--page` writes the page again from the CSV files.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import claims_page
import numpy as np
import slackwater as sw
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scenarios" / "improvement_as_system_work"
MODEL = ROOT / "models" / "improvement_as_system_work.sd"
SHAPES = "section Shapes of effects"
MONEY = "section What it is worth in money"
# Half the resolution of the files: the worst error over seven policies is 2e-4 there.
STEP = 0.25
# Files whose claims compare the output of weeks with and without a review.
REVIEWS = ("rhythm.yaml", "when_it_works.yaml")

SWEEPS = {
    "oat": f"design: one_at_a_time, around: 20 %, except: [{SHAPES}, {MONEY}]",
    "joint": f"design: latin_hypercube, around: 20 %, except: [{SHAPES}, {MONEY}]",
    "shapes": f"design: latin_hypercube, around: 20 %, parameters: [{SHAPES}]",
}


@dataclass
class Swept:
    """One claim in all samples of one sweep."""

    share: float
    low: float
    high: float
    samples: int
    failed: int
    holds: np.ndarray
    left: np.ndarray
    inputs: dict[str, np.ndarray]


def files() -> list[Path]:
    """The scenario files that hold the text's claims, whose ids begin with a digit."""
    return [path for path in sorted(FOLDER.glob("*.yaml")) if claims_of(path)]


def claims_of(path: Path) -> list[dict[str, str]]:
    told = yaml.safe_load(path.read_text())
    return [claim for claim in told.get("expect", []) if str(claim["id"])[0].isdigit()]


def with_sweep(text: str, sweep: str, samples: int, seed: int, every_step: bool) -> str:
    """The scenario with this sweep instead of its own uncertainty, and with the sweep's step."""
    text = re.sub(r"^uncertainty:.*\n(?: .*\n)+", "", text, flags=re.M)
    text = re.sub(r"^    holds_in:.*\n", "", text, flags=re.M)
    text = re.sub(r"^model: .*", f"model: {MODEL}", text, flags=re.M)
    drawn = SWEEPS[sweep]
    if "one_at_a_time" not in drawn:
        drawn += f", samples: {samples}, seed: {seed}"
    save = f", save: {STEP}" if every_step else ""
    block = f"time: {{step: {STEP}{save}}}\nuncertainty: {{{drawn}, beyond_range: true}}\n"
    block += "save: [structural_debt]\n"  # and what the claims read
    return text.replace("\nbaseline:", f"\n{block}\nbaseline:", 1)


def sweep_file(
    path: Path, sweep: str, samples: int, seed: int, every_step: bool = False
) -> Iterator[tuple[str, Swept]]:
    """Every claim of one file in every sample."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_text(with_sweep(path.read_text(), sweep, samples, seed, every_step))
        comparison = sw.load_scenario(copy).compare()
    inputs = {name: column.to_numpy() for name, column in comparison.inputs.items()}
    claims, verdicts = comparison.claims, comparison.claim_samples
    for claim in claims_of(path):
        name = str(claim["id"])
        row, each = claims.loc[name], verdicts.loc[name]
        holds = (each["verdict"] == "holds").to_numpy()
        yield (
            name,
            Swept(
                float(row["share"]),
                float(row["share_low"]),
                float(row["share_high"]),
                int(row["samples_tested"]),
                int(row["samples_failed_runs"]),
                holds,
                each["left"].to_numpy(float),
                inputs,
            ),
        )


def breakers(swept: Swept, most: int = 4) -> list[tuple[str, float]]:
    """The parameters that differ most between the samples in which a claim fails and holds.

    Each with the standardized difference of the means (fails minus holds, by the deviation of all);
    only those beyond four standard errors, which chance alone gives one parameter in 15,800.
    """
    fails = ~swept.holds
    count = fails.sum(), swept.holds.sum()
    if min(count) < 3:
        return []
    error = np.sqrt(1 / count[0] + 1 / count[1])
    found = []
    for name, values in swept.inputs.items():
        difference = (values[fails].mean() - values[swept.holds].mean()) / values.std()
        if abs(difference) > 4 * error:
            found.append((name, float(difference)))
    return sorted(found, key=lambda item: -abs(item[1]))[:most]


def broken_by_one(swept: Swept) -> list[tuple[str, str]]:
    """One at a time: the parameters at which a claim fails, and on which side."""
    names = list(swept.inputs)
    return [
        (names[sample // 2], "low" if sample % 2 == 0 else "high")
        for sample in np.flatnonzero(~swept.holds)
    ]


def on_defaults(path: Path) -> dict[str, dict[str, object]]:
    """Each claim's number, sign, threshold and verdict on the defaults, at the model's own step."""
    claims = sw.load_scenario(path).compare(samples=False).claims
    return {str(name): row.to_dict() for name, row in claims.iterrows()}


def joined(pairs: list[tuple[str, object]]) -> str:
    return "; ".join(f"{name} {value:+.2f}" if isinstance(value, float) else f"{name} {value}"
                     for name, value in pairs)  # fmt: skip


def gather(samples: int, seed: int) -> list[dict[str, object]]:
    """One row per claim."""
    rows: list[dict[str, object]] = []
    began = time.monotonic()
    for number, path in enumerate(files(), 1):
        told = yaml.safe_load(path.read_text())
        known = on_defaults(path)
        swept = {
            sweep: dict(
                sweep_file(path, sweep, samples // 2 if sweep == "shapes" else samples, seed)
            )
            for sweep in SWEEPS
        }
        points = {}
        if path.name in REVIEWS:
            points = dict(sweep_file(path, "joint", samples, seed, every_step=True))
        for claim in claims_of(path):
            name = str(claim["id"])
            default = known[name]
            oat, joint, shapes = (swept[sweep][name] for sweep in ("oat", "joint", "shapes"))
            failing = joint.left[~joint.holds]
            rows.append(
                {
                    "id": name,
                    "question": told["question"],
                    "file": path.name,
                    "claim": claim["claim"],
                    "source": claim["source"],
                    "that": claim["that"],
                    "verdict": default["verdict"],
                    "left": repr(float(default["left"])),
                    "sign": default["sign"],
                    "right": repr(float(default["right"])),
                    "unit": default["unit"],
                    "oat_holds": int(oat.holds.sum()),
                    "oat_samples": oat.samples,
                    "oat_broken_by": joined(broken_by_one(oat)),
                    "joint_holds": int(joint.holds.sum()),
                    "joint_samples": joint.samples,
                    "joint_failed_runs": joint.failed,
                    "joint_share": f"{joint.share:.6f}",
                    "joint_low": f"{joint.low:.6f}",
                    "joint_high": f"{joint.high:.6f}",
                    "joint_left_where_it_fails": "" if failing.size == 0 or not np.isfinite(
                        np.median(failing)) else f"{np.median(failing):.6g}",
                    "joint_broken_by": joined(breakers(joint)),
                    "joint_share_every_step": f"{points[name].share:.6f}" if points else "",
                    "shapes_share": f"{shapes.share:.6f}",
                    "shapes_low": f"{shapes.low:.6f}",
                    "shapes_high": f"{shapes.high:.6f}",
                    "shapes_broken_by": joined(breakers(shapes)),
                    "fragile": "yes" if joint.share < claims_page.FRAGILE else "no",
                }
            )  # fmt: skip
        seconds = time.monotonic() - began
        print(f"{number} of {len(files())} files, {seconds:.0f} s: {path.name}", flush=True)
    return rows


def differences(rows: list[dict[str, object]]) -> list[str]:
    """Where a sweep gives other verdicts than the published one; numbers keep their bits."""
    published = {row["id"]: row for row in claims_page.rows()}
    columns = ("verdict", "left", "oat_holds", "joint_holds", "joint_samples", "shapes_share")
    return [
        f"{row['id']}: {column} is {row[column]}, published is {published[row['id']][column]}"
        for row in rows
        for column in columns
        if str(row[column]) != published[row["id"]][column]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="compare with what is published")
    parser.add_argument("--page", action="store_true", help="write the page from the CSV only")
    parser.add_argument("--out", type=Path, default=claims_page.CSV, help="another CSV file")
    given = parser.parse_args()
    if not given.page:
        rows = gather(given.samples, given.seed)
        if given.check:
            found = differences(rows)
            print("\n".join(found) or "as published")
            return 1 if found else 0
        given.out.parent.mkdir(parents=True, exist_ok=True)
        with given.out.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if given.out == claims_page.CSV:
        claims_page.PAGE.write_text(claims_page.page())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes docs/guide/claims.md from docs/results/claims.csv: see claims_report.py."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CSV = ROOT / "docs" / "results" / "claims.csv"
PAGE = ROOT / "docs" / "guide" / "claims.md"
# Below this share of the joint samples a claim is called fragile.
FRAGILE = 0.8

# The order in which a reader meets the questions.
ORDER = (
    "fill_every_hour",
    "how_full_to_plan",
    "from_signal_to_change",
    "when_it_works",
    "now_or_later",
    "what_leaders_do",
    "rhythm",
    "one_level_only",
    "kinds_of_constraint",
    "theater",
    "without_improvement",
    "crunch",
    "changing_world",
    "surprises",
    "load_and_resilience",
    "largest_failure",
    "starting_point",
    "load_with_frozen_structure",
    "trap",
)

Row = dict[str, str]


def rows() -> list[Row]:
    with CSV.open(newline="") as file:
        return list(csv.DictReader(file))


def percent(share: str | float) -> str:
    value = 100 * float(share)
    if 99 < value < 100 or 79 < value < 81:
        return f"{value:.1f} %"
    return f"{value:.0f} %"


def words(name: str) -> str:
    return name.replace("_", " ")


def number(text: str) -> str:
    value = float(text)
    if value == float("inf"):
        return "never"
    if abs(value) < 1e-9:
        return "0"
    return f"{value:.3g}"


def pairs(text: str) -> list[tuple[str, str]]:
    return [tuple(part.rsplit(" ", 1)) for part in text.split("; ") if part]  # type: ignore[misc]


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def jointly(row: Row) -> str:
    """Which draws break it: "a high staff target (+0.65) and a low base drift (-0.31)"."""
    found = [
        f"a {'high' if float(value) > 0 else 'low'} {words(name)} ({value})"
        for name, value in pairs(row["joint_broken_by"])
    ]
    if not found:
        return "no single parameter stands out"
    return listed(found)


def singly(row: Row) -> str:
    """Which single steps break it: "staff target 20 % lower or higher"."""
    sides: dict[str, list[str]] = {}
    for name, side in pairs(row["oat_broken_by"]):
        sides.setdefault(name, []).append("lower" if side == "low" else "higher")
    return listed([f"{words(name)} 20 % {' or '.join(both)}" for name, both in sides.items()])


def what_breaks(row: Row) -> str:
    """The finding about a fragile claim, for the page and the scenario files."""
    text = (
        f"Holds in {percent(row['joint_share'])} of {row['joint_samples']} joint draws of all 112 "
        f"parameters within 20 % ({percent(row['joint_low'])} to {percent(row['joint_high'])}), and in "
        f"{row['oat_holds']} of {row['oat_samples']} with one parameter 20 % off"
    )
    if row["oat_broken_by"]:
        text += f" (broken by {singly(row)})"
    text += f". Where it fails there are more often: {jointly(row)}."
    if row["joint_left_where_it_fails"]:
        text += f" The number is then typically {number(row['joint_left_where_it_fails'])}."
    return text


def table(group: list[Row]) -> str:
    lines = ["| | claim | on the defaults | one at a time | jointly |", "|---|---|---|---|---|"]
    for row in group:
        unit = "" if row["unit"] in ("", "1") else f" {row['unit']}"
        compared = f"{number(row['left'])} {row['sign']} {number(row['right'])}{unit}"
        share = (
            f"{percent(row['joint_share'])} "
            f"({percent(row['joint_low'])} .. {percent(row['joint_high'])})"
        )
        if row["fragile"] == "yes":
            share += " **fragile**"
        source = f" <br>*{row['source']}*"
        lines.append(
            f"| {row['id']} | {row['claim']}{source} | `{compared}` | "
            f"{row['oat_holds']} of {row['oat_samples']} | {share} |"
        )
    return "\n".join(lines) + "\n"


def section(group: list[Row]) -> str:
    path = f"../../scenarios/improvement_as_system_work/{group[0]['file']}"
    text = f"### {group[0]['question']}\n\nFile: [{group[0]['file']}]({path})\n\n" + table(group)
    for row in group:
        if row["fragile"] == "yes":
            text += f"\n**What breaks {row['id']}.** {what_breaks(row)}\n"
    return text


def reading(all_rows: list[Row]) -> str:
    count = len(all_rows)
    held = sum(row["verdict"] == "holds" for row in all_rows)
    single = sum(int(row["oat_holds"]) for row in all_rows)
    singles = sum(int(row["oat_samples"]) for row in all_rows)
    joint = sum(int(row["joint_holds"]) for row in all_rows)
    joints = sum(int(row["joint_samples"]) for row in all_rows)
    always = sum(row["joint_holds"] == row["joint_samples"] for row in all_rows)
    sturdy = sum(float(row["joint_share"]) >= 0.95 for row in all_rows)
    weak = sorted(
        (r for r in all_rows if r["fragile"] == "yes"), key=lambda r: float(r["joint_share"])
    )
    least = listed([f"{row['id']} ({percent(row['joint_share'])})" for row in weak])
    failed = sum(int(row["joint_failed_runs"]) for row in all_rows)
    return f"""\
- On the default parameters **{held} of {count}** claims hold. With one of 112 parameters 20 % off, {100 * single / singles:.2f} % of all claims and
  samples hold; with all of them drawn jointly within 20 %, {100 * joint / joints:.1f} %. {always} claims hold in every joint sample, {sturdy} in at least 95 %.
- **{len(weak)} are fragile**: they hold in fewer than {percent(FRAGILE)} of the joint samples. These are {least}.
  They stay in the files with what breaks them.
- Runs that failed in the joint samples: {failed}.
"""


def shapes(all_rows: list[Row]) -> str:
    joint = sum(float(row["shapes_share"]) for row in all_rows) / len(all_rows)
    weak = [row for row in all_rows if float(row["shapes_share"]) < 0.95]
    weak.sort(key=lambda row: float(row["shapes_share"]))
    parts = [
        f"{row['id']} ({percent(row['shapes_share'])}"
        + (f"; {', '.join(words(n) for n, _ in pairs(row['shapes_broken_by'])[:2])}" if row["shapes_broken_by"] else "")
        + ")"
        for row in weak
    ]  # fmt: skip
    fewer = (
        f"In fewer than 95 % of its samples hold, with the constants that matter most: {listed(parts)}."
        if parts
        else "No claim holds in fewer than 95 %."
    )
    return f"In a sweep of the fifty-seven shape constants alone, {100 * joint:.1f} % of all claims and samples hold. {fewer}"


def weekly(all_rows: list[Row]) -> str:
    by_id = {row["id"]: row for row in all_rows}
    a, b = by_id["11a"], by_id["24"]
    return (
        f"As published they hold in {percent(a['joint_share'])} and {percent(b['joint_share'])} of the joint samples; with a saved point at every "
        f"time step, in the same samples, in {percent(a['joint_share_every_step'])} and {percent(b['joint_share_every_step'])}."
    )


def page() -> str:
    all_rows = rows()
    order = {f"{name}.yaml": place for place, name in enumerate(ORDER)}
    all_rows.sort(key=lambda row: order[row["file"]])
    groups = [list(group) for _, group in groupby(all_rows, key=lambda row: row["file"])]
    samples = all_rows[0]["joint_samples"]
    return f"""\
# The claims, tested

The text that [the model](the_model.md) carries makes statements about organizations. Each was made a **claim**: an inequality between numbers of
named runs, {len(all_rows)} in all, grouped here by the question that a scenario file asks. This page says for each of them whether it holds, by how much,
and how far that depends on numbers that nobody has measured. It is written by `tools/claims_report.py`, from [claims.csv](../results/claims.csv).

## The short reading

{reading(all_rows)}- What this shows: the argument is coherent, and most of it does not hang on the choice of one number. What it does not show: that organizations behave so. The
  parameters are assumed, a fifth up and down is a convention and no knowledge, many thresholds were set after a first look at the results, and
  parameters are drawn as if they were independent.
- Fragile claims are mostly of one family: **how much more a shock hurts near full load** (18). A joint draw moves the organization itself. One that
  has already tipped, or is far from tipping, does not care about one more surge, so the comparison loses its object. On its own defaults the
  effect is large; as a general law it is not what this model says.

## How it was tested

The 112 parameters that carry the argument are varied within 20 % of their defaults, uniformly: one at a time, low and high (224 samples), and jointly
({samples} samples of a Latin hypercube, seed 1). Every policy and future meets the same samples. Runs keep the start of the defaults; where demand is a share of what the
organization could finish, it follows each sample's own capacity. The time step is 1/4 week (rk4), as in the prototype's sweep; the numbers on the defaults are
those of the files, at 1/8 week. Two prices are left out, because no claim speaks of money. Four parameters have ranges narrower than 20 %, and their draws leave them.

In brackets: where the share lies with 95 % confidence (Wilson 1927). A sample with a failed run, or in which a claim says nothing (both sides never happen),
counts as one in which it does not hold. What breaks a fragile claim is read off the samples: in brackets behind a parameter, how much higher or
lower it is where the claim fails than where it holds, in its standard deviations; parameters below four standard errors are left out.

```text
PYTHONPATH=build/dev/bindings/python python tools/claims_report.py
```

repeats all of it in a few minutes. Single files take seconds, on the defaults or over the samples that they name:

```console
$ slackwater compare scenarios/improvement_as_system_work/trap.yaml --defaults-only
...
2 of 2 claims hold
...
```

```console
$ slackwater compare scenarios/improvement_as_system_work/one_level_only.yaml --check --quiet
...
4 of 4 claims hold
...
```

In Python, `Comparison.claim_samples` beside `Comparison.inputs` shows which draws break a claim.

## The claims

{chr(10).join(section(group) for group in groups)}
## The shapes of effects

{shapes(all_rows)}

## A measure that looks away

Claims 11a and 24 compare policies with monthly reviews, which cost an eighth of the week in which they are held. They are measured at weekly points, as the prototype
measures them. Where a draw makes a review shorter than a week, it falls between two points and its cost is never seen: a property of the measure, not
of time steps, for which it was first taken (it stays at every step down to 1/40 week, aligned with the review or not) and not of the organization. {weekly(all_rows)}
"""

"""Makes the pictures of the documentation, as stand-alone SVG: charts of shipped comparisons, and
diagrams of shipped models.

    tools/make_pictures.py [--command SLACKWATER] [--check]

--check compares with the pictures that are there instead of writing them, and exits with 1 when one
is out of date.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
FLAGSHIP = "scenarios/improvement_as_system_work"
# Scenario file, how it is run, and each picture with the titles of the charts in its briefing that
# it shows, side by side.
PICTURES: list[tuple[str, list[str], dict[str, list[str]]]] = [
    (
        "scenarios/slack_and_rework.yaml",
        [],
        {"output.svg": ["Output"], "lead_time.svg": ["Lead time"]},
    ),
    (
        f"{FLAGSHIP}/fill_every_hour.yaml",
        ["--defaults-only"],
        {
            "flagship_value.svg": ["Value"],
            "flagship_structure.svg": ["Structural debt", "Improvement effort"],
        },
    ),
    (
        f"{FLAGSHIP}/long_run_curve.yaml",
        ["--defaults-only"],
        {
            "flagship_curve.svg": [
                "Long-run value, ordinary leaders",
                "Long-run value, leaders protect",
            ]
        },
    ),
    (
        f"{FLAGSHIP}/way_back.yaml",
        ["--defaults-only"],
        {
            "flagship_way_back.svg": [
                "Where it ends from health, as it is",
                "Where it ends from the trap, as it is",
            ]
        },
    ),
]
# The pictures of the strongest causal chain, by scenario of PICTURES.
CHAINS = {"scenarios/slack_and_rework.yaml": "briefing_chain.svg"}
# A model, how it is drawn, by picture.
DIAGRAMS: dict[str, tuple[str, list[str]]] = {
    "diagram_rework_cycle.svg": ("models/library/rework_cycle/rework_cycle.sd", []),
    "diagram_haste.svg": (
        "models/improvement_as_system_work.sd",
        ["--section", "7. Haste makes waste"],
    ),
    "diagram_change.svg": (
        "models/improvement_as_system_work.sd",
        ["--section", "10. From a nuisance to a change: see, guess, try, find, decide, do"],
    ),
    "diagram_burnout_loops.svg": (
        "models/library/jdr_burnout/jdr_burnout.sd",
        ["--kind", "causal_loop"],
    ),
}


def briefing(command: str, scenario: str, options: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [command, "compare", scenario, "--out", folder, "--quiet", *options],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return (pathlib.Path(folder) / "briefing.html").read_text()


GAP = 24  # between charts


def opening(svg: str) -> str:
    match = re.match(r"<svg[^>]*>", svg)
    assert match
    return match.group(0)


def size(svg: str) -> tuple[int, int]:
    width, height = (re.search(rf'{side}="(\d+)"', opening(svg)) for side in ("width", "height"))
    assert width and height
    return int(width[1]), int(height[1])


def beside(svgs: list[str]) -> str:
    """Charts side by side, as one."""
    if len(svgs) == 1:
        return svgs[0]
    sizes = [size(svg) for svg in svgs]
    width = sum(w for w, _ in sizes) + GAP * (len(svgs) - 1)
    height = max(h for _, h in sizes)
    inner, x = "", 0
    for svg, (own, _) in zip(svgs, sizes, strict=True):
        inner += svg.replace("<svg", f'<svg x="{x}"', 1)
        x += own + GAP
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f"<svg {box}>{inner}</svg>"


def stand_alone(svg: str) -> str:
    """A chart without the page around it: twice as large, with its name space and a white ground."""
    tag = opening(svg)
    rest = svg[len(tag) :]
    if "xmlns=" not in tag:
        tag = tag.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    tag = re.sub(r'(width|height)="(\d+)"', lambda m: f'{m[1]}="{2 * int(m[2])}"', tag)
    return tag + '<rect width="100%" height="100%" fill="#ffffff"/>' + rest + "\n"


def charts(page: str) -> list[str]:
    return [
        svg for svg in re.findall(r"<svg.*?</svg>", page, re.S) if 'class="swatch"' not in svg[:200]
    ]


def titled(page: str, title: str) -> str:
    for svg in charts(page):
        if re.search(rf">{re.escape(title)}\b", svg):
            return svg
    sys.exit(f"make_pictures: no chart '{title}' in the briefing")


def chain(page: str) -> str:
    """The picture of the strongest causal chain, in section 5."""
    found = re.search(r'<figure class="diagram[^>]*>(<svg.*?</svg>)', page, re.S)
    if not found:
        sys.exit("make_pictures: no chain in the briefing")
    return found[1].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1) + "\n"


def pictures(command: str) -> dict[str, str]:
    found = {}
    for scenario, options, wanted in PICTURES:
        page = briefing(command, scenario, options)
        if scenario in CHAINS:
            found[CHAINS[scenario]] = chain(page)
        for name, titles in wanted.items():
            found[name] = stand_alone(beside([titled(page, title) for title in titles]))
    for name, (model, options) in DIAGRAMS.items():
        words = [command, "diagram", model, *options]
        found[name] = subprocess.run(
            words, cwd=ROOT, check=True, stdout=subprocess.PIPE
        ).stdout.decode()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default=str(ROOT / "build/release/bin/slackwater"))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    folder = ROOT / "docs/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, svg in pictures(arguments.command).items():
        path = folder / name
        if arguments.check:
            if not path.exists() or path.read_text() != svg:
                stale.append(name)
        else:
            path.write_text(svg)
    if stale:
        print("out of date: " + ", ".join(stale) + "; run tools/make_pictures.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

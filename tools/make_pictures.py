"""Makes the pictures of the documentation: the charts of the shipped comparison, as stand-alone SVG.

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
SCENARIO = "scenarios/slack_and_rework.yaml"
# Picture and the title of the chart in the briefing that it is.
PICTURES = {"output.svg": "Output", "lead_time.svg": "Lead time"}


def briefing(command: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [command, "compare", SCENARIO, "--out", folder, "--quiet"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return (pathlib.Path(folder) / "briefing.html").read_text()


def stand_alone(svg: str) -> str:
    """A chart without the page around it: twice as large, with its name space and a white ground."""
    opening = re.match(r"<svg[^>]*>", svg)
    assert opening
    tag = opening.group(0)
    if "xmlns=" not in tag:
        tag = tag.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    tag = re.sub(r'(width|height)="(\d+)"', lambda m: f'{m[1]}="{2 * int(m[2])}"', tag)
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return tag + ground + svg[opening.end() :] + "\n"


def charts(page: str) -> list[str]:
    return [
        svg for svg in re.findall(r"<svg.*?</svg>", page, re.S) if 'class="swatch"' not in svg[:200]
    ]


def pictures(page: str) -> dict[str, str]:
    found = {}
    for name, title in PICTURES.items():
        matching = [svg for svg in charts(page) if re.search(rf">{re.escape(title)}\b", svg)]
        if not matching:
            sys.exit(f"make_pictures: no chart '{title}' in the briefing")
        found[name] = stand_alone(matching[0])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", default=str(ROOT / "build/release/bin/slackwater"))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    folder = ROOT / "docs/pictures"
    folder.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, svg in pictures(briefing(arguments.command)).items():
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

"""Draws the named feedback loops of the flagship, after testing every link on the model.

    tools/make_loop_diagrams.py [--check]

Reads docs/pictures/loops.toml, tests each link in several states (tools/loop_links.py), and writes a
causal loop diagram per group of loops, laid out by Graphviz: NAME.dot, the diagram as text, and
NAME.svg, what `dot` makes of it. Writes the table of loops in docs/guide/the_model.md as well.

--check writes nothing and exits with 1 when a text is out of date, or when a picture shows other
nodes or links than its text. Places within a picture depend on Graphviz and its fonts and are not
compared.
"""

from __future__ import annotations

import argparse
import html
import math
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
import slackwater as sw
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from loop_links import Cut, Link, State, state_of

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGE = ROOT / "docs" / "guide" / "the_model.md"
MODEL = ROOT / "models" / "improvement_as_system_work.sd"
PLUS, MINUS, SOFT = "#1d5d99", "#b45309", "#6b7280"

PROTECTED: dict[str, object] = {
    "review_interval": 4,
    "improvement_split": np.array([0.34, 0.33, 0.33]),
    "legitimizing_improvement": 0.9,
    "protecting_time": 0.9,
    "removing_impediments": 0.9,
    "integrity_towards_evidence": 0.9,
    "curiosity_of_leaders": 0.9,
    "encouragement_to_experiment": 1,
    "metrics_as_targets": 0,
    "blame_of_teams": 0.05,
    "early_success_claims": 0.1,
}
THEATER = PROTECTED | {
    "metrics_as_targets": 0.9,
    "blame_of_teams": 0.5,
    "integrity_towards_evidence": 0.2,
    "curiosity_of_leaders": 0.2,
    "encouragement_to_experiment": 0.3,
    "early_success_claims": 0.8,
}


@dataclass(frozen=True)
class Loop:
    """A named loop, the links that its diagram shows, and the product of their signs."""

    id: str
    name: str
    links: list[tuple[str, str]]
    signs: list[int]


def states(model: sw.Model) -> list[State]:
    """Calm and strained, improving and not: each loop acts in one of them at least."""
    full = {"target_utilization": 1.0}
    adaptive = {"target_utilization": 0.95, "guardrail_adaptation": 0.6}
    begins = model.run(**full, averaged_reviews=1)["disruption"] > 0.3
    return [
        state_of(model, "as it is", 0),
        state_of(model, "full for a year", 52, **full),
        state_of(model, "full, in upheaval", int(np.argmax(begins)), **full),
        state_of(model, "full for five years", 260, **full, reorganization_allowed=0),
        state_of(model, "protected, with pull", 8, **PROTECTED, work_limit_strength=1),
        state_of(model, "adaptive, from 95 %", 2, **PROTECTED, **adaptive),
        state_of(model, "theater", 104, **THEATER),
    ]


class Tester:
    """Signs of the links between what the loops name; a link through others is their product."""

    def __init__(self, told: dict[str, Any]) -> None:
        model = sw.load(MODEL)
        self.kinds = {
            name: model.variables[variable.split("[")[0]].kind
            for name, variable in told["variables"].items()
        }
        self._variables: dict[str, str] = told["variables"]
        self._chains = {(c["from"], c["to"]): c["via"] for c in told["chain"]}
        self._states = states(model)
        self._cut = Cut(model, self._variables.values())
        self.found: dict[tuple[str, str], Link] = {}

    def sign(self, source: str, target: str) -> int:
        path = [source, *self._chains.get((source, target), []), target]
        return math.prod(self._step(a, b) for a, b in zip(path, path[1:], strict=False))

    def _step(self, source: str, target: str) -> int:
        if (source, target) not in self.found:
            places = self._variables[source], self._variables[target]
            self.found[source, target] = self._cut.link(*places, self._states)
        return self.found[source, target].sign


def tested(told: dict[str, Any], tester: Tester) -> Loop:
    nodes = told["nodes"]
    links = list(zip(nodes, nodes[1:] + nodes[:1], strict=True))
    signs = [tester.sign(*link) for link in links]
    kind = "R" if math.prod(signs) > 0 else "B"
    if not told["id"].startswith(kind):
        sys.exit(f"make_loop_diagrams: {told['id']} is of kind {kind}: {signs}")
    return Loop(told["id"], told["name"], links, signs)


def dot_of(title: str, loops: list[Loop], kinds: dict[str, str]) -> str:
    """The diagram as text for Graphviz."""
    through: dict[tuple[str, str], list[str]] = {}
    signs: dict[tuple[str, str], int] = {}
    for loop in loops:
        for link, sign in zip(loop.links, loop.signs, strict=True):
            through.setdefault(link, []).append(loop.id)
            signs[link] = sign
    rows = "".join(
        f'<tr><td align="left"><b>{loop.id}</b></td>'
        f'<td align="left">{html.escape(loop.name)}</td></tr>'
        for loop in loops
    )
    key = (
        f'<tr><td align="left"><font color="{PLUS}"><b>+</b></font></td>'
        '<td align="left">more makes more</td></tr>'
        f'<tr><td align="left"><font color="{MINUS}"><b>−</b></font></td>'
        '<td align="left">more makes less</td></tr>'
        '<tr><td align="left"><b>R</b></td><td align="left">feeds on itself</td></tr>'
        '<tr><td align="left"><b>B</b></td><td align="left">holds itself back</td></tr>'
        '<tr><td align="left"><b>▭</b></td><td align="left">accumulates</td></tr>'
    )
    lines = [
        f'digraph "{title}" {{',
        f'  graph [label="{title}", labelloc=t, fontname="Helvetica", fontsize=17, rankdir=TB,',
        '         nodesep=0.35, ranksep=0.45, splines=true, bgcolor="white", pad=0.2]',
        '  node [fontname="Helvetica", fontsize=12, shape=plaintext, height=0.3, margin="0.06,0.03"]',
        '  edge [fontname="Helvetica", fontsize=9, arrowsize=0.7, penwidth=1.3]',
    ]
    for node in dict.fromkeys(node for link in signs for node in link):
        label = "\\n".join(two_lines(node))
        shape = ""
        if kinds[node] == "stock":
            shape = ', shape=box, style="rounded,filled", fillcolor="#eef2f7", color="#94a3b8"'
        lines.append(f'  "{node}" [label="{label}"{shape}]')
    for (source, target), sign in signs.items():
        color, mark, style = (PLUS, "+", "solid") if sign > 0 else (MINUS, "−", "dashed")
        names = " ".join(through[source, target])
        lines.append(
            f'  "{source}" -> "{target}" [color="{color}", style={style}, fontcolor="{SOFT}", '
            f'label=<<font color="{color}" point-size="13"><b>{mark}</b></font> {names}>]'
        )
    lines += [
        '  "key" [label=<<table border="0" cellborder="0" cellspacing="2" cellpadding="1">'
        f'{key}<hr/>{rows}</table>>, shape=box, style=rounded, color="#cbd5e1"]'.replace(
            "<hr/>", ""
        ),
        "}",
    ]
    return "\n".join(lines) + "\n"


def two_lines(text: str) -> list[str]:
    """A label of more than 14 letters is broken at the space nearest to its middle."""
    if len(text) <= 14 or " " not in text:
        return [text]
    spaces = [m.start() for m in re.finditer(" ", text)]
    at = min(spaces, key=lambda place: abs(place - len(text) / 2))
    return [text[:at], text[at + 1 :]]


def shown_in(svg: str) -> set[str]:
    """Nodes and links that a picture of Graphviz shows."""
    return {html.unescape(t) for t in re.findall(r"<title>(.*?)</title>", svg, re.S)}


def named_in(dot: str) -> set[str]:
    """Nodes and links that a diagram's text names, and its title."""
    names = set(re.findall(r'^  "([^"]+)" \[', dot, re.MULTILINE))
    links = re.findall(r'^  "([^"]+)" -> "([^"]+)" \[', dot, re.MULTILINE)
    title = re.findall(r'^digraph "([^"]+)"', dot)
    return names | {f"{a}->{b}" for a, b in links} | set(title)


def drawn(dot: str) -> str:
    done = subprocess.run(
        ["dot", "-Tsvg"], input=dot, capture_output=True, text=True, check=True, timeout=60
    )
    return re.sub(r"<!-- Generated by graphviz.*?-->\n", "", done.stdout, flags=re.S)


def table_of(diagrams: list[tuple[dict[str, Any], list[Loop]]]) -> str:
    """The loops in words: each variable with the sign of what it does to the next."""
    lines = ["| loop | what moves what, and back to the beginning |", "|---|---|"]
    for _, loops in diagrams:
        for loop in loops:
            marks = ["+" if sign > 0 else "−" for sign in loop.signs]
            path = " ".join(
                f"{link[0]} →{mark}" for link, mark in zip(loop.links, marks, strict=True)
            )
            lines.append(f"| **{loop.id}** {loop.name} | {path} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, table: str) -> str:
    begin, end = "<!-- begin: loops -->\n", "<!-- end: loops -->"
    before, rest = page.split(begin)
    return before + begin + table + end + rest.split(end)[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    told = tomllib.loads((PICTURES / "loops.toml").read_text())
    tester = Tester(told)
    diagrams = [(d, [tested(loop, tester) for loop in d["loop"]]) for d in told["diagram"]]
    texts = {PAGE: with_table(PAGE.read_text(), table_of(diagrams))}
    for diagram, loops in diagrams:
        picture = PICTURES / diagram["file"]
        texts[picture.with_suffix(".dot")] = dot_of(diagram["title"], loops, tester.kinds)
    stale = (
        [path.name for path, text in texts.items() if path.read_text() != text]
        if (arguments.check)
        else []
    )
    for path, text in texts.items():
        if not arguments.check:
            path.write_text(text)
            if path.suffix == ".dot":
                path.with_suffix(".svg").write_text(drawn(text))
        elif path.suffix == ".dot" and shown_in(path.with_suffix(".svg").read_text()) != named_in(
            text
        ):
            stale.append(path.with_suffix(".svg").name)
    if stale:
        print(f"out of date: {', '.join(stale)}; run tools/make_loop_diagrams.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

"""Diagrams: what they show, and, counted over every shipped model, what must not be in a picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import slackwater as sw
from picture_faults import SVG, faults, read
from test_loop_diagrams import load_tool

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "models" / "improvement_as_system_work.sd"
KINDS = ("stock_flow", "causal_loop")
CENTERS = (
    "fatigue", "haste", "constraint", "capacity", "work_in_progress", "trust_across_boundaries",
    "psychological_safety", "target_utilization", "lead_time", "legitimacy_of_improvement",
)  # fmt: skip


def models() -> list[Path]:
    return sorted((ROOT / "models").rglob("*.sd"))


def links(svg: str) -> dict[tuple[str, str], str]:
    """What the description for screen readers says of each link."""
    words = ET.fromstring(svg).get("aria-label") or ""
    found = re.findall(r"([^.:]+?) (raises|lowers|acts on) ([^.]+?)( later)?\.", words + ".")
    return {(a.strip(), b.strip()): verb + later for a, verb, b, later in found}


@pytest.mark.filterwarnings("ignore::slackwater.SlackwaterWarning")
@pytest.mark.parametrize("path", models(), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_any_picture(path: Path, kind: str) -> None:
    model = sw.load(path)
    choices: list[dict[str, object]] = [{}] + [{"section": title} for title in model.sections]
    if path == FLAGSHIP:
        choices += [{"around": name, "depth": depth} for name in CENTERS for depth in (1, 2)]
    drawn = 0
    for choice in choices:
        try:
            svg = str(model.diagram(kind, **choice))
        except sw.ModelError as error:
            # Too much for one picture, or nothing but numbers.
            assert {d.code for d in error.diagnostics} <= {"E9045", "E9046"}
            continue
        drawn += 1
        assert faults(svg) == {}, choice
        assert svg == str(model.diagram(kind, **choice)), choice
    assert drawn > (40 if path == FLAGSHIP else 0)


def picture(*parts: str) -> str:
    return f'<svg xmlns="{SVG[1:-1]}" width="200" height="100">{"".join(parts)}</svg>'


def node(name: str, x: float, y: float) -> str:
    return (
        f'<g class="node"><title>{name}</title><text x="{x}" y="{y}" font-size="12" '
        f'text-anchor="middle">{name}</text></g>'
    )


def test_the_counters_count() -> None:
    apart = node("alpha", 40, 50), node("omega", 150, 50)
    link = '<path class="link" d="M60 46 Q90 20 125 46" stroke="#1d5d99"/>'
    sign = '<circle class="sign" cx="{}" cy="{}" r="6"/>'
    assert faults(picture(*apart, link, sign.format(92, 33))) == {}
    through = '<path class="link" d="M60 46 Q90 46 195 46" stroke="#616e7c"/>'
    other = '<path class="link" d="M92 10 Q92 30 92 80" stroke="#616e7c"/>'
    pipe = '<path class="pipe" d="M10 46 L120 46"/>'
    wrong = {
        "overlaps": [
            picture(*apart, node("beta", 160, 55)),
            picture(*apart, link, sign.format(40, 48)),
        ],
        "links through": [picture(*apart, through)],
        "links through signs": [picture(*apart, link, sign.format(92, 33), other)],
        "pipes through": [picture(*apart, pipe)],
        "outside": [picture(*apart, node("beta", 195, 20)), picture(*apart, node("b", 100, 101))],
    }
    for kind, pictures in wrong.items():
        for svg in pictures:
            assert list(faults(svg)) == [kind]


def test_a_picture_that_is_moved_apart_is_noticed(teacup: sw.Model) -> None:
    svg = str(teacup.diagram())
    assert faults(svg) == {}
    labels = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(cooling|cooling time)<', svg)
    (x0, y0, _), (x1, y1, _) = labels
    moved = svg.replace(f'x="{x1}" y="{y1}"', f'x="{x0}" y="{y0}"')
    assert "overlaps" in faults(moved)


def test_signs_follow_from_the_equations(teacup: sw.Model) -> None:
    # cooling = (tea - room) / time, with time > 0: d/d tea > 0, d/d room < 0; the sign of d/d time
    # is that of room - tea, which the equations leave open.
    assert links(str(teacup.diagram())) == {
        ("Tea temperature", "cooling"): "raises",
        ("room temperature", "cooling"): "lowers",
        ("cooling time", "cooling"): "acts on",
        ("Tea temperature", "warmth above room"): "raises",
        ("room temperature", "warmth above room"): "lowers",
    }
    assert links(str(teacup.diagram("causal_loop"))) == {
        ("tea temperature", "cooling"): "raises",
        ("cooling", "tea temperature"): "lowers later",
    }


def test_memory_functions_are_delays_and_arrays_one_node() -> None:
    model = sw.loads(
        """\
model "Memory"
time week from 0 to 10 step 1/8 save 1
dimension team = a, b
parameter lag: week = 4 range 1 .. 9
stock pile[team]: 1 = {a: 1, b: 2}
    outflow leaving
flow leaving[team]: 1/week = pile[team] / lag
aux felt: 1 = smooth1(sum(pile[*]), lag)
""",
        "memory.sd",
    )
    svg = str(model.diagram())
    assert [name.split()[0] for name in read(svg).nodes] == ["lag", "pile", "leaving", "felt"] or (
        sorted(name.split()[0] for name in read(svg).nodes) == ["felt", "lag", "leaving", "pile"]
    )
    # d(pile/lag)/d lag < 0 with lag > 0; the smooth passes its input on with its sign.
    shown = links(svg)
    assert shown["Pile", "felt"] == "raises later"
    assert shown["Pile", "leaving"] == "raises"
    assert shown["lag", "leaving"] == "lowers"


def test_a_part_of_a_model(slack_and_rework: sw.Model) -> None:
    svg = str(slack_and_rework.diagram(section="Pressure"))
    shown = {name.split()[0] for name in read(svg).nodes}
    own = {v.name for v in slack_and_rework.variables.values() if v.section == "Pressure"}
    assert own <= shown
    loop = slack_and_rework.loops[0]
    only = read(str(slack_and_rework.diagram("causal_loop", only=loop)))
    assert {name.split()[0] for name in only.nodes} == set(loop)
    assert len(only.links) >= len(loop)
    near = read(str(slack_and_rework.diagram(around="haste", depth=1)))
    assert "haste" in {name.split()[0] for name in near.nodes}


def test_what_cannot_be_drawn_is_refused(teacup: sw.Model) -> None:
    flagship = sw.load(FLAGSHIP)
    with pytest.raises(
        sw.ModelError, match=r"too many for one picture(.|\n)*Haste makes waste"
    ) as e:
        flagship.diagram()
    assert [d.code for d in e.value.diagnostics] == ["E9046"]
    with pytest.raises(sw.ModelError, match=r"no variable 'tea'(.|\n)*E9045"):
        teacup.diagram(around="tea")
    with pytest.raises(sw.ModelError, match="no section 'Tea'"):
        teacup.diagram(section="Tea")
    with pytest.raises(sw.ModelError, match="not both"):
        teacup.diagram(section="Tea", around="cooling")
    with pytest.raises(ValueError, match="kind is"):
        teacup.diagram("loops")
    with pytest.raises(ValueError, match="depth is"):
        teacup.diagram(around="cooling", depth=0)
    with pytest.warns(sw.SlackwaterWarning, match="W9007"):
        flagship.diagram(around="capacity", depth=3)


def test_a_diagram_draws_and_saves_itself(teacup: sw.Model, tmp_path: Path) -> None:
    diagram = teacup.diagram()
    assert isinstance(diagram, sw.Diagram)
    assert diagram._repr_svg_() == str(diagram)
    assert repr(diagram).startswith("<Diagram stock_flow of 'Teacup', ")
    diagram.save(tmp_path / "teacup.svg")
    assert (tmp_path / "teacup.svg").read_text(encoding="utf-8") == str(diagram)
    ET.fromstring(str(diagram))


def test_signs_of_the_flagship_are_those_of_its_derivatives() -> None:
    """Another way to the signs: each cause is moved a little in a run, with all else held."""
    loop_links = load_tool("loop_links")
    model = sw.load(FLAGSHIP)
    scalars = {n: v for n, v in model.variables.items() if not v.dimensions and not v.generated}
    computed = {n for n, v in scalars.items() if v.kind in ("auxiliary", "flow", "indicator")}
    cut = loop_links.Cut(model, computed)
    states = [
        loop_links.state_of(model, "rest", 1),
        loop_links.state_of(model, "full", 60, target_utilization=1.0),
    ]
    tested = 0
    for section in ("3. Pressure is work at hand against what is expected", "7. Haste makes waste"):
        for (source, target), verb in links(str(model.diagram(section=section))).items():
            cause, effect = (
                label[0].lower() + label[1:].replace(" ", "_") for label in (source, target)
            )
            known = computed | {n for n, v in scalars.items() if v.kind == "stock"}
            if verb.startswith("acts") or cause not in known or effect not in computed:
                continue
            try:
                sign = cut.link(cause, effect, states).sign
            except ValueError as error:
                assert "no effect" in str(error)  # asleep in both states
                continue
            assert sign == (1 if verb.startswith("raises") else -1), (cause, effect)
            tested += 1
    assert tested >= 20

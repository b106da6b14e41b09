"""Counts what is wrong with a diagram, from its SVG alone: the tests' own measure, not the engine's.

Widths of texts come from matplotlib's copy of DejaVu Sans, the widest font of the pictures' list.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
WITHOUT_SIGN = "#616e7c"
TOLERANCE = 0.6  # coordinates are printed with one digit

Box = tuple[float, float, float, float]
Line = np.ndarray


@dataclass
class Picture:
    width: float
    height: float
    nodes: dict[str, list[Box]] = field(default_factory=dict)  # boxes of a node, by a unique key
    texts: list[Box] = field(default_factory=list)  # title and key
    clouds: list[Box] = field(default_factory=list)
    signs: list[Box] = field(default_factory=list)
    links: list[Line] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)  # links that have a sign
    pipes: list[Line] = field(default_factory=list)


@cache
def text_width(words: str, size: float, bold: bool) -> float:
    weight = "bold" if bold else "normal"
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    extents = TextPath((0, 0), words, prop=font).get_extents()
    return float(extents.x1)


def box_of_text(element: ET.Element) -> Box:
    size = float(element.get("font-size", "12"))
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    width = text_width(element.text or "", size, element.get("font-weight") == "700")
    left = {"start": x, "middle": x - width / 2, "end": x - width}[
        element.get("text-anchor", "start")
    ]
    return left, y - 0.74 * size, left + width, y + 0.2 * size


def cover(boxes: list[Box]) -> Box:
    array = np.array(boxes)
    return (*array[:, :2].min(axis=0), *array[:, 2:].max(axis=0))


def numbers(path: str) -> list[float]:
    return [float(n) for n in NUMBERS.findall(path)]


def points_box(values: list[float]) -> Box:
    xs, ys = values[0::2], values[1::2]
    return min(xs), min(ys), max(xs), max(ys)


def node_boxes(group: ET.Element) -> list[Box]:
    boxes = [box_of_text(text) for text in group.iter(f"{SVG}text")]
    found = [cover(boxes)]
    for rect in group.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(k, "0")) for k in ("x", "y", "width", "height"))
        found[0] = cover([found[0], (x, y, x + w, y + h)])
    found += [points_box(numbers(p.get("d", ""))) for p in group.iter(f"{SVG}path")]
    return found


def curve(path: str) -> Line:
    x0, y0, x1, y1, x2, y2 = numbers(path)
    t = np.linspace(0, 1, 161)[:, None]
    a, b, c = np.array([x0, y0]), np.array([x1, y1]), np.array([x2, y2])
    return (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t**2 * c


def polyline(path: str) -> Line:
    corners = np.array(numbers(path)).reshape(-1, 2)
    t = np.linspace(0, 1, 60)[:, None]
    return np.vstack([a + t * (b - a) for a, b in zip(corners, corners[1:])])


def read(svg: str) -> Picture:
    root = ET.fromstring(svg)
    picture = Picture(float(root.get("width", "0")), float(root.get("height", "0")))
    for number, element in enumerate(root):
        kind = element.get("class")
        if kind == "node":
            name = element.findtext(f"{SVG}title")
            picture.nodes[f"{name} {number}"] = node_boxes(element)
        elif kind == "link":
            if element.get("stroke") != WITHOUT_SIGN:
                picture.signed.append(len(picture.links))
            picture.links.append(curve(element.get("d", "")))
        elif kind == "pipe":
            picture.pipes.append(polyline(element.get("d", "")))
        elif kind == "cloud":
            x, y = numbers(element.get("d", ""))[:2]
            picture.clouds.append((x - 5, y - 15, x + 20, y + 1))
        elif kind == "sign":
            x, y = float(element.get("cx", "0")), float(element.get("cy", "0"))
            picture.signs.append((x - 5, y - 5, x + 5, y + 5))
        elif element.tag == f"{SVG}text":
            picture.texts.append(box_of_text(element))
    return picture


def overlap(a: Box, b: Box) -> bool:
    t = TOLERANCE
    return a[0] + t < b[2] and b[0] + t < a[2] and a[1] + t < b[3] and b[1] + t < a[3]


def touches(line: Line, box: Box) -> bool:
    t = TOLERANCE
    x, y = line[:, 0], line[:, 1]
    inside = (x > box[0] + t) & (x < box[2] - t) & (y > box[1] + t) & (y < box[3] - t)
    return bool(inside.any())


def overlaps(picture: Picture) -> list[str]:
    things = [(name, box) for name, boxes in picture.nodes.items() for box in boxes]
    things += [(f"text {i}", box) for i, box in enumerate(picture.texts)]
    things += [(f"cloud {i}", box) for i, box in enumerate(picture.clouds)]
    things += [(f"sign {i}", box) for i, box in enumerate(picture.signs)]
    return [f"{a} on {b}" for (a, p), (b, q) in combinations(things, 2) if a != b and overlap(p, q)]


def links_through(picture: Picture) -> list[str]:
    """Links end before the boxes that they join, so that none may be inside of any."""
    things = [(name, box) for name, boxes in picture.nodes.items() for box in boxes]
    things += [(f"text {i}", box) for i, box in enumerate(picture.texts)]
    things += [(f"cloud {i}", box) for i, box in enumerate(picture.clouds)]
    return [
        f"link {i} through {name}"
        for i, line in enumerate(picture.links)
        for name, box in things
        if touches(line, box)
    ]


def links_through_signs(picture: Picture) -> list[str]:
    """Signs come in the order of their links."""
    found = []
    for box, own in zip(picture.signs, picture.signed):
        center = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        found += [
            f"link {i} through the sign of link {own}"
            for i, line in enumerate(picture.links)
            if i != own and np.hypot(*(line - center).T).min() < 5
        ]
    return found


def pipes_through(picture: Picture) -> list[str]:
    """Of a node with a valve the first box is the label, of others everything."""
    return [
        f"pipe {i} through {name}"
        for i, line in enumerate(picture.pipes)
        for name, boxes in picture.nodes.items()
        if touches(line, boxes[0])
    ]


def outside(picture: Picture) -> list[str]:
    boxes = [box for boxes in picture.nodes.values() for box in boxes]
    boxes += picture.texts + picture.clouds + picture.signs
    boxes += [(*line.min(axis=0), *line.max(axis=0)) for line in picture.links + picture.pipes]
    return [
        f"{box} outside"
        for box in boxes
        if box[0] < 0 or box[1] < 0 or box[2] > picture.width or box[3] > picture.height
    ]


def faults(svg: str) -> dict[str, list[str]]:
    """Everything that is wrong, by kind; kinds without a fault are left out."""
    picture = read(svg)
    counted = {
        "overlaps": overlaps(picture),
        "links through": links_through(picture),
        "links through signs": links_through_signs(picture),
        "pipes through": pipes_through(picture),
        "outside": outside(picture),
    }
    return {kind: found for kind, found in counted.items() if found}

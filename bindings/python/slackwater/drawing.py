"""How models and results draw themselves in a notebook: HTML and SVG without any script."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from . import _core
from .plotting import Curve
from .variables import unit_text

_SMALL = "color:#52606d;font-size:90%"


def escape(text: object) -> str:
    """Text as HTML."""
    return html.escape(str(text))


def heading(title: str, note: str = "") -> str:
    """A title with a small line below."""
    out = f"<div style='font-weight:bold'>{escape(title)}</div>"
    if note:
        out += f"<div style='{_SMALL}'>{escape(note)}</div>"
    return out


def chart(title: str, unit: str, time_unit: str, curves: Iterable[Curve]) -> str:
    """One chart as SVG, drawn by the same code as the briefing."""
    lines = []
    for curve in curves:
        line: dict[str, Any] = {
            "label": curve.label,
            "x": np.asarray(curve.x, dtype=float),
            "y": np.asarray(curve.y, dtype=float),
            "position": curve.position,
        }
        if curve.low is not None and curve.high is not None:
            line["low"] = np.asarray(curve.low, dtype=float)
            line["high"] = np.asarray(curve.high, dtype=float)
        lines.append(line)
    return _core.svg_chart(title, unit_text(unit) or "dimensionless", time_unit, lines)


def side_by_side(charts: Sequence[str]) -> str:
    """Charts in rows that wrap."""
    return (
        "<div style='display:flex;flex-wrap:wrap;gap:8px;background:#fff'>"
        + "".join(f"<div style='width:360px'>{c}</div>" for c in charts)
        + "</div>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain table; every text is escaped."""
    cell = "style='text-align:left'"
    titles = "".join(f"<th {cell}>{escape(t)}</th>" for t in head)
    body = "".join(
        "<tr>" + "".join(f"<td {cell}>{escape(value)}</td>" for value in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"

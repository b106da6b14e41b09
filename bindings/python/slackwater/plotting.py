"""Charts in matplotlib, in the palette and with the dashes of the project's reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from .optional import require
from .variables import SeriesInfo, unit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _SOFT, _GRID, _AXIS = "#1f2933", "#52606d", "#e4e7eb", "#9aa5b1"
BASELINE = -1


@dataclass
class Curve:
    """One line with an optional band. Shapes: x, y, low, high are (point,)."""

    label: str
    x: Any
    y: Any
    position: int
    low: Any = None
    high: Any = None


def line_style(position: int) -> dict[str, Any]:
    """Keyword arguments of ``Axes.plot`` for the policy at `position`; -1 is the baseline."""
    style = _core.line_style(position)
    width = float(style["width"])
    out: dict[str, Any] = {"color": style["color"], "linewidth": 0.85 * width}
    dash = [float(part) for part in style["dash"].split()]
    if dash:
        # Dashes are in pixels of the page there and in line widths here.
        out["linestyle"] = (0, tuple(0.75 * part / out["linewidth"] for part in dash))
    return out


def axis_label(name: str, unit: str) -> str:
    """``"backlog (item)"``; dimensionless quantities carry no bracket."""
    return f"{name} ({unit_text(unit)})" if unit_text(unit) else name


def make_axes(count: int, given: Any, columns: int = 2) -> list[Axes]:
    """`count` axes: those that were given, or a new figure of small multiples."""
    if given is not None:
        axes = list(np.atleast_1d(np.asarray(given, dtype=object)).ravel())
        if len(axes) != count:
            raise ValueError(f"{count} axes are needed, {len(axes)} were given")
        return axes
    pyplot = require("matplotlib.pyplot", "plot()")
    columns = min(columns, count)
    rows = -(-count // columns)
    figure, grid = pyplot.subplots(
        rows, columns, figsize=(4.6 * columns, 2.7 * rows), squeeze=False, layout="constrained"
    )
    cells = list(grid.ravel())
    for cell in cells[count:]:
        figure.delaxes(cell)
    return cells[:count]


def draw(axes: Axes, curves: Iterable[Curve]) -> None:
    """Bands first, then lines, the baseline below the others."""
    curves = list(curves)
    for curve in curves:
        if curve.low is not None and curve.high is not None:
            color = line_style(curve.position)["color"]
            axes.fill_between(curve.x, curve.low, curve.high, color=color, alpha=0.16, linewidth=0)
    for order, curve in enumerate(sorted(curves, key=lambda c: c.position >= 0)):
        axes.plot(
            curve.x, curve.y, label=curve.label, zorder=3 + order, **line_style(curve.position)
        )


def finish(axes: Axes, title: str, info: SeriesInfo, time_unit: str, times: Any) -> None:
    """Title, units on both axes, a calm grid."""
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold", color=_INK)
    axes.set_xlabel(f"time ({time_unit})", color=_SOFT, fontsize=9)
    axes.set_ylabel(unit_text(info.unit) or "1 (dimensionless)", color=_SOFT, fontsize=9)
    axes.grid(True, axis="y", color=_GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_SOFT, labelsize=8.5)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_AXIS)
    axes.margins(x=0)
    if len(times) > 1 and times[-1] > times[0]:
        axes.set_xticks(_core.time_ticks(float(times[0]), float(times[-1]), 6, time_unit))
    low, high = axes.get_ylim()
    if 0 < low < 0.6 * high:
        axes.set_ylim(bottom=0)


def note(axes: Axes, text: str) -> None:
    """A few words above the right corner, where no curve is."""
    axes.set_title(text, loc="right", fontsize=8, color=_SOFT)


def readable(name: str) -> str:
    """``"lead_time"`` as people read it; subscripts stay: ``"Obstacle [policy, team]"``."""
    base, bracket, rest = name.partition("[")
    text = base.strip().replace("_", " ")
    text = text[:1].upper() + text[1:]
    return f"{text} [{rest}" if bracket else text


def legend(axes: Sequence[Axes]) -> None:
    """One legend for all axes of a figure, below them; none for a single line."""
    first = axes[0]
    handles, labels = first.get_legend_handles_labels()
    if len(labels) < 2:
        return
    figure = first.figure
    if len(axes) == 1 or not hasattr(figure, "legend"):
        first.legend(handles, labels, fontsize=8.5, frameon=False)
        return
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=min(3, len(labels)),
        fontsize=8.5,
        frameon=False,
    )


def default_names(series: dict[str, SeriesInfo]) -> list[str]:
    """Indicators; without any, stocks; without any, the first variable."""
    for kind in ("indicator", "stock"):
        names = [name for name, info in series.items() if info.kind == kind]
        if names:
            return names
    return list(series)[:1]


def element_label(name: str, base: str) -> str | None:
    """``"policy, team"`` of ``"obstacle[policy,team]"``."""
    inside = name[len(base) :].strip("[]")
    return inside.replace(",", ", ") or None

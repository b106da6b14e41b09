"""What-if pages: one HTML file in which levers move curves, in a browser or in a notebook."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from .comparison import Comparison
    from .scenario import Scenario

FRAME_HEIGHT = 820
# Scripts run in an origin of their own: the page reaches neither the notebook nor its server.
SANDBOX = "allow-scripts allow-downloads allow-modals"


class Page:
    """A what-if page, which shows itself in a notebook; `html` is its text.

    The frame that a notebook shows holds the whole page: it works without a kernel and without a
    network, also in what nbconvert exports. Made by `Scenario.page`, `Comparison.page` and
    `Model.page`.
    """

    def __init__(self, html: str, title: str) -> None:
        self.html = html
        self.title = title

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page to an HTML file; it appears complete or not at all.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        _core.publish_file(os.fspath(path), self.html)

    def frame(self, height: int = FRAME_HEIGHT) -> str:
        """The page as an ``<iframe>`` for other HTML, `height` pixels high."""
        text = self.html.replace("&", "&amp;").replace('"', "&quot;")
        title = self.title.replace("&", "&amp;").replace('"', "&quot;")
        return (
            f'<iframe title="{title}" sandbox="{SANDBOX}" allow="clipboard-write" '
            f'style="width:100%;height:{height}px;border:1px solid #d3d8de" '
            f'srcdoc="{text}"></iframe>'
        )

    def _repr_html_(self) -> str:
        return self.frame()

    def __repr__(self) -> str:
        size = len(self.html.encode()) / 1000
        return f"<Page {self.title!r}, {size:.0f} kB of HTML; .save(path) writes it>"


def player() -> str:
    """The page without a scenario.

    Raises
    ------
    FileError
        In a build without it (E9041).
    """
    text = _core.player()
    _core.check_player(text)
    return text


def page_of(scenario: Scenario, comparison: Comparison, samples: bool, strict_units: bool) -> Page:
    """The page of a scenario that was compared; the GIL is released meanwhile."""
    command = command_text(scenario.source_name, samples, strict_units)
    html = _core.page(scenario._core, comparison._core, player(), command)
    return Page(html, scenario.title)


def command_text(source_name: str, samples: bool, strict_units: bool) -> str:
    """The command that makes the same page."""
    words = ["slackwater", "page", source_name]
    words += [] if samples else ["--defaults-only"]
    words += ["--strict-units"] if strict_units else []
    return shlex.join([*words, "-o", "page.html"])


__all__ = ["Page"]

"""Pictures of a model's structure."""

from __future__ import annotations

import os
from pathlib import Path


class Diagram:
    """A diagram as SVG: it draws itself in a notebook; ``str()`` is its text. Made by
    `Model.diagram`."""

    def __init__(self, svg: str, description: str) -> None:
        self._svg = svg
        self._description = description

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture to an SVG file."""
        Path(path).write_text(self._svg, encoding="utf-8")

    def __str__(self) -> str:
        return self._svg

    def _repr_svg_(self) -> str:
        return self._svg

    def __repr__(self) -> str:
        return f"<Diagram {self._description}, {len(self._svg) / 1000:.0f} kB of SVG>"


__all__ = ["Diagram"]

"""A scenario file around a model alone, for pages: as it stands, and under settings."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import _core
from .options import Setting, run_options

if TYPE_CHECKING:
    from .model import Model

_FILE = "page.yaml"
_START = "start "
Policies = Mapping[str, Mapping[str, Setting]]


def model_scenario(
    model: Model, policies: Policies | None, samples: int, seed: int, strict_units: bool
) -> _core.Scenario:
    """The scenario whose baseline is the model as it stands.

    Parameters
    ----------
    policies : mapping, optional
        Further policies: title to settings, as ``set=`` of `Model.run`.
    samples : int
        Rows of a Latin hypercube over the model's distributions; 0, or a model without any: none.
    """
    path = os.path.basename(model.source_name)
    path = path if path.endswith(".sd") else "model.sd"
    lines = [
        f"scenario: {_quoted(model.title or path)}",
        f"model: {_quoted(path)}",
        "baseline: as_it_stands",
        "policies:",
        "  as_it_stands: {title: As it stands}",
    ]
    labels = {"as_it_stands"}
    for title, settings in (policies or {}).items():
        options = run_options({"set": settings}, {}, model.variables, "page()")
        lines += _policy(_label(title, labels), title, options.get("set", {}))
    if samples and any(v.distribution for v in model.variables.values()):
        lines += [f"uncertainty: {{design: latin_hypercube, samples: {samples}, seed: {seed}}}"]
    texts = {_FILE: "\n".join(lines) + "\n", path: model.text, **model.files}
    return _core.load_scenario_texts(_FILE, texts, strict_units)


def _policy(label: str, title: str, settings: Mapping[str, Any]) -> list[str]:
    lines = [f"  {label}:", f"    title: {_quoted(title)}"]
    for key, starts in (("set", False), ("start", True)):
        chosen = {n: v for n, v in settings.items() if n.startswith(_START) == starts}
        lines += [f"    {key}:"] if chosen else []
        for name, value in chosen.items():
            target = name[len(_START) :] if starts else name
            lines += [f"      {_quoted(target)}: {_value(value)}"]
    return lines


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, tuple):
        ramp, points = value
        inside = "{" + ", ".join(f"{time!r}: {number!r}" for time, number in points) + "}"
        return f"{{ramp: {inside}}}" if ramp else inside
    return repr(float(value))


def _label(title: str, taken: set[str]) -> str:
    word = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    word = word if word[:1].isalpha() else f"policy_{word}".rstrip("_")
    label, number = word, 1
    while label in taken:
        number += 1
        label = f"{word}_{number}"
    taken.add(label)
    return label


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

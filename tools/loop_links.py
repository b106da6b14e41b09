"""Tests the links of named feedback loops on the model: exists, and with which sign.

The variables that a set of loops names cut the model's equations into pieces. To see whether and
how A moves B, everything else that is named is held where it is, A is moved a little, and the
engine says what becomes of B, or of its rate of change where B is a stock. Each link is tested in
several states, because some of them only act under strain; where a link acts, it must act the same
way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import slackwater as sw

NUDGE = 1e-4  # of a move, relative to what is moved, or to 1 where that is less
LEAST = 1e-10  # what counts as an effect, in the same way; rounding is some 1e-15


@dataclass(frozen=True)
class State:
    """A state in which links are tested: the levers, the stocks, and what follows from both."""

    name: str
    levers: dict[str, object]
    stocks: dict[str, float]
    values: dict[str, float]


@dataclass(frozen=True)
class Link:
    """What a move of `source` does to `target`: +1 or -1, and the states in which it does."""

    source: str
    target: str
    sign: int
    acts_in: tuple[str, ...]


def elements(model: sw.Model, pattern: str) -> list[str]:
    """The elements of a stock that a pattern names: constraint[*, team]."""
    name, _, labels = pattern.partition("[")
    if not labels:
        return [name]
    wanted = [label.strip() for label in labels.rstrip("]").split(",")]
    found = []
    for element in model.stocks[name].elements:
        own = element.partition("[")[2].rstrip("]").split(",")
        if all(w in ("*", o) for w, o in zip(wanted, own, strict=True)):
            found.append(element)
    return found


def state_of(model: sw.Model, name: str, week: int, **levers: object) -> State:
    """The state in a week of a run under these levers, with reviews spread evenly over time."""
    levers = {**levers, "averaged_reviews": 1}
    run = model.run(**levers, stop_time=max(week, 1), save_step=1)
    values: dict[str, float] = {}
    for variable, info in run.variables.items():
        series = run[variable].reshape(-1, len(run.time))
        values |= {e: float(s[week]) for e, s in zip(info.elements, series, strict=True)}
    own = (stock for stock, info in model.stocks.items() if not info.generated)
    stocks = {e: values[e] for stock in own for e in model.stocks[stock].elements}
    return State(name, levers, stocks, values)


class Cut:
    """The model with named equations replaced by parameters, so that they can be held and moved."""

    def __init__(self, model: sw.Model, named: Iterable[str]) -> None:
        self.model = model
        self._paragraphs = model.text.split("\n\n")
        self._held: dict[str, str] = {}
        self._models: dict[str, sw.Model] = {}
        named = set(named)
        for paragraph in self._paragraphs:
            if (name := declared(paragraph)) in named:
                self._held[name] = held(name, paragraph)
        for name in named - set(self._held):
            if name.split("[")[0] not in model.stocks:
                raise ValueError(f"'{name}' is neither a stock nor an equation of the model")

    def _model_for(self, target: str) -> sw.Model:
        if target not in self._models:
            text = "\n\n".join(
                self._held[name] if (name := declared(p)) in self._held and name != target else p
                for p in self._paragraphs
            )
            self._models[target] = sw.loads(text, f"cut for {target}")
        return self._models[target]

    def _outcome(self, target: str, state: State, moved: str = "") -> float:
        """The target, or its change over one Euler step of a week where it is a stock."""
        settings: dict[str, object] = {f"start {e}": v for e, v in state.stocks.items()}
        settings |= {f"held_{v}": state.values[v] for v in self._held if v != target}
        if moved:
            for element in [moved] if moved in self._held else elements(self.model, moved):
                value = state.values[element]
                place = f"held_{element}" if moved in self._held else f"start {element}"
                settings[place] = value + NUDGE * max(1.0, abs(value))
        one = {"method": "euler", "time_step": 1, "save_step": 1, "stop_time": 1, "checks": False}
        run = self._model_for(target).run(**state.levers, **one, set=settings)
        if target in self._held:
            return float(run[target][0])
        return sum(float(run[e][1] - run[e][0]) for e in elements(self.model, target))

    def link(self, source: str, target: str, states: list[State]) -> Link:
        """Raises ValueError where the link never acts, or acts in both directions."""
        signs = {}
        for state in states:
            before = self._outcome(target, state)
            effect = self._outcome(target, state, source) - before
            if abs(effect) > LEAST * max(1.0, abs(before)):
                signs[state.name] = 1 if effect > 0 else -1
        if len(set(signs.values())) != 1:
            found = ", ".join(f"{sign:+d} {name}" for name, sign in signs.items()) or "no effect"
            raise ValueError(f"{source} on {target}: {found}")
        return Link(source, target, next(iter(signs.values())), tuple(signs))


def declared(paragraph: str) -> str:
    """The name of the variable that a paragraph of the model computes; empty for any other."""
    match = re.match(r"(?:aux|indicator|flow) (\w+)", paragraph)
    return match[1] if match else ""


def held(name: str, paragraph: str) -> str:
    """The paragraph with a parameter in place of the equation."""
    head, _, equation = paragraph.partition("=")
    unit = head.partition(":")[2].strip()
    better = re.search(r"\bbetter (?:up|down)\b", equation)
    tail = f" {better[0]}" if better else ""
    return f"parameter held_{name}: {unit} = 0\n\n{head}= held_{name}{tail}"

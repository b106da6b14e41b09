"""Writes a model or a scenario file in other units: days for weeks, half items for items.

A plain rewriting of the text, without the engine: every number that has a unit is multiplied by the
factor of that unit. A number that is forgotten or converted twice does not pass the engine's unit
check, or changes results that have no unit. Ranges and distributions are left out: no run needs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TOKEN = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")|(?P<comment>\#[^\n]*)'
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<blank>\s+)|(?P<mark>\.\.|[<>=!]=|.)",
    re.DOTALL,
)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
SECONDS |= {"month": 31557600 // 12, "year": 31557600}
BUILT_IN = {name: name for name in SECONDS} | {f"{name}s": name for name in SECONDS}
CLAUSES = {"range", "~", "inflow", "outflow", "source", "better", "within"}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


def tokens_of(text: str) -> list[Token]:
    return [Token(match.lastgroup or "", match.group()) for match in TOKEN.finditer(text)]


def joined(tokens: list[Token]) -> str:
    return "".join(token.text for token in tokens)


def number(value: float | Fraction) -> str:
    return repr(float(value))


def exact(value: str | Fraction) -> str:
    return f"Fraction('{value}')"


def evaluated(formula: str) -> Fraction:
    """Numbers under + - * / ** and parentheses."""
    return Fraction(eval(formula, {"__builtins__": {}, "Fraction": Fraction}))


class Rescaling:
    """`units` says for each base unit the time unit that replaces it, or a factor on its numbers."""

    def __init__(self, text: str, units: Mapping[str, str | float]) -> None:
        self.names: dict[str, str] = {}
        self.factors: dict[str, Fraction] = {}
        for name, change in units.items():
            if isinstance(change, str):
                self.names |= {name: change, f"{name}s": change}
                factor = Fraction(SECONDS[name], SECONDS[change])
            else:
                factor = Fraction(change).limit_denominator(10**6)
            for word in (name, f"{name}s") if name in SECONDS else (name,):
                self.factors[word] = factor
        self.paragraphs = re.split(r"(?m)^(?=\S)", text)
        for paragraph in self.paragraphs:
            if paragraph.startswith("unit "):
                self._learn_unit(tokens_of(paragraph))
        (self.time,) = (p.split()[1] for p in self.paragraphs if p.startswith("time "))

    def _learn_unit(self, tokens: list[Token]) -> None:
        head, definition = split_at(tokens, "=")
        names = [token.text for token in head if token.kind == "name"][1:]
        definition = [token for token in definition if token.kind != "text"]
        # 13 week is as long in days; people*week is another amount in people*day.
        scaled = any(token.kind == "number" for token in definition[:2])
        known = next((self.factors[name] for name in names if name in self.factors), Fraction(1))
        value = self.factor(joined(definition)) if definition and not scaled else known
        self.factors |= dict.fromkeys(names, value)

    def factor(self, unit: str) -> Fraction:
        """By how much numbers in `unit` grow."""
        words = []
        for token in tokens_of(unit):
            if token.kind == "name":
                words.append(exact(self.factors.get(token.text, Fraction(1))))
            elif token.kind == "number":
                words.append(exact(token.text))
            else:
                words.append("**" if token.text == "^" else token.text)
        return evaluated("".join(words))

    def unit(self, unit: str) -> str:
        """The unit in its new words."""
        return joined(
            [Token("name", self.names.get(token.text, token.text)) for token in tokens_of(unit)]
        )

    # ---- parts of the text

    def expression(self, text: str) -> str:
        """Every number with a unit, and every `as`, in the new units."""
        tokens, out, i = tokens_of(text), [], 0
        while i < len(tokens):
            token = tokens[i]
            follows = i + 1
            while follows < len(tokens) and tokens[follows].kind == "blank":
                follows += 1
            unit, end = unit_at(tokens, follows)
            if token.kind == "number" and unit:
                scaled = number(Fraction(token.text) * self.factor(unit.strip("[]")))
                out.append(f"{scaled} {self.unit(unit)}")
                i = end
            elif token.text == "as" and unit:
                out.append(f"as {self.unit(unit)}")
                i = end
            else:
                out.append(token.text)
                i += 1
        return "".join(out)

    def value(self, text: str, unit: str) -> str:
        """A value or a table of values whose bare numbers are in `unit`."""
        factor = self.factor(unit)
        parts = re.split(r"([{},])", text)
        return "".join(self._entry(part, factor) for part in parts)

    def _entry(self, part: str, factor: Fraction) -> str:
        label, colon, entry = part.rpartition(":")
        if factor == 1 or not re.fullmatch(r"\s*[-+*/().\deE\s]*\d[-+*/().\deE\s]*", entry):
            return label + colon + self.expression(entry)
        words = [
            exact(token.text) if token.kind == "number" else token.text
            for token in tokens_of(entry.strip())
        ]
        return f"{label}{colon} {number(evaluated(''.join(words)) * factor)}"

    def model(self) -> str:
        """The whole model."""
        return "".join(self._paragraph(paragraph) for paragraph in self.paragraphs)

    def _paragraph(self, paragraph: str) -> str:
        tokens = [token for token in tokens_of(paragraph) if token.kind != "comment"]
        kind = tokens[0].text if tokens else ""
        if kind in ("model", "section", "dimension", ""):
            return paragraph
        if kind == "unit":
            head, definition = split_at(tokens, "=")
            text = self.unit(self.expression(joined(definition))) if definition else ""
            return joined(head) + ("=" + text if definition else "")
        if kind == "time":
            return self._time_line(tokens)
        body, clauses = split_clauses(tokens)
        if kind == "check":
            return self.expression(joined(body) + clauses)
        head, equation = split_at(body, "=")
        if kind == "lookup":
            return self._lookup(joined(head), joined(equation)) + clauses
        units = re.sub(r"(?<=: )([^,()=]|\([^)]*\))+", lambda u: self.unit(u.group()), joined(head))
        if kind == "data" or not equation:
            return units + joined(equation) + clauses
        unit = joined(head).rpartition(":")[2].strip() or "1"
        fixed = kind in ("parameter", "lever", "constant", "stock")
        text = joined(equation)
        return f"{units}={self.value(text, unit) if fixed else self.expression(text)}{clauses}"

    def _time_line(self, tokens: list[Token]) -> str:
        factor = self.factor(self.time)
        line = self.unit(joined(tokens))
        return re.sub(
            r"(?<= )-?\d[\d./]*(?!\w)", lambda n: str(Fraction(n.group()) * factor), line, count=4
        )

    def _lookup(self, head: str, points: str) -> str:
        argument, result = re.findall(r": ([^)=]+?)(?=\)| $|$)", head)[:2]
        x, y = self.factor(argument), self.factor(result.strip())
        scaled = re.sub(
            r"\(([^,()]+),([^,()]+)\)",
            lambda p: f"({self._entry(p[1], x)}, {self._entry(p[2], y)})",
            points,
        )
        return f"{self.unit(head)}={scaled}"

    # ---- settings

    def setting(self, value: Any, unit: str) -> Any:
        """What a policy or a start sets: a number, a text, a profile, `{add: ..}`, `{times: ..}`."""
        if isinstance(value, str):
            return self.expression(value)
        if isinstance(value, Mapping):
            if "times" in value:
                return dict(value)
            if "ramp" in value or "add" in value:
                return {key: self.setting(inner, unit) for key, inner in value.items()}
            return {self._time(time): self.setting(inner, unit) for time, inner in value.items()}
        return float(value * self.factor(unit))

    def _time(self, time: Any) -> str:
        if isinstance(time, str):
            return self.expression(time)
        return number(time * self.factor(self.time))


def split_at(tokens: list[Token], mark: str) -> tuple[list[Token], list[Token]]:
    """What is before and behind the first `mark` outside of brackets."""
    for i, token in enumerate(tokens):
        if token.text == mark:
            return tokens[:i], tokens[i + 1 :]
    return tokens, []


def split_clauses(tokens: list[Token]) -> tuple[list[Token], str]:
    """The declaration, and its clauses without range, distribution and source."""
    starts = [
        i
        for i, token in enumerate(tokens)
        if token.text in CLAUSES or (token.kind == "text" and i > 0)
    ]
    if not starts:
        return tokens, ""
    kept = []
    for start, end in zip(starts, [*starts[1:], len(tokens)]):
        if tokens[start].text in ("inflow", "outflow", "better", "within"):
            kept.append("\n    " + joined(tokens[start:end]).strip())
    return tokens[: starts[0]], "".join(kept) + "\n\n"


def unit_at(tokens: list[Token], i: int) -> tuple[str, int]:
    """The unit that starts at a token, in brackets or a single name, and where it ends."""
    if i >= len(tokens):
        return "", i
    if tokens[i].text == "[":
        end = next(k for k in range(i, len(tokens)) if tokens[k].text == "]") + 1
        return joined(tokens[i:end]), end
    keywords = {"then", "else", "and", "or", "as", "for", "in", "if", "not"}
    if tokens[i].kind == "name" and tokens[i].text not in keywords:
        return tokens[i].text, i + 1
    return "", i

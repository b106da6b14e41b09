"""Every shipped model and scenario file as a study with samples of its parameters."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# Halves until it is below 2^-1022, where a host that flushes to zero has nothing left.
SUBNORMAL = Path(__file__).parent / "subnormal.sd"
MODELS = [SUBNORMAL, *sorted((ROOT / "models").rglob("*.sd"))]
SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))

# Random functions, arrays and data; an equilibrium; a discrete and an adaptive method; the flagship.
SHORT = [
    SUBNORMAL.name,
    "language_tour.sd",
    "improvement_as_system_work.sd",
    "queue_station.sd",
    "harmonic_oscillator.sd",
    "slack_and_rework.yaml",
]


@dataclass(frozen=True)
class Study:
    """A shipped file; `samples` of its own uncertainty, or of all parameters within 5 %.

    Of a model, `save` says which variables are kept.
    """

    source: Path
    samples: int
    save: str = "all"

    def __str__(self) -> str:
        return str(self.source.relative_to(ROOT))

    def write(self, folder: Path) -> Path:
        """The study as a scenario file."""
        text = self._of_model() if self.source.suffix == ".sd" else self._of_scenario()
        path = folder / "study.yaml"
        path.write_text(text)
        return path

    @property
    def _around(self) -> str:
        return (
            f"uncertainty: {{design: latin_hypercube, samples: {self.samples}, seed: 3, "
            "around: 5 %, parameters: all, beyond_range: true}\n"
        )

    def _of_model(self) -> str:
        return (
            f"scenario: The same bits\nmodel: {self.source}\npolicies: {{as_it_is: {{}}}}\n"
            f"save: {self.save}\n" + self._around
        )

    def _of_scenario(self) -> str:
        text = self.source.read_text()
        model = re.search(r"^model: *(\S+)", text, re.MULTILINE)
        assert model
        path = os.path.normpath(self.source.parent / model[1])
        text = text.replace(model[0], f"model: {path}", 1)
        if not re.search(r"^uncertainty:", text, re.MULTILINE):
            return text.rstrip() + "\n\n" + self._around
        return re.sub(r"\bsamples: *\d+", f"samples: {self.samples}", text)


def samples_of(scenario: Path) -> int:
    """Fewer for many policies and futures; more than a vector has lanes, and no multiple of them."""
    file = yaml.safe_load(scenario.read_text())
    runs = len(file["policies"]) * len(file.get("futures") or [None])
    return 23 if runs <= 10 else 9


def studies(every: bool) -> list[Study]:
    """A few that differ most, or all."""
    if every:
        return [Study(path, 65) for path in MODELS] + [Study(p, samples_of(p)) for p in SCENARIOS]
    large = "improvement_as_system_work.sd"  # hundreds of variables
    return [
        Study(path, 16, "indicators" if path.name == large else "all")
        for path in (*MODELS, *SCENARIOS)
        if path.name in SHORT
    ]

"""The shipped models and scenario files, and every run that the scenario files describe."""

from __future__ import annotations

import functools
import itertools
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import slackwater as sw
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODELS = {path.stem: path for path in sorted((ROOT / "models").rglob("*.sd"))}
SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))


@dataclass(frozen=True)
class Named:
    """One run: where it comes from, and its series, each of shape (subscripts..., time)."""

    label: str
    series: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.series[name]


class View(Mapping[str, np.ndarray]):
    """The series of one policy under the only future."""

    def __init__(self, comparison: sw.Comparison, policy: int) -> None:
        self._comparison, self._place = comparison, (policy, 0)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._comparison[name][self._place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._comparison)

    def __len__(self) -> int:
        return len(self._comparison)


def text_of(model: str) -> str:
    """The model's text in its canonical layout, on which the tests' own changes are made."""
    return sw.load(MODELS[model]).formatted()


@functools.cache
def content_of(path: Path) -> dict[str, Any]:
    """A scenario file as a map; not to be changed."""
    return yaml.load(path.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def scenarios_of(model: str) -> tuple[Path, ...]:
    """The scenario files that are about a model."""
    return tuple(
        path
        for path in SCENARIOS
        if (path.parent / content_of(path)["model"]).resolve() == MODELS[model]
    )


LEFT_OUT = ("uncertainty", "measure", "scan", "search", "expect", "save")


class NoAnchors(yaml.SafeDumper):
    """Writes what occurs twice twice: scenario files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def plain_yaml(content: dict[str, Any]) -> str:
    """The text of a scenario file."""
    return yaml.dump(content, Dumper=NoAnchors, sort_keys=False, width=1000)


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Settings one after the other: what comes later counts and stands later."""
    return {**{key: value for key, value in below.items() if key not in above}, **above}


def flat(sets: Mapping[str, Any], label: str) -> dict[str, Any]:
    """What a policy or future sets and starts with, with everything that it is based on."""
    entry = sets[label] or {}
    below = flat(sets, entry["based_on"]) if "based_on" in entry else {}
    return after(below, entry)


def after(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two sets of changes as one; either may go beyond the model's ranges."""
    both = {key: over(below.get(key) or {}, above.get(key) or {}) for key in ("set", "start")}
    beyond = below.get("beyond_range") or above.get("beyond_range")
    return {**both, "beyond_range": True} if beyond else both


@dataclass
class Study:
    """Runs with one span of time and one start: a scenario file whose only future is calm.

    `labels` says for each of its policies in which file, policy and future it occurs first.
    """

    content: dict[str, Any]
    labels: list[str]

    def with_keys(self, model: Path, keys: Mapping[str, Any]) -> dict[str, Any]:
        """The content about a model; keys such as time come on top of what the file says."""
        time = {**self.content.get("time", {}), **keys.get("time", {})}
        changed = {**self.content, "model": str(model), "save": "all", **keys}
        return {**changed, "time": time} if time else changed


def policies_of(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every policy under every future of a file: label, policy, and what both set."""
    content = content_of(path)
    futures = content.get("futures") or {"calm": {}}
    for policy, future in itertools.product(content["policies"], futures):
        merged = after(flat(content["policies"], policy), flat(futures, future))
        yield f"{path.stem}: {policy}, {future}", policy, merged


@functools.cache
def studies_of(model: str) -> list[Study]:
    """All that the scenario files about a model run; what several files run, only once."""
    studies: dict[str, Study] = {}
    seen: set[str] = set()
    for path in scenarios_of(model):
        content = {key: value for key, value in content_of(path).items() if key not in LEFT_OUT}
        frame = {key: value for key, value in content.items() if key in ("time", "start", "method")}
        rests = "equilibrium" in str(content.get("start"))
        # An equilibrium is that of the file's baseline: it stays with its file.
        kind = repr((path if rests else "", frame))
        study = studies.setdefault(kind, Study({"scenario": "runs", **frame, "policies": {}}, []))
        if rests:
            first = content.get("baseline", next(iter(content["policies"])))
            study.content["policies"]["baseline"] = flat(content["policies"], first)
            study.labels.append(f"{path.stem}: {first}")
        for label, _, merged in policies_of(path):
            key = repr((kind, merged))
            if key not in seen:
                seen.add(key)
                study.content["policies"][f"run_{len(study.labels)}"] = merged
                study.labels.append(label)
    return list(studies.values())


def chosen(model: str, policies: Mapping[str, list[str]]) -> list[Study]:
    """The same for some policies of some files, under all futures."""
    study = Study({"scenario": "runs", "policies": {}}, [])
    for path in scenarios_of(model):
        for label, policy, merged in policies_of(path):
            if policy in policies.get(path.stem, []):
                study.content["policies"][f"run_{len(study.labels)}"] = merged
                study.labels.append(label)
    return [study]


Rewrite = Callable[[dict[str, Any]], dict[str, Any]]


def unchanged(content: dict[str, Any]) -> dict[str, Any]:
    return content


def runs_of_studies(
    model: str,
    studies: Iterable[Study],
    *,
    text: str | None = None,
    rewrite: Rewrite = unchanged,
    **keys: Any,
) -> Iterator[Named]:
    """Every run of some studies.

    `text` stands in for the model's own; `rewrite` changes the content of a scenario file; `keys`
    are those of a scenario file, such as time and save.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = MODELS[model]
        if text is not None:
            source = Path(folder) / MODELS[model].name
            source.write_text(text)
        for study in studies:
            file = Path(folder) / "runs.yaml"
            file.write_text(plain_yaml(rewrite(study.with_keys(source, keys))))
            result = sw.compare(file, samples=False)
            result.raise_for_status()
            for place, label in enumerate(study.labels):
                yield Named(label, View(result, place))


def lever_settings(model: sw.Model) -> Iterator[tuple[str, dict[str, float]]]:
    """The defaults, then each lever at both ends of its range."""
    yield "defaults", {}
    for name, lever in model.levers.items():
        for end in (lever.low, lever.high):
            if lever.shape == () and end is not None and np.isfinite(end):
                yield f"{name} = {end:g}", {name: end}


def runs_of(
    model: str, *, text: str | None = None, step: float | None = None, **keys: Any
) -> Iterator[Named]:
    """Every run of a model's scenario files; without any, its levers at the ends of their ranges."""
    if scenarios_of(model):
        time = {"time": {"step": step}} if step else {}
        yield from runs_of_studies(model, studies_of(model), text=text, **time, **keys)
        return
    read = sw.loads(text or MODELS[model].read_text(), MODELS[model].name)
    for label, values in lever_settings(read):
        yield Named(label, read.run(set=values, time_step=step, **keys).raise_for_status())


STOCK = re.compile(
    r"^stock (?P<name>\w+)(?P<dimensions>\[[^\]]*\])?: (?P<unit>[^=]+?) =(?P<rest>(?:.*\n)(?:[ \t].*\n)*)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Stock:
    """A stock as the text declares it."""

    name: str
    dimensions: str
    unit: str
    inflows: tuple[str, ...]
    outflows: tuple[str, ...]


def stocks_of(text: str) -> list[Stock]:
    """The stocks of a text in canonical layout."""
    found = []
    for match in STOCK.finditer(text):
        flows = {
            word: tuple(
                name.strip()
                for line in re.findall(rf"^ +{word} (.+)$", match["rest"], re.MULTILINE)
                for name in line.split(",")
            )
            for word in ("inflow", "outflow")
        }
        found.append(
            Stock(
                match["name"],
                match["dimensions"] or "",
                match["unit"],
                flows["inflow"],
                flows["outflow"],
            )
        )
    return found

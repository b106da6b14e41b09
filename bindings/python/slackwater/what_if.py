"""The what-if page as a widget: what is chosen in it and in Python is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Union, cast

from . import _core
from .errors import diagnostics_from
from .model import Model
from .names import unknown
from .optional import require
from .options import Setting, run_options
from .page import FRAME_HEIGHT, command_text, page_of, player
from .run import Run
from .scenario import Scenario
from .warning import warn_of, warn_of_failure

require("anywidget", "sw.WhatIf")

import anywidget  # noqa: E402
import traitlets  # noqa: E402

Value = Union[float, str, Mapping[str, Any]]


class WhatIf(anywidget.AnyWidget):
    """The what-if page of a scenario or a model in a notebook, in step with Python.

    A lever that is moved in the page is moved in Python, and the other way round:

    >>> w = sw.WhatIf(scenario)
    >>> w                                      # the page
    >>> w.levers["target_utilization"] = 0.9   # moves the slider
    >>> w.policy, w.values                     # as the page has them now
    >>> w.run()                                # the run that it shows

    `policy`, `future` and `changes` are traits: ``w.observe(hear, "changes")`` calls `hear`
    whenever a lever has been moved, here or there; `traitlets.link` ties them to other widgets.
    A policy that is chosen in the page begins without moved levers; one that is set in Python
    keeps them.

    Parameters
    ----------
    source : Scenario or Model
        What the page is made of, as by `Scenario.page` and `Model.page`.
    samples : bool
        Whether the page has a band where there is an uncertainty.
    threads : int
        0: as many as the machine has.
    height : int
        Of the page in the notebook, in pixels.

    Raises
    ------
    ImportError
        Without anywidget: ``pip install 'slackwater[widget]'``.
    FileError
        In a build without the page (E9041).
    """

    _esm = Path(__file__).with_name("what_if.js").read_text(encoding="utf-8")

    page = traitlets.Unicode(read_only=True).tag(sync=True)
    height = traitlets.Int(FRAME_HEIGHT).tag(sync=True)
    policy = traitlets.Unicode(help="The label of the chosen policy.").tag(sync=True)
    future = traitlets.Unicode(help="The label of the chosen future.").tag(sync=True)
    changes = traitlets.Dict(
        help="Levers that are not where the policy has them: name to number."
    ).tag(sync=True)
    shown = traitlets.Dict(
        help="What the page shows: policy, future, changes and the fingerprint of its run."
    ).tag(sync=True)

    def __init__(
        self,
        source: Scenario | Model,
        *,
        samples: bool = True,
        threads: int = 0,
        height: int = FRAME_HEIGHT,
    ) -> None:
        if not isinstance(source, (Scenario, Model)):
            raise TypeError(f"WhatIf() takes a Scenario or a Model, not {source!r}")
        player()
        scenario = source if isinstance(source, Scenario) else source._scenario(None, 100, 0)
        comparison = scenario.compare(threads=threads, samples=samples)
        page = page_of(scenario, comparison, samples, scenario._strict_units)
        command = command_text(scenario.source_name, samples, scenario._strict_units)
        text = _core.page_payload(scenario._core, comparison._core, command)
        self._payload = cast("dict[str, Any]", json.loads(text))
        self._levers = {lever["name"]: lever for lever in self._payload["levers"]}
        self._scenario = scenario
        first = (self._payload["story"] or [{}])[0]
        super().__init__(
            policy=first.get("policy") or self._payload["baseline"],
            future=first.get("future") or self._payload["futures"][0]["id"],
            height=height,
        )
        self.set_trait("page", page.html)

    @property
    def levers(self) -> Levers:
        """The levers by name, as they are now; set one to move it, delete it to move it back."""
        return Levers(self)

    @property
    def values(self) -> dict[str, Value]:
        """Every lever as it is now: a number, or the rule or profile that the policy has for it."""
        return dict(self.levers)

    @property
    def fingerprint(self) -> str:
        """Of the run that the page shows; empty until it shows what is chosen."""
        chosen = {"policy": self.policy, "future": self.future, "changes": self.changes}
        shown = dict(self.shown)
        fingerprint = shown.pop("fingerprint", "")
        return str(fingerprint) if shown == chosen else ""

    def run(self, save: str | list[str] | None = None) -> Run:
        """Run what is chosen.

        Parameters
        ----------
        save : str or list of str, optional
            Variables to keep; by default the page's indicators, so that the fingerprint is the
            page's.

        Returns
        -------
        Run
            Series of shape (subscripts..., time).
        """
        time = self._payload["time"]
        indicators = [indicator["name"] for indicator in self._payload["indicators"]]
        given = {
            "set": self._settings(),
            "save": indicators if save is None else save,
            "method": time["method"],
            "start_time": time["start"],
            "stop_time": time["stop"],
            "time_step": time["step"],
            "save_step": time["save"],
            "absolute_tolerance": time.get("absolute_tolerance"),
            "relative_tolerance": time.get("relative_tolerance"),
            "seed": self._payload["seed"],
            "beyond_range": True,  # of what the policies set; levers keep to their ranges
        }
        model = self._scenario.model
        options = run_options(given, {}, model.variables, "run()")
        table, notes = model._core.run(options)
        warn_of([note for note in diagnostics_from(notes) if note.code != "W9005"])
        title = f"{self._scenario.title}: {self._policy(self.policy)['title'] or self.policy}"
        run = Run(table, title, model._provenance(options))
        warn_of_failure(run)
        return run

    def _settings(self) -> dict[str, Setting]:
        chosen = self._one("futures", self.future)
        settings = [
            *self._payload["start"],
            *self._payload["starts"].get(f"{self.policy}/{self.future}", []),
            *self._policy(self.policy)["set"],
            *chosen["set"],
        ]
        out: dict[str, Setting] = {}
        for name, value in [*((s["target"], s["value"]) for s in settings), *self.changes.items()]:
            out.pop(name, None)  # the later one counts, at its place
            out[name] = _setting(value)
        return out

    def _policy(self, label: str) -> dict[str, Any]:
        return self._one("policies", label)

    def _one(self, kind: str, label: str) -> dict[str, Any]:
        found = [one for one in self._payload[kind] if one["id"] == label]
        return cast("dict[str, Any]", found[0])

    @traitlets.validate("policy", "future")
    def _known(self, proposal: Any) -> str:
        kind = {"policy": "policies", "future": "futures"}[proposal["trait"].name]
        labels = [one["id"] for one in self._payload[kind]]
        if proposal["value"] not in labels:
            raise unknown(proposal["trait"].name, proposal["value"], labels)
        return str(proposal["value"])

    @traitlets.validate("changes")
    def _in_range(self, proposal: Any) -> dict[str, float]:
        for name, value in proposal["value"].items():
            if name not in self._levers:
                raise unknown("lever", name, self._levers)
            low, high = self._levers[name]["low"], self._levers[name]["high"]
            if isinstance(value, (str, Mapping)):
                raise ValueError(
                    f"{name} takes one number here, not {value!r}; rules and profiles belong to a "
                    "policy of the scenario file"
                )
            if not low <= value <= high:
                raise ValueError(f"{name} lies in {low:g} .. {high:g}, not at {value!r}")
        return {name: float(value) for name, value in proposal["value"].items()}

    def __repr__(self) -> str:
        moved = "".join(f", {name}={value:g}" for name, value in self.changes.items())
        return f"<WhatIf {self._scenario.title!r}: {self.policy}, {self.future}{moved}>"


class Levers(MutableMapping[str, Value]):
    """The levers of a `WhatIf`."""

    def __init__(self, widget: WhatIf) -> None:
        self._widget = widget

    def __getitem__(self, name: str) -> Value:
        widget = self._widget
        if name not in widget._levers:
            raise unknown("lever", name, widget._levers)
        if name in widget.changes:
            return float(widget.changes[name])
        whole = name.partition("[")[0]
        own = [
            s["value"] for s in widget._policy(widget.policy)["set"] if s["target"] in (name, whole)
        ]
        value = own[-1] if own else widget._levers[name]["value"]
        return cast("Value", _setting(value))

    def __setitem__(self, name: str, value: Value) -> None:
        self._widget.changes = {**self._widget.changes, name: value}

    def __delitem__(self, name: str) -> None:
        self[name]
        self._widget.changes = {n: v for n, v in self._widget.changes.items() if n != name}

    def __iter__(self) -> Iterator[str]:
        return iter(self._widget._levers)

    def __len__(self) -> int:
        return len(self._widget._levers)

    def __repr__(self) -> str:
        return f"Levers({dict(self)!r})"


def _setting(value: Any) -> Any:
    """A setting of the payload as ``set=`` takes it."""
    if not isinstance(value, Mapping):
        return value
    points = {float(time): float(number) for time, number in value["points"]}
    return {"ramp": points} if value["ramp"] else points


__all__ = ["Levers", "WhatIf"]

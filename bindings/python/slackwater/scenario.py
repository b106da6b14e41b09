"""Scenario files: which policies to compare, under which futures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from . import _core, drawing
from .comparison import Comparison
from .equilibrium import Equilibrium
from .errors import Diagnostic, diagnostics_from
from .executors import Executors
from .keep import Keep, kept_in
from .loops import Loops, named
from .model import Model
from .options import Setting, checked_option, refuse_ambiguous, run_options
from .page import Page, player
from .progress import reporting
from .results import Results
from .run import Run
from .warning import warn_of, warn_of_failure
from .why import Why, explained


class Scenario:
    """A scenario file that was read and checked against its model. Immutable.

    Made by `load_scenario`. Can be pickled: the texts travel with it, not the path.
    """

    def __init__(self, core: _core.Scenario, strict_units: bool = False) -> None:
        self._core = core
        self._strict_units = strict_units

    @property
    def title(self) -> str:
        """The title of the file."""
        return self._core.title

    @property
    def question(self) -> str:
        """The question that it asks, or an empty text."""
        return self._core.question

    @property
    def text(self) -> str:
        """The text as it was read."""
        return self._core.text

    @property
    def source_name(self) -> str:
        """The path as given."""
        return self._core.source_name

    @cached_property
    def model(self) -> Model:
        """The model that it is about."""
        return Model(self._core.model, self._strict_units)

    @property
    def policies(self) -> list[str]:
        """Labels of the policies, in order."""
        return self._core.policies

    @property
    def futures(self) -> list[str]:
        """Labels of the futures, in order."""
        return self._core.futures

    @property
    def baseline(self) -> str:
        """The label of the policy that the others are held against."""
        return self._core.baseline

    @property
    def samples(self) -> int:
        """Samples of its uncertainty; 0 without one."""
        return self._core.samples

    @property
    def warnings(self) -> list[Diagnostic]:
        """What the checks had to say without refusing the file."""
        return diagnostics_from(self._core.warnings)

    def compare(
        self,
        *,
        threads: int = 0,
        samples: bool = True,
        progress: bool | Callable[[int, int], Any] = False,
    ) -> Comparison:
        """Run every policy under every future, measure, and test the claims; see `compare`."""
        threads = checked_option("threads", threads, "compare()")
        with reporting(progress, "compare") as report:
            core, notes = self._core.compare(threads, samples, report)
        warn_of(diagnostics_from(notes))
        return Comparison(core, self)

    def page(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        threads: int = 0,
        samples: bool = True,
        progress: bool | Callable[[int, int], Any] = False,
    ) -> Page:
        """Run the file and make its what-if page: what ``slackwater page`` writes.

        At the end of a notebook's cell the page shows itself in a frame.

        Parameters
        ----------
        path : str or path, optional
            The HTML file to write.
        threads, samples, progress
            As of `compare`; without samples the page has no band.

        Raises
        ------
        FileError
            When the file cannot be written, or this build has no page (E9041).
        """
        player()  # nobody waits for runs that no page can show
        comparison = self.compare(threads=threads, samples=samples, progress=progress)
        return comparison.page(path)

    def with_samples(self, samples: int) -> Scenario:
        """The same scenario with another number of samples than its file says.

        Parameters
        ----------
        samples : int
            At least one. Which rows of a Latin hypercube there are depends on their number; the rows
            of ``sobol`` and ``monte_carlo`` stay the same and more come behind them.

        Raises
        ------
        ModelError
            When the samples follow from a table, a grid or one at a time.
        """
        count = checked_option("samples", samples, "with_samples()")
        return Scenario(self._core.with_samples(count), self._strict_units)

    def ensemble(
        self,
        out: str | os.PathLike[str],
        *,
        samples: int | None = None,
        series: bool | None = None,
        fans: str | None = None,
        shard_size: int | None = None,
        shards: str | None = None,
        resume: bool = False,
        threads: int = 0,
        executor: Executors | None = None,
        progress: bool | Callable[[int, int], Any] = False,
    ) -> Results:
        """Run all samples into a folder, in shards that are kept whatever happens.

        Ctrl-C raises KeyboardInterrupt, which says how to go on; complete shards are kept. None of
        `threads`, `executor`, `shards` and interruptions changes a bit of the results.

        Parameters
        ----------
        out : str or path
            The folder; made when it is not there.
        samples : int, optional
            So many samples instead of the file's number, as of `with_samples`; the folder's plan
            has both numbers.
        series : bool, optional
            Whether the saved variables of every run are kept (unless told, yes), or measures,
            claims and fans alone.
        fans : {"none", "indicators", "saved"}, optional
            Whose quantiles over the samples are kept; by default the indicators' without series.
        shard_size : int, optional
            Samples of a shard.
        shards : str, optional
            One part of several, such as ``"17/400"``: for clusters, each part its own process.
        resume : bool
            Go on with a folder that has this ensemble already.
        threads : int
            0: as many as the machine has. Without an executor.
        executor : optional
            Who runs the shards: ``"processes"``, an executor of `concurrent.futures`, a function
            that makes one (called again when a worker's death has broken it), or a
            `dask.distributed.Client`. Workers see the same folder and import this package.
        progress : bool or callable
            True shows a bar; a callable gets (runs done, runs in all).

        Returns
        -------
        Results
            The folder, opened.

        Raises
        ------
        FileError
            When the folder has another ensemble, is being written, or its disk is too small.
        """
        scenario = self if samples is None else self.with_samples(samples)
        keep = Keep(series, fans, shard_size, shards, resume, threads, executor, progress)
        return kept_in(out, scenario._core, self._strict_units, keep, "ensemble()")

    def run(
        self,
        policy: str | None = None,
        future: str | None = None,
        *,
        only: int | None = None,
        set: Mapping[str, Setting] | None = None,
        save: str | Iterable[str] | None = None,
        method: str | None = None,
        start_time: float | None = None,
        stop_time: float | None = None,
        time_step: float | None = None,
        save_step: float | None = None,
        absolute_tolerance: float | None = None,
        relative_tolerance: float | None = None,
        seed: int | None = None,
        beyond_range: bool = False,
        checks: bool = True,
        progress: bool | Callable[[int, int], Any] = False,
        **settings: Setting,
    ) -> Run:
        """Run one policy under one future: on the default parameters, or in one sample alone.

        Parameters
        ----------
        policy, future : str, optional
            Labels; by default the baseline and the first future.
        only : int, optional
            This sample of the file's ``uncertainty:``, counted from 0, instead of the default
            parameters: the bits that `compare` has for it, without computing any other. It saves
            what the file saves unless ``save=`` names other variables; every variable is saved
            otherwise.
        set, save, method, start_time, stop_time, time_step, save_step, absolute_tolerance,
        relative_tolerance, seed, beyond_range, checks, progress, **settings
            As in `Model.run`; they come on top of what the policy sets.

        Returns
        -------
        Run
            Series of shape (subscripts..., time).
        """
        given = {
            "set": set,
            "save": save,
            "method": method,
            "start_time": start_time,
            "stop_time": stop_time,
            "time_step": time_step,
            "save_step": save_step,
            "absolute_tolerance": absolute_tolerance,
            "relative_tolerance": relative_tolerance,
            "seed": seed,
            "only": only,
            "beyond_range": beyond_range,
            "checks": checks,
        }
        options = run_options(given, settings, self.model.variables, "run()")
        refuse_ambiguous({"progress": progress}, dict(set or {}), self.model.variables, "run()")
        with reporting(progress, "run", "step") as report:
            table, notes = self._core.run(
                policy or self.baseline, future or self.futures[0], options, report
            )
        warn_of(diagnostics_from(notes))
        provenance = {
            "model_name": self.model.source_name,
            "model_text": self.model.text,
            "version": _core.__version__,
            "method": str(options.get("method", self._core.method)),
            "time_step": float(options.get("time_step", self._core.time_step)),
            "seed": int(options.get("seed", self._core.seed)),
        }
        sample = "" if only is None else f", sample {only}"
        out = Run(table, f"{self.title}: {policy or self.baseline}{sample}", provenance)
        warn_of_failure(out)
        return out

    def equilibrium(
        self,
        policy: str | None = None,
        future: str | None = None,
        *,
        set: Mapping[str, Setting] | None = None,
        **settings: Setting,
    ) -> Equilibrium:
        """Find the state in which the model rests under a policy.

        Parameters
        ----------
        policy, future : str, optional
            Labels. Without both it is the state from which the file's runs start, or would with
            ``start: equilibrium``; with one of them the search begins where their runs do.
        set, **settings
            As in `Model.run`; they come on top of what the policy sets.
        """
        options = run_options({"set": set}, settings, self.model.variables, "equilibrium()")
        found, notes = _core.scenario_equilibrium(self._core, policy or "", future or "", options)
        warn_of(diagnostics_from(notes))
        return Equilibrium(found, self.title)

    def why(
        self,
        indicator: str,
        policy: str,
        against: str | None = None,
        future: str | None = None,
        *,
        at: float | None = None,
        depth: int = 3,
    ) -> Why:
        """Tell what makes a policy's number differ from another's, cause by cause.

        Parameters
        ----------
        indicator : str
            Any variable (of an array the mean of its elements) or element.
        policy, against : str
            Labels; against the baseline unless given.
        future : str, optional
            The future of both; the first unless given.
        at : float, optional
            The instant, in the model's time unit; the last one that both runs reached.
        depth : int
            How many levels of causes to look for.
        """
        found = _core.scenario_why(
            self._core,
            indicator,
            policy,
            against or self.baseline,
            future or self.futures[0],
            at,
            depth,
        )
        warn_of(diagnostics_from(found["notes"]))
        return explained(found, self.title)

    def loop_dominance(
        self,
        policy: str | None = None,
        future: str | None = None,
        *,
        budget: int = 5000,
        most: int = 30,
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> Loops:
        """Tell which feedback loops dominate when, under a policy: see `Model.loop_dominance`."""
        text, notes = _core.scenario_loops(
            self._core, policy or "", future or "", budget, most, named(names)
        )
        warn_of(diagnostics_from(notes))
        return Loops(text, f"{self.title}: {policy or self.baseline}")

    def __reduce__(self) -> tuple[Any, ...]:
        texts = self._core.texts
        return _restored, (self.source_name, texts, self._strict_units, self.samples)

    def __repr__(self) -> str:
        samples = f", {self.samples} samples" if self.samples else ""
        return (
            f"<Scenario {self.title!r}: policies {', '.join(self.policies)}; "
            f"futures {', '.join(self.futures)}{samples}>"
        )

    def _repr_html_(self) -> str:
        out = drawing.heading(self.title, self.question)
        samples = f"{self.samples} samples" if self.samples else "none"
        rows = [
            ("model", self.model.title or self.model.source_name),
            ("policies", ", ".join(self.policies) + f" (baseline: {self.baseline})"),
            ("futures", ", ".join(self.futures)),
            ("uncertainty", samples),
        ]
        return out + drawing.table(("", ""), rows)


def load_scenario(path: str | os.PathLike[str], strict_units: bool = False) -> Scenario:
    """Read a scenario file and its model, and check every name, unit and value in it.

    Raises
    ------
    FileError
        When the file or its model cannot be read.
    ModelError
        With every error of both texts in `diagnostics`.
    """
    name = os.fspath(path)
    if name.endswith(".sd"):
        raise ValueError(f"{name!r} is a model, not a scenario file: load({name!r}).run() runs it")
    scenario = Scenario(_core.load_scenario(name, strict_units), strict_units)
    warn_of(scenario.warnings)
    return scenario


def _restored(
    name: str, texts: Mapping[str, str], strict_units: bool, samples: int = 0
) -> Scenario:
    core = _core.load_scenario_texts(name, texts, strict_units)
    return Scenario(core.with_samples(samples) if samples else core, strict_units)


def compare(
    scenario: str | os.PathLike[str] | Scenario,
    *,
    threads: int = 0,
    samples: bool = True,
    progress: bool | Callable[[int, int], Any] = False,
) -> Comparison:
    """Run every policy of a scenario file under every future, measure, and test its claims.

    Ctrl-C stops the work and raises KeyboardInterrupt. Other Python threads go on meanwhile.

    Parameters
    ----------
    scenario : str, path or Scenario
        The ``.yaml`` file.
    threads : int
        0: as many as the machine has. Does not change the results.
    samples : bool
        False leaves the samples of ``uncertainty:`` out and runs the default parameters only.
    progress : bool or callable
        True shows a bar; a callable gets (runs done, runs in all).

    Returns
    -------
    Comparison
        With series of shape (policy, future, sample, subscripts..., time).
    """
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return loaded.compare(threads=threads, samples=samples, progress=progress)


def scenario_schema() -> str:
    """The JSON Schema of scenario files, for editors."""
    return _core.scenario_schema()

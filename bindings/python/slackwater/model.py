"""Models: load, look at, run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import _core, drawing
from .diagram import Diagram
from .equilibrium import Equilibrium
from .errors import Diagnostic, diagnostics_from
from .loops import Loops, named
from .model_ensembles import Ensembles
from .model_scenario import Policies, model_scenario
from .options import Setting, checked_option, refuse_ambiguous, run_options
from .page import Page
from .progress import Progress, reporting
from .run import Run
from .variables import Variables, variables_from
from .warning import warn_of, warn_of_failure
from .why import Why, explained

if TYPE_CHECKING:
    from .scenario import Scenario


@dataclass(frozen=True)
class TimeSpan:
    """The span of a run: unit, and start, stop, step, save in it; and the method's name."""

    unit: str
    start: float
    stop: float
    step: float
    save: float
    method: str


@dataclass(frozen=True)
class Equation:
    """One equation as readers see it, with what the model says about its variable."""

    variable: str
    kind: str
    section: str
    text: str
    unit: str
    documentation: str
    source: str


class Model(Ensembles):
    """A model that was read and checked. Immutable; safe to share between threads; can be pickled.

    Made by `load`, `loads` and `ModelBuilder.build`.
    """

    def __init__(self, core: _core.Model, strict_units: bool = False) -> None:
        if not isinstance(core, _core.Model):
            raise TypeError(
                "models are made by load(path), loads(text) and, declaration by declaration, "
                "ModelBuilder(title)...build(); Model is what these return"
            )
        self._core = core
        self._strict_units = strict_units

    @property
    def title(self) -> str:
        """The title in the text, or an empty text."""
        return self._core.title

    @property
    def documentation(self) -> str:
        """What the model says about itself."""
        return self._core.documentation

    @property
    def text(self) -> str:
        """The text as it was read."""
        return self._core.text

    @property
    def source_name(self) -> str:
        """The name in front of messages: usually the path as given."""
        return self._core.source_name

    @property
    def files(self) -> dict[str, str]:
        """The data files that the text names, as written there, with their contents."""
        return self._core.files

    @property
    def time(self) -> TimeSpan:
        """Start, stop, step and save step in the model's time unit, and the method."""
        return TimeSpan(**self._core.time)

    @cached_property
    def dimensions(self) -> dict[str, tuple[str, ...]]:
        """The elements of each dimension."""
        return {name: tuple(elements) for name, elements in self._core.dimensions.items()}

    @cached_property
    def variables(self) -> Variables:
        """Every variable by name: kind, unit, shape, range, documentation, source."""
        return variables_from(self._core.variables, self.dimensions)

    @property
    def stocks(self) -> Variables:
        """The accumulations."""
        return self.variables.of_kind("stock")

    @property
    def flows(self) -> Variables:
        """The rates of the stocks."""
        return self.variables.of_kind("flow")

    @property
    def parameters(self) -> Variables:
        """Numbers that a study may vary, levers not included."""
        return self.variables.of_kind("parameter")

    @property
    def levers(self) -> Variables:
        """Parameters that leaders can move."""
        return self.variables.of_kind("lever")

    @property
    def indicators(self) -> Variables:
        """Outcomes, with the direction that is better."""
        return self.variables.of_kind("indicator")

    @property
    def sections(self) -> list[str]:
        """The sections of the text, in order."""
        return self._core.sections

    @property
    def section_texts(self) -> dict[str, str]:
        """What each section says under its title, by title; of sections that say something."""
        return self._core.section_texts

    @property
    def warnings(self) -> list[Diagnostic]:
        """What the checks had to say without refusing the model."""
        return diagnostics_from(self._core.warnings)

    def equations(self, format: str = "text") -> list[Equation]:
        """Every equation, in the order of the text.

        Parameters
        ----------
        format : {"text", "markdown", "latex"}
            How `Equation.text` is written.
        """
        if format not in ("text", "markdown", "latex"):
            raise ValueError(f"format is 'text', 'markdown' or 'latex', not {format!r}")
        return [Equation(**entry) for entry in self._core.equations(format)]

    @cached_property
    def _structure(self) -> dict[str, Any]:
        return self._core.structure()

    @property
    def loops(self) -> list[tuple[str, ...]]:
        """The feedback loops: each variable influences the next, the last the first."""
        return [tuple(loop) for loop in self._structure["loops"]]

    @property
    def loops_complete(self) -> bool:
        """False when there are more than ten thousand loops and only those are in `loops`."""
        return bool(self._structure["loops_complete"])

    @property
    def evaluation_order(self) -> list[str]:
        """The elements that are computed at each step, each after what it needs."""
        return list(self._structure["order"])

    def formatted(self) -> str:
        """The text in its one canonical layout; comments stay."""
        return format_text(self.text, self.source_name)

    def diagram(
        self,
        kind: str = "stock_flow",
        around: str | None = None,
        depth: int = 2,
        section: str | None = None,
        only: Iterable[str] | None = None,
    ) -> Diagram:
        """Draw the structure, from the equations alone.

        Arrays are one node; memory functions are marked as delays. The sign of a link is shown
        where the equations settle it. What would be too much for one picture is refused with the
        sections to choose from; around a variable fewer links are followed instead, and a
        `SlackwaterWarning` says so.

        Parameters
        ----------
        kind : {"stock_flow", "causal_loop"}
            Stocks, flows and everything between them, or feedback loops with stocks as delays.
        around : str, optional
            A variable: it and what is at most `depth` links away.
        depth : int
            Links away from `around`.
        section : str, optional
            The title of a section; what acts on it from elsewhere is grey.
        only : iterable of str, optional
            Just these variables, such as those of one of `loops`.

        Raises
        ------
        ModelError
            For a name that the model does not have, or a picture that nobody could read.
        """
        if kind not in ("stock_flow", "causal_loop"):
            raise ValueError(f"kind is 'stock_flow' or 'causal_loop', not {kind!r}")
        if depth < 1:
            raise ValueError(f"depth is at least 1, not {depth!r}")
        names = [only] if isinstance(only, str) else list(only or [])
        svg, notes = self._core.diagram(kind, around or "", depth, section or "", names)
        warn_of(diagnostics_from(notes))
        return Diagram(svg, f"{kind} of {around or section or self._name()!r}")

    def run(
        self,
        *,
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
        sample: int | None = None,
        beyond_range: bool = False,
        reference: bool = False,
        checks: bool = True,
        passes: bool = True,
        width: int = 0,
        instruction_set: str = "",
        progress: bool | Callable[[int, int], Any] = False,
        **settings: Setting,
    ) -> Run:
        """Run the model once.

        A run that ends early is returned with its status, and a `SlackwaterWarning` says why.

        Parameters
        ----------
        **settings : number, str, dict or array
            Parameters and levers by name: a number in the variable's unit, a text with a unit or a
            rule in the model language (``"26 week"``), a profile over time (``{0: 0.15, 60: 0}`` in
            steps, ``{"ramp": {0: 0.1, 52: 0.3}}`` in straight lines), or an array of the variable's
            shape.
        set : dict, optional
            The same for names that Python cannot write, ``{"obstacle[*, team]": 0.1}``, and for
            initial values, ``{"start backlog": 500}``.
        save : str or list of str, optional
            Variables to keep; by default all that change over time.
        method : {"euler", "rk2", "rk4", "dopri5", "rosenbrock4", "discrete"}, optional
            By default the model's own, like the four below.
        start_time, stop_time, time_step, save_step : float, optional
            In the model's time unit.
        absolute_tolerance, relative_tolerance : float, optional
            For dopri5 and rosenbrock4: a step is accepted when the estimated error of every stock
            is below ``absolute + relative * abs(stock)``, the absolute part in the stock's own unit;
            1e-9 and 1e-7 by default. Stocks much smaller than 1e-2 need a smaller absolute one.
        seed, sample : int, optional
            Key the model's random draws, if it has any.
        beyond_range : bool
            Settings may leave the ranges of the model, for tests of extremes; a `SlackwaterWarning`
            names those that do.
        reference : bool
            Use the plain interpreter that defines the meaning; slow, and the same bits.
        checks : bool
            Test the model's ``check`` invariants at every save point.
        passes, width, instruction_set : bool, int, str
            How the engine works; the results are the same bits for all of them.
        progress : bool or callable
            True shows a bar; a callable is called with (time steps done, time steps in all).

        Returns
        -------
        Run
            Series of shape (subscripts..., time).

        Raises
        ------
        TypeError
            For a keyword that is neither an option nor a parameter or lever.
        ModelError
            For a value or name that the engine refuses, with its diagnostics.
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
            "sample": sample,
            "beyond_range": beyond_range,
            "reference": reference,
            "checks": checks,
            "passes": passes,
            "width": width,
            "instruction_set": instruction_set,
        }
        options = run_options(given, settings, self.variables, "run()")
        refuse_ambiguous({"progress": progress}, dict(set or {}), self.variables, "run()")
        with reporting(progress, "run", "step") as report:
            table, notes = self._core.run(options, report)
        warn_of(diagnostics_from(notes))
        run = Run(table, self._name(), self._provenance(options))
        warn_of_failure(run)
        return run

    def equilibrium(
        self, *, set: Mapping[str, Setting] | None = None, **settings: Setting
    ) -> Equilibrium:
        """Find the state in which no stock changes any more, from the model's start.

        Time stands still at the start of the run. Totals that no flow reads go on counting.

        Parameters
        ----------
        set, **settings
            Levers, parameters and starts, as in `run`.

        Returns
        -------
        Equilibrium
            A mapping from stocks and indicators to their values at rest.

        Raises
        ------
        ModelError
            When there is none where the model leads.
        """
        options = run_options({"set": set}, settings, self.variables, "equilibrium()")
        found, notes = _core.equilibrium(self._core, options)
        warn_of(diagnostics_from(notes))
        return Equilibrium(found, self._name())

    def why(
        self,
        indicator: str,
        settings: Mapping[str, Setting],
        against: Mapping[str, Setting] | None = None,
        *,
        at: float | None = None,
        depth: int = 3,
    ) -> Why:
        """Tell what makes a number differ between two settings of the model, cause by cause.

        Parameters
        ----------
        indicator : str
            Any variable (of an array the mean of its elements) or element.
        settings, against : dict
            Levers, parameters and starts of the two runs, as ``set=`` of `run`; against the model
            as it stands unless given.
        at : float, optional
            The instant, in the model's time unit; the last one that both runs reached.
        depth : int
            How many levels of causes to look for.
        """
        first = run_options({"set": settings}, {}, self.variables, "why()")
        second = run_options({"set": against or {}}, {}, self.variables, "why()")
        found = _core.why(self._core, indicator, first, second, at, depth)
        warn_of(diagnostics_from(found["notes"]))
        return explained(found, self._name())

    def loop_dominance(
        self,
        *,
        budget: int = 5000,
        most: int = 30,
        names: Mapping[str, Sequence[str]] | None = None,
        set: Mapping[str, Setting] | None = None,
        **settings: Setting,
    ) -> Loops:
        """Run the model and tell which of its feedback loops dominate when (Loops That Matter).

        Parameters
        ----------
        budget : int
            With more loops than this the strong ones are looked for, and `Loops.is_complete` is
            False.
        most : int
            Loops in the answer.
        names : dict, optional
            Names of loops, each with variables that it runs through; the largest such loop gets it.
        set, **settings
            Levers, parameters and starts, as in `run`.
        """
        options = run_options({"set": set}, settings, self.variables, "loop_dominance()")
        text, notes = _core.loops(self._core, options, budget, most, named(names))
        warn_of(diagnostics_from(notes))
        return Loops(text, self._name())

    def page(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        policies: Policies | None = None,
        samples: int = 100,
        seed: int = 0,
        threads: int = 0,
        progress: bool | Callable[[int, int], Any] = False,
    ) -> Page:
        """Make a what-if page of the model alone: its levers, its indicators, no scenario file.

        At the end of a notebook's cell the page shows itself in a frame.

        Parameters
        ----------
        path : str or path, optional
            The HTML file to write.
        policies : dict, optional
            Beside the model as it stands: titles to settings, as ``set=`` of `run`:
            ``{"Fill every hour": {"target_utilization": 0.98}}``.
        samples, seed : int
            Of the parameters that carry a distribution, for the page's band; 0 samples: no band.
        threads, progress
            As of `Scenario.compare`.

        Raises
        ------
        FileError
            When the file cannot be written, or this build has no page (E9041).
        """
        scenario = self._scenario(policies, samples, seed)
        return scenario.page(path, threads=threads, progress=progress)

    def _scenario(self, policies: Policies | None, samples: int, seed: int) -> Scenario:
        from .scenario import Scenario  # which needs this module

        rows = checked_option("samples", samples, "page()")
        key = checked_option("seed", seed, "page()")
        core = model_scenario(self, policies, rows, key, self._strict_units)
        return Scenario(core, self._strict_units)

    def _name(self) -> str:
        return self.title or self.source_name

    def _provenance(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "model_name": self.source_name,
            "model_text": self.text,
            "version": _core.__version__,
            "method": str(options.get("method", self.time.method)),
            "time_step": float(options.get("time_step", self.time.step)),
            "seed": int(options.get("seed", 0)),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self.source_name, self.text, self.files, self._strict_units)

    def __repr__(self) -> str:
        counts = {kind: len(self.variables.of_kind(kind)) for kind in _COUNTED}
        words = ", ".join(f"{n} {_plural(kind, n)}" for kind, n in counts.items() if n)
        return f"<Model {self._name()!r}: {words}>"

    def _repr_html_(self) -> str:
        time = self.time
        note = f"{time.start:g} .. {time.stop:g} {time.unit}, step {time.step:g}, {time.method}"
        out = drawing.heading(self._name(), note)
        if self.documentation:
            out += f"<p>{drawing.escape(self.documentation)}</p>"
        for kind in ("lever", "indicator", "stock"):
            chosen = self.variables.of_kind(kind)
            if chosen:
                out += drawing.heading(f"{kind}s") + chosen._repr_html_()
        return out


_COUNTED = ("stock", "flow", "auxiliary", "indicator", "lever", "parameter", "constant", "data")


def _plural(kind: str, count: int) -> str:
    if count == 1 or kind == "data":
        return kind
    return "auxiliaries" if kind == "auxiliary" else f"{kind}s"


def load(path: str | os.PathLike[str], strict_units: bool = False) -> Model:
    """Read and check a model file; data files are found beside it.

    Parameters
    ----------
    path : str or path
        The ``.sd`` file.
    strict_units : bool
        Make a missing unit an error instead of a warning.

    Raises
    ------
    ValueError
        For a scenario file, which is not a model.
    FileError
        When the file cannot be read.
    ModelError
        With every error of the text in `diagnostics`.
    """
    if os.fspath(path).endswith((".yaml", ".yml")):
        raise ValueError(
            f"{os.fspath(path)!r} is a scenario file: load_scenario() reads it, compare() runs it"
        )
    return checked(_core.load_file(os.fspath(path), strict_units), strict_units)


def loads(
    text: str,
    name: str = "<text>",
    files: Mapping[str, str] | None = None,
    strict_units: bool = False,
) -> Model:
    """Read and check a model text.

    Parameters
    ----------
    text : str
        The model.
    name : str
        Stands in front of messages, where a file has its path.
    files : dict of str, optional
        The data files that the text names, with their contents.
    strict_units : bool
        Make a missing unit an error instead of a warning.
    """
    return checked(_core.load_text(name, text, dict(files or {}), strict_units), strict_units)


def format_text(text: str, name: str = "<text>") -> str:
    """A model text in its one canonical layout; comments stay.

    Raises
    ------
    ModelError
        When the text does not parse.
    """
    return _core.format_text(name, text)


def checked(core: _core.Model, strict_units: bool) -> Model:
    """The model, after its warnings were shown."""
    model = Model(core, strict_units)
    warn_of(model.warnings, stacklevel=4)
    return model


def _restored(name: str, text: str, files: Mapping[str, str], strict_units: bool) -> Model:
    return Model(_core.load_text(name, text, dict(files), strict_units), strict_units)


__all__ = ["Equation", "Model", "Progress", "TimeSpan", "format_text", "load", "loads"]

"""What a comparison of policies found."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core, drawing, plotting, tables
from .errors import RunError
from .names import unknown
from .optional import require
from .page import Page, page_of
from .run import as_array
from .sizes import readable
from .tables import RUN_AXES, Floats
from .variables import SeriesInfo

if TYPE_CHECKING:
    import pandas
    import xarray

    from .scenario import Scenario
    from .why import Why

_EVERYTHING = (slice(None), slice(None), slice(None))
_DEFAULTS = (slice(None), slice(None), 0)
_MARKS = {"holds": "holds", "fails": "does not hold", "vacuous": "says nothing"}


class Comparison:
    """Every policy under every future: series, measures, scans, claims.

    ``comparison["backlog"]`` is a read-only NumPy view of the runs on the default parameters, of
    shape (policy, future, subscripts..., time).

    Comparisons come from `compare`, `Scenario.compare` and `read_results`; they can be pickled.
    """

    def __init__(self, core: _core.Comparison, scenario: Scenario | None = None) -> None:
        self._core = core
        self._scenario = scenario
        self._defaults = core.defaults
        self._samples = core.samples
        self._series = tables.series_of(self._defaults)

    def __getitem__(self, name: str) -> Floats:
        return tables.values_of(self._defaults, self._series, name, _DEFAULTS)

    def __contains__(self, name: object) -> bool:
        return name in self._series

    @property
    def title(self) -> str:
        """The title of the scenario file."""
        return self._core.title

    @property
    def question(self) -> str:
        """The question that the scenario file asks."""
        return self._core.question

    @property
    def policies(self) -> dict[str, str]:
        """Labels and titles of the policies, in order."""
        return _titles(self._defaults.policies, self._defaults.policy_titles)

    @property
    def futures(self) -> dict[str, str]:
        """Labels and titles of the futures, in order."""
        return _titles(self._defaults.futures, self._defaults.future_titles)

    @property
    def baseline(self) -> str:
        """The label of the policy that the others are held against."""
        return self._core.baseline

    @property
    def indicators(self) -> list[str]:
        """The model's indicators that were saved, in order."""
        return [name for name in self._core.indicators if name in self._series]

    @property
    def variables(self) -> dict[str, SeriesInfo]:
        """The saved variables with kind, unit and documentation."""
        return dict(self._series)

    @property
    def time(self) -> Floats:
        """The save points, in `time_unit`. Shape: (time,)."""
        return self._defaults.time

    @property
    def time_unit(self) -> str:
        """The unit of `time`, such as ``"week"``."""
        return self._defaults.time_unit

    @property
    def samples(self) -> int:
        """How many samples of the uncertainty were run; 0 for the default parameters alone."""
        return self._samples.samples if self._samples is not None else 0

    @property
    def status(self) -> np.ndarray[Any, np.dtype[np.str_]]:
        """How each run on the defaults ended. Shape: (policy, future)."""
        return self._defaults.status[:, :, 0]

    @property
    def series(self) -> xarray.Dataset:
        """The runs on the default parameters: dims (policy, future, sample, subscripts..., time).

        The dimension sample has length 1, as in the results file. Attributes: units, long_name.
        """
        return tables.dataset(self._defaults, self._series, _EVERYTHING, RUN_AXES)

    @property
    def sample_series(self) -> xarray.Dataset:
        """The runs on the samples, same dims; the drawn parameters have dims (sample,)."""
        samples = self._need_samples("sample_series")
        return tables.dataset(samples, tables.series_of(samples), _EVERYTHING, RUN_AXES)

    @property
    def nbytes(self) -> int:
        """The memory that the series take, in bytes: those of the defaults and of the samples."""
        tables_ = [table for table in (self._defaults, self._samples) if table is not None]
        return sum(tables.bytes_of(table, tables.series_of(table)) for table in tables_)

    def to_xarray(self) -> xarray.Dataset:
        """What the root of the results file holds: the samples if there are any, else `series`.

        It is a view of the comparison's series and takes no memory of its own; `nbytes` is the
        size of all of them. Beyond what memory holds, `Scenario.ensemble` keeps runs on disk.
        """
        return self.series if self._samples is None else self.sample_series

    @property
    def inputs(self) -> pandas.DataFrame:
        """The drawn parameters: one row per sample, one column each, units in ``attrs``."""
        pandas_ = require("pandas", "comparison.inputs")
        drawn = self._need_samples("inputs").drawn
        out = pandas_.DataFrame({d["name"]: d["values"] for d in drawn})
        out.index.name = "sample"
        out.attrs["units"] = {d["name"]: d["unit"] for d in drawn}
        return out

    @cached_property
    def metrics(self) -> pandas.DataFrame:
        """The measures on the default parameters: index (metric, policy, future).

        Columns: value (in `unit`), unit, status (reached, never, run_failed, not_applicable),
        definition. A value that was not reached is NaN and its status says why.
        """
        metrics = self._core.metrics
        levels = {
            "metric": [metric["name"] for metric in metrics],
            "policy": self._defaults.policies,
            "future": self._defaults.futures,
        }
        out = _empty(levels, ["value", "unit", "status", "definition"])
        if metrics:
            runs = self._defaults.status.size
            out["value"] = np.concatenate([m["values"].ravel() for m in metrics])
            out["unit"] = np.repeat([m["unit"] for m in metrics], runs)
            out["status"] = np.concatenate([m["status"].ravel() for m in metrics])
            out["definition"] = np.repeat([m["definition"] for m in metrics], runs)
        return out

    @cached_property
    def sample_metrics(self) -> pandas.DataFrame:
        """The measures on the samples: index (metric, policy, future, sample); value, status."""
        samples = self._need_samples("sample_metrics")
        metrics = self._core.sample_metrics
        levels = {
            "metric": [metric["name"] for metric in metrics],
            "policy": samples.policies,
            "future": samples.futures,
            "sample": range(samples.samples),
        }
        out = _empty(levels, ["value", "status"])
        if metrics:
            out["value"] = np.concatenate([m["values"].ravel() for m in metrics])
            out["status"] = np.concatenate([m["status"].ravel() for m in metrics])
        return out

    @cached_property
    def claims(self) -> pandas.DataFrame:
        """The claims, by id: claim, verdict, passed, numbers, share of the samples, source.

        `left`, `sign` and `right` are the comparison that decided, both sides in `unit`; a side
        that is never reached is infinite. `share` lies in the 95 % Wilson interval `share_low` ..
        `share_high`; `required_share` is the written ``holds_in``. The claim does not hold in a
        sample with a failed run; of the ``samples_tested`` these are ``samples_failed_runs``.
        """
        columns = [
            "claim",
            "verdict",
            "passed",
            "numbers",
            "left",
            "sign",
            "right",
            "unit",
            "share",
            "share_low",
            "share_high",
            "required_share",
            "samples_tested",
            "samples_failed_runs",
            "that",
            "source",
            "note",
            "fragile",
        ]
        return _indexed(self._core.claims, ["id"], columns)

    @cached_property
    def claim_samples(self) -> pandas.DataFrame:
        """The claims in every sample: index (id, sample); verdict, left, right.

        Beside `inputs` it says which draws break a claim. A claim about scans and searches alone
        has no samples.
        """
        samples = self._need_samples("claim_samples").samples
        claims = [c for c in self._core.claims if len(c["sample_verdict"])]
        out = _empty({"id": [c["id"] for c in claims], "sample": range(samples)}, [])
        if claims:
            out["verdict"] = np.concatenate([c["sample_verdict"] for c in claims])
            out["left"] = np.concatenate([c["sample_left"] for c in claims])
            out["right"] = np.concatenate([c["sample_right"] for c in claims])
        return out

    @cached_property
    def scans(self) -> pandas.DataFrame:
        """The scans, one row per point: index (scan, point); vary, x, measure, y, units, status."""
        rows = [
            {
                "scan": scan["name"],
                "point": place,
                "title": scan["title"],
                "vary": scan["vary"],
                "x": x,
                "x_unit": scan["vary_unit"],
                "measure": scan["measure"],
                "y": y,
                "y_unit": scan["measure_unit"],
                "status": str(status),
                "policy": scan["policy"],
                "future": scan["future"],
            }
            for scan in self._core.scans
            for place, (x, y, status) in enumerate(zip(scan["x"], scan["y"], scan["status"]))
        ]
        columns = ["title", "vary", "x", "x_unit", "measure", "y", "y_unit", "status"]
        return _indexed(rows, ["scan", "point"], [*columns, "policy", "future"])

    @cached_property
    def searches(self) -> pandas.DataFrame:
        """The searches, by name: value between low and high (in unit), found, message, runs."""
        columns = ["title", "vary", "value", "low", "high", "unit", "found", "until", "message"]
        return _indexed(self._core.searches, ["name"], [*columns, "policy", "future", "runs"])

    @cached_property
    def settings(self) -> pandas.DataFrame:
        """What each policy changes: index (policy, lever); value, model_value, unit.

        ``beyond_range`` is the model's range where the value leaves it, else empty.
        """
        return self._settings("policy")

    @cached_property
    def future_settings(self) -> pandas.DataFrame:
        """What each future changes: index (future, lever); value, model_value, unit."""
        return self._settings("future")

    def _settings(self, whose: str) -> pandas.DataFrame:
        rows = [row for row in self._core.settings if row[whose]]
        columns = ["value", "model_value", "unit", "documentation", "beyond_range"]
        return _indexed(rows, [whose, "lever"], columns)

    @cached_property
    def assumptions(self) -> pandas.DataFrame:
        """The model's parameters, by name: value, unit, range, documentation, source."""
        columns = ["value", "unit", "range", "documentation", "source"]
        return _indexed(self._core.assumptions, ["name"], columns)

    @property
    def failures(self) -> pandas.DataFrame:
        """The runs that ended early, on the defaults and on the samples; one row each."""
        rows = [
            {"runs": kind, **failure.__dict__}
            for kind, table in (("defaults", self._defaults), ("samples", self._samples))
            if table is not None
            for failure in tables.failures_of(table)
        ]
        columns = ["runs", "policy", "future", "sample", "status", "time", "variable", "message"]
        return _indexed(rows, [], [*columns, "detail"])

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the numbers come from: version, texts, method, time step, seed, design."""
        return dict(self._core.provenance)

    @property
    def passed(self) -> bool:
        """Whether every claim holds where it has to."""
        return all(bool(claim["passed"]) for claim in self._core.claims)

    def raise_for_status(self) -> Comparison:
        """Raise `RunError` when any run ended early; otherwise return the comparison itself."""
        failures = tables.failures_of(self._defaults)
        if self._samples is not None:
            failures += tables.failures_of(self._samples)
        if failures:
            text = f"{len(failures)} runs ended early; the first: {failures[0]}"
            raise RunError(text, failures)
        return self

    def fingerprint(self) -> str:
        """SHA-256 over the bits of all series; the briefing and the results file show the same."""
        return self._core.fingerprint()

    def table(self, width: int = 100) -> str:
        """The comparison as text, `width` columns wide: what the command prints."""
        return self._core.table(width)

    def to_json(self) -> str:
        """Everything but the series as JSON."""
        return self._core.to_json()

    def briefing(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        pdf: str | os.PathLike[str] | None = None,
    ) -> None:
        """Write the briefing: one HTML file with curves that needs no network and prints on A4.

        The causal chains of its section "Why" are computed by running two policies again; for a
        comparison that was read from a file or unpickled, from the texts that it recorded. Where
        that is not possible the page says why it has none.

        Parameters
        ----------
        path : path-like, optional
            The HTML file.
        pdf : path-like, optional
            A PDF of the same page, printed by a Chromium-based browser or WeasyPrint; looked for on
            the PATH and beside the running Python.

        Raises
        ------
        FileError
            When a file cannot be written, there is nothing to print with (E9034), or printing fails
            (E9035). A file that was there stays.
        """
        if path is None and pdf is None:
            raise ValueError("briefing needs a path for the page, pdf=, or both")
        page = (
            self._core.briefing()
            if self._scenario is None
            else self._scenario._core.briefing(self._core)
        )
        if path is not None:
            _core.publish_file(os.fspath(path), page)
        if pdf is not None:
            folders = [os.environ.get("PATH", ""), os.path.dirname(os.path.abspath(sys.executable))]
            _core.publish_file(os.fspath(pdf), _core.print_pdf(page, os.pathsep.join(folders)))

    def page(self, path: str | os.PathLike[str] | None = None) -> Page:
        """Make the what-if page of these runs: `Scenario.page` without running them again.

        Only where the scenario is at hand, not for a comparison read from a file.
        """
        if self._scenario is None:
            raise ValueError(
                "a results file does not hold every variable: load_scenario(...).page(...) runs "
                "the file again"
            )
        page = page_of(
            self._scenario, self, self._samples is not None, self._scenario._strict_units
        )
        if path is not None:
            page.save(path)
        return page

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write everything to one ``.h5`` or ``.nc`` file that xarray, h5py and ncdump read.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        name = os.fspath(path)
        if os.path.splitext(name)[1].lower() not in (".h5", ".nc"):
            raise ValueError(f"cannot tell the format of {name!r}: use .h5 or .nc")
        _core.save_comparison(self._core, name)

    def plot(
        self,
        *names: str,
        policies: Sequence[str] | None = None,
        futures: Sequence[str] | None = None,
        ax: Any = None,
    ) -> np.ndarray[Any, Any]:
        """Draw variables over time, one chart per name and future, one line per policy.

        The baseline is grey and dashed in every chart.

        Parameters
        ----------
        *names : str
            Scalar variables or elements; without any, the first four indicators.
        policies, futures : list of str, optional
            Labels of those to draw; all by default. The baseline is always there.
        ax : matplotlib axes or array of them, optional
            Where to draw; by default a new figure.

        Returns
        -------
        numpy.ndarray of matplotlib.axes.Axes
            Shape: (names * futures,), futures fastest.
        """
        chosen = list(names) or self.indicators[:4] or plotting.default_names(self._series)
        shown = self._labels("future", futures, self.futures)
        lines = self._labels("policy", policies, self.policies)
        panels = [(name, future) for name in chosen for future in shown]
        axes = plotting.make_axes(len(panels), ax, columns=max(2, len(shown)))
        limits: dict[str, tuple[float, float]] = {}
        for cell, (name, future) in zip(axes, panels):
            plotting.draw(cell, self._curves(name, future, lines))
            info = self._series[name.partition("[")[0].strip()]
            title = plotting.readable(name)
            if len(self.futures) > 1:
                title += f": {self.futures[future]}"
            plotting.finish(cell, title, info, self.time_unit, self.time)
            low, high = limits.get(name, cell.get_ylim())
            limits[name] = (min(low, cell.get_ylim()[0]), max(high, cell.get_ylim()[1]))
        for cell, (name, _) in zip(axes, panels):
            cell.set_ylim(limits[name])  # the same quantity on the same scale
        plotting.legend(axes)
        return as_array(axes)

    def _curves(self, name: str, future: str, policies: Iterable[str]) -> list[plotting.Curve]:
        values = self[name]
        if values.ndim != 3:
            base = name.partition("[")[0].strip()
            example = self._series[base].elements[0]
            raise ValueError(f"{name!r} is an array; name one element, such as {example!r}")
        f = self._defaults.futures.index(future)
        others = [p for p in self._defaults.policies if p != self.baseline]
        curves = []
        for p, policy in enumerate(self._defaults.policies):
            if policy != self.baseline and policy not in policies:
                continue
            position = plotting.BASELINE if policy == self.baseline else others.index(policy)
            title = self.policies[policy]
            curves.append(plotting.Curve(title, self.time, values[p, f], position))
        return curves

    def _labels(self, what: str, given: Sequence[str] | None, known: dict[str, str]) -> list[str]:
        chosen = (
            list(known) if given is None else [given] if isinstance(given, str) else list(given)
        )
        for label in chosen:
            if label not in known:
                raise unknown(what, label, known)
        return chosen

    def _need_samples(self, what: str) -> _core.RunTable:
        if self._samples is None:
            raise ValueError(
                f"comparison.{what} needs samples: the scenario file has no `uncertainty:`, or it "
                "was compared with samples=False"
            )
        return self._samples

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
        """Tell what makes a policy's number differ from another's: `Scenario.why`.

        Only where the scenario is at hand, not for a comparison read from a file.
        """
        if self._scenario is None:
            raise ValueError(
                "a results file does not hold every variable: "
                "load_scenario(...).why(...) runs both policies again"
            )
        return self._scenario.why(indicator, policy, against, future, at=at, depth=depth)

    def __reduce__(self) -> tuple[Any, ...]:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "results.h5")
            self.save(path)
            with open(path, "rb") as file:
                return _restored, (file.read(),)

    def __repr__(self) -> str:
        claims = self._core.claims
        held = sum(bool(c["passed"]) for c in claims)
        samples = f", {self.samples} samples" if self.samples else ""
        return (
            f"<Comparison {self.title!r}: {len(self.policies)} policies, {len(self.futures)} "
            f"futures{samples}; {held} of {len(claims)} claims hold; {readable(self.nbytes)} in memory>"
        )

    def _repr_html_(self) -> str:
        note = f"{self.question} (fingerprint {self.fingerprint()[:12]})"
        out = drawing.heading(self.title, note)
        for future, title in self.futures.items():
            if len(self.futures) > 1:
                out += drawing.heading(title)
            charts = []
            for name in self.indicators[:4]:
                if self[name].ndim == 3:
                    curves = self._curves(name, future, self.policies)
                    unit = self._series[name].unit
                    charts.append(
                        drawing.chart(plotting.readable(name), unit, self.time_unit, curves)
                    )
            out += drawing.side_by_side(charts)
        rows = [
            (c["claim"], _MARKS.get(c["verdict"], c["verdict"]), c["numbers"], _share(c))
            for c in self._core.claims
        ]
        if rows:
            out += drawing.table(("claim", "on the defaults", "numbers", "of the samples"), rows)
        return out


def read_results(path: str | os.PathLike[str]) -> Comparison:
    """Read a results file that `Comparison.save` or ``slackwater compare`` wrote.

    Raises
    ------
    FileError
        When it cannot be read, is damaged or is not complete.
    """
    return Comparison(_core.read_results(os.fspath(path)))


def _restored(data: bytes) -> Comparison:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "results.h5")
        with open(path, "wb") as file:
            file.write(data)
        return read_results(path)


def _titles(labels: list[str], titles: list[str]) -> dict[str, str]:
    return dict(zip(labels, titles if titles else labels))


def _share(claim: dict[str, Any]) -> str:
    return "" if claim["share"] is None else f"{100 * claim['share']:.0f} %"


def _empty(levels: Mapping[str, Sequence[Any]], columns: list[str]) -> pandas.DataFrame:
    """A frame over every combination, in the given order, which pandas takes for sorted."""
    pandas_ = require("pandas", "tables of a comparison")
    codes = np.indices([len(level) for level in levels.values()]).reshape(len(levels), -1)
    index = pandas_.MultiIndex(levels=list(levels.values()), codes=list(codes), names=list(levels))
    return pandas_.DataFrame(index=index, columns=columns)


def _indexed(
    rows: Iterable[dict[str, Any]], index: list[str], columns: list[str]
) -> pandas.DataFrame:
    pandas_ = require("pandas", "tables of a comparison")
    frame = pandas_.DataFrame(list(rows), columns=[*index, *columns])
    return frame.set_index(index) if index else frame

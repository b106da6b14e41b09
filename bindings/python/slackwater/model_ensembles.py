"""Ensembles of one model: in memory, or in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, overload

from . import _core
from .draws import checked_correlations, checked_draws, matrix_from
from .ensemble import Ensemble
from .errors import diagnostics_from
from .executors import Executors
from .keep import Keep, kept_in
from .matrix import columns_of
from .options import Setting, checked_option, refuse_ambiguous, run_options
from .progress import reporting
from .results import Results
from .variables import Variables
from .warning import warn_of, warn_of_failures

# Warnings of a scenario file; all others are the model's, which were shown when it was read.
_OF_SCENARIOS = "W11"


class Ensembles:
    """What `Model` has of them."""

    _core: _core.Model
    _strict_units: bool

    @property
    def variables(self) -> Variables:
        """As `Model` has them."""
        raise NotImplementedError

    @overload
    def ensemble(
        self, samples: int = ..., *, out: None = ..., draws: Any = ..., **options: Any
    ) -> Ensemble: ...

    @overload
    def ensemble(
        self,
        samples: int = ...,
        *,
        out: str | os.PathLike[str],
        draws: Any = ...,
        **options: Any,
    ) -> Results: ...

    def ensemble(
        self,
        samples: int = 100,
        *,
        draws: Mapping[str, str] | None = None,
        correlate: Mapping[Any, float] | None = None,
        design: str = "latin_hypercube",
        seed: int = 0,
        inputs: Any = None,
        threads: int = 0,
        progress: bool | Callable[[int, int], Any] = False,
        out: str | os.PathLike[str] | None = None,
        series: bool | None = None,
        fans: str | None = None,
        shard_size: int | None = None,
        shards: str | None = None,
        resume: bool = False,
        executor: Executors | None = None,
        set: Mapping[str, Setting] | None = None,
        save: str | Iterable[str] | None = None,
        method: str | None = None,
        start_time: float | None = None,
        stop_time: float | None = None,
        time_step: float | None = None,
        save_step: float | None = None,
        absolute_tolerance: float | None = None,
        relative_tolerance: float | None = None,
        beyond_range: bool = False,
        checks: bool = True,
        **settings: Setting,
    ) -> Ensemble | Results:
        """Run the model many times with parameters drawn from distributions.

        Ctrl-C stops the batch and raises KeyboardInterrupt. Other Python threads go on meanwhile.

        Parameters
        ----------
        samples : int
            Number of runs.
        draws : dict, optional
            Parameters with distributions in the model language, such as
            ``{"experience_time": "uniform(20 week, 80 week)"}``; by default those of the model.
        correlate : dict, optional
            Rank correlations (Spearman's) of two draws each, by a Gaussian copula:
            ``{("price", "volume"): -0.6}``, or as scenario files write it, ``{"price ~ volume": -0.6}``.
        design : {"latin_hypercube", "sobol", "monte_carlo", "grid"}
            How the samples are spread.
        seed : int
            Keys the draws: the same seed gives the same bits, on every machine.
        inputs : pandas.DataFrame, dict of arrays or structured array, optional
            The samples themselves, one column per parameter, shape (sample,) each; then `samples`,
            `draws`, `correlate` and `design` do not count.
        threads : int
            0: as many as the machine has. Does not change the results.
        progress : bool or callable
            True shows a bar; a callable gets (runs done, runs in all).
        out : str or path, optional
            A folder in which the runs are kept as they are done, instead of in memory: the folder of
            an ensemble, with the same bits. `Results.resume` completes it.
        series, fans, shard_size, shards, resume, executor
            With `out` alone; as in `Scenario.ensemble`.
        set, save, method, start_time, stop_time, time_step, save_step, absolute_tolerance,
        relative_tolerance, beyond_range, checks, **settings
            As in `run`; `beyond_range` holds for `inputs`, too.

        Returns
        -------
        Ensemble or Results
            Series of shape (sample, subscripts..., time); with `out` the folder, opened, whose one
            policy is ``"run"`` and whose one future is ``"model"``.
        """
        call = "ensemble()"
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
            "beyond_range": beyond_range,
            "checks": checks,
        }
        options = run_options(given, settings, self.variables, call)
        kept: dict[str, Any] = {
            "series": series,
            "fans": fans,
            "shard_size": shard_size,
            "shards": shards,
            "resume": resume,
            "executor": executor,
        }
        planned = {"seed": seed, "threads": threads, "samples": samples, "design": design}
        others = {**planned, **kept, "draws": draws, "inputs": inputs, "progress": progress}
        others.update(seed=seed or None, correlate=correlate, out=out)  # 0 unless given
        refuse_ambiguous(others, dict(set or {}), self.variables, call)
        plan: dict[str, Any] = {
            name: checked_option(name, value, call) for name, value in planned.items()
        }
        plan["correlate"] = checked_correlations(correlate, call)
        if inputs is not None:
            plan = {"seed": seed, "threads": threads, "correlate": plan["correlate"]}
            plan["matrix"] = matrix_from(inputs)
        else:
            plan["draws"] = checked_draws(draws)
        if out is not None:
            scenario = _core.ensemble_scenario(self._core, plan, options, self._strict_units)
            said = diagnostics_from(scenario.warnings)
            warn_of(note for note in said if note.code.startswith(_OF_SCENARIOS))
            keep = Keep(**kept, threads=threads, progress=progress)
            return kept_in(out, scenario, self._strict_units, keep, call)
        for name, value in kept.items():
            if value is not None and (name, value) != ("resume", False):
                raise TypeError(
                    f"{call}: {name} has no meaning without out=, the folder to keep it in"
                )
        with reporting(progress, "ensemble") as report:
            table, notes = self._core.ensemble(plan, options, report)
        warn_of(diagnostics_from(notes))
        done = Ensemble(table, self._name(), self._provenance({**options, "seed": seed}))
        warn_of_failures(done)
        return done

    @overload
    def run_matrix(
        self, matrix: Any, names: Iterable[str] | None = ..., *, out: None = ..., **options: Any
    ) -> Ensemble: ...

    @overload
    def run_matrix(
        self,
        matrix: Any,
        names: Iterable[str] | None = ...,
        *,
        out: str | os.PathLike[str],
        **options: Any,
    ) -> Results: ...

    def run_matrix(
        self,
        matrix: Any,
        names: Iterable[str] | None = None,
        *,
        out: str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> Ensemble | Results:
        """Run the model once for every row of a matrix of samples that was made elsewhere.

        Parameters
        ----------
        matrix : 2-D array, structured array, pandas.DataFrame, dict of columns, or list of dicts
            One row per sample, one column per parameter, in the parameters' units; SALib's
            samples and the experiments of the EMA workbench are such.
        names : sequence of str, optional
            What the columns of an array are; of the others, the columns to take.
        out : str or path, optional
            The folder in which the runs are kept, as in `ensemble`; the matrix becomes a table of it.
        **options
            As in `ensemble`, without `samples`, `draws`, `correlate`, `design` and `inputs`.

        Returns
        -------
        Ensemble or Results
            Series of shape (sample, subscripts..., time), in the order of the rows.
        """
        for name in ("samples", "draws", "correlate", "design", "inputs"):
            if name in options:
                raise TypeError(f"run_matrix(): {name!r} has no meaning beside a matrix")
        columns = columns_of(matrix, names, "run_matrix()")
        return self.ensemble(inputs=columns, out=out, **options)

    def _name(self) -> str:
        raise NotImplementedError

    def _provenance(self, options: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

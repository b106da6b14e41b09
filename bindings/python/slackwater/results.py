"""Opening what is on disk: a results file, or an ensemble's folder, whole or half-way."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import warnings
import weakref
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core, ensemble_folder, shards
from .errors import FileError, SlackwaterWarning, diagnostics_from
from .executors import Executors
from .optional import require
from .options import checked_option
from .progress import Progress
from .sizes import readable
from .tables import RUN_AXES, Words
from .warning import warn_of

if TYPE_CHECKING:
    import pandas
    import xarray

_FAILURE_COLUMNS = ("policy", "future", "sample", "status", "time", "variable", "message", "detail")


class Results:
    """Results on disk, read when they are asked for: a file, or the folder of an ensemble.

    A folder that was interrupted opens as well: runs that are missing have the status
    ``"not_run"``, and `resume` completes them. Made by `open`; frames are made anew at each call.
    """

    def __init__(self, path: str, folder: _core.EnsembleFolder | None) -> None:
        self._path = path
        self._folder = folder
        self._clean: weakref.finalize[..., Any] | None = None
        self._groups: dict[str, xarray.Dataset] = {}

    @property
    def path(self) -> str:
        """The file or folder."""
        return self._path

    @property
    def title(self) -> str:
        """The title of the scenario file, or of the model."""
        return str(self._root.attrs.get("title", ""))

    @property
    def policies(self) -> list[str]:
        """Labels of the policies, in order."""
        return [str(label) for label in self._root["policy"].values]

    @property
    def futures(self) -> list[str]:
        """Labels of the futures, in order."""
        return [str(label) for label in self._root["future"].values]

    @property
    def samples(self) -> int:
        """The number of samples, missing ones included."""
        return int(self._root.sizes["sample"])

    @property
    def attributes(self) -> dict[str, Any]:
        """Where the numbers come from: texts, version, seed, design, fingerprint."""
        return dict(self._root.attrs)

    @property
    def shards(self) -> int:
        """How many shards the ensemble has; 1 for a file."""
        return 1 if self._folder is None else int(self._folder.plan["shards"])

    @cached_property
    def missing(self) -> list[int]:
        """The shards that are not there or damaged; `resume` runs them. Empty for a file."""
        if self._folder is None:
            return []
        return [i for i, state in enumerate(self._states) if state != "complete"]

    @cached_property
    def damaged(self) -> list[int]:
        """The shards whose bytes are not what their names promise."""
        return [i for i, state in enumerate(self._states) if state == "damaged"]

    @property
    def quarantined(self) -> list[int]:
        """The missing shards that ended their process each time they were tried."""
        return [i for i in shards.quarantined(self._path) if i in self.missing]

    @property
    def complete(self) -> bool:
        """Whether every run is there."""
        return not self.missing

    @property
    def status(self) -> xarray.DataArray:
        """How each run ended, in words. Dims: (policy, future, sample)."""
        return self._words("run_status")

    @property
    def status_counts(self) -> pandas.Series:
        """How many runs ended how, the most frequent first."""
        pandas_ = require("pandas", "results.status_counts")
        counts = pandas_.Series(self.status.values.ravel()).value_counts()
        return counts.rename_axis("status").rename("runs")

    @property
    def metrics(self) -> pandas.DataFrame:
        """The measures: index (metric, policy, future, sample); value, status.

        A value is NaN where its status is not ``"reached"``.
        """
        pandas_ = require("pandas", "results.metrics")
        names = self._measures
        labels = [self._root[axis].values for axis in RUN_AXES]
        index = pandas_.MultiIndex.from_product([names, *labels], names=["metric", *RUN_AXES])
        out = pandas_.DataFrame(index=index, columns=["value", "status"])
        if names:
            out["value"] = np.concatenate([self._root[n].values.ravel() for n in names])
            words = [self._words(f"{n}_status").values.ravel() for n in names]
            out["status"] = np.concatenate(words)
        return out

    @property
    def inputs(self) -> pandas.DataFrame:
        """What was drawn: one row per sample, one column per parameter, units in ``attrs``."""
        pandas_ = require("pandas", "results.inputs")
        drawn = [n for n, v in self._root.data_vars.items() if v.dims == ("sample",)]
        index = pandas_.Index(self._root["sample"].values, name="sample")
        out = pandas_.DataFrame({n: self._root[n].values for n in drawn}, index=index)
        out.attrs["units"] = {n: self._root[n].attrs.get("units", "1") for n in drawn}
        return out

    @property
    def failures(self) -> pandas.DataFrame:
        """The runs that ended early: policy, future, sample, status, time, variable, message.

        At most 10,000, the first hundred of a shard; `status` has all of them.
        """
        pandas_ = require("pandas", "results.failures")
        group = self._group("failures")
        if group is None:
            return pandas_.DataFrame(columns=list(_FAILURE_COLUMNS))
        columns = {n: group["stop_time" if n == "time" else n] for n in _FAILURE_COLUMNS}
        return pandas_.DataFrame(
            {n: _in_words(c).values if n == "status" else c.values for n, c in columns.items()}
        )

    @property
    def claims(self) -> pandas.DataFrame:
        """The claims, by id, with their verdict on the defaults and their share of the samples."""
        pandas_ = require("pandas", "results.claims")
        group = self._group("claims")
        if group is None:
            return pandas_.DataFrame()
        rows = {n: _in_words(v).values for n, v in group.data_vars.items() if v.dims == ("claim",)}
        return pandas_.DataFrame(rows, index=pandas_.Index(group["claim"].values, name="id"))

    @property
    def fans(self) -> xarray.Dataset:
        """Quantiles over the samples: dims (policy, future, quantile, subscripts..., time).

        Beside each variable ``<variable>_min``, ``_max`` and ``_count``. Empty when none were kept.
        """
        group = self._group("fans")
        if group is None:
            empty: xarray.Dataset = require("xarray", "results.fans").Dataset()
            return empty
        return group

    @property
    def nbytes(self) -> int:
        """The memory that `to_xarray` takes when everything is read, in bytes."""
        return int(self._root.nbytes)

    def to_xarray(self, lazy: bool | None = None) -> xarray.Dataset:
        """The root of the file: dims (policy, future, sample, subscripts..., time).

        Parameters
        ----------
        lazy : bool, optional
            True reads numbers when they are used (as Dask arrays when dask is installed), False
            reads all now. By default all are read unless they take more than half of the memory
            that is free; then a `SlackwaterWarning` says how much they would take.
        """
        free = _free_memory()
        if lazy is None:
            lazy = 2 * self.nbytes > free
            if lazy:
                warnings.warn(
                    f"the results take {readable(self.nbytes)} of memory and {readable(free)} are "
                    "free: they are read when they are used; select or reduce before .load()",
                    SlackwaterWarning,
                    stacklevel=2,
                )
        if not lazy:
            return self._root.copy().load()
        if importlib.util.find_spec("dask") is None:
            return self._root.copy()
        return self._root.chunk({})

    def resume(
        self,
        *,
        threads: int = 0,
        executor: Executors | None = None,
        shards: str | None = None,
        progress: Progress = False,
    ) -> Results:
        """Run what is missing; the bytes are those of an ensemble that was never interrupted.

        Parameters
        ----------
        threads, executor, shards, progress
            As in `Scenario.ensemble`.

        Returns
        -------
        Results
            The folder, opened again.
        """
        if self._folder is None:
            raise ValueError(f"{self._path!r} is a file, which is complete: only folders resume")
        part = ensemble_folder.part_of(shards, "resume()")
        count = checked_option("threads", threads, "resume()")
        notes = ensemble_folder.complete(self._folder, part, count, executor, progress)
        warn_of(diagnostics_from(notes))
        return open(self._path)

    def close(self) -> None:
        """Close the files; what was read stays."""
        for group in self._groups.values():
            group.close()
        self._groups.clear()
        self.__dict__.pop("_root", None)
        self.__dict__.pop("_file", None)
        if self._clean is not None:
            self._clean()
            self._clean = None

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _states(self) -> list[str]:
        assert self._folder is not None
        return self._folder.states()

    @cached_property
    def _root(self) -> xarray.Dataset:
        root = self._group("")
        assert root is not None
        return root

    @cached_property
    def _measures(self) -> list[str]:
        names = [str(name) for name in self._root.data_vars]
        return [n for n in names if f"{n}_status" in self._root]

    @cached_property
    def _file(self) -> str:
        """The results file; of a folder that is not whole, a view of its shards made for now."""
        if self._folder is None:
            return self._path
        packed = os.path.join(self._path, "results.h5")
        if self.complete and os.path.exists(packed):
            return packed
        temporary = tempfile.mkdtemp(prefix="slackwater-")
        self._clean = weakref.finalize(self, shutil.rmtree, temporary, True)
        view = os.path.join(os.path.realpath(temporary), "results.h5")
        self._folder.view(view)
        return view

    def _group(self, name: str) -> xarray.Dataset | None:
        if name not in self._groups:
            xarray_ = require("xarray", "slackwater.open()")
            try:
                self._groups[name] = xarray_.open_dataset(
                    self._file, group=name or None, decode_times=False, engine=_engine()
                )
            except OSError:
                if not name:
                    raise
                return None
        return self._groups[name]

    def _words(self, name: str) -> xarray.DataArray:
        return _in_words(self._root[name])

    def __repr__(self) -> str:
        text = (
            f"<Results {self.title!r} at {self._path!r}: {len(self.policies)} policies, "
            f"{len(self.futures)} futures, {self.samples} samples"
        )
        status = self._root["run_status"]
        counts = np.bincount(status.values.ravel(), minlength=1)
        words = _meanings(status)
        ended = [f"{count} {words[code]}" for code, count in enumerate(counts) if count]
        text += f"; runs: {', '.join(ended)}; {readable(self.nbytes)} in memory"
        if self.missing:
            text += (
                f"; {len(self.missing)} of {self.shards} shards are missing: .resume() runs them"
            )
        if self.quarantined:
            text += f"; in quarantine: {self.quarantined}"
        return text + ">"


def open(path: str | os.PathLike[str]) -> Results:
    """Open a results file, or the folder of an ensemble, also one that was interrupted.

    Nothing is read before it is asked for; `read_results` reads a whole file into a `Comparison`.

    Raises
    ------
    FileError
        When there is no such file or folder, or it holds no results.
    """
    name = os.fspath(path)
    if os.path.isdir(name):
        if not _core.has_plan(name):
            packed = os.path.join(name, "results.h5")
            if os.path.exists(packed):
                return _checked(Results(packed, None))
            raise FileError(f"{name}: holds neither plan.json nor results.h5", path=name)
        return Results(name, _core.open_ensemble(os.path.realpath(name)))
    if not os.path.exists(name):
        raise FileError(f"cannot read '{name}': No such file or directory", path=name)
    return _checked(Results(name, None))


def _checked(results: Results) -> Results:
    """A file that is no results file is refused now, not when something is read."""
    try:
        root = results._root
    except (OSError, ValueError, RuntimeError) as error:
        raise FileError(
            f"{results.path}: is no HDF5 file that can be read ({error})", path=results.path
        ) from None
    if "run_status" not in root or int(root.attrs.get("complete", 0)) != 1:
        results.close()
        raise FileError(f"{results.path}: holds no results of Slackwater", path=results.path)
    return results


def _meanings(codes: xarray.DataArray) -> Words:
    return np.array(str(codes.attrs["flag_meanings"]).split())


def _in_words(codes: xarray.DataArray) -> xarray.DataArray:
    """Flags as the words that the file gives for them; anything else as it is."""
    if "flag_meanings" not in codes.attrs:
        return codes
    words = codes.copy(data=_meanings(codes)[codes.values.astype(int)])
    words.attrs = {k: v for k, v in codes.attrs.items() if not k.startswith("flag_")}
    return words


def _engine() -> str:
    for name, module in (("h5netcdf", "h5netcdf"), ("netcdf4", "netCDF4")):
        if importlib.util.find_spec(module) is not None:
            return name
    raise ImportError(
        "slackwater.open() needs h5netcdf, which is not installed; python -m pip install h5netcdf "
        "or 'slackwater[all]'",
        name="h5netcdf",
    )


def _free_memory() -> int:
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")

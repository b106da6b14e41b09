"""Opens an ensemble's folder with programs that know nothing of the project.

    check_ensemble.py FOLDER

Both engines must open every shard; laid end to end they are what results.h5 holds, and its fans are
NumPy's quantiles of that.
"""

import re
import sys
from pathlib import Path

import h5py
import numpy as np
import xarray as xr

ENGINES = ("h5netcdf", "netcdf4")


def check_shards(folder, results, engine):
    shards = sorted((folder / "shards").glob("*.h5"))
    assert len(shards) == 3
    parts = [xr.open_dataset(shard, engine=engine) for shard in shards]
    for shard, part in zip(shards, parts, strict=True):
        number = int(re.fullmatch(r"s-(\d{6})\.[0-9a-f]{16}\.h5", shard.name)[1])
        assert part.attrs["runs"] == "shard" and part.attrs["complete"] == 1
        assert part.attrs["first_sample"] == 25 * number == part["sample"].values[0]
        assert part.attrs["plan_sha256"] == results.attrs["plan_sha256"]
        with xr.open_dataset(shard, engine=engine, group="claims") as claims:
            assert claims["sample_verdict"].dims == ("claim", "sample")
    whole = xr.concat(parts, "sample", data_vars="minimal", coords="minimal", compat="override")
    for name, array in whole.data_vars.items():
        np.testing.assert_array_equal(array.values, results[name].values, err_msg=name)


def check_fans(folder, results, engine):
    with xr.open_dataset(folder / "results.h5", engine=engine, group="fans") as fans:
        assert list(fans["policy"].values) == list(results["policy"].values)
        series = [n for n, v in results.data_vars.items() if v.attrs.get("role") == "series"]
        assert series and sorted(n for n in fans if fans[n].attrs.get("role") == "fan") == sorted(
            series
        )
        for name in series:
            fan, runs = fans[name], results[name]
            assert fan.dims[:3] == ("policy", "future", "quantile") and fan.dims[-1] == "time"
            assert fan.attrs["units"] == runs.attrs["units"]
            levels = [0.05, 0.25, 0.5, 0.75, 0.95]
            assert list(fan["quantile"].values) == levels
            exact = runs.quantile(levels, "sample", skipna=True).transpose(*fan.dims)
            size = np.abs(runs).max("sample")
            off = np.abs(fan - exact) <= (fan.attrs["error_bound"] + 1e-12) * size
            assert off.all(), name
            np.testing.assert_array_equal(fans[name + "_min"], runs.min("sample"))
            np.testing.assert_array_equal(fans[name + "_max"], runs.max("sample"))
            np.testing.assert_array_equal(fans[name + "_count"], runs.notnull().sum("sample"))
        stopped = fans["throughput_count"].sel(policy="withdrawn", future="demand_shock")
        assert stopped.values[100] == 60 and stopped.values[101] == 59


def main():
    folder = Path(sys.argv[1])
    for engine in ENGINES:
        with xr.open_dataset(folder / "results.h5", engine=engine) as results:
            assert results.attrs["n_missing"] == 0 and results.attrs["failures_in_all"] == 1
            check_shards(folder, results, engine)
            check_fans(folder, results, engine)
    with h5py.File(folder / "results.h5") as file:
        assert file["throughput"].is_virtual == (folder.name == "virtual")


if __name__ == "__main__":
    main()

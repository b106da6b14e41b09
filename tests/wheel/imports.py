"""Imports the installed package in the given order with others that bring their own HDF5.

python tests/wheel/imports.py slackwater h5py netCDF4
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    for name in sys.argv[1:]:
        importlib.import_module(name)
    import h5py
    import netCDF4
    import slackwater as sw

    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.h5"
        sw.load(ROOT / "models" / "teacup.sd").run().save(results)
        with h5py.File(results) as file:
            by_h5py = file["time"][:]
        with netCDF4.Dataset(results) as file:
            by_netcdf = file["time"][:]
        assert by_h5py.size > 1
        assert (by_h5py == by_netcdf).all()
        with h5py.File(Path(folder) / "own.h5", "w") as file:
            file["x"] = by_h5py
        with netCDF4.Dataset(Path(folder) / "own.nc", "w") as file:
            file.createDimension("x", by_h5py.size)


if __name__ == "__main__":
    main()

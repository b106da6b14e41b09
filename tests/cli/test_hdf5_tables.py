"""Tables of samples in HDF5: written by h5py and xarray, read by the command."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from command_case import Run

h5py = pytest.importorskip("h5py")
xarray = pytest.importorskip("xarray")

MODEL = """model "small"
time week from 0 to 1 step 1 save 1 method euler
dimension place = north, south
parameter price: 1 = 1
parameter cost[place]: 1 = 1
stock total: week = 0
    inflow rise
flow rise: 1 = price * sum(cost[*])
"""
SCENARIO = "scenario: s\nmodel: m.sd\npolicies: {a: {}}\nuncertainty: {table: draws.h5}\n"
SCENARIO += "measure: {end: final(total)}\n"
PRICE = np.random.default_rng(1).uniform(0, 1, 300) / 3  # digits that a short print would lose


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.sd").write_text(MODEL)
    (tmp_path / "s.yaml").write_text(SCENARIO)
    return tmp_path


def compared(run: Run, code: int = 0) -> str:
    answer = run("compare", "s.yaml", "--out", "out", "--quiet")
    assert answer.code == code, answer.out + answer.err
    return answer.err


def test_datasets_are_columns(run: Run, folder: Path) -> None:
    with h5py.File(folder / "draws.h5", "w") as file:
        file["price"] = PRICE
        file["cost[north]"] = np.arange(300, dtype="i2")
    compared(run)
    with h5py.File(folder / "out" / "results.h5") as file:
        assert file["price"][...].tobytes() == PRICE.tobytes()
        assert file["end"][0, 0].tolist() == (PRICE * (np.arange(300) + 1.0)).tolist()


def test_xarray_writes_such_tables(run: Run, folder: Path) -> None:
    data = {"price": ("sample", PRICE), "cost[south]": ("sample", PRICE[::-1].copy())}
    xarray.Dataset(data, coords={"sample": np.arange(300)}).to_netcdf(
        folder / "draws.h5", engine="h5netcdf"
    )
    compared(run)
    with h5py.File(folder / "out" / "results.h5") as file:
        assert file["cost[south]"][...].tobytes() == PRICE[::-1].tobytes()


def write(folder: Path, **columns: object) -> None:
    with h5py.File(folder / "draws.h5", "w") as file:
        for name, values in columns.items():
            file[name] = values


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"price": [1.0, 2.0], "cost[north]": [1.0]},
            "'cost[north]' has 1 values and 'price' has 2",
        ),
        ({"price": np.ones((2, 2))}, "the dataset 'price' is no column of numbers"),
        ({"price": ["a", "b"]}, "the dataset 'price' is no column of numbers"),
        ({}, "holds no column of numbers"),
        ({"price": [1.0, np.nan]}, "draws.h5:3:1: error: 'nan' is no number [E1115]"),
        ({"price": [1.0, np.inf]}, "draws.h5:3:1: error: 'inf' is no number [E1115]"),
        ({"pride": [1.0]}, "the model has no parameter 'pride' [E1115]"),
        ({"price": np.empty(0)}, "the table holds no samples [E1115]"),
    ],
)
def test_what_is_no_table_is_refused(
    run: Run, folder: Path, columns: dict[str, object], message: str
) -> None:
    write(folder, **columns)
    said = compared(run, 3)
    assert message in said
    if "E1115" not in message:  # of the file as a whole: at the place that names it
        assert f"s.yaml:4:22: error: draws.h5: {message} [E1115]" in said


def test_a_damaged_file_is_told(run: Run, folder: Path) -> None:
    write(folder, price=np.arange(1000.0))
    whole = (folder / "draws.h5").read_bytes()
    for size in (64, 600, len(whole) // 2):
        (folder / "draws.h5").write_bytes(whole[:size])
        assert "s.yaml:4:22: error: draws.h5: is damaged" in compared(run, 3)


def test_a_csv_of_the_same_numbers_gives_the_same_samples(run: Run, folder: Path) -> None:
    write(folder, price=PRICE)
    compared(run)
    with h5py.File(folder / "out" / "results.h5") as file:
        expected = file["end"][...].tobytes()
    with (folder / "draws.h5").open("w", newline="") as file:
        csv.writer(file).writerows([["price"], *([repr(float(x))] for x in PRICE)])
    shutil.rmtree(folder / "out")
    compared(run)
    with h5py.File(folder / "out" / "results.h5") as file:
        assert file["end"][...].tobytes() == expected

"""Tables of samples in NumPy files: written by NumPy, read by the command."""

from __future__ import annotations

import json
from pathlib import Path

import h5py
import numpy as np
import pytest
from command_case import Run

MODEL = """model "small"
time week from 0 to 1 step 1 save 1 method euler
dimension place = north, south
parameter price: 1 = 1 range 0 .. 1000
parameter cost[place]: 1 = 1
stock total: week = 0
    inflow rise
flow rise: 1 = price * sum(cost[*])
"""
SCENARIO = "scenario: s\nmodel: m.sd\npolicies: {a: {}}\nuncertainty: {table: draws.npy%s}\n"
SCENARIO += "measure: {end: final(total)}\n"
NAMED = ', columns: [price, "cost[north]"]'
ROWS = np.random.default_rng(1).uniform(0, 1, (300, 2)) / 3  # digits that a short print would lose


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.sd").write_text(MODEL)
    return tmp_path


def compared(run: Run, folder: Path, table: np.ndarray, more: str = "", code: int = 0) -> str:
    np.save(folder / "draws.npy", table)
    (folder / "s.yaml").write_text(SCENARIO % more)
    answer = run("compare", "s.yaml", "--out", "out", "--quiet")
    assert answer.code == code, answer.out + answer.err
    return answer.err


def check_samples(folder: Path, expected: np.ndarray) -> None:
    with h5py.File(folder / "out" / "results.h5") as file:
        assert file["price"][...].tobytes() == expected[:, 0].tobytes()
        assert file["cost[north]"][...].tobytes() == expected[:, 1].tobytes()
        # The other place costs 1, and the run lasts one week.
        assert file["end"][0, 0].tolist() == (expected[:, 0] * (expected[:, 1] + 1)).tolist()


@pytest.mark.parametrize("kind", ["<f8", ">f8", "<f4", "<i2", ">u4", "?"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_of_two_axes(run: Run, folder: Path, kind: str, order: str) -> None:
    table = np.asarray(ROWS if "f" in kind else ROWS * 900, dtype=kind, order=order)
    compared(run, folder, table, NAMED)
    check_samples(folder, table.astype(float))


@pytest.mark.parametrize("align", [False, True])
def test_a_structured_array_names_its_columns(run: Run, folder: Path, align: bool) -> None:
    fields = [("sample", "u1"), ("price", "f8"), ("cost[north]", ">f4")]
    table = np.zeros(300, dtype=np.dtype(fields, align=align))
    table["price"], table["cost[north]"] = ROWS.T
    compared(run, folder, table)
    check_samples(folder, np.column_stack([ROWS[:, 0], ROWS[:, 1].astype("f4")]))


@pytest.mark.parametrize(
    ("table", "more", "message"),
    [
        (ROWS, "", "s.yaml:4:22: error: the first line of 'draws.npy' holds numbers, no names"),
        (ROWS, ", columns: [price]", "draws.npy:1:1: error: 2 values where 'columns' names 1"),
        (ROWS, ", columns: [price, cots]", "s.yaml:4:50: error: the model has no parameter 'cots'"),
        (ROWS[:, 0], NAMED, "s.yaml:4:22: error: draws.npy: holds an array of shape (300,)"),
        (ROWS * 1j, NAMED, "s.yaml:4:22: error: draws.npy: holds '<c16', not real numbers"),
        (np.array([["a"]]), NAMED, "s.yaml:4:22: error: draws.npy: holds '<U1', not real"),
        (np.array([[1, np.nan]]), NAMED, "draws.npy:1:3: error: 'nan' is no number"),
        (np.array([[1.0, 2], [1001, 2]]), NAMED, "draws.npy:2:1: error: 1001 is outside the range"),
        (ROWS[:0], NAMED, "the table holds no samples"),
    ],
)
def test_what_is_no_table_is_refused_at_its_place(
    run: Run, folder: Path, table: np.ndarray, more: str, message: str
) -> None:
    assert message in compared(run, folder, table, more, 3)


def test_a_file_that_is_not_there_or_cut_off(run: Run, folder: Path) -> None:
    compared(run, folder, ROWS, NAMED)
    whole = (folder / "draws.npy").read_bytes()
    (folder / "draws.npy").write_bytes(whole[:-1])
    answer = run("compare", "s.yaml", "--out", "out", "--quiet")
    assert answer.code == 3
    assert "s.yaml:4:22: error: draws.npy: is damaged: it ends before its last" in answer.err
    (folder / "draws.npy").unlink()
    answer = run("compare", "s.yaml", "--out", "out", "--quiet")
    assert "cannot read the table 'draws.npy': No such file or directory" in answer.err


def test_an_ensemble_keeps_the_table_and_is_computed_again(run: Run, folder: Path) -> None:
    compared(run, folder, ROWS, NAMED)
    assert run("ensemble", "s.yaml", "--out", "study", "--quiet").code == 0
    assert run("reproduce", "out/results.h5", "--quiet").code == 0
    (folder / "draws.npy").unlink()
    assert run("reproduce", "study", "--quiet").code == 0
    plan = json.loads((folder / "study" / "plan.json").read_text())
    (table,) = [file for file in plan["files"] if file["path"] == "draws.npy"]
    values = [[float(cell) for cell in line.split(",")] for line in table["text"].splitlines()]
    assert np.array(values).tobytes() == ROWS.tobytes()
    assert run("reproduce", "out/results.h5", "--quiet").code != 0  # it knows the hash alone

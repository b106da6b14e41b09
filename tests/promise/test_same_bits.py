"""The same run gives the same bits: not one byte differs, whatever the machine and the way.

`pytest tests/promise` takes a few shipped files; with --every-study it takes all of them.
"""

from __future__ import annotations

import math
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from studies import SUBNORMAL, Study, studies
from ways import OTHER_SHARDS, PLAIN, SAME_SHARDS, Host, Way

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
from command_case import COMMAND

Arrays = dict[str, bytes]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "study" in metafunc.fixturenames:
        chosen = studies(metafunc.config.getoption("--every-study"))
        metafunc.parametrize("study", chosen, ids=str, scope="module")


def call(words: list[object], host: Host, environment: str = "") -> None:
    done = subprocess.run(
        [COMMAND, *map(str, words)],
        env=host.environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    # A run that ends early is a result too; 1 says that all of them did.
    assert done.returncode in (0, 1), f"{words}: {done.stderr}"


def shard_files(folder: Path) -> list[Path]:
    """In the order of their samples."""
    return sorted((folder / "shards").glob("s-*.h5"))


def compute(scenario: Path, folder: Path, way: Way, host: Host) -> Path:
    """The ensemble's folder."""
    for turn, words in enumerate(way.commands):
        if turn > 0:
            for shard in shard_files(folder)[: way.lose]:
                shard.unlink()
        size = ["--shard-size", way.shard_size]
        call(["ensemble", scenario, "--out", folder, *size, "--quiet", *words], host, way.host)
    return folder


def arrays_of(paths: list[Path], inside: Callable[[str], bool] = lambda name: True) -> Arrays:
    """What depends on the sample, put together over shards: bytes by name."""
    parts: dict[str, list[np.ndarray]] = {}
    axes: dict[str, int] = {}

    def take(name: str, dataset: object) -> None:
        if not isinstance(dataset, h5py.Dataset) or dataset.dtype.kind not in "fiu":
            return
        scales = [d[0].name.rsplit("/", 1)[-1] if len(d) else "" for d in dataset.dims]
        if "sample" in scales and inside(name):
            axes[name] = scales.index("sample")
            parts.setdefault(name, []).append(dataset[...])

    for path in paths:
        with h5py.File(path) as file:
            file.visititems(take)
    return {n: np.concatenate(p, axis=axes[n]).tobytes() for n, p in parts.items()}


def different(left: Arrays, right: Arrays) -> list[str]:
    """The names whose bytes are not the same."""
    names = left.keys() | right.keys()
    return sorted(name for name in names if left.get(name) != right.get(name))


@pytest.fixture(scope="module")
def plain(study: Study, tmp_path_factory: pytest.TempPathFactory, host: Host) -> tuple[Path, Path]:
    """The scenario file and its ensemble, computed in one thread."""
    folder = tmp_path_factory.mktemp("plain")
    scenario = study.write(folder)
    return scenario, compute(scenario, folder / "out", PLAIN, host)


@pytest.mark.parametrize("way", SAME_SHARDS, ids=str)
def test_the_shards_are_the_same(
    plain: tuple[Path, Path], way: Way, host: Host, tmp_path: Path, count: dict[str, int]
) -> None:
    scenario, expected = plain
    found = compute(scenario, tmp_path / "out", way, host)
    assert [p.name for p in shard_files(found)] == [p.name for p in shard_files(expected)]
    for here, there in zip(shard_files(found), shard_files(expected), strict=True):
        assert here.read_bytes() == there.read_bytes()
        count["shards"] = count.get("shards", 0) + here.stat().st_size


@pytest.mark.parametrize("way", OTHER_SHARDS, ids=str)
def test_the_size_of_shards_changes_nothing(
    plain: tuple[Path, Path], way: Way, host: Host, tmp_path: Path, count: dict[str, int]
) -> None:
    scenario, folder = plain
    expected = arrays_of(shard_files(folder))
    found = arrays_of(shard_files(compute(scenario, tmp_path / "out", way, host)))
    assert len(expected) > 3
    assert different(found, expected) == []
    size = "arrays of shards of other sizes"
    count[size] = count.get(size, 0) + sum(map(len, found.values()))


def test_a_comparison_has_the_same_numbers(
    plain: tuple[Path, Path], host: Host, tmp_path: Path, count: dict[str, int]
) -> None:
    scenario, folder = plain
    call(["compare", scenario, "--out", tmp_path / "out", "--quiet"], host)
    found = arrays_of([tmp_path / "out" / "results.h5"], lambda n: not n.startswith("defaults/"))
    expected = arrays_of(shard_files(folder))
    both = found.keys() & expected.keys()
    assert len(both) > 3
    assert different({n: found[n] for n in both}, {n: expected[n] for n in both}) == []
    name = "arrays of comparisons"
    count[name] = count.get(name, 0) + sum(len(found[n]) for n in both)


def test_one_run_alone_has_the_same_numbers(
    plain: tuple[Path, Path], host: Host, tmp_path: Path, count: dict[str, int]
) -> None:
    """The last sample, under the last policy and future."""
    scenario, folder = plain
    last = shard_files(folder)[-1]
    with h5py.File(last) as shard:
        policy, future = (shard[axis][-1].decode() for axis in ("policy", "future"))
        sample = int(shard["sample"][-1])
        words = ["--scenario", scenario, "--policy", policy, "--future", future]
        out = tmp_path / "one.h5"
        call(["run", *words, "--only", sample, "--out", out, "--quiet"], host)
        if not out.exists():  # it has no start: neither here nor there
            assert shard["run_status"][-1, -1, -1] != 0
            return
        with h5py.File(out) as alone:
            series = [n for n, d in alone.items() if getattr(d, "ndim", 0) >= 4]
            assert series
            for name in series:
                found = alone[name][0, 0, 0].tobytes()
                assert found == shard[name][-1, -1, -1].tobytes(), name
                what = "series of runs alone"
                count[what] = count.get(what, 0) + len(found)


# What follows shows that the tests above can fail.


def test_one_changed_bit_is_noticed(plain: tuple[Path, Path], tmp_path: Path) -> None:
    _, folder = plain
    copy = tmp_path / "copy.h5"
    shutil.copy(shard_files(folder)[0], copy)
    with h5py.File(copy, "r+") as file:
        name = next(n for n, d in file.items() if getattr(d, "ndim", 0) >= 4)
        # The first number: of a run that failed there is none.
        first = tuple(np.argwhere(np.isfinite(file[name][...]))[0])
        file[name][first] = math.nextafter(float(file[name][first]), math.inf)
    found = arrays_of([copy, *shard_files(folder)[1:]])
    assert different(found, arrays_of(shard_files(folder))) == [name]


def python(text: str, host: Host, environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", text],
        env=host.environment(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_foreign_library_flushes_to_zero(host: Host) -> None:
    text = "print(float('5e-324') * float('1'))"
    assert python(text, host, "") == "5e-324\n"
    assert python(text, host, "foreign") == "0.0\n"


def test_there_is_something_to_flush(host: Host, tmp_path: Path) -> None:
    """The study whose numbers become subnormal has such numbers in its shards."""
    scenario = Study(SUBNORMAL, 7).write(tmp_path)
    (shard,) = shard_files(compute(scenario, tmp_path / "out", PLAIN, host))
    with h5py.File(shard) as file:
        x = file["x"][...]
    assert ((x > 0) & (x < sys.float_info.min)).any()


def test_glibc_without_fma_gives_other_numbers(host: Host) -> None:
    """Where it does not, the processor has neither, and there is nothing to switch off."""
    text = (
        "import hashlib, math, struct; h = hashlib.sha256()\n"
        "for i in range(1, 100000):\n"
        "    x = i * 0.00037\n"
        "    h.update(struct.pack('3d', math.sin(x), math.exp(x / 9), math.pow(x, 1.37)))\n"
        "print(h.hexdigest())"
    )
    flags = Path("/proc/cpuinfo").read_text()
    if " fma " not in flags or " avx2 " not in flags:
        pytest.skip("this processor has no FMA")
    assert python(text, host, "") != python(text, host, "old_glibc")


def test_numbers_are_read_as_doubles() -> None:
    """Bytes are compared, so that a NaN equals itself and -0 differs from 0."""
    assert struct.pack("d", math.nan) == struct.pack("d", math.nan)
    assert struct.pack("d", -0.0) != struct.pack("d", 0.0)

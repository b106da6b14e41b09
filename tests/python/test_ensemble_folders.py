"""Ensembles in folders: begun, interrupted, opened half-way, resumed; the same bytes at the end."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import slackwater as sw


@pytest.fixture(scope="module")
def scenario(root: Path) -> sw.Scenario:
    return sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")


@pytest.fixture(scope="module")
def whole(scenario: sw.Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ensembles") / "whole"
    scenario.ensemble(folder, shard_size=8, fans="indicators", threads=1)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    files = [*folder.glob("shards/*.h5"), folder / "results.h5"]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def half(scenario: sw.Scenario, folder: Path) -> sw.Results:
    return scenario.ensemble(folder, shard_size=8, fans="indicators", shards="1/2")


def test_it_holds_what_compare_finds(whole: Path, comparison: sw.Comparison) -> None:
    with sw.open(whole) as results:
        assert results.complete and results.missing == [] and results.shards == 8
        assert (results.title, results.samples) == (comparison.title, 64)
        assert results.policies == list(comparison.policies)
        data = results.to_xarray()
        expected = comparison.to_xarray()
        for name in comparison.variables:
            np.testing.assert_array_equal(data[name].values, expected[name].values)
        assert results.metrics["value"].equals(comparison.sample_metrics["value"])
        assert results.metrics["status"].tolist() == comparison.sample_metrics["status"].tolist()
        assert results.inputs.equals(comparison.inputs)
        assert results.inputs.attrs == comparison.inputs.attrs
        assert results.claims["share"].tolist() == comparison.claims["share"].tolist()
        assert results.failures.empty and len(results.failures.columns) == 8
        assert (results.status.values == "complete").all()


def test_fans_are_quantiles_of_the_series(whole: Path, comparison: sw.Comparison) -> None:
    with sw.open(whole) as results:
        fan = results.fans["output"].sel(policy="protected", future="calm")
        series = comparison.to_xarray()["output"].sel(policy="protected", future="calm")
        expected = series.quantile(fan["quantile"].values, "sample").transpose("quantile", "time")
        np.testing.assert_allclose(fan.values, expected.values, rtol=2 * fan.attrs["error_bound"])


def test_half_of_it_opens(scenario: sw.Scenario, tmp_path: Path, whole: Path) -> None:
    results = half(scenario, tmp_path / "half")
    assert not results.complete and results.missing == [4, 5, 6, 7]
    assert results.status_counts.to_dict() == {"complete": 384, "not_run": 384}
    assert (results.status.sel(sample=slice(0, 31)).values == "complete").all()
    assert (results.status.sel(sample=slice(32, None)).values == "not_run").all()
    assert "384 complete, 384 not_run" in repr(results)
    assert "4 of 8 shards are missing: .resume()" in repr(results)
    values = results.to_xarray(lazy=True)["output"]
    assert np.isnan(values.isel(sample=slice(32, None)).values).all()
    with sw.open(whole) as all_of_it:
        there = all_of_it.to_xarray()["output"].isel(sample=slice(0, 32))
        np.testing.assert_array_equal(values.isel(sample=slice(0, 32)).values, there.values)
        first = results.metrics.loc["late_output"].xs(31, level="sample")
        assert first.equals(all_of_it.metrics.loc["late_output"].xs(31, level="sample"))
    done = results.resume()
    assert done.complete and hashes(tmp_path / "half") == hashes(whole)


def test_opening_leaves_the_folder_alone(scenario: sw.Scenario, tmp_path: Path) -> None:
    results = half(scenario, tmp_path / "half")
    before = sorted(p.name for p in (tmp_path / "half").rglob("*"))
    assert results.metrics.notna().any().any()
    view = Path(results._file)
    assert view.exists()
    results.close()
    assert not view.exists()
    assert sorted(p.name for p in (tmp_path / "half").rglob("*")) == before


def test_a_damaged_shard_is_run_again(scenario: sw.Scenario, tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "half"
    half(scenario, folder)
    shard = sorted(folder.glob("shards/s-000001.*"))[0]
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    results = sw.open(folder)
    assert results.damaged == [1] and results.missing == [1, 4, 5, 6, 7]
    with pytest.warns(sw.SlackwaterWarning, match="set aside as"):
        results.resume()
    assert hashes(folder) == hashes(whole)


def test_a_folder_is_not_begun_twice(scenario: sw.Scenario, tmp_path: Path) -> None:
    half(scenario, tmp_path / "half")
    with pytest.raises(sw.FileError, match="holds an ensemble already; resume=True"):
        scenario.ensemble(tmp_path / "half")
    with pytest.raises(sw.FileError, match="holds another ensemble; .*shard"):
        scenario.ensemble(tmp_path / "half", shard_size=7, resume=True)
    assert scenario.ensemble(tmp_path / "half", resume=True).complete


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sw.FileError, match="No such file"):
        sw.open(tmp_path / "nothing")
    with pytest.raises(sw.FileError, match="neither plan.json nor results.h5"):
        sw.open(tmp_path)
    (tmp_path / "text.h5").write_text("no HDF5\n")
    with pytest.raises(sw.FileError, match="no HDF5 file"):
        sw.open(tmp_path / "text.h5")


@pytest.mark.parametrize("shards", ["0/4", "5/4", "1", "a/b", "1/4/4", 7])
def test_parts_are_checked(scenario: sw.Scenario, tmp_path: Path, shards: str) -> None:
    with pytest.raises(ValueError, match="K/N with K from 1 to N"):
        scenario.ensemble(tmp_path / "out", shards=shards)
    assert not (tmp_path / "out").exists()


def test_a_results_file_opens(comparison: sw.Comparison, tmp_path: Path) -> None:
    comparison.save(tmp_path / "results.h5")
    results = sw.open(tmp_path / "results.h5")
    assert results.complete and results.samples == 64
    assert results.metrics["value"].equals(comparison.sample_metrics["value"])
    with pytest.raises(ValueError, match="only folders resume"):
        results.resume()


def test_large_results_are_read_lazily(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = sw.open(whole)
    # 9 indicators and measures of 6 x 2 x 64 runs at 157 save points, 8 bytes each.
    assert results.nbytes > 8 * 6 * 2 * 64 * 157 * 9
    assert results.to_xarray()["output"].chunks is None
    monkeypatch.setattr("slackwater.results._free_memory", lambda: 10_000_000)
    with pytest.warns(sw.SlackwaterWarning, match=r"take \d+\.\d MB of memory and 10.0 MB are"):
        data = results.to_xarray()
    assert data["output"].chunks is not None
    last = data["output"].sel(policy="protected", future="calm").mean("sample").isel(time=-1)
    expected = results.to_xarray(lazy=False)["output"].sel(policy="protected", future="calm")
    np.testing.assert_allclose(float(last), expected.values[:, -1].mean(), rtol=1e-12)


def test_interrupted_and_resumed(
    root: Path, tmp_path: Path, subprocess_env: dict[str, str]
) -> None:
    # A shell that starts the tests in the background has them ignore the signal.
    script = textwrap.dedent(f"""\
        import signal
        import slackwater as sw
        signal.signal(signal.SIGINT, signal.default_int_handler)
        scenario = sw.load_scenario({str(root / "scenarios" / "slack_and_rework.yaml")!r})
        def tell(done, total):
            if done > total / 20:
                print("working", flush=True)
        try:
            scenario.ensemble(
                "out", samples=512, shard_size=4, series=False, progress=tell, threads=1
            )
        except KeyboardInterrupt as stopped:
            print("stopped:", stopped, flush=True)
        print(scenario.run().status, flush=True)
        """)
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env=subprocess_env,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        process.send_signal(signal.SIGINT)
        said = process.stdout.read()
        assert process.wait() == 0
    path = str(tmp_path / "out")
    assert f"complete shards are kept; to go on: slackwater.open({path!r}).resume()" in said
    assert said.endswith("complete\n")
    results = sw.open(path)
    assert 0 < len(results.missing) < 128
    assert results.resume().complete
    assert not list(Path(path).glob("writers/*.lock"))


def test_a_second_writer_is_refused(scenario: sw.Scenario, tmp_path: Path) -> None:
    results = half(scenario, tmp_path / "half")
    assert results._folder is not None
    lock = results._folder.lock(2, 2, "somebody else")
    with pytest.raises(sw.FileError, match=f"process {os.getpid()} on host .*: somebody else"):
        results.resume()
    lock.release()
    assert results.resume().complete

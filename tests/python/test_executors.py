"""Shards on executors: the same bytes on threads, processes and a Dask cluster, whatever dies."""

from __future__ import annotations

import functools
import hashlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Timer

import pytest
import shard_tasks
import slackwater as sw
from slackwater import ensemble_folder, executors, shards

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def scenario(root: Path) -> sw.Scenario:
    return sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")


@pytest.fixture(scope="module")
def expected(scenario: sw.Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of one thread."""
    folder = tmp_path_factory.mktemp("ensembles") / "one_thread"
    scenario.ensemble(folder, shard_size=4, threads=1)
    return hashes(folder)


def hashes(folder: Path) -> dict[str, str]:
    files = [*folder.glob("shards/*.h5"), folder / "results.h5"]
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def two_processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def use_task(monkeypatch: pytest.MonkeyPatch, task: executors.Task) -> None:
    monkeypatch.setattr(ensemble_folder, "Shards", functools.partial(executors.Shards, task=task))


@pytest.mark.parametrize("make", [lambda: ThreadPoolExecutor(3), two_processes])
def test_executors_give_the_same_bytes(
    scenario: sw.Scenario, tmp_path: Path, expected: dict[str, str], make: type[Executor]
) -> None:
    told: list[tuple[int, int]] = []
    with make() as executor:
        results = scenario.ensemble(
            tmp_path / "out",
            shard_size=4,
            executor=executor,
            progress=lambda done, total: told.append((done, total)),
        )
        assert executor.submit(abs, -1).result() == 1  # it stays the caller's
    assert results.complete and hashes(tmp_path / "out") == expected
    assert told == [(48 * i, 768) for i in range(17)]
    assert list((tmp_path / "out" / "running").iterdir()) == []


def check_quarantine(folder: Path, results: sw.Results) -> None:
    assert results.missing == [shard_tasks.DEADLY] == results.quarantined
    assert "in quarantine: [3]" in repr(results)
    assert results.status_counts.to_dict() == {"complete": 720, "not_run": 48}
    note = (folder / "quarantine" / "s-000003.txt").read_text()
    assert "ended the process that computed it 3 times" in note


def test_a_deadly_shard_is_quarantined(
    scenario: sw.Scenario,
    tmp_path: Path,
    expected: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_task(monkeypatch, shard_tasks.deadly)
    folder = tmp_path / "out"
    pools: list[Executor] = []

    def make() -> Executor:
        pools.append(two_processes())
        return pools[-1]

    with pytest.warns(sw.SlackwaterWarning, match="shard 3 ended its process 3 times and is in"):
        results = scenario.ensemble(folder, shard_size=4, executor=make)
    check_quarantine(folder, results)
    assert 3 <= len(pools) <= 4  # one per death; the last one finishes the rest
    assert not (folder / "results.h5").exists()
    (folder / shard_tasks.HEALTHY).touch()
    assert results.resume(executor=make).complete
    assert hashes(folder) == expected
    assert list((folder / "quarantine").iterdir()) == []


def test_a_broken_pool_of_the_caller(
    scenario: sw.Scenario,
    tmp_path: Path,
    expected: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use_task(monkeypatch, shard_tasks.deadly)
    folder = tmp_path / "out"
    with two_processes() as pool, pytest.raises(sw.SlackwaterError) as caught:
        scenario.ensemble(folder, shard_size=4, executor=pool)
    assert "a worker process of the executor died" in str(caught.value)
    assert f"slackwater.open({str(folder)!r}).resume(executor=...)" in str(caught.value)
    (folder / shard_tasks.HEALTHY).touch()
    sw.open(folder).resume(executor="processes")
    assert hashes(folder) == expected


def test_what_is_no_executor(scenario: sw.Scenario, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'processes' or an executor, not 'threads'"):
        scenario.ensemble(tmp_path / "a", executor="threads")
    with pytest.raises(TypeError, match=r"a dask\.distributed\.Client, not 7"):
        scenario.ensemble(tmp_path / "b", executor=7)


def test_marks_of_the_living_are_no_deaths(scenario: sw.Scenario, tmp_path: Path) -> None:
    with shards._marked(str(tmp_path), 5):
        assert len(shards._markers(str(tmp_path), 5)) == 1
        assert shards.deaths(str(tmp_path), 5) == 0
    assert shards._markers(str(tmp_path)) == []


@contextmanager
def dask_cluster(env: dict[str, str], cwd: Path) -> Iterator[str]:
    """Two worker processes in a cluster of its own, which outlives its clients."""
    script = textwrap.dedent("""\
        import sys
        import dask
        from distributed import LocalCluster
        if __name__ == "__main__":
            # A worker that is away for 15 seconds is given up for good otherwise. A busy machine
            # needs as long for a restart, and here workers die again and again.
            dask.config.set({"distributed.deploy.lost-worker-timeout": "10 minutes"})
            with LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                              dashboard_address=None, silence_logs=50) as cluster:
                print(cluster.scheduler_address, flush=True)
                sys.stdin.read()
        """)
    (cwd / "cluster.py").write_text(script)
    with subprocess.Popen(
        [sys.executable, "cluster.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
        cwd=cwd,
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # closing a cluster is no matter of this project
            process.kill()


@pytest.fixture
def env(subprocess_env: dict[str, str]) -> dict[str, str]:
    return {**subprocess_env, "PYTHONPATH": f"{subprocess_env['PYTHONPATH']}:{HERE}"}


def count(folder: Path) -> int:
    return len(list(folder.glob("shards/s-*.h5")))


def wait_for(folder: Path, least: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while count(folder) < least:
        assert process.poll() is None, f"the driver ended at {count(folder)} shards"
        assert time.monotonic() < end, f"{count(folder)} shards"
        time.sleep(0.005)


in_full = pytest.mark.skipif(
    os.environ.get("SLACKWATER_LONG") != "1", reason="a cluster takes minutes: SLACKWATER_LONG=1"
)


@in_full
def test_dask_workers_and_the_driver_are_killed(
    root: Path, tmp_path: Path, expected: dict[str, str], env: dict[str, str]
) -> None:
    distributed = pytest.importorskip("distributed")
    folder = tmp_path / "out"
    script = textwrap.dedent(f"""\
        import functools, sys
        import shard_tasks
        import slackwater as sw
        from distributed import Client
        from slackwater import ensemble_folder, executors
        ensemble_folder.Shards = functools.partial(executors.Shards, task=shard_tasks.slow)
        scenario = sw.load_scenario({str(root / "scenarios" / "slack_and_rework.yaml")!r})
        with Client(sys.argv[1]) as client:
            scenario.ensemble("out", shard_size=4, executor=client, resume=True)
        """)
    seed = int.from_bytes(os.urandom(4), "big")
    print("seed", seed)
    chance = random.Random(seed)
    with dask_cluster(env, tmp_path) as address, distributed.Client(address) as client:
        command = [sys.executable, "-c", script, address]
        with subprocess.Popen(command, env=env, cwd=tmp_path) as driver:
            for kill in range(3):
                wait_for(folder, 1 + 3 * kill, driver)
                time.sleep(chance.uniform(0, 0.1))
                workers = client.run(os.getpid)
                os.kill(chance.choice(sorted(workers.values())), signal.SIGKILL)
            wait_for(folder, 9, driver)
            driver.kill()
        left = 16 - count(folder)
        assert left > 0, "the driver was done before it was killed"
        again = subprocess.run(command, env=env, cwd=tmp_path, timeout=120, check=False)
        assert again.returncode == 0
    assert hashes(folder) == expected


class Cluster:
    """A client of a cluster that comes and goes."""

    workers = 1

    def nthreads(self) -> dict[str, int]:
        return {f"worker {i}": 1 for i in range(self.workers)}


def test_workers_that_come_back_are_not_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    cluster = Cluster()
    absence = executors.Absence(cluster)
    told = []
    for second in range(200):
        now = float(second)
        # Away from 25 to 50: within patience, although a look every 30 seconds would find nobody.
        cluster.workers = 0 if 25 <= second < 50 or second >= 100 else 1
        told += [second] if absence.is_long() else []
    assert told[0] == 99 + executors.PATIENCE  # last seen at 99


def test_a_cluster_without_workers_is_said(
    scenario: sw.Scenario,
    tmp_path: Path,
    expected: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "PATIENCE", 0.3)
    with (
        distributed.LocalCluster(
            n_workers=0, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        helper = Timer(1.5, cluster.scale, [1])
        helper.start()
        with pytest.warns(sw.SlackwaterWarning, match="the Dask cluster has no workers"):
            scenario.ensemble(tmp_path / "out", shard_size=4, executor=client)
        helper.join()
    assert hashes(tmp_path / "out") == expected


@in_full
def test_dask_quarantines_a_deadly_shard(
    scenario: sw.Scenario,
    tmp_path: Path,
    env: dict[str, str],
    expected: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    distributed = pytest.importorskip("distributed")
    use_task(monkeypatch, shard_tasks.deadly)
    folder = tmp_path / "out"
    with dask_cluster(env, tmp_path) as address, distributed.Client(address) as client:
        with pytest.warns(sw.SlackwaterWarning, match="shard 3 ended its process 3 times"):
            results = scenario.ensemble(folder, shard_size=4, executor=client)
        check_quarantine(folder, results)
        (folder / shard_tasks.HEALTHY).touch()
        assert results.resume(executor=client).complete
    assert hashes(folder) == expected

"""The lock is released, Ctrl-C is honoured, threads run side by side, processes share models."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import slackwater as sw

# Long enough that nobody waits for its end: each test stops it or looks at it while it runs.
ENDLESS = """\
    import slackwater as sw
    model = sw.load({path!r})
    try:
        {call}
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    run = model.run()
    print(run.status, run["output"].shape, flush=True)
"""


@pytest.mark.parametrize(
    "call",
    [
        "model.ensemble(100_000, save='output', threads=1, progress=tell)",
        "tell(1, 1); model.run(time_step=1/65536, stop_time=10000, save_step=100)",
    ],
)
def test_interrupt_leaves_a_usable_interpreter(
    root: Path, subprocess_env: dict[str, str], call: str
) -> None:
    path = str(root / "models" / "slack_and_rework.sd")
    tell = "told = []\ndef tell(done, total):\n    if done > 0 and not told:\n"
    tell += "        told.append(done)\n        print('started', flush=True)\n"
    script = tell + textwrap.dedent(ENDLESS).format(path=path, call=call)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=subprocess_env
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        time.sleep(0.3)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        waited = time.monotonic() - sent
        assert process.stdout.readline() == "complete (157,)\n"
        assert process.wait() == 0
    assert waited < 20


def test_interrupt_of_a_comparison(
    root: Path, tmp_path: Path, subprocess_env: dict[str, str]
) -> None:
    text = (root / "scenarios" / "slack_and_rework.yaml").read_text()
    text = text.replace("samples: 64", "samples: 8192").replace(
        "../models/slack_and_rework.sd", str(root / "models" / "slack_and_rework.sd")
    )
    (tmp_path / "long.yaml").write_text(text)
    script = textwrap.dedent("""\
        import os, signal, threading, time
        import slackwater as sw
        def stop(done, total):
            if done > 100:
                os.kill(os.getpid(), signal.SIGINT)
        try:
            sw.compare("long.yaml", progress=stop)
        except KeyboardInterrupt:
            print("interrupted")
        print(sw.compare("long.yaml", samples=False).baseline)
        """)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=subprocess_env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout == "interrupted\nstatus_quo\n", done.stderr


def test_python_goes_on_while_the_engine_runs(slack_and_rework: sw.Model) -> None:
    stop = threading.Event()
    worker = threading.Thread(
        target=lambda: (slack_and_rework.ensemble(300, save="output"), stop.set())
    )
    worker.start()
    turns = 0
    while not stop.wait(0.001):
        turns += 1
    worker.join()
    # Had the lock been held, this thread would have waited for the whole ensemble.
    assert turns > 5


def test_two_threads_run_two_ensembles_at_once(slack_and_rework: sw.Model) -> None:
    """They meet in their progress, at the start and half-way: one after the other would hang.

    While a thread waits there it lets go of the lock; were the lock held by the engine of the other
    one, nobody would ever arrive.
    """
    both = threading.Barrier(2, timeout=60)
    results: dict[int, sw.Ensemble] = {}
    errors: list[BaseException] = []
    told: list[tuple[int, int]] = []

    def work(seed: int) -> None:
        met = set()

        def meet(done: int, total: int) -> None:
            told.append((seed, done))
            for place, reached in (("start", True), ("half", 0 < done < total)):
                if reached and place not in met:
                    met.add(place)
                    both.wait()

        try:
            results[seed] = slack_and_rework.ensemble(
                400, seed=seed, threads=1, time_step=1 / 64, save="output", progress=meet
            )
            assert met == {"start", "half"}
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    # Neither was done before the other one was half-way.
    first_end = min(told.index((seed, 400)) for seed in (1, 2))
    assert {seed for seed, done in told[:first_end] if 0 < done < 400} == {1, 2}
    for seed in (1, 2):
        alone = slack_and_rework.ensemble(
            400, seed=seed, threads=2, time_step=1 / 64, save="output"
        )
        assert results[seed].fingerprint() == alone.fingerprint()


def test_threads_may_save_and_read_at_once(teacup: sw.Model, tmp_path: Path) -> None:
    """The HDF5 library is not thread-safe; the package is."""
    run = teacup.run()
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                path = tmp_path / f"{number}_{turn}.h5"
                run.save(path)
                again = sw.read_results(path)
                np.testing.assert_array_equal(again["cooling"][0, 0], run["cooling"])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def _fingerprint(model: sw.Model) -> str:
    return model.run().fingerprint()


def test_models_travel_to_other_processes(
    slack_and_rework: sw.Model, subprocess_env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", subprocess_env["PYTHONPATH"])
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        there = pool.submit(_fingerprint, slack_and_rework).result()
    assert there == slack_and_rework.run().fingerprint()

"""slackwater run --only: one sample alone has the bits that it has among all others."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from command_case import ROOT, Run

# Random functions are keyed by the sample, the designs by the number of samples; the last samples
# run dry, where the root has no value.
NOISY = """\
model "Noisy"

time week from 0 to 20 step 1/4 save 1 method rk4

parameter loss: 1/week = 0.1 range 0 .. 1 ~ uniform(0, 0.5)

lever gain: 1/week = 0.2 range 0 .. 1

stock level: 1 = 3
    inflow refill
    outflow drain

flow refill: 1/week = gain * normal(1, 0.5)

flow drain: 1/week = level * loss + 0.1 [1/week]

indicator root: 1 = sqrt(level)  better up

indicator spared: 1 = 1 / (level - level)  better up
"""

NOISY_SCENARIO = """\
scenario: Who keeps its level?
model: noisy.sd
policies:
  status_quo: {{}}
  generous: {{set: {{gain: 0.4}}}}
futures:
  calm: {{}}
  harsh: {{set: {{gain: 0.05}}}}
save: [level, root]
uncertainty: {{design: {design}, samples: {samples}, seed: 11}}
"""


@pytest.fixture
def noisy(write: Callable[[str, str], Path]) -> Callable[..., Path]:
    write("noisy.sd", NOISY)

    def make(design: str, samples: int) -> Path:
        text = NOISY_SCENARIO.format(design=design, samples=samples)
        return write(f"{design}_{samples}.yaml", text)

    return make


def same_as_in(study: h5py.File, alone: Path, run: tuple[int, int, int]) -> int:
    """How many variables and inputs have the same bits; fails when one has others."""
    names = 0
    with h5py.File(alone) as file:
        assert file["run_status"][0, 0, 0] == study["run_status"][run]
        assert file["stopped_at"][0, 0, 0] == study["stopped_at"][run]
        for name, dataset in file.items():
            if not isinstance(dataset, h5py.Dataset) or dataset.dtype.kind != "f":
                continue
            if dataset.ndim >= 4:
                found, expected = dataset[0, 0, 0], study[name][run]
            elif "distribution" in dataset.attrs:
                found, expected = dataset[0], study[name][run[2]]
            else:
                continue
            assert np.asarray(found).tobytes() == np.asarray(expected).tobytes(), name
            names += 1
        assert {n for n in file if n not in study} == set()
    return names


@pytest.mark.parametrize("design", ["monte_carlo", "latin_hypercube", "sobol"])
def test_a_sample_alone_has_the_bits_of_the_study(
    run: Run, noisy: Callable[..., Path], tmp_path: Path, design: str
) -> None:
    scenario = noisy(design, 16)
    assert run("compare", scenario, "--out", "all").code == 0
    with h5py.File(tmp_path / "all" / "results.h5") as study:
        ended_early = 0
        for sample in (0, 7, 15):
            for p, policy in enumerate(["status_quo", "generous"]):
                for f, future in enumerate(["calm", "harsh"]):
                    words = ["--policy", policy, "--future", future, "--only", sample]
                    answer = run("run", "--scenario", scenario, *words, "--out", "one.h5")
                    failed = study["run_status"][p, f, sample] != 0
                    assert answer.code == (1 if failed else 0), answer.err
                    assert same_as_in(study, tmp_path / "one.h5", (p, f, sample)) == 3
                    ended_early += failed
        assert 0 < ended_early < 12


def test_the_flagship_from_an_equilibrium(run: Run, tmp_path: Path) -> None:
    """With a start that each policy shares, profiles, and arrays."""
    scenario = ROOT / "scenarios" / "slack_and_rework.yaml"
    assert run("compare", scenario, "--out", "all").code == 0
    with h5py.File(tmp_path / "all" / "results.h5") as study:
        policies = [p.decode() for p in study["policy"][...]]
        for policy in (0, len(policies) - 1):
            words = ["--policy", policies[policy], "--only", 63, "--out", "one.h5"]
            assert run("run", "--scenario", scenario, *words).code == 0
            assert same_as_in(study, tmp_path / "one.h5", (policy, 0, 63)) > 10


def test_the_reference_interpreter_agrees(
    run: Run, noisy: Callable[..., Path], tmp_path: Path
) -> None:
    scenario = noisy("sobol", 16)
    words = ["run", "--scenario", scenario, "--policy", "generous", "--only", 5, "--csv"]
    engine, reference = run(*words), run(*words, "--reference")
    assert engine.code == 0
    assert reference.out == engine.out


def test_one_of_a_million_is_instant(run: Run, noisy: Callable[..., Path]) -> None:
    """A Monte Carlo row does not depend on their number: the millionth study has the small one's."""
    of_a_million = ["run", "--scenario", noisy("monte_carlo", 1_000_000), "--csv", "--only"]
    begin = time.monotonic()
    last = run(*of_a_million, 999_999)
    assert time.monotonic() - begin < 5
    assert last.code in (0, 1) and last.out.startswith("time,level,root\n0,3,")
    few = run("run", "--scenario", noisy("monte_carlo", 16), "--csv", "--only", 7)
    assert run(*of_a_million, 7).out == few.out
    assert last.out != few.out


def test_the_summary_says_what_was_drawn(run: Run, noisy: Callable[..., Path]) -> None:
    answer = run("run", "--scenario", noisy("sobol", 16), "--policy", "generous", "--only", 5)
    assert answer.out.startswith("drawn: loss = 0.")
    assert answer.out.splitlines()[0].endswith(" 1/week")


def test_other_variables_can_be_looked_at(run: Run, noisy: Callable[..., Path]) -> None:
    """The study leaves `spared` out, so its division by zero ends no run of it."""
    words = ["run", "--scenario", noisy("sobol", 16), "--policy", "generous", "--only", 5]
    assert run(*words, "--csv").code == 0
    answer = run(*words, "--save", "spared", "--csv")
    assert answer.code == 1
    assert "division by zero in the equation of 'spared'" in answer.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--only", "16"], "there is no sample 16: the scenario file has 16"),
        (["--only", "-1"], "it must not be negative"),
        (["--only", "x"], "--only"),
    ],
)
def test_samples_that_do_not_exist(
    run: Run, noisy: Callable[..., Path], words: list[str], message: str
) -> None:
    answer = run("run", "--scenario", noisy("sobol", 16), *words)
    assert answer.code == 2
    assert message in answer.err


def test_a_file_without_uncertainty_has_no_samples(
    run: Run, noisy: Callable[..., Path], tmp_path: Path
) -> None:
    text = noisy("sobol", 16).read_text()
    bare = tmp_path / "bare.yaml"
    bare.write_text("\n".join(x for x in text.split("\n") if not x.startswith("uncertainty")))
    answer = run("run", "--scenario", bare, "--only", 0)
    assert answer.code == 2
    assert "E9027" in answer.err
    assert "the scenario file has no `uncertainty`" in answer.err


def test_only_needs_a_scenario_file(run: Run) -> None:
    answer = run("run", ROOT / "models" / "teacup.sd", "--only", 3)
    assert answer.code == 2
    assert "--only goes with --scenario FILE" in answer.err

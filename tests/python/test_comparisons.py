"""Scenario files and comparisons, held against the results file and the briefing."""

from __future__ import annotations

import importlib.util
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import jsonschema
import numpy as np
import pytest
import slackwater as sw
import xarray
import yaml


@pytest.fixture(scope="module")
def results(comparison: sw.Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("results") / "results.h5"
    comparison.save(path)
    comparison.briefing(path.with_name("briefing.html"))
    return path


def test_scenario_describes_itself(root: Path) -> None:
    path = root / "scenarios" / "slack_and_rework.yaml"
    scenario = sw.load_scenario(path)
    told = yaml.safe_load(path.read_text())
    assert scenario.policies == list(told["policies"])
    assert scenario.futures == list(told["futures"])
    assert scenario.samples == told["uncertainty"]["samples"]
    assert scenario.baseline == told["baseline"]
    assert scenario.title == told["scenario"]
    assert scenario.model.title == "Slack and rework"
    assert repr(scenario).startswith(f"<Scenario {scenario.title!r}: policies status_quo, ")
    assert pickle.loads(pickle.dumps(scenario)).policies == scenario.policies


def test_schema_accepts_what_is_shipped(root: Path) -> None:
    schema = json.loads(sw.scenario_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in (root / "scenarios").glob("*.yaml"):
        jsonschema.validate(yaml.safe_load(path.read_text()), schema)


def test_wrong_scenario_names_every_place(root: Path, tmp_path: Path) -> None:
    model = root / "models" / "slack_and_rework.sd"
    path = tmp_path / "wrong.yaml"
    path.write_text(
        f"scenario: Wrong\nmodel: {model}\nbaseline: one\npolicies:\n  one: {{}}\n"
        "  two:\n    set: {target_utilisation: 0.9}\n  three:\n    set: {protection: 7}\n"
    )
    with pytest.raises(sw.ModelError) as caught:
        sw.load_scenario(path)
    found = [(d.file, d.line) for d in caught.value.diagnostics if d.severity == "error"]
    assert found == [(str(path), 7), (str(path), 9)]
    assert "did you mean 'target_utilization'" in str(caught.value)
    with pytest.raises(sw.FileError):
        sw.compare(tmp_path / "missing.yaml")
    path.write_text("scenario: Lost\nmodel: lost.sd\nbaseline: one\npolicies: {one: {}}\n")
    with pytest.raises(sw.FileError, match=r"lost\.sd"):
        sw.compare(path)


def test_comparison_has_every_run(comparison: sw.Comparison) -> None:
    assert list(comparison.policies) == [
        "status_quo",
        "full_utilization",
        "protected",
        "unprotected",
        "withdrawn",
        "adaptive",
    ]
    assert list(comparison.futures) == ["calm", "demand_surge"]
    assert comparison.policies["full_utilization"] == "Fill every hour"
    assert comparison.samples == 64
    assert comparison["output"].shape == (6, 2, 157)
    assert not comparison["output"].flags.writeable
    assert (comparison.status == "complete").all()
    assert comparison.raise_for_status() is comparison
    assert len(comparison.failures) == 0
    assert comparison.passed
    assert "6 policies, 2 futures, 64 samples; 10 of 10 claims hold; " in repr(comparison)


def test_series_have_dims_units_and_names(comparison: sw.Comparison) -> None:
    data = comparison.series
    assert data["lead_time"].dims == ("policy", "future", "sample", "time")
    assert data["lead_time"].attrs["units"] == "week"
    assert data["lead_time"].attrs["long_name"] == "Time from acceptance to completion."
    assert data.sizes["sample"] == 1
    sampled = comparison.sample_series
    assert sampled.sizes["sample"] == 64
    assert sampled["friction_growth"].dims == ("sample",)
    np.testing.assert_array_equal(
        comparison.inputs["friction_growth"], sampled["friction_growth"].values
    )
    assert comparison.to_xarray().sizes == sampled.sizes


def test_metrics_are_computed_from_the_series(comparison: sw.Comparison) -> None:
    metrics = comparison.metrics
    series = comparison.series["output"].sel(policy="protected", future="calm", sample=0)
    late = series.sel(time=slice(104, 156)).values
    # The plain mean of the saved points, both ends included.
    mean = late.sum() / 53
    row = metrics.loc[("late_output", "protected", "calm")]
    assert row["value"] == pytest.approx(mean, rel=1e-12)
    assert (row["unit"], row["status"]) == ("item/week", "reached")
    highest = comparison.series["lead_time"].sel(policy="adaptive", future="demand_surge").max()
    found = metrics.loc[("worst_lead_time", "adaptive", "demand_surge"), "value"]
    assert found == float(highest)
    never = metrics.loc[("pays_back", "full_utilization", "calm")]
    assert never["status"] == "never" and np.isnan(never["value"])
    sampled = comparison.sample_metrics
    assert sampled.index.names == ["metric", "policy", "future", "sample"]
    assert len(sampled) == len(metrics) * 64


def test_without_samples_claims_are_judged_on_the_defaults(root: Path) -> None:
    comparison = sw.compare(root / "scenarios" / "slack_and_rework.yaml", samples=False)
    assert comparison.passed
    assert comparison.claims["share"].isna().all()


def test_claims_scans_and_settings(root: Path, comparison: sw.Comparison) -> None:
    told = yaml.safe_load((root / "scenarios" / "slack_and_rework.yaml").read_text())
    claims = comparison.claims
    assert list(claims.index) == [entry["id"] for entry in told["expect"]]
    assert (claims["verdict"] == "holds").all() and claims["passed"].all()
    assert (claims["share_low"] <= claims["share"]).all()
    assert (claims["share"] <= claims["share_high"]).all()
    early = comparison.sample_metrics["value"].xs("early_output").xs("calm", level="future")
    share = (early["full_utilization"] > early["status_quo"]).mean()
    assert claims.loc["full-pays-first", "share"] == share
    scan = comparison.scans.loc["best_utilization"]
    np.testing.assert_allclose(scan["x"], np.arange(0.5, 1.001, 0.05))
    assert (scan["y_unit"] == "item/week").all()
    assert comparison.settings.loc[("protected", "improvement_share"), "value"] == "0.12"
    assert comparison.assumptions.loc["hiring_time", "unit"] == "week"
    assert len(comparison.searches) == len(told.get("search", {}))


def test_scan_agrees_with_single_runs(root: Path, comparison: sw.Comparison) -> None:
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    point = comparison.scans.loc[("best_utilization", 4)]
    run = scenario.run("protected", "calm", target_utilization=float(point["x"]))
    assert point["y"] == pytest.approx(run["output"][104:].sum() / 53, rel=1e-12)


def test_one_run_of_a_scenario_is_the_compared_one(root: Path, comparison: sw.Comparison) -> None:
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    run = scenario.run("withdrawn", "demand_surge")
    p, f = list(comparison.policies).index("withdrawn"), 1
    assert run["output"].tobytes() == comparison["output"][p, f].tobytes()
    assert "backlog" in run and run.status == "complete"
    with pytest.raises(sw.ModelError, match="did you mean 'protected'"):
        scenario.run("protectd")


@pytest.mark.parametrize("engine", ["netcdf4", "h5netcdf"])
def test_results_file_holds_the_same_bits(
    comparison: sw.Comparison, results: Path, engine: str
) -> None:
    with (
        xarray.open_dataset(results, engine=engine) as samples,
        xarray.open_dataset(results, engine=engine, group="defaults") as defaults,
    ):
        for stored, here in ((samples, comparison.sample_series), (defaults, comparison.series)):
            for name in here.data_vars:
                assert stored[name].dims == here[name].dims
                assert stored[name].values.tobytes() == here[name].values.tobytes(), name
                assert stored[name].attrs["units"] == here[name].attrs["units"]
                assert stored[name].attrs["long_name"] == here[name].attrs["long_name"]
            for label in ("policy", "future", "time"):
                assert list(stored[label].values) == list(here[label].values)
        for name in comparison.metrics.index.unique("metric"):
            here = comparison.metrics.loc[name, "value"].to_numpy().reshape(6, 2, 1)
            np.testing.assert_array_equal(defaults[name].values, here)
        assert samples.attrs["fingerprint"] == comparison.fingerprint()


def test_strangers_read_the_results_file(root: Path, results: Path) -> None:
    """The checker of the C++ tests, which knows h5py, xarray and ncdump only."""
    script = root / "tests" / "results" / "check_results_file.py"
    done = subprocess.run(
        [sys.executable, str(script), str(results)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_briefing_shows_the_numbers_of_the_results_file(root: Path, results: Path) -> None:
    script = root / "tests" / "results" / "check_briefing.py"
    done = subprocess.run(
        [sys.executable, str(script), str(results.with_name("briefing.html")), str(results)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_briefing_as_pdf(
    comparison: sw.Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text(
        '#!/bin/sh\nfor w in "$@"; do case $w in --print-to-pdf=*) t=${w#*=};; esac; done\n'
        'echo "%PDF-1.4 %%EOF" >"$t"\n'
    )
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    comparison.briefing(pdf=tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF-1.4 %%EOF\n"
    browser.write_text("#!/bin/sh\nexit 9\n")
    with pytest.raises(sw.FileError, match="chromium ended with 9") as failed:
        comparison.briefing(tmp_path / "b.html", pdf=tmp_path / "b.pdf")
    assert failed.value.diagnostics[0].code == "E9035"
    assert (tmp_path / "b.html").exists()
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF-1.4 %%EOF\n"
    with pytest.raises(ValueError, match="needs a path"):
        comparison.briefing()


def test_reading_and_pickling_keep_everything(comparison: sw.Comparison, results: Path) -> None:
    for copy in (sw.read_results(results), pickle.loads(pickle.dumps(comparison))):
        assert copy.fingerprint() == comparison.fingerprint()
        assert copy.metrics.equals(comparison.metrics)
        assert copy.claims.equals(comparison.claims)
        assert copy.scans.equals(comparison.scans)
        assert copy.settings.equals(comparison.settings)
        assert copy.table() == comparison.table()


def test_same_bits_whatever_the_threads(root: Path, comparison: sw.Comparison) -> None:
    again = sw.compare(root / "scenarios" / "slack_and_rework.yaml", threads=1)
    assert again.fingerprint() == comparison.fingerprint()


def test_without_samples(root: Path, comparison: sw.Comparison) -> None:
    calls: list[tuple[int, int]] = []
    defaults = sw.compare(
        str(root / "scenarios" / "slack_and_rework.yaml"),
        samples=False,
        progress=lambda done, total: calls.append((done, total)),
    )
    assert defaults.samples == 0
    assert defaults["output"].tobytes() == comparison["output"].tobytes()
    assert calls[-1][0] == calls[-1][1]
    with pytest.raises(ValueError, match="samples=False"):
        _ = defaults.sample_series
    assert defaults.to_xarray().sizes["sample"] == 1


def test_table_and_json(comparison: sw.Comparison) -> None:
    text = comparison.table(width=120)
    assert max(len(line) for line in text.splitlines()) <= 120
    for title in ("Fill every hour", "Calm"):
        assert title in text
    told = json.loads(comparison.to_json())
    assert [claim["id"] for claim in told["claims"]] == list(comparison.claims.index)


def test_provenance_holds_both_texts(root: Path, comparison: sw.Comparison) -> None:
    kept = comparison.provenance
    assert kept["model_text"] == (root / "models" / "slack_and_rework.sd").read_text()
    assert kept["scenario_text"] == (root / "scenarios" / "slack_and_rework.yaml").read_text()
    assert (kept["seed"], kept["method"], kept["version"]) == (7, "rk4", sw.__version__)


def test_comparisons_draw_themselves(comparison: sw.Comparison) -> None:
    html = comparison._repr_html_()
    assert html.count("<svg") == 8
    assert comparison.fingerprint()[:12] in html
    for title in comparison.futures.values():
        assert title in html
    assert "<script" not in html


def test_wrong_labels_are_told(comparison: sw.Comparison) -> None:
    with pytest.raises(sw.UnknownNameError, match="did you mean 'protected'"):
        comparison.plot("output", policies=["protectd"])
    with pytest.raises(sw.UnknownNameError, match="did you mean 'output'"):
        comparison["outptu"]
    with pytest.raises(ValueError, match=r"\.h5 or \.nc"):
        comparison.save("results.csv")


def test_file_locks_of_h5py_do_not_hinder(results: Path) -> None:
    assert importlib.util.find_spec("h5py") is not None
    with h5py.File(results) as file:
        assert file.attrs["complete"] == 1
        assert sw.read_results(results).samples == 64


def test_a_run_records_the_seed_that_it_used(root: Path, tmp_path: Path) -> None:
    scenario = sw.load_scenario(root / "scenarios" / "slack_and_rework.yaml")
    for seed, expected in ((None, 7), (3, 3)):
        scenario.run(seed=seed).save(tmp_path / "run.h5")
        with h5py.File(tmp_path / "run.h5") as file:
            assert file.attrs["seed"] == expected


def test_provenance_says_where_runs_start(comparison: sw.Comparison) -> None:
    assert comparison.provenance["start"].startswith("equilibrium of status_quo: stable, ")
    assert comparison.provenance["files_sha256"] == ""


def test_a_scenario_travels_with_its_texts(root: Path, tmp_path: Path) -> None:
    for name in ("models/slack_and_rework.sd", "scenarios/slack_and_rework.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text((root / name).read_text())
    scenario = sw.load_scenario(tmp_path / "scenarios" / "slack_and_rework.yaml")
    data = pickle.dumps(scenario)
    shutil.rmtree(tmp_path)
    copy = pickle.loads(data)
    assert copy.text == scenario.text
    assert copy.run().fingerprint() == scenario.run().fingerprint()


def test_claims_come_with_their_numbers(comparison: sw.Comparison, results: Path) -> None:
    claims = comparison.claims
    row = claims.loc["full-pays-first"]
    early = comparison.metrics["value"].xs("early_output").xs("calm", level="future")
    assert (row["left"], row["sign"]) == (early["full_utilization"], ">")
    assert row["right"] == early["status_quo"]
    samples = comparison.claim_samples
    drawn = comparison.sample_metrics["value"].xs("early_output").xs("calm", level="future")
    one = samples.loc["full-pays-first"]
    np.testing.assert_array_equal(one["left"], drawn["full_utilization"])
    np.testing.assert_array_equal(one["right"], drawn["status_quo"])
    for name, share in claims["share"].dropna().items():
        assert (samples.loc[name, "verdict"] == "holds").mean() == share
    for copy in (sw.read_results(results), pickle.loads(pickle.dumps(comparison))):
        assert copy.claim_samples.equals(samples)


def test_the_memory_of_a_comparison_is_said(comparison: sw.Comparison) -> None:
    # 6 policies and 2 futures, on the defaults and in 64 samples, at 157 save points, 8 bytes each;
    # beside them what was drawn, 64 numbers each.
    assert len(comparison.time) == 157
    elements = sum(max(1, len(info.elements)) for info in comparison.variables.values())
    drawn = 8 * comparison.inputs.size
    assert comparison.nbytes == 8 * 6 * 2 * (1 + 64) * 157 * elements + drawn
    assert repr(comparison).endswith(f"{comparison.nbytes / 1e6:.1f} MB in memory>")
    again = comparison.to_xarray()
    for name, values in comparison.to_xarray().items():
        if "time" in values.dims:
            assert np.shares_memory(values.values, again[name].values)

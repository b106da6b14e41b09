"""Opens a results file with programs that know nothing of the project, and compares what they read.

    check_results_file.py RESULTS.h5 [--expect EXPECTED.json]

h5py, both of xarray's engines and ncdump must open the file and agree. With --expect the series,
measures, units and claims are compared with the JSON that the same program wrote.
"""

import argparse
import hashlib
import json
import shutil
import struct
import subprocess

import h5py
import numpy as np
import xarray as xr

ENGINES = ("h5netcdf", "netcdf4")
TIME_SPANS = {"days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"}


def every_group(path):
    with h5py.File(path) as file:
        names = ["/"]
        file.visititems(
            lambda name, item: names.append("/" + name) if isinstance(item, h5py.Group) else None
        )
    return names


def check_layout(path):
    """Every dimension has a scale, no bool, no compound, no times, creation order kept."""
    with h5py.File(path) as file:
        assert file.attrs["Conventions"] == "CF-1.10"
        assert file.attrs["complete"] == 1
        assert list(file.attrs)[-1] == "complete", "written last"
        numbers = 0

        def check(name, item):
            nonlocal numbers
            assert item.id.get_create_plist().get_attr_creation_order() & h5py.h5p.CRT_ORDER_TRACKED
            if not isinstance(item, h5py.Dataset):
                assert item.id.get_create_plist().get_link_creation_order()
                return
            assert not item.id.get_create_plist().get_obj_track_times(), name
            assert item.dtype.kind in "fiuO", (name, item.dtype)
            if item.dtype.kind == "O":
                info = h5py.check_string_dtype(item.dtype)
                assert info.encoding == "utf-8" and info.length is None, name
            assert item.attrs.get("units", "") not in TIME_SPANS, name
            if item.is_scale:
                return
            for i, dimension in enumerate(item.dims):
                assert len(dimension) == 1, f"{name}: dimension {i} has no scale"
                assert dimension[0].shape[0] == item.shape[i]
            if item.dtype.kind == "f":
                assert np.isnan(item.fillvalue), name
            if item.attrs.get("role") == "series":
                numbers += 1
                if item.is_virtual:
                    return
                assert item.fletcher32 and item.compression is None, name
                size = int(np.prod(item.chunks)) * 8
                whole = int(np.prod(item.shape)) * 8
                assert item.chunks[-1] == item.shape[-1] and size <= 2 << 20, name
                assert size >= min(whole, 1 << 19), (name, item.chunks)

        file.visititems(check)
        assert numbers > 0


def table_fingerprint(dataset):
    """The fingerprint as docs/reference/results.md defines it, with the standard library."""
    digest = hashlib.sha256()

    def add(name, values):
        values = np.array(values, dtype="<f8").ravel()
        bits = values.view("<u8").copy()
        bits[np.isnan(values)] = struct.unpack("<Q", struct.pack("<Q", 0x7FF8000000000000))[0]
        digest.update(name.encode() + b"\0" + bits.tobytes())

    add("time", dataset["time"].values)
    series = {
        v.attrs.get("model_name", n): v
        for n, v in dataset.variables.items()
        if v.attrs.get("role") == "series"
    }
    for name in sorted(series, key=str.encode):
        add(name, series[name].values)
    return digest.hexdigest()


def check_engines(path):
    """Both engines open every group and read the same."""
    for group in every_group(path):
        first, second = (xr.open_dataset(path, engine=e, group=group) for e in ENGINES)
        xr.testing.assert_identical(first.drop_attrs(), second.drop_attrs())
        for name in first.variables:
            assert set(first[name].attrs) == set(second[name].attrs), name
            assert not np.issubdtype(first[name].dtype, np.timedelta64), name
            assert not np.issubdtype(first[name].dtype, np.datetime64), name
        first.close()
        second.close()


def check_ncdump(path):
    assert shutil.which("ncdump"), "ncdump is missing: install netcdf-bin"
    text = subprocess.run(["ncdump", "-h", path], check=True, capture_output=True, text=True).stdout
    for line in ("policy = ", "future = ", "sample = ", "time = "):
        assert "\t" + line in text, f"ncdump shows no dimension '{line}'"
    assert "phony_dim" not in text


def compare_table(dataset, table, metrics):
    assert list(dataset["policy"].values) == table["policies"]["labels"]
    assert list(dataset["future"].values) == table["futures"]["labels"]
    assert dataset.sizes["sample"] == table["samples"]
    assert dataset["time"].attrs["units"] == table["time_unit"]
    for variable in table["variables"]:
        array = dataset[variable["name"]]
        assert array.dims[:3] == ("policy", "future", "sample") and array.dims[-1] == "time"
        assert array.attrs["units"] == variable["unit"]
        assert array.attrs["long_name"] == variable["documentation"]
        if "values" in variable:
            wanted = np.array(variable["values"], dtype=float).reshape(array.shape)
            np.testing.assert_array_equal(array.values, wanted)
    for drawn in table["drawn"]:
        assert dataset[drawn["name"]].dims == ("sample",)
        np.testing.assert_array_equal(dataset[drawn["name"]].values, drawn["values"])
    for metric in metrics:
        array = dataset[metric["name"]]
        assert array.dims == ("policy", "future", "sample")
        np.testing.assert_array_equal(array.values.ravel(), np.array(metric["values"], dtype=float))
        status = dataset[metric["name"] + "_status"]
        meanings = status.attrs["flag_meanings"].split()
        assert [meanings[i] for i in status.values.ravel()] == metric["status"]
    run_status = dataset["run_status"]
    meanings = run_status.attrs["flag_meanings"].split()
    assert [meanings[i] for i in run_status.values.ravel()] == table["status"]


def compare(path, expected):
    for engine in ENGINES:
        with xr.open_dataset(path, engine=engine) as root:
            assert root.attrs["title"] == expected["title"]
            if expected["samples"] is None:
                assert root.attrs["runs"] == "defaults"
                compare_table(root, expected["defaults"], expected["metrics"])
                hashes = [table_fingerprint(root)]
            else:
                assert root.attrs["runs"] == "samples"
                compare_table(root, expected["samples"], expected["sample_metrics"])
                with xr.open_dataset(path, engine=engine, group="defaults") as defaults:
                    compare_table(defaults, expected["defaults"], expected["metrics"])
                    hashes = [table_fingerprint(defaults), table_fingerprint(root)]
            whole = hashlib.sha256("".join(hashes).encode()).hexdigest()
            assert root.attrs["fingerprint"] == whole == expected["provenance"]["fingerprint"]
        with xr.open_dataset(path, engine=engine, group="claims") as claims:
            assert list(claims["claim"].values) == [c["id"] for c in expected["claims"]]
            meanings = claims["verdict"].attrs["flag_meanings"].split()
            assert [meanings[i] for i in claims["verdict"].values] == [
                c["verdict"] for c in expected["claims"]
            ]
        for scan in expected["scans"]:
            with xr.open_dataset(path, engine=engine, group=f"scans/{scan['name']}") as found:
                np.testing.assert_array_equal(found["y"].values, np.array(scan["y"], dtype=float))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--expect")
    arguments = parser.parse_args()
    check_layout(arguments.path)
    check_engines(arguments.path)
    check_ncdump(arguments.path)
    if arguments.expect:
        with open(arguments.expect, encoding="utf-8") as file:
            compare(arguments.path, json.load(file))
    with xr.open_dataset(arguments.path) as dataset:
        print(dataset)


if __name__ == "__main__":
    main()

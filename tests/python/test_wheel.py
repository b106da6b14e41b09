"""The wheel: relocatable, small, alone sufficient, and at peace with other HDF5 libraries.

`SLACKWATER_WHEEL` names the file; `./check` sets it to the one that tools/build_wheel.sh made.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GIVEN = os.environ.get("SLACKWATER_WHEEL", "")
pytestmark = pytest.mark.skipif(not GIVEN, reason="SLACKWATER_WHEEL names no wheel")


@pytest.fixture(scope="session")
def wheel() -> Path:
    return Path(GIVEN).resolve()


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the wheel and NumPy, and nothing else."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = (folder / "lib").glob("python*/site-packages")
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "-q"]
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    # NumPy from where the tests run, so that nothing has to be fetched.
    import numpy

    here = Path(numpy.__file__).parent.parent
    for name in ("numpy", "numpy.libs"):
        if (here / name).exists():
            (site / name).symlink_to(here / name)
    return python


def run_bare(python: Path, script: str, **env: str) -> str:
    """Runs a script without PATH, LD_LIBRARY_PATH or anything else from outside."""
    done = subprocess.run(
        [str(python), "-I", "-c", script],
        capture_output=True,
        text=True,
        env={"PATH": "/nowhere", **env},
        cwd=python.parent,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_tag_is_manylinux(wheel: Path) -> None:
    assert re.search(r"-cp3\d+-cp3\d+-manylinux_2_\d+_x86_64", wheel.name), wheel.name


def test_size_and_contents(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert wheel.stat().st_size < 8 << 20
    for name in ("__init__.py", "py.typed", "_core.pyi", "what_if.js"):
        assert f"slackwater/{name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    # Only the package, its libraries and its metadata.
    assert {name.partition("/")[0] for name in names} == {
        "slackwater",
        "slackwater.libs",
        next(name.partition("/")[0] for name in names if ".dist-info/" in name),
    }


def test_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode()
    version = re.search(r"^  VERSION (\S+)$", (ROOT / "CMakeLists.txt").read_text(), re.MULTILINE)
    assert version and f"\nVersion: {version[1]}\n" in text
    assert "\nRequires-Python: >=3.9\n" in text
    assert "\nLicense-Expression: Apache-2.0\n" in text
    for minor in range(9, 14):
        assert f"Classifier: Programming Language :: Python :: 3.{minor}\n" in text
    assert "\nRequires-Dist: numpy>=1.22\n" in text
    for extra in ("plot", "pandas", "xarray", "notebook", "all"):
        assert f"\nProvides-Extra: {extra}\n" in text


def test_auditwheel_is_content(wheel: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert re.search(
        r'is consistent with the following platform tag: "manylinux_2_\d+_x86_64"', text
    )


def test_bare_environment_is_enough(bare: Path, root: Path) -> None:
    """Models, files and briefing with NumPy alone; no library of ours from the system."""
    script = f"""
import os, tempfile
import slackwater as sw
model = sw.load({str(root / "models" / "teacup.sd")!r})
run = model.run()
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "run.h5")
    run.save(path)
    print(float(sw.read_results(path)["tea_temperature"][0, 0, -1]))
    comparison = sw.compare({str(root / "scenarios" / "slack_and_rework.yaml")!r}, samples=False)
    comparison.briefing(os.path.join(folder, "briefing.html"))
    print(os.path.getsize(os.path.join(folder, "briefing.html")) > 20000)
run._repr_html_(), comparison._repr_html_(), model._repr_html_()
for call, package in ((run.to_pandas, "pandas"), (run.to_xarray, "xarray"), (run.plot, "matplotlib")):
    try:
        call()
    except ImportError as error:
        assert package in str(error) and "pip install" in str(error), error
        print(error)
for line in open("/proc/self/maps"):
    print(line.split()[-1])
"""
    out = run_bare(bare, script)
    # The closed form at minute 30.
    assert abs(float(out.splitlines()[0]) - (21 + 61 * math.exp(-3))) < 1e-8
    assert out.splitlines()[1] == "True"
    assert out.count("which is not installed") == 3
    loaded = {line for line in out.splitlines() if ".so" in line}
    assert any("slackwater.libs/libhdf5" in line for line in loaded)
    outside = [line for line in loaded if not line.startswith((str(bare.parents[1]), "/tmp"))]
    foreign = re.compile(r"hdf5|yaml|fmt|hwy|curl|crypto|ssl|krb|gnutls|libsz|aec")
    mine = [line for line in outside if foreign.search(Path(line).name)]
    # Python's own modules may bring OpenSSL; nothing of the package's may.
    assert [line for line in mine if "crypto" not in line and "ssl" not in line] == []


def test_ten_lines_of_the_readme_need_numpy_alone(bare: Path, root: Path, tmp_path: Path) -> None:
    """What README installs is enough for what README then runs."""
    (block,) = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(), re.DOTALL)
    for folder in ("models", "scenarios"):
        (tmp_path / folder).symlink_to(root / folder)
    out = run_bare(bare, f"import os; os.chdir({str(tmp_path)!r})\n{block}")
    # Newton's law of cooling at minute 30: 15 + (82 - 15) exp(-3).
    assert float(out.splitlines()[0]) == pytest.approx(15 + 67 * math.exp(-3), abs=1e-6)
    assert "claims hold" in out
    assert {"briefing.html", "results.h5"} <= {path.name for path in tmp_path.iterdir()}


def test_libraries_resolve_without_the_system(bare: Path) -> None:
    (site,) = (bare.parents[1] / "lib").glob("python*/site-packages")
    libraries = [*site.glob("slackwater/*.so"), *site.glob("slackwater.libs/*.so*")]
    assert len(libraries) > 3
    allowed = {
        "libc",
        "libm",
        "libstdc++",
        "libgcc_s",
        "libz",  # part of the manylinux promise, like the C library
        "libpthread",
        "libdl",
        "librt",
        "ld-linux-x86-64",
    }
    for library in libraries:
        listed = subprocess.run(
            ["ldd", str(library)], capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
        ).stdout
        assert "not found" not in listed, listed
        for name, path in re.findall(r"(\S+) => (\S+)", listed):
            inside = Path(path).resolve().is_relative_to(site.resolve())
            assert inside or name.partition(".so")[0] in allowed, (
                f"{library.name}: {name} => {path}"
            )


@pytest.mark.skipif(shutil.which("objdump") is None, reason="objdump is not installed")
def test_no_path_of_the_build_is_left(bare: Path) -> None:
    (site,) = (bare.parents[1] / "lib").glob("python*/site-packages")
    for library in [*site.glob("slackwater/*.so"), *site.glob("slackwater.libs/*.so*")]:
        text = subprocess.run(
            ["objdump", "-p", str(library)], capture_output=True, text=True, check=True
        ).stdout
        for path in re.findall(r"R(?:UN)?PATH\s+(\S+)", text):
            assert all(part.startswith("$ORIGIN") for part in path.split(":")), path
        assert str(ROOT).encode() not in library.read_bytes(), library.name


ORDERS = {
    "before": "import slackwater as sw, h5py, netCDF4",
    "after": "import h5py, netCDF4, slackwater as sw",
    "between": "import netCDF4, slackwater as sw, h5py",
}


@pytest.mark.parametrize("order", ORDERS)
def test_three_hdf5_libraries_in_one_process(
    order: str, root: Path, tmp_path: Path, subprocess_env: dict[str, str]
) -> None:
    """Every one writes and reads the same file, whichever was imported first."""
    script = (
        ORDERS[order]
        + f"""
import numpy as np
run = sw.load({str(root / "models" / "teacup.sd")!r}).run()
for turn in range(3):
    run.save("run.h5")
    with h5py.File("run.h5") as file:
        first = file["tea_temperature"][()].ravel()
    with netCDF4.Dataset("run.h5") as file:
        second = np.asarray(file["tea_temperature"][:]).ravel()
    third = sw.read_results("run.h5")["tea_temperature"].ravel()
    assert first.tobytes() == second.tobytes() == third.tobytes() == run["tea_temperature"].tobytes()
    with h5py.File(f"other_{{turn}}.h5", "w") as file:
        file["x"] = np.arange(3.0)
    try:
        sw.read_results("nothing.h5")
    except sw.FileError:
        pass
libraries = {{line.split()[-1] for line in open("/proc/self/maps") if "hdf5" in line.split()[-1]}}
print(len(libraries))
"""
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=subprocess_env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) >= 3  # there really are several

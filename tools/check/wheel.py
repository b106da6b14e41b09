"""Builds the wheel, makes it relocatable, and imports it where no compiler and no library is."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

from runner import BUILD, PYTHON, ROOT, Log, Outcome, StageFailed

WORK = BUILD / "wheel"


def build(log: Log) -> Path:
    """The repaired wheel."""
    shutil.rmtree(WORK / "repaired", ignore_errors=True)
    # Warnings are errors as in build/check, whose objects ccache then has.
    log.run(
        [ROOT / "tools" / "build_wheel.sh", WORK / "repaired"],
        what="the wheel does not build",
        env={"SLACKWATER_WERROR": "ON"},
    )
    return repaired()


def repaired() -> Path:
    """The wheel that was built last."""
    found = list((WORK / "repaired").glob("slackwater-*manylinux*.whl"))
    if len(found) != 1:
        raise StageFailed("the stage `wheel` left no wheel")
    return found[0]


def bare_environment(log: Log, wheel: Path) -> Path:
    """A Python that has the wheel, and the other packages only after it; no compiler on its path."""
    folder = WORK / "venv"
    shutil.rmtree(folder, ignore_errors=True)
    log.run([PYTHON, "-m", "venv", "--without-pip", folder])
    packages = next((folder / "lib").glob("python*/site-packages"))
    log.run([PYTHON, "-m", "zipfile", "-e", wheel, packages])
    others = next((BUILD / "venv" / "lib").glob("python*/site-packages"))
    (packages / "others.pth").write_text(f"{others}\n")
    return folder / "bin" / "python"


def check() -> Outcome:
    """Imports in every order with packages that bring their own HDF5; then it is installed."""
    log = Log("wheel")
    made = build(log)
    python = bare_environment(log, made)
    orders = list(itertools.permutations(["slackwater", "h5py", "netCDF4"]))
    for order in orders:
        log.run(
            ["env", "-i", "PATH=/nowhere", python, ROOT / "tests/wheel/imports.py", *order],
            what="imported as " + ", ".join(order) + ", it fails",
        )
    log.run([PYTHON, "-m", "pip", "install", "--force-reinstall", "--no-deps", "-q", made])
    return Outcome(1 + len(orders), detail=made.name)

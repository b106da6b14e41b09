"""Packages that make more possible but are not needed for a run."""

from __future__ import annotations

import importlib
from types import ModuleType

_EXTRAS = {
    "matplotlib": "plot",
    "pandas": "pandas",
    "xarray": "xarray",
    "tqdm": "notebook",
    "ema_workbench": "ema",
    "anywidget": "widget",
}


def require(module: str, purpose: str) -> ModuleType:
    """Import a package when it is first needed, and say how to get it when it is missing.

    Parameters
    ----------
    module : str
        Name of the module to import, such as ``"matplotlib.pyplot"``.
    purpose : str
        What it is needed for, as the start of the message: ``"run.plot()"``.
    """
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        extra = _EXTRAS[package]
        raise ImportError(
            f"{purpose} needs {package}, which is not installed; "
            f"python -m pip install '{package}' or 'slackwater[{extra}]'",
            name=package,
        ) from None

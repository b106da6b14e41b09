"""The notebooks run from top to bottom, survive export to HTML, and are kept without their outputs."""

from __future__ import annotations

import base64
import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
# Enough to see that they work; whoever wants all of it sets others.
QUICK = {"SLACKWATER_SAMPLES": "100", "SLACKWATER_STEP": "0.5"}


@pytest.fixture(scope="module")
def kernel(subprocess_env: dict[str, str]) -> Iterator[KernelManager]:
    """One kernel for all: starting it takes as long as a short notebook."""
    manager = KernelManager(kernel_name="python3")
    env = {**QUICK, **subprocess_env, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    manager.start_kernel(cwd=str(NOTEBOOKS[0].parent), env=env)
    yield manager
    manager.shutdown_kernel(now=True)


def forget_everything(kernel: KernelManager) -> None:
    client = kernel.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    client.execute_interactive("%reset -f\nimport matplotlib\nmatplotlib.rcdefaults()\n%reset -f")
    client.stop_channels()


def execute(path: Path, kernel: KernelManager) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    forget_everything(kernel)
    NotebookClient(notebook, timeout=300, km=kernel).execute()
    return notebook


def pages_in(text: str) -> list[str]:
    """The pages that frames hold; an export writes their escapes otherwise."""
    return [html.unescape(page) for page in re.findall(r'srcdoc="(.*?)"', text, re.DOTALL)]


def test_there_are_notebooks() -> None:
    names = [path.stem for path in NOTEBOOKS]
    assert names[:3] == [
        "01_first_model",
        "02_a_consultants_afternoon",
        "03_utilization_and_adaptability",
    ]
    assert [name[:2] for name in names] == [f"{i:02}" for i in range(1, len(names) + 1)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path, tmp_path: Path, kernel: KernelManager) -> None:
    notebook = execute(path, kernel)
    outputs: list[Any] = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    pictures = [o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) >= 2
    # What a cell shows as a page is in the export, whole.
    exported, _ = HTMLExporter().from_notebook_node(notebook)
    shown = [
        o.data["text/html"] for o in outputs if "srcdoc=" in o.get("data", {}).get("text/html", "")
    ]
    assert len(shown) == (1 if "consultant" in path.stem else 0)
    assert [pages_in(frame) for frame in shown] == [pages_in(exported)] * len(shown)
    # For people who want to look: SLACKWATER_PICTURES=folder keeps what the notebook drew.
    folder = Path(os.environ.get("SLACKWATER_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures, 1):
        (folder / f"{path.stem}_{number}.png").write_bytes(base64.b64decode(picture))
    nbformat.write(notebook, folder / path.name)
    (folder / f"{path.stem}.html").write_text(exported)

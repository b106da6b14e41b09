"""Annotations, stubs, docstrings, and what the oldest Python that is declared can read."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
import slackwater as sw

SOURCES = sorted((Path(__file__).resolve().parents[2] / "bindings/python/slackwater").glob("*.py"))


def run_module(*words: str, env: dict[str, str], cwd: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        env=env,
        cwd=cwd,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_python_3_9_can_read_it(path: Path) -> None:
    tree = ast.parse(path.read_text(), feature_version=(3, 9))
    if path.name == "__init__.py":
        return
    # Annotations such as `str | None` are only text then.
    assert any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body
    )


def test_package_is_typed(root: Path, package: Path, tmp_path: Path) -> None:
    assert (package / "py.typed").exists()
    env = {**os.environ, "MYPYPATH": str(root / "bindings" / "python")}
    run_module(
        "mypy",
        f"--config-file={root / 'pyproject.toml'}",
        f"--cache-dir={tmp_path}",
        "-p",
        "slackwater",
        env=env,
        cwd=tmp_path,
    )


def test_stub_describes_the_extension(
    root: Path, subprocess_env: dict[str, str], tmp_path: Path
) -> None:
    env = {**subprocess_env, "MYPYPATH": str(root / "bindings" / "python")}
    run_module(
        "mypy.stubtest",
        "slackwater._core",
        f"--mypy-config-file={root / 'pyproject.toml'}",
        f"--allowlist={root / 'tests' / 'python' / 'stubtest_allowlist.txt'}",
        env=env,
        cwd=tmp_path,
    )


def public_objects() -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name in sw.__all__:
        item = getattr(sw, name)
        found.append((name, item))
        if inspect.isclass(item):
            for member, value in vars(item).items():
                if not member.startswith("_") and (
                    callable(value) or isinstance(value, property) or hasattr(value, "func")
                ):
                    found.append((f"{name}.{member}", value))
    return [(name, item) for name, item in found if name != "__version__"]


@pytest.mark.parametrize(
    ("name", "item"), public_objects(), ids=lambda x: x if type(x) is str else ""
)
def test_everything_public_is_documented(name: str, item: object) -> None:
    text = getattr(item, "__doc__", None)
    assert text and text.strip(), name
    first = text.strip().splitlines()[0]
    assert first[0].isupper() or first[0] in '`"*', f"{name}: {first}"


def test_series_tell_their_shapes() -> None:
    for item in (sw.Run, sw.Ensemble, sw.Comparison):
        assert "shape" in (item.__doc__ or "").lower(), item
    for item in (sw.Run.time, sw.Ensemble.time, sw.Ensemble.status, sw.Comparison.status):
        assert "Shape: (" in (item.__doc__ or ""), item
    for item in (sw.Model.run, sw.Model.ensemble, sw.Ensemble.quantiles):
        text = item.__doc__ or ""
        assert "Parameters\n" in text and "Returns\n" in text and "hape" in text


def test_public_signatures_are_annotated() -> None:
    for name, item in public_objects():
        function = getattr(item, "fget", getattr(item, "func", item))
        if not inspect.isfunction(function):
            continue
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty, name
        for parameter in list(signature.parameters.values())[("." in name) :]:
            assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter}"

"""Runs what the README and the guide show, page by page, as a reader would.

A block ```slackwater title=NAME or ```yaml title=NAME is the file NAME. In a ```console block every
line that starts with `$ ` is run, and what is shown below it is compared with what comes out; a line
`...` stands for any lines. A ```python block is run as a program of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from doc_pages import ROOT

# The guide to Python is run by the tests of the package.
PAGES = [
    ROOT / "README.md",
    ROOT / "scenarios" / "README.md",
    ROOT / "models" / "library" / "README.md",
    *(page for page in sorted((ROOT / "docs" / "guide").glob("*.md")) if page.stem != "python"),
]


@dataclass(frozen=True)
class Block:
    """A fenced block: the words behind the fence, its text, and where it starts."""

    kind: str
    title: str
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    found = []
    text = page.read_text()
    for match in re.finditer(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        words = dict(word.split("=", 1) for word in match[2].split() if "=" in word)
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(match[1], words.get("title", ""), match[3], line))
    return found


def steps_of(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines shown below it."""
    steps: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            assert steps, f"line {block.line}: a console block starts with a command"
            steps[-1][1].append(line)
    return steps


def is_like(shown: list[str], came: list[str]) -> bool:
    """Whether the output is what the page shows, `...` standing for any lines."""
    if not shown:
        return not came
    if shown[0] == "...":
        return any(is_like(shown[1:], came[i:]) for i in range(len(came) + 1))
    return bool(came) and shown[0].rstrip() == came[0].rstrip() and is_like(shown[1:], came[1:])


def run(words: list[str], folder: Path, command: Path) -> tuple[int, str]:
    done = subprocess.run(
        words,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        env={**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}", "MPLBACKEND": "Agg"},
    )
    return done.returncode, done.stdout


def follow(block: Block, folder: Path, command: Path) -> None:
    if block.title:
        (folder / block.title).write_text(block.text)
    elif block.kind == "console":
        for step, shown in steps_of(block):
            code, output = run(["bash", "-c", step], folder, command)
            expects_failure = any(re.search(r"error|hint:", line) for line in shown)
            assert (code != 0) == expects_failure, f"{step} exits with {code}:\n{output}"
            if shown:
                assert is_like(shown, output.splitlines()), f"{step} gives\n{output}"
    elif block.kind == "python":
        code, output = run([sys.executable, "-c", block.text], folder, command)
        assert code == 0, f"the Python of line {block.line} fails:\n{output}"
        for value, digits in re.findall(r"print\(.*\)\s+# (\d+\.(\d+))", block.text):
            printed = [float(x) for x in re.findall(r"^\d+\.\d+$", output, re.MULTILINE)]
            assert any(f"{x:.{len(digits)}f}" == value for x in printed), f"{value} in\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_reader_gets_what_the_page_shows(page: Path, tmp_path: Path, command: Path) -> None:
    for name in ("models", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    blocks = blocks_of(page)
    assert sum(block.kind == "console" for block in blocks) >= 2
    for block in blocks:
        follow(block, tmp_path, command)


def test_every_model_of_the_guide_is_used(tmp_path: Path) -> None:
    for page in PAGES:
        blocks = blocks_of(page)
        shown = "".join(block.text for block in blocks if block.kind == "console")
        for block in blocks:
            if block.kind in ("slackwater", "yaml"):
                assert block.title, f"{page.name}:{block.line}: a file of the page has a title"
                assert block.title in shown, f"{page.name}: nothing runs {block.title}"

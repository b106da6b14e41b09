"""The recipes for many machines in the guide to ensembles, without the machines.

The script for SLURM is run by the page's own test; here are the shell lines inside of those for GNU
parallel and Snakemake, with what these tools would put in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from doc_pages import ROOT
from test_snippets import blocks_of

PAGE = ROOT / "docs" / "guide" / "ensembles.md"


def prepare(folder: Path) -> None:
    shutil.copytree(ROOT / "models", folder / "models")
    (scenario,) = (block for block in blocks_of(PAGE) if block.title == "assumptions.yaml")
    # The shell lines do not depend on how much is run.
    (folder / scenario.title).write_text(scenario.text.replace("samples: 256", "samples: 16"))


def shell(line: str, folder: Path, command: Path) -> str:
    path = f"{command.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", line], cwd=folder, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_gnu_parallel(tmp_path: Path, command: Path) -> None:
    prepare(tmp_path)
    (block,) = (block for block in blocks_of(PAGE) if block.text.startswith("parallel "))
    line, first, last = re.search(r"(slackwater .*) ::: \{(\d+)\.\.(\d+)\}", block.text).groups()
    for part in range(int(first), int(last) + 1):
        shell(line.replace("{}", str(part)), tmp_path, command)
    assert (tmp_path / "many" / "results.h5").exists()


def test_snakemake(tmp_path: Path, command: Path) -> None:
    prepare(tmp_path)
    (block,) = (block for block in blocks_of(PAGE) if block.title == "Snakefile")
    parts = int(re.search(r"PARTS = (\d+)", block.text)[1])
    finish, part_of = re.findall(r'shell: "(.*)"', block.text)
    for part in range(1, parts + 1):
        line = part_of.replace("{input}", "assumptions.yaml").replace("{wildcards.part}", str(part))
        shell(line, tmp_path, command)
    results = tmp_path / "snake" / "results.h5"
    made_by_the_last_part = results.read_bytes()
    results.unlink()  # as Snakemake does with the output of a rule before it runs it
    shell(finish, tmp_path, command)
    assert results.read_bytes() == made_by_the_last_part

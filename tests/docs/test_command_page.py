"""The page about the command says what --help says, no more and no less."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from doc_pages import ROOT

PAGE = (ROOT / "docs" / "reference" / "command.md").read_text()
SUBCOMMANDS = ("check", "format", "run", "compare", "page", "ensemble", "equilibrium", "why",
               "fit", "reproduce", "info", "diagram", "schema")  # fmt: skip


def help_of(command: Path, *words: str) -> str:
    done = subprocess.run(
        [command, *words, "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def rows(text: str) -> dict[str, str]:
    """The two columns of a list of `--help`: options or subcommands with what they do."""
    return {
        name: what.strip() for name, what in re.findall(r"^  (\S.*?)  +(\S.*)$", text, re.MULTILINE)
    }


def section(name: str) -> str:
    match = re.search(rf"^## slackwater {name}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert match, f"no section about {name}"
    return match[1]


def test_subcommands(command: Path) -> None:
    listed = rows(help_of(command).split("Subcommands:\n")[1].split("\n\n")[0])
    shown = dict(re.findall(r"^\| \[`(\w+)`\]\(#slackwater-\w+\) \| (.*) \|$", PAGE, re.MULTILINE))
    assert listed == shown
    assert tuple(listed) == SUBCOMMANDS


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_usage_and_options(command: Path, name: str) -> None:
    text = help_of(command, name)
    usage = re.search(r"^Usage: (.*)$", text, re.MULTILINE)
    assert usage and usage[1] in section(name)
    listed = rows(text.split("\nOptions:\n")[1].split("\n\n")[0])
    assert listed.pop("-h,--help")
    shown = dict(re.findall(r"^\| `(-.*?)` \| (.*) \|$", section(name), re.MULTILINE))
    assert listed == shown


def test_exit_codes(command: Path) -> None:
    told = re.findall(r"\b(\d+) ", help_of(command).split("Exit codes:")[1].replace("\n", " "))
    shown = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    source = (ROOT / "cli" / "src" / "exit_code.hpp").read_text()
    assert told == shown == re.findall(r"= (\d+);", source)

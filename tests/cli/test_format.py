"""slackwater format: one layout, comments kept, files replaced only when asked."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from command_case import ROOT, Run

UNTIDY = """\
model   "Untidy"   # kept
time week from 0   to 10 step 1   save 1
parameter share:1=0.5
"""


def test_prints_the_same_model_in_the_one_layout(run: Run, write: Callable) -> None:
    path = write("untidy.sd", UNTIDY)
    answer = run("format", path)
    assert answer.code == 0
    assert "# kept" in answer.out
    assert "parameter share: 1 = 0.5" in answer.out
    assert path.read_text() == UNTIDY
    again = run("format", write("tidy.sd", answer.out))
    assert again.out == answer.out


def test_check_says_which_files_are_untidy(run: Run, write: Callable) -> None:
    write("untidy.sd", UNTIDY)
    answer = run("format", "--check", "untidy.sd")
    assert answer.code == 1
    assert answer.err.splitlines() == [
        "untidy.sd: not formatted",
        "   hint: slackwater format --write untidy.sd",
    ]


def test_shipped_models_are_formatted(run: Run) -> None:
    models = sorted(ROOT.glob("models/**/*.sd"))
    assert len(models) >= 8
    answer = run("format", "--check", *models)
    assert (answer.code, answer.err) == (0, "")


def test_write_keeps_links_and_permissions(run: Run, write: Callable, tmp_path: Path) -> None:
    path = write("untidy.sd", UNTIDY)
    path.chmod(0o640)
    link = tmp_path / "link.sd"
    link.symlink_to(path)
    answer = run("format", "--write", "link.sd")
    assert (answer.code, answer.out) == (0, "link.sd: formatted\n")
    assert link.is_symlink()
    assert "parameter share: 1 = 0.5" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert run("format", "--check", "untidy.sd").code == 0
    assert run("format", "--write", "untidy.sd").out == ""


def test_a_broken_model_is_left_alone(run: Run, write: Callable) -> None:
    path = write("broken.sd", 'model "Broken\n')
    answer = run("format", "--write", path)
    assert answer.code == 3
    assert "[E0104]" in answer.err
    assert path.read_text() == 'model "Broken\n'


def test_unreadable_files_do_not_stop_the_others(run: Run, write: Callable, tmp_path: Path) -> None:
    (tmp_path / "folder.sd").mkdir()
    write("untidy.sd", UNTIDY)
    answer = run("format", "--write", "folder.sd", "missing.sd", "untidy.sd")
    assert answer.code == 4
    assert "error: folder.sd: is a folder" in answer.err
    assert "error: missing.sd: cannot be opened" in answer.err
    assert answer.out == "untidy.sd: formatted\n"

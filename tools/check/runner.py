"""Runs commands into a stage's log and reads the counts that test programs print."""

from __future__ import annotations

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
LOGS = BUILD / "check-logs"
PYTHON = BUILD / "venv" / "bin" / "python"
JOBS = str(os.cpu_count() or 2)


@dataclass
class Outcome:
    """What a stage found: `passed` and `failed` count test cases, or the stage itself as one."""

    passed: int = 1
    failed: int = 0
    detail: str = ""


class StageFailed(Exception):
    """A command of a stage failed; the stage stops."""

    def __init__(self, message: str, passed: int = 0, failed: int = 1) -> None:
        super().__init__(message)
        self.passed = passed
        self.failed = failed


class Log:
    """The log file of one stage."""

    def __init__(self, stage: str) -> None:
        self.path = LOGS / f"{stage}.log"
        self.path.write_text("")

    def run(
        self,
        command: Sequence[str | Path],
        *,
        what: str = "",
        may_fail: bool = False,
        cwd: Path = ROOT,
        env: dict[str, str] | None = None,
    ) -> str:
        """Runs a command, logs and returns its output; raises StageFailed when it fails."""
        words = [str(word) for word in command]
        with self.path.open("a") as log:
            log.write("$ " + " ".join(words) + "\n")
        done = subprocess.run(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        with self.path.open("a") as log:
            log.write(done.stdout)
        if done.returncode and not may_fail:
            raise StageFailed(what or f"{Path(words[0]).name} failed")
        return done.stdout

    def note(self, text: str) -> None:
        """Adds a line that no command printed."""
        with self.path.open("a") as log:
            log.write(text + "\n")


def failed_cases(text: str) -> list[str]:
    """The reports of failed cases in a log of the Test Anything Protocol, which node prints."""
    reports = re.findall(r"^( *)(not ok \d+ .*)\n((?:\1  .*\n)*)", text + "\n", re.MULTILINE)
    return [name + "\n" + report for _, name, report in reports]


def show_tail(stage: str, lines: int = 60) -> None:
    """Prints what a stage's log says of a failure: failed cases where it tells them, and its end."""
    path = LOGS / f"{stage}.log"
    if path.exists():
        whole = path.read_text()
        text = whole.splitlines()
        cases = failed_cases(whole)
        if cases:
            important = [line for case in cases[:5] for line in case.splitlines()[:40]]
            important += [f"and {len(cases) - 5} more"] if len(cases) > 5 else []
            lines = 12
        else:
            important = [line for line in text if re.search(r"\berror\b|FAILED|Failure", line)][:20]
        for line in (important if len(text) > lines else []) + text[-lines:]:
            print(f"    {line if len(line) < 240 else line[:240] + ' ...'}")
        print(f"    whole log: {path.relative_to(ROOT)}")


def configure(log: Log, preset: str, *options: str) -> Path:
    """Configures build/<preset> and returns the folder."""
    log.run(["cmake", "--preset", preset, *options], what=f"cmake --preset {preset} failed")
    return BUILD / preset


def ninja(log: Log, folder: Path, *targets: str) -> None:
    """Builds targets and goes on after the first error, so that one run shows them all."""
    log.run(
        ["ninja", "-C", folder, "-k", "0", "-j", JOBS, *targets],
        what=f"the build in {folder.name} failed",
    )


def ctest(log: Log, folder: Path, *options: str) -> Outcome:
    """Runs ctest and counts cases: those of GoogleTest one by one, others as one each."""
    report = folder / "ctest.xml"
    report.unlink(missing_ok=True)
    log.run(
        ["ctest", "--test-dir", folder, "-j", JOBS, "--timeout", "600", "--no-tests=error"]
        + ["--output-on-failure", "--output-junit", report, *options],
        may_fail=True,
    )
    if not report.exists():
        raise StageFailed("ctest found no tests")
    passed = failed = 0
    bad: list[str] = []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        output = case.findtext("system-out") or ""
        good = [int(n) for n in re.findall(r"^\[  PASSED  \] (\d+) tests?", output, re.MULTILINE)]
        good += [int(n) for n in re.findall(r"\b(\d+) passed\b.* in [\d.]+s", output)]  # pytest
        broken = [int(n) for n in re.findall(r"^ ?(\d+) FAILED TESTS?", output, re.MULTILINE)]
        broken += [int(n) for n in re.findall(r"\b(\d+) failed\b.* in [\d.]+s", output)]
        ok = case.get("status") == "run"
        passed += sum(good) if good else int(ok)
        if not ok:
            failed += max(1, sum(broken))
            bad.append(case.get("name", "?"))
    return Outcome(passed, failed, "failed: " + ", ".join(bad) if bad else "")


def pytest(log: Log, python: Path, *paths: str, env: dict[str, str] | None = None) -> Outcome:
    """Runs pytest and counts its cases; a run without any case fails."""
    report = LOGS / f"{log.path.stem}-pytest.xml"
    report.unlink(missing_ok=True)
    log.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *paths],
        may_fail=True,
        env=env,
    )
    if not report.exists():
        raise StageFailed("pytest did not run")
    suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    total, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    if total == 0:
        raise StageFailed("pytest found no tests")
    return Outcome(total - failed - skipped, failed, f"{skipped} skipped" if skipped else "")

"""Builds and tests Slackwater, stage by stage, and counts what passed and failed.

Every stage is in stages.py; its output goes to build/check-logs/<stage>.log and is shown when the
stage fails. The exit code is 1 when anything failed.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from runner import LOGS, Outcome, StageFailed, show_tail
from stages import STAGES, Stage

# Two stages that end together print one after the other.
PRINTING = Lock()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./check",
        description="Installs what is missing, builds everything and passes every test.",
        epilog="stages: " + ", ".join(f"{s.name} ({s.when})" for s in STAGES),
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--fast",
        action="store_true",
        help="what you run all day: dev build, unit tests, changed files",
    )
    size.add_argument(
        "--long",
        action="store_true",
        help="also the slow stages: thread sanitizer, coverage, gcc build",
    )
    parser.add_argument("--only", metavar="STAGE,..", help="run these stages only")
    parser.add_argument("--list", action="store_true", help="list the stages and what they do")
    parser.add_argument("--fix", action="store_true", help="format the sources and stop")
    return parser.parse_args()


def chosen_stages(arguments: argparse.Namespace) -> list[Stage]:
    if arguments.only:
        names = arguments.only.split(",")
        unknown = set(names) - {s.name for s in STAGES}
        if unknown:
            sys.exit(f"check: unknown stage {', '.join(sorted(unknown))}; --list names them")
        return [s for s in STAGES if s.name in names]
    if arguments.fast:
        return [s for s in STAGES if s.when == "fast" or s.when == "always"]
    return [
        s for s in STAGES if s.when in ("always", "full") or (arguments.long and s.when == "long")
    ]


def run_all(stages: list[Stage]) -> list[Outcome]:
    """One after another, but neighbours of one core two at a time."""
    outcomes: list[Outcome] = []
    for one_core, group in itertools.groupby(stages, lambda stage: stage.one_core):
        with ThreadPoolExecutor(2 if one_core else 1) as pool:
            outcomes += pool.map(run_stage, group)
    return outcomes


def run_stage(stage: Stage) -> Outcome:
    """Runs one stage and prints its line; on a terminal its name alone stands there meanwhile."""
    start = time.monotonic()
    if sys.stdout.isatty() and not stage.one_core:
        print(f"{stage.name:<14}", end="\r", flush=True)
    try:
        outcome = stage.run()
    except StageFailed as failure:
        outcome = Outcome(passed=failure.passed, failed=max(1, failure.failed), detail=str(failure))
    except Exception as error:  # a stage that breaks is a stage that failed; the others still run
        with (LOGS / f"{stage.name}.log").open("a") as log:
            log.write(traceback.format_exc())
        outcome = Outcome(passed=0, failed=1, detail=f"{type(error).__name__}: {error}")
    seconds = time.monotonic() - start
    verdict = "FAILED" if outcome.failed else "ok"
    counts = f"{outcome.passed} passed" + (f", {outcome.failed} failed" if outcome.failed else "")
    line = f"{stage.name:<14} {verdict:<7}{seconds:7.1f} s  {counts:<16}  {outcome.detail}"
    with PRINTING:
        print(line, flush=True)
        if outcome.failed:
            show_tail(stage.name)
    return outcome


def main() -> int:
    arguments = parse_arguments()
    if arguments.list:
        for stage in STAGES:
            print(f"{stage.name:<14}{stage.when:<8}{stage.what}")
        return 0
    if arguments.fix:
        from stages import fix_format

        return fix_format()
    os.environ.setdefault("CTEST_OUTPUT_ON_FAILURE", "1")
    LOGS.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    outcomes = run_all(chosen_stages(arguments))
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    passed = sum(o.passed for o in outcomes)
    failed = sum(o.failed for o in outcomes)
    print(f"{len(outcomes)} stages in {minutes} min {seconds} s; logs in build/check-logs")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

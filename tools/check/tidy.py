"""Runs clang-tidy, or the second compiler, on every source; remembers the ones that passed.

What a source means is the text of the source and of every project header, its command and the
checks; when none of them changed since the source last passed, it is not looked at again.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock

from runner import LOGS, PYTHON, ROOT, Log, Outcome, StageFailed

# Looks at the project alone, where the one of clang 19 visits every header of the system as well.
CLANG_TIDY = str(PYTHON.with_name("clang-tidy"))

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def entries(folder: Path) -> list[dict[str, str]]:
    """The shipped sources among the compile commands, each once; warnings alone watch the tests."""
    seen: dict[str, dict[str, str]] = {}
    for entry in json.loads((folder / "compile_commands.json").read_text()):
        path = Path(entry["file"])
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in (
            "engine",
            "cli",
            "bindings",
        ):
            seen.setdefault(entry["file"], entry)
    return list(seen.values())


@cache
def headers() -> dict[str, Path]:
    """The project's headers by every name that an include may use for them."""
    found: dict[str, Path] = {}
    for top in ("engine", "cli", "bindings", "bench", "tests"):
        for path in (ROOT / top).rglob("*.hpp"):
            parts = path.parts
            for first in range(len(ROOT.parts), len(parts)):
                found.setdefault("/".join(parts[first:]), path)
    return found


@cache
def digest(path: Path) -> tuple[bytes, tuple[Path, ...]]:
    """A file's hash and the project's headers it includes."""
    text = path.read_bytes()
    names = INCLUDE.findall(text.decode(errors="replace"))
    included = tuple(headers()[n.lstrip("./")] for n in names if n.lstrip("./") in headers())
    return hashlib.sha256(text).digest(), included


def fingerprint(entry: dict[str, str], *more: str) -> str:
    total = hashlib.sha256("\0".join([entry["command"], *more]).encode())
    waiting, seen = [Path(entry["file"])], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        waiting.extend(digest(path)[1])
    for path in sorted(seen):
        total.update(str(path.relative_to(ROOT)).encode() + digest(path)[0])
    return total.hexdigest()


def look_at_all(
    log: Log, folder: Path, jobs: int, rules: str, look: Callable[[dict[str, str]], str]
) -> Outcome:
    """Looks at the sources that are new or changed; `look` returns the complaints."""
    memory = LOGS / f"{log.path.stem}.passed"
    known = set(memory.read_text().split()) if memory.exists() else set()
    marked = [(entry, fingerprint(entry, rules)) for entry in entries(folder)]
    fresh = [(entry, mark) for entry, mark in marked if mark not in known]
    memory.write_text("".join(f"{mark}\n" for _, mark in marked if mark in known))
    writing = Lock()

    def look_at(entry: dict[str, str], mark: str) -> bool:
        complaint = look(entry)
        with writing:  # at once, so that an interrupted check goes on where it was
            if complaint:
                log.note(complaint)
            else:
                with memory.open("a") as file:
                    file.write(f"{mark}\n")
        return not complaint

    with ThreadPoolExecutor(jobs) as pool:
        failed = list(pool.map(lambda pair: look_at(*pair), fresh)).count(False)
    if not marked:
        raise StageFailed("there is nothing to look at")
    return Outcome(
        len(marked) - failed, failed, f"{len(fresh)} of {len(marked)} sources were new or changed"
    )


def check(log: Log, folder: Path, jobs: int) -> Outcome:
    """clang-tidy with the checks of .clang-tidy."""

    def look(entry: dict[str, str]) -> str:
        command = [CLANG_TIDY, "-p", str(folder), "--quiet", entry["file"]]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        return done.stdout + done.stderr if done.returncode else ""

    return look_at_all(log, folder, jobs, (ROOT / ".clang-tidy").read_text(), look)


def syntax(log: Log, folder: Path, jobs: int) -> Outcome:
    """The sources as gcc reads them, with the flags that both compilers know."""

    def look(entry: dict[str, str]) -> str:
        words = shlex.split(entry["command"])
        first = next(
            i
            for i, word in enumerate(words)
            if Path(word).name.startswith(("clang++", "g++", "c++"))
        )
        kept = [
            w
            for w in words[first + 1 :]
            if w.startswith(("-I", "-D", "-std", "-ffp", "-fno-exc", "-fPIC"))
        ]
        system = [x for a, b in zip(words, words[1:]) if a == "-isystem" for x in (a, b)]
        command = ["g++", *kept, *system, "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
        command += ["-Wno-missing-field-initializers", entry["file"]]
        done = subprocess.run(command, capture_output=True, text=True, cwd=entry["directory"])
        return done.stdout + done.stderr if done.returncode else ""

    return look_at_all(log, folder, jobs, "gcc", look)

"""Holds every module to the row of graph.toml: what it may include compiles, the rest does not.

Takes the build folder; reads the commands that really compile the modules from its
compile_commands.json, so that a library added to the wrong list in CMake is found.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
OURS = re.compile(r"slackwater/(\w+)/")


def preprocess_command(entry: dict[str, str]) -> list[str]:
    """The compile command, reduced to preprocessing standard input."""
    words = shlex.split(entry["command"])
    first = next(
        i for i, word in enumerate(words) if Path(word).name.startswith(("clang", "g++", "c++"))
    )
    kept: list[str] = []
    skip = False
    for word in words[first:]:
        if skip:
            skip = False
        elif word in ("-o", "-c", "-MF", "-MT", "-include", "-Xclang"):
            skip = True
        elif word != "-MD" and not word.startswith("-W"):
            kept.append(word)
    return [*kept, "-w", "-E", "-x", "c++", "-", "-o", "/dev/null"]


def module_commands(build: Path) -> dict[str, list[str]]:
    commands: dict[str, list[str]] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        relative = Path(entry["file"])
        if not relative.is_relative_to(ROOT / "engine"):
            continue
        module, folder = relative.relative_to(ROOT / "engine").parts[:2]
        if folder == "src":
            commands.setdefault(module, preprocess_command(entry))
    return commands


def compiles(command: list[str], header: str, build: Path) -> bool:
    text = f'#include "{header}"\n'
    return (
        subprocess.run(command, input=text, text=True, capture_output=True, cwd=build).returncode
        == 0
    )


def public_headers(module: str) -> list[Path]:
    return sorted((ROOT / "engine" / module / "include").rglob("*.hpp"))


def check_pairs(graph: dict, build: Path) -> tuple[int, list[str]]:
    """Compiles one include for every ordered pair of modules."""
    commands = module_commands(build)
    modules = list(graph["modules"])
    pairs = []
    for module in modules:
        allowed = graph["modules"][module]["sees"]
        for other in modules:
            headers = public_headers(other)
            if module == other or module not in commands or not headers:
                continue
            expected = other in allowed or "*" in allowed
            header = str(headers[0]).split("/include/", 1)[1]
            pairs.append((module, other, header, expected))
    with ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(lambda p: compiles(commands[p[0]], p[2], build), pairs))
    problems = [
        f"{module} must {'' if expected else 'not '}be able to include {header}"
        for (module, _, header, expected), actual in zip(pairs, seen)
        if actual != expected
    ]
    return len(pairs), problems


def check_text(graph: dict) -> tuple[int, list[str]]:
    """Reads the includes: libraries that live in /usr/include are on every path."""
    groups: dict[str, list[str]] = graph["groups"]
    problems: list[str] = []
    files = 0
    for module, row in graph["modules"].items():
        for path in sorted((ROOT / "engine" / module).rglob("*.?pp")):
            files += 1
            is_public = "include" in path.relative_to(ROOT / "engine" / module).parts
            where = path.relative_to(ROOT)
            for name in INCLUDE.findall(path.read_text()):
                ours = OURS.match(name)
                only_in = row.get("only_in", {}).get(ours[1]) if ours else None
                if only_in and not where.is_relative_to(f"engine/{module}/{only_in}"):
                    problems.append(f"{where}: only {only_in} of {module} may include {ours[1]}")
                for group, starts in groups.items():
                    if not any(
                        name == s or (s.endswith("/") and name.startswith(s)) for s in starts
                    ):
                        continue
                    if group not in row["libraries"]:
                        problems.append(f"{where}: {module} must not include <{name}> ({group})")
                    elif (
                        is_public
                        and group not in ("threads", "files")
                        and group not in graph["shown"].get(module, [])
                    ):
                        problems.append(
                            f"{where}: a public header must not show <{name}> ({group})"
                        )
    return files, problems


def check_table(graph: dict) -> list[str]:
    folders = {p.parent.name for p in (ROOT / "engine").glob("*/CMakeLists.txt")}
    return [
        f"graph.toml and engine/ differ about {m}" for m in sorted(folders ^ set(graph["modules"]))
    ]


def main() -> int:
    build = Path(sys.argv[1]).resolve()
    graph = tomllib.loads((Path(__file__).parent / "graph.toml").read_text())
    pairs, problems = check_pairs(graph, build)
    files, text_problems = check_text(graph)
    problems += text_problems + check_table(graph)
    for problem in problems:
        print(problem)
    print(f"{pairs} pairs of modules compiled, {files} files read, {len(problems)} problems")
    return 1 if problems or pairs == 0 else 0


if __name__ == "__main__":
    sys.exit(main())

"""Prints the line coverage of the engine, module by module, from a build with --coverage."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def covered_lines(build: Path) -> dict[str, dict[int, bool]]:
    """Which lines of each engine file ran at least once."""
    gcov = shutil.which("llvm-cov-19")
    lines: dict[str, dict[int, bool]] = defaultdict(dict)
    for data in sorted(build.glob("engine/**/*.gcda")):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [gcov, "gcov", "-p", str(data)], cwd=folder, check=True, capture_output=True
            )
            for report in Path(folder).glob("*.gcov"):
                read_report(report, lines)
    return lines


def read_report(report: Path, lines: dict[str, dict[int, bool]]) -> None:
    name = ""
    for row in report.read_text(errors="replace").splitlines():
        count, number, text = (row.split(":", 2) + ["", ""])[:3]
        if number.strip() == "0" and text.startswith("Source:"):
            name = text.removeprefix("Source:")
        elif "/engine/" in name and count.strip() not in ("-", ""):
            line = int(number)
            lines[name][line] = lines[name].get(line, False) or not count.strip().startswith(
                ("#", "=")
            )


def main() -> int:
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, lines in covered_lines(Path(sys.argv[1]).resolve()).items():
        module = name.split("/engine/", 1)[1].split("/", 1)[0]
        for key in (module, "engine"):
            totals[key][0] += sum(lines.values())
            totals[key][1] += len(lines)
    for module in sorted(totals, key=lambda m: (m == "engine", m)):
        hit, total = totals[module]
        print(f"{module:<12}{100 * hit / total:6.1f} % of {total} lines")
    return 0 if totals else 1


if __name__ == "__main__":
    sys.exit(main())

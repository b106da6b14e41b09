"""Every code of the engine and the command has a section in the documentation and a case."""

from __future__ import annotations

import re

from command_case import ROOT

CODE = re.compile(r'"([EWR]\d{4})"')


def codes_in_sources() -> set[str]:
    found: set[str] = set()
    for top in ("engine", "cli", "bindings"):
        for path in (ROOT / top).rglob("*"):
            if path.suffix in (".cpp", ".hpp", ".py"):
                found |= set(CODE.findall(path.read_text()))
    return found


def test_every_code_has_a_section_with_cause_example_and_remedy() -> None:
    page = (ROOT / "docs" / "reference" / "errors.md").read_text()
    sections = dict(
        re.findall(r"^## ([EWR]\d{4}): (.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    )
    emitted = codes_in_sources()
    assert len(emitted) > 100
    assert sorted(emitted - set(sections)) == []
    assert sorted(set(sections) - emitted) == []
    for code, text in sections.items():
        for part in ("**Cause.**", "**Example.**", "**Remedy.**"):
            assert part in text, f"{code} has no {part}"


def test_every_code_has_a_case() -> None:
    cases = {path.name[:5] for name in ("errors", "errors_scenario")
             for path in (ROOT / "tests" / name).rglob("*.expected")}  # fmt: skip
    for name in ("cli", "python", "unit", "results"):
        for path in (ROOT / "tests" / name).rglob("*"):
            if path.suffix in (".py", ".cpp") and path.name != "test_codes.py":
                cases |= set(re.findall(r"\b([EWR]\d{4})\b", path.read_text()))
    assert sorted(codes_in_sources() - cases) == []

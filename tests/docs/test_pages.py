"""Links lead somewhere, the index is whole, the architecture is the one that is built."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from doc_pages import ROOT, pages

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text: str) -> str:
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found = set()
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        word = re.sub(r"[^\w\- ]", "", heading.lower())
        found.add(word.replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for match in LINK.finditer(without_code(page.read_text())):
        target = match[1] or match[2]
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target} is not there"
        assert file.is_relative_to(ROOT), f"{target} leaves the project"
        if anchor:
            assert anchor in anchors(file), f"{target}: no such heading"


def test_the_index_names_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    named = {
        (index.parent / match[1].partition("#")[0]).resolve()
        for match in LINK.finditer(index.read_text())
        if match[1] and not match[1].startswith("http")
    }
    assert {page.resolve() for page in (ROOT / "docs" / "decisions").glob("*.md")} <= named
    missing = {
        page
        for name in ("guide", "reference", "develop")
        for page in (ROOT / "docs" / name).glob("*.md")
    } - named
    assert sorted(str(page.relative_to(ROOT)) for page in missing) == []


def test_the_index_of_scenarios_names_every_file_once() -> None:
    index = ROOT / "scenarios" / "README.md"
    named = [
        (index.parent / match[1]).resolve()
        for match in LINK.finditer(index.read_text())
        if match[1] and match[1].endswith(".yaml")
    ]
    assert sorted(named) == sorted((ROOT / "scenarios").rglob("*.yaml"))


def modules_of_cmake() -> dict[str, tuple[set[str], set[str]]]:
    """What each module shows and what only its sources use, from its CMakeLists.txt."""
    found = {}
    for path in (ROOT / "engine").glob("*/CMakeLists.txt"):
        text = re.sub(r"#.*", "", path.read_text())
        call = re.search(r"slackwater_module\(([^)]*)\)", text)
        if not call:
            continue
        name, *words = call[1].split()
        lists: dict[str, set[str]] = {"SHOWS": set(), "USES": set(), "": set()}
        current = ""
        for word in words:
            if word in ("SHOWS", "USES", "DEFINES", "CORE", "CORE_FOLDERS"):
                current = word
                lists.setdefault(current, set())
            else:
                lists[current].add(word)
        found[name] = (lists["SHOWS"], lists["USES"])
    modules = set(found)
    return {name: (shows & modules, uses & modules) for name, (shows, uses) in found.items()}


def test_the_table_of_modules_is_the_graph_that_is_built() -> None:
    page = (ROOT / "docs" / "develop" / "architecture.md").read_text()
    table = re.findall(r"^\| `(\w+)` \| .* \| (.*?)\| (.*?)\|$", page, re.MULTILINE)
    built = modules_of_cmake()
    order = re.findall(
        r"\w+",
        re.search(r"ITEMS base(.*?)\)", (ROOT / "CMakeLists.txt").read_text(), re.DOTALL)[0],
    )[1:]
    assert [name for name, _, _ in table] == order
    for name, shows, uses in table:
        shown = set(re.findall(r"`(\w+)`", shows))
        used = set(re.findall(r"`(\w+)`", uses))
        if "all others" in uses:
            used = set(built) - shown - {name}
        assert (name, shown, used) == (name, *built[name])


def test_places_that_the_architecture_names_are_there() -> None:
    page = (ROOT / "docs" / "develop" / "architecture.md").read_text()
    named = re.findall(
        r"`((?:engine|cli|bindings|tests|docs|tools|models|scenarios)/[\w./]*)`", page
    )
    assert len(named) >= 10
    for name in named:
        assert (ROOT / name).exists(), f"{name} is not there"


def test_pictures_are_fresh(command: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_pictures.py", "--check", "--command", command],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


LIBRARY = ROOT / "models" / "library"


def library() -> list[Path]:
    return sorted(path for path in LIBRARY.iterdir() if path.is_dir())


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("folder", library(), ids=lambda folder: folder.name)
def test_a_library_model_says_where_it_is_from_and_what_holds_it(folder: Path) -> None:
    text = (folder / "README.md").read_text()
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == [
        "Source",
        "What is published, and what is ours",
        "What the test holds it to",
    ]
    held = section(text, "What the test holds it to")
    files = re.findall(r"`(tests/unit/library/\w+\.cpp)`", held)
    tests = "".join((ROOT / file).read_text() for file in files)
    named = re.findall(r"\*\*`(\w+)`", held)
    assert named, "no test is named"
    for name in named:
        assert f"TEST(LibraryTest, {name})" in tests, name
    for model in folder.glob("*.sd"):
        assert f"{folder.name}/{model.name}" in tests, f"{model.name} is not tested"


def test_the_index_of_the_library_names_every_entry_once() -> None:
    text = (LIBRARY / "README.md").read_text()
    named = re.findall(r"^\| \[[^\]]*\]\((\w+)/README\.md\)", text, re.MULTILINE)
    assert sorted(named) == [folder.name for folder in library()]

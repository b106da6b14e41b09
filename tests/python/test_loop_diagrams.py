"""The causal loop diagrams show what the model does: links, signs, and the table beside them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import slackwater as sw

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def load_tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


links = load_tool("loop_links")
diagrams = load_tool("make_loop_diagrams")

# By hand: d(rate)/d(heat) = -1/10, d(rate)/d(mood) = 0 but through heat, which is held;
# d(mood)/d(heat) = 2 heat: up above 0 and down below it.
SMALL = """\
model "Small"

time week from 0 to 10 step 1 save 1

lever averaged_reviews: 1 = 0

lever room: 1 = 20

stock heat: 1 = 5
    outflow cooling

flow cooling: 1/week = gap / 10 [week]

aux gap: 1 = heat - room

aux mood: 1 = heat * heat

indicator praise: 1 = if mood > 1 then 3 * mood else 0  better up
"""


@pytest.fixture(scope="module")
def small() -> sw.Model:
    return sw.loads(SMALL, "small.sd")


def test_signs_are_those_of_the_derivatives(small: sw.Model) -> None:
    cut = links.Cut(small, ["heat", "gap", "cooling", "mood", "praise"])
    warm = links.state_of(small, "warm", 0)
    assert cut.link("heat", "gap", [warm]).sign == 1
    assert cut.link("gap", "cooling", [warm]).sign == 1
    assert cut.link("cooling", "heat", [warm]).sign == -1
    assert cut.link("mood", "praise", [warm]).sign == 1


def test_what_is_named_between_two_is_held(small: sw.Model) -> None:
    warm = links.state_of(small, "warm", 0)
    assert links.Cut(small, ["heat", "mood"]).link("heat", "heat", [warm]).sign == -1
    with pytest.raises(ValueError, match="heat on heat: no effect"):
        links.Cut(small, ["heat", "gap", "mood"]).link("heat", "heat", [warm])
    with pytest.raises(ValueError, match="mood on heat: no effect"):
        links.Cut(small, ["heat", "mood"]).link("mood", "heat", [warm])
    with pytest.raises(ValueError, match="'moon' is neither a stock nor an equation"):
        links.Cut(small, ["moon"])


def test_a_sign_that_turns_around_is_refused(small: sw.Model) -> None:
    cut = links.Cut(small, ["heat", "mood", "praise"])
    warm = links.state_of(small, "warm", 0)
    cold = links.State("cold", warm.levers, {"heat": -5.0}, warm.values | {"heat": -5.0})
    with pytest.raises(ValueError, match=r"heat on mood: \+1 warm, -1 cold"):
        cut.link("heat", "mood", [warm, cold])
    # A state in which the link does not act says nothing.
    dull = links.State("dull", warm.levers, warm.stocks, warm.values | {"mood": 0.5})
    assert cut.link("mood", "praise", [warm, dull]).acts_in == ("warm",)


def test_patterns_name_elements(root: Path) -> None:
    model = sw.load(root / "models" / "improvement_as_system_work.sd")
    assert len(links.elements(model, "constraint[*, *]")) == 21
    assert len(links.elements(model, "constraint[*, team]")) == 7
    assert links.elements(model, "fatigue") == ["fatigue"]


def test_diagrams_and_table_are_fresh(root: Path, subprocess_env: dict[str, str]) -> None:
    """Every link is tested on the model; texts are compared, pictures by what they show."""
    done = subprocess.run(
        [sys.executable, root / "tools" / "make_loop_diagrams.py", "--check"],
        capture_output=True,
        text=True,
        timeout=300,
        env=subprocess_env,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_graphviz_draws_what_the_text_names(root: Path) -> None:
    texts = sorted((root / "docs" / "pictures").glob("*.dot"))
    assert len(texts) == 3
    for path in texts:
        text = path.read_text()
        assert diagrams.shown_in(diagrams.drawn(text)) == diagrams.named_in(text)


def test_a_loop_of_the_wrong_kind_is_refused() -> None:
    class Always:
        def sign(self, source: str, target: str) -> int:
            return -1

    told = {"id": "B1", "name": "two minus signs", "nodes": ["a", "b"]}
    with pytest.raises(SystemExit, match="B1 is of kind R"):
        diagrams.tested(told, Always())

"""The stages of ./check, in the order they run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tidy
import wheel
from runner import (
    BUILD,
    JOBS,
    LOGS,
    PYTHON,
    ROOT,
    Log,
    Outcome,
    StageFailed,
    configure,
    ctest,
    ninja,
    pytest,
)


@dataclass(frozen=True)
class Stage:
    """One line of ./check. `when`: always, fast only, full (the default), or long.

    Stages of one core that follow each other run two at a time.
    """

    name: str
    when: str
    what: str
    run: Callable[[], Outcome]
    one_core: bool = False


def tracked(*patterns: str) -> list[str]:
    """Files of the project that match, committed or not yet, without ignored ones."""
    log = Log("files")
    listed = log.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    )
    return [name for name in listed.split("\n") if name and (ROOT / name).exists()]


def cpp_files() -> list[str]:
    return tracked("*.cpp", "*.hpp")


def python_files() -> list[str]:
    return tracked("*.py", "*.pyi")


def fix_format() -> int:
    """Formats all sources in place."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = Log("fix")
    if files := cpp_files():
        log.run(["clang-format-19", "-i", *files])
    if files := python_files():
        log.run([PYTHON, "-m", "ruff", "format", *files])
        log.run([PYTHON, "-m", "ruff", "check", "--fix", *files], may_fail=True)
    return 0


def format_stage() -> Outcome:
    log = Log("format")
    cpp, python = cpp_files(), python_files()
    output = log.run(["clang-format-19", "--dry-run", *cpp], may_fail=True)
    bad = {
        line.split(":", 1)[0]
        for line in output.splitlines()
        if "[-Wclang-format-violations]" in line
    }
    ruff = log.run([PYTHON, "-m", "ruff", "format", "--check", *python], may_fail=True)
    bad |= set(re.findall(r"^(?:Would reformat: | *--> )([^:\n]+)", ruff, re.MULTILINE))
    lint = log.run(
        [PYTHON, "-m", "ruff", "check", "--output-format", "concise", *python], may_fail=True
    )
    bad |= {
        line.split(":", 1)[0] for line in lint.splitlines() if ".py:" in line or ".pyi:" in line
    }
    passed = len(cpp) + len(python) - len(bad)
    return Outcome(passed, len(bad), "./check --fix formats" if bad else "")


def dev_stage() -> Outcome:
    log = Log("dev")
    folder = configure(log, "dev", "-DSLACKWATER_TEST_EACH=OFF")
    ninja(log, folder)
    return ctest(log, folder, "-LE", "^(long|slow)$")


def build_stage() -> Outcome:
    log = Log("build")
    folder = configure(log, "check")
    ninja(log, folder)
    ninja(log, folder, "headers_alone")
    count = sum(1 for _ in ROOT.glob("engine/*/include/**/*.hpp"))
    return Outcome(1 + count, detail=f"with {count} headers standing alone")


def tests_stage() -> Outcome:
    return ctest(Log("tests"), BUILD / "check", "-LE", "^long$")


def tidy_stage() -> Outcome:
    log = Log("tidy")
    return tidy.check(log, configure(log, "check"), int(JOBS))


def long_tests_stage() -> Outcome:
    return ctest(Log("long-tests"), BUILD / "check", "-L", "^long$")


def sanitizer_stage(name: str, labels: str) -> Outcome:
    log = Log(name)
    folder = configure(log, name, "-DSLACKWATER_BUILD_CLI=OFF")
    ninja(log, folder)
    return ctest(log, folder, "-L", labels, "-LE", "^long$")


def wasm_stage() -> Outcome:
    log = Log("wasm")
    folder = configure(log, "wasm")
    ninja(log, folder)
    program = folder / "tests" / "browser" / "browser_consumer.wasm"
    log.run(
        ["node", "--no-warnings", "tests/browser/run.mjs", program],
        what="the browser's build gives another answer",
    )
    command = BUILD / "check" / "bin" / "slackwater"
    engine = folder / "bindings" / "wasm" / "slackwater.wasm"
    said = log.run(
        ["node", "tests/browser/bits.mjs", "--command", command, "--wasm", engine],
        what="the browser's engine gives other bits than the command",
    )
    return Outcome(2, detail=said.strip().splitlines()[-1])


def page_stage(name: str = "page", late: int = 0) -> Outcome:
    """
    The what-if page: types, pure parts with Node, and what readers do in Chromium, where its worker
    is heard `late` milliseconds later than it speaks.
    """
    log = Log(name)
    web = ROOT / "web"
    if not (web / "node_modules").is_dir():
        log.run(["npm", "ci"], cwd=web, what="npm ci failed")
    log.run(["npm", "run", "check"], cwd=web, what="the page's types do not fit")
    command = str(BUILD / "check" / "bin" / "slackwater")
    passed = failed = 0
    names: list[str] = []
    for kind in ("test", "test:browser"):
        environment = {"SLACKWATER_COMMAND": command, "SLACKWATER_LATE": str(late)}
        output = log.run(["npm", "run", kind], cwd=web, env=environment, may_fail=True)
        counts = dict(re.findall(r"^# (pass|fail|skipped) (\d+)", output, re.MULTILINE))
        if not counts:
            raise StageFailed(f"npm run {kind} ran no tests")
        # Without a page of the command the tests of the real one would all be left out.
        if int(counts["skipped"]) > 0:
            raise StageFailed(f"npm run {kind} left out {counts['skipped']} tests")
        passed += int(counts["pass"])
        failed += int(counts["fail"])
        names += re.findall(r"^not ok \d+ - (.*)", output, re.MULTILINE)
    if not failed:
        return Outcome(passed)
    return Outcome(passed, failed, f"{'; '.join(names)}; pictures in web/build/failed")


def consumer_stage() -> Outcome:
    """Installs into a fresh prefix and builds another project on it, with the other compiler."""
    log = Log("consumer")
    work = BUILD / "consumer"
    shutil.rmtree(work, ignore_errors=True)
    log.run(["cmake", "--install", BUILD / "check", "--prefix", work / "prefix"])
    log.run(
        ["cmake", "-G", "Ninja", "-S", ROOT / "tests" / "consumer", "-B", work / "build"]
        + ["-DCMAKE_CXX_COMPILER=g++", f"-DCMAKE_PREFIX_PATH={work / 'prefix'}"]
    )
    log.run(["ninja", "-C", work / "build"])
    return ctest(log, work / "build")


def gcc_stage() -> Outcome:
    """The second compiler reads every source of the engine and the command."""
    log = Log("gcc")
    return tidy.syntax(log, configure(log, "check"), int(JOBS))


def examples_stage() -> Outcome:
    """Every shipped model is checked and run, every scenario compared, its claims held."""
    log = Log("examples")
    command, out = BUILD / "check" / "bin" / "slackwater", BUILD / "examples"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    models, scenarios = tracked("models/*.sd"), tracked("scenarios/*.yaml")
    if not models or not scenarios:
        raise StageFailed("there are no models or no scenarios")
    for model in models:
        log.run([command, "check", "--strict-units", model], what=f"{model} has errors")
        log.run([command, "run", model, "--out", out / "run.csv"], what=f"{model} does not run")
    for scenario in scenarios:
        folder = out / Path(scenario).stem
        log.run(
            [command, "compare", scenario, "--check", "--out", folder],
            what=f"{scenario} fails or a claim does not hold",
        )
        for name in ("results.h5", "briefing.html"):
            if not (folder / name).is_file():
                raise StageFailed(f"{scenario} left no {name}")
    return Outcome(2 * len(models) + len(scenarios))


def model_tests_stage(*options: str) -> Outcome:
    """The models against tests of the field and turned signs; lists every measured number."""
    name = "every-notice" if options else "model-tests"
    return pytest(Log(name), PYTHON, "tests/model_tests", *options)


def promise_stage(name: str, *options: str) -> Outcome:
    """The same run gives the same bits, whatever the way; says how many bytes were compared."""
    log = Log(name)
    outcome = pytest(
        log,
        PYTHON,
        "tests/promise",
        *options,
        env={"SLACKWATER_COMMAND": str(BUILD / "check" / "bin" / "slackwater")},
    )
    bytes_compared = re.search(r"^ *([\d,]+)  in all", log.path.read_text(), re.MULTILINE)
    outcome.detail += f" {bytes_compared[1]} bytes compared" if bytes_compared else ""
    return outcome


def python_stage() -> Outcome:
    """The package as it is installed, whose wheel the stage before has built."""
    return pytest(
        Log("python"), PYTHON, "tests/python", env={"SLACKWATER_WHEEL": str(wheel.repaired())}
    )


def documents_stage() -> Outcome:
    """The README's commands, the guide's snippets and the notebooks are tests."""
    folders = [f for f in ("tests/docs", "tests/notebooks") if (ROOT / f).is_dir()]
    if not folders:
        raise StageFailed("neither tests/docs nor tests/notebooks is there")
    command = BUILD / "check" / "bin"
    return pytest(
        Log("documents"), PYTHON, *folders, env={"SLACKWATER_COMMAND": str(command / "slackwater")}
    )


def coverage_stage() -> Outcome:
    log = Log("coverage")
    folder = configure(log, "coverage")
    ninja(log, folder)
    outcome = ctest(log, folder, "-L", "unit")
    report = log.run(["python3", ROOT / "tools" / "check" / "coverage.py", folder])
    outcome.detail += report.strip().splitlines()[-1]
    return outcome


def claims_stage() -> Outcome:
    log = Log("claims")
    log.run(
        [PYTHON, ROOT / "tools" / "claims_report.py", "--check"],
        what="the sweep over the flagship's claims gives other numbers than docs/results/claims.csv",
    )
    return Outcome(1)


def gcc_build_stage() -> Outcome:
    log = Log("gcc-build")
    folder = BUILD / "gcc"
    log.run(["cmake", "--preset", "check", "-B", folder, "-DCMAKE_CXX_COMPILER=g++"])
    ninja(log, folder)
    return ctest(log, folder)


STAGES = [
    Stage("format", "always", "clang-format and ruff on every file", format_stage),
    Stage("dev", "fast", "dev preset: build, then every test that is not long or slow", dev_stage),
    Stage(
        "build",
        "full",
        "optimised build with warnings as errors; every public header alone",
        build_stage,
    ),
    Stage("tests", "full", "unit, model, error, command and include tests", tests_stage),
    Stage(
        "tidy", "full", "clang-tidy on every source that changed since it last passed", tidy_stage
    ),
    Stage("gcc", "long", "the second compiler reads every source", gcc_stage),
    Stage(
        "wheel", "full", "wheel, repaired by auditwheel, imported without a compiler", wheel.check
    ),
    Stage("python", "full", "tests of the installed wheel", python_stage, one_core=True),
    Stage(
        "model-tests",
        "full",
        "models conserve, rest, converge and keep to extremes; a turned sign is noticed",
        model_tests_stage,
        one_core=True,
    ),
    Stage(
        "promise",
        "full",
        "the same bits for threads, lanes, instruction sets, shards, hosts: a few studies",
        lambda: promise_stage("promise"),
        one_core=True,
    ),
    Stage("wasm", "full", "the browser's part compiles for wasm32-wasi", wasm_stage, one_core=True),
    Stage(
        "documents",
        "full",
        "README, guide snippets and notebooks are run",
        documents_stage,
        one_core=True,
    ),
    Stage(
        "examples",
        "full",
        "every model checked and run, every scenario compared and its claims held",
        examples_stage,
        one_core=True,
    ),
    Stage(
        "consumer",
        "full",
        "install, then find_package(slackwater) from another project",
        consumer_stage,
        one_core=True,
    ),
    Stage("page", "full", "the what-if page: types, units, and Chromium as a reader", page_stage),
    Stage(
        "late-page",
        "long",
        "the what-if page with a worker that is heard 0.1 s later",
        lambda: page_stage("late-page", 100),
    ),
    Stage(
        "every-promise",
        "long",
        "the same for every shipped model and scenario file",
        lambda: promise_stage("every-promise", "--every-study"),
    ),
    Stage(
        "asan",
        "long",
        "unit tests under the address and undefined-behaviour sanitizers",
        lambda: sanitizer_stage("asan", "unit"),
    ),
    Stage(
        "every-notice",
        "long",
        "who notices a turned sign of the flagship: all claims and model tests",
        lambda: model_tests_stage("--every-notice", "-k", "turned_sign"),
    ),
    Stage("claims", "long", "the flagship's claims over all samples, as published", claims_stage),
    Stage("long-tests", "long", "tests labelled long", long_tests_stage),
    Stage(
        "tsan", "long", "tests under the thread sanitizer", lambda: sanitizer_stage("tsan", "unit")
    ),
    Stage("coverage", "long", "line coverage of the unit tests", coverage_stage),
    Stage("gcc-build", "long", "everything built and tested with gcc", gcc_build_stage),
]

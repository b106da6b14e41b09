"""Writes the CSV files here: trajectories of the models of models/library, from an independent program.

Each function below is a second reading of the equations, in plain Python without anything of the engine: Euler's rule
as the models use it. `trajectories_test.cpp` of tests/unit/library compares every point. Run: python make_expected.py
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent


def write(name: str, columns: list[str], rows: Iterable[list[float]]) -> None:
    with open(HERE / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["time", *columns])
        writer.writerows([repr(float(x)) for x in row] for row in rows)


def table(points: list[tuple[float, float]]) -> Callable[[float], float]:
    """Straight lines between the points, level beyond them."""

    def value(x: float) -> float:
        if x <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return points[-1][1]

    return value


def teaching_model(
    name: str, shift: float = 0, harder: float = 0, smarter: float = 0, demand: float = 0
) -> None:
    """Sterman's teaching model in years, -1 to 5. People stay 100: nothing in it changes their number."""
    per_year, every = 64, 16
    people, week, longest, ceiling = 100, 40, 70, 10
    work, improve, level = 0.8 * week, 0.2 * week, 1.0
    stages = [1 / 3, 1 / 3, 1 / 3]  # what wears off: three delays of 2/3 years
    gain = 0.5 * ceiling / (ceiling - 1) / (people * improve)
    rows = []
    for k in range(6 * per_year + 1):
        t = k / per_year - 1
        time_left = max(0.0, min(longest - work, improve))
        output = people * work * level * 100 / (people * 32)
        if k % every == 0:
            rows.append([t, output, level, work, time_left])
        wanted = 100 * (1 + demand) if t >= 0 else 100
        missing = (wanted - output) / wanted
        grown = people * time_left * gain * (ceiling - level) / ceiling
        leaving = [stage * 1.5 for stage in stages]
        work_grows = work * harder * missing * (longest - work) / longest / per_year
        improve_grows = time_left * smarter * missing * (longest - time_left) / longest / per_year
        level += (grown - leaving[2]) / per_year
        stages[0] += (grown - leaving[0]) / per_year
        stages[1] += (leaving[0] - leaving[1]) / per_year
        stages[2] += (leaving[1] - leaving[2]) / per_year
        jump = shift if k == per_year else 0
        work, improve = work + work_grows + jump, improve + improve_grows - jump
    write(name, ["output", "capability", "hours_on_output", "hours_on_improvement"], rows)


def cookbook_model(name: str, bias: float = 0, surge: float = 0) -> None:
    """The example of the PySD Cookbook in weeks, 0 to 100."""
    wanted = table([(0, 0), (0.5, 0), (0.75, 0.5), (1, 1), (2, 1.5), (5, 1.5)])
    left = table([(0, 1), (1, 1), (1.5, 0.75), (2, 0.25), (5, 0)])
    hours = table([(0, 0.75), (0.75, 0.75), (1, 1), (1.25, 1.25), (2, 1.5), (10, 1.5)])
    level, work, improve = 100.0, 1.0, 1.0
    rows = []
    for k in range(1601):
        t = k / 16
        improving = 10 * wanted(improve) * left(work)
        performance = level * min(30 * hours(work), 40 - improving)
        if k % 16 == 0:
            rows.append([t, level, work, improve, performance])
        stretch = (3000 + (surge if t >= 10 else 0)) / performance
        level, work, improve = (
            level + (0.5 * improving - level / 20) / 16,
            work + (stretch - work) / 3 / 16,
            improve + ((stretch - improve) / 9 + (bias if t >= 10 else 0)) / 16,
        )
    write(name, ["capability", "pressure_to_work", "pressure_to_improve", "performance"], rows)


def burnout() -> None:
    """The template of the JD-R model in sdbuildR, in days, 0 to 182.5."""
    e, r, d, x = 0.5, 0.7, 0.2, 0.5
    rows = []
    for k in range(18251):
        if k % 50 == 0:
            rows.append([k / 100, e, r, d, x])
        de = 0.2 * x * r * (1 + d) * (1 - e) - 0.1 * e * (1 - x)
        dr = 0.2 * e * (1 - r) - 0.05 * r
        dd = 0.2 * (1 - d) + 0.15 * (1 - x) - 0.2 * e * d
        dx = 0.15 * x * (1 - x) - 0.4 * x * d / (1 + r)
        e, r, d, x = e + de / 100, r + dr / 100, d + dd / 100, x + dx / 100
    write("jdr_burnout", ["engagement", "resources", "demands", "health"], rows)


def defects() -> None:
    """The defects example of the PySD Cookbook, in days, 0 to 50."""
    time_for_one = table([(0, 0.1), (5, 0.1), (10, 0.09), (15, 0.05), (20, 0.04), (80, 0.04)])
    lengths = (0.1, 0.128571, 0.188095, 0.347619, 0.416667, 0.452381, 0.469048, 0.5)
    backlogs = (0, 2.76986, 5.53971, 10.3462, 13.1161, 16.5377, 20.5295, 60)
    day = table(list(zip(backlogs, lengths)))
    waiting = 11.7
    rows = []
    for k in range(50 * 64 + 1):
        pace = day(waiting) / time_for_one(waiting)
        bad = 0.01 * pace
        if k % 16 == 0:
            rows.append([k / 64, waiting, bad])
        arriving = 22 if 20 * 64 <= k < 30 * 64 else 10
        waiting += (arriving - 2 * pace * (1 - bad)) / 64
    write("manufacturing_defects", ["backlog", "defect_rate"], rows)


if __name__ == "__main__":
    teaching_model("capability_trap_sterman_more_output", shift=4)
    teaching_model("capability_trap_sterman_more_improvement", shift=-4)
    teaching_model("capability_trap_sterman_harder", harder=1, demand=0.1)
    teaching_model("capability_trap_sterman_smarter", smarter=1, demand=0.1)
    teaching_model(
        "capability_trap_sterman_longest_week", shift=8, harder=10, smarter=2, demand=0.5
    )
    cookbook_model("capability_trap_pysd_down", bias=-0.05)
    cookbook_model("capability_trap_pysd_up", bias=0.1)
    cookbook_model("capability_trap_pysd_surge", surge=1000)
    burnout()
    defects()

"""Writes expected.csv of every folder here, from definitions and closed forms, never from the engine.

Needs mpmath (50 digits). Each function below is one folder; its docstring is where the numbers come from. The text
of a folder's README.md repeats it with the tolerance that the method of integration allows. Run: python make_expected.py
"""

import csv
import inspect
from fractions import Fraction as F
from pathlib import Path

import mpmath as mp

mp.mp.dps = 50
HERE = Path(__file__).parent


def times(start, stop, save):
    count = int((F(stop) - F(start)) / F(save))
    return [F(start) + k * F(save) for k in range(count + 1)]


def write(folder, source, tolerance, times_, columns):
    path = HERE / folder
    with open(path / "expected.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["time", *columns])
        for k, t in enumerate(times_):
            row = [mp.mpf(t.numerator) / t.denominator]
            row += [values(t) if callable(values) else values[k] for values in columns.values()]
            row = [
                mp.mpf(x.numerator) / x.denominator if isinstance(x, F) else mp.mpf(x) for x in row
            ]
            writer.writerow([mp.nstr(x, 17, min_fixed=-400, max_fixed=400) for x in row])
    title = (path / "model.sd").read_text().split('"')[1]
    (path / "README.md").write_text(
        f"# {title}\n\n{inspect.cleandoc(source)}\n\n`expected.csv` is written by `../make_expected.py`.\n\n"
        f"Tolerance: {tolerance} of the largest size of a series.\n"
    )


def real(t):
    return mp.mpf(t.numerator) / t.denominator


def arrays():
    """Every element is a linear equation x' = gain - loss * x with the closed form of an exponential; the reductions
    are sums, means, extremes and products of those. The tolerance is the method's error with a step of 1/4."""
    kinds, levels = ["dependencies", "architecture", "policy"], ["team", "cross_team", "system"]
    drift = {
        "dependencies": mp.mpf("0.01"),
        "architecture": mp.mpf("0.02"),
        "policy": mp.mpf("0.03"),
    }
    first = {
        ("dependencies", "team"): "0.38",
        ("dependencies", "cross_team"): "0.49",
        ("dependencies", "system"): "0.55",
        ("architecture", "team"): "0.39",
        ("architecture", "cross_team"): "0.51",
        ("architecture", "system"): "0.57",
        **{("policy", level): "0.42" for level in levels},
    }
    weight = {
        ("dependencies", "team"): mp.mpf("0.2"),
        ("dependencies", "cross_team"): mp.mpf("0.4"),
        ("dependencies", "system"): mp.mpf("0.4"),
        ("architecture", "team"): mp.mpf("0.1"),
        ("architecture", "cross_team"): mp.mpf("0.3"),
        ("architecture", "system"): mp.mpf("0.6"),
        **{("policy", level): mp.mpf(1) / 3 for level in levels},
    }
    distance = [[0, 1, 2], [1, 0, 1], [2, 1, 0]]

    def obstacle(k, l, t):
        gain = drift[k] + (mp.mpf("0.005") if l != "team" else 0)
        loss = mp.mpf("0.1") + drift[k]
        if (k, l) == ("policy", "system"):
            gain, loss = mp.mpf(0), mp.mpf("0.1")
        end = gain / loss
        return end + (mp.mpf(first[k, l]) - end) * mp.exp(-loss * real(t))

    def severity(k, t):
        return sum(weight[k, l] * obstacle(k, l, t) for l in levels)

    columns = {
        f"obstacle[{k},{l}]": (lambda t, k=k, l=l: obstacle(k, l, t)) for k in kinds for l in levels
    }
    columns |= {f"severity[{k}]": (lambda t, k=k: severity(k, t)) for k in kinds}
    columns |= {f"same_severity[{k}]": (lambda t, k=k: severity(k, t)) for k in kinds}
    every = [(k, l) for k in kinds for l in levels]
    columns["total"] = lambda t: sum(obstacle(k, l, t) for k, l in every)
    columns["average"] = lambda t: sum(severity(k, t) for k in kinds) / 3
    columns["worst"] = lambda t: max(obstacle(k, l, t) for k, l in every)
    columns["best"] = lambda t: min(obstacle(k, "team", t) for k in kinds)
    columns["product"] = lambda t: (
        severity(kinds[0], t) * severity(kinds[1], t) * severity(kinds[2], t)
    )
    columns["high"] = lambda t: sum(obstacle(k, l, t) > mp.mpf("0.45") for k, l in every)
    columns |= {f"above[{l}]": (lambda t, l=l: obstacle("policy", l, t)) for l in levels[1:]}
    columns |= {
        f"neighbourhood[{l}]": (
            lambda t, i=i: sum(
                distance[i][j] * obstacle("policy", o, t) for j, o in enumerate(levels)
            )
        )
        for i, l in enumerate(levels)
    }
    columns["trace"] = lambda t: 0
    write("arrays", arrays.__doc__, "1e-8", times(0, 4, 1), columns)


def piece(points, t):
    """The straight line through the points on both sides of t, level beyond the ends."""
    if t <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if t <= x1:
            return y0 + (y1 - y0) * (t - x0) / (x1 - x0)
    return points[-1][1]


def data_series():
    """The rows of demand.csv joined by straight lines (`linear`) or held until the next one (`step`), in fractions;
    the stock by Euler's rule, as the model says."""
    demand = [(F(0), F(10)), (F(2), F(14)), (F(4), F(12)), (F(6), F(20))]
    small = [(F(0), F(1)), (F(2), F(2)), (F(4), F(1)), (F(6), F(0))]
    large = [(F(0), F(2)), (F(2), F(2)), (F(4), F(5)), (F(6), F(8))]
    price = lambda t: F(1) if t < 4 else F(2) if t < 6 else F(3)
    rate = lambda t: piece(demand, t) * price(t) + piece(small, t) + piece(large, t)
    grid = times(0, 6, F(1, 2))
    sold = [F(0)]
    for t in grid[:-1]:
        sold.append(sold[-1] + F(1, 2) * rate(t))
    write(
        "data_series",
        data_series.__doc__,
        "1e-14",
        grid,
        {
            "demand": lambda t: piece(demand, t),
            "price": price,
            "sales[small]": lambda t: piece(small, t),
            "sales[large]": lambda t: piece(large, t),
            "sold": sold,
        },
    )


def delays():
    """The response of n first-order delays in a row to a step of the input at week 4 is the distribution function of
    Erlang's law of order n. Source: Sterman, Business Dynamics (2000), chapter 11. The tolerance is the method's."""

    def erlang(n, t):
        u = n * (real(t) - 4) / 6
        return (
            mp.mpf(0) if u <= 0 else 1 - mp.exp(-u) * sum(u**k / mp.factorial(k) for k in range(n))
        )

    columns = {"input": lambda t: 10 if t < 4 else 15}
    for name, n in [
        ("first_order", 1),
        ("third_order", 3),
        ("sixth_order", 6),
        ("smooth_first", 1),
        ("smooth_third", 3),
        ("smooth_second", 2),
    ]:
        columns[name] = lambda t, n=n: 10 + 5 * erlang(n, t)
    columns["of_each[small]"] = lambda t: mp.mpf("0.3") * (10 + 5 * erlang(1, t))
    columns["of_each[large]"] = lambda t: mp.mpf("0.7") * (10 + 5 * erlang(1, t))
    write("delays", delays.__doc__, "1e-6", times(0, 40, 1), columns)


def discrete_map():
    """The map of the model iterated with 50 digits."""
    share = [mp.mpf("0.25")]
    for _ in range(30):
        rework = mp.mpf("0.1") + mp.mpf("0.4") * (1 - share[-1])
        share.append(min(max((1800 - 1000 / (1 - rework)) / 500, mp.mpf(0)), mp.mpf(1)))
    write("discrete_map", discrete_map.__doc__, "1e-12", times(0, 30, 1), {"share": share})


def lookups():
    """Straight lines through the points in fractions, held level beyond the ends (clamp) or continued (extrapolate);
    `step` holds the last point; `smooth` is the monotone cubic of Fritsch and Carlson, SIAM J. Numer. Anal. 17
    (1980) 238-246, whose slopes at 0, 1, 3, 4 are 2, 5/4, 0, 0 (mean of the secants; none where a secant is 0)."""
    points = [(F(0), F(1)), (F(1), F(3)), (F(3), F(4))]

    def extended(t):
        if t < 0:
            return 1 + 2 * t
        return piece(points, t) if t <= 3 else 4 + F(1, 2) * (t - 3)

    def smooth(t):
        x, y, m = [F(0), F(1), F(3), F(4)], [F(1), F(3), F(4), F(4)], [F(2), F(5, 4), F(0), F(0)]
        if t <= x[0]:
            return y[0]
        for i in range(3):
            if t <= x[i + 1]:
                h = x[i + 1] - x[i]
                s = (t - x[i]) / h
                return (
                    y[i] * (1 + 2 * s) * (1 - s) ** 2
                    + m[i] * h * s * (1 - s) ** 2
                    + y[i + 1] * s**2 * (3 - 2 * s)
                    - m[i + 1] * h * s**2 * (1 - s)
                )
        return y[-1]

    write(
        "lookups",
        lookups.__doc__,
        "1e-14",
        times(-1, 5, F(1, 2)),
        {
            "a": lambda t: piece(points, t),
            "b": extended,
            "c": lambda t: F(1) if t < 1 else F(3) if t < 3 else F(4),
            "d": smooth,
            "e[small]": lambda t: piece([(F(0), F(0)), (F(1), F(1))], t),
            "e[large]": lambda t: piece([(F(0), F(0)), (F(1), F(10))], t),
        },
    )


def mapped_dimensions():
    """Arithmetic by hand: 30 over 3 people of sales, 80 over 4 + 1 of the plant."""
    write(
        "mapped_dimensions",
        mapped_dimensions.__doc__,
        "1e-15",
        times(0, 3, 1),
        {
            "people_of_department[sales]": lambda t: 3,
            "people_of_department[plant]": lambda t: 5,
            "budget_per_head[red]": lambda t: 10,
            "budget_per_head[green]": lambda t: 16,
            "budget_per_head[blue]": lambda t: 16,
            "same_budget[red]": lambda t: 30,
            "same_budget[green]": lambda t: 80,
            "same_budget[blue]": lambda t: 80,
        },
    )


def pipelines_and_samples():
    """The definitions: the input (= time) three weeks ago, one step ago, at the start, at the last multiple of four
    weeks; the sums by Euler's rule."""
    grid = times(0, 12, F(1, 2))
    total = [F(3)]
    for t in grid[:-1]:
        total.append(total[-1] + F(1, 2) * t)
    write(
        "pipelines_and_samples",
        pipelines_and_samples.__doc__,
        "0",
        grid,
        {
            "input": lambda t: t,
            "pipeline": lambda t: F(5) if t < 3 else t - 3,
            "before": lambda t: F(7) if t == 0 else t - F(1, 2),
            "at_start": lambda t: 2,
            "sampled": lambda t: 4 * (t // 4),
            "total": total,
            "also_total": total,
        },
    )


MASK = (1 << 64) - 1


def philox(key, counter):
    """Philox4x32-10. Source: Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC11."""
    k, c = list(key), list(counter)
    for _ in range(10):
        low0, low1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [
            (low1 >> 32) ^ c[1] ^ k[0],
            low1 & 0xFFFFFFFF,
            (low0 >> 32) ^ c[3] ^ k[1],
            low0 & 0xFFFFFFFF,
        ]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def finish(z):
    """The finalizer of SplitMix64. Source: Steele, Lea and Flood, OOPSLA 2014."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniform_draw(name, step, occurrence=0, seed=0, sample=0):
    """The draw of an element, known by its name, as base/random.hpp defines the key, in Python's integers."""
    h = 14695981039346656037
    for byte in name.encode():
        h = ((h ^ byte) * 1099511628211) & MASK
    stream = finish((h + 0x9E3779B97F4A7C15 * occurrence) & MASK)
    mix = lambda z: finish((z + 0x9E3779B97F4A7C15) & MASK)
    key = mix(stream ^ mix(seed))
    place = (step << 8) & MASK
    words = philox(
        (key & 0xFFFFFFFF, key >> 32),
        (place & 0xFFFFFFFF, place >> 32, sample & 0xFFFFFFFF, sample >> 32),
    )
    bits = ((words[0] << 32) | words[1]) >> 12
    return F(2 * bits + 1, 2**53)


def random_draws():
    """Philox in Python's integers and mpmath's normal quantile: an independent second implementation of the draws of
    seed 0, sample 0. The statistics of the draws are tested elsewhere (tests/unit/run/random_test.cpp)."""

    def z(u):
        return mp.sqrt(2) * mp.erfinv(2 * real(u) - 1)

    def poisson(u, mean):
        k, p = 0, mp.exp(-mean)
        total = p
        while real(u) > total:
            k += 1
            p = p * mean / k
            total += p
        return k

    draw = lambda t, name, occurrence=0: uniform_draw(name, int(t), occurrence)
    write(
        "random_draws",
        random_draws.__doc__,
        "1e-14",
        times(0, 100, 1),
        {
            "gauss": lambda t: 10 + 2 * z(draw(t, "gauss")),
            "flat[small]": lambda t: draw(t, "flat[small]"),
            "flat[large]": lambda t: draw(t, "flat[large]"),
            "skewed": lambda t: (
                40 * mp.power(mp.mpf(70) / 40, z(draw(t, "skewed")) / mp.mpf("1.6448536269514722"))
            ),
            "counted": lambda t: poisson(draw(t, "counted"), 4),
            "two": lambda t: draw(t, "two") - draw(t, "two", 1),
        },
    )


def signals():
    """The definitions of the signals in fractions; the stock is their integral, which the method meets exactly
    because all kinks lie on its grid and the input is linear between them."""
    ramped = lambda t: F(1, 2) * (min(max(t, 10), 20) - 10)

    def counted(t):
        over = lambda a: max(t - a, F(0))
        rising = F(1, 4) * (min(over(10), F(10)) ** 2)
        return 2 * over(5) + 3 * min(over(6), F(2)) + rising + 5 * over(20)

    write(
        "signals",
        signals.__doc__,
        "1e-14",
        times(0, 30, F(1, 4)),
        {
            "stepped": lambda t: 2 if t >= 5 else 0,
            "pulsed": lambda t: 3 if 6 <= t < 8 else 0,
            "impulse": lambda t: 3 if t == 8 else 0,
            "reviews": lambda t: 1 if t % 6 >= 5 else 0,
            "never": lambda t: 0,
            "ramped": ramped,
            "endless": lambda t: F(1, 2) * max(t - 25, F(0)),
            "counted": counted,
        },
    )


def stocks_and_flows():
    """Newton's law of cooling: room + (start - room) exp(-t / cooling_time)."""
    write(
        "stocks_and_flows",
        stocks_and_flows.__doc__,
        "1e-9",
        times(0, 30, 5),
        {
            "tea_temperature": lambda t: 20 + 70 * mp.exp(-real(t) / 10),
            "heat_loss": lambda t: 7 * mp.exp(-real(t) / 10),
        },
    )


def trend_and_forecast():
    """The average of a quantity that grows at the rate g is the quantity over 1 + g T from the start on, so its
    perceived trend is g and its forecast over the horizon H is the quantity times 1 + g H."""
    write(
        "trend_and_forecast",
        trend_and_forecast.__doc__,
        "1e-11",
        times(0, 52, 4),
        {
            "demand": lambda t: 100 * mp.exp(real(t) / 50),
            "perceived": lambda t: mp.mpf("0.02"),
            "expected": lambda t: 120 * mp.exp(real(t) / 50),
        },
    )


def unit_conversion():
    """Arithmetic by hand; a year is 365.25 days (docs/reference, units)."""
    weekly = F(5200 * 7 * 100, 36525)
    write(
        "unit_conversion",
        unit_conversion.__doc__,
        "1e-15",
        times(0, 4, 1),
        {
            "weekly_demand": lambda t: weekly,
            "reaction_in_weeks": lambda t: 2,
            "horizon_in_weeks": lambda t: 26,
            "literal": lambda t: 13,
            "rework": lambda t: weekly / 20,
            "capacity": lambda t: 12,
            "area": lambda t: 9,
            "side": lambda t: 3,
        },
    )


def user_functions():
    """Radioactive decay 100 * 2^(-t / 3), and averages of an exponential: y' = (e^(-kt) - y) / T from 0 is
    (e^(-kt) - e^(-t/T)) / (1 - kT). The tolerance is the method's with a step of 1/4."""
    k = mp.ln(2) / 3
    level = lambda t: mp.exp(-k * real(t))
    average = lambda t, slow: (level(t) - mp.exp(-real(t) / slow)) / (1 - k * slow)
    write(
        "user_functions",
        user_functions.__doc__,
        "3e-6",
        times(0, 10, 1),
        {
            "isotope": lambda t: 100 * level(t),
            "level": level,
            "more": lambda t: 4 * level(t),
            "perceived": lambda t: average(t, 2) + (1 - mp.exp(-real(t) / 4)) - average(t, 4),
            "logistic_curve": lambda t: 1 / (1 + mp.exp(-mp.mpf("0.4") * level(t))),
        },
    )


if __name__ == "__main__":
    for function in [
        arrays,
        data_series,
        delays,
        discrete_map,
        lookups,
        mapped_dimensions,
        pipelines_and_samples,
        random_draws,
        signals,
        stocks_and_flows,
        trend_and_forecast,
        unit_conversion,
        user_functions,
    ]:
        function()

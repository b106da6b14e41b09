"""Expected numbers of measures, computed without the engine: NumPy on slices of weekly points.

Writes numpy_measures.csv, which measures_numpy_test.cpp compares the measure language with:

    python3 tests/unit/scenario/numpy_measures.py > tests/unit/scenario/numpy_measures.csv

The series are formulas of the week, the same as in the test. Means run over weekly points, both
ends included; recovery looks for the first week from the peak on at which the excess stays within
a share of the peak for a number of points; sums are trapezoids over weekly points.
"""

import numpy as np

t = np.arange(261.0)
SHOCK = 52
HOLD = 4
TOLERANCE = 0.15


def lead_time(policy, future):
    """Weeks: a slow drift, and after a shock an excess that fades with overtones."""
    base = 5 + (0.01 if policy == 0 else -0.004) * t
    if future == 0:
        return base
    after = np.maximum(t - SHOCK, 0.0)
    fade = 18.0 if policy == 0 else 9.0
    return base + 6 * (after / 6) * np.exp(1 - after / fade) * (1 + 0.3 * np.cos(after / 3))


def value(policy, future):
    """Items per week: the second policy starts lower and ends higher."""
    level = 40 - 12 * np.tanh(t / 90) if policy == 0 else 36 + 9 * np.tanh((t - 30) / 60)
    return level - (5 * np.exp(-np.maximum(t - SHOCK, 0.0) / 20) * (t >= SHOCK) if future else 0)


def mean(x, a, b):
    return x[a : b + 1].mean()


def trapezoid(x):
    return ((x[1:] + x[:-1]) / 2).sum()


def recovery(x, reference, after, tolerance, hold, peak_within):
    excess = x - reference
    peak = after + int(np.argmax(excess[after : after + peak_within]))
    for i in range(peak, len(t) - hold):
        if (np.abs(excess[i : i + hold]) <= tolerance * excess[peak]).all():
            return i - after
    return np.nan


def break_even(x, reference):
    ahead = np.concatenate([[0.0], np.cumsum((x - reference)[:-1] + (x - reference)[1:]) / 2])
    deepest = int(np.argmin(ahead))
    later = np.where(ahead[deepest + 1 :] >= 0)[0]
    return deepest + 1 + later[0] if len(later) else np.nan


def crossings_up(x, level):
    return ((x[1:] > level) & (x[:-1] <= level)).sum()


for p in (0, 1):
    for f in (0, 1):
        lead, calm = lead_time(p, f), lead_time(p, 0)
        val = value(p, f)
        numbers = {
            "late": mean(val, 208, 260),
            "late_ratio": mean(val, 208, 260) / mean(value(0, f), 208, 260),
            "worst": lead.max(),
            "when_worst": lead.argmax(),
            "least_ratio": (val / value(p, 0))[52:71].min(),
            "suffered": trapezoid((lead - calm)[52:]),
            "yield": (val * lead)[104:156].sum() / lead[104:156].sum(),
            "recovery": recovery(lead, calm, SHOCK, TOLERANCE, HOLD, 30) if f else np.nan,
            "break_even": break_even(val, value(0, f)) if p else np.nan,
            "dip": (value(0, f) - val).max() if p else np.nan,
            "when_dip": (value(0, f) - val).argmax() if p else np.nan,
            "crossings": crossings_up(np.sin(t / (7 + p)) + 0.1 * f, 0.25),
            "until_low": np.where(val <= 33)[0][0] if (val <= 33).any() else np.nan,
        }
        for name, number in numbers.items():
            print(f"{name},{p},{f},{float(number)!r}")

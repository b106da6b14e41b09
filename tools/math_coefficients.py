#!/usr/bin/env python3
"""Computes the polynomial coefficients and constants of the engine's elementary functions.

They go into engine/program/include/slackwater/program/math. Each polynomial is a weighted minimax
fit made here by the Remez exchange in 60-digit arithmetic (mpmath). Its coefficients are rounded to
doubles one after the other, lowest order first, and the rest is fitted again each time, so that
rounding a leading coefficient is compensated by the ones behind it. The normal quantile uses
rational functions, fitted by reweighted least squares at Chebyshev points.

Run it with the name of a family (or none for all); it prints C++ arrays and the largest weighted
error that each leaves.
"""

import struct
import sys

import mpmath as mp

mp.mp.dps = 60


def to_double(value):
    """Round a high-precision number to the nearest double."""
    return mp.mpf(float(value))


def chebyshev_points(low, high, count):
    middle, half = (low + high) / 2, (high - low) / 2
    return [middle - half * mp.cos(mp.pi * k / (count - 1)) for k in range(count)]


def remez(function, weight, low, high, degree, fixed=()):
    """Fit sum(c_k x^k) so that weight * error oscillates evenly; the first c_k may be fixed.

    Returns the free coefficients and the largest weighted error on the grid.
    """
    free = list(range(len(fixed), degree + 1))
    grid = [x for x in chebyshev_points(low, high, 400) if weight(x) > 0]
    weights = [weight(x) for x in grid]
    targets = [function(x) - mp.fsum(c * x**k for k, c in enumerate(fixed)) for x in grid]
    count = len(free) + 1
    chosen = [round((len(grid) - 1) * (k + 0.5) / count) for k in range(count)]
    best = least_squares(grid, weights, targets, free)
    for _ in range(30):
        rows = [
            [weights[i] * grid[i] ** k for k in free] + [(-1) ** j] for j, i in enumerate(chosen)
        ]
        right = mp.matrix([weights[i] * targets[i] for i in chosen])
        try:
            solution = mp.lu_solve(mp.matrix(rows), right)
        except ZeroDivisionError:  # an odd term alone on a symmetric interval: it cannot alternate
            break
        coefficients = [solution[i] for i in range(len(free))]
        errors = [
            w * (t - x ** free[0] * mp.polyval(coefficients[::-1], x))
            for x, t, w in zip(grid, targets, weights)
        ]
        largest = max(abs(e) for e in errors)
        if largest < best[1]:
            best = (coefficients, largest)
        if largest < abs(solution[len(free)]) * mp.mpf("1.001"):
            break
        # The largest error of every run of equal signs is an extremum.
        extrema, begin = [], 0
        for i in range(1, len(grid) + 1):
            if i == len(grid) or errors[i] * errors[begin] < 0:
                extrema.append(max(range(begin, i), key=lambda j: abs(errors[j])))
                begin = i
        while len(extrema) > count:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < count:
            break
        chosen = extrema
    return best


def least_squares(grid, weights, targets, free):
    rows = [[w * x**k for k in free] for x, w in zip(grid, weights)]
    right = mp.matrix([w * t for w, t in zip(weights, targets)])
    solution = mp.lu_solve(mp.matrix(rows), right)
    errors = mp.matrix(rows) * solution - right
    return [solution[i] for i in range(len(free))], max(abs(e) for e in errors)


def fit_doubles(function, weight, low, high, degree, fixed=()):
    """Remez with coefficients that are doubles; returns them and the largest weighted error."""
    chosen = [to_double(c) for c in fixed]
    _, ideal = remez(function, weight, low, high, degree, chosen)
    while len(chosen) <= degree:
        coefficients, _ = remez(function, weight, low, high, degree, chosen)
        chosen.append(to_double(coefficients[0]))
    error = max(
        abs(weight(x) * (function(x) - mp.polyval(chosen[::-1], x)))
        for x in chebyshev_points(low, high, 2001)
    )
    print(f"// before rounding: 2^{mp.nstr(mp.log(ideal, 2), 4)}")
    return chosen, error


def show(name, coefficients, error=None):
    note = "" if error is None else f"  // weighted error 2^{mp.nstr(mp.log(error, 2), 4)}"
    print(f"inline constexpr double {name}[] = {{{note}")
    for c in coefficients:
        print(f"    {float(c).hex()},")
    print("};")


def truncated(value, bits):
    """The leading bits of value: a number whose products with short integers are exact."""
    exponent = int(mp.floor(mp.log(abs(value), 2)))
    scale = mp.mpf(2) ** (bits - 1 - exponent)
    return mp.floor(value * scale) / scale


def near_zero(closed, series, limit="1e-6"):
    """Use a series where the closed form would cancel."""
    return lambda x: series(x) if abs(x) < mp.mpf(limit) else closed(x)


def family_exp():
    """Powers of two in steps of a sixteenth, and the polynomial for what is left."""
    rows = []
    for i in range(16):
        power = mp.mpf(2) ** (mp.mpf(i) / 16)
        head = to_double(power)
        (bits,) = struct.unpack("<Q", struct.pack("<d", float(head)))
        (entry,) = struct.unpack("<d", struct.pack("<Q", bits - (i << 48)))
        rows.append((mp.mpf(entry), to_double((power - head) / head)))
    for name, column in zip(("kSixteenths", "kSixteenthTails"), zip(*rows)):
        show(name, column)
    cell = mp.log(2) / 16
    # The rests of powers lie up to 1.17 of it; there 2^-55 is as good.
    half = cell / 2 * mp.mpf("1.01")
    q = near_zero(
        lambda r: (mp.expm1(r) - r) / r**2,
        lambda r: mp.fsum(r**k / mp.factorial(k + 2) for k in range(12)),
    )
    show("kExpTail", *fit_doubles(q, abs, -half, half, 5, (mp.mpf("0.5"),)))
    ln2 = mp.log(2)
    for name, value, bits in (("kLn2", ln2, 42), ("kExpCell", cell, 38)):
        head = truncated(value, bits)
        show(name, [head, to_double(value - head)])
    show("kCellsPerUnit", [1 / cell])


def family_log():
    z_max = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * mp.mpf("1.0001")

    def closed(z):
        return (2 * mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 2) / z

    first = near_zero(closed, lambda z: mp.fsum(2 * z**k / (2 * k + 3) for k in range(12)))
    show("kLogTail", *fit_doubles(first, lambda z: z / 2, mp.mpf(0), z_max, 6))
    for name, value in (("kLog10E", 1 / mp.log(10)), ("kLog10Of2", mp.log(2) / mp.log(10))):
        head = to_double(value)
        show(name, [head, value - head])


def family_log_table():
    """Inverses of the middles of 128 cells of one binade, and their logarithms."""
    unit = mp.mpf(2) ** -42  # that of kLn2Head: a whole number of these plus k ln 2 is exact
    one = 1023 << 52
    first = one - (74 << 45) - (1 << 44)

    def mantissa(bits):
        exponent, fraction = divmod(bits, 1 << 52)
        return mp.ldexp(1 + mp.mpf(fraction) / 2**52, exponent - 1023)

    rows, largest = [], mp.mpf(0)
    for i in range(128):
        low, high = mantissa(first + (i << 45)), mantissa(first + ((i + 1) << 45))
        inverse = mp.mpf(1) if low < 1 < high else mp.nint(2 / (low + high) * 2**20) / 2**20
        largest = max(largest, abs(low * inverse - 1), abs(high * inverse - 1))
        logarithm = -mp.log(inverse)
        head = mp.nint(logarithm / unit) * unit
        rows.append((inverse, head, to_double(logarithm - head)))
    for name, column in zip(("kLogInverse", "kLogOfCell", "kLogOfCellTail"), zip(*rows)):
        show(name, column)
    print(f"// first cell at {first:#x}; largest rest 2^{mp.nstr(mp.log(largest, 2), 5)}")
    cubic = near_zero(
        lambda r: (mp.log1p(r) - r + r**2 / 2) / r**3,
        lambda r: mp.fsum((-1) ** k * r**k / (k + 3) for k in range(20)),
        "1e-4",
    )
    show("kLogCubic", *fit_doubles(cubic, lambda r: r**2, -largest, largest, 5))


def family_trigonometric():
    limit = (mp.pi / 4 * mp.mpf("1.0001")) ** 2
    sine = near_zero(
        lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
        lambda z: mp.fsum((-1) ** (k + 1) * z**k / mp.factorial(2 * k + 3) for k in range(10)),
    )
    show("kSinTail", *fit_doubles(sine, lambda z: z, mp.mpf(0), limit, 5))
    cosine = near_zero(
        lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2,
        lambda z: mp.fsum((-1) ** k * z**k / mp.factorial(2 * k + 4) for k in range(10)),
        "1e-4",
    )
    show("kCosTail", *fit_doubles(cosine, lambda z: z**2, mp.mpf(0), limit, 5))
    half_pi = mp.pi / 2
    first = truncated(half_pi, 42)
    second = truncated(half_pi - first, 42)
    show("kHalfPi", [first, second, half_pi - first - second])
    show("kTwoOverPi", [1 / half_pi])
    print("inline constexpr std::uint32_t kTwoOverPiWords[] = {")
    with mp.workprec(1400):
        value = 2 / mp.pi
        words = []
        for _ in range(40):
            value *= 2**32
            words.append(int(mp.floor(value)))
            value -= words[-1]
    for i in range(0, 40, 8):
        print("    " + ", ".join(f"0x{w:08x}" for w in words[i : i + 8]) + ",")
    print("};")


def family_inverse_trigonometric():
    arcsine = near_zero(
        lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
        lambda z: mp.mpf(1) / 6 + 3 * z / 40 + 15 * z**2 / 336 + 105 * z**3 / 3456,
    )
    show("kAsinTail", *fit_doubles(arcsine, lambda z: z, mp.mpf(0), mp.mpf("0.25"), 12))
    limit = ((mp.sqrt(2) - 1) * mp.mpf("1.0001")) ** 2
    arctangent = near_zero(
        lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
        lambda z: mp.fsum((-1) ** (k + 1) * z**k / (2 * k + 3) for k in range(10)),
    )
    show("kAtanTail", *fit_doubles(arctangent, lambda z: z, mp.mpf(0), limit, 10))
    for name, value in (("kPi", mp.pi), ("kHalfPi", mp.pi / 2), ("kQuarterPi", mp.pi / 4)):
        head = to_double(value)
        show(name, [head, value - head])


def normal_quantile_upper_log(log_tail):
    """x with ln(upper tail probability of x) = log_tail, by Newton on ln erfc."""
    log_tail = mp.mpf(log_tail)
    x = mp.sqrt(-2 * log_tail) if log_tail < -2 else mp.mpf("0.5")
    root2 = mp.sqrt(2)
    for _ in range(80):
        tail = mp.erfc(x / root2) / 2
        slope = -mp.exp(-(x**2) / 2) / mp.sqrt(2 * mp.pi) / tail
        step = (mp.log(tail) - log_tail) / slope
        x -= step
        if abs(step) < mp.mpf(10) ** -45 * (1 + abs(x)):
            break
    return x


def rational(function, low, high, top, bottom, rounds=8):
    """P/Q with Q(0) = 1: least squares on P - f Q, reweighted towards the least relative error."""
    count = 6 * (top + bottom)
    points = [
        (low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * (k + mp.mpf("0.5")) / count)
        for k in range(count)
    ]
    values = [function(x) for x in points]
    scale = [1 / abs(v) for v in values]
    lawson = [mp.mpf(1)] * count
    p = q = None
    best = (None, None, mp.inf)
    for _ in range(rounds):
        rows, right = [], []
        for x, v, s, w in zip(points, values, scale, lawson):
            weight = s * mp.sqrt(w) / (1 if q is None else abs(mp.polyval(q[::-1], x)))
            rows.append(
                [weight * x**k for k in range(top + 1)]
                + [-weight * v * x**k for k in range(1, bottom + 1)]
            )
            right.append(weight * v)
        solution = mp.qr_solve(mp.matrix(rows), mp.matrix(right))[0]
        p = [solution[k] for k in range(top + 1)]
        q = [mp.mpf(1)] + [solution[top + k] for k in range(1, bottom + 1)]
        errors = [
            abs(mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x) / v - 1)
            for x, v in zip(points, values)
        ]
        if max(errors) < best[2]:
            best = (p, q, max(errors))
        mean = mp.fsum(w * e for w, e in zip(lawson, errors)) / mp.fsum(lawson)
        lawson = [w * (e / mean) for w, e in zip(lawson, errors)]
    return best


def family_normal_quantile():
    # Centre: probability = 1/2 + q, |q| <= 0.425; x = q (sqrt(2 pi) + w P(v) / Q(v)) with
    # w = q^2 and v = 0.425^2 - w, which makes the coefficients positive.
    slope = mp.sqrt(2 * mp.pi)

    def centre(v):
        w = mp.mpf("0.180625") - v
        q = mp.sqrt(abs(w))
        if q < mp.mpf("1e-8"):
            return slope * mp.pi / 3  # second term of the series of the inverse error function
        return (mp.sqrt(2) * mp.erfinv(2 * q) / q - slope) / w

    p, q, error = rational(centre, mp.mpf(0), mp.mpf("0.180625"), 7, 7)
    show("kQuantileCentreTop", p, error)
    show("kQuantileCentreBottom", q)
    head = to_double(slope)
    show("kRootTwoPi", [head, slope - head])
    root = mp.sqrt(2)
    show("kRootTwo", [to_double(root), root - to_double(root)])

    # Tails: r = sqrt(-ln(tail probability)), x = sqrt(2) r - P(v) / Q(v); v = r - 1.6 near and
    # v = r - 5 far.
    def tail(shift):
        return lambda v: mp.sqrt(2) * (v + shift) - normal_quantile_upper_log(-((v + shift) ** 2))

    near, far = mp.mpf("1.6"), mp.mpf(5)
    low = mp.sqrt(-mp.log(mp.mpf("0.075"))) - mp.mpf("0.001")
    p, q, error = rational(tail(near), low - near, far - near, 7, 7)
    show("kQuantileNearTop", p, error)
    show("kQuantileNearBottom", q)
    p, q, error = rational(tail(far), mp.mpf(0), mp.mpf("27.4") - far, 7, 7)
    show("kQuantileFarTop", p, error)
    show("kQuantileFarBottom", q)


FAMILIES = {
    "exp": family_exp,
    "log": family_log,
    "log_table": family_log_table,
    "trigonometric": family_trigonometric,
    "inverse_trigonometric": family_inverse_trigonometric,
    "normal_quantile": family_normal_quantile,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or FAMILIES:
        print(f"// {name}")
        FAMILIES[name]()

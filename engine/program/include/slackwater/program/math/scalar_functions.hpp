#pragma once

/// Declares the elementary functions for one double: what the reference interpreter, constant
/// folding and the browser use.
///
/// Guarantees: the same bits as every SIMD path, on every machine. A NaN argument gives the one
/// canonical NaN; so does an argument outside the domain; a pole gives an infinity. Errors are in
/// units in the last place (ulp) of the result, as measured against MPFR by
/// tests/unit/program/math_accuracy_test.cpp; a limit named here is asserted there.

namespace slackwater::program::math {

/// At most 1 ulp. ln(0) and log10(0) are -Inf, a negative argument gives NaN; log10 is exact at
/// powers of ten. logistic(x) = 1 / (1 + exp(-x)).
double exp(double x);
double ln(double x);
double log10(double x);
double logistic(double x);

/// At most 2 ulp. pow(x, 0) = 1; pow(0, negative) is infinite; a negative base needs a whole
/// exponent.
double pow(double base, double exponent);

/// At most 2 ulp, in radians, for every finite angle; an infinite one gives NaN.
double sin(double x);
double cos(double x);
double tan(double x);

/// At most 2 ulp; asin and acos give NaN outside [-1, 1].
double asin(double x);
double acos(double x);
double atan(double x);
double tanh(double x);

/// The inverse of the standard normal distribution function, at most 4 ulp; 0 and 1 give -Inf and
/// Inf.
double normal_quantile(double probability);

/// Correctly rounded; sqrt(-0) = -0, a negative argument gives NaN.
double sqrt(double x);

double floor(double x);
/// To the nearest integer, halves away from zero.
double round(double x);
/// dividend - divisor * floor(dividend / divisor), with the divisor's sign; a divisor 0 gives NaN.
double mod(double dividend, double divisor);
/// -1, 0 or 1.
double sign(double x);
double abs(double x);
/// NaN if either is NaN; -0 is less than +0.
double min(double a, double b);
double max(double a, double b);
/// min(max(x, lowest), highest).
double clip(double x, double lowest, double highest);
/// dividend / divisor, or otherwise where the divisor is 0.
double safe_div(double dividend, double divisor, double otherwise);

}  // namespace slackwater::program::math

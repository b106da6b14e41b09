#pragma once

// Declares the elementary functions for one double: what the reference interpreter, constant
// folding and the browser use.
//
// Guarantees: the same bits as every SIMD path, on every machine. A NaN argument gives the one
// canonical NaN; so does an argument outside the domain; a pole gives an infinity. Errors are in
// units in the last place (ulp) of the result, as measured against MPFR by
// tests/unit/program/math_accuracy_test.cpp; a limit named here is asserted there.

namespace slackwater::program::math {

double exp(double x);    // at most 1 ulp
double ln(double x);     // at most 1 ulp; ln(0) = -Inf, negative: NaN
double log10(double x);  // at most 1 ulp; exact at powers of ten
double pow(double base,
           double exponent);  // at most 2 ulp; pow(x, 0) = 1, pow(negative, non-integer) = NaN
double logistic(double x);    // at most 1 ulp; 1 / (1 + exp(-x))
double tanh(double x);        // at most 2 ulp
double sin(double x);         // at most 2 ulp for every finite x, in radians
double cos(double x);         // at most 2 ulp for every finite x
double tan(double x);         // at most 2 ulp for every finite x
double asin(double x);        // at most 2 ulp; NaN outside [-1, 1]
double acos(double x);        // at most 2 ulp; NaN outside [-1, 1]
double atan(double x);        // at most 2 ulp
double normal_quantile(
    double probability);  // inverse of the standard normal distribution; 0 and 1 give -Inf and Inf
double sqrt(double x);    // correctly rounded; sqrt(-0) = -0, negative: NaN

double floor(double x);
double round(double x);  // to the nearest integer, halves away from zero
double mod(double dividend,
           double divisor);  // floored: the result has the divisor's sign; divisor 0: NaN
double sign(double x);       // -1, 0 or 1
double abs(double x);
double min(double a, double b);  // NaN if either is NaN; -0 is less than +0
double max(double a, double b);
double clip(double x, double lowest, double highest);  // min(max(x, lowest), highest)
double safe_div(double dividend, double divisor,
                double otherwise);  // otherwise where the divisor is 0

}  // namespace slackwater::program::math

#pragma once

namespace slackwater::ensemble {

/// The standard normal distribution function, to 1e-12 of the value for |x| < 38.
///
/// Guarantees: the same bits on every machine.
double normal_share(double x);

}  // namespace slackwater::ensemble

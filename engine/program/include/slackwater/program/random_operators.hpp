#pragma once

#include "slackwater/base/random.hpp"
#include "slackwater/program/operations.hpp"

/// The random operations: one draw for one key, equal bit for bit wherever it is made.
namespace slackwater::program {

/// One draw of `operation`, one of the four random operations; NaN where the arguments have no
/// meaning.
///
/// - random_uniform(low, high): low + (high - low) * u, u in (0, 1); low <= high
/// - random_normal(mean, deviation): mean + deviation * z, z the normal quantile of u; deviation >=
/// 0
/// - random_lognormal(median, p95): median * (p95 / median)^(z / 1.6448536269514722); 0 < median <=
/// p95
/// - random_poisson(mean): a whole number; mean >= 0. Below 10 by inversion (sequential search),
/// from there by the
///   transformed rejection PTRS. Source: Hoermann, Insurance: Mathematics and Economics 12 (1993),
///   pp. 39-45.
double draw(Operation operation, double a, double b, const base::DrawKey& key);

}  // namespace slackwater::program

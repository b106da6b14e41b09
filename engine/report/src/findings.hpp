#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "slackwater/report/number_text.hpp"
#include "slackwater/results/comparison.hpp"
#include "slackwater/results/statistics.hpp"

namespace slackwater::report {

/// One series that is shown: a saved variable, or one element of an array.
struct Indicator {
  const results::SavedVariable* variable = nullptr;
  std::size_t element = 0;
  std::string name;   ///< as in the model, with subscripts
  std::string title;  ///< as people read it
  std::string unit;   ///< empty when dimensionless
  Look look = Look::number;
};

/// The series worth showing, best first: the indicators of the model, then its stocks, then the
/// rest.
///
/// Of an array at most three elements are taken. Guarantees: as many as `most` if the table has
/// them.
std::vector<Indicator> shown_indicators(const results::Comparison& comparison, std::size_t most);

/// What one policy does to one indicator under one future, beside the baseline.
struct Outcome {
  std::size_t policy = 0;
  std::size_t future = 0;
  double start = 0;
  double end = 0;  ///< at the horizon; NaN when the run ended early
  double baseline_end = 0;
  /// The worst shortfall until it is made up for; never of an indicator without a better direction.
  std::optional<results::Moment> dip;
  double dip_baseline = 0;        ///< the baseline's value at that moment
  std::optional<double> made_up;  ///< when the shortfall is made up for
};

/// Outcomes of all policies and futures for one indicator. Shape: (policy, future).
///
/// The shortfall is looked for until it is made up for, or to the end when it never is. A rate (its
/// unit is per time) makes up for it when the accumulated difference is no longer negative;
/// anything else when it stays at least as good as the baseline.
std::vector<Outcome> outcomes(const results::Comparison& comparison, const Indicator& indicator);

/// Whether the model says which direction of the indicator is better; without it nothing is best.
bool has_direction(const Indicator& indicator);
bool is_rate(const results::RunTable& table, const Indicator& indicator);
/// The policy that is best at the horizon, the baseline left out; empty when there is no other, or
/// no better direction.
std::optional<std::size_t> best_policy(const results::Comparison& comparison,
                                       const Indicator& indicator, std::size_t future);
std::size_t baseline_index(const results::Comparison& comparison);

/// Policies as they are called in charts and tables, and in full.
std::string policy_name(const results::Comparison& comparison, std::size_t policy);
std::string policy_title(const results::Comparison& comparison, std::size_t policy);
std::string future_name(const results::Comparison& comparison, std::size_t future);
std::string future_title(const results::Comparison& comparison, std::size_t future);

/// "week 26", "26.4 hour": a time as a reader says it.
std::string time_text(const results::RunTable& table, double time);
/// How a variable, parameter or metric is read; `name` may have subscripts.
Look look_of(const results::Comparison& comparison, std::string_view name);
/// A number beside others: what is less than a thousand-millionth of the largest of them is
/// rounding, and reads "0".
std::string text_beside(double value, std::span<const double> others, Look look = Look::number);
/// A metric's value or, when there is none, its status in words.
std::string metric_text(double value, results::MetricStatus status, Look look);
/// The same of one run, beside the metric's other values.
std::string metric_text(const results::Metric& metric, std::size_t run, Look look);
/// "week" or nothing for "1".
std::string shown_unit(const std::string& unit);

}  // namespace slackwater::report

#include "findings.hpp"

#include <algorithm>
#include <cmath>

#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr std::size_t kElementsOfAnArray = 3;
constexpr std::size_t kFewest = 4;

void take(const results::Comparison& comparison, const results::SavedVariable& variable,
          std::vector<Indicator>& into) {
  const auto& table = comparison.defaults;
  const auto known = [&](const Indicator& i) { return i.variable == &variable; };
  if (std::ranges::any_of(into, known)) return;
  for (std::size_t e = 0; e < std::min(variable.elements, kElementsOfAnArray); ++e) {
    const auto name = table.element_name(variable, e);
    into.push_back({&variable, e, name, readable_name(name), shown_unit(variable.unit),
                    look_of(comparison, variable.name)});
  }
}

// A line that never moves and is the same everywhere shows nothing.
bool moves(const results::SavedVariable& variable) {
  return std::ranges::any_of(variable.values, [&](double value) {
    return std::isfinite(value) && value != variable.values.front();
  });
}

std::optional<double> made_up(const results::RunTable& table, std::span<const double> series,
                              std::span<const double> against, bool up, bool rate) {
  return rate ? results::accumulated_break_even(table.time, series, against, up)
              : results::ahead_from(table.time, series, against, up);
}

}  // namespace

std::string shown_unit(const std::string& unit) { return unit == "1" ? std::string() : unit; }

std::vector<Indicator> shown_indicators(const results::Comparison& comparison, std::size_t most) {
  const auto& table = comparison.defaults;
  std::vector<Indicator> list;
  // Those without axes first: an array would push whole indicators out of the picture.
  for (const bool arrays : {false, true}) {
    for (const auto& name : comparison.indicators) {
      const auto* variable = table.find(name);
      if (variable != nullptr && variable->axes.empty() != arrays)
        take(comparison, *variable, list);
    }
  }
  for (const char* kind : {"indicator", "stock", "flow", "auxiliary"}) {
    for (const auto& variable : table.variables) {
      if (list.size() >= std::min(most, kFewest)) break;
      if (variable.kind == kind && variable.axes.empty() && moves(variable)) {
        take(comparison, variable, list);
      }
    }
  }
  if (list.size() > most) list.resize(most);
  return list;
}

std::size_t baseline_index(const results::Comparison& comparison) {
  const auto& labels = comparison.defaults.policies.labels;
  const auto found = std::ranges::find(labels, comparison.baseline);
  return found == labels.end() ? 0 : static_cast<std::size_t>(found - labels.begin());
}

bool has_direction(const Indicator& indicator) { return !indicator.variable->better.empty(); }

bool is_rate(const results::RunTable& table, const Indicator& indicator) {
  return !table.time_unit.empty() && indicator.unit.ends_with("/" + table.time_unit);
}

std::vector<Outcome> outcomes(const results::Comparison& comparison, const Indicator& indicator) {
  const auto& table = comparison.defaults;
  const bool up = indicator.variable->better != "down";
  const auto baseline = baseline_index(comparison);
  std::vector<Outcome> list;
  for (std::size_t p = 0; p < table.policies.labels.size(); ++p) {
    for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
      const auto series =
          table.series(*indicator.variable, table.run_index(p, f, 0), indicator.element);
      const auto against =
          table.series(*indicator.variable, table.run_index(baseline, f, 0), indicator.element);
      Outcome outcome;
      outcome.policy = p;
      outcome.future = f;
      if (!series.empty()) {
        outcome.start = series.front();
        outcome.end = series.back();
        outcome.baseline_end = against.back();
        if (p != baseline && has_direction(indicator)) {
          outcome.made_up = made_up(table, series, against, up, is_rate(table, indicator));
          const double until = outcome.made_up.value_or(table.time.back());
          outcome.dip = results::worst_dip(table.time, series, against, up, until);
          if (outcome.dip) {
            outcome.dip_baseline = results::value_at(table.time, against, outcome.dip->time);
          }
        }
      }
      list.push_back(outcome);
    }
  }
  return list;
}

std::optional<std::size_t> best_policy(const results::Comparison& comparison,
                                       const Indicator& indicator, std::size_t future) {
  const bool up = indicator.variable->better != "down";
  if (!has_direction(indicator)) return std::nullopt;
  const auto baseline = baseline_index(comparison);
  std::optional<std::size_t> best;
  double best_value = 0;
  for (const auto& outcome : outcomes(comparison, indicator)) {
    if (outcome.future != future || outcome.policy == baseline || std::isnan(outcome.end)) continue;
    if (!best || (up ? outcome.end > best_value : outcome.end < best_value)) {
      best = outcome.policy;
      best_value = outcome.end;
    }
  }
  return best;
}

std::string policy_name(const results::Comparison& comparison, std::size_t policy) {
  return readable_name(comparison.defaults.policies.labels.at(policy));
}

std::string policy_title(const results::Comparison& comparison, std::size_t policy) {
  const auto& titles = comparison.defaults.policies.titles;
  const bool given = policy < titles.size() && !titles[policy].empty();
  return given ? titles[policy] : policy_name(comparison, policy);
}

std::string future_name(const results::Comparison& comparison, std::size_t future) {
  return readable_name(comparison.defaults.futures.labels.at(future));
}

std::string future_title(const results::Comparison& comparison, std::size_t future) {
  const auto& titles = comparison.defaults.futures.titles;
  const bool given = future < titles.size() && !titles[future].empty();
  return given ? titles[future] : future_name(comparison, future);
}

Look look_of(const results::Comparison& comparison, std::string_view name) {
  const auto whole = name.substr(0, name.find('['));
  const bool share = std::ranges::find(comparison.shares, whole) != comparison.shares.end();
  return share ? Look::share : Look::number;
}

std::string time_text(const results::RunTable& table, double time) {
  const auto unit = table.time_unit.empty() ? std::string("time") : table.time_unit;
  return unit + "\u00a0" + number_text(time);
}

std::string text_beside(double value, std::span<const double> others, Look look) {
  constexpr double kRounding = 1e-9;
  double largest = 1e-6;  // where all are less than a thousandth of a millionth of that, too
  for (const double other : others) {
    if (std::isfinite(other)) largest = std::max(largest, std::fabs(other));
  }
  return number_text(std::fabs(value) < kRounding * largest ? 0 : value, look);
}

std::string metric_text(const results::Metric& metric, std::size_t run, Look look) {
  if (metric.status[run] == results::MetricStatus::reached) {
    return text_beside(metric.values[run], metric.values, look);
  }
  return metric_text(metric.values[run], metric.status[run], look);
}

std::string metric_text(double value, results::MetricStatus status, Look look) {
  switch (status) {
    case results::MetricStatus::reached:
      return number_text(value, look);
    case results::MetricStatus::never:
      return "never";
    case results::MetricStatus::run_failed:
      return "run failed";
    case results::MetricStatus::not_applicable:
      break;
  }
  return "\u2013";
}

}  // namespace slackwater::report

#include <fmt/format.h>

#include <cmath>

#include "slackwater/base/number.hpp"
#include "studies.hpp"

namespace slackwater::scenario {
namespace {

std::string with_unit(double value, const std::string& unit) {
  const auto number = base::format_significant(value, 6);
  return unit.empty() || unit == "1" ? number : fmt::format("{} {}", number, unit);
}

/// One search: asks for the condition at values and keeps the bracket.
class Hunt {
 public:
  Hunt(const Scenario& scenario, const Search& search, const Evaluate& evaluate)
      : scenario_(scenario), search_(search), evaluate_(evaluate) {
    result_.name = search.name;
    result_.vary = search.vary.text();
    result_.unit = search.vary.unit;
    result_.policy = scenario.policies[search.policy].label;
    result_.future = scenario.futures[search.future].label;
    result_.until = search.until.text;
  }

  base::Result<results::Search> run() {
    search_.method == SearchMethod::bisection ? bisect() : walk();
    if (diagnostics_.has_errors()) return diagnostics_;
    return result_;
  }

 private:
  /// The condition at several values; nothing when an evaluation failed or one of them says
  /// nothing.
  std::optional<std::vector<bool>> ask(const std::vector<double>& values) {
    const auto outcomes = evaluate_at(scenario_, search_.until, search_.vary, values,
                                      search_.policy, search_.future, evaluate_);
    if (!outcomes) {
      diagnostics_ = outcomes.diagnostics();
      return std::nullopt;
    }
    result_.runs += static_cast<int>(values.size());
    std::vector<bool> holds;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& outcome = (*outcomes)[i];
      if (!outcome.reached()) {
        result_.message = fmt::format(
            "'{}' says nothing at {}: {}", search_.until.text, with_unit(values[i], result_.unit),
            outcome.status == results::MetricStatus::run_failed ? "the run failed"
                                                                : "its numbers do not exist there");
        return std::nullopt;
      }
      holds.push_back(outcome.value != 0);
    }
    return holds;
  }

  void nothing_found(bool holds) {
    result_.message = fmt::format(
        "'{}' {} from {} to {}", search_.until.text, holds ? "holds everywhere" : "holds nowhere",
        with_unit(search_.low, result_.unit), with_unit(search_.high, result_.unit));
  }

  void found(double low, double high) {
    result_.found = true;
    result_.low = low;
    result_.high = high;
    result_.value = low + (high - low) / 2;
  }

  void bisect() {
    const auto ends = ask({search_.low, search_.high});
    if (!ends) return;
    if ((*ends)[0] == (*ends)[1]) {
      nothing_found((*ends)[0]);
      return;
    }
    double low = search_.low;
    double high = search_.high;
    while (high - low > search_.within) {
      const double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;  // no number lies in between
      const auto answer = ask({middle});
      if (!answer) return;
      ((*answer)[0] == (*ends)[0] ? low : high) = middle;
    }
    found(low, high);
  }

  void walk() {
    std::vector<double> values;
    const auto steps =
        static_cast<std::size_t>(std::floor((search_.high - search_.low) / search_.within + 1e-9));
    for (std::size_t i = 0; i <= steps; ++i) {
      values.push_back(search_.low + static_cast<double>(i) * search_.within);
    }
    if (values.back() < search_.high - 1e-9 * search_.within) values.push_back(search_.high);
    const auto answers = ask(values);
    if (!answers) return;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if ((*answers)[i] == (*answers)[0]) continue;
      found(values[i - 1], values[i]);
      return;
    }
    nothing_found((*answers)[0]);
  }

  const Scenario& scenario_;
  const Search& search_;
  const Evaluate& evaluate_;
  results::Search result_;
  base::Diagnostics diagnostics_;
};

}  // namespace

base::Result<results::Search> run_search(const Scenario& scenario, const Search& search,
                                         const Evaluate& evaluate) {
  return Hunt(scenario, search, evaluate).run();
}

}  // namespace slackwater::scenario

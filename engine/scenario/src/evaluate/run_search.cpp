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
    result_.title = search.title;
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
  /// Whether the condition holds at a value, or why it says nothing there.
  struct Answer {
    std::optional<bool> holds;
    std::string silence;
  };

  /// Empty when the runs could not be made.
  std::vector<Answer> ask(const std::vector<double>& values) {
    const auto outcomes = evaluate_at(scenario_, search_.until, search_.vary, values,
                                      search_.policy, search_.future, evaluate_);
    if (!outcomes) {
      diagnostics_ = outcomes.diagnostics();
      return {};
    }
    result_.runs += static_cast<int>(values.size());
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& outcome = (*outcomes)[i];
      if (outcome.reached()) {
        answers.push_back({outcome.value != 0, ""});
        continue;
      }
      const bool failed = outcome.status == results::MetricStatus::run_failed;
      answers.push_back(
          {std::nullopt,
           fmt::format("says nothing at {}: {}", with_unit(values[i], result_.unit),
                       failed ? "the run failed" : "its numbers do not exist there")});
    }
    return answers;
  }

  void nothing_found(bool holds) {
    result_.message = fmt::format(
        "'{}' {} from {} to {}", search_.until.text, holds ? "holds everywhere" : "holds nowhere",
        with_unit(search_.low, result_.unit), with_unit(search_.high, result_.unit));
  }

  void blind(const Answer& answer) {
    result_.message = fmt::format("'{}' {}", search_.until.text, answer.silence);
  }

  /// It changes between two values, but in between it cannot be followed.
  void only_bracketed(double low, double high, const Answer& answer) {
    result_.low = low;
    result_.high = high;
    result_.message =
        fmt::format("'{}' changes between {} and {}, but {}", search_.until.text,
                    with_unit(low, result_.unit), with_unit(high, result_.unit), answer.silence);
  }

  void found(double low, double high) {
    result_.found = true;
    result_.low = low;
    result_.high = high;
    result_.value = low + (high - low) / 2;
  }

  void bisect() {
    const auto ends = ask({search_.low, search_.high});
    if (ends.empty()) return;
    for (const auto& end : ends) {
      if (!end.holds) return blind(end);
    }
    if (ends[0].holds == ends[1].holds) return nothing_found(*ends[0].holds);
    double low = search_.low;
    double high = search_.high;
    while (high - low > search_.within) {
      const double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;  // no number lies in between
      const auto answer = ask({middle});
      if (answer.empty()) return;
      if (!answer[0].holds) return only_bracketed(low, high, answer[0]);
      (answer[0].holds == ends[0].holds ? low : high) = middle;
    }
    found(low, high);
  }

  std::vector<double> grid() const {
    std::vector<double> values;
    const auto steps =
        static_cast<std::size_t>(std::floor((search_.high - search_.low) / search_.within + 1e-9));
    for (std::size_t i = 0; i <= steps; ++i) {
      values.push_back(search_.low + static_cast<double>(i) * search_.within);
    }
    if (values.back() < search_.high - 1e-9 * search_.within) values.push_back(search_.high);
    return values;
  }

  /// What lies behind the first change plays no part.
  void walk() {
    const auto values = grid();
    const auto answers = ask(values);
    if (answers.empty()) return;
    if (!answers[0].holds) return blind(answers[0]);
    std::size_t last = 0;            // the last value with an answer
    const Answer* silent = nullptr;  // the first one without
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (!answers[i].holds) {
        if (silent == nullptr) silent = &answers[i];
        continue;
      }
      if (answers[i].holds != answers[0].holds) {
        return last + 1 == i ? found(values[last], values[i])
                             : only_bracketed(values[last], values[i], answers[last + 1]);
      }
      last = i;
    }
    silent != nullptr ? blind(*silent) : nothing_found(*answers[0].holds);
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

#include "core/lasting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "slackwater/analysis/counters.hpp"
#include "slackwater/analysis/recurrence.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

using Values = std::vector<double>;

// "item per week"; nothing for a share.
std::string per_time(const std::string& unit, const std::string& time) {
  return (unit.empty() || unit == "1" ? "" : unit + " ") + "per " + time;
}

// Steps of the run: all, as long as a reader would wait for them, else evenly spaced ones.
Values steps_of(const model::TimeSettings& time, std::size_t elements) {
  constexpr double kEvaluations = 2e7;
  const double steps = std::round((time.stop - time.start) / time.step);
  const double stride =
      std::max(1.0, std::ceil(steps * static_cast<double>(elements) / kEvaluations));
  Values instants;
  for (double k = 0; k < steps; k += stride) instants.push_back(time.start + k * time.step);
  return instants;
}

/// The rest state of a run with what recurs in its equations in our hands.
class Recurring {
 public:
  Recurring(const StandingRun& run, const Values& stocks)
      : run_(run),
        stocks_(stocks),
        parts_(analysis::recurrences(run.model())),
        shown_(analysis::with_recurrences_shown(run.model(), parts_)),
        given_(analysis::with_recurrences_given(run.model(), parts_)),
        first_(at(run.start_time())) {}

  bool empty() const { return parts_.empty(); }

  /// What the recurrences add to the net flows, compared with the start.
  bool added(double time, std::span<double> out) const {
    const auto now = at(time);
    if (now == first_) {
      std::fill(out.begin(), out.end(), 0.0);
      return true;
    }
    Values with;
    Values without;
    if (!rates(time, now, with) || !rates(time, first_, without)) return false;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = with[i] - without[i];
    return true;
  }

  /// The elements whose recurrences, each as at the start again, would change that net flow.
  std::vector<std::string> causes(const analysis::Disturbance& moved) const {
    const auto now = at(moved.time);
    Values with;
    Values without;
    std::vector<std::string> names;
    if (!rates(moved.time, now, with)) return names;
    for (std::size_t i = 0; i < parts_.size();) {
      const auto element = parts_[i].element;
      auto held = now;
      for (; i < parts_.size() && parts_[i].element == element; ++i) held[i] = first_[i];
      if (held == now || !rates(moved.time, held, without)) continue;
      if (without[moved.stock] == with[moved.stock]) continue;
      names.push_back("'" + run_.model().elements[element.index].name + "'");
    }
    return names;
  }

 private:
  // A recurrence on a side that is not taken may have no value; then it is of no matter.
  Values at(double time) const {
    std::vector<std::uint32_t> elements;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      elements.push_back(static_cast<std::uint32_t>(run_.model().elements.size() + i));
    }
    Values values = run_.values_in(shown_, time, stocks_, elements);
    for (auto& value : values) {
      if (!std::isfinite(value)) value = 0;
    }
    return values;
  }

  bool rates(double time, const Values& recurrences, Values& out) const {
    return run_.rates_in(given_, recurrences, time, stocks_, out);
  }

  const StandingRun& run_;
  const Values& stocks_;
  std::vector<analysis::Recurrence> parts_;
  program::Meaning shown_;
  program::Meaning given_;
  Values first_;
};

// "'review' moves", "'season', 'review' move".
std::string who_moves(const std::vector<std::string>& causes) {
  constexpr std::size_t kNames = 5;
  if (causes.empty()) return "the calendar moves";
  if (causes.size() == 1) return causes.front() + " moves";
  const auto shown = std::min(causes.size(), kNames);
  const auto end = causes.begin() + static_cast<std::ptrdiff_t>(shown);
  auto text = fmt::format("{}", fmt::join(causes.begin(), end, ", "));
  if (shown < causes.size()) text += fmt::format(" and {} more", causes.size() - shown);
  return text + " move";
}

}  // namespace

std::optional<std::string> does_not_last(const StandingRun& run, const analysis::Equilibrium& rest,
                                         const model::TimeSettings& time) {
  const auto& model = run.model();
  if (analysis::recurrences(model).empty()) return std::nullopt;
  const Recurring recurring(run, rest.stocks);
  analysis::HeldStill held;
  held.added = [&](double at, std::span<double> out) { return recurring.added(at, out); };
  held.stocks = rest.stocks;
  held.exempt = analysis::counters(model, run.all_values(run.start_time(), rest.stocks));
  held.instants = steps_of(time, model.elements.size());
  const auto moved = analysis::largest_disturbance(held);
  if (!moved) return std::nullopt;
  const auto stock = model.stocks[moved->stock];
  return fmt::format("at {} {} {} '{}' by {} {}", model.time.unit,
                     base::format_significant(moved->time, 6), who_moves(recurring.causes(*moved)),
                     model.elements[stock.index].name, base::format_significant(moved->rate, 3),
                     per_time(model.variable_of(stock).unit, model.time.unit));
}

base::Diagnostics warn_that_it_does_not_last(const std::string& how, const base::Place& place) {
  base::Diagnostics diagnostics;
  diagnostics.warning("W9004", "the equilibrium does not last: " + how, place,
                      "what recurs stands still while the equilibrium is solved: set its average "
                      "for that time, or none, with `start: {from: equilibrium, set: ...}` or "
                      "--set");
  return diagnostics;
}

}  // namespace slackwater::api

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/ensemble/distribution.hpp"

/// What is drawn against what the model and the policies say about it.
namespace slackwater::scenario {
namespace {

bool sets(const std::vector<Setting>& settings, model::ElementId element) {
  return std::any_of(settings.begin(), settings.end(), [&](const Setting& setting) {
    return std::find(setting.elements.begin(), setting.elements.end(), element) !=
           setting.elements.end();
  });
}

}  // namespace

void check_drawn_range(Resolver& resolver, const Draw& draw, bool around) {
  const auto& variable = resolver.model.variable_of(draw.element);
  if (!variable.range || draw.distribution.family.empty()) return;
  const auto quantile = ensemble::Quantile::make(
      {draw.distribution.family, draw.distribution.arguments}, draw.distribution.place);
  if (!quantile) return;  // said where it is read or drawn
  const auto outside = quantile->outside(variable.range->low, variable.range->high);
  if (!outside) return;
  if (outside->bounded && !around) {
    resolver.diagnostics.error(
        "E1106",
        fmt::format("'{}' is drawn from {} .. {}, but its range is {}", variable.name,
                    base::format_number(quantile->lowest()),
                    with_unit(quantile->highest(), variable.unit), range_text(variable)),
        draw.place, range_hint(variable));
    return;
  }
  resolver.diagnostics.warning("W1119",
                               fmt::format("{} % of the draws of '{}' lie outside its range {}",
                                           base::format_significant(100 * outside->share, 2),
                                           variable.name, range_text(variable)),
                               draw.place,
                               draw.distribution.family == "normal"
                                   ? "cut it off: `normal(mean, deviation, low, high)`"
                                   : "take a narrower one, or a wider range in the model");
}

std::vector<std::size_t> check_draws_are_used(Resolver& resolver, const std::vector<Draw>& draws,
                                              bool named) {
  const auto& scenario = resolver.scenario;
  const auto& start = scenario.start;
  std::vector<std::vector<Setting>> runs;
  for (std::size_t p = 0; p < scenario.policies.size(); ++p) {
    for (std::size_t f = 0; f < scenario.futures.size(); ++f) {
      runs.push_back(scenario.settings_for(p, f));
    }
  }
  // No future holds while an equilibrium is solved for each sample.
  if (start.equilibrium && start.per_sample) {
    runs.push_back(scenario.policies[start.policy].settings);
    runs.back().insert(runs.back().end(), start.settings.begin(), start.settings.end());
  }
  std::vector<std::size_t> unused;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const auto& draw = draws[i];
    const auto overridden = std::count_if(runs.begin(), runs.end(), [&](const auto& settings) {
      return sets(settings, draw.element);
    });
    if (overridden == 0) continue;
    if (static_cast<std::size_t>(overridden) < runs.size()) {
      std::vector<std::string> who;
      for (const auto& policy : scenario.policies) {
        if (sets(policy.settings, draw.element)) who.push_back("policy " + policy.label);
      }
      for (const auto& future : scenario.futures) {
        if (sets(future.settings, draw.element)) who.push_back("future " + future.label);
      }
      resolver.diagnostics.warning(
          "W1120",
          fmt::format("'{}' is drawn, but {} set{} it: the draws do not reach those runs",
                      draw.name, fmt::join(who, ", "), who.size() == 1 ? "s" : ""),
          draw.place, "draw what no policy sets, or compare with that in mind");
    } else if (named) {
      resolver.diagnostics.error(
          "E1120", fmt::format("'{}' is drawn, but every run sets it: no draw is used", draw.name),
          draw.place, "delete the draw, or what sets it");
    } else {
      unused.push_back(i);
    }
  }
  return unused;
}

}  // namespace slackwater::scenario

#include "text/equation_links.hpp"

#include <algorithm>
#include <cmath>

#include "core/model_implementation.hpp"
#include "slackwater/api/run.hpp"

namespace slackwater::api {
namespace {

// What each stock element goes through in the model's own run; nothing when it cannot be run.
std::vector<model::StockRange> ranges_of_run(const Model& model) {
  const auto& lowered = model.implementation().model;
  RunOptions options;
  options.checks = false;
  for (const auto stock : lowered.stocks) {
    const auto& name = lowered.variable_of(stock).name;
    if (options.save.empty() || options.save.back() != name) options.save.push_back(name);
  }
  if (options.save.empty()) return {};
  const auto table = run(model, options);
  if (!table) return {};
  std::vector<model::StockRange> ranges;
  for (const auto& variable : table->variables) {
    const auto times = variable.values.size() / std::max<std::size_t>(variable.elements, 1);
    for (std::size_t e = 0; e < variable.elements; ++e) {
      model::StockRange range{0, 0};
      bool first = true;
      for (std::size_t t = 0; t < times; ++t) {
        const double value = variable.values[e * times + t];
        if (std::isnan(value)) continue;  // a run that ended early
        range.low = first ? value : std::min(range.low, value);
        range.high = first ? value : std::max(range.high, value);
        first = false;
      }
      ranges.push_back(range);
    }
  }
  if (ranges.size() != lowered.stocks.size()) return {};
  return ranges;
}

}  // namespace

std::vector<model::SignedLink> equation_links(const Model& model) {
  return model::signed_links(model.implementation().model, ranges_of_run(model));
}

}  // namespace slackwater::api

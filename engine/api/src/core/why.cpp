#include "slackwater/api/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/changes.hpp"
#include "core/equilibrium.hpp"
#include "core/settings.hpp"
#include "core/why_implementation.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

using Id = RunPair::Id;

std::vector<double> normalized(const std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  auto out = weights;
  if (sum > 0) {
    for (auto& weight : out) weight /= sum;
  }
  return out;
}

bool is_instant(const std::vector<double>& weights) {
  return std::count_if(weights.begin(), weights.end(), [](double w) { return w != 0; }) == 1;
}

// Weighted; of what does not change exactly its value.
double weighted(const RunPair& pair, Id id, const std::vector<double>& weights, bool of_first) {
  double sum = 0;
  bool changes = false;
  std::optional<double> first;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (weights[k] == 0) continue;
    const double value = pair.value(id, k, of_first);
    changes = changes || value != first.value_or(value);
    if (!first) first = value;
    sum += weights[k] * value;
  }
  return first && !changes ? *first : sum;
}

// Over the elements their mean.
double mean_of(const RunPair& pair, const std::vector<Id>& elements,
               const std::vector<double>& weights, bool of_first) {
  double sum = 0;
  for (const auto id : elements) sum += weighted(pair, id, weights, of_first);
  return sum / static_cast<double>(elements.size());
}

// What went through, as the stock's weights count it.
double total_of(const RunPair& pair, const std::vector<Id>& flows,
                const std::vector<double>& intervals, bool of_first) {
  double sum = 0;
  for (const auto id : flows) {
    for (std::size_t j = 0; j < intervals.size(); ++j) {
      if (intervals[j] == 0) continue;
      sum += intervals[j] * (pair.total(id, j + 1, of_first) - pair.total(id, j, of_first));
    }
  }
  return sum;
}

std::vector<double> series_of(const RunPair& pair, const std::vector<Id>& elements, bool of_first) {
  std::vector<double> out(pair.times().size(), 0.0);
  for (std::size_t k = 0; k < out.size(); ++k) {
    for (const auto id : elements) out[k] += pair.value(id, k, of_first);
    out[k] /= static_cast<double>(elements.size());
  }
  return out;
}

std::vector<std::string> element_names(const RunPair& pair, const std::vector<Id>& elements) {
  std::vector<std::string> names;
  for (const auto id : elements) names.push_back(pair.element_name(id));
  if (names.size() == 1 && names.front().find('[') == std::string::npos) names.clear();
  return names;
}

bool is_leaf(RunPair& pair, const Player& player, const std::vector<Id>& elements) {
  if (player.kind != Player::Kind::variable && player.kind != Player::Kind::outflow) return true;
  return std::all_of(elements.begin(), elements.end(),
                     [&](Id id) { return !pair.is_stock(id) && pair.equation(id).inputs.empty(); });
}

std::string_view kind_word(const Player& player, const RunPair::Variable& variable, bool in_stock) {
  switch (player.kind) {
    case Player::Kind::rule:
      return "rule";
    case Player::Kind::start:
    case Player::Kind::memory_start:
      return "start";
    case Player::Kind::outflow:
      return "outflow";
    case Player::Kind::variable:
      break;
  }
  return in_stock ? "inflow" : std::string_view(variable.kind);
}

// Flows of a stock are told by what went through, everything else by its value.
void add_values(const RunPair& pair, const Part& part, const std::vector<double>& parent_points,
                const Player& player, Cause& out) {
  const auto ids = part.elements;
  if (ids.empty()) {
    out.value = out.against = std::nan("");
    return;
  }
  if (!part.weights.intervals.empty()) {
    const auto share = 1 / static_cast<double>(ids.size());
    out.value = total_of(pair, ids, part.weights.intervals, true) * share;
    out.against = total_of(pair, ids, part.weights.intervals, false) * share;
    return;
  }
  if (player.kind == Player::Kind::start || player.kind == Player::Kind::memory_start) {
    const std::vector<double> at_start{1};
    out.value = mean_of(pair, ids, at_start, true);
    out.against = mean_of(pair, ids, at_start, false);
    return;
  }
  const auto weights =
      normalized(part.weights.points.empty() ? parent_points : part.weights.points);
  out.value = mean_of(pair, ids, weights, true);
  out.against = mean_of(pair, ids, weights, false);
}

class Explainer {
 public:
  explicit Explainer(Why::Implementation& why) : why_(why), pair_(why.pair) {}

  Explanation explain(Id variable, const std::vector<Id>& elements, const TimeWeights& weights,
                      double time, const std::string& unit_of_total) {
    const base::FloatingPointScope scope;
    Explanation out;
    const auto& about = pair_.variable(variable);
    out.variable = about.name;
    out.kind = about.kind;
    out.elements = element_names(pair_, elements);
    if (elements.size() == 1 && !out.elements.empty()) out.variable = out.elements.front();
    out.unit = about.unit;
    out.better = better(about.name);
    out.time = time;
    out.time_unit = pair_.time().unit;
    TimeWeights counted = weights;
    if (!weights.intervals.empty()) {
      out.extent = Extent::total;
      out.unit = unit_of_total;
      const auto share = 1 / static_cast<double>(elements.size());
      out.value = total_of(pair_, elements, weights.intervals, true) * share;
      out.against = total_of(pair_, elements, weights.intervals, false) * share;
    } else {
      counted.points = normalized(weights.points);
      out.extent = is_instant(counted.points) ? Extent::instant : Extent::mean;
      out.value = mean_of(pair_, elements, counted.points, true);
      out.against = mean_of(pair_, elements, counted.points, false);
    }
    out.difference = out.value - out.against;
    out.series = series_of(pair_, elements, true);
    out.against_series = series_of(pair_, elements, false);
    add_causes(why_.attribution.of(elements, counted), counted, out);
    return out;
  }

 private:
  std::string better(const std::string& name) const {
    const auto& model = why_.model.implementation().model;
    const auto found = model.find_variable(name);
    if (!found) return {};
    const auto better = model.variables[found->index].better;
    if (better == model::Better::none) return {};
    return better == model::Better::up ? "up" : "down";
  }

  void add_causes(const Attributed& found, const TimeWeights& weights, Explanation& out) {
    out.exact = found.exact;
    out.possible = found.possible;
    double sum = 0;
    for (const auto& [player, part] : found.parts) {
      sum += part.amount;
      if (part.amount == 0) continue;
      out.causes.push_back(cause_of(player, part, weights, out));
    }
    out.rest = out.difference - sum;
    std::stable_sort(out.causes.begin(), out.causes.end(), [](const auto& a, const auto& b) {
      return std::abs(a.contribution) > std::abs(b.contribution);
    });
  }

  Cause cause_of(const Player& player, Part part, const TimeWeights& weights,
                 const Explanation& of) {
    const auto& variable = pair_.variable(player.variable);
    Cause out;
    out.name = player.kind == Player::Kind::memory_start ? variable.owner : variable.name;
    if (variable.owner != variable.name) out.name = variable.owner;
    out.kind = kind_word(player, variable, !part.weights.intervals.empty());
    if (part.elements.empty()) part.elements = rule_elements(player, of);
    out.elements = element_names(pair_, part.elements);
    if (out.elements.size() == 1) out.name = out.elements.front();
    out.unit = part.weights.intervals.empty() ? variable.unit : of.unit;
    out.contribution = part.amount;
    if (part.memory != Part::kNoMemory) out.through = pair_.variable(part.memory).name;
    out.leaf = is_leaf(pair_, player, part.elements);
    add_values(pair_, part, weights.points, player, out);
    out.series = series_of(pair_, part.elements, true);
    out.against_series = series_of(pair_, part.elements, false);
    if (part.weights.points.empty() && part.weights.intervals.empty()) {
      part.weights.points = weights.points;
    }
    out.origin = std::make_shared<const CauseOrigin>(
        CauseOrigin{player, part.elements, part.weights, of.time});
    return out;
  }

  // A rule is about the variable that is explained.
  std::vector<Id> rule_elements(const Player& player, const Explanation& of) const {
    if (of.elements.empty()) return pair_.variable(player.variable).elements;
    std::vector<Id> out;
    for (const auto& name : of.elements) {
      if (const auto id = pair_.find_element(name)) out.push_back(*id);
    }
    return out.empty() ? pair_.variable(player.variable).elements : out;
  }

  Why::Implementation& why_;
  RunPair& pair_;
};

base::Diagnostics unknown_variable(const RunPair& pair, const std::string& name) {
  std::vector<std::string> candidates;
  for (std::size_t i = 0; i < pair.variable_count(); ++i) {
    const auto& variable = pair.variable(static_cast<Id>(i));
    if (variable.name == variable.owner) candidates.push_back(variable.name);
  }
  const auto closest = base::closest_name(name.substr(0, name.find('[')), candidates);
  base::Diagnostics diagnostics;
  diagnostics.error("E9047", "no variable '" + name + "' to explain", {},
                    closest.empty() ? "" : "did you mean '" + closest + "'?");
  return diagnostics;
}

base::Diagnostics outside_runs(const Why& why, double time) {
  base::Diagnostics diagnostics;
  const auto& times = why.times();
  if (times.empty()) {
    diagnostics.error("E9048", "a run ended before its first saved point: " + why.ended_early(),
                      {});
    return diagnostics;
  }
  diagnostics.error(
      "E9048",
      fmt::format("the runs have no values at {} {}: they are known from {} to {}",
                  base::format_number(time), why.time_unit(), base::format_number(times.front()),
                  base::format_number(times.back())),
      {}, why.ended_early());
  return diagnostics;
}

}  // namespace

std::string_view name(Extent extent) {
  switch (extent) {
    case Extent::instant:
      return "instant";
    case Extent::total:
      return "total";
    case Extent::mean:
      break;
  }
  return "mean";
}

Why::Why(std::shared_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

const std::vector<double>& Why::times() const { return implementation_->pair.times(); }
const std::string& Why::time_unit() const { return implementation_->pair.time().unit; }

std::string Why::ended_early() const {
  const auto& pair = implementation_->pair;
  return !pair.first().failure.empty() ? pair.first().failure : pair.second().failure;
}

base::Result<Why> why_between(const Model& model, const PlannedRun& first, const PlannedRun& second,
                              const model::TimeSettings& time, const RunOptions& options) {
  auto every = options;
  every.checks = false;
  const auto recorded = [&](const PlannedRun& run) {
    return std::make_shared<const RecordedModel>(run.variant->model, every);
  };
  const auto of_first = recorded(first);
  const auto of_second = first.variant == second.variant ? of_first : recorded(second);
  auto a = record_run(first, of_first, time, every);
  if (!a) return a.diagnostics();
  auto b = record_run(second, of_second, time, every);
  if (!b) return b.diagnostics();
  return Why(std::make_shared<Why::Implementation>(std::move(*a), std::move(*b), model));
}

base::Result<Why> Why::between(const Model& model, const std::vector<Setting>& a,
                               const std::vector<Setting>& b, const RunOptions& options) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const auto time = time_settings(implementation.model.time, options);
  if (!time) return time.diagnostics();
  Variants variants(implementation, *time, options, {});
  base::Diagnostics diagnostics;
  std::vector<PlannedRun> runs;
  for (const auto* settings : {&a, &b}) {
    const auto changes = changes_of(implementation, *settings);
    diagnostics.append(changes.diagnostics());
    if (!changes) continue;
    auto run = variants.plan(*changes, {}, {}, options.sample);
    diagnostics.append(run.diagnostics());
    if (run) runs.push_back(std::move(*run));
  }
  if (diagnostics.has_errors()) return diagnostics;
  auto why = why_between(model, runs[0], runs[1], *time, options);
  diagnostics.append(why.diagnostics());
  if (!why) return diagnostics;
  return {std::move(*why), std::move(diagnostics)};
}

base::Result<Explanation> Why::explain(const std::string& variable, double time) const {
  auto& pair = implementation_->pair;
  const auto& times = pair.times();
  // Half a step may be rounded away; what lies further out was not run.
  const double slack = times.size() > 1 ? 0.5 * (times[1] - times[0]) : 0;
  if (times.empty() || !(time >= times.front() - slack && time <= times.back() + slack)) {
    return outside_runs(*this, time);
  }
  std::vector<Id> elements;
  Id id = 0;
  if (const auto found = pair.find_variable(variable)) {
    id = *found;
    elements = pair.variable(id).elements;
  } else if (const auto element = pair.find_element(variable)) {
    id = pair.element(*element).variable;
    elements = {*element};
  } else {
    return unknown_variable(pair, variable);
  }
  const auto after = std::lower_bound(times.begin(), times.end(), time);
  auto point = static_cast<std::size_t>(after - times.begin());
  if (point == times.size() || (point > 0 && time - times[point - 1] <= times[point] - time)) {
    --point;
  }
  TimeWeights weights;
  weights.points.assign(times.size(), 0.0);
  weights.points[point] = 1;
  return Explainer(*implementation_).explain(id, elements, weights, times[point], {});
}

Explanation Why::explain(const Cause& cause) const {
  const auto& origin = *cause.origin;
  return Explainer(*implementation_)
      .explain(origin.player.variable, origin.elements, origin.weights, origin.time, cause.unit);
}

}  // namespace slackwater::api

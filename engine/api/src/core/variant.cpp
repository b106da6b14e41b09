#include "core/variant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/settings.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/model/method_rules.hpp"

namespace slackwater::api {
namespace {

bool is_number(const ModelChange& change) {
  return std::holds_alternative<double>(change.override.value);
}

/// Which changes still matter, and which of them must be compiled in.
struct Sorted {
  std::vector<const ModelChange*> lowered;
  std::vector<const ModelChange*> numbers;
  std::vector<const ModelChange*> starts;  ///< numbers and the rules that are lowered, in order
};

// A later change of an element replaces an earlier one. A number that follows a rule on the same
// element goes the way of the rule, so that the order is kept. Relative changes of starts build on
// what was before.
Sorted sort_changes(const std::vector<ModelChange>& changes) {
  std::map<std::pair<std::uint32_t, bool>, std::size_t> last;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].kind != ChangeKind::set) continue;
    for (const auto id : changes[i].elements) last[{id.index, changes[i].override.start}] = i;
  }
  std::set<std::uint32_t> ruled;
  Sorted sorted;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& change = changes[i];
    const bool start = change.override.start;
    if (start && is_number(change)) {
      sorted.starts.push_back(&change);
      continue;
    }
    const bool live = std::any_of(change.elements.begin(), change.elements.end(),
                                  [&](auto id) { return last.at({id.index, start}) == i; });
    if (!live) continue;
    const bool after_rule =
        !start && std::any_of(change.elements.begin(), change.elements.end(),
                              [&](auto id) { return ruled.contains(id.index); });
    if (is_number(change) && !after_rule) {
      sorted.numbers.push_back(&change);
      continue;
    }
    sorted.lowered.push_back(&change);
    if (start) {
      sorted.starts.push_back(&change);
      continue;
    }
    for (const auto id : change.elements) ruled.insert(id.index);
  }
  return sorted;
}

std::string key_of(const model::Override& override) {
  std::string key = (override.start ? "start " : "") + override.target + "=";
  if (override.beyond_range) key += "anything ";
  if (const auto* number = std::get_if<double>(&override.value)) {
    key += base::format_number(*number);
  } else if (const auto* profile = std::get_if<model::Override::Profile>(&override.value)) {
    key += profile->ramp ? "ramp" : "steps";
    for (const auto& [time, value] : profile->points) {
      key += " " + base::format_number(time) + ":" + base::format_number(value);
    }
  } else {
    const auto& rule = std::get<model::Override::Rule>(override.value);
    key += "rule " + std::string(rule.source->slice(rule.span));
  }
  return key + "\n";
}

}  // namespace

Variants::Variants(const Model::Implementation& base, model::TimeSettings time, RunOptions options,
                   std::vector<std::string> save)
    : base_(base), time_(std::move(time)), options_(std::move(options)), save_(std::move(save)) {}

base::Result<std::shared_ptr<const Variant>> Variants::compile(
    const std::vector<model::Override>& lowered) {
  auto variant = std::make_shared<Variant>();
  if (lowered.empty()) {
    variant->model = base_.model;
  } else {
    auto model = base_.forms->under(lowered);
    if (!model) return model.diagnostics();
    variant->model = std::move(*model);
  }
  variant->model.time = time_;
  auto refused = model::check_method(variant->model, time_.method);
  if (refused.has_errors()) return refused;
  auto layout = choose_outputs(variant->model, save_);
  if (!layout) return layout.diagnostics();
  variant->layout = std::move(*layout);
  auto program =
      program::compile(variant->model, compile_options(time_, options_, variant->layout.outputs));
  if (!program) return program.diagnostics();
  variant->program = std::move(*program);
  variant->meaning = std::make_unique<program::Meaning>(variant->model);
  const auto& names = variant->program.parameter_names;
  for (std::size_t i = 0; i < names.size(); ++i) variant->parameter_index[names[i]] = i;
  const auto& stocks = variant->program.stock_names;
  for (std::size_t i = 0; i < stocks.size(); ++i) {
    variant->stock_index[stocks[i]] = static_cast<std::uint32_t>(i);
  }
  return std::shared_ptr<const Variant>(std::move(variant));
}

base::Result<std::shared_ptr<const Variant>> Variants::variant(
    const std::vector<ModelChange>& changes) {
  const auto sorted = sort_changes(changes);
  std::string key;
  std::vector<model::Override> lowered;
  for (const auto* change : sorted.lowered) {
    key += key_of(change->override);
    lowered.push_back(change->override);
  }
  const auto known = cache_.find(key);
  if (known != cache_.end()) return known->second;
  auto compiled = compile(lowered);
  if (compiled) cache_.emplace(std::move(key), *compiled);
  return compiled;
}

namespace {

void set_parameter(PlannedRun& run, const std::string& name, double value) {
  const auto found = run.variant->parameter_index.find(name);
  if (found != run.variant->parameter_index.end()) run.parameters[found->second] = value;
}

void set_start(PlannedRun& run, const std::string& name, double value) {
  if (run.starts.empty()) {
    run.starts.assign(run.variant->stock_index.size(), std::numeric_limits<double>::quiet_NaN());
  }
  run.starts[run.variant->stock_index.at(name)] = value;
}

// What the model says about its starts, for stocks that no one gave a number and for relative
// changes.
base::Result<std::vector<double>> own_starts(const PlannedRun& run, const model::TimeSettings& time,
                                             std::uint64_t seed) {
  program::RunSettings settings;
  settings.parameters = run.parameters;
  settings.start_time = time.start;
  settings.stop_time = time.stop;
  settings.time_step = time.step;
  settings.seed = seed;
  settings.sample = run.sample;
  program::StartValues values;
  const auto ended = run.variant->meaning->start(settings, values);
  if (!ended) return values.stocks;
  base::Diagnostics diagnostics;
  diagnostics.error("E9006", "the start cannot be computed: " + ended->message, ended->place);
  return diagnostics;
}

// A rule was compiled in as the model's own start; a number replaces what was before.
void change_starts(PlannedRun& run, const model::Model& model,
                   const std::vector<const ModelChange*>& changes, const std::vector<double>& own) {
  for (const auto* change : changes) {
    for (const auto id : change->elements) {
      const auto& name = model.elements[id.index].name;
      const auto stock = run.variant->stock_index.at(name);
      if (!is_number(*change)) {
        set_start(run, name, own[stock]);
        continue;
      }
      const double value = std::get<double>(change->override.value);
      const bool given = !run.starts.empty() && !std::isnan(run.starts[stock]);
      const double before = given ? run.starts[stock] : own[stock];
      switch (change->kind) {
        case ChangeKind::set:
          set_start(run, name, value);
          break;
        case ChangeKind::add:
          set_start(run, name, before + value);
          break;
        case ChangeKind::multiply:
          set_start(run, name, before * value);
          break;
      }
    }
  }
}

}  // namespace

base::Result<PlannedRun> Variants::plan(const std::vector<ModelChange>& changes,
                                        const std::vector<NamedValue>& drawn,
                                        const std::vector<NamedValue>& base_starts,
                                        std::uint64_t sample) {
  auto compiled = variant(changes);
  if (!compiled) return compiled.diagnostics();
  PlannedRun run;
  run.variant = *compiled;
  run.sample = sample;
  run.parameters = run.variant->program.default_parameters;
  for (const auto& input : drawn) set_parameter(run, input.name, input.value);
  const auto sorted = sort_changes(changes);
  // Those that follow a rule were compiled in as defaults, which the draws have replaced again.
  for (const auto* list : {&sorted.numbers, &sorted.lowered}) {
    for (const auto* change : *list) {
      if (!is_number(*change)) continue;
      const double value = std::get<double>(change->override.value);
      for (const auto id : change->elements) {
        set_parameter(run, base_.model.elements[id.index].name, value);
      }
    }
  }
  for (const auto& [name, value] : base_starts) set_start(run, name, value);
  if (sorted.starts.empty()) return run;

  const auto own = own_starts(run, time_, options_.seed.value_or(0));
  if (!own) return own.diagnostics();
  change_starts(run, base_.model, sorted.starts, *own);
  return run;
}

}  // namespace slackwater::api

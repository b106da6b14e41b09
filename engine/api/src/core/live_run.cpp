#include "slackwater/api/live_run.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>

#include "core/changes.hpp"
#include "core/model_implementation.hpp"
#include "core/run_layout.hpp"
#include "core/settings.hpp"
#include "core/variant.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/run/section_code.hpp"
#include "slackwater/run/webassembly.hpp"

namespace slackwater::api {
namespace {

constexpr std::string_view kStart = "start ";

bool is_start(const std::string& name) { return name.starts_with(kStart); }

base::Diagnostics refuse(std::string message) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9040", std::move(message), {});
  return diagnostics;
}

bool may_be(const model::Variable& variable, double value, bool beyond_range) {
  if (!std::isfinite(value)) return false;
  return !variable.range || beyond_range ||
         (value >= variable.range->low && value <= variable.range->high);
}

std::string described_range(const model::Variable& variable) {
  if (!variable.range) return {};
  return fmt::format(": its range is {} .. {}", base::format_number(variable.range->low),
                     base::format_number(variable.range->high));
}

}  // namespace

struct LiveRun::State {
  State(Model of, Variants made, std::vector<ModelChange> set)
      : model(std::move(of)), variants(std::move(made)), changes(std::move(set)) {}

  Model model;
  Variants variants;
  std::vector<ModelChange> changes;
  std::map<std::string, ModelChange> moved;
  std::vector<NamedValue> drawn;
  std::vector<NamedValue> starts;
  std::vector<NamedValue> drawn_starts;
  std::uint64_t sample = 0;
  std::shared_ptr<const Variant> variant;
  std::optional<run::Engine> engine;
  run::Settings settings;
  results::RunTable table;
  std::vector<double*> series;

  base::Result<PlannedRun> plan() {
    auto all = changes;
    for (const auto& [name, change] : moved) all.push_back(change);
    const auto compiled = variants.variant(all);
    if (!compiled) return compiled.diagnostics();
    std::vector<NamedValue> known;
    for (const auto* given : {&starts, &drawn_starts}) {
      for (const auto& start : *given) {
        if ((*compiled)->stock_index.contains(start.name)) known.push_back(start);
      }
    }
    return variants.plan(all, drawn, known, sample);
  }

  // A number that follows a rule is compiled in; then there is another program.
  base::Diagnostics prepare(const std::shared_ptr<const Variant>& wanted) {
    if (wanted == variant) return {};
    settings = run_settings(variants.time(), variants.options());
    settings.width = 1;
    auto made = run::Engine::make(wanted->program, settings);
    if (!made) return made.diagnostics();
    engine.emplace(std::move(*made));
    variant = wanted;
    table = make_table(variant->model, variant->layout, settings, {"policy", {"run"}, {}},
                       {"future", {"model"}, {}}, 1);
    series.clear();
    append_series(table, 0, series);
    return {};
  }
};

LiveRun::LiveRun(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveRun::LiveRun(LiveRun&&) noexcept = default;
LiveRun& LiveRun::operator=(LiveRun&&) noexcept = default;
LiveRun::~LiveRun() = default;

base::Result<LiveRun> LiveRun::make(const Model& model, const RunOptions& options,
                                    const Starts& starts) {
  const auto& implementation = model.implementation();
  const auto time = time_settings(implementation.model.time, options);
  if (!time) return time.diagnostics();
  auto changes = changes_of(implementation, options.set, options.beyond_range);
  if (!changes) return changes.diagnostics();
  auto state = std::make_unique<State>(
      model, Variants(implementation, *time, options, options.save), std::move(*changes));
  state->sample = options.sample;
  for (const auto& [name, value] : starts) state->starts.push_back({name, value});
  const auto planned = state->plan();
  if (!planned) return planned.diagnostics();
  const auto refused = state->prepare(planned->variant);
  if (refused.has_errors()) return refused;
  return LiveRun(std::move(state));
}

base::Diagnostics LiveRun::move(const std::string& name, double value) {
  const auto& model = state_->model.implementation().model;
  auto elements = model.match_elements(name);
  if (elements.empty()) return refuse(fmt::format("the model has no '{}'", name));
  const auto& variable = model.variable_of(elements.front());
  if (variable.kind != model::VariableKind::lever &&
      variable.kind != model::VariableKind::parameter) {
    return refuse(fmt::format("'{}' is a {}: only levers and parameters can be moved", name,
                              model::name(variable.kind)));
  }
  if (!may_be(variable, value, state_->variants.options().beyond_range)) {
    return refuse(fmt::format("'{}' cannot be {}{}", name, base::format_number(value),
                              described_range(variable)));
  }
  ModelChange change;
  change.override.target = name;
  change.override.value = value;
  change.elements = std::move(elements);
  state_->moved.insert_or_assign(name, std::move(change));
  return {};
}

base::Diagnostics LiveRun::draw(const std::vector<std::pair<std::string, double>>& inputs,
                                std::uint64_t sample) {
  std::vector<NamedValue> drawn;
  std::vector<NamedValue> starts;
  for (const auto& [name, value] : inputs) {
    const bool start = is_start(name);
    const auto element = start ? name.substr(kStart.size()) : name;
    const bool known = start ? state_->variant->stock_index.contains(element)
                             : !state_->model.implementation().model.match_elements(name).empty();
    if (!known) return refuse(fmt::format("the model has no '{}'", name));
    (start ? starts : drawn).push_back({element, value});
  }
  state_->drawn = std::move(drawn);
  state_->drawn_starts = std::move(starts);
  state_->sample = sample;
  return {};
}

base::Result<const results::RunTable*> LiveRun::run() {
  const base::FloatingPointScope scope;
  const auto planned = state_->plan();
  if (!planned) return planned.diagnostics();
  const auto refused = state_->prepare(planned->variant);
  if (refused.has_errors()) return refused;
  const run::RunInput input{planned->parameters, planned->starts, planned->sample};
  const run::SeriesPointers series(state_->series);
  run::RunOutcome outcome;
  state_->engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1});
  state_->table.failures.clear();
  record(state_->table, 0, 0, 0, outcome);
  return &state_->table;
}

std::vector<std::uint8_t> LiveRun::webassembly() const {
  return run::webassembly(state_->variant->program);
}

void LiveRun::use(const run::SectionCode& code) { state_->engine->use(code); }

}  // namespace slackwater::api

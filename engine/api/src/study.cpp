#include "study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/at_start.hpp"
#include "core/lasting.hpp"
#include "core/memory.hpp"
#include "core/rest.hpp"
#include "core/run_layout.hpp"
#include "core/settings.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::api {
namespace {

// What the file says beside times and method; the options win over its tolerances.
RunOptions with_file(RunOptions options, const scenario::Scenario& scenario) {
  if (!options.relative_tolerance) options.relative_tolerance = scenario.relative_tolerance;
  if (!options.absolute_tolerance) options.absolute_tolerance = scenario.absolute_tolerance;
  if (!options.seed && scenario.uncertainty) options.seed = scenario.uncertainty->seed;
  return options;
}

model::TimeSettings every_step(model::TimeSettings time) {
  time.save = time.step;
  return time;
}

// A lever that one policy moves changes over time in that policy's runs only, but a table has the
// same variables for all runs.
std::vector<std::string> everything(const scenario::Scenario& scenario, const model::Model& model) {
  std::vector<model::Override> overrides;
  for (const auto* sets : {&scenario.policies, &scenario.futures}) {
    for (const auto& set : *sets) {
      for (const auto& setting : set.settings) {
        if (!setting.at_start) overrides.push_back(setting.override);
      }
    }
  }
  return changing_variables(model, overrides);
}

// Everything that changes, or what is asked for and what measures read.
std::vector<std::string> saved_names(const scenario::Scenario& scenario,
                                     const model::Model& model) {
  if (scenario.save_everything) return everything(scenario, model);
  auto names = scenario.save;
  for (const auto& name : scenario.needed) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

results::Axis axis_of(const std::string& name, const std::vector<scenario::ChangeSet>& sets,
                      const std::vector<std::size_t>& chosen) {
  results::Axis axis{name, {}, {}};
  for (const auto i : chosen) {
    axis.labels.push_back(sets[i].label);
    axis.titles.push_back(sets[i].title);
  }
  return axis;
}

ChangeKind kind_of(scenario::Change change) {
  switch (change) {
    case scenario::Change::add:
      return ChangeKind::add;
    case scenario::Change::multiply:
      return ChangeKind::multiply;
    case scenario::Change::set:
      break;
  }
  return ChangeKind::set;
}

ModelChange change_of(const scenario::Setting& setting) {
  return {setting.override, kind_of(setting.change), setting.elements};
}

// What tells one `at_start` setting from another.
std::string text_of(const scenario::Setting& setting) {
  const auto& rule = std::get<model::Override::Rule>(setting.override.value);
  return setting.override.target + "\n" + std::string(rule.source->slice(rule.span));
}

// From here on a number of every element, as if the file had written it.
void append_numbers(const scenario::Setting& setting, const std::vector<double>& numbers,
                    const model::Model& model, std::vector<ModelChange>& out) {
  for (std::size_t i = 0; i < setting.elements.size(); ++i) {
    auto override = setting.override;
    override.target = model.elements[setting.elements[i].index].name;
    override.value = numbers[i];
    out.push_back({std::move(override), ChangeKind::set, {setting.elements[i]}});
  }
}

base::Diagnostics outside_range(const scenario::Setting& setting,
                                const std::vector<double>& numbers, const model::Model& model) {
  base::Diagnostics diagnostics;
  const auto& variable = model.variable_of(setting.elements.front());
  if (!variable.range || setting.override.beyond_range) return diagnostics;
  const auto [low, high] = *variable.range;
  const double slack = 1e-12 * std::max(std::abs(low), std::abs(high));
  for (const double number : numbers) {
    if (number >= low - slack && number <= high + slack) continue;
    diagnostics.error("E9019",
                      fmt::format("'{}' is {} at the start, outside its range {} .. {}",
                                  setting.override.target, base::format_number(number),
                                  base::format_number(low), base::format_number(high)),
                      setting.override.place);
    break;
  }
  return diagnostics;
}

std::size_t kept_outputs(const Variant& variant, const std::set<std::string>* kept) {
  if (kept == nullptr) return variant.layout.outputs.size();
  std::size_t count = 0;
  for (const auto id : variant.layout.variables) {
    const auto& variable = variant.model.variables[id.index];
    if (kept->contains(variable.name)) count += variable.size;
  }
  return count;
}

void record_no_start(TableRuns& out, RunPlace place, const base::Diagnostics& why) {
  auto& table = out.table;
  table.status[table.run_index(place.policy, place.future, place.sample)] =
      results::RunStatus::no_start;
  table.failures.push_back({place.policy,
                            place.future,
                            place.sample,
                            results::RunStatus::no_start,
                            out.settings.start_time,
                            {},
                            why.entries().front().message,
                            base::render(why)});
  if (!out.no_start.has_errors()) out.no_start = why;
}

}  // namespace

void Rests::add(const Rests& others) {
  if (unstable == 0) first_unstable = others.first_unstable;
  if (!first_disturbance) first_disturbance = others.first_disturbance;
  solved += others.solved;
  unstable += others.unstable;
}

base::Diagnostics warnings_of(const Rests& rests, const scenario::Start& start) {
  base::Diagnostics diagnostics;
  if (rests.first_disturbance) {
    diagnostics.append(warn_that_it_does_not_last(*rests.first_disturbance, start.place));
  }
  if (rests.unstable == 0) return diagnostics;
  const auto where = start.per_sample
                         ? fmt::format(" in {} of {} searches", rests.unstable, rests.solved)
                         : std::string();
  diagnostics.warning("W9002",
                      fmt::format("the equilibrium is not stable{}: {}; whatever moves it a little "
                                  "drives it away",
                                  where, rests.first_unstable),
                      start.place,
                      "start from the model's values, or from where a long run comes to rest");
  return diagnostics;
}

Study::Study(const Scenario::Implementation& scenario, const RunOptions& options)
    : scenario_(scenario.scenario),
      options_(with_file(options, scenario.scenario)),
      saved_(scenario.model.implementation(), scenario.scenario.time, options_,
             saved_names(scenario.scenario, scenario.model.implementation().model)),
      every_step_(scenario.model.implementation(), api::every_step(scenario.scenario.time),
                  options_, scenario.scenario.needed_every_step) {}

bool Study::needs_every_step() const { return !scenario_.needed_every_step.empty(); }

base::Diagnostics Study::prepare() {
  if (!scenario_.start.equilibrium || scenario_.start.per_sample) return {};
  auto starts = equilibrium({});
  if (!starts) return starts.diagnostics();
  base_starts_ = std::move(*starts);
  return {};
}

std::string Study::described_start() const {
  if (!scenario_.start.equilibrium) return "the model's initial values";
  const auto policy = scenario_.policies[scenario_.start.policy].label;
  if (scenario_.start.per_sample) {
    return fmt::format("equilibrium of {} in each sample; the first: {}", policy, rests_.first);
  }
  return fmt::format("equilibrium of {}: {}", policy, rests_.first);
}

base::Diagnostics Study::add_change(const scenario::Setting& setting, const StartNumbers& numbers,
                                    std::vector<ModelChange>& out) const {
  if (!setting.at_start) {
    out.push_back(change_of(setting));
    return {};
  }
  const auto found = numbers.find(text_of(setting));
  if (found == numbers.end()) return {};
  if (!found->second) return found->second.diagnostics();
  auto refused = outside_range(setting, *found->second, saved_.base_model());
  if (refused.has_errors()) return refused;
  append_numbers(setting, *found->second, saved_.base_model(), out);
  return {};
}

std::vector<ModelChange> Study::changes_of(const std::vector<model::Override>& extra) const {
  std::vector<ModelChange> out;
  for (const auto& override : extra) {
    out.push_back({override, ChangeKind::set, saved_.base_model().match_elements(override.target)});
  }
  return out;
}

base::Result<std::vector<ModelChange>> Study::changes(std::size_t policy, std::size_t future,
                                                      const std::vector<model::Override>& extra,
                                                      const StartNumbers& numbers) const {
  std::vector<ModelChange> out;
  for (const auto& setting : scenario_.settings_for(policy, future)) {
    auto refused = add_change(setting, numbers, out);
    if (refused.has_errors()) return refused;
  }
  for (const auto& setting : scenario_.starts_for(policy, future))
    out.push_back(change_of(setting));
  const auto last = changes_of(extra);
  out.insert(out.end(), last.begin(), last.end());
  return out;
}

Study::StartNumbers Study::numbers_at_start(const Sample& sample,
                                            const std::vector<ModelChange>& extra) {
  StartNumbers numbers;
  for (const auto* sets : {&scenario_.policies, &scenario_.futures}) {
    for (const auto& set : *sets) {
      for (const auto& setting : set.settings) {
        if (!setting.at_start || numbers.contains(text_of(setting))) continue;
        numbers.emplace(text_of(setting), number_at_start(setting, sample, extra));
      }
    }
  }
  return numbers;
}

// Nothing but the sample and the common start: no policy, no future. Whether the number may leave
// the range is a matter of each setting that uses it.
base::Result<std::vector<double>> Study::number_at_start(const scenario::Setting& setting,
                                                         const Sample& sample,
                                                         const std::vector<ModelChange>& extra) {
  std::vector<ModelChange> common;
  for (const auto& value : scenario_.start.values) common.push_back(change_of(value));
  common.insert(common.end(), extra.begin(), extra.end());
  common.push_back(change_of(setting));
  common.back().override.beyond_range = true;
  const auto run = saved_.plan(common, sample.drawn, sample.starts, sample.index);
  if (!run) return run.diagnostics();
  return at_start(*run, scenario_.time, setting.elements);
}

base::Result<std::vector<Setting>> Study::default_numbers(const scenario::Setting& setting) {
  const std::vector<NamedValue> none;
  const auto starts = starts_of(none);
  if (!starts) return starts.diagnostics();
  const auto numbers = number_at_start(setting, {none, *starts, 0}, {});
  if (!numbers) return numbers.diagnostics();
  std::vector<Setting> out;
  for (std::size_t i = 0; i < setting.elements.size(); ++i) {
    const auto id = setting.elements[i];
    out.push_back({saved_.base_model().elements[id.index].name, (*numbers)[i]});
  }
  return out;
}

base::Result<std::vector<ModelChange>> Study::changes_at_rest(const StartNumbers& numbers) const {
  std::vector<ModelChange> out;
  for (const auto& setting : scenario_.policies[scenario_.start.policy].settings) {
    auto refused = add_change(setting, numbers, out);
    if (refused.has_errors()) return refused;
  }
  for (const auto& setting : scenario_.start.settings) out.push_back(change_of(setting));
  return out;
}

base::Result<PlannedRun> Study::plan_rest(const Rest& rest) {
  if (!rest.policy && !rest.future) {
    // Of an equilibrium from which runs start, nothing is computed at the start (E1121).
    const std::vector<NamedValue> none;
    auto changes = changes_at_rest(scenario_.start.equilibrium
                                       ? StartNumbers()
                                       : numbers_at_start({none, none, 0}, rest.extra));
    if (!changes) return changes.diagnostics();
    changes->insert(changes->end(), rest.extra.begin(), rest.extra.end());
    return saved_.plan(*changes, {}, {}, 0);
  }
  auto prepared = prepare();
  if (prepared.has_errors()) return prepared;
  auto starts = starts_of({});
  if (!starts) return starts.diagnostics();
  const auto numbers = numbers_at_start({{}, *starts, 0}, rest.extra);
  std::vector<ModelChange> changes;
  base::Diagnostics refused;
  const auto add = [&](const std::vector<scenario::Setting>& settings) {
    for (const auto& setting : settings) refused.append(add_change(setting, numbers, changes));
  };
  const auto& policy = scenario_.policies[rest.policy.value_or(scenario_.start.policy)];
  const auto* future = rest.future ? &scenario_.futures[*rest.future] : nullptr;
  add(policy.settings);
  if (future) add(future->settings);
  add(scenario_.start.settings);
  add(scenario_.start.values);
  add(policy.starts);
  if (future) add(future->starts);
  if (refused.has_errors()) return refused;
  changes.insert(changes.end(), rest.extra.begin(), rest.extra.end());
  return saved_.plan(changes, {}, *starts, 0);
}

base::Result<std::vector<NamedValue>> Study::equilibrium(const std::vector<NamedValue>& drawn) {
  const auto changes = changes_at_rest({});
  if (!changes) return changes.diagnostics();
  const auto run = saved_.plan(*changes, drawn, {}, 0);
  if (!run) return run.diagnostics();
  const auto standing = StandingRun::make(*run, scenario_.time);
  if (!standing) return standing.diagnostics();
  const auto found = find_rest(*standing);
  if (!found) return found.diagnostics();
  const auto& model = run->variant->model;
  auto text = describe(*found, model);
  if (found->stability() == analysis::Stability::unstable && rests_.unstable++ == 0) {
    rests_.first_unstable = text;
  }
  if (rests_.solved++ == 0) {
    rests_.first = std::move(text);
    rests_.first_disturbance = does_not_last(*standing, *found, scenario_.time);
  }
  std::vector<NamedValue> values;
  for (std::size_t i = 0; i < found->stocks.size(); ++i) {
    values.push_back({model.elements[model.stocks[i].index].name, found->stocks[i]});
  }
  return values;
}

Study::Selection Study::everything() const {
  Selection selection;
  for (std::size_t i = 0; i < scenario_.policies.size(); ++i) selection.policies.push_back(i);
  for (std::size_t i = 0; i < scenario_.futures.size(); ++i) selection.futures.push_back(i);
  return selection;
}

base::Result<Study::Extent> Study::extent(bool every_step) {
  auto& variants = every_step ? every_step_ : saved_;
  const auto first = changes(0, 0, {}, {});
  if (!first) return first.diagnostics();
  const auto variant = variants.variant(*first);
  if (!variant) return variant.diagnostics();
  Extent extent;
  extent.points = run::save_count(run_settings(variants.time(), options_));
  for (const auto id : (*variant)->layout.variables) {
    const auto& variable = (*variant)->model.variables[id.index];
    extent.variables.emplace_back(variable.name, variable.size);
  }
  return extent;
}

// A sample that has no start is a failed run, like one that ends early: the others go on.
base::Result<TableRuns> Study::plan(const Selection& selection) {
  auto& variants = selection.every_step ? every_step_ : saved_;
  const auto samples = std::max<std::size_t>(1, selection.drawn.size());
  const auto first =
      changes(selection.policies.front(), selection.futures.front(), selection.extra, {});
  if (!first) return first.diagnostics();
  const auto variant = variants.variant(*first);
  if (!variant) return variant.diagnostics();
  TableRuns out;
  out.settings = run_settings(variants.time(), options_);
  const auto runs = selection.policies.size() * selection.futures.size() * samples;
  const auto values = static_cast<double>(kept_outputs(**variant, selection.kept)) *
                      static_cast<double>(run::save_count(out.settings));
  const auto memory = check_memory(values * static_cast<double>(runs), options_.for_file);
  if (memory.has_errors()) return memory;
  out.table =
      make_table((*variant)->model, (*variant)->layout, out.settings,
                 axis_of("policy", scenario_.policies, selection.policies),
                 axis_of("future", scenario_.futures, selection.futures), samples, selection.kept);
  const std::vector<NamedValue> defaults;
  for (std::size_t sample = 0; sample < samples; ++sample) {
    if (is_cancelled(selection.cancel)) return cancelled();
    const auto& drawn = selection.drawn.empty() ? defaults : selection.drawn[sample];
    plan_sample(selection, drawn, sample, out);
  }
  return out;
}

void Study::plan_sample(const Selection& selection, const std::vector<NamedValue>& drawn,
                        std::size_t sample, TableRuns& out) {
  auto& variants = selection.every_step ? every_step_ : saved_;
  const auto starts = starts_of(drawn);
  StartNumbers numbers;
  if (starts) {
    const auto extra =
        selection.extra_at_start ? changes_of(selection.extra) : std::vector<ModelChange>();
    numbers = numbers_at_start({drawn, *starts, selection.first_sample + sample}, extra);
  }
  const auto planned = [&](std::size_t policy, std::size_t future) -> base::Result<PlannedRun> {
    if (!starts) return starts.diagnostics();
    const auto changed = changes(policy, future, selection.extra, numbers);
    if (!changed) return changed.diagnostics();
    return variants.plan(*changed, drawn, *starts, selection.first_sample + sample);
  };
  for (std::size_t p = 0; p < selection.policies.size(); ++p) {
    for (std::size_t f = 0; f < selection.futures.size(); ++f) {
      auto run = planned(selection.policies[p], selection.futures[f]);
      if (run) {
        out.runs.push_back(std::move(*run));
        out.places.push_back({p, f, sample});
      } else {
        record_no_start(out, {p, f, sample}, run.diagnostics());
      }
    }
  }
}

base::Result<std::vector<NamedValue>> Study::starts_of(const std::vector<NamedValue>& drawn) {
  if (!scenario_.start.equilibrium || !scenario_.start.per_sample) return base_starts_;
  if (!drawn.empty()) return equilibrium(drawn);
  // Scans and searches ask for this one again and again.
  if (!default_starts_) default_starts_ = equilibrium({});
  return *default_starts_;
}

}  // namespace slackwater::api

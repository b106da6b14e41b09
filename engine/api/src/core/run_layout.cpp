#include "core/run_layout.hpp"

#include <algorithm>
#include <limits>

namespace slackwater::api {
namespace {

bool changes_over_time(const model::Variable& variable) {
  switch (variable.kind) {
    case model::VariableKind::parameter:
    case model::VariableKind::lever:
    case model::VariableKind::constant:
      return false;
    default:
      return !variable.generated;
  }
}

std::string_view better_name(model::Better better) {
  if (better == model::Better::up) return "up";
  return better == model::Better::down ? "down" : "";
}

void add_variable(RunLayout& layout, const model::Model& model, std::size_t index) {
  const auto& variable = model.variables[index];
  layout.variables.emplace_back(index);
  for (std::size_t i = 0; i < variable.size; ++i) {
    layout.outputs.emplace_back(variable.first.index + i);
  }
}

// A number keeps its variable at rest; a profile or a rule moves it.
bool moves(const model::Override& override, const model::Variable& variable) {
  const std::string_view target = override.target;
  return !override.start && !std::holds_alternative<double>(override.value) &&
         target.substr(0, target.find('[')) == variable.name;
}

}  // namespace

std::vector<std::string> changing_variables(const model::Model& model,
                                            const std::vector<model::Override>& overrides) {
  std::vector<std::string> names;
  for (const auto& variable : model.variables) {
    const bool moved = std::any_of(overrides.begin(), overrides.end(),
                                   [&](const auto& override) { return moves(override, variable); });
    if (moved || changes_over_time(variable)) names.push_back(variable.name);
  }
  return names;
}

base::Result<RunLayout> choose_outputs(const model::Model& model,
                                       const std::vector<std::string>& names) {
  RunLayout layout;
  if (names.empty()) {
    for (std::size_t i = 0; i < model.variables.size(); ++i) {
      if (changes_over_time(model.variables[i])) add_variable(layout, model, i);
    }
    return layout;
  }
  base::Diagnostics diagnostics;
  for (const auto& name : names) {
    const auto id = model.find_variable(name);
    if (id) {
      const bool known = std::find(layout.variables.begin(), layout.variables.end(), *id) !=
                         layout.variables.end();
      if (!known) add_variable(layout, model, id->index);
      continue;
    }
    std::vector<std::string> candidates;
    for (const auto& variable : model.variables) candidates.push_back(variable.name);
    const auto closest = base::closest_name(name, candidates);
    diagnostics.error("E9003", "no variable '" + name + "' to save", {},
                      closest.empty() ? "" : "did you mean '" + closest + "'?");
  }
  if (diagnostics.has_errors()) return diagnostics;
  return layout;
}

namespace {

results::SavedVariable describe(const model::Model& model, const model::Variable& variable,
                                results::RunTable& table) {
  results::SavedVariable saved;
  saved.name = variable.name;
  saved.kind = model::name(variable.kind);
  saved.unit = variable.unit.empty() ? "1" : variable.unit;
  saved.documentation = variable.documentation;
  saved.provenance = variable.provenance;
  saved.better = better_name(variable.better);
  saved.elements = variable.size;
  for (const auto d : variable.dimensions) {
    const auto& dimension = model.dimensions[d];
    const auto found = std::find_if(table.axes.begin(), table.axes.end(),
                                    [&](const auto& axis) { return axis.name == dimension.name; });
    saved.axes.push_back(static_cast<std::size_t>(found - table.axes.begin()));
    if (found == table.axes.end()) {
      table.axes.push_back({dimension.name, dimension.elements, {}});
    }
  }
  return saved;
}

}  // namespace

results::RunTable make_table(const model::Model& model, const RunLayout& layout,
                             const run::Settings& settings, results::Axis policies,
                             results::Axis futures, std::size_t samples,
                             const std::set<std::string>* kept) {
  results::RunTable table;
  table.policies = std::move(policies);
  table.futures = std::move(futures);
  table.samples = samples;
  table.time_unit = model.time.unit;
  const auto points = run::save_count(settings);
  for (std::size_t i = 0; i < points; ++i) table.time.push_back(run::save_time(settings, i));
  const auto runs = table.run_count();
  for (const auto id : layout.variables) {
    const auto& variable = model.variables[id.index];
    auto saved = describe(model, variable, table);
    if (kept == nullptr || kept->contains(variable.name)) {
      saved.values.assign(runs * variable.size * points, std::numeric_limits<double>::quiet_NaN());
    }
    table.variables.push_back(std::move(saved));
  }
  table.status.assign(runs, results::RunStatus::not_run);
  table.stopped_at.assign(runs, settings.start_time);
  return table;
}

void append_series(results::RunTable& table, std::size_t run, std::vector<double*>& out) {
  const auto points = table.time.size();
  for (auto& variable : table.variables) {
    for (std::size_t e = 0; e < variable.elements; ++e) {
      const auto place = (run * variable.elements + e) * points;
      out.push_back(variable.values.empty() ? nullptr : variable.values.data() + place);
    }
  }
}

namespace {

results::RunStatus status_of(run::RunStatus status) {
  switch (status) {
    case run::RunStatus::complete:
      return results::RunStatus::complete;
    case run::RunStatus::not_finite:
      return results::RunStatus::not_finite;
    case run::RunStatus::domain_error:
      return results::RunStatus::domain_error;
    case run::RunStatus::check_failed:
      return results::RunStatus::check_failed;
    case run::RunStatus::step_failed:
      return results::RunStatus::step_failed;
    case run::RunStatus::not_run:
      break;
  }
  return results::RunStatus::not_run;
}

// What happened with its place in the text: the line and a caret.
std::string detail(const run::RunOutcome& outcome, std::string_view time_unit) {
  base::Diagnostic diagnostic;
  diagnostic.message = run::describe(outcome, time_unit);
  diagnostic.place = outcome.place;
  return base::render(diagnostic);
}

}  // namespace

void record(results::RunTable& table, std::size_t policy, std::size_t future, std::size_t sample,
            const run::RunOutcome& outcome) {
  const auto index = table.run_index(policy, future, sample);
  table.status[index] = status_of(outcome.status);
  if (outcome.saved > 0) table.stopped_at[index] = table.time[outcome.saved - 1];
  if (outcome.status == run::RunStatus::complete) return;
  table.failures.push_back({policy, future, sample, status_of(outcome.status), outcome.time,
                            outcome.variable, run::describe(outcome, table.time_unit),
                            detail(outcome, table.time_unit)});
}

}  // namespace slackwater::api

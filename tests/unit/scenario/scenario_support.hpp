#pragma once

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "slackwater/model/lower.hpp"
#include "slackwater/results/run_table.hpp"
#include "slackwater/scenario/scenario.hpp"

/// What the tests of scenario files share: a model, and run tables filled from formulas.
namespace slackwater::scenario::testing {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string repository_file(const std::string& path) {
  return std::string(SLACKWATER_SOURCE_DIR) + "/" + path;
}

inline base::SourcePtr text_source(std::string text, std::string name = "test.yaml") {
  return std::make_shared<base::SourceText>(std::move(name), std::move(text));
}

/// The model of tests/errors_scenario: runs from week 0 to 260, saved weekly, step 1/4.
inline const model::Model& small_model() {
  static const auto small = [] {
    const auto path = repository_file("tests/errors_scenario/model.sd");
    auto loaded = model::load(text_source(read_file(path), "model.sd"));
    if (!loaded) throw std::runtime_error(base::render(loaded.diagnostics()));
    return std::move(*loaded);
  }();
  return small;
}

inline base::Result<Scenario> resolve_text(const std::string& text,
                                           const ResolveOptions& options = {}) {
  auto file = parse(text_source(text));
  if (!file) return file.diagnostics();
  return resolve(*file, small_model(), options);
}

/// The scenario, or an exception with its messages, which fails the test.
inline Scenario must_resolve(const std::string& text, const ResolveOptions& options = {}) {
  auto scenario = resolve_text(text, options);
  if (!scenario) throw std::runtime_error(base::render(scenario.diagnostics()));
  return std::move(*scenario);
}

inline std::string messages(const std::string& text) {
  return base::render(resolve_text(text).diagnostics());
}

/// Policies `full` and `kept`, futures `calm` and `shock`, and whatever else.
inline std::string two_by_two(const std::string& rest) {
  return "scenario: test\nmodel: model.sd\npolicies: {full: {}, kept: {}}\n"
         "futures: {calm: {}, shock: {}}\n" +
         rest;
}

/// A series of one variable in one run.
using Formula =
    std::function<double(std::size_t policy, std::size_t future, std::size_t sample, double time)>;

struct Column {
  std::string name;
  Formula formula;
};

/// All policies and futures of a scenario with the same formula for each; saved from 0 to 260 every
/// `spacing`.
inline results::RunTable table_of(const Scenario& scenario, const std::vector<Column>& columns,
                                  std::size_t samples = 1, double spacing = 1) {
  results::RunTable table;
  table.policies = {"policy", {}, {}};
  table.futures = {"future", {}, {}};
  for (const auto& each : scenario.policies) table.policies.labels.push_back(each.label);
  for (const auto& each : scenario.futures) table.futures.labels.push_back(each.label);
  table.samples = samples;
  table.time_unit = "week";
  const int points = static_cast<int>(260 / spacing + 0.5);
  for (int k = 0; k <= points; ++k) table.time.push_back(k * spacing);
  table.status.assign(table.run_count(), results::RunStatus::complete);
  table.stopped_at.assign(table.run_count(), 260);
  for (const auto& column : columns) {
    results::SavedVariable variable;
    variable.name = column.name;
    variable.values.reserve(table.run_count() * table.time.size());
    for (std::size_t p = 0; p < table.policies.labels.size(); ++p) {
      for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
        for (std::size_t s = 0; s < samples; ++s) {
          for (const double t : table.time) variable.values.push_back(column.formula(p, f, s, t));
        }
      }
    }
    table.variables.push_back(std::move(variable));
  }
  return table;
}

}  // namespace slackwater::scenario::testing

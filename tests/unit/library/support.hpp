#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "slackwater/api/equilibrium.hpp"
#include "slackwater/api/run.hpp"

/// What the tests of the library's models share: load one strictly, run it, look at a series.
namespace slackwater::api {

/// A model of models/library; its warnings and missing units fail the test.
inline Model library_model(const std::string& file) {
  auto model = load_model_file(SLACKWATER_SOURCE_DIR "/models/library/" + file, true);
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  EXPECT_TRUE(model.diagnostics().empty()) << base::render(model.diagnostics());
  return *model;
}

inline results::RunTable run_model(const Model& model, const RunOptions& options = {}) {
  auto table = run(model, options);
  EXPECT_TRUE(table) << base::render(table.diagnostics());
  EXPECT_TRUE(table->failures.empty()) << table->failures.front().detail;
  return std::move(*table);
}

/// A run with other values of parameters, levers and starts.
inline results::RunTable run_with(const Model& model, std::vector<Setting> set,
                                  std::optional<double> stop_time = {}) {
  RunOptions options;
  options.set = std::move(set);
  options.stop_time = stop_time;
  return run_model(model, options);
}

inline std::vector<double> series(const results::RunTable& table, const std::string& name) {
  const auto* variable = table.find(name);
  EXPECT_NE(variable, nullptr) << name;
  const auto values = table.series(*variable, 0);
  return {values.begin(), values.end()};
}

/// The value at a saved time.
inline double value_at(const results::RunTable& table, const std::string& name, double time) {
  const auto values = series(table, name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::fabs(table.time[i] - time) < 1e-9) return values[i];
  }
  ADD_FAILURE() << "nothing was saved at " << time;
  return NAN;
}

/// The first saved time at which a series meets a condition.
template <class Condition>
double first_time(const results::RunTable& table, const std::string& name, Condition condition) {
  const auto values = series(table, name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (condition(values[i])) return table.time[i];
  }
  return NAN;
}

/// Where a model rests with other values.
inline Equilibrium rest_with(const Model& model, const std::vector<Setting>& set) {
  auto rest = equilibrium(model, set);
  EXPECT_TRUE(rest) << base::render(rest.diagnostics());
  return *rest;
}

/// A stock or an indicator where a model rests.
inline double at_rest(const Equilibrium& rest, const std::string& name) {
  for (const auto& stock : rest.stocks) {
    if (stock.name == name) return stock.rest;
  }
  for (const auto& indicator : rest.indicators) {
    if (indicator.name == name) return indicator.rest;
  }
  ADD_FAILURE() << name << " is neither a stock nor an indicator";
  return NAN;
}

}  // namespace slackwater::api

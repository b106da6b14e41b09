// Every model that ships is held to a closed form, an invariant, or an independent program's
// number; those of models/library in tests/unit/library.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "slackwater/api/run.hpp"

namespace slackwater::api {
namespace {

Model load(const std::string& name) {
  auto model = load_model_file(SLACKWATER_SOURCE_DIR "/models/" + name);
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  EXPECT_TRUE(model.diagnostics().empty()) << base::render(model.diagnostics());
  return *model;
}

results::RunTable run_model(const Model& model, const RunOptions& options = {}) {
  auto table = run(model, options);
  EXPECT_TRUE(table) << base::render(table.diagnostics());
  EXPECT_TRUE(table->failures.empty()) << table->failures.front().detail;
  return std::move(*table);
}

std::vector<double> series(const results::RunTable& table, const std::string& name) {
  const auto* variable = table.find(name);
  EXPECT_NE(variable, nullptr) << name;
  const auto values = table.series(*variable, 0);
  return {values.begin(), values.end()};
}

TEST(ShippedModelsTest, TeacupCoolsAsNewtonSaid) {
  const auto table = run_model(load("teacup.sd"));
  const auto tea = series(table, "tea_temperature");
  for (std::size_t i = 0; i < tea.size(); ++i) {
    EXPECT_NEAR(tea[i], 21 + (82 - 21) * std::exp(-table.time[i] / 10), 1e-6);
  }
}

TEST(ShippedModelsTest, LogisticGrowthFollowsItsClosedForm) {
  const auto table = run_model(load("logistic_growth.sd"));
  const auto population = series(table, "population");
  for (std::size_t i = 0; i < population.size(); ++i) {
    EXPECT_NEAR(population[i], 1000 / (1 + 99 * std::exp(-0.2 * table.time[i])), 1e-5);
  }
}

// S + I - (N / R0) ln S stays constant (divide dI/dt by dS/dt and integrate); the peak is where S =
// N / R0.
TEST(ShippedModelsTest, SirKeepsItsInvariant) {
  const auto table = run_model(load("sir.sd"));
  const auto s = series(table, "susceptible");
  const auto i = series(table, "infectious");
  const double n_over_r0 = 10000 / 2.5;
  const double invariant = s[0] + i[0] - n_over_r0 * std::log(s[0]);
  double highest = 0;
  for (std::size_t k = 0; k < s.size(); ++k) {
    EXPECT_NEAR(s[k] + i[k] - n_over_r0 * std::log(s[k]), invariant, 1e-4);
    highest = std::max(highest, i[k]);
  }
  const double peak = invariant - n_over_r0 + n_over_r0 * std::log(n_over_r0);
  EXPECT_NEAR(highest, peak, 5);  // save points are a day apart
}

TEST(ShippedModelsTest, OscillatorFollowsCosineAndSine) {
  const auto table = run_model(load("harmonic_oscillator.sd"));
  const auto position = series(table, "position");
  const auto impulse = series(table, "impulse");
  for (std::size_t k = 0; k < position.size(); ++k) {
    EXPECT_NEAR(position[k], std::cos(table.time[k]), 1e-7);
    EXPECT_NEAR(impulse[k], -std::sin(table.time[k]), 1e-7);
  }
}

TEST(ShippedModelsTest, PredatorAndPreyStayOnTheirOrbit) {
  const auto table = run_model(load("predator_prey.sd"));
  const auto orbit = series(table, "orbit");
  for (const double value : orbit) EXPECT_NEAR(value, orbit.front(), 1e-6);
}

std::vector<std::string> every_model() {
  const std::string folder = SLACKWATER_SOURCE_DIR "/models/";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".sd") continue;
    names.push_back(std::filesystem::relative(entry.path(), folder).string());
  }
  return names;
}

TEST(ShippedModelsTest, EveryModelAgreesWithTheReferenceBitForBit) {
  for (const auto& name : every_model()) {
    const auto model = load(name);
    RunOptions reference;
    reference.reference = true;
    const auto expected = run_model(model, reference);
    for (const bool passes : {true, false}) {
      for (const int width : {1, 2, 8, 32}) {
        RunOptions options;
        options.passes = passes;
        options.width = width;
        const auto table = run_model(model, options);
        ASSERT_EQ(table.variables.size(), expected.variables.size());
        for (std::size_t v = 0; v < table.variables.size(); ++v) {
          EXPECT_EQ(table.variables[v].values, expected.variables[v].values)
              << name << ": " << table.variables[v].name << ", width " << width;
        }
      }
    }
  }
}

}  // namespace
}  // namespace slackwater::api

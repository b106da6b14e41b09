#include <gtest/gtest.h>

#include <limits>

#include "slackwater/api/run.hpp"

namespace slackwater::api {
namespace {

Model decay(const std::string& rate = "0.1") {
  auto model = load_model("decay.sd",
                          "model \"Decay\"\n"
                          "time week from 0 to 10 step 1 save 1 method euler\n"
                          "parameter rate: 1/week = " +
                              rate +
                              "\n"
                              "stock level: 1 = 1\n"
                              "    outflow loss\n"
                              "flow loss: 1/week = rate * level\n");
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  return *model;
}

base::Diagnostic refusal(const Model& model, const EnsembleOptions& options) {
  const auto table = ensemble(model, options);
  EXPECT_FALSE(table);
  if (table || table.diagnostics().empty()) return {};
  return table.diagnostics().entries().front();
}

EnsembleOptions drawing(const std::string& name, const std::string& distribution) {
  EnsembleOptions options;
  options.draws = {{name, distribution}};
  return options;
}

TEST(EnsembleErrorsTest, OnlyInputsAreDrawn) {
  EXPECT_EQ(refusal(decay(), drawing("level", "uniform(0, 1)")).code, "E9007");
  const auto misspelt = refusal(decay(), drawing("rat", "uniform(0.1, 0.2)"));
  EXPECT_EQ(misspelt.code, "E9007");
  EXPECT_EQ(misspelt.hint, "did you mean 'rate'?");
}

TEST(EnsembleErrorsTest, SomethingMustBeUncertain) {
  EXPECT_EQ(refusal(decay(), {}).code, "E9008");
  EXPECT_TRUE(ensemble(decay("0.1 ~ uniform(0.1, 0.2)"), {}));
}

TEST(EnsembleErrorsTest, DesignsAreKnownByName) {
  auto options = drawing("rate", "uniform(0.1, 0.2)");
  options.design = "sobl";
  EXPECT_EQ(refusal(decay(), options).code, "E9009");
  EXPECT_EQ(refusal(decay(), options).hint, "did you mean 'sobol'?");
}

TEST(EnsembleErrorsTest, MatricesHoldFiniteNumbers) {
  EnsembleOptions options;
  options.matrix = Matrix{{"rate"}, {}, 0};
  EXPECT_EQ(refusal(decay(), options).code, "E9010");
  options.matrix = Matrix{{"rate"}, {0.1, std::numeric_limits<double>::quiet_NaN()}, 2};
  EXPECT_EQ(refusal(decay(), options).code, "E9010");
  EXPECT_EQ(refusal(decay(), options).message, "row 1 of 'rate' is not a finite number");
}

TEST(EnsembleErrorsTest, DrawsAreUsed) {
  RunOptions set;
  set.set = {{"rate", 0.15}};
  const auto drawn = ensemble(decay(), drawing("rate", "uniform(0.1, 0.2)"), set);
  ASSERT_FALSE(drawn);
  EXPECT_EQ(drawn.diagnostics().entries().front().code, "E9016");
  EnsembleOptions matrix;
  matrix.matrix = Matrix{{"rate"}, {0.1, 0.2}, 2};
  EXPECT_FALSE(ensemble(decay(), matrix, set));
  // What the model draws and the call sets is no input any more.
  const auto of_model = ensemble(decay("0.1 ~ uniform(0.1, 0.2)"), {}, set);
  ASSERT_FALSE(of_model);
  EXPECT_EQ(of_model.diagnostics().entries().front().code, "E9008");
}

TEST(EnsembleErrorsTest, DrawsKeepToTheRange) {
  const auto model = decay("0.1 range 0 .. 0.2");
  EXPECT_EQ(refusal(model, drawing("rate", "uniform(0.1, 0.3)")).code, "E9017");
  EnsembleOptions matrix;
  matrix.matrix = Matrix{{"rate"}, {0.1, 0.5}, 2};
  EXPECT_EQ(refusal(model, matrix).message,
            "row 1 of 'rate' is 0.5, outside of its range 0 .. 0.2 1/week");
  // Beyond one deviation on either side: 2 * 0.158655 (tables of the normal distribution).
  const auto tails = ensemble(model, drawing("rate", "normal(0.1, 0.1)"));
  ASSERT_TRUE(tails);
  ASSERT_EQ(tails.diagnostics().entries().size(), 1u);
  EXPECT_EQ(tails.diagnostics().entries().front().code, "W9003");
  EXPECT_EQ(tails.diagnostics().entries().front().message.substr(0, 5), "32 % ");
  EXPECT_TRUE(ensemble(model, drawing("rate", "normal(0.1, 0.1, low = 0, high = 0.2)"))
                  .diagnostics()
                  .empty());
}

TEST(EnsembleErrorsTest, DesignsHaveSamples) {
  auto options = drawing("rate", "uniform(0.1, 0.2)");
  options.samples = 0;
  EXPECT_EQ(refusal(decay(), options).code, "E9020");
}

TEST(EnsembleErrorsTest, CorrelationsAreBetweenDraws) {
  auto options = drawing("rate", "uniform(0.1, 0.2)");
  options.correlations = {{"rate", "level", 0.5}};
  EXPECT_EQ(refusal(decay(), options).code, "E9037");
  options.correlations = {{"rate", "rate", 0.5}};
  EXPECT_EQ(refusal(decay(), options).message, "'rate ~ rate' pairs a draw with itself");
  options.design = "grid";
  EXPECT_EQ(refusal(decay(), options).message, "a grid has no correlations");
}

// 0.9, 0.9 and -0.5 have no joint distribution: the matrix of 2 sin(pi r / 6) is not positive.
TEST(EnsembleErrorsTest, CorrelationsMustFitTogether) {
  auto model = load_model("three.sd",
                          "time week from 0 to 1 step 1\nparameter a: 1 = 1\nparameter b: 1 = 1\n"
                          "parameter c: 1 = 1\naux d: 1 = a + b + c\n");
  ASSERT_TRUE(model) << base::render(model.diagnostics());
  EnsembleOptions options;
  options.draws = {{"a", "uniform(0, 1)"}, {"b", "uniform(0, 1)"}, {"c", "uniform(0, 1)"}};
  options.correlations = {{"a", "b", 0.9}, {"b", "c", 0.9}, {"a", "c", -0.5}};
  EXPECT_EQ(refusal(*model, options).code, "E9023");
}

TEST(EnsembleErrorsTest, SeriesMustFitIntoMemory) {
  auto options = drawing("rate", "uniform(0.1, 0.2)");
  options.samples = 100'000;
  options.design = "monte_carlo";
  RunOptions run;
  run.time_step = 1e-7;
  run.save_step = 1e-7;
  // A hundred million points of two variables need 1.6e9 bytes per sample, 1.6e14 in all.
  const auto table = ensemble(decay(), options, run);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.diagnostics().entries().front().code, "E9015");
}

}  // namespace
}  // namespace slackwater::api

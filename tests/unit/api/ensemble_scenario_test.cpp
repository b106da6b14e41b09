// The scenario file of an ensemble of one model, and another number of samples: what they say.

#include "slackwater/api/ensemble_scenario.hpp"

#include <gtest/gtest.h>

#include "slackwater/api/ensemble_plan.hpp"

namespace slackwater::api {
namespace {

constexpr const char* kSlack = SLACKWATER_SOURCE_DIR "/scenarios/slack_and_rework.yaml";

Model decay() {
  auto model = load_model("models/decay.sd",
                          "model \"Decay \\\"quoted\\\"\"\n"
                          "time week from 0 to 10 step 1 save 1 method euler\n"
                          "parameter rate: 1/week = 0.1 range 0 .. 0.5\n"
                          "parameter start_level: 1 = 1\n"
                          "stock level: 1 = start_level\n"
                          "    outflow loss\n"
                          "flow loss: 1/week = rate * level\n");
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  return *model;
}

TEST(EnsembleScenarioTest, SaysWhatIsDrawnAndSet) {
  EnsembleOptions design;
  design.design = "sobol";
  design.samples = 16;
  design.seed = 3;
  design.draws = {{"rate", "uniform(0.1, 0.2)"}, {"start_level", "normal(1, 0.1)"}};
  design.correlations = {{"rate", "start_level", -0.5}};
  RunOptions options;
  options.set = {{"start level", 2.0}};
  options.stop_time = 20;
  const auto scenario = ensemble_scenario(decay(), design, options);
  ASSERT_TRUE(scenario) << base::render(scenario.diagnostics());
  EXPECT_EQ(scenario->text(),
            "scenario: \"Decay \\\"quoted\\\"\"\n"
            "model: \"decay.sd\"\n"
            "time: {from: 0, to: 20, step: 1, save: 1}\n"
            "method: euler\n"
            "policies:\n"
            "  run:\n"
            "    start:\n"
            "      \"level\": 2\n"
            "uncertainty:\n"
            "  design: sobol\n"
            "  samples: 16\n"
            "  seed: 3\n"
            "  draw:\n"
            "    \"rate\": \"uniform(0.1, 0.2)\"\n"
            "    \"start_level\": \"normal(1, 0.1)\"\n"
            "  correlate:\n"
            "    \"rate ~ start_level\": -0.5\n"
            "save: [\"level\", \"loss\"]\n");
}

TEST(EnsembleScenarioTest, AMatrixIsATableBesideIt) {
  EnsembleOptions design;
  design.matrix = Matrix{{"rate", "start_level"}, {0.1, 1, 0.7, 1.0 / 3}, 2};
  RunOptions options;
  options.beyond_range = true;
  const auto scenario = ensemble_scenario(decay(), design, options);
  ASSERT_TRUE(scenario) << base::render(scenario.diagnostics());
  EXPECT_EQ(scenario->texts().at("samples.csv"),
            "\"rate\",\"start_level\"\n0.1,1\n0.7,0.3333333333333333\n");
  EXPECT_EQ(scenario->samples(), 2U);
}

TEST(WithSamplesTest, ThePlanHasBothNumbers) {
  const auto scenario = load_scenario_file(kSlack);
  const auto more = with_samples(*scenario, 128);
  ASSERT_TRUE(more);
  const auto plan = plan_ensemble(*more);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->samples, 128U);
  EXPECT_EQ(plan->file_samples, 64U);
  EXPECT_EQ(command_of(*plan), "slackwater ensemble slack_and_rework.yaml --samples 128");
  const auto read = parse_plan(to_json(*plan), [](const std::string&) { return ""; });
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(*plan));
  EXPECT_EQ(load_scenario(*read)->samples(), 128U);
  const auto of_file = plan_ensemble(*with_samples(*more, 64));
  EXPECT_EQ(to_json(*of_file), to_json(*plan_ensemble(*scenario)));
  EXPECT_EQ(differences(*plan, *of_file), (std::vector<std::string>{"samples: 128, was 64"}));
}

TEST(WithSamplesTest, RefusesWhatHasNoOtherNumber) {
  const auto code = [](const base::Result<Scenario>& scenario) {
    return scenario ? std::string() : scenario.diagnostics().entries().front().code;
  };
  EXPECT_EQ(code(with_samples(*load_scenario_file(kSlack), 0)), "E9020");
  EnsembleOptions design;
  design.matrix = Matrix{{"rate"}, {0.1, 0.2}, 2};
  EXPECT_EQ(code(with_samples(*ensemble_scenario(decay(), design, {}), 3)), "E9036");
  const auto plain = load_scenario_texts(
      "s.yaml",
      {{"s.yaml", "scenario: s\nmodel: m.sd\npolicies: {a: {}}\n"}, {"m.sd", decay().text()}});
  ASSERT_TRUE(plain) << base::render(plain.diagnostics());
  EXPECT_EQ(code(with_samples(*plain, 3)), "E9036");
}

}  // namespace
}  // namespace slackwater::api

// The claims of the shipped scenario hold, and each of them breaks when the mechanism it is about
// is turned around.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A copy of the model and its scenario in which texts of the model can be replaced.
class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path() / ("slackwater_claims_" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "models");
    fs::create_directories(folder_ / "scenarios");
    fs::copy_file(SLACKWATER_SOURCE_DIR "/scenarios/slack_and_rework.yaml",
                  folder_ / "scenarios/slack_and_rework.yaml",
                  fs::copy_options::overwrite_existing);
  }
  ~Copy() { fs::remove_all(folder_); }

  results::Comparison compare_with(const std::string& text, const std::string& replacement) const {
    auto model = read(SLACKWATER_SOURCE_DIR "/models/slack_and_rework.sd");
    const auto at = model.find(text);
    EXPECT_NE(at, std::string::npos) << "the model no longer says: " << text;
    model.replace(at, text.size(), replacement);
    std::ofstream(folder_ / "models/slack_and_rework.sd") << model;
    const auto scenario =
        load_scenario_file((folder_ / "scenarios/slack_and_rework.yaml").string());
    EXPECT_TRUE(scenario) << base::render(scenario.diagnostics());
    auto comparison = compare(*scenario, {.threads = 1, .with_samples = false, .command = ""});
    EXPECT_TRUE(comparison) << base::render(comparison.diagnostics());
    return std::move(*comparison);
  }

 private:
  fs::path folder_;
};

const results::Claim& claim(const results::Comparison& comparison, const std::string& id) {
  for (const auto& claim : comparison.claims) {
    if (claim.id == id) return claim;
  }
  ADD_FAILURE() << "no claim " << id;
  return comparison.claims.front();
}

class ShippedScenario : public testing::TestWithParam<const char*> {};

TEST_P(ShippedScenario, ClaimsHoldOnTheDefaultsAndOverTheSamples) {
  const auto scenario =
      load_scenario_file(std::string(SLACKWATER_SOURCE_DIR "/scenarios/") + GetParam());
  ASSERT_TRUE(scenario) << base::render(scenario.diagnostics());
  const auto comparison = compare(*scenario);
  ASSERT_TRUE(comparison) << base::render(comparison.diagnostics());
  EXPECT_GE(comparison->claims.size(), 5u);
  EXPECT_TRUE(comparison->defaults.failures.empty());
  EXPECT_TRUE(comparison->samples->failures.empty());
  for (const auto& claim : comparison->claims)
    EXPECT_TRUE(claim.passed) << claim.id << ": " << claim.numbers;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario,
                         testing::Values("slack_and_rework.yaml", "language_tour.yaml"),
                         [](const auto& test) {
                           const std::string name = test.param;
                           return name.substr(0, name.find('.'));
                         });

// An independent NumPy program of the same equations (RK4, step 1/16, weekly trapezoids) gave these
// numbers.
TEST(ClaimsTest, MetricsMeetAnIndependentProgram) {
  const auto comparison = Copy().compare_with("section", "section");
  const auto metric = [&](const std::string& name, std::size_t policy, std::size_t future) {
    for (const auto& metric : comparison.metrics) {
      if (metric.name == name) return metric.values[policy * 2 + future];
    }
    return std::nan("");
  };
  const double tolerance = 2e-3;
  const auto near = [&](double value, double expected) {
    EXPECT_NEAR(value, expected, tolerance * expected);
  };
  near(metric("early_output", 1, 0), 52.888);
  near(metric("late_output", 1, 0), 34.317);
  near(metric("late_output", 2, 0), 56.382);
  near(metric("late_output", 3, 0), 53.832);
  near(metric("late_feedback_delay", 1, 0), 13.474);
  near(metric("late_rework", 2, 0), 0.10566);
  near(metric("friction_at_60", 4, 0), 0.15472);
  near(metric("friction_at_end", 4, 0), 0.37402);
  near(metric("delay_suffered", 1, 1), 181.60);
  near(metric("delay_suffered", 2, 1), 128.95);
  near(metric("people_lost", 1, 0), 81.931);
  near(metric("pays_back", 2, 0), 67);
}

struct Flip {
  const char* claim;
  const char* text;
  const char* replacement;
};

class FlippedMechanism : public testing::TestWithParam<Flip> {};

TEST_P(FlippedMechanism, BreaksItsClaim) {
  const auto& flip = GetParam();
  const auto comparison = Copy().compare_with(flip.text, flip.replacement);
  EXPECT_TRUE(comparison.defaults.failures.empty());
  EXPECT_EQ(claim(comparison, flip.claim).verdict, results::Verdict::fails) << flip.claim;
}

INSTANTIATE_TEST_SUITE_P(
    SlackAndRework, FlippedMechanism,
    testing::Values(
        // improvement time would add to delivery instead of taking from it
        Flip{"full-pays-first", "capacity * (1 - improvement_time_share)",
             "capacity * (1 + improvement_time_share)"},
        // friction would make work easier
        Flip{"full-loses-later", "(1 + friction_effect_on_effort * friction)",
             "(1 - friction_effect_on_effort * friction)"},
        // a longer queue would show defects sooner
        Flip{"feedback-slows", "minimum_discovery_time + discovery_per_lead_time * queue_time",
             "minimum_discovery_time + discovery_per_lead_time * max(0, 16.6 week - queue_time)"},
        // calm people would cut corners
        Flip{"haste-makes-waste", "(1 - haste_effect_on_defects * haste)",
             "(1 - haste_effect_on_defects * (1 - haste))"},
        // the less improvement work, the more friction would go away
        Flip{"friction-grows", "friction_removal * improvement_time_share",
             "friction_removal * (0.12 - improvement_time_share)"},
        // friction would make work easier, so removing it would not pay
        Flip{"worse-before-better", "(1 + friction_effect_on_effort * friction)",
             "(1 - friction_effect_on_effort * friction)"},
        // pressure would add to unprotected improvement time
        Flip{"slack-is-eaten", "(1 - (1 - protection) * haste)", "(1 + (1 - protection) * haste)"},
        // improvement work would keep friction alive
        Flip{"gains-decay", "friction_removal * improvement_time_share",
             "friction_removal * (0.12 - improvement_time_share)"},
        // more work at hand would leave capacity idle
        Flip{"resilience-erodes", "(1 - (1 - protection) * haste)",
             "(1 + (1 - protection) * haste)"},
        // exhausted people would stay
        Flip{"people-leave", "(1 + fatigue_effect_on_quits * fatigue^2)",
             "(1 + fatigue_effect_on_quits * (1 - fatigue)^2)"}),
    [](const auto& test) {
      std::string name = test.param.claim;
      for (auto& c : name) c = c == '-' ? '_' : c;
      return name;
    });

}  // namespace
}  // namespace slackwater::api

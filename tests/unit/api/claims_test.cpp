// The claims of the shipped scenario hold, and each of them breaks when the sign of the mechanism
// it is about is turned around, and without that mechanism.

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

std::string replaced(std::string text, const std::string& part, const std::string& replacement) {
  const auto at = text.find(part);
  EXPECT_NE(at, std::string::npos) << "the text no longer says: " << part;
  return at == std::string::npos ? text : text.replace(at, part.size(), replacement);
}

/// A copy of the model and its scenario in which texts of the model can be replaced.
class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path() / ("slackwater_claims_" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "models");
    fs::create_directories(folder_ / "scenarios");
  }
  ~Copy() { fs::remove_all(folder_); }

  /// Runs start where the model's stocks do, at the status quo's rest as it ships: a changed model
  /// starts where the real one does and not at a rest of its own.
  results::Comparison compare_with(const std::string& text, const std::string& replacement) const {
    const auto path = folder_ / "scenarios/slack_and_rework.yaml";
    std::ofstream(folder_ / "models/slack_and_rework.sd")
        << replaced(read(SLACKWATER_SOURCE_DIR "/models/slack_and_rework.sd"), text, replacement);
    std::ofstream(path) << replaced(read(SLACKWATER_SOURCE_DIR "/scenarios/slack_and_rework.yaml"),
                                    "start: equilibrium\n", "");
    const auto scenario = load_scenario_file(path.string());
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

TEST(ClaimsTest, HoldFromTheModelsOwnStart) {
  const auto comparison = Copy().compare_with("section", "section");
  for (const auto& each : comparison.claims) {
    EXPECT_TRUE(each.passed) << each.id << ": " << each.numbers;
  }
}

/// One mechanism as the model writes it, with its sign turned around, and without it.
struct Mechanism {
  const char* claim;
  const char* text;
  const char* flipped;
  const char* absent;  ///< null where the claim has a second cause that remains
};

class MechanismTest : public testing::TestWithParam<Mechanism> {
 protected:
  static void breaks(const char* replacement) {
    const auto comparison = Copy().compare_with(GetParam().text, replacement);
    EXPECT_TRUE(comparison.defaults.failures.empty());
    const auto& broken = claim(comparison, GetParam().claim);
    EXPECT_EQ(broken.verdict, results::Verdict::fails) << broken.id << ": " << broken.numbers;
  }
};

TEST_P(MechanismTest, BreaksItsClaimWithTheOtherSign) { breaks(GetParam().flipped); }

TEST_P(MechanismTest, BreaksItsClaimWhenItIsAbsent) {
  if (GetParam().absent == nullptr) GTEST_SKIP() << "the claim has a second cause";
  breaks(GetParam().absent);
}

constexpr Mechanism kMechanisms[] = {
    // Improvement time adds to delivery instead of taking from it. Without it full utilization
    // still pays first: more work is taken in.
    {"full-pays-first", "capacity * (1 - improvement_time_share)",
     "capacity * (1 + improvement_time_share)", nullptr},
    // Friction makes work easier.
    {"full-loses-later", "(1 + friction_effect_on_effort * friction)",
     "(1 - friction_effect_on_effort * friction)", "(1 + 0 * friction)"},
    // A longer queue shows defects sooner; no delay is below a working day.
    {"feedback-slows", "minimum_discovery_time + discovery_per_lead_time * queue_time",
     "max(0.2 week, minimum_discovery_time - discovery_per_lead_time * queue_time)",
     "minimum_discovery_time + 0 * queue_time"},
    // Haste makes fewer defects.
    {"haste-makes-waste", "(1 - haste_effect_on_defects * haste)",
     "(1 + haste_effect_on_defects * haste)", "(1 - 0 * haste)"},
    // Improvement work adds friction, as far as there is room for it.
    {"friction-grows", "friction_removal * improvement_time_share * improvement_skill * friction",
     "-friction_removal * improvement_time_share * improvement_skill * friction * (1 - friction)",
     "0 * friction_removal * improvement_time_share * improvement_skill * friction"},
    // Friction makes work easier, so removing it does not pay back.
    {"worse-before-better", "(1 + friction_effect_on_effort * friction)",
     "(1 - friction_effect_on_effort * friction)", "(1 + 0 * friction)"},
    // Pressure adds to unprotected improvement time.
    {"slack-is-eaten", "(1 - (1 - protection) * haste)", "(1 + (1 - protection) * haste)",
     "(1 - 0 * haste)"},
    // Friction that nobody cares for goes away by itself, as far as there is any.
    {"gains-decay", "friction_growth * (1 + haste_effect_on_friction * haste) * (1 - friction)",
     "-friction_growth * (1 + haste_effect_on_friction * haste) * friction",
     "0 * friction_growth * (1 + haste_effect_on_friction * haste) * (1 - friction)"},
    // Waiting work speeds people up where it should saturate them: the factor 1 / (1 + work at
    // hand / that of half load) with the other sign of its exponent, and without it.
    {"resilience-erodes", "/ (delivery_capacity * touch_time * variability + work_at_hand)",
     "* (delivery_capacity * touch_time * variability + work_at_hand)"
     " / (delivery_capacity * touch_time * variability)^2",
     "/ (delivery_capacity * touch_time * variability + 0 * work_at_hand)"},
    // Exhausted people stay.
    {"people-leave", "(1 + fatigue_effect_on_quits * fatigue^2)",
     "max(0, 1 - fatigue_effect_on_quits * fatigue^2)", "(1 + 0 * fatigue^2)"},
};

INSTANTIATE_TEST_SUITE_P(SlackAndRework, MechanismTest, testing::ValuesIn(kMechanisms),
                         [](const auto& test) {
                           std::string name = test.param.claim;
                           for (auto& c : name) c = c == '-' ? '_' : c;
                           return name + "_" + std::to_string(test.index);
                         });

}  // namespace
}  // namespace slackwater::api

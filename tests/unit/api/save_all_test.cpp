// `save: all` where one policy moves a lever that the others leave alone: that lever is a variable
// of every run then, and no run is written into another's place.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "slackwater/api/scenario.hpp"

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

// Euler with step 1 and a constant rate: level = rate * t, and exact.
constexpr const char* kModel = R"(time week from 0 to 4 step 1 method euler

lever rate: 1/week = 1

lever other: 1 = 0

stock level: 1 = 0
    inflow rising

flow rising: 1/week = rate
)";

constexpr const char* kScenario = R"yaml(scenario: One of three moves its lever
model: model.sd
policies:
  still: {}
  moved: {set: {rate: {0 week: 2, 2 week: 5}}}
  faster: {set: {rate: 3}}
save: all
)yaml";

class SaveAllTest : public testing::Test {
 protected:
  SaveAllTest()
      : folder_(fs::temp_directory_path() / ("slackwater_save_all_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "model.sd") << kModel;
    std::ofstream(folder_ / "scenario.yaml") << kScenario;
  }
  ~SaveAllTest() override { fs::remove_all(folder_); }

  Scenario scenario() const {
    auto loaded = load_scenario_file((folder_ / "scenario.yaml").string());
    EXPECT_TRUE(loaded) << base::render(loaded.diagnostics());
    return *loaded;
  }

  fs::path folder_;
};

std::vector<std::string> names(const results::RunTable& table) {
  std::vector<std::string> names;
  for (const auto& variable : table.variables) names.push_back(variable.name);
  return names;
}

using Names = std::vector<std::string>;
using Values = std::vector<double>;

TEST_F(SaveAllTest, EveryRunIsInItsPlace) {
  const auto comparison = compare(scenario(), {.threads = 1, .with_samples = false, .command = ""});
  ASSERT_TRUE(comparison) << base::render(comparison.diagnostics());
  const auto& table = comparison->defaults;
  ASSERT_EQ(names(table), (Names{"rate", "level", "rising"}));
  const Values rate{1, 1, 1, 1, 1, 2, 2, 5, 5, 5, 3, 3, 3, 3, 3};
  EXPECT_EQ(table.variables[0].values, rate);
  EXPECT_EQ(table.variables[1].values, (Values{0, 1, 2, 3, 4, 0, 2, 4, 9, 14, 0, 3, 6, 9, 12}));
  EXPECT_EQ(table.variables[2].values, rate);
}

TEST_F(SaveAllTest, ASingleRunKeepsWhatChangesInIt) {
  const auto kept = [&](const std::string& policy) {
    const auto table = run(scenario(), policy, "model", {});
    EXPECT_TRUE(table) << base::render(table.diagnostics());
    return names(*table);
  };
  EXPECT_EQ(kept("still"), (Names{"level", "rising"}));
  EXPECT_EQ(kept("moved"), (Names{"rate", "level", "rising"}));
}

}  // namespace
}  // namespace slackwater::api

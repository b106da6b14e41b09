#include "slackwater/results/json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "example_comparison.hpp"

namespace slackwater::results {
namespace {

TEST(JsonTest, HoldsWhatWasFound) {
  const auto comparison = example_comparison(4);
  const auto json = nlohmann::json::parse(to_json(comparison));
  EXPECT_EQ(json["title"], comparison.title);
  EXPECT_EQ(json["defaults"]["policies"]["labels"], comparison.defaults.policies.labels);
  EXPECT_EQ(json["claims"].size(), comparison.claims.size());
  EXPECT_EQ(json["claims"][0]["share"], 0.95);
  EXPECT_TRUE(json["claims"][1]["share"].is_null());
  EXPECT_EQ(json["metrics"][0]["values"][3].get<double>(), comparison.metrics[0].values[3]);
  EXPECT_EQ(json["metrics"][2]["status"][0], "not_applicable");
  EXPECT_TRUE(json["metrics"][2]["values"][0].is_null());
  EXPECT_EQ(json["samples"]["failures"][0]["variable"], "lead_time");
  EXPECT_FALSE(json["defaults"]["variables"][0].contains("values"));
}

TEST(JsonTest, SeriesReadBackToTheSameBits) {
  const auto comparison = example_comparison(0);
  const auto json = nlohmann::json::parse(to_json(comparison, {.series = true, .indent = -1}));
  const auto& table = comparison.defaults;
  const auto* variable = table.find("obstacle");
  const auto series = table.series(*variable, table.run_index(2, 1, 0), 1);
  const auto& found = json["defaults"]["variables"].back();
  EXPECT_EQ(found["elements"][1], "obstacle[cross_team]");
  EXPECT_EQ(found["values"][2][1][0][1].get<std::vector<double>>(),
            std::vector<double>(series.begin(), series.end()));
}

TEST(JsonTest, TextsThatAreNoUtf8AndNumbersThatAreNone) {
  Comparison comparison;
  comparison.title = "broken \xff byte";
  comparison.defaults.time = {0, std::numeric_limits<double>::infinity()};
  const auto json = nlohmann::json::parse(to_json(comparison, {.series = true}));
  EXPECT_EQ(json["title"], "broken \xEF\xBF\xBD byte");
  EXPECT_TRUE(json["defaults"]["time"][1].is_null());
}

}  // namespace
}  // namespace slackwater::results

#include "slackwater/api/live_run.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace slackwater::api {
namespace {

// The closed form of the teacup: room + (start - room) exp(-time / cooling time).
constexpr const char* kTeacup = R"(model "Teacup"
time minute from 0 to 30 step 1/8 save 1
lever room: 1 = 21 range 0 .. 40
parameter cooling_time: minute = 10
stock tea: 1 = 82
    outflow cooling
flow cooling: 1/minute = (tea - room) / cooling_time
)";

Model teacup() {
  auto model = load_model("teacup.sd", kTeacup);
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  return *model;
}

std::vector<double> series(const results::RunTable& table, const std::string& name) {
  const auto found = std::ranges::find(table.variables, name, &results::SavedVariable::name);
  return found == table.variables.end() ? std::vector<double>() : found->values;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && !a.empty() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

TEST(LiveRunTest, GivesTheBitsOfARunWithTheSameNumbers) {
  auto live = LiveRun::make(teacup(), {});
  ASSERT_TRUE(live);
  for (const double room : {15.0, 30.5, 21.0}) {
    EXPECT_FALSE(live->move("room", room).has_errors());
    const auto moved = live->run();
    ASSERT_TRUE(moved);
    const auto alone = run(teacup(), {.set = {{"room", room}}});
    ASSERT_TRUE(alone);
    EXPECT_TRUE(same_bits(series(**moved, "tea"), series(*alone, "tea"))) << room;
  }
}

TEST(LiveRunTest, AMovedNumberReplacesARule) {
  auto live = LiveRun::make(teacup(), {.set = {{"room", std::string("20 + 0.1 * tea")}}});
  ASSERT_TRUE(live);
  const auto ruled = live->run();
  ASSERT_TRUE(ruled);
  EXPECT_GT(series(**ruled, "tea").back(), 23);
  EXPECT_FALSE(live->move("room", 15).has_errors());
  const auto moved = live->run();
  const auto alone = run(teacup(), {.set = {{"room", 15.0}}});
  ASSERT_TRUE(moved && alone);
  EXPECT_TRUE(same_bits(series(**moved, "tea"), series(*alone, "tea")));
}

TEST(LiveRunTest, StartsAndSamplesLieBeneathWhatIsMoved) {
  auto live = LiveRun::make(teacup(), {}, {{"tea", 50.0}, {"of_another_policy.smooth_1", 1.0}});
  ASSERT_TRUE(live);
  EXPECT_FALSE(live->draw({{"room", 10.0}, {"cooling_time", 5.0}}, 7).has_errors());
  EXPECT_FALSE(live->move("room", 30).has_errors());
  const auto moved = live->run();
  const auto alone =
      run(teacup(), {.set = {{"room", 30.0}, {"cooling_time", 5.0}, {"start tea", 50.0}}});
  ASSERT_TRUE(moved && alone);
  EXPECT_TRUE(same_bits(series(**moved, "tea"), series(*alone, "tea")));
  EXPECT_FALSE(live->draw({}, 0).has_errors());
  EXPECT_NEAR(series(**live->run(), "tea").back(), 30 + 20 * 0.049787068367863944, 1e-6);
}

TEST(LiveRunTest, RefusesWhatCannotBeMoved) {
  auto live = LiveRun::make(teacup(), {});
  ASSERT_TRUE(live);
  const auto message = [&](const std::string& name, double value) {
    const auto refused = live->move(name, value);
    return refused.has_errors()
               ? refused.entries().front().code + " " + refused.entries().front().message
               : std::string();
  };
  EXPECT_EQ(message("rom", 1), "E9040 the model has no 'rom'");
  EXPECT_EQ(message("tea", 1), "E9040 'tea' is a stock: only levers and parameters can be moved");
  EXPECT_EQ(message("room", 41), "E9040 'room' cannot be 41: its range is 0 .. 40");
  EXPECT_EQ(live->draw({{"rom", 1}}, 0).entries().front().code, "E9040");
}

TEST(LiveRunTest, WritesItsProgramAsAModule) {
  auto live = LiveRun::make(teacup(), {});
  ASSERT_TRUE(live);
  const auto module = live->webassembly();
  // The magic number and version 1. Source: WebAssembly Core Specification 1.0, 5.5.16.
  const std::vector<std::uint8_t> begin(module.begin(), module.begin() + 8);
  EXPECT_EQ(begin, (std::vector<std::uint8_t>{0, 'a', 's', 'm', 1, 0, 0, 0}));
}

// As many stocks as outflows that are powers; with `chained` every power but the first needs the
// one before.
std::string functions_for_powers(int count, bool chained) {
  std::string text =
      "model \"Powers\"\ntime minute from 0 to 1 step 1/8 save 1\nparameter p: 1 = 0.5\n";
  for (int i = 0; i < count; ++i) {
    const auto number = std::to_string(i);
    const auto base = chained && i > 0 ? "a" + std::to_string(i - 1) : "s" + number;
    text += "stock s" + number + ": 1 = 2\n    outflow out" + number + "\naux a" + number +
            ": 1 = " + base + " ^ p\nflow out" + number + ": 1/minute = a" + number +
            " / (3 minute)\n";
  }
  auto model = load_model("powers.sd", text);
  EXPECT_TRUE(model) << base::render(model.diagnostics());
  auto live = LiveRun::make(*model, {});
  EXPECT_TRUE(live);
  const auto module = live->webassembly();
  const std::string bytes(module.begin(), module.end());
  std::string found;
  for (const char* name : {"math_power", "power_pair", "power_four"}) {
    if (bytes.find(name) != std::string::npos) found += std::string(name) + " ";
  }
  return found;
}

TEST(LiveRunTest, PowersThatDoNotNeedEachOtherAreTakenTogether) {
  EXPECT_EQ(functions_for_powers(1, false), "math_power ");
  EXPECT_EQ(functions_for_powers(2, false), "power_pair ");
  EXPECT_EQ(functions_for_powers(3, false), "power_four ");
  EXPECT_EQ(functions_for_powers(8, false), "power_four ");
  EXPECT_EQ(functions_for_powers(9, false), "math_power power_four ");
  EXPECT_EQ(functions_for_powers(4, true), "math_power ");
}

}  // namespace
}  // namespace slackwater::api

#include "slackwater/api/packed_model.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>

#include "slackwater/api/live_run.hpp"

/// A packed model gives the bits of the model that was lowered from its text, under everything that
/// a page can set: the runs of the text are the expected numbers.
namespace slackwater::api {
namespace {

constexpr const char* kText =
    "model \"Two tanks\"\n\n"
    "time week from 0 to 20 step 1/4 save 1 method rk4\n\n"
    "dimension tank = a, b\n\n"
    "lever pace[tank]: 1/week = 1 range 0 .. 10\n\n"
    "lever leak: 1/week = 0.2 range 0 .. 1\n\n"
    "stock level[tank]: 1 = 3\n    inflow filling\n    outflow draining\n\n"
    "flow filling[tank]: 1/week = pace[tank]\n\n"
    "flow draining[tank]: 1/week = leak * level[tank]\n\n"
    "indicator height: 1 = level[a] + level[b] better up\n";

using Settings = std::vector<Setting>;

const Setting kProfile{"pace[a]", Profile{{{0, 2}, {5, 3}}, false}};
const Setting kRamp{"pace[a]", Profile{{{0, 2}, {5, 3}}, true}};
const Setting kRule{"leak", std::string("clip(0.1 [1/week] * height, 0 [1/week], 1 [1/week])")};
const Setting kSmoothed{"pace",
                        std::string("smooth1(clip(8 - height, 0, 8), 3 week) * 1 [1/week]")};

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(base::render(result.diagnostics()));
  return std::move(*result);
}

const Model& of_text() {
  static const auto model = must(load_model("tanks.sd", kText));
  return model;
}

// What a page of two policies and two futures with a rule or a profile each carries.
const Model& packed() {
  static const auto model = [] {
    const std::vector<Settings> runs = {
        {}, {kProfile}, {kRule}, {kProfile, kRule}, {kSmoothed}, {kSmoothed, kProfile}, {kRamp}};
    return must(load_packed(must(pack_model(of_text(), runs))));
  }();
  return model;
}

RunOptions options_of(const Settings& set) {
  RunOptions options;
  options.set = set;
  options.beyond_range = true;
  return options;
}

// Of the level of both tanks, every saved instant.
std::vector<double> levels(LiveRun& live) {
  const auto* table = must(live.run());
  for (const auto& variable : table->variables) {
    if (variable.name == "level") return variable.values;
  }
  throw std::runtime_error("no levels");
}

void expect_same_bits(const Settings& set, const Settings& moved = {}) {
  std::vector<std::vector<double>> found;
  for (const auto* model : {&of_text(), &packed()}) {
    auto live = must(LiveRun::make(*model, options_of(set)));
    for (const auto& [name, value] : moved) {
      const auto refused = live.move(name, std::get<double>(value));
      ASSERT_FALSE(refused.has_errors()) << base::render(refused);
    }
    found.push_back(levels(live));
  }
  ASSERT_EQ(found[0].size(), 42u);
  ASSERT_EQ(found[0].size(), found[1].size());
  EXPECT_EQ(std::memcmp(found[0].data(), found[1].data(), 42 * sizeof(double)), 0);
}

TEST(PackedModelTest, AsItStandsAndUnderNumbers) {
  expect_same_bits({});
  expect_same_bits({{"pace", 4.0}, {"leak", 0.5}});
  expect_same_bits({{"pace[b]", 4.0}}, {{"leak", 0.7}, {"pace[a]", 2.0}});
}

TEST(PackedModelTest, UnderTheRulesOfItsRuns) {
  expect_same_bits({kProfile});
  expect_same_bits({kRamp});
  expect_same_bits({{"pace", 5.0}, kProfile, kRule});
  expect_same_bits({kSmoothed, kProfile}, {{"leak", 0.4}});
}

TEST(PackedModelTest, RulesAreWhatMovesTheModel) {
  auto plain = must(LiveRun::make(packed(), options_of({})));
  auto ruled = must(LiveRun::make(packed(), options_of({kRule})));
  EXPECT_NE(levels(plain), levels(ruled));
}

TEST(PackedModelTest, ANumberReplacesARule) {
  expect_same_bits({kProfile, {"pace[a]", 6.0}});
  expect_same_bits({kSmoothed, {"pace[a]", 6.0}});
  expect_same_bits({kSmoothed, kProfile, {"pace", 6.0}});
  expect_same_bits({kProfile, kRule}, {{"pace[a]", 1.5}});
  expect_same_bits({kProfile, kRule}, {{"leak", 0.3}});
  expect_same_bits({kSmoothed, kProfile}, {{"pace[a]", 2.5}});
}

TEST(PackedModelTest, DrawsLieBeneathTheNumbers) {
  std::vector<std::vector<double>> found;
  for (const auto* model : {&of_text(), &packed()}) {
    for (const auto& set : {Settings{kProfile}, Settings{kSmoothed, {"pace[a]", 6.0}}}) {
      auto live = must(LiveRun::make(*model, options_of(set)));
      ASSERT_FALSE(live.draw({{"pace[a]", 7}, {"pace[b]", 8}, {"leak", 0.3}}, 1).has_errors());
      found.push_back(levels(live));
    }
  }
  EXPECT_EQ(found[0], found[2]);
  EXPECT_EQ(found[1], found[3]);
  auto drawn = must(LiveRun::make(packed(), options_of({kProfile})));
  EXPECT_NE(levels(drawn), found[0]) << "a draw moves what nobody set";
}

// The reader of scenario files calls it a rule, for it has a name in it; it folds to a number.
TEST(PackedModelTest, ARuleThatIsANumberRuns) {
  const Setting plain{"leak", std::string("max(0.1 [1/week], 0.4 [1/week])")};
  const auto model = must(load_packed(must(pack_model(of_text(), {{plain}}))));
  auto live = must(LiveRun::make(model, options_of({plain})));
  auto expected = must(LiveRun::make(of_text(), options_of({{"leak", 0.4}})));
  EXPECT_EQ(levels(live), levels(expected));
}

TEST(PackedModelTest, ATargetThatIsNoneIsRefused) {
  for (const auto* name : {"pac", "height", "start leak"}) {
    const auto live = LiveRun::make(packed(), options_of({{name, 1.0}}));
    ASSERT_FALSE(live) << name;
    EXPECT_NE(base::render(live.diagnostics()).find("E9051"), std::string::npos);
  }
}

TEST(PackedModelTest, ALaterRuleReplacesAnEarlierOne) { expect_same_bits({kProfile, kRamp}); }

TEST(PackedModelTest, ARuleThatNoRunHadIsRefused) {
  const Setting other{"leak", std::string("0.01 [1/week] * height")};
  const auto live = LiveRun::make(packed(), options_of({other}));
  ASSERT_FALSE(live);
  EXPECT_NE(base::render(live.diagnostics()).find("E9051"), std::string::npos);
}

TEST(PackedModelTest, DamagedBytesAreRefused) {
  auto made = must(pack_model(of_text(), {}));
  made.bytes.resize(made.bytes.size() / 2);
  const auto cut = load_packed(std::move(made));
  ASSERT_FALSE(cut);
  EXPECT_NE(base::render(cut.diagnostics()).find("E9050"), std::string::npos);
  made = must(pack_model(of_text(), {{kRule}}));
  made.forms[0].difference.back() ^= 1;
  const auto model = must(load_packed(std::move(made)));
  EXPECT_FALSE(LiveRun::make(model, options_of({kRule})));
}

}  // namespace
}  // namespace slackwater::api

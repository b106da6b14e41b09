#include "slackwater/analysis/loop_scores.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace slackwater::analysis {
namespace {

// The paper's definition: |partial / change| with the sign of the effect, and 0 for 0 / 0.
TEST(LoopScoresTest, LinkScoreIsTheShareOfTheChangeWithTheSignOfTheEffect) {
  EXPECT_DOUBLE_EQ(link_score(2, 4, 1), 0.5);
  EXPECT_DOUBLE_EQ(link_score(2, -4, 1), 0.5);
  EXPECT_DOUBLE_EQ(link_score(2, 4, -1), -0.5);
  EXPECT_EQ(link_score(0, 0, 1), 0);
  EXPECT_EQ(link_score(2, 0, 1), 0);
  EXPECT_EQ(link_score(0, 1, 0), 0);
}

TEST(LoopScoresTest, FlowScoreComparesWithTheNetFlow) {
  EXPECT_DOUBLE_EQ(flow_score(3, 2, 1), 1.5);
  EXPECT_DOUBLE_EQ(flow_score(1, -2, -1), -0.5);
  EXPECT_EQ(flow_score(0, 0, 1), 0);
}

TEST(LoopScoresTest, RelativeScoresAreSharesWithinAGroup) {
  const auto shares = relative_scores({3, -1, 5, 0}, {0, 0, 1, 2});
  EXPECT_DOUBLE_EQ(shares[0], 0.75);
  EXPECT_DOUBLE_EQ(shares[1], -0.25);
  EXPECT_DOUBLE_EQ(shares[2], 1);
  EXPECT_EQ(shares[3], 0);
}

TEST(LoopScoresTest, FindsTheLoopsAlongStrongLinks) {
  // 0 -> 1 -> 0, 0 -> 2 -> 1 -> 0, and 2 -> 2; the link of score 0 leads nowhere.
  const std::vector<ScoredLink> links{{0, 1, 0.5}, {1, 0, 1},    {0, 2, 0.9},
                                      {2, 1, 0.9}, {2, 2, -0.1}, {1, 2, 0}};
  const auto loops = strongest_loops(3, links, {0, 2}, 1000);
  const auto has = [&](const std::vector<std::size_t>& loop) {
    return std::find(loops.begin(), loops.end(), loop) != loops.end();
  };
  EXPECT_TRUE(has({0, 2, 1}));
  EXPECT_TRUE(has({2}));
  // The way 0 -> 1 is weaker than 0 -> 2 -> 1: the search goes along the strongest one only.
  EXPECT_FALSE(has({0, 1}));
  EXPECT_TRUE(strongest_loops(3, links, {0}, 1).empty());
}

}  // namespace
}  // namespace slackwater::analysis

#include "../../../cli/src/duration.hpp"

#include <gtest/gtest.h>

namespace slackwater::cli {
namespace {

TEST(Duration, SplitsWholeSeconds) {
  EXPECT_EQ(duration(0), "0 s");
  EXPECT_EQ(duration(59.4), "59 s");
  EXPECT_EQ(duration(59.6), "1 min 00 s");
  EXPECT_EQ(duration(90), "1 min 30 s");
  EXPECT_EQ(duration(118), "1 min 58 s");
  EXPECT_EQ(duration(3599.7), "1 h 00 min");
  EXPECT_EQ(duration(3900), "1 h 05 min");
}

TEST(Duration, TakesWhatARateOfNothingGives) {
  EXPECT_EQ(duration(-1), "0 s");
  EXPECT_EQ(duration(1e300), duration(1e15));
}

}  // namespace
}  // namespace slackwater::cli

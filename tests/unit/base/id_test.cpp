#include "slackwater/base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace slackwater::base {
namespace {

using StockId = Id<struct StockTag>;
using FlowId = Id<struct FlowTag>;

template <class A, class B>
concept comparable = requires(A a, B b) { a == b; };

TEST(IdTest, KindsOfIdsCannotBeMistakenForEachOther) {
  static_assert(!std::is_constructible_v<StockId, FlowId>);
  static_assert(!std::is_convertible_v<std::size_t, StockId>);
  static_assert(!std::is_convertible_v<StockId, std::size_t>);
  static_assert(!comparable<StockId, FlowId> && !comparable<StockId, std::uint32_t>);
  static_assert(comparable<StockId, StockId>);
  static_assert(sizeof(StockId) == 4);
}

TEST(IdTest, IsNoneUntilItHasAnIndex) {
  EXPECT_FALSE(StockId().valid());
  EXPECT_EQ(StockId().index, 0xFFFFFFFFu);
  EXPECT_TRUE(StockId(0).valid());
  EXPECT_TRUE(StockId(0xFFFFFFFEu).valid());
  EXPECT_FALSE(StockId(StockId::kNone).valid());
  static_assert(StockId(7).index == 7);
}

TEST(IdTest, OrdersByIndexAndNoneLast) {
  std::vector<StockId> ids{StockId(2), StockId(), StockId(0), StockId(1)};
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, (std::vector<StockId>{StockId(0), StockId(1), StockId(2), StockId()}));
  EXPECT_LT(StockId(1), StockId(2));
  EXPECT_NE(StockId(1), StockId(2));
  EXPECT_GE(StockId(2), StockId(2));
}

TEST(IdTest, IsAKeyOfHashedTables) {
  std::unordered_set<StockId> ids{StockId(3), StockId(4), StockId(3)};
  EXPECT_EQ(ids.size(), 2u);
  EXPECT_TRUE(ids.contains(StockId(4)));
  EXPECT_FALSE(ids.contains(StockId(5)));
  EXPECT_NE(std::hash<StockId>()(StockId(3)), std::hash<StockId>()(StockId(4)));
}

}  // namespace
}  // namespace slackwater::base

#include "slackwater/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace slackwater::base {
namespace {

Diagnostics one_error() {
  Diagnostics found;
  found.error("E0001", "wrong", {});
  return found;
}

Diagnostics one_warning() {
  Diagnostics found;
  found.warning("W0001", "odd", {});
  return found;
}

Result<int> half(int value) {
  if (value % 2 != 0) return one_error();
  return value / 2;
}

TEST(ResultTest, HoldsAValue) {
  const auto result = half(6);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(*result, 3);
  EXPECT_EQ(result.value(), 3);
  EXPECT_TRUE(result.diagnostics().empty());
}

TEST(ResultTest, AValueThatLooksFalseIsAValue) {
  EXPECT_TRUE(half(0));
  EXPECT_TRUE(Result<bool>(false).has_value());
  EXPECT_TRUE(Result<std::string>(std::string()).has_value());
}

TEST(ResultTest, WithoutAValueSaysWhy) {
  const auto result = half(3);
  EXPECT_FALSE(result);
  EXPECT_FALSE(result.has_value());
  ASSERT_EQ(result.diagnostics().entries().size(), 1u);
  EXPECT_TRUE(result.diagnostics().has_errors());
  EXPECT_EQ(result.diagnostics().entries()[0].code, "E0001");
}

TEST(ResultTest, AValueMayCarryWarnings) {
  const Result<int> result(4, one_warning());
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 4);
  EXPECT_EQ(result.diagnostics().warning_count(), 1);
}

TEST(ResultTest, MoreMayBeSaidLater) {
  Result<int> result(4);
  result.diagnostics().append(one_warning());
  EXPECT_EQ(result.diagnostics().warning_count(), 1);
  EXPECT_TRUE(result);
}

TEST(ResultTest, TheValueMayBeChangedInPlace) {
  Result<std::string> result(std::string("ab"));
  result.value() += "c";
  *result += "d";
  result->push_back('e');
  EXPECT_EQ(*result, "abcde");
  const auto& same = result;
  EXPECT_EQ(same->size(), 5u);
}

TEST(ResultTest, TheValueMayBeMovedOut) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  const auto* address = result->get();
  const auto taken = std::move(result).value();
  EXPECT_EQ(taken.get(), address);
  Result<std::unique_ptr<int>> other(std::make_unique<int>(6));
  EXPECT_EQ(**std::move(other), 6);
}

#ifndef NDEBUG
TEST(ResultDeathTest, NoValueAndNoErrorIsOurMistake) {
  EXPECT_DEATH(Result<int>{Diagnostics()}, "has_errors");
  EXPECT_DEATH(Result<int>{one_warning()}, "has_errors");
  EXPECT_DEATH(half(3).value(), "value_");
}
#endif

}  // namespace
}  // namespace slackwater::base

#include "slackwater/base/method.hpp"

#include <gtest/gtest.h>

namespace slackwater::base {
namespace {

// The words are those of docs/guide and of files people keep: none may change.
TEST(MethodTest, EveryMethodHasItsWord) {
  EXPECT_EQ(name(Method::euler), "euler");
  EXPECT_EQ(name(Method::rk2), "rk2");
  EXPECT_EQ(name(Method::rk4), "rk4");
  EXPECT_EQ(name(Method::dopri5), "dopri5");
  EXPECT_EQ(name(Method::rosenbrock4), "rosenbrock4");
  EXPECT_EQ(name(Method::discrete), "discrete");
}

TEST(MethodTest, TheWordNamesTheMethod) {
  for (const auto method : {Method::euler, Method::rk2, Method::rk4, Method::dopri5,
                            Method::rosenbrock4, Method::discrete}) {
    EXPECT_EQ(method_named(name(method)), method) << name(method);
  }
}

TEST(MethodTest, AnyOtherWordNamesNone) {
  for (const char* word : {"", "Euler", "EULER", "euler ", " euler", "eule", "eulers", "rk", "rk3",
                           "rk45", "rosenbrock", "none"}) {
    EXPECT_EQ(method_named(word), std::nullopt) << "'" << word << "'";
  }
}

TEST(MethodTest, TheNamesAreAllOfThemInTheirOrder) {
  EXPECT_EQ(method_names(),
            (std::vector<std::string>{"euler", "rk2", "rk4", "dopri5", "rosenbrock4", "discrete"}));
}

TEST(MethodTest, TwoMethodsChooseTheirOwnStep) {
  static_assert(is_adaptive(Method::dopri5) && is_adaptive(Method::rosenbrock4));
  static_assert(!is_adaptive(Method::euler) && !is_adaptive(Method::rk2));
  static_assert(!is_adaptive(Method::rk4) && !is_adaptive(Method::discrete));
}

}  // namespace
}  // namespace slackwater::base

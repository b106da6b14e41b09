#include "slackwater/units/unit.hpp"

#include <gtest/gtest.h>

#include "slackwater/units/unit_table.hpp"

namespace slackwater::units {
namespace {

class UnitTest : public testing::Test {
 protected:
  UnitTest() {
    table.add_base("item");
    table.add_base("people");
  }
  Unit unit(std::string_view text) const {
    const auto found = table.parse(text);
    EXPECT_TRUE(found) << text;
    return found.value_or(Unit{});
  }

  UnitTable table;
};

TEST_F(UnitTest, ProductsAndQuotientsAddExponents) {
  EXPECT_TRUE(same(unit("item") / unit("week") * unit("week"), unit("item")));
  EXPECT_TRUE(same(unit("people") * unit("week") / unit("people"), unit("week")));
  EXPECT_TRUE((unit("item") / unit("item")).is_one());
}

TEST_F(UnitTest, TheOrderOfFactorsDoesNotMatter) {
  EXPECT_TRUE(same(unit("people*week/item"), unit("week*people/item")));
  EXPECT_TRUE(same(unit("1/(item*week)"), unit("1/item/week")));
}

TEST_F(UnitTest, PowersAndRootsAreInverse) {
  const auto root = power(unit("item^2/week"), {1, 2});
  EXPECT_TRUE(same(root * root, unit("item^2/week")));
  EXPECT_TRUE(same(power(unit("item"), {0, 1}), Unit{}));
  EXPECT_TRUE(same(power(unit("week"), {-2, 1}), unit("1/week^2")));
}

TEST_F(UnitTest, WeekAndDayShareTheDimensionButNotTheUnit) {
  EXPECT_FALSE(same(unit("week"), unit("day")));
  EXPECT_EQ(unit("week").dimension, unit("day").dimension);
  EXPECT_FALSE((unit("week") / unit("day")).is_one());
}

// The factors follow from 60 s, 60 min, 24 h, 7 d and a year of 365.25 days; they must be exact.
TEST_F(UnitTest, ConversionFactorsAreExact) {
  EXPECT_EQ(conversion_factor(unit("week"), unit("day")), 7.0);
  EXPECT_EQ(conversion_factor(unit("item/day"), unit("item/week")), 7.0);
  EXPECT_EQ(conversion_factor(unit("year"), unit("day")), 365.25);
  EXPECT_EQ(conversion_factor(unit("month"), unit("day")), 30.4375);
  EXPECT_EQ(conversion_factor(unit("year"), unit("month")), 12.0);
  EXPECT_EQ(conversion_factor(unit("13 week"), unit("week")), 13.0);
  EXPECT_EQ(conversion_factor(unit("day"), unit("week")), 1.0 / 7.0);
}

TEST_F(UnitTest, NoConversionBetweenDimensions) {
  EXPECT_FALSE(conversion_factor(unit("item"), unit("week")));
  EXPECT_FALSE(conversion_factor(unit("item/week"), unit("item")));
}

TEST_F(UnitTest, LongChainsOfTimeUnitsStayExact) {
  auto chain = unit("item");
  for (int i = 0; i < 40; ++i) chain = chain * unit("week") / unit("second");
  for (int i = 0; i < 40; ++i) chain = chain / unit("week") * unit("second");
  EXPECT_TRUE(same(chain, unit("item")));
}

TEST_F(UnitTest, HugeExponentsAreDefined) {
  auto huge = unit("item^99");
  for (int i = 0; i < 10; ++i) huge = power(huge, {99, 1});
  EXPECT_FALSE(same(huge, unit("item")));
}

}  // namespace
}  // namespace slackwater::units

#include "slackwater/units/unit_table.hpp"

#include <gtest/gtest.h>

namespace slackwater::units {
namespace {

class UnitTableTest : public testing::Test {
 protected:
  UnitTableTest() {
    table.add_base("item", "piece of work");
    table.add_base("people");
    table.add("person_week", *table.parse("people*week"));
    table.add("quarter", *table.parse("13 week"), "three months");
    table.add_synonym("items", "item");
  }
  std::string print(std::string_view text) const {
    const auto unit = table.parse(text);
    return unit ? table.print(*unit) : "no unit";
  }

  UnitTable table;
};

TEST_F(UnitTableTest, OnlyOneAndTimeAreBuiltIn) {
  const UnitTable fresh;
  EXPECT_EQ(fresh.names(), (std::vector<std::string>{"second", "minute", "hour", "day", "week",
                                                     "month", "year", "seconds", "minutes", "hours",
                                                     "days", "weeks", "months", "years"}));
  EXPECT_TRUE(fresh.parse("1")->is_one());
  EXPECT_FALSE(fresh.find("item"));
  EXPECT_TRUE(fresh.is_built_in("week"));
  EXPECT_FALSE(table.is_built_in("item"));
}

TEST_F(UnitTableTest, ANameIsTakenOnce) {
  EXPECT_FALSE(table.add_base("week"));
  EXPECT_FALSE(table.add_base("item"));
  EXPECT_FALSE(table.add("items", Unit{}));
  EXPECT_FALSE(table.add_synonym("people", "item"));
  EXPECT_FALSE(table.add_synonym("things", "thing"));
}

TEST_F(UnitTableTest, SynonymsAreTheSameUnitAndKeepTheDocumentation) {
  EXPECT_TRUE(same(*table.find("items"), *table.find("item")));
  EXPECT_EQ(table.documentation("items"), "piece of work");
  EXPECT_EQ(table.documentation("nothing"), "");
}

TEST_F(UnitTableTest, PrintsInTheNamesOfTheModel) {
  EXPECT_EQ(print("item/week"), "item/week");
  EXPECT_EQ(print("items/week"), "item/week");
  EXPECT_EQ(print("week*people"), "person_week");
  EXPECT_EQ(print("week*people/item"), "people*week/item");
  EXPECT_EQ(print("1/week"), "1/week");
  EXPECT_EQ(print("1/(item*week)"), "1/(item*week)");
  EXPECT_EQ(print("week^2"), "week^2");
  EXPECT_EQ(print("item^(1/2)"), "item^(1/2)");
  EXPECT_EQ(print("13 week"), "quarter");
  EXPECT_EQ(print("item/(13 * week)"), "item/quarter");
  EXPECT_EQ(print("item/day"), "item/day");
  EXPECT_EQ(print("week/week"), "1");
}

TEST_F(UnitTableTest, AUnitThatNoNamesMakeCarriesItsFactor) {
  EXPECT_EQ(print("week/day"), "7");
  EXPECT_EQ(print("3.5 item"), "3.5 item");
  EXPECT_EQ(print("5 week"), "5 week");
}

TEST_F(UnitTableTest, PrintedUnitsReadBack) {
  for (const auto* text : {"item/week", "3.5 item/day", "2.5/week", "people^2/(item*hour)",
                           "item^(2/3)", "7", "0.001 week", "people*quarter/item^2"}) {
    const auto unit = table.parse(text);
    ASSERT_TRUE(unit) << text;
    const auto again = table.parse(table.print(*unit));
    ASSERT_TRUE(again) << table.print(*unit);
    EXPECT_TRUE(same(*unit, *again)) << text << " printed as " << table.print(*unit);
  }
}

TEST_F(UnitTableTest, RefusesWhatIsNoUnit) {
  for (const auto* text :
       {"", "thing", "item/", "*item", "item week", "(item", "item)", "item^", "item^x",
        "item^(1/0)", "0 item", "-1 item", "item^2^3", "item//week", "1e999 item"}) {
    EXPECT_FALSE(table.parse(text)) << text;
  }
  EXPECT_FALSE(table.parse(std::string(100000, '(')));
}

TEST_F(UnitTableTest, FindsTheClosestName) {
  EXPECT_EQ(table.closest("itme"), "item");
  EXPECT_EQ(table.closest("wek"), "week");
  EXPECT_EQ(table.closest("zzzzzz"), "");
}

TEST_F(UnitTableTest, KnowsTime) {
  EXPECT_TRUE(table.is_time(*table.find("quarter")));
  EXPECT_FALSE(table.is_time(*table.parse("1/week")));
  EXPECT_FALSE(table.is_time(*table.find("item")));
}

}  // namespace
}  // namespace slackwater::units

#include "slackwater/model/polarity.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "model_text.hpp"

namespace slackwater::model {
namespace {

// The equation of `y` in a model with a share, a lever of either sign, and positive parameters; the
// expected signs are those of the partial derivatives, by hand.
std::string about(const std::string& equation) {
  return "model \"Signs\"\n"
         "time week from 0 to 10 step 1 save 1\n"
         "lookup falling(x: 1): 1 = (0, 1) (1, 0.4) (2, 0)\n"
         "lookup hill(x: 1): 1 = (0, 0) (1, 1) (2, 0)\n"
         "parameter a: 1 = 3 range 1 .. 5\n"
         "parameter b: 1 = 2\n"
         "parameter share: 1 = 0.5 range 0 .. 1\n"
         "lever any: 1 = 0 range -1 .. 1\n"
         "stock s: 1 = 1\n"
         "    inflow up\n"
         "flow up: 1/week = 1 [1/week]\n"
         "aux y: 1 = " +
         equation + "\n";
}

Model loaded(const std::string& text) {
  auto model = testing::load_text(text);
  EXPECT_TRUE(model) << testing::summary(model.diagnostics());
  return model ? std::move(*model) : Model{};
}

using Signs = std::map<std::string, std::string>;

Signs signs_of(const Model& model, const std::string& to,
               const std::vector<StockRange>& ranges = {}) {
  Signs signs;
  for (const auto& link : signed_links(model, ranges)) {
    if (model.variables[link.to.index].name != to) continue;
    std::string sign = link.polarity == Polarity::plus    ? "+"
                       : link.polarity == Polarity::minus ? "-"
                                                          : "?";
    if (link.delayed) sign += " later";
    signs[model.variables[link.from.index].name] = sign;
  }
  return signs;
}

Signs signs(const std::string& equation, const std::vector<StockRange>& ranges = {}) {
  return signs_of(loaded(about(equation)), "y", ranges);
}

TEST(PolarityTest, SumsAndProducts) {
  EXPECT_EQ(signs("a - b"), (Signs{{"a", "+"}, {"b", "-"}}));
  EXPECT_EQ(signs("a * (1 - share)"), (Signs{{"a", "+"}, {"share", "-"}}));
  EXPECT_EQ(signs("a / b"), (Signs{{"a", "+"}, {"b", "-"}}));
  EXPECT_EQ(signs("-a * b"), (Signs{{"a", "-"}, {"b", "-"}}));
  EXPECT_EQ(signs("a * any"), (Signs{{"a", "?"}, {"any", "+"}}));
  EXPECT_EQ(signs("a * any^2"), (Signs{{"a", "+"}, {"any", "?"}}));
}

TEST(PolarityTest, WhatRisesAndFallsIsOpen) {
  EXPECT_EQ(signs("share * (1 - share)"), (Signs{{"share", "?"}}));
  EXPECT_EQ(signs("sin(a)"), (Signs{{"a", "?"}}));
  EXPECT_EQ(signs("hill(a)"), (Signs{{"a", "?"}}));
  EXPECT_EQ(signs("falling(a)"), (Signs{{"a", "-"}}));
  EXPECT_EQ(signs("exp(-b) + sqrt(a)"), (Signs{{"a", "+"}, {"b", "-"}}));
}

// d/da a^3/(a^3 + b^3) = 3 a^2 b^3 / (..)^2 > 0, though numerator and denominator both rise.
TEST(PolarityTest, SaturationBySize) {
  EXPECT_EQ(signs("a^3 / (a^3 + b^3)"), (Signs{{"a", "+"}, {"b", "-"}}));
  EXPECT_EQ(signs("a * b / (a * 2 + b)"), (Signs{{"a", "+"}, {"b", "+"}}));
  EXPECT_EQ(signs("share * (1 - a / (a + b))"), (Signs{{"a", "-"}, {"b", "+"}, {"share", "+"}}));
}

TEST(PolarityTest, ChoicesAndLimits) {
  EXPECT_EQ(signs("min(a, 4) + max(0, b - 1)"), (Signs{{"a", "+"}, {"b", "+"}}));
  EXPECT_EQ(signs("if any > 0 then a else 2 * a"), (Signs{{"a", "+"}, {"any", "?"}}));
  EXPECT_EQ(signs("if a > b then 1 else 0"), (Signs{{"a", "?"}, {"b", "?"}}));
}

// A parameter without a range keeps the sign of its default; a stock is what its run shows.
TEST(PolarityTest, StocksAreBoundedByARunOnly) {
  EXPECT_EQ(signs("a * s"), (Signs{{"a", "?"}, {"s", "+"}}));
  EXPECT_EQ(signs("a * s", {{0, 10}}), (Signs{{"a", "+"}, {"s", "+"}}));
  EXPECT_EQ(signs("a * (1 - s)", {{0, 10}}), (Signs{{"a", "?"}, {"s", "-"}}));
  EXPECT_EQ(signs("a * (1 - s)", {{0, 1}}), (Signs{{"a", "+"}, {"s", "-"}}));
  EXPECT_EQ(signs("a * s", {{-0.5, 10}}), (Signs{{"a", "?"}, {"s", "+"}}));
}

TEST(PolarityTest, MemoryFunctionsPassSignsOnAndDelay) {
  EXPECT_EQ(signs("smooth1(-a, 2 [week])"), (Signs{{"a", "- later"}}));
  EXPECT_EQ(signs("smooth1(a, 2 [week]) + a"), (Signs{{"a", "+"}}));
  EXPECT_EQ(signs("delay_fixed(s, 2 [week])"), (Signs{{"s", "+ later"}}));
  EXPECT_EQ(signs("initial(s) + a"), (Signs{{"a", "+"}}));
}

TEST(PolarityTest, FlowsFillAndEmpty) {
  const auto model = loaded(
      "model \"Flows\"\n"
      "time week from 0 to 10 step 1 save 1\n"
      "dimension team = one, two\n"
      "stock open[team]: 1 = 1\n"
      "    inflow coming\n"
      "    outflow going\n"
      "flow coming[team]: 1/week = 1 [1/week]\n"
      "flow going[team]: 1/week = open[team] / 2 [week]\n"
      "aux gap: 1 = open[one] - open[two]\n"
      "aux all: 1 = sum(open[*])\n");
  EXPECT_EQ(signs_of(model, "open"), (Signs{{"coming", "+"}, {"going", "-"}}));
  EXPECT_EQ(signs_of(model, "gap"), (Signs{{"open", "?"}}));
  EXPECT_EQ(signs_of(model, "all"), (Signs{{"open", "+"}}));
}

}  // namespace
}  // namespace slackwater::model

#include <gtest/gtest.h>

#include <algorithm>

#include "model_text.hpp"

namespace slackwater::model::testing {
namespace {

const std::string kLevels =
    kWeek +
    "dimension level = team, cross, system\ndimension above = cross, system\n"
    "dimension kind = a, b\n";

TEST(ArraysTest, EquationsRunOverTheirDimensions) {
  const auto model = load_text(kLevels +
                               "parameter p[kind, level]: 1 = 2\nparameter q[kind]: 1 = 3\naux "
                               "x[kind, level]: 1 = p[kind, level] * q[kind]\n");
  EXPECT_EQ(equation(model, "x[b,cross]"), "multiply(p[b,cross], q[b])");
  ASSERT_TRUE(model);
  const auto& x = model->variables[model->find_variable("x")->index];
  EXPECT_EQ(x.size, 6u);
  EXPECT_EQ(model->elements[x.first.index + 1].name, "x[a,cross]");
}

TEST(ArraysTest, AlignsByNameNotByPlace) {
  const auto model = load_text(
      kLevels + "parameter p[kind, level]: 1 = 2\naux x[level, kind]: 1 = p[kind, level]\n");
  EXPECT_EQ(equation(model, "x[system,b]"), "p[b,system]");
}

TEST(ArraysTest, TheSmallerDeclarationOverrides) {
  const auto model = load_text(
      kLevels + "aux x[kind, level]: 1 = 1\naux x[kind, above]: 1 = 2\naux x[b, system]: 1 = 3\n");
  EXPECT_EQ(equation(model, "x[a,team]"), "1");
  EXPECT_EQ(equation(model, "x[b,cross]"), "2");
  EXPECT_EQ(equation(model, "x[b,system]"), "3");
}

// Two declarations about as many elements meet in one; a third about that one settles it.
TEST(ArraysTest, TheOrderOfOverridesDoesNotMatter) {
  const std::vector<std::string> parts{"aux x[kind, place]: 1 = 0\n", "aux x[a, place]: 1 = 1\n",
                                       "aux x[kind, p]: 1 = 2\n", "aux x[a, p]: 1 = 3\n"};
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    auto text = kLevels + "dimension place = p, q\n";
    for (const auto i : order) text += parts[i];
    const auto model = load_text(text);
    EXPECT_EQ(equation(model, "x[a,p]"), "3");
    EXPECT_EQ(equation(model, "x[a,q]"), "1");
    EXPECT_EQ(equation(model, "x[b,p]"), "2");
    EXPECT_EQ(equation(model, "x[b,q]"), "0");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(ArraysTest, TextsOfAnOverrideNameItsElements) {
  const auto model = load_text(kLevels +
                               "aux x[level]: 1 = 1\n    \"All.\"\n    source \"one\"\n"
                               "aux x[team]: 1 = 2\n    \"Another.\"\n    source \"two\"\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto& x = model->variables[model->find_variable("x")->index];
  EXPECT_EQ(x.documentation, "All. [team]: Another.");
  EXPECT_EQ(x.provenance, "one [team]: two");
}

TEST(ArraysTest, ElementsMayBeDeclaredOneByOne) {
  const auto model = load_text(kLevels + "aux x[a]: 1 = 1\naux x[b]: 1 = 2\n");
  EXPECT_EQ(equation(model, "x[b]"), "2");
}

TEST(ArraysTest, SubRangesAlignWithTheirDimension) {
  const auto model =
      load_text(kLevels +
                "parameter p[level]: 1 = 2\nparameter q[above]: 1 = 3\naux x[above]: 1 = p[above] "
                "* q[above]\n"
                "aux y[level]: 1 = p[level]\naux y[above]: 1 = p[level] * q[level]\n");
  EXPECT_EQ(equation(model, "x[system]"), "multiply(p[system], q[system])");
  EXPECT_EQ(equation(model, "y[system]"), "multiply(p[system], q[system])");
  EXPECT_EQ(equation(model, "y[team]"), "p[team]");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->dimensions[1].parent, 0u);
  EXPECT_EQ(model->dimensions[1].positions, (std::vector<std::size_t>{1, 2}));
}

TEST(ArraysTest, TablesNestAndBroadcast) {
  const auto model =
      load_text(kLevels + "parameter p[kind, level]: 1 = {a: {team: 1, above: 2}, b: 7}\n");
  EXPECT_EQ(equation(model, "p[a,team]"), "1");
  EXPECT_EQ(equation(model, "p[a,system]"), "2");
  EXPECT_EQ(equation(model, "p[b,team]"), "7");
}

TEST(ArraysTest, TablesOfEquationsSeeTheRunningNames) {
  const auto model = load_text(kLevels +
                               "parameter p[level]: 1 = 2\naux x[kind, level]: 1 = {a: p[level], "
                               "b: smooth1(p[level], 2 week)}\n");
  EXPECT_EQ(equation(model, "x[a,cross]"), "p[cross]");
  EXPECT_EQ(equation(model, "x[b,cross]"), "x.smooth1_1.stage_1[cross]");
}

TEST(ArraysTest, StarsOverOneDimensionRunTogether) {
  const auto model = load_text(
      kLevels +
      "parameter p[level]: 1 = 2\nparameter q[level]: 1 = 3\nparameter r[kind, level]: 1 = 1\n"
      "aux x: 1 = sum(p[*] * q[*])\naux y[kind]: 1 = max(r[kind, *])\naux z: 1 = mean(r[*, *])\n");
  EXPECT_EQ(equation(model, "x"),
            "add(add(multiply(p[team], q[team]), multiply(p[cross], q[cross])), "
            "multiply(p[system], q[system]))");
  EXPECT_EQ(equation(model, "y[b]"), "maximum(maximum(r[b,team], r[b,cross]), r[b,system])");
  EXPECT_EQ(equation(model, "z"),
            "divide(add(add(add(add(add(r[a,team], r[a,cross]), r[a,system]), r[b,team]), "
            "r[b,cross]), r[b,system]), 6)");
}

TEST(ArraysTest, ComprehensionsBindSeveralNames) {
  const auto model = load_text(
      kLevels +
      "parameter r[kind, level]: 1 = 1\naux x: 1 = sum(r[k, l] for k in kind, l in above)\n"
      "aux y: 1 = count(r[a, l] > 0.5 for l in level)\n");
  EXPECT_EQ(equation(model, "x"),
            "add(add(add(r[a,cross], r[a,system]), r[b,cross]), r[b,system])");
  EXPECT_EQ(
      equation(model, "y"),
      "add(add(greater(r[a,team], 0.5), greater(r[a,cross], 0.5)), greater(r[a,system], 0.5))");
}

TEST(ArraysTest, LongSumsAreShallowTrees) {
  std::string elements = "e0";
  for (int i = 1; i < 4096; ++i) elements += ", e" + std::to_string(i);
  const auto model = load_text(kWeek + "dimension d = " + elements +
                               "\nparameter p[d]: 1 = 1\naux x: 1 = sum(p[*])\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto depth = [&](const auto& self, ExprId id) -> int {
    const auto& node = model->expressions[id];
    if (operand_count(node.op) < 2) return 1;
    return 1 + std::max(self(self, node.operands[0]), self(self, node.operands[1]));
  };
  EXPECT_LE(depth(depth, element_of(*model, "x").equation), 20);
}

TEST(ArraysTest, OneDimensionMapsOntoAnother) {
  const auto model = load_text(kWeek +
                               "dimension department = sales, plant\ndimension team = t1, t2, t3 "
                               "maps to department {t1: sales, t2: plant, t3: plant}\n"
                               "parameter budget[department]: 1 = 2\naux x[team]: 1 = "
                               "budget[team]\naux y[team]: 1 = budget[department]\n"
                               "aux z: 1 = sum(budget[t] for t in team)\n");
  EXPECT_EQ(equation(model, "x[t1]"), "budget[sales]");
  EXPECT_EQ(equation(model, "y[t3]"), "budget[plant]");
  EXPECT_EQ(equation(model, "z"), "add(add(budget[sales], budget[plant]), budget[plant])");
}

TEST(ArraysTest, TheNearestMappingCounts) {
  const std::string ab = "dimension ab = a, b maps to department {a: plant, b: plant}\n";
  const std::string crew =
      "dimension crew = a, b, c maps to department {a: sales, b: sales, c: plant}\n"
      "dimension a_only = a\n";
  const std::string rest =
      "dimension department = sales, plant\nparameter budget[department]: 1 = 2\n"
      "aux x[crew]: 1 = budget[department]\naux y[ab]: 1 = budget[department]\n"
      "aux z[a_only]: 1 = budget[department]\n";
  for (const auto& text : {ab + crew, crew + ab}) {
    const auto model = load_text(kWeek + text + rest);
    EXPECT_EQ(equation(model, "x[a]"), "budget[sales]");
    EXPECT_EQ(equation(model, "x[c]"), "budget[plant]");
    EXPECT_EQ(equation(model, "y[a]"), "budget[plant]");
    EXPECT_EQ(equation(model, "z[a]"), "budget[plant]");
  }
}

TEST(ArraysTest, AnAliasMakesASquareMatrix) {
  const auto model = load_text(
      kWeek +
      "dimension d = a, b\ndimension e = d\nparameter m[d, e]: 1 = 1\nparameter v[d]: 1 = 1\n"
      "aux x[d]: 1 = sum(m[d, j] * v[j] for j in e)\naux t[d, e]: 1 = m[e, d]\n");
  EXPECT_EQ(equation(model, "x[b]"), "add(multiply(m[b,a], v[a]), multiply(m[b,b], v[b]))");
  EXPECT_EQ(equation(model, "t[a,b]"), "m[b,a]");
}

TEST(ArraysTest, TheSharedTermOfASquareRunsInAnyOrder) {
  const std::string square = kWeek +
                             "dimension d = a, b\ndimension e = d\nparameter m[d, e]: 1 = 1\n"
                             "parameter v[d]: 1 = 1\n";
  EXPECT_EQ(equation(load_text(square + "aux x: 1 = sum(v[*] * m[*, *])\n"), "x"),
            "add(add(add(multiply(v[a], m[a,a]), multiply(v[a], m[a,b])), "
            "multiply(v[b], m[b,a])), multiply(v[b], m[b,b]))");
  EXPECT_EQ(equation(load_text(square + "aux x: 1 = sum(m[*, *] * v[*])\n"), "x"),
            "add(add(add(multiply(m[a,a], v[a]), multiply(m[a,b], v[a])), "
            "multiply(m[b,a], v[b])), multiply(m[b,b], v[b]))");
}

TEST(ArraysTest, PartsOfOneDimensionRunApart) {
  const auto model = load_text(kLevels +
                               "parameter p[above, level]: 1 = 1\nparameter w[level]: 1 = 1\n"
                               "aux x[above, level]: 1 = p[above, level] * w[above] - w[level]\n"
                               "aux y: 1 = sum(p[*, *])\n");
  EXPECT_EQ(equation(model, "x[cross,team]"),
            "subtract(multiply(p[cross,team], w[cross]), w[team])");
  EXPECT_EQ(equation(model, "y"),
            "add(add(add(add(add(p[cross,team], p[cross,cross]), p[cross,system]), "
            "p[system,team]), p[system,cross]), p[system,system])");
}

TEST(ArraysTest, FlowsOfASquareStayInPlace) {
  const auto model =
      load_text(kWeek +
                "dimension d = a, b\ndimension e = d\ndimension f = d\n"
                "stock s[d, e]: item = 1\n    inflow straight\n    outflow turned\n"
                "stock u[d, e]: item = 1\n    inflow other\n    outflow half\n"
                "flow straight[d, e]: item/week = 0\nflow turned[e, d]: item/week = 0\n"
                "flow other[d, f]: item/week = 0\nflow half[f, d]: item/week = 0\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(names(*model, element_of(*model, "s[a,b]").inflows), "straight[a,b]");
  EXPECT_EQ(names(*model, element_of(*model, "s[a,b]").outflows), "turned[b,a]");
  EXPECT_EQ(names(*model, element_of(*model, "u[a,b]").inflows), "other[a,b]");
  EXPECT_EQ(names(*model, element_of(*model, "u[a,b]").outflows), "half[b,a]");
}

TEST(ArraysTest, FlowsFillEachElementFromItsOwn) {
  const auto model =
      load_text(kLevels +
                "stock s[kind, level]: item = 1\n    inflow f\nflow f[level, kind]: item/week = 0\n"
                "stock u[team]: item = 1\n    inflow g\nstock u[above]: item = 2\n    inflow h\n"
                "flow g[level]: item/week = 0\nflow h[above]: item/week = 0\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(names(*model, element_of(*model, "s[b,system]").inflows), "f[system,b]");
  EXPECT_EQ(names(*model, element_of(*model, "u[team]").inflows), "g[team]");
  EXPECT_EQ(names(*model, element_of(*model, "u[cross]").inflows), "h[cross]");
}

TEST(ArraysTest, AnOverriddenStartKeepsTheFlows) {
  const auto model = load_text(kLevels +
                               "stock s[level]: item = 1\n    inflow f\nstock s[team]: item = "
                               "9\nflow f[level]: item/week = 0\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(equation(model, "s[team]"), "9");
  EXPECT_EQ(names(*model, element_of(*model, "s[team]").inflows), "f[team]");
}

TEST(ArraysTest, AnOverriddenStartKeepsTheFlowsOfTheNarrowestArrayAround) {
  const std::string wide = "stock s[level]: item = 1\n    inflow f\n";
  const std::string narrow = "stock s[above]: item = 2\n    inflow g\n";
  const std::string start = "stock s[cross]: item = 9\n";
  const std::string flows = "flow f[level]: item/week = 0\nflow g[above]: item/week = 0\n";
  for (const auto& text : {wide + narrow + start, start + narrow + wide, start + wide + narrow}) {
    const auto model = load_text(kLevels + text + flows);
    ASSERT_TRUE(model) << summary(model.diagnostics());
    EXPECT_EQ(equation(model, "s[cross]"), "9");
    EXPECT_EQ(names(*model, element_of(*model, "s[cross]").inflows), "g[cross]");
    EXPECT_EQ(names(*model, element_of(*model, "s[team]").inflows), "f[team]");
  }
}

TEST(ArraysTest, LookupsMayDifferByElement) {
  const auto model = load_text(kLevels +
                               "lookup f[a](x: 1): 1 = (0, 0) (1, 1)\nlookup f[b](x: 1): 1 = (0, "
                               "0) (1, 2)\naux x[kind]: 1 = f[kind](0.5)\n");
  EXPECT_EQ(equation(model, "x[b]"), "lookup:f[b](0.5)");
}

TEST(ArraysTest, ChecksRunOverElements) {
  const auto model =
      load_text(kLevels +
                "parameter p[kind, level]: 1 = 1\ncheck p[kind, level] >= 0\ncheck sum(p[k, *]) == "
                "3 within 1e-9 for k in kind\ncheck p[*, team] < 2\n    \"Small.\"\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  ASSERT_EQ(model->checks.size(), 10u);
  EXPECT_EQ(model->checks[5].text, "p[kind, level] >= 0 for kind = b, level = system");
  EXPECT_EQ(show(*model, model->checks[6].condition),
            "less_equal(abs(subtract(add(add(p[a,team], p[a,cross]), p[a,system]), 3)), 1e-09)");
  EXPECT_EQ(model->checks[9].documentation, "Small.");
  EXPECT_EQ(model->checks[9].text, "p[*, team] < 2 for kind = b");
}

TEST(ArraysTest, FindsElementsByPattern) {
  const auto model = load_text(kLevels + "parameter p[kind, level]: 1 = 1\nparameter q: 1 = 1\n");
  ASSERT_TRUE(model);
  EXPECT_EQ(names(*model, model->match_elements("p[*, team]")), "p[a,team] p[b,team]");
  EXPECT_EQ(names(*model, model->match_elements("p[b, above]")), "p[b,cross] p[b,system]");
  EXPECT_EQ(names(*model, model->match_elements("p")).size(),
            names(*model, model->match_elements("p[*,*]")).size());
  EXPECT_EQ(names(*model, model->match_elements("q")), "q");
  EXPECT_TRUE(model->match_elements("p[a]").empty());
  EXPECT_TRUE(model->match_elements("p[a, nobody]").empty());
  EXPECT_TRUE(model->match_elements("nobody").empty());
  EXPECT_TRUE(model->find_element("p[a, team]").has_value());
  EXPECT_FALSE(model->find_element("p").has_value());
  EXPECT_FALSE(model->find_element("p[*, team]").has_value());
  EXPECT_FALSE(model->find_element("p[a, team").has_value());
}

}  // namespace
}  // namespace slackwater::model::testing

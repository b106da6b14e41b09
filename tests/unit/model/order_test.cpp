#include <gtest/gtest.h>

#include "model_text.hpp"
#include "slackwater/model/feedback.hpp"

namespace slackwater::model::testing {
namespace {

std::string names_of(const Model& model, const std::vector<VariableId>& ids) {
  std::string out;
  for (const auto id : ids) out += (out.empty() ? "" : " ") + model.variables[id.index].name;
  return out;
}

TEST(OrderTest, EachElementComesAfterAllItNeeds) {
  const auto model = load_text(kWeek +
                               "aux c: item = b + s\naux b: item = a\nstock s: item = b\n    "
                               "inflow f\nflow f: item/week = c / 1 week\nparameter a: item = 3\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(names(*model, model->evaluation_order), "b c f");
  EXPECT_EQ(names(*model, model->initial_order), "a b s c f");
}

TEST(OrderTest, InitialValuesFollowHeldValuesPipelinesAndInitials) {
  const auto model =
      load_text(kWeek +
                "aux a: item = previous(b, c)\naux b: item = 1 item\naux c: item = initial(d)\naux "
                "d: item = delay_fixed(b, 1 week, e)\naux e: item = 5 item\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto order = names(*model, model->initial_order);
  EXPECT_LT(order.find('e'), order.find('d'));
  EXPECT_LT(order.find('d'), order.find('c'));
  EXPECT_LT(order.find('c'), order.find('a'));
}

TEST(OrderTest, TheShortestLoopIsPrinted) {
  const auto model = load_text(
      kWeek +
      "aux a: 1 = b + d\naux b: 1 = c\naux c: 1 = a\naux d: 1 = e\naux e: 1 = f\naux f: 1 = a\n");
  EXPECT_EQ(summary(model.diagnostics()), "E0501 algebraic loop: a -> b -> c -> a\n");
}

TEST(OrderTest, TwoSeparateLoopsAreTwoErrors) {
  const auto model = load_text(kWeek + "aux a: 1 = b\naux b: 1 = a\naux c: 1 = d\naux d: 1 = c\n");
  EXPECT_EQ(model.diagnostics().error_count(), 2);
}

TEST(OrderTest, ElementsOfOneArrayMayFollowEachOther) {
  const auto model = load_text(
      kWeek + "dimension d = x, y, z\naux a[x]: 1 = 1\naux a[y]: 1 = a[x]\naux a[z]: 1 = a[y]\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(names(*model, model->evaluation_order), "a[x] a[y] a[z]");
}

TEST(OrderTest, AStartThatNeedsItselfIsALoopOfItsOwn) {
  const auto model =
      load_text(kWeek + "aux wish: item = 0.5 * felt\naux felt: item = smooth1(wish, 3 week)\n");
  EXPECT_EQ(summary(model.diagnostics()),
            "E0502 initialisation loop: wish -> felt -> felt.smooth1_1.stage_1 -> wish\n");
  EXPECT_TRUE(load_text(
      kWeek + "aux wish: item = 0.5 * felt\naux felt: item = smooth1(wish, 3 week, 1 item)\n"));
}

TEST(OrderTest, LongChainsNeedNoStack) {
  std::string text = kWeek;
  for (int i = 0; i < 20000; ++i)
    text += "aux a" + std::to_string(i) + ": 1 = a" + std::to_string(i + 1) + "\n";
  const auto open = load_text(text + "aux a20000: 1 = 1\n");
  ASSERT_TRUE(open);
  EXPECT_EQ(open->evaluation_order.size(), 20001u);
  EXPECT_EQ(open->elements[open->evaluation_order.front().index].name, "a20000");
  const auto closed = load_text(text + "aux a20000: 1 = a0\n");
  ASSERT_EQ(closed.diagnostics().error_count(), 1);
  EXPECT_LT(closed.diagnostics().entries()[0].message.size(), 200u);
}

TEST(FeedbackTest, LinksFollowStocksAndMemory) {
  const auto model = load_text(kWeek +
                               "parameter p: 1/week = 0.1\nstock s: item = 3\n    outflow f\nflow "
                               "f: item/week = p * felt\naux felt: item = smooth1(s, 2 week)\n"
                               "aux last: item = previous(s, 0)\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto structure = feedback_structure(*model);
  const auto has = [&](std::string_view from, std::string_view to) {
    const Link link{*model->find_variable(from), *model->find_variable(to)};
    return std::find(structure.links.begin(), structure.links.end(), link) != structure.links.end();
  };
  EXPECT_TRUE(has("f", "s"));
  EXPECT_TRUE(has("p", "f"));
  EXPECT_TRUE(has("s", "last"));
  EXPECT_TRUE(has("s", "felt.smooth1_1.change_1"));
  EXPECT_FALSE(has("s", "felt.smooth1_1.stage_1"));  // only its start value
  ASSERT_EQ(structure.loops.size(), 2u);
  EXPECT_EQ(names_of(*model, structure.loops[0].variables),
            "felt.smooth1_1.stage_1 felt.smooth1_1.change_1");
  EXPECT_EQ(names_of(*model, structure.loops[1].variables),
            "s felt.smooth1_1.change_1 felt.smooth1_1.stage_1 felt f");
  EXPECT_TRUE(structure.complete);
}

TEST(FeedbackTest, CountsTheLoopsOfACompleteGraph) {
  // n stocks that all act on each other and on themselves through flows: the loops of a complete
  // graph with self-loops, sum over k of n! / ((n - k)! k). Source: Johnson 1975, equation for K_n,
  // plus n self-loops.
  const int n = 5;
  std::string text = kWeek;
  std::string all;
  for (int i = 0; i < n; ++i) all += (i ? " + s" : "s") + std::to_string(i);
  for (int i = 0; i < n; ++i) {
    const auto number = std::to_string(i);
    text += "stock s" + number + ": item = 1\n    inflow f" + number + "\nflow f" + number +
            ": item/week = (" + all + ") / 1 week\n";
  }
  const auto model = load_text(text);
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto structure = feedback_structure(*model);
  EXPECT_EQ(structure.loops.size(), 5u + 10u + 20u + 30u + 24u);
  EXPECT_EQ(structure.components.size(), 1u);
  const auto few = feedback_structure(*model, 10);
  EXPECT_EQ(few.loops.size(), 10u);
  EXPECT_FALSE(few.complete);
}

}  // namespace
}  // namespace slackwater::model::testing

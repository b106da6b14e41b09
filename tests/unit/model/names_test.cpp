#include <gtest/gtest.h>

#include "model_text.hpp"

namespace slackwater::model::testing {
namespace {

TEST(NamesTest, PrintsTheErrorOfTheLanguagePage) {
  const auto model = load(source_of(
      "time week from 0 to 260 step 1/16\nunit item\nparameter capacity: item/week = 20\n"
      "parameter productivity: 1 = 1\n\n\n\n\n\n\n\nparameter minimum_cycle_time: week = 2\n"
      "stock backlog: item = 400\n    outflow completions\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
      "flow completions: item/week =\n    min(capacity * productivity, backlog / min_cycle_time)\n",
      "models/slack.sd"));
  // The message that a reader of the language's reference page expects.
  EXPECT_EQ(base::render(model.diagnostics()),
            "models/slack.sd:31:44: error: unknown name 'min_cycle_time' in the equation of flow "
            "'completions' [E0204]\n"
            "   31 |     min(capacity * productivity, backlog / min_cycle_time)\n"
            "      |                                            ^^^^^^^^^^^^^^\n"
            "   hint: did you mean 'minimum_cycle_time' (parameter, line 12)?\n");
}

TEST(NamesTest, OrderOfDeclarationsDoesNotMatter) {
  const auto model = load_text(kWeek + "aux b: 1 = a\naux a: 1 = c\nparameter c: 1 = 3\n");
  EXPECT_EQ(equation(model, "b"), "a");
  EXPECT_EQ(names(*model, model->evaluation_order), "a b");
}

TEST(NamesTest, ReportsAllErrorsInOneGo) {
  const auto model =
      load_text(kWeek + "aux a: 1 = nobody\naux b: week = 3\naux c: 1 = d\naux d: 1 = c\n");
  EXPECT_EQ(summary(model.diagnostics()),
            "E0204 unknown name 'nobody' in the equation of aux 'a'\n"
            "E0304 aux 'b' is in 'week', but this is in '1'\n"
            "E0501 algebraic loop: c -> d -> c\n");
}

TEST(NamesTest, OneParagraphThatDoesNotParseIsOneError) {
  const auto model = load_text(
      kWeek + "aux a: 1 = 3 +\naux b: 1 = a\nstock s: 1 = 0\n    inflow f\nflow f: 1/week = ( \n");
  EXPECT_EQ(summary(model.diagnostics()).find("E0204"), std::string::npos)
      << summary(model.diagnostics());
  EXPECT_EQ(model.diagnostics().error_count(), 2);
}

TEST(NamesTest, ASecondClockThatDoesNotParseIsOneError) {
  const auto model =
      load_text(kWeek + "time week from 0 to 10 step 1 step 2\naux a: week = time\n");
  EXPECT_EQ(model.diagnostics().error_count(), 1) << summary(model.diagnostics());
}

TEST(NamesTest, AWrongDeclarationDoesNotMakeItsUsesWrong) {
  const auto model = load_text(
      kWeek +
      "parameter x[nothing]: itme = 3\naux a: item = x[b] + x[b]\naux c: item = 2 * x[b]\n");
  EXPECT_EQ(
      summary(model.diagnostics()),
      "E0401 'nothing' is neither a dimension nor an element of one\nE0302 unknown unit 'itme'\n");
}

TEST(NamesTest, SuggestsBuiltInFunctionsAndArguments) {
  const auto model =
      load_text(kWeek + "aux a: 1 = smoth3(1, 2 week)\nfunction f(amount: 1): 1 = amuont\n");
  ASSERT_EQ(model.diagnostics().entries().size(), 2u);
  EXPECT_EQ(model.diagnostics().entries()[0].hint, "did you mean 'smooth3' (built in)?");
  EXPECT_EQ(model.diagnostics().entries()[1].hint, "did you mean 'amount'?");
}

TEST(NamesTest, KeepsDocumentationSourceSectionAndDirection) {
  const auto model = load_text("model \"A title\"\n" + kWeek +
                               "section \"Work\"\nindicator lead: week = 3 week better down\n    "
                               "\"How long it takes.\"\n    source \"assumed\"\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto& lead = model->variables[model->find_variable("lead")->index];
  EXPECT_EQ(model->title, "A title");
  EXPECT_EQ(lead.documentation, "How long it takes.");
  EXPECT_EQ(lead.provenance, "assumed");
  EXPECT_EQ(lead.section, "Work");
  EXPECT_EQ(lead.better, Better::down);
  EXPECT_EQ(lead.unit, "week");
}

TEST(NamesTest, KeepsRangesAndDistributionsInTheUnitOfTheParameter) {
  const auto model = load_text(
      kWeek + "parameter p: week = 40 range 20 .. 80 ~ lognormal(median = 40 week, p95 = 70)\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  const auto& p = model->variables.front();
  EXPECT_EQ(p.range->low, 20);
  EXPECT_EQ(p.range->high, 80);
  EXPECT_EQ(p.distribution->family, "lognormal");
  const std::vector<std::pair<std::string, double>> arguments{{"median", 40}, {"p95", 70}};
  EXPECT_EQ(p.distribution->arguments, arguments);
}

TEST(NamesTest, AFlowMayConnectTwoStocks) {
  const auto model =
      load_text(kWeek +
                "stock a: item = 4\n    outflow moving\nstock b: item = 0\n    inflow moving\n"
                "flow moving: item/week = a / 3 week\n");
  ASSERT_TRUE(model) << summary(model.diagnostics());
  EXPECT_EQ(names(*model, element_of(*model, "a").outflows), "moving");
  EXPECT_EQ(names(*model, element_of(*model, "b").inflows), "moving");
}

TEST(NamesTest, FunctionsAreWrittenOut) {
  const auto model = load_text(
      kWeek +
      "function twice(x: 1): 1 = x + x\nfunction felt(x: 1, t: week): 1 = smooth1(twice(x), t)\n"
      "parameter p: 1 = 3\naux a: 1 = twice(p * twice(2))\naux b: 1 = felt(t = 3 week, x = p)\n");
  EXPECT_EQ(equation(model, "a"), "add(multiply(p, add(2, 2)), multiply(p, add(2, 2)))");
  EXPECT_EQ(equation(model, "b"), "b.smooth1_1.stage_1");
  EXPECT_EQ(equation(model, "b.smooth1_1.change_1"),
            "divide(subtract(add(p, p), b.smooth1_1.stage_1), 3)");
}

// Source: the reserved words of docs/reference/language.md; nothing else is refused but functions.
TEST(NamesTest, WordsThatBeginDeclarationsAndClausesMayBeNames) {
  for (const std::string word :
       {"model",  "section", "unit",   "dimension", "stock", "flow",   "aux",   "auxiliary",
        "lever",  "check",   "lookup", "data",      "true",  "false",  "start", "constant",
        "inflow", "outflow", "within", "source",    "range", "better", "from",  "to",
        "save",   "method",  "column", "maps",      "up",    "down",   "item",  "week"}) {
    const auto model = load_text(
        kWeek + "stock " + word + ": item = 5\n    inflow f\nflow f: " + "item/week = (2 * " +
        word + " - " + word + ") / 1 week\ncheck " + word + " == " + word + " within 1e-9\n");
    EXPECT_EQ(summary(model.diagnostics()), "") << word;
  }
  for (const std::string word : {"step", "min", "count", "time", "stop_time", "trend"}) {
    const auto model = load_text(kWeek + "aux " + word + ": 1 = 5\n");
    EXPECT_EQ(summary(model.diagnostics()).substr(0, 5), "E0202") << word;
  }
}

TEST(NamesTest, SuggestsFunctionsOnlyWhereSomethingIsCalled) {
  const auto hint = [](const std::string& value) {
    const auto model = load_text(kWeek + "parameter base: 1 = 1\naux a: 1 = " + value + "\n");
    const auto& found = model.diagnostics().entries();
    return found.empty() ? "none" : found.front().hint;
  };
  EXPECT_EQ(hint("flor"), "");
  EXPECT_EQ(hint("flor(3)"), "did you mean 'floor' (built in)?");
  EXPECT_EQ(hint("productivity"), "");
  EXPECT_EQ(hint("tim / 1 week"), "did you mean 'time' (built in)?");
  EXPECT_EQ(hint("bse"), "did you mean 'base' (parameter, line 3)?");
}

TEST(NamesTest, AFileThatIsNoTextIsOneError) {
  // "time" in UTF-16, little-endian; bytes that are no UTF-8 (RFC 3629 has no byte FE or FF).
  for (const auto& text :
       {std::string("\xFF\xFEt\0i\0m\0e\0\n\0", 12), std::string("\xFE\xFE\xFE")}) {
    const auto model = load_text(text);
    ASSERT_FALSE(model);
    for (const auto& entry : model.diagnostics().entries())
      EXPECT_TRUE(entry.code == "E0101" || entry.code == "E0102") << entry.code;
  }
}

}  // namespace
}  // namespace slackwater::model::testing

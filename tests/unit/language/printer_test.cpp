#include "parsing.hpp"

namespace slackwater::language {
namespace {

std::string formatted(const std::string& text) { return format(parse_clean(text).tree); }

TEST(PrinterTest, OneCanonicalLayout) {
  EXPECT_EQ(formatted("model   \"M\"\n"
                      "time week   from 0 to 10   step 1 / 4\n"
                      "unit item   \"work\"\n"
                      "stock a [ k ,l ] : item = 3\n"
                      "  outflow c\n"
                      "  \"text\"\n"
                      "  inflow   b\n"
                      "flow b:item / week=a*2 [ 1 / week ]\n"),
            "model \"M\"\n"
            "time week from 0 to 10 step 1/4\n"
            "unit item \"work\"\n"
            "stock a[k, l]: item = 3\n"
            "    outflow c\n"
            "    inflow b\n"
            "    \"text\"\n"
            "flow b: item/week = a * 2 [1/week]\n");
}

TEST(PrinterTest, KeepsNumbersAsTheyWereWritten) {
  EXPECT_EQ(formatted("aux a: 1 = 1e3 + 0.10 + 5% + 1/16\n"),
            "aux a: 1 = 1e3 + 0.10 + 5 % + 1/16\n");
}

TEST(PrinterTest, ParenthesesThatMatterAndThoseThatHelpTheReader) {
  const auto once = [](const std::string& text) { return format_expression(*expression_of(text)); };
  EXPECT_EQ(once("(a + b) * c"), "(a + b) * c");
  EXPECT_EQ(once("a - (b - c)"), "a - (b - c)");
  EXPECT_EQ(once("(a * b) / c"), "(a * b) / c");
  EXPECT_EQ(once("((a))"), "a");
  EXPECT_EQ(once("((a + b)) * (c)"), "(a + b) * c");
  EXPECT_EQ(once("(a + b)"), "a + b");
  EXPECT_EQ(once("f((a + b), (c))"), "f(a + b, c)");
  EXPECT_EQ(once("(a ^ b) ^ c"), "(a^b)^c");
  EXPECT_EQ(once("-(a ^ 2)"), "-(a^2)");
  EXPECT_EQ(once("(-a) ^ 2"), "(-a)^2");
  EXPECT_EQ(once("not (a and b)"), "not (a and b)");
  EXPECT_EQ(once("2 * (if a then b else c)"), "2 * (if a then b else c)");
  EXPECT_EQ(once("(a < b) == (c < d)"), "(a < b) == (c < d)");
}

TEST(PrinterTest, NegativeNumbersOfATreeMadeByAProgram) {
  auto power = std::make_unique<Expr>();
  power->kind = Expr::Kind::binary;
  power->binary = BinaryOperator::power;
  for (const double value : {-2.0, 3.0}) {
    auto number = std::make_unique<Expr>();
    number->number = value;
    power->arguments.push_back(std::move(number));
  }
  EXPECT_EQ(format_expression(*power), "(-2)^3");
}

TEST(PrinterTest, BreaksLongEquationsAtTheLoosestOperators) {
  EXPECT_EQ(
      formatted(
          "flow a_rather_long_name_of_a_flow: item/week = first_part_of_the_sum * its_factor + "
          "second_part_of_the_sum * another_factor - third_part\n"),
      "flow a_rather_long_name_of_a_flow: item/week =\n"
      "    first_part_of_the_sum * its_factor + second_part_of_the_sum * another_factor - "
      "third_part\n");
  EXPECT_EQ(
      formatted("aux total: item = first_part_of_the_sum * its_factor + second_part_of_the_sum * "
                "another_factor - third_part_of_the_sum * yet_another\n"),
      "aux total: item =\n"
      "    first_part_of_the_sum * its_factor + second_part_of_the_sum * another_factor\n"
      "    - third_part_of_the_sum * yet_another\n");
}

TEST(PrinterTest, BreaksConditionsIntoThreeLines) {
  EXPECT_EQ(formatted("aux choice: item = if a_condition_with_a_long_name > its_threshold then "
                      "the_value_when_it_holds else the_value_when_it_fails\n"),
            "aux choice: item =\n"
            "    if a_condition_with_a_long_name > its_threshold\n"
            "    then the_value_when_it_holds\n"
            "    else the_value_when_it_fails\n");
}

TEST(PrinterTest, TablesStandOnOneLineOrOneLineForEachEntry) {
  EXPECT_EQ(formatted("stock a[k]: 1 = {x: 1,\n  y: 2}\n"), "stock a[k]: 1 = {x: 1, y: 2}\n");
  EXPECT_EQ(
      formatted(
          "stock obstacle[kind, level]: 1 = {dependencies: {team: 0.38, cross_team: 0.49, system: "
          "0.55}, architecture: {team: 0.39}, policy: 0.42}\n    inflow drift\n"),
      "stock obstacle[kind, level]: 1 = {\n"
      "        dependencies: {team: 0.38, cross_team: 0.49, system: 0.55},\n"
      "        architecture: {team: 0.39},\n"
      "        policy: 0.42}\n"
      "    inflow drift\n");
}

TEST(PrinterTest, LongDocumentationGoesOnOverLines) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += (i ? " word" : "word") + std::to_string(i);
  const auto out = formatted("aux a: 1 = 1\n    \"" + text + "\"\n    source \"" + text + "\"\n");
  const auto again = parse_clean(out);
  EXPECT_EQ(again.tree.declarations[0].documentation->text, text);
  EXPECT_EQ(again.tree.declarations[0].provenance->text, text);
  for (int line = 1; line <= again.source->line_count(); ++line) {
    EXPECT_LE(again.source->line(line).size(), 100u) << again.source->line(line);
  }
}

TEST(PrinterTest, KeepsCommentsWhereTheyStand) {
  const std::string text =
      "# the first line\n"
      "\n"
      "# above a\n"
      "aux a: 1 = 1  # behind a\n"
      "    # below a, indented\n"
      "\n"
      "# above b\n"
      "\n"
      "# right above b\n"
      "stock b: item = 400  # behind the value\n"
      "    inflow c  # behind c\n"
      "    # between c and d\n"
      "    inflow d\n"
      "    \"text\"  # behind the text\n"
      "aux e: 1 =  # behind the sign\n"
      "    first +  # behind the operator\n"
      "    # before the second\n"
      "    second\n"
      "stock f[k]: 1 = {  # behind the brace\n"
      "        x: 1,  # behind x\n"
      "        y: 2  # behind y\n"
      "    }\n"
      "\n"
      "# the end\n";
  EXPECT_EQ(formatted(text), text);
}

TEST(PrinterTest, CommentsSurviveTheOrderingOfClauses) {
  const auto out = formatted(
      "stock a: 1 = 1  # one\n"
      "    \"text\"  # two\n"
      "    outflow b  # three\n"
      "    source \"guess\"  # four\n"
      "    inflow c  # five\n");
  EXPECT_EQ(out,
            "stock a: 1 = 1  # one\n"
            "    outflow b  # three\n"
            "    inflow c  # five\n"
            "    \"text\"  # two\n"
            "    source \"guess\"  # four\n");
}

TEST(PrinterTest, ManyBlankLinesBecomeOne) {
  EXPECT_EQ(formatted("\n\n\naux a: 1 = 1\n\n\n\n# note\n\n\naux b: 1 = 2\n\n\n"),
            "aux a: 1 = 1\n\n# note\n\naux b: 1 = 2\n");
}

TEST(PrinterTest, UnitsKeepTheirStructure) {
  for (const std::string unit :
       {"item/week", "1/(item*week)", "item/(week/people)", "item*(people/week)", "week^2",
        "week^-1", "item^(1/2)", "item^(-1/2)", "(item*week)^2", "(week^2)^3", "1"}) {
    const auto parsed = parse_clean("aux a: " + unit + " = 1\n");
    EXPECT_EQ(format_unit(*parsed.variable().unit), unit);
  }
  for (const std::string unit :
       {"13 week", "0.5 people*week", "2*3", "1*week", "7/week", "10^3*item"}) {
    const auto parsed = parse_clean("unit x = " + unit + "\n");
    EXPECT_EQ(format_unit(*parsed.tree.declarations[0].unit->definition), unit);
  }
}

TEST(SameTest, SeesDifferencesAndIgnoresLayout) {
  const auto differ = [](const std::string& a, const std::string& b) {
    return !same(parse_clean(a).tree, parse_clean(b).tree);
  };
  EXPECT_FALSE(differ("aux a: 1 = 1 + 2 # x\n", "aux a: 1 =\n (1) + 2\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1 + 2\n", "aux a: 1 = 1 - 2\n"));
  EXPECT_TRUE(differ("aux a: 1 = 5\n", "aux a: 1 = 5 %\n"));
  EXPECT_TRUE(differ("aux a: 1 = 5 week\n", "aux a: 1 = 5 day\n"));
  EXPECT_TRUE(differ("aux a: 1 = b[x]\n", "aux a: 1 = b[y]\n"));
  EXPECT_TRUE(differ("aux a: 1 = b[x]\n", "aux a: 1 = b[*]\n"));
  EXPECT_TRUE(differ("aux a: 1 = f(x = 1)\n", "aux a: 1 = f(y = 1)\n"));
  EXPECT_TRUE(differ("aux a: 1 = -b\n", "aux a: 1 = not b\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1\n", "aux a: week = 1\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1\n", "aux a = 1\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1\n", "constant a: 1 = 1\n"));
  EXPECT_TRUE(differ("stock a: 1 = 1\n  inflow b\n", "stock a: 1 = 1\n  outflow b\n"));
  EXPECT_TRUE(differ("stock a: 1 = {x: 1}\n", "stock a: 1 = {y: 1}\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1 \"x\"\n", "aux a: 1 = 1 \"y\"\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1 \"x\"\n", "aux a: 1 = 1 source \"x\"\n"));
  EXPECT_TRUE(differ("check a for i in k\n", "check a for i in l\n"));
  EXPECT_TRUE(differ("unit a = 13 week\n", "unit a = 12 week\n"));
  EXPECT_TRUE(differ("unit a, b\n", "unit a, c\n"));
  EXPECT_TRUE(differ("lookup f(x: 1): 1 = (0, 1) clamp\n", "lookup f(x: 1): 1 = (0, 1)\n"));
  EXPECT_TRUE(differ("time week from 0 to 1\n", "time week from 0 to 1 step 1\n"));
  EXPECT_TRUE(differ("aux a: 1 = 1\n", ""));
}

TEST(EquationTest, Markdown) {
  const auto markdown = [](const std::string& text) {
    return equation_markdown(*expression_of(text));
  };
  EXPECT_EQ(markdown("min(capacity * productivity, backlog / minimum_cycle_time)"),
            "min(`capacity` · `productivity`, `backlog` / `minimum_cycle_time`)");
  EXPECT_EQ(markdown("sum(w[k] * x[k, *] for k in kind)"),
            "sum(`w[k]` · `x[k, *]` for `k` in `kind`)");
  EXPECT_EQ(markdown("safe_div(a, b - c, 5 %)"), "safe\\_div(`a`, `b` − `c`, 5 %)");
  EXPECT_EQ(markdown("if a <= 2 week then (b + c) * d else -e"),
            "if `a` ≤ 2 week then (`b` + `c`) · `d` else −`e`");
}

TEST(EquationTest, Latex) {
  const auto latex = [](const std::string& text) { return equation_latex(*expression_of(text)); };
  EXPECT_EQ(latex("backlog / minimum_cycle_time"),
            "\\frac{\\mathrm{backlog}}{\\mathrm{minimum\\_cycle\\_time}}");
  EXPECT_EQ(latex("(a + b) * c"), "\\left(a + b\\right) \\cdot c");
  EXPECT_EQ(latex("-(a / b) * 2"), "-\\frac{a}{b} \\cdot 2");
  EXPECT_EQ(latex("(a / b) ^ 2"), "{\\left(\\frac{a}{b}\\right)}^{2}");
  EXPECT_EQ(latex("a ^ (b + 1)"), "{a}^{b + 1}");
  EXPECT_EQ(latex("sum(w[k] * x[k] for k in kind)"),
            "\\sum_{k \\in \\mathrm{kind}} w_{k} \\cdot x_{k}");
  EXPECT_EQ(
      latex("sqrt(a) + abs(b) + smooth3(q, 4 week)"),
      "\\sqrt{a} + \\left|b\\right| + \\operatorname{smooth3}\\left(q, 4\\,\\mathrm{week}\\right)");
  EXPECT_EQ(latex("if a > 0 then 1e-3 else 5 %"),
            "\\begin{cases} 1 \\cdot 10^{-3} & \\text{if } a > 0 \\\\ 5\\,\\% & \\text{otherwise} "
            "\\end{cases}");
  EXPECT_EQ(latex("2 [item/week^2]"), "2\\,\\mathrm{item/week^{2}}");
  EXPECT_EQ(latex_name("lead_time"), "\\mathrm{lead\\_time}");
}

}  // namespace
}  // namespace slackwater::language

#include <map>

#include "parsing.hpp"

namespace slackwater::language {
namespace {

const char* name_of(BinaryOperator op) {
  static const char* const kNames[] = {
      "+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"};
  return kNames[static_cast<int>(op)];
}

/// The shape of a tree, fully bracketed: `(+ a (* b c))`.
std::string shape(const Expr& e) {
  std::string out;
  const auto all = [&] {
    for (const auto& part : e.arguments) out += " " + shape(*part);
  };
  switch (e.kind) {
    case Expr::Kind::number:
      return e.number_text + (e.percent ? "%" : "") + (e.unit ? "'" + format_unit(*e.unit) : "");
    case Expr::Kind::name:
      out = e.name.text;
      for (const auto& s : e.subscripts) {
        out += "." + (s.kind == Subscript::Kind::star ? std::string("*") : s.name.text);
      }
      return out;
    case Expr::Kind::unary:
      out = e.unary == UnaryOperator::negate ? "(neg" : "(not";
      break;
    case Expr::Kind::binary:
      out = std::string("(") + name_of(e.binary);
      break;
    case Expr::Kind::conditional:
      out = "(if";
      break;
    case Expr::Kind::convert:
      return "(as " + shape(*e.arguments[0]) + " " + format_unit(*e.unit) + ")";
    case Expr::Kind::call:
    case Expr::Kind::reduction:
      out = "(" + e.name.text + "!";
      for (std::size_t i = 0; i < e.arguments.size(); ++i) {
        out += " ";
        if (!e.argument_names[i].text.empty()) out += e.argument_names[i].text + "=";
        out += shape(*e.arguments[i]);
      }
      for (const auto& b : e.bindings) out += " " + b.variable.text + ":" + b.dimension.text;
      return out + ")";
  }
  all();
  return out + ")";
}

std::string shape_of(const std::string& text) {
  const auto e = expression_of(text);
  return e ? shape(*e) : "error";
}

TEST(ExpressionTest, MultiplicationBindsTighterThanAddition) {
  EXPECT_EQ(shape_of("a + b * c - d / e"), "(- (+ a (* b c)) (/ d e))");
}

TEST(ExpressionTest, OperatorsOfOneRankAssociateToTheLeft) {
  EXPECT_EQ(shape_of("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(shape_of("a / b / c"), "(/ (/ a b) c)");
  EXPECT_EQ(shape_of("a / b * c"), "(* (/ a b) c)");
}

TEST(ExpressionTest, PowerAssociatesToTheRightAndBindsTighterThanTheSign) {
  EXPECT_EQ(shape_of("a ^ b ^ c"), "(^ a (^ b c))");
  EXPECT_EQ(shape_of("-a ^ 2"), "(neg (^ a 2))");
  EXPECT_EQ(shape_of("a ^ -b"), "(^ a (neg b))");
  EXPECT_EQ(shape_of("(-a) ^ 2"), "(^ (neg a) 2)");
  EXPECT_EQ(shape_of("2 * -a"), "(* 2 (neg a))");
  EXPECT_EQ(shape_of("--a"), "(neg (neg a))");
}

TEST(ExpressionTest, LogicIsLooserThanComparison) {
  EXPECT_EQ(shape_of("a < b and c >= d or not e == f"),
            "(or (and (< a b) (>= c d)) (not (== e f)))");
  EXPECT_EQ(shape_of("a + 1 != b * 2"), "(!= (+ a 1) (* b 2))");
  EXPECT_EQ(shape_of("not not a"), "(not (not a))");
}

TEST(ExpressionTest, ConditionalReachesAsFarAsItCan) {
  EXPECT_EQ(shape_of("if a > 0 then b else c + 1"), "(if (> a 0) b (+ c 1))");
  EXPECT_EQ(shape_of("if a then b else if c then d else e"), "(if a b (if c d e))");
  EXPECT_EQ(shape_of("2 * (if a then b else c)"), "(* 2 (if a b c))");
}

TEST(ExpressionTest, ALiteralTakesOneUnitNameOrABracket) {
  EXPECT_EQ(shape_of("52 week"), "52'week");
  EXPECT_EQ(shape_of("2 [item/week]"), "2'item/week");
  EXPECT_EQ(shape_of("-1 week"), "(neg 1'week)");
  EXPECT_EQ(shape_of("2 item/week"), "(/ 2'item week)");
  EXPECT_EQ(shape_of("3 [1]"), "3'1");
}

TEST(ExpressionTest, WordsOfTheLanguageAreNoUnits) {
  EXPECT_EQ(shape_of("if 1 then 2 else 3"), "(if 1 2 3)");
  EXPECT_EQ(shape_of("1 and 2 or 3"), "(or (and 1 2) 3)");
  EXPECT_EQ(shape_of("5 as week"), "(as 5 week)");
  EXPECT_EQ(shape_of("sum(1 for i in kind)"), "(sum! 1 i:kind)");
}

TEST(ExpressionTest, PercentIsAHundredth) {
  const auto e = expression_of("5 %");
  EXPECT_EQ(e->number, 5.0 / 100);
  EXPECT_EQ(shape(*e), "5%");
  EXPECT_EQ(shape_of("5% * a"), "(* 5% a)");
  EXPECT_EQ(shape_of("5 % [1/week]"), "5%'1/week");
}

TEST(ExpressionTest, NumbersOfEveryForm) {
  const std::map<std::string, double> numbers = {{"12", 12},       {"0.5", 0.5},      {".5", 0.5},
                                                 {"1e-3", 0.001},  {"1.5E+2", 150.0}, {"2.", 2},
                                                 {"1e308", 1e308}, {"0", 0}};
  for (const auto& [text, value] : numbers) EXPECT_EQ(expression_of(text)->number, value) << text;
  EXPECT_EQ(shape_of("1/16"), "(/ 1 16)");
}

TEST(ExpressionTest, ConversionBindsTighterThanTheProduct) {
  EXPECT_EQ(shape_of("a * b as week"), "(* a (as b week))");
  EXPECT_EQ(shape_of("-a as week"), "(as (neg a) week)");
  EXPECT_EQ(shape_of("a as [item/week] as [item/day]"), "(as (as a item/week) item/day)");
  EXPECT_EQ(shape_of("a as week / b"), "(/ (as a week) b)");
  EXPECT_EQ(shape_of("a as 1"), "(as a 1)");
}

TEST(ExpressionTest, ArgumentsByPlaceAndByName) {
  EXPECT_EQ(shape_of("pulse_train(13 week, width = 1 week, offset = -1 week)"),
            "(pulse_train! 13'week width=1'week offset=(neg 1'week))");
  EXPECT_EQ(shape_of("ramp(1, from = 2, to = 3)"), "(ramp! 1 from=2 to=3)");
  EXPECT_EQ(shape_of("f()"), "(f!)");
  EXPECT_EQ(shape_of("f(a == b)"), "(f! (== a b))");
}

TEST(ExpressionTest, SubscriptsNamesAndStars) {
  EXPECT_EQ(shape_of("a[kind, team]"), "a.kind.team");
  EXPECT_EQ(shape_of("sum(a[*, level] * b[*])"), "(sum! (* a.*.level b.*))");
  EXPECT_EQ(shape_of("effect[kind](pressure)"), "(effect! pressure)");
}

TEST(ExpressionTest, ReductionsWithSeveralRunningNames) {
  EXPECT_EQ(shape_of("mean(a[k, l] for k in kind, l in level)"), "(mean! a.k.l k:kind l:level)");
  EXPECT_EQ(shape_of("max(if a[i] > 0 then 1 else 0 for i in kind)"),
            "(max! (if (> a.i 0) 1 0) i:kind)");
}

TEST(ExpressionTest, ClauseWordsMayBeNames) {
  EXPECT_EQ(shape_of("range * better + source"), "(+ (* range better) source)");
}

TEST(ExpressionTest, SpansCoverWhatWasWritten) {
  const std::string text = "alpha + (beta * 2 week)";
  const auto e = expression_of(text);
  EXPECT_EQ(e->span, (base::Span{0, 23}));
  EXPECT_EQ(e->operator_span, (base::Span{6, 7}));
  EXPECT_EQ(e->arguments[1]->span, (base::Span{8, 23}));
  EXPECT_TRUE(e->arguments[1]->parenthesized);
  EXPECT_EQ(e->arguments[1]->arguments[1]->unit->span, (base::Span{18, 22}));
}

TEST(ExpressionTest, ReadsAPartOfALargerText) {
  const std::string text = "set: \"clip(0.95 - rate, 0, 1)\"";
  const auto source = std::make_shared<base::SourceText>("scenario.yaml", text);
  base::Diagnostics diagnostics;
  const auto e = parse_expression(source, {6, 29}, diagnostics);
  ASSERT_TRUE(e) << base::render(diagnostics);
  EXPECT_EQ(e->span, (base::Span{6, 29}));
  EXPECT_EQ(shape(*e), "(clip! (- 0.95 rate) 0 1)");
}

TEST(ExpressionTest, ErrorsOfAPartPointIntoTheWhole) {
  const std::string text = "key: 3 + * 4";
  const auto source = std::make_shared<base::SourceText>("scenario.yaml", text);
  base::Diagnostics diagnostics;
  EXPECT_FALSE(parse_expression(source, {5, 12}, diagnostics));
  EXPECT_EQ(base::render(diagnostics),
            "scenario.yaml:1:10: error: expected a value, found '*' [E0108]\n"
            "    1 | key: 3 + * 4\n"
            "      |          ^\n");
}

struct Refused {
  const char* text;
  const char* message;
};

class RefusedExpressionTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedExpressionTest, SaysWhatIsWrong) {
  base::Diagnostics diagnostics;
  EXPECT_FALSE(expression_of(GetParam().text, diagnostics)) << GetParam().text;
  ASSERT_EQ(diagnostics.error_count(), 1) << base::render(diagnostics);
  const auto& entry = diagnostics.entries()[0];
  EXPECT_EQ(entry.code + " " + entry.message + (entry.hint.empty() ? "" : " | " + entry.hint),
            GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, RefusedExpressionTest,
    testing::Values(
        Refused{"", "E0108 expected an expression, found nothing"},
        Refused{"# only a comment", "E0108 expected an expression, found nothing"},
        Refused{"a +", "E0108 expected a value, found the end of the declaration"},
        Refused{"a b", "E0108 expected an operator or the end of the expression, found 'b'"},
        Refused{"a = b",
                "E0108 expected an operator or the end of the expression, found '=' | '==' "
                "compares two values"},
        Refused{"2 (b)",
                "E0108 expected an operator or the end of the expression, found '(' | "
                "multiplication is written with '*'"},
        Refused{"(a + b", "E0109 '(' is never closed | add ')' where it ends"},
        Refused{"a)", "E0108 expected an operator or the end of the expression, found ')'"},
        Refused{"a ** 2", "E0108 expected a value, found '*' | a power is written 'a ^ b'"},
        Refused{"+a", "E0108 expected a value, found '+' | a positive number has no sign"},
        Refused{"1 + if a then b else c",
                "E0108 expected a value, found 'if' | put 'if ...' in parentheses"},
        Refused{"a == not b", "E0108 expected a value, found 'not' | put 'not ...' in parentheses"},
        Refused{"if a then b", "E0108 expected 'else', found the end of the declaration"},
        Refused{"a < b < c", "E0116 two comparisons in a row | write 'a < b and b < c'"},
        Refused{"a[1]", "E0108 expected a dimension, an element or '*', found '1'"},
        Refused{"a as", "E0108 expected a unit or '[', found the end of the declaration"},
        Refused{"\"text\"", "E0108 expected a value, found a text"},
        Refused{"a && b", "E0101 unexpected characters '&&' | write 'and'"}));

}  // namespace
}  // namespace slackwater::language

#include "parsing.hpp"

namespace slackwater::language {
namespace {

using Kind = Declaration::Kind;

std::string joined(const std::vector<Name>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ",") + name.text;
  return out;
}

TEST(DeclarationTest, ModelTitleAndSection) {
  const auto parsed =
      parse_clean("model \"Rework\"\n    \"What it is about.\"\nsection \"Demand\"\n");
  ASSERT_EQ(parsed.tree.declarations.size(), 2u);
  EXPECT_EQ(parsed.tree.declarations[0].kind, Kind::title);
  EXPECT_EQ(parsed.tree.declarations[0].title.text, "Rework");
  EXPECT_EQ(parsed.tree.declarations[0].documentation->text, "What it is about.");
  EXPECT_EQ(parsed.tree.declarations[1].kind, Kind::section);
  EXPECT_EQ(parsed.tree.declarations[1].title.text, "Demand");
}

TEST(DeclarationTest, TimeWithAllItsClausesInAnyOrder) {
  const auto parsed = parse_clean("time week step 1/16 method rk4 from 0 to 5 year save 1\n");
  const auto& time = *parsed.tree.declarations[0].time;
  EXPECT_EQ(time.unit.text, "week");
  EXPECT_EQ(format_expression(*time.from), "0");
  EXPECT_EQ(format_expression(*time.to), "5 year");
  EXPECT_EQ(format_expression(*time.step), "1/16");
  EXPECT_EQ(format_expression(*time.save), "1");
  EXPECT_EQ(time.method->text, "rk4");
}

TEST(DeclarationTest, TimeMayLeaveOutStepSaveAndMethod) {
  const auto parsed = parse_clean("time day from 0 to 10\n");
  const auto& time = *parsed.tree.declarations[0].time;
  EXPECT_FALSE(time.step || time.save || time.method);
}

TEST(DeclarationTest, EveryMethodIsKnown) {
  for (const std::string method : {"euler", "rk2", "rk4", "dopri5", "rosenbrock4", "discrete"}) {
    const auto parsed = parse_clean("time day from 0 to 10 step 1 method " + method + "\n");
    EXPECT_EQ(parsed.tree.declarations[0].time->method->text, method);
  }
}

TEST(DeclarationTest, UnitsBaseSynonymDerivedAndScaled) {
  const auto parsed = parse_clean(
      "unit item, items \"piece of work\"\n"
      "unit person_week = people*week\n"
      "unit quarter, quarters = 13 week\n"
      "unit energy \"work done\" = mass*length^2/second^2\n"
      "unit root = item^(1/2)\n");
  const auto unit = [&](std::size_t i) -> const UnitDeclaration& {
    return *parsed.tree.declarations[i].unit;
  };
  EXPECT_EQ(unit(0).name.text + "|" + joined(unit(0).synonyms), "item|items");
  EXPECT_FALSE(unit(0).definition);
  EXPECT_EQ(parsed.tree.declarations[0].documentation->text, "piece of work");
  EXPECT_EQ(format_unit(*unit(1).definition), "people*week");
  EXPECT_EQ(unit(2).definition->kind, UnitSyntax::Kind::product);
  EXPECT_EQ(unit(2).definition->parts[0].number, 13);
  EXPECT_EQ(format_unit(*unit(2).definition), "13 week");
  EXPECT_EQ(format_unit(*unit(3).definition), "mass*length^2/second^2");
  EXPECT_EQ(parsed.tree.declarations[3].documentation->text, "work done");
  EXPECT_EQ(unit(4).definition->exponent_denominator, 2);
}

TEST(DeclarationTest, UnitsOfVariables) {
  const auto parsed =
      parse_clean("aux a: 1/(item*week) = 1\naux b: week^-1 = 1\naux c: 1 = 1\naux d = 1\n");
  EXPECT_EQ(format_unit(*parsed.variable(0).unit), "1/(item*week)");
  EXPECT_EQ(parsed.variable(1).unit->exponent, -1);
  EXPECT_EQ(parsed.variable(2).unit->kind, UnitSyntax::Kind::one);
  EXPECT_FALSE(parsed.variable(3).unit);
}

TEST(DeclarationTest, DimensionsAndMappings) {
  const auto parsed = parse_clean(
      "dimension department = x, y\n"
      "dimension team = a, b, c maps to department {a: x, b: y, c: y} maps to site {a: s, b: s, c: "
      "s}\n");
  const auto& team = *parsed.tree.declarations[1].dimension;
  EXPECT_EQ(joined(team.elements), "a,b,c");
  ASSERT_EQ(team.mappings.size(), 2u);
  EXPECT_EQ(team.mappings[0].target.text, "department");
  EXPECT_EQ(team.mappings[0].pairs[2].first.text, "c");
  EXPECT_EQ(team.mappings[0].pairs[2].second.text, "y");
}

TEST(DeclarationTest, StockWithFlowsDocumentationAndSource) {
  const auto parsed = parse_clean(
      "stock backlog[kind]: item = 400\n"
      "    inflow  arrivals, rework\n"
      "    outflow completions\n"
      "    \"Accepted work\"\n"
      "    \"that is not finished.\"\n"
      "    source \"count of 2023\"\n");
  const auto& stock = parsed.variable();
  EXPECT_EQ(stock.kind, VariableKind::stock);
  EXPECT_EQ(joined(stock.subscripts), "kind");
  ASSERT_EQ(stock.flows.size(), 3u);
  EXPECT_TRUE(stock.flows[1].inflow);
  EXPECT_EQ(stock.flows[1].name.text, "rework");
  EXPECT_FALSE(stock.flows[2].inflow);
  EXPECT_EQ(parsed.tree.declarations[0].documentation->text, "Accepted work that is not finished.");
  EXPECT_EQ(parsed.tree.declarations[0].provenance->text, "count of 2023");
}

TEST(DeclarationTest, ParametersWithRangeAndDistribution) {
  const auto parsed = parse_clean(
      "parameter experience_time: week = 40 range 20 .. 80 ~ lognormal(median = 40, p95 = 70)\n"
      "lever target: 1 = 0.85 range 0.5..1\n"
      "constant hours: 1 = 40\n");
  EXPECT_EQ(parsed.variable(0).range->high->number, 80);
  EXPECT_EQ(format_expression(*parsed.variable(0).distribution->call),
            "lognormal(median = 40, p95 = 70)");
  EXPECT_EQ(parsed.variable(1).kind, VariableKind::lever);
  EXPECT_EQ(parsed.variable(1).range->low->number, 0.5);
  EXPECT_EQ(parsed.variable(1).range->high->number, 1);
  EXPECT_EQ(parsed.variable(2).kind, VariableKind::constant);
}

TEST(DeclarationTest, IndicatorsSayWhichDirectionIsBetter) {
  const auto parsed =
      parse_clean("indicator lead_time: week = backlog / completions better down range 0 .. 20\n");
  EXPECT_EQ(parsed.variable().better->text, "down");
  EXPECT_TRUE(parsed.variable().range);
}

TEST(DeclarationTest, NestedTablesOfValues) {
  const auto parsed = parse_clean(
      "stock obstacle[kind, level]: 1 = {\n"
      "        dependencies: {team: 0.38, system: 2 * base},\n"
      "        policy: 0.42,\n"
      "}\n");
  const auto& table = *parsed.variable().value;
  ASSERT_EQ(table.entries.size(), 2u);
  EXPECT_FALSE(table.expression);
  EXPECT_EQ(table.entries[0].value->entries[1].element.text, "system");
  EXPECT_EQ(format_expression(*table.entries[0].value->entries[1].value->expression), "2 * base");
  EXPECT_EQ(table.entries[1].value->expression->number, 0.42);
}

TEST(DeclarationTest, LookupsOfEveryMode) {
  for (const std::string mode : {"clamp", "extrapolate", "step", "smooth"}) {
    const auto parsed = parse_clean(
        "lookup f[kind](pressure: 1): item/week = (0, 1) (0.8, -1), (1, 1.6) " + mode + "\n");
    const auto& lookup = *parsed.tree.declarations[0].lookup;
    EXPECT_EQ(lookup.argument.text, "pressure");
    EXPECT_EQ(lookup.points.size(), 3u);
    EXPECT_EQ(format_expression(*lookup.points[1].y), "-1");
    EXPECT_EQ(lookup.mode->text, mode);
  }
  EXPECT_FALSE(
      parse_clean("lookup f(x: 1): 1 = (0, 1) (1, 2)\n").tree.declarations[0].lookup->mode);
}

TEST(DeclarationTest, DataSeries) {
  const auto parsed = parse_clean(
      "data demand: item/week from \"demand.csv\" column \"new items\" linear\n"
      "data other[kind]: 1 from \"other.csv\"\n"
      "    source \"statistics office\"\n");
  EXPECT_EQ(parsed.variable(0).data_file->text, "demand.csv");
  EXPECT_EQ(parsed.variable(0).data_column->text, "new items");
  EXPECT_EQ(parsed.variable(0).data_mode->text, "linear");
  EXPECT_FALSE(parsed.variable(0).value);
  EXPECT_FALSE(parsed.variable(1).data_column || parsed.variable(1).data_mode);
  EXPECT_EQ(parsed.tree.declarations[1].provenance->text, "statistics office");
}

TEST(DeclarationTest, UserFunctions) {
  const auto parsed =
      parse_clean("function share(part: item, whole: item, floor): 1 = part / max(whole, floor)\n");
  const auto& function = *parsed.tree.declarations[0].function;
  ASSERT_EQ(function.parameters.size(), 3u);
  EXPECT_EQ(format_unit(*function.parameters[1].unit), "item");
  EXPECT_FALSE(function.parameters[2].unit);
  EXPECT_EQ(format_expression(*function.body), "part / max(whole, floor)");
}

TEST(DeclarationTest, ChecksWithToleranceAndRunningNames) {
  const auto parsed = parse_clean(
      "check sum(share[*]) == 1 within 1e-9\n"
      "check obstacle[k, l] >= 0 for k in kind, l in level \"never negative\"\n");
  EXPECT_EQ(parsed.tree.declarations[0].check->within->number, 1e-9);
  EXPECT_EQ(parsed.tree.declarations[1].check->bindings.size(), 2u);
  EXPECT_EQ(parsed.tree.declarations[1].documentation->text, "never negative");
}

TEST(DeclarationTest, IndentedAndBlankLinesContinueADeclaration) {
  const auto parsed =
      parse_clean("aux a: 1 =\n  1\n\n\t+ 2\n\n# a comment at the margin\n  + 3\naux b: 1 = 4\n");
  ASSERT_EQ(parsed.tree.declarations.size(), 2u);
  EXPECT_EQ(format_expression(*parsed.variable(0).value->expression), "1 + 2 + 3");
}

TEST(DeclarationTest, ATextOverSeveralLinesHasSingleBlanksAtTheLineEnds) {
  const auto parsed = parse_clean(
      "aux a: 1 = 1\n    \"one  two   \r\n      three # no comment\n\tfour\\n\n    five\"  # "
      "behind\naux b: 1 = 2\n");
  EXPECT_EQ(parsed.tree.declarations[0].documentation->text,
            "one  two three # no comment four\n five");
  ASSERT_EQ(parsed.tree.declarations[0].comments.inside.size(), 1u);
  EXPECT_EQ(
      parse_clean("aux a: 1 = 1\n  \"\n  text\n  \"\n").tree.declarations[0].documentation->text,
      "text");
}

TEST(DeclarationTest, EscapesInTexts) {
  const auto parsed =
      parse_clean("aux a: 1 = 1\n    \"say \\\"no\\\" \\\\ and\\n\\tgo: \xC3\xA9\"\n");
  EXPECT_EQ(parsed.tree.declarations[0].documentation->text, "say \"no\" \\ and\n\tgo: \xC3\xA9");
}

}  // namespace
}  // namespace slackwater::language

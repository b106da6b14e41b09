#include <fmt/format.h>

#include "declaration_parser.hpp"
#include "expression_parser.hpp"

/// The declarations that are no variables: time, units, dimensions, lookups, functions, checks.
namespace slackwater::language {
namespace {

void parse_time_clause(Cursor& cursor, TimeDeclaration& time) {
  const auto word = cursor.peek().text;
  if (word == "method") {
    if (refuse_second(cursor, time.method.has_value(), "'method'")) return;
    cursor.take();
    time.method = cursor.expect_choice(
        "integration method", {"euler", "rk2", "rk4", "dopri5", "rosenbrock4", "discrete"});
    return;
  }
  auto& target = word == "from"   ? time.from
                 : word == "to"   ? time.to
                 : word == "step" ? time.step
                                  : time.save;
  if (refuse_second(cursor, target != nullptr, fmt::format("'{}'", word))) return;
  cursor.take();
  target = parse_expression(cursor);
}

bool at_time_clause(const Cursor& cursor) {
  return cursor.is_word("from") || cursor.is_word("to") || cursor.is_word("step") ||
         cursor.is_word("save") || cursor.is_word("method");
}

// The text of a unit may stand before its definition too: `unit item "piece of work" = ...`.
void parse_early_documentation(Cursor& cursor, Declaration& declaration) {
  if (!cursor.failed() && cursor.peek().kind == Token::Kind::string) {
    parse_documentation_clause(cursor, declaration);
  }
}

void parse_mapping(Cursor& cursor, DimensionDeclaration& dimension) {
  if (!cursor.take_word("to")) {
    cursor.fail_expected("'to' and a dimension", "maps to department {a: x, b: y}");
    return;
  }
  auto target = cursor.expect_name("the name of the dimension that it maps to");
  if (!target) return;
  const auto open = cursor.peek().span;
  if (!cursor.expect_symbol("{", "and a pair for each element")) return;
  DimensionDeclaration::Mapping mapping{std::move(*target), {}};
  do {
    if (cursor.is_symbol("}")) break;
    auto from = cursor.expect_name("an element, as in '{a: x, b: y}'");
    if (!from || !cursor.expect_symbol(":", "and the element that it maps to")) return;
    auto to = cursor.expect_name("an element of the other dimension");
    if (!to) return;
    mapping.pairs.emplace_back(std::move(*from), std::move(*to));
  } while (cursor.take_symbol(","));
  if (mapping.pairs.empty()) cursor.fail_expected("an element, as in '{a: x, b: y}'");
  if (cursor.expect_closing("}", open, "','")) dimension.mappings.push_back(std::move(mapping));
}

bool parse_point(Cursor& cursor, LookupDeclaration& lookup) {
  LookupDeclaration::Point point;
  const auto open = cursor.take().span;
  point.x = parse_expression(cursor);
  if (!point.x || !cursor.expect_symbol(",", "and a value")) return false;
  point.y = parse_expression(cursor);
  if (!point.y || !cursor.expect_closing(")", open, "an operator")) return false;
  point.span = cursor.since(open);
  lookup.points.push_back(std::move(point));
  return true;
}

void parse_function_parameters(Cursor& cursor, FunctionDeclaration& function) {
  const auto open = cursor.peek().span;
  if (!cursor.expect_symbol("(", "and the arguments of the function")) return;
  if (!cursor.is_symbol(")")) {
    do {
      auto name = cursor.expect_name("the name of an argument");
      if (!name) return;
      function.parameters.push_back({std::move(*name), std::nullopt});
      parse_optional_unit(cursor, function.parameters.back().unit);
    } while (!cursor.failed() && cursor.take_symbol(","));
  }
  cursor.expect_closing(")", open, "','");
}

}  // namespace

void parse_time(Cursor& cursor, Declaration& declaration) {
  declaration.time = std::make_unique<TimeDeclaration>();
  auto& time = *declaration.time;
  auto unit = cursor.expect_name("the time unit, as in 'time week from 0 to 260 step 1/16'");
  if (!unit) return;
  time.unit = std::move(*unit);
  while (!cursor.failed() && at_time_clause(cursor)) parse_time_clause(cursor, time);
  if (cursor.failed()) return;
  if (!cursor.at_end() && cursor.peek().kind != Token::Kind::string && !cursor.is_word("source")) {
    const auto similar =
        base::closest_name(cursor.peek().text, {"from", "to", "step", "save", "method"});
    cursor.fail_expected("one of from, to, step, save, method",
                         similar.empty() ? "" : fmt::format("did you mean '{}'?", similar));
  }
  if (cursor.failed()) return;
  const auto* missing = !time.from ? "from" : !time.to ? "to" : nullptr;
  if (missing) {
    cursor.fail("E0118", fmt::format("the time declaration has no '{}'", missing), time.unit.span,
                "time week from 0 to 260 step 1/16");
  }
}

void parse_unit_declaration(Cursor& cursor, Declaration& declaration) {
  declaration.unit = std::make_unique<UnitDeclaration>();
  auto& unit = *declaration.unit;
  do {
    const auto token = cursor.peek();
    auto name = cursor.expect_name("the name of a unit");
    if (!name) return;
    if (is_clause_word(name->text)) {
      cursor.fail("E0114",
                  fmt::format("'{}' is a word of the language and cannot be a unit", name->text),
                  token.span, fmt::format("choose another name, for example '{}_'", name->text));
      return;
    }
    if (unit.name.text.empty()) {
      unit.name = std::move(*name);
    } else {
      unit.synonyms.push_back(std::move(*name));
    }
  } while (cursor.take_symbol(","));
  parse_early_documentation(cursor, declaration);
  if (!cursor.failed() && cursor.take_symbol("=")) unit.definition = parse_unit(cursor, true);
}

void parse_dimension(Cursor& cursor, Declaration& declaration) {
  declaration.dimension = std::make_unique<DimensionDeclaration>();
  auto& dimension = *declaration.dimension;
  auto name = cursor.expect_name("the name of a dimension");
  if (!name || !cursor.expect_symbol("=", "and its elements")) return;
  dimension.name = std::move(*name);
  do {
    auto element = cursor.expect_name("the name of an element");
    if (!element) return;
    dimension.elements.push_back(std::move(*element));
  } while (cursor.take_symbol(","));
  while (!cursor.failed() && cursor.take_word("maps")) parse_mapping(cursor, dimension);
}

void parse_lookup(Cursor& cursor, Declaration& declaration) {
  declaration.lookup = std::make_unique<LookupDeclaration>();
  auto& lookup = *declaration.lookup;
  auto name = cursor.expect_name("the name of a lookup");
  if (!name) return;
  lookup.name = std::move(*name);
  parse_declared_subscripts(cursor, lookup.subscripts);
  const auto open = cursor.peek().span;
  if (!cursor.expect_symbol("(", "and the argument, as in 'lookup effect(pressure: 1): 1 = ...'"))
    return;
  auto argument = cursor.expect_name("the name of the argument");
  if (!argument) return;
  lookup.argument = std::move(*argument);
  parse_optional_unit(cursor, lookup.argument_unit);
  if (!cursor.expect_closing(")", open, "")) return;
  parse_optional_unit(cursor, lookup.unit);
  if (!cursor.expect_symbol("=", "and points, as in '(0, 1) (2, 3)'")) return;
  while (cursor.is_symbol("(")) {
    if (!parse_point(cursor, lookup)) return;
    cursor.take_symbol(",");
  }
  if (lookup.points.empty()) {
    cursor.fail_expected("a point, as in '(0, 1)'");
  } else if (cursor.peek().kind == Token::Kind::word && !cursor.is_word("source")) {
    lookup.mode = cursor.expect_choice("lookup mode", {"clamp", "extrapolate", "step", "smooth"});
  }
}

void parse_function(Cursor& cursor, Declaration& declaration) {
  declaration.function = std::make_unique<FunctionDeclaration>();
  auto& function = *declaration.function;
  auto name = cursor.expect_name("the name of a function");
  if (!name) return;
  function.name = std::move(*name);
  parse_function_parameters(cursor, function);
  parse_optional_unit(cursor, function.unit);
  if (cursor.expect_symbol("=", "and an expression")) function.body = parse_expression(cursor);
}

void parse_check(Cursor& cursor, Declaration& declaration) {
  declaration.check = std::make_unique<CheckDeclaration>();
  auto& check = *declaration.check;
  check.condition = parse_expression(cursor);
  while (!cursor.failed()) {
    if (cursor.is_word("for")) {
      if (refuse_second(cursor, !check.bindings.empty(), "'for'")) return;
      cursor.take();
      parse_bindings(cursor, check.bindings);
    } else if (cursor.is_word("within")) {
      if (refuse_second(cursor, check.within != nullptr, "'within'")) return;
      cursor.take();
      check.within = parse_expression(cursor);
    } else {
      return;
    }
  }
}

}  // namespace slackwater::language

#include <fmt/format.h>

#include "declaration_parser.hpp"

/// Declarations of variables: a head, a value, and the clauses that their kind allows.
namespace slackwater::language {
namespace {

std::string_view kind_name(VariableKind kind) {
  switch (kind) {
    case VariableKind::stock:
      return "a stock";
    case VariableKind::flow:
      return "a flow";
    case VariableKind::auxiliary:
      return "an auxiliary";
    case VariableKind::parameter:
      return "a parameter";
    case VariableKind::lever:
      return "a lever";
    case VariableKind::constant:
      return "a constant";
    case VariableKind::indicator:
      return "an indicator";
    case VariableKind::data:
      break;
  }
  return "a data series";
}

std::unique_ptr<ValueTable> parse_value(Cursor& cursor);

void parse_table(Cursor& cursor, ValueTable& table) {
  const auto open = cursor.peek().span;
  if (!cursor.enter(open)) return;
  cursor.take();
  while (!cursor.failed() && !cursor.is_symbol("}")) {
    auto element = cursor.expect_name("an element, as in '{team: 0.4}'");
    if (!element || !cursor.expect_symbol(":", "and a value")) return;
    auto value = parse_value(cursor);
    if (!value) return;
    table.entries.push_back({std::move(*element), std::move(value)});
    if (!cursor.take_symbol(",")) break;
  }
  if (table.entries.empty()) cursor.fail_expected("an element, as in '{team: 0.4}'");
  if (cursor.expect_closing("}", open, "','")) cursor.leave();
}

std::unique_ptr<ValueTable> parse_value(Cursor& cursor) {
  auto value = std::make_unique<ValueTable>();
  const auto begin = cursor.peek().span;
  if (cursor.is_symbol("{")) {
    parse_table(cursor, *value);
  } else {
    value->expression = parse_expression(cursor);
  }
  if (cursor.failed()) return nullptr;
  value->span = cursor.since(begin);
  return value;
}

class ClauseParser {
 public:
  ClauseParser(Cursor& cursor, Declaration& declaration)
      : cursor_(cursor), declaration_(declaration), variable_(*declaration.variable) {}

  /// One clause, if one comes next.
  bool clause() {
    if (cursor_.is_word("range")) return range();
    if (cursor_.is_symbol("~")) return distribution();
    if (cursor_.is_word("better")) return better();
    if (cursor_.is_word("inflow") || cursor_.is_word("outflow")) return flows();
    return parse_documentation_clause(cursor_, declaration_);
  }

 private:
  bool allowed(bool by_kind, std::string_view clause, std::string_view where) {
    if (by_kind) return true;
    cursor_.fail("E0113", fmt::format("{} has no {}", kind_name(variable_.kind), clause),
                 cursor_.peek().span, fmt::format("{} stands behind {}", clause, where));
    return false;
  }

  bool range() {
    const auto kind = variable_.kind;
    const bool has_range = kind == VariableKind::parameter || kind == VariableKind::lever ||
                           kind == VariableKind::indicator;
    if (!allowed(has_range, "'range'", "a parameter, a lever or an indicator")) return false;
    if (refuse_second(cursor_, variable_.range.has_value(), "'range'")) return false;
    const auto begin = cursor_.take().span;
    RangeSyntax range;
    range.low = parse_expression(cursor_);
    if (!cursor_.expect_symbol("..", "and the upper end of the range")) return false;
    range.high = parse_expression(cursor_);
    range.span = cursor_.since(begin);
    if (range.high) variable_.range = std::move(range);
    return !cursor_.failed();
  }

  bool distribution() {
    const auto kind = variable_.kind;
    const bool drawn = kind == VariableKind::parameter || kind == VariableKind::lever;
    if (!allowed(drawn, "distribution '~'", "a parameter or a lever")) return false;
    if (refuse_second(cursor_, variable_.distribution.has_value(), "the distribution '~'")) {
      return false;
    }
    const auto begin = cursor_.take().span;
    const auto at = cursor_.peek().span;
    auto call = parse_expression(cursor_);
    if (!call) return false;
    if (call->kind != Expr::Kind::call) {
      cursor_.fail("E0108", "expected a distribution behind '~'", base::cover(at, call->span),
                   "for example '~ lognormal(median = 40, p95 = 70)'");
      return false;
    }
    variable_.distribution = DistributionSyntax{std::move(call), cursor_.since(begin)};
    return true;
  }

  bool better() {
    if (!allowed(variable_.kind == VariableKind::indicator, "'better'", "an indicator")) {
      return false;
    }
    if (refuse_second(cursor_, variable_.better.has_value(), "'better'")) return false;
    cursor_.take();
    variable_.better = cursor_.expect_choice("direction", {"up", "down"});
    return variable_.better.has_value();
  }

  bool flows() {
    const auto word = fmt::format("'{}'", cursor_.peek().text);
    if (!allowed(variable_.kind == VariableKind::stock, word, "a stock")) return false;
    const bool inflow = cursor_.take().text == "inflow";
    do {
      auto name = cursor_.expect_name("the name of a flow");
      if (!name) return false;
      variable_.flows.push_back({std::move(*name), inflow});
      if (cursor_.is_symbol("[")) {
        cursor_.fail("E0108", "a flow is attached without subscripts", cursor_.peek().span,
                     "each element of the stock takes the same element of the flow");
        return false;
      }
      const bool formula = cursor_.peek().kind == Token::Kind::symbol && !cursor_.is_symbol(",");
      if (formula) {
        cursor_.fail_expected("the end of the line",
                              "declare a flow with this equation and name it here");
        return false;
      }
    } while (cursor_.take_symbol(","));
    return true;
  }

  Cursor& cursor_;
  Declaration& declaration_;
  VariableDeclaration& variable_;
};

void parse_data_clauses(Cursor& cursor, VariableDeclaration& variable) {
  if (!cursor.take_word("from")) {
    if (!cursor.failed()) {
      cursor.fail_expected("'from' and a file name", "data demand: item/week from \"demand.csv\"");
    }
    return;
  }
  variable.data_file = cursor.expect_one_text("a file name in double quotes");
  if (!cursor.failed() && cursor.take_word("column")) {
    variable.data_column = cursor.expect_one_text("a column name in double quotes");
  }
  if (!cursor.failed() && cursor.peek().kind == Token::Kind::word && !cursor.is_word("source")) {
    variable.data_mode = cursor.expect_choice("interpolation", {"linear", "step", "none"});
  }
}

void fail_behind_value(Cursor& cursor, const VariableDeclaration& variable) {
  std::vector<std::string> words = {"source"};
  if (variable.kind == VariableKind::stock) words.insert(words.end(), {"inflow", "outflow"});
  if (variable.kind == VariableKind::indicator) words.insert(words.end(), {"better", "range"});
  if (variable.kind == VariableKind::parameter || variable.kind == VariableKind::lever) {
    words.emplace_back("range");
  }
  auto hint = cursor.expression_hint();
  if (cursor.peek().kind == Token::Kind::word) {
    const auto similar = base::closest_name(cursor.peek().text, words);
    if (!similar.empty()) hint = fmt::format("did you mean '{}'?", similar);
  }
  // In `0.85 rang 0.5 .. 1` the misspelt clause was read as the unit of the number before it.
  const auto& before = cursor.previous();
  const auto similar =
      before.kind == Token::Kind::word ? base::closest_name(before.text, words) : "";
  if (!similar.empty())
    hint = fmt::format("'{}' was read as a unit: did you mean '{}'?", before.text, similar);
  cursor.fail_expected("an operator or the end of the declaration", std::move(hint));
}

}  // namespace

void parse_variable(Cursor& cursor, VariableKind kind, Declaration& declaration) {
  declaration.variable = std::make_unique<VariableDeclaration>();
  auto& variable = *declaration.variable;
  variable.kind = kind;
  auto name = cursor.expect_name(fmt::format("the name of {}", kind_name(kind)));
  if (!name) return;
  variable.name = std::move(*name);
  parse_declared_subscripts(cursor, variable.subscripts);
  parse_optional_unit(cursor, variable.unit);
  if (cursor.failed()) return;
  if (kind == VariableKind::data) {
    parse_data_clauses(cursor, variable);
  } else if (cursor.expect_symbol(
                 "=", kind == VariableKind::stock ? "and an initial value" : "and an equation")) {
    variable.value = parse_value(cursor);
  }
  ClauseParser clauses(cursor, declaration);
  while (!cursor.failed() && clauses.clause()) {
  }
  if (!cursor.failed() && !cursor.at_end()) fail_behind_value(cursor, variable);
}

}  // namespace slackwater::language

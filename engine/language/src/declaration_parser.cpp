#include "declaration_parser.hpp"

#include <fmt/format.h>

#include <map>

#include "expression_parser.hpp"

namespace slackwater::language {
namespace {

std::string hint_for_word(const Token& word) {
  // Words of neighbouring tools and words that continue a declaration.
  static constexpr std::pair<std::string_view, std::string_view> kOtherTools[] = {
      {"level", "stock"},       {"rate", "flow"},           {"converter", "aux"},
      {"variable", "aux"},      {"subscript", "dimension"}, {"table", "lookup"},
      {"setting", "parameter"}, {"output", "indicator"},    {"assert", "check"}};
  static constexpr std::string_view kContinuations[] = {
      "inflow", "outflow", "source", "range", "better", "within", "from", "to", "save",
      "method", "column",  "then",   "else",  "and",    "or",     "step", "if"};
  for (const auto continuation : kContinuations) {
    if (word.text == continuation) {
      return fmt::format("'{}' continues a declaration: indent its line", word.text);
    }
  }
  for (const auto& [other, ours] : kOtherTools) {
    if (word.text == other) return fmt::format("the word here is '{}'", ours);
  }
  const auto similar =
      base::closest_name(word.text, {kDeclarationWords.begin(), kDeclarationWords.end()});
  if (!similar.empty()) return fmt::format("did you mean '{}'?", similar);
  return "a declaration starts with one of model, section, time, unit, dimension, lever, "
         "parameter, constant, stock, flow, aux, indicator, lookup, data, function, check";
}

void parse_title(Cursor& cursor, Declaration& declaration) {
  auto title = cursor.expect_one_text("a title in double quotes");
  if (title) declaration.title = std::move(*title);
}

bool parse_kind(Cursor& cursor, std::string_view word, Declaration& declaration) {
  using Kind = Declaration::Kind;
  static constexpr std::pair<std::string_view, VariableKind> kVariables[] = {
      {"stock", VariableKind::stock},
      {"flow", VariableKind::flow},
      {"aux", VariableKind::auxiliary},
      {"auxiliary", VariableKind::auxiliary},
      {"parameter", VariableKind::parameter},
      {"lever", VariableKind::lever},
      {"constant", VariableKind::constant},
      {"indicator", VariableKind::indicator},
      {"data", VariableKind::data}};
  for (const auto& [name, kind] : kVariables) {
    if (word != name) continue;
    declaration.kind = Kind::variable;
    parse_variable(cursor, kind, declaration);
    return true;
  }
  using Rule = void (*)(Cursor&, Declaration&);
  static constexpr std::tuple<std::string_view, Kind, Rule> kOthers[] = {
      {"model", Kind::title, parse_title},
      {"section", Kind::section, parse_title},
      {"time", Kind::time, parse_time},
      {"unit", Kind::unit, parse_unit_declaration},
      {"dimension", Kind::dimension, parse_dimension},
      {"lookup", Kind::lookup, parse_lookup},
      {"function", Kind::function, parse_function},
      {"check", Kind::check, parse_check}};
  for (const auto& [name, kind, rule] : kOthers) {
    if (word != name) continue;
    declaration.kind = kind;
    rule(cursor, declaration);
    return true;
  }
  return false;
}

}  // namespace

std::optional<Declaration> parse_declaration(Cursor& cursor) {
  Declaration declaration;
  const auto first = cursor.peek();
  if (first.kind != Token::Kind::word) {
    cursor.fail_expected("a declaration", "a line that continues another one is indented");
    return std::nullopt;
  }
  cursor.take();
  if (!parse_kind(cursor, first.text, declaration)) {
    cursor.fail("E0106", fmt::format("unknown declaration '{}'", first.text), first.span,
                hint_for_word(first));
  }
  while (!cursor.failed() && parse_documentation_clause(cursor, declaration)) {
  }
  if (!cursor.failed() && !cursor.at_end()) {
    cursor.fail_expected("the end of the declaration", cursor.expression_hint());
  }
  if (cursor.failed()) return std::nullopt;
  declaration.span = cursor.since(first.span);
  return declaration;
}

bool refuse_second(Cursor& cursor, bool given, std::string_view clause) {
  if (!given) return false;
  cursor.fail("E0112", fmt::format("{} is written twice", clause), cursor.peek().span,
              "keep one of them");
  return true;
}

bool parse_documentation_clause(Cursor& cursor, Declaration& declaration) {
  if (cursor.failed()) return false;
  if (cursor.peek().kind == Token::Kind::string) {
    if (refuse_second(cursor, declaration.documentation.has_value(), "the documentation"))
      return false;
    declaration.documentation = cursor.expect_text("a text");
    return true;
  }
  if (!cursor.is_word("source")) return false;
  if (refuse_second(cursor, declaration.provenance.has_value(), "'source'")) return false;
  cursor.take();
  declaration.provenance = cursor.expect_text("a text that says where the number comes from");
  return true;
}

void parse_optional_unit(Cursor& cursor, std::optional<UnitSyntax>& unit) {
  if (!cursor.failed() && cursor.take_symbol(":")) unit = parse_unit(cursor);
}

void parse_declared_subscripts(Cursor& cursor, std::vector<Name>& subscripts) {
  if (cursor.failed() || !cursor.is_symbol("[")) return;
  const auto open = cursor.take().span;
  do {
    auto name = cursor.expect_name("a dimension or an element");
    if (!name) return;
    subscripts.push_back(std::move(*name));
  } while (cursor.take_symbol(","));
  cursor.expect_closing("]", open, "','");
}

ExprPtr parse_expression(Cursor& cursor) {
  if (cursor.failed()) return nullptr;
  return ExpressionParser(cursor).parse();
}

}  // namespace slackwater::language

#include <fmt/format.h>

#include <cstdlib>

#include "expression_parser.hpp"
#include "slackwater/base/number.hpp"

/// The small parts that expressions and declarations share: units, subscripts, bindings.
namespace slackwater::language {
namespace {

constexpr int kMostUnitFactors = 100;
constexpr int kLargestExponent = 99;

class UnitParser {
 public:
  UnitParser(Cursor& cursor, bool numbers) : cursor_(cursor), numbers_(numbers) {}

  std::optional<UnitSyntax> product() {
    const bool number_first = cursor_.peek().kind == Token::Kind::number;
    auto left = power();
    if (left && numbers_ && number_first && starts_factor()) {
      left = combine(UnitSyntax::Kind::product, std::move(*left), power());
    }
    while (left && (cursor_.is_symbol("*") || cursor_.is_symbol("/"))) {
      const auto kind =
          cursor_.take().text == "*" ? UnitSyntax::Kind::product : UnitSyntax::Kind::quotient;
      left = combine(kind, std::move(*left), power());
    }
    return left;
  }

 private:
  bool starts_factor() const {
    const auto& next = cursor_.peek();
    return cursor_.is_symbol("(") || (next.kind == Token::Kind::word && !is_clause_word(next.text));
  }

  std::optional<UnitSyntax> combine(UnitSyntax::Kind kind, UnitSyntax left,
                                    std::optional<UnitSyntax> right) {
    if (!right) return std::nullopt;
    UnitSyntax result;
    result.kind = kind;
    result.span = base::cover(left.span, right->span);
    result.parts.push_back(std::move(left));
    result.parts.push_back(std::move(*right));
    if (++factors_ <= kMostUnitFactors) return result;
    cursor_.fail("E0110", fmt::format("a unit of more than {} factors", kMostUnitFactors),
                 result.span, "name a part of it with a 'unit' declaration");
    return std::nullopt;
  }

  std::optional<UnitSyntax> power() {
    auto factor = atom();
    if (!factor || !cursor_.take_symbol("^")) return factor;
    UnitSyntax result;
    result.kind = UnitSyntax::Kind::power;
    const auto open = cursor_.peek().span;
    const bool fraction = cursor_.take_symbol("(");
    const auto numerator = integer(true);
    if (!numerator) return std::nullopt;
    result.exponent = *numerator;
    if (fraction) {
      if (cursor_.take_symbol("/")) {
        const auto denominator = integer(false);
        if (!denominator) return std::nullopt;
        result.exponent_denominator = *denominator;
      }
      if (!cursor_.expect_closing(")", open, "")) return std::nullopt;
    }
    result.span = cursor_.since(factor->span);
    result.parts.push_back(std::move(*factor));
    return result;
  }

  std::optional<int> integer(bool signed_number) {
    const bool negative = signed_number && cursor_.take_symbol("-");
    const auto& token = cursor_.peek();
    const auto value =
        token.kind == Token::Kind::number ? base::parse_number(token.text) : std::nullopt;
    const bool usable = value && *value >= (signed_number ? 0 : 1) && *value <= kLargestExponent &&
                        *value == static_cast<int>(*value);
    if (!usable) {
      cursor_.fail_expected(fmt::format("a whole exponent up to {}", kLargestExponent),
                            "a fraction is written 'item^(1/2)'");
      return std::nullopt;
    }
    cursor_.take();
    return static_cast<int>(negative ? -*value : *value);
  }

  std::optional<UnitSyntax> atom() {
    const auto& token = cursor_.peek();
    if (cursor_.is_symbol("(")) return parenthesized();
    if (token.kind == Token::Kind::number) return number();
    if (token.kind != Token::Kind::word || is_reserved(token.text)) {
      cursor_.fail_expected("a unit", "the unit of a number without a dimension is '1'");
      return std::nullopt;
    }
    const auto taken = cursor_.take();
    UnitSyntax result;
    result.kind = UnitSyntax::Kind::name;
    result.name = std::string(taken.text);
    result.span = taken.span;
    return result;
  }

  std::optional<UnitSyntax> parenthesized() {
    const auto open = cursor_.peek().span;
    if (!cursor_.enter(open)) return std::nullopt;
    cursor_.take();
    auto inner = product();
    if (!inner || !cursor_.expect_closing(")", open, "'*', '/'")) return std::nullopt;
    cursor_.leave();
    return inner;
  }

  std::optional<UnitSyntax> number() {
    const auto token = cursor_.peek();
    const auto value = base::parse_number(token.text).value_or(0);
    if (value != 1 && !numbers_) {
      cursor_.fail_expected("a unit", "a unit with a factor is declared: 'unit quarter = 13 week'");
      return std::nullopt;
    }
    if (!(value > 0)) {
      cursor_.fail_expected("a positive factor");
      return std::nullopt;
    }
    cursor_.take();
    UnitSyntax result;
    result.kind = value == 1 ? UnitSyntax::Kind::one : UnitSyntax::Kind::number;
    result.number = value;
    result.span = token.span;
    return result;
  }

  Cursor& cursor_;
  bool numbers_;
  int factors_ = 0;
};

}  // namespace

std::optional<UnitSyntax> parse_unit(Cursor& cursor, bool with_number) {
  if (cursor.failed()) return std::nullopt;
  return UnitParser(cursor, with_number).product();
}

std::optional<UnitSyntax> parse_short_unit(Cursor& cursor) {
  if (cursor.failed()) return std::nullopt;
  if (cursor.is_symbol("[")) {
    const auto open = cursor.take().span;
    auto unit = parse_unit(cursor);
    if (!unit || !cursor.expect_closing("]", open, "'*', '/'")) return std::nullopt;
    return unit;
  }
  const auto& token = cursor.peek();
  UnitSyntax result;
  if (cursor.peek().kind == Token::Kind::number && token.text == "1") {
    result.span = cursor.take().span;
    return result;
  }
  const auto name = cursor.expect_name("a unit or '['");
  if (!name) return std::nullopt;
  result.kind = UnitSyntax::Kind::name;
  result.name = name->text;
  result.span = name->span;
  return result;
}

bool parse_bindings(Cursor& cursor, std::vector<Binding>& bindings) {
  do {
    auto variable = cursor.expect_name("a running name, as in 'for i in dimension'");
    if (!variable) return false;
    if (!cursor.take_word("in")) {
      cursor.fail_expected("'in' and a dimension");
      return false;
    }
    auto dimension = cursor.expect_name("the name of a dimension");
    if (!dimension) return false;
    bindings.push_back({std::move(*variable), std::move(*dimension)});
  } while (cursor.take_symbol(","));
  return true;
}

bool parse_subscripts(Cursor& cursor, std::vector<Subscript>& subscripts) {
  const auto open = cursor.take().span;
  do {
    Subscript subscript;
    subscript.span = cursor.peek().span;
    if (cursor.take_symbol("*")) {
      subscript.kind = Subscript::Kind::star;
    } else {
      auto name = cursor.expect_name("a dimension, an element or '*'");
      if (!name) return false;
      subscript.name = std::move(*name);
    }
    subscripts.push_back(std::move(subscript));
  } while (cursor.take_symbol(","));
  return cursor.expect_closing("]", open, "','");
}

}  // namespace slackwater::language

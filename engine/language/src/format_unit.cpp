#include "slackwater/base/number.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

using Kind = UnitSyntax::Kind;

bool is_product(const UnitSyntax& unit) {
  return unit.kind == Kind::product || unit.kind == Kind::quotient;
}

std::string in_parentheses(const UnitSyntax& unit, bool needed) {
  return needed ? "(" + format_unit(unit) + ")" : format_unit(unit);
}

std::string exponent(const UnitSyntax& unit) {
  const auto numerator = std::to_string(unit.exponent);
  if (unit.exponent_denominator == 1) return numerator;
  return "(" + numerator + "/" + std::to_string(unit.exponent_denominator) + ")";
}

}  // namespace

std::string format_unit(const UnitSyntax& unit) {
  switch (unit.kind) {
    case Kind::one:
      return "1";
    case Kind::number:
      return base::format_number(unit.number);
    case Kind::name:
      return unit.name;
    case Kind::power:
      return in_parentheses(unit.parts[0],
                            is_product(unit.parts[0]) || unit.parts[0].kind == Kind::power) +
             "^" + exponent(unit);
    case Kind::product:
    case Kind::quotient:
      break;
  }
  const auto left = format_unit(unit.parts[0]);
  const auto right = in_parentheses(unit.parts[1], is_product(unit.parts[1]));
  const bool factor_in_front = unit.kind == Kind::product && unit.parts[0].kind == Kind::number &&
                               unit.parts[1].kind != Kind::number &&
                               unit.parts[1].kind != Kind::one;
  if (factor_in_front) return left + " " + right;
  return left + (unit.kind == Kind::product ? "*" : "/") + right;
}

}  // namespace slackwater::language

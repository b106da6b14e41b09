#include <algorithm>

#include "unit_check.hpp"
#include "unit_messages.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;
using language::FunctionKind;
using language::UnitRule;
using Kind = Inferred::Kind;

// One of the unit variables u and v of a call: bound by the first argument whose unit is known.
struct UnitVariable {
  Inferred value{Kind::any, {}};
  const Expr* from = nullptr;
};

class CallUnits {
 public:
  CallUnits(Context& context, const Scope& scope, const Expr& call, const Reference& meaning)
      : context_(context), scope_(scope), call_(call), meaning_(meaning) {}

  Inferred infer() {
    const auto parameters = meaning_.info->parameters();
    for (std::size_t i = 0; i < meaning_.arguments.size(); ++i) {
      const auto* argument = meaning_.arguments[i];
      if (!argument) continue;
      const auto& parameter = parameters[std::min<std::size_t>(i, parameters.size() - 1)];
      argument_fits(*argument, parameter);
    }
    if (u_.value.known() && remembers()) context_.call_units[&call_] = u_.value.unit;
    return fine_ ? result(meaning_.info->result) : Inferred{};
  }

 private:
  bool remembers() const {
    return meaning_.info->kind == FunctionKind::memory ||
           meaning_.info->kind == FunctionKind::random;
  }

  void argument_fits(const Expr& argument, const language::FunctionParameter& parameter) {
    const auto given = infer_unit(context_, scope_, argument);
    if (given.kind == Kind::failed) {
      fine_ = false;
      return;
    }
    switch (parameter.unit) {
      case UnitRule::u:
        return bind(u_, argument, given);
      case UnitRule::v:
        return bind(v_, argument, given);
      case UnitRule::condition:
        if (given.known() && !given.unit.is_one()) {
          fine_ = false;
          report_condition(context_, scope_, argument, given.unit);
        }
        return;
      default:
        break;
    }
    const auto wanted = result(parameter.unit);
    if (!wanted.known() || !given.known() || units::same(given.unit, wanted.unit)) return;
    fine_ = false;
    report_argument(context_, scope_, argument, given.unit, wanted.unit,
                    "the argument " + quoted(parameter.name) + " of " + quoted(call_.name.text),
                    std::nullopt);
  }

  void bind(UnitVariable& variable, const Expr& argument, const Inferred& given) {
    const auto joined = join(variable.value, given);
    if (joined) {
      if (!variable.value.known() && given.known()) variable.from = &argument;
      variable.value = *joined;
      return;
    }
    fine_ = false;
    report_mismatch(context_, scope_,
                    "the arguments of " + quoted(call_.name.text) +
                        " have different units: " + quoted(context_.print(variable.value.unit)) +
                        " and " + quoted(context_.print(given.unit)),
                    argument.span, {variable.from, variable.value.unit}, {&argument, given.unit});
  }

  Inferred time() const {
    if (!context_.time_unit) return {Kind::undeclared, {}};
    return {Kind::known, *context_.time_unit};
  }

  static Inferred combined(const Inferred& a, const Inferred& b, bool quotient) {
    if (!a.known()) return a;
    if (!b.known()) return b.kind == Kind::any ? Inferred{Kind::undeclared, {}} : b;
    return {Kind::known, quotient ? a.unit / b.unit : a.unit * b.unit};
  }

  Inferred result(UnitRule rule) {
    const Inferred one{Kind::known, units::Unit{}};
    switch (rule) {
      case UnitRule::dimensionless:
      case UnitRule::condition:
        return one;
      case UnitRule::time:
        return time();
      case UnitRule::per_time:
        return combined(one, time(), true);
      case UnitRule::u:
        return u_.value;
      case UnitRule::v:
        return v_.value;
      case UnitRule::u_over_v:
        return combined(u_.value, v_.value, true);
      case UnitRule::u_times_time:
        return combined(u_.value, time(), false);
      case UnitRule::root_of_u:
        if (!u_.value.known()) return u_.value;
        return {Kind::known, units::power(u_.value.unit, units::make_exponent(1, 2))};
      case UnitRule::u_to_exponent:
        return power_unit(context_, scope_, *meaning_.arguments[0], u_.value,
                          *meaning_.arguments[1], one);
      case UnitRule::u_to_element_count:
        break;
    }
    if (!u_.value.known()) return u_.value;
    long long count = 1;
    for (const auto dimension : meaning_.dimensions) {
      count *= static_cast<long long>(context_.model.dimensions[dimension].elements.size());
    }
    return {Kind::known, u_.value.unit.is_one()
                             ? units::Unit{}
                             : units::power(u_.value.unit, units::make_exponent(count))};
  }

  Context& context_;
  const Scope& scope_;
  const Expr& call_;
  const Reference& meaning_;
  UnitVariable u_;
  UnitVariable v_;
  bool fine_ = true;
};

constexpr int kMostDecimals = 4;
constexpr long long kLargestExponent = 99;

// `0.65` as 65/100: the decimal text, so that no rounding comes in.
std::optional<units::Exponent> decimal_fraction(const Expr& literal) {
  std::string_view text = literal.number_text;
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  const auto point = text.find('.');
  auto decimals = point == std::string_view::npos ? "" : text.substr(point + 1);
  while (!decimals.empty() && decimals.back() == '0') decimals.remove_suffix(1);
  if (decimals.size() > kMostDecimals) return std::nullopt;
  long long numerator = 0;
  for (const char digit : text.substr(0, point)) {
    numerator = 10 * numerator + (digit - '0');
    if (numerator > kLargestExponent) return std::nullopt;
  }
  long long denominator = literal.percent ? 100 : 1;
  for (const char digit : decimals) {
    numerator = 10 * numerator + (digit - '0');
    denominator *= 10;
  }
  return units::make_exponent(numerator, denominator);
}

bool is_literal(const Expr& expression) {
  if (expression.kind == Expr::Kind::number) return !expression.unit;
  const bool quotient = expression.kind == Expr::Kind::binary &&
                        expression.binary == language::BinaryOperator::divide;
  const bool negative =
      expression.kind == Expr::Kind::unary && expression.unary == language::UnaryOperator::negate;
  return (quotient || negative) &&
         std::all_of(expression.arguments.begin(), expression.arguments.end(),
                     [](const auto& argument) { return is_literal(*argument); });
}

// The value of what `is_literal`, when it is a fraction that a unit can have as its exponent.
std::optional<units::Exponent> literal_exponent(const Expr& expression) {
  if (expression.kind == Expr::Kind::number) return decimal_fraction(expression);
  const auto a = literal_exponent(*expression.arguments[0]);
  if (!a) return std::nullopt;
  if (expression.kind == Expr::Kind::unary)
    return units::make_exponent(-a->numerator, a->denominator);
  const auto b = literal_exponent(*expression.arguments[1]);
  if (!b || b->numerator == 0) return std::nullopt;
  return units::make_exponent(static_cast<long long>(a->numerator) * b->denominator,
                              static_cast<long long>(a->denominator) * b->numerator);
}

}  // namespace

Inferred infer_function(Context& context, const Scope& scope, const Expr& call,
                        const Reference& meaning) {
  return CallUnits(context, scope, call, meaning).infer();
}

Inferred power_unit(Context& context, const Scope& scope, const Expr& base,
                    const Inferred& base_unit, const Expr& exponent,
                    const Inferred& exponent_unit) {
  if (base_unit.kind == Kind::failed || exponent_unit.kind == Kind::failed) return {};
  if (exponent_unit.known() && !exponent_unit.unit.is_one()) {
    auto& error = context.diagnostics.error("E0308",
                                            "an exponent must be dimensionless, but this is in " +
                                                quoted(context.print(exponent_unit.unit)),
                                            {scope.source, exponent.span});
    add_origins(context, scope, exponent, error);
    return {};
  }
  if (!base_unit.known() || base_unit.unit.is_one()) return base_unit;
  const bool literal = is_literal(exponent);
  if (const auto number = literal ? literal_exponent(exponent) : std::nullopt) {
    return {Kind::known, units::power(base_unit.unit, *number)};
  }
  auto& error = context.diagnostics.error(
      "E0308",
      "the unit of " + quoted(context.print(base_unit.unit)) + " to this power is not known: " +
          (literal ? "the exponent must be a fraction, or a decimal number up to " +
                         std::to_string(kLargestExponent) + " with at most " +
                         std::to_string(kMostDecimals) + " decimals"
                   : "the exponent is no literal number"),
      {scope.source, exponent.span},
      "divide by a reference value, so that the base has no unit: '(x / reference)^a'");
  add_origins(context, scope, base, error);
  return {};
}

}  // namespace slackwater::model::lowering

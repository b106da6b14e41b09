#include "describe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "slackwater/base/number.hpp"

namespace slackwater::scenario {
namespace {

constexpr int kDigits = 4;

class Describer {
 public:
  Describer(Evaluator& evaluator, const RunPlace& run) : evaluator_(evaluator), run_(run) {}

  std::string text(const Expression& expression) {
    switch (expression.op) {
      case Op::number:
        return slice(expression.source, expression.span);
      case Op::measure:
      case Op::search:
        return value(expression);
      case Op::call:
        if (function_of(expression.function).parameters[0].takes != Takes::number) {
          return value(expression);
        }
        break;
      case Op::scan:
      case Op::list:
        return list(expression);
      default:
        break;
    }
    return rewritten(expression);
  }

  /// The evaluated sides behind a comparison whose sides are calculations.
  std::string compared(const Expression& comparison) {
    std::string result = text(comparison);
    const auto& left = *comparison.operands[0];
    const auto& right = *comparison.operands[1];
    if (comparison.type != Type::condition || (is_plain(left) && is_plain(right))) return result;
    const auto sign_begin = left.span.end;
    const auto sign = trimmed(slice(comparison.source, {sign_begin, right.span.begin}));
    return fmt::format("{} ({} {} {})", result, value(left), sign, value(right));
  }

  std::string condition(const Expression& expression) {
    switch (expression.op) {
      case Op::logical_and:
      case Op::logical_or:
        return fmt::format("{} {} {}", condition(*expression.operands[0]),
                           expression.op == Op::logical_and ? "and" : "or",
                           condition(*expression.operands[1]));
      case Op::logical_not:
        return fmt::format("not {}", condition(*expression.operands[0]));
      default:
        return compared(expression);
    }
  }

 private:
  static std::string slice(const base::SourcePtr& source, base::Span span) {
    return std::string(source->slice(span));
  }

  /// Blanks at the ends and brackets that belong to a neighbour.
  static std::string trimmed(const std::string& text) {
    std::string result;
    for (const char c : text) {
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '(' && c != ')') result += c;
    }
    return result;
  }

  static bool is_plain(const Expression& expression) {
    if (expression.op == Op::negate) return is_plain(*expression.operands[0]);
    if (expression.op == Op::call) {
      return function_of(expression.function).parameters[0].takes != Takes::number;
    }
    return expression.op == Op::number || expression.op == Op::measure ||
           expression.op == Op::search;
  }

  std::string value(const Expression& expression) {
    auto outcome = evaluator_.number(expression, run_);
    // In its own unit, not in the one that the other side counts in.
    if (expression.factor != 0) outcome.value /= expression.factor;
    return number_text(outcome, expression.unit);
  }

  std::string list(const Expression& expression) {
    std::string result;
    for (const auto& outcome : evaluator_.numbers(expression, run_)) {
      result +=
          fmt::format("{}{}", result.empty() ? "" : ", ", number_text(outcome, expression.unit));
    }
    return fmt::format("[{}]", result);
  }

  /// The text as written with the operands' texts in place.
  std::string rewritten(const Expression& expression) {
    std::vector<const Expression*> parts;
    for (const auto& operand : expression.operands) {
      if (operand) parts.push_back(operand.get());
    }
    std::sort(parts.begin(), parts.end(), [](const Expression* a, const Expression* b) {
      return a->span.begin < b->span.begin;
    });
    std::string result;
    auto at = expression.span.begin;
    for (const auto* part : parts) {
      result += slice(expression.source, {at, part->span.begin}) + text(*part);
      at = part->span.end;
    }
    return result + slice(expression.source, {at, expression.span.end});
  }

  Evaluator& evaluator_;
  const RunPlace& run_;
};

}  // namespace

std::string number_text(const Outcome& outcome, const KnownUnit& unit) {
  switch (outcome.status) {
    case results::MetricStatus::never:
      return "never";
    case results::MetricStatus::run_failed:
      return "a run that failed";
    case results::MetricStatus::not_applicable:
      return "no number";
    case results::MetricStatus::reached:
      break;
  }
  const auto number = base::format_significant(outcome.value, kDigits);
  return unit.text.empty() || unit.text == "1" ? number : fmt::format("{} {}", number, unit.text);
}

std::string numbers_text(const Expression& condition, Evaluator& evaluator, const RunPlace& run) {
  return Describer(evaluator, run).condition(condition);
}

}  // namespace slackwater::scenario

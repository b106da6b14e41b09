#include <fmt/format.h>

#include <cmath>

#include "checker.hpp"

/// Arithmetic, comparisons and logic: what may meet what, in which units.
namespace slackwater::scenario {
namespace {

bool is_many(Type type) { return type == Type::numbers || type == Type::conditions; }

}  // namespace

/// How many numbers a list holds; nothing for one number, and for a scan whose points are wrong.
std::optional<std::size_t> Checker::length(const Expression& expression) const {
  if (!is_many(expression.type)) return std::nullopt;
  if (expression.op == Op::list) return expression.operands.size();
  if (expression.op == Op::scan) {
    const auto points = scenario_.scans[expression.index].over.size();
    return points > 0 ? std::optional(points) : std::nullopt;
  }
  for (const auto& operand : expression.operands) {
    if (const auto found = length(*operand)) return found;
  }
  return std::nullopt;
}

bool Checker::same_length(const Expression& left, const Expression& right, const Node& node) {
  const auto a = length(left);
  const auto b = length(right);
  if (!a || !b || *a == *b) return true;
  error("E1215", fmt::format("a list of {} meets a list of {}", *a, *b), node.span,
        "lists meet item by item: they need the same length");
  return false;
}

ExpressionPtr Checker::negate(const Node& node) {
  auto operand = expression(*node.children[0]);
  if (!operand) return nullptr;
  if (operand->type == Type::condition || operand->type == Type::conditions) {
    return error("E1204", "a minus sign before a condition", node.span, "write `not`");
  }
  auto made = make(node, Op::negate, operand->type);
  made->unit = operand->unit;
  made->bare = operand->bare;
  made->number = -operand->number;
  made->operands.push_back(std::move(operand));
  return made;
}

ExpressionPtr Checker::arithmetic(const Node& node) {
  auto left = expression(*node.children[0]);
  auto right = expression(*node.children[1]);
  if (!left || !right) return nullptr;
  for (const auto* side : {left.get(), right.get()}) {
    if (side->type == Type::condition || side->type == Type::conditions) {
      return error("E1204", "arithmetic with a condition", side->span,
                   "count conditions with `count(...)` or `share(...)`");
    }
  }
  const bool mixes = (left->type == Type::series && is_many(right->type)) ||
                     (right->type == Type::series && is_many(left->type));
  if (mixes) return error("E1204", "a series and a list in one sum", node.span);
  if (!same_length(*left, *right, node)) return nullptr;

  using syntax::Kind;
  if (node.kind == Kind::power) return power(node, std::move(left), std::move(right));
  auto type = Type::number;
  if (left->type == Type::series || right->type == Type::series) type = Type::series;
  if (is_many(left->type) || is_many(right->type)) type = Type::numbers;
  auto made = make(node, Op::add, type);
  if (node.kind == Kind::add || node.kind == Kind::subtract) {
    made->op = node.kind == Kind::add ? Op::add : Op::subtract;
    if (!unify(*left, *right, node.kind == Kind::add ? "a sum of" : "a difference of")) {
      return nullptr;
    }
    const bool left_zero = left->bare && left->number == 0;
    made->unit = left->unit.known && !left_zero ? left->unit : right->unit;
    made->bare = left->bare && right->bare;
  } else {
    const bool times = node.kind == Kind::multiply;
    made->op = times ? Op::multiply : Op::divide;
    if (left->unit.known && right->unit.known) {
      made->unit =
          known(times ? left->unit.unit * right->unit.unit : left->unit.unit / right->unit.unit);
    }
    made->bare = left->bare && right->bare;
  }
  if (made->bare) made->number = std::nan("");  // only `bare` zeros are looked at
  made->operands.push_back(std::move(left));
  made->operands.push_back(std::move(right));
  return made;
}

ExpressionPtr Checker::power(const Node& node, ExpressionPtr base_side, ExpressionPtr exponent) {
  if (exponent->unit.known && !exponent->unit.unit.is_one()) {
    return error("E1205", fmt::format("an exponent in {}", describe(*exponent)), exponent->span,
                 "exponents are dimensionless");
  }
  const auto type = base_side->type != Type::number ? base_side->type : exponent->type;
  auto made = make(node, Op::power, type);
  const auto value = constant(*exponent);
  if (base_side->unit.known && base_side->unit.unit.is_one()) {
    made->unit = one();
  } else if (base_side->unit.known && value && *value == std::floor(*value) &&
             std::abs(*value) <= 9) {
    made->unit = known(
        units::power(base_side->unit.unit, units::make_exponent(static_cast<long long>(*value))));
  } else if (base_side->unit.known) {
    return error(
        "E1205",
        fmt::format("a power of {} with an exponent that is no whole number", describe(*base_side)),
        node.span);
  }
  made->operands.push_back(std::move(base_side));
  made->operands.push_back(std::move(exponent));
  return made;
}

ExpressionPtr Checker::comparison(const Node& node) {
  auto left = expression(*node.children[0]);
  auto right = expression(*node.children[1]);
  if (!left || !right) return nullptr;
  for (const auto* side : {left.get(), right.get()}) {
    if (side->type == Type::series) {
      return error("E1206", "a series over time is compared", side->span,
                   "say when: `at(x, 52 week)`, `mean(x, 0 .. 52 week)`, `final(x)`, ...");
    }
    if (side->type != Type::number && side->type != Type::numbers) {
      return error("E1204", fmt::format("{} is compared", type_name(side->type)), side->span);
    }
  }
  if (!same_length(*left, *right, node)) return nullptr;
  if (!unify(*left, *right, "a comparison of")) return nullptr;
  using syntax::Kind;
  const bool many = left->type == Type::numbers || right->type == Type::numbers;
  auto made = make(node, Op::less, many ? Type::conditions : Type::condition);
  made->op = node.kind == Kind::less            ? Op::less
             : node.kind == Kind::less_equal    ? Op::less_equal
             : node.kind == Kind::greater       ? Op::greater
             : node.kind == Kind::greater_equal ? Op::greater_equal
             : node.kind == Kind::equal         ? Op::equal
                                                : Op::not_equal;
  made->unit = one();
  made->operands.push_back(std::move(left));
  made->operands.push_back(std::move(right));
  return made;
}

ExpressionPtr Checker::logic(const Node& node) {
  using syntax::Kind;
  auto made = make(node, Op::logical_not, Type::condition);
  if (node.kind != Kind::logical_not) {
    made->op = node.kind == Kind::logical_and ? Op::logical_and : Op::logical_or;
  }
  made->unit = one();
  for (const auto& child : node.children) {
    auto operand = expression(*child);
    if (!operand) return nullptr;
    if (operand->type != Type::condition) {
      return error("E1204", fmt::format("{} where a condition is needed", type_name(operand->type)),
                   child->span, "`and`, `or` and `not` join comparisons");
    }
    made->operands.push_back(std::move(operand));
  }
  return made;
}

std::optional<double> constant(const Expression& expression) {
  std::optional<double> value;
  const auto side = [&](std::size_t i) { return constant(*expression.operands[i]); };
  switch (expression.op) {
    case Op::number:
      value = expression.number;
      break;
    case Op::negate:
      if (const auto a = side(0)) value = -*a;
      break;
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide: {
      const auto a = side(0);
      const auto b = side(1);
      if (!a || !b) break;
      value = expression.op == Op::add        ? *a + *b
              : expression.op == Op::subtract ? *a - *b
              : expression.op == Op::multiply ? *a * *b
                                              : *a / *b;
      break;
    }
    default:
      break;
  }
  return value ? std::optional(*value * expression.factor) : std::nullopt;
}

}  // namespace slackwater::scenario

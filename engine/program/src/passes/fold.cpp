#include <cmath>
#include <optional>

#include "passes/passes.hpp"
#include "slackwater/program/scalar_operators.hpp"

namespace slackwater::program {

namespace {

class Folder {
 public:
  Folder(const Program& program, Graph& next) : program_(program), next_(next) {}

  ValueId fold(Value value) {
    if (value.kind != Value::Kind::operation || is_random(value.operation)) return next_.add(value);
    if (const auto number = number_of(value)) return constant(*number);
    if (const auto same = operand_that_is_result(value)) return *same;
    return next_.add(cheaper(value));
  }

 private:
  static bool is_random(Operation op) {
    return op >= Operation::random_uniform && op <= Operation::random_poisson;
  }

  std::optional<double> constant_of(ValueId id) const {
    const Value& value = next_[id];
    if (value.kind != Value::Kind::constant) return std::nullopt;
    return value.number;
  }

  // A result that is not finite is left to the run, which says so only where the operation is
  // needed.
  std::optional<double> number_of(const Value& value) const {
    std::array<double, 3> numbers{};
    for (int k = 0; k < value.operand_count(); ++k) {
      const auto number = constant_of(value.operands[k]);
      if (!number) return std::nullopt;
      numbers[k] = *number;
    }
    if (value.operation == Operation::series) return std::nullopt;
    const double result = value.operation == Operation::lookup
                              ? scalar::lookup_value(program_.lookups[value.table], numbers[0])
                              : scalar::apply(value.operation, numbers[0], numbers[1], numbers[2]);
    return std::isfinite(result) ? std::optional(result) : std::nullopt;
  }

  // Only identities that hold for every bit: x * 1, x / 1, x - 0, and a side that is chosen for
  // good.
  std::optional<ValueId> operand_that_is_result(const Value& value) const {
    const auto a = value.operand_count() > 0 ? constant_of(value.operands[0]) : std::nullopt;
    const auto b = value.operand_count() > 1 ? constant_of(value.operands[1]) : std::nullopt;
    switch (value.operation) {
      case Operation::multiply:
        if (a && *a == 1) return value.operands[1];
        if (b && *b == 1) return value.operands[0];
        break;
      case Operation::divide:
        if (b && *b == 1) return value.operands[0];
        break;
      case Operation::subtract:
        if (b && *b == 0 && !std::signbit(*b)) return value.operands[0];
        break;
      case Operation::select:
        if (a) return value.operands[scalar::is_true(*a) ? 1 : 2];
        break;
      case Operation::safe_div:
        if (b && *b == 0) return value.operands[2];
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  // Division by a power of two is a multiplication: both round the same exact quotient.
  Value cheaper(Value value) {
    const auto divisor = value.operand_count() > 1 ? constant_of(value.operands[1]) : std::nullopt;
    if (value.operation == Operation::safe_div && divisor) value.operation = Operation::divide;
    if (value.operation == Operation::divide && divisor && has_exact_reciprocal(*divisor)) {
      value.operation = Operation::multiply;
      value.operands[1] = constant(1 / *divisor);
    }
    return value;
  }

  static bool has_exact_reciprocal(double x) {
    int exponent = 0;
    return std::abs(std::frexp(x, &exponent)) == 0.5 && exponent > -1000 && exponent < 1000;
  }

  ValueId constant(double number) {
    Value value;
    value.kind = Value::Kind::constant;
    value.rate = Rate::constant;
    value.home = Home::start;
    value.uniform = true;
    value.finite = true;
    value.number = number;
    return next_.add(value);
  }

  const Program& program_;
  Graph& next_;
};

// A guard on a constant never speaks; a condition that is settled is not a condition.
void settle_guards(Graph& graph) {
  std::vector<Root> kept;
  for (Root root : graph.roots) {
    if (root.target == Root::Target::guard) {
      if (graph[root.value].kind == Value::Kind::constant) continue;
      if (root.condition.valid() && graph[root.condition].kind == Value::Kind::constant) {
        if (!scalar::is_true(graph[root.condition].number)) continue;
        root.condition = ValueId();
      }
    }
    kept.push_back(root);
  }
  graph.roots = std::move(kept);
}

}  // namespace

Graph fold(const Graph& graph, const Program& program) {
  Graph result = rewrite(graph, [&](ValueId, const Value& value, Graph& next) {
    return Folder(program, next).fold(value);
  });
  settle_guards(result);
  return result;
}

}  // namespace slackwater::program

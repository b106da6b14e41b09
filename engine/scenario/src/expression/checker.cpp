#include "checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace slackwater::scenario {
namespace {

/// One call of `check`, so that the text in work comes back after a measure was checked in between.
template <class T>
class Restore {
 public:
  explicit Restore(T& value) : value_(value), kept_(value) {}
  ~Restore() { value_ = std::move(kept_); }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& value_;
  T kept_;
};

}  // namespace

Checker::Checker(const Scenario& scenario, const model::Model& model,
                 std::vector<MeasureSource> measures, base::Diagnostics& diagnostics)
    : scenario_(scenario),
      model_(model),
      sources_(std::move(measures)),
      states_(sources_.size(), State::fresh),
      checked_(sources_.size()),
      diagnostics_(diagnostics) {}

std::shared_ptr<const Expression> Checker::check(const TextRange& text, Where where, Type wanted,
                                                 bool every_step) {
  return typed(text, where, wanted, every_step);
}

std::shared_ptr<const Expression> Checker::last_of(const TextRange& text) {
  auto series = typed(text, Where::measure, Type::series, false);
  if (!series) return nullptr;
  auto last = std::make_shared<Expression>();
  last->op = Op::call;
  last->type = Type::number;
  last->span = series->span;
  last->source = series->source;
  last->unit = series->unit;
  last->function = FunctionId::final;
  last->operands.push_back(std::move(series));
  return last;
}

ExpressionPtr Checker::typed(const TextRange& text, Where where, Type wanted, bool every_step) {
  const Restore source(source_);
  const Restore kept_where(where_);
  const Restore kept_step(every_step_);
  source_ = text.source;
  where_ = where;
  every_step_ = every_step;
  base::Diagnostics problems;
  const auto tree = syntax::parse(text, problems);
  diagnostics_.append(problems);
  if (problems.has_errors()) return nullptr;
  auto result = expression(*tree);
  if (!result) return nullptr;
  if (result->type == Type::series && wanted != Type::series) {
    error("E1206", "a series over time where a number is needed", tree->span,
          "say when: `at(x, 52 week)`, `mean(x, 0 .. 52 week)`, `final(x)`, ...");
    return nullptr;
  }
  if (result->type != wanted) {
    error("E1213", fmt::format("{} where {} is needed", type_name(result->type), type_name(wanted)),
          tree->span, wanted == Type::condition ? "compare it with something: `... > 2`" : "");
    return nullptr;
  }
  return result;
}

std::shared_ptr<const Expression> Checker::measure(std::size_t index) {
  if (states_[index] == State::fresh) {
    states_[index] = State::in_work;
    const auto& source = sources_[index];
    checked_[index] = check(source.text, Where::measure, Type::number, source.every_step);
    states_[index] = State::done;
  }
  return checked_[index];
}

model::Better Checker::better(std::size_t index) {
  const auto& source = sources_[index];
  const auto expression = measure(index);
  if (source.better != model::Better::none || !expression) return source.better;
  if (expression->op != Op::call || expression->operands.empty()) return model::Better::none;
  const auto* first = expression->operand(0);
  const auto unit = function_of(expression->function).unit;
  const bool follows = (unit == ResultUnit::of_first || unit == ResultUnit::first_times_time) &&
                       expression->function != FunctionId::worst_dip;
  if (!follows || first == nullptr || first->op != Op::series) return model::Better::none;
  const auto variable = model_.find_variable(first->variable);
  return variable ? model_.variables[variable->index].better : model::Better::none;
}

std::string_view type_name(Type type) {
  switch (type) {
    case Type::number:
      return "a number";
    case Type::condition:
      return "a condition";
    case Type::series:
      return "a series over time";
    case Type::numbers:
      return "a list of numbers";
    case Type::conditions:
      return "a list of conditions";
    case Type::argument:
      return "an argument";
  }
  return "";
}

bool reads_runs(const Expression& expression) {
  if (expression.op == Op::series || expression.op == Op::measure) return true;
  return std::any_of(expression.operands.begin(), expression.operands.end(),
                     [](const ExpressionPtr& operand) { return operand && reads_runs(*operand); });
}

bool reads_studies(const Expression& expression) {
  if (expression.op == Op::scan || expression.op == Op::search) return true;
  return std::any_of(
      expression.operands.begin(), expression.operands.end(),
      [](const ExpressionPtr& operand) { return operand && reads_studies(*operand); });
}

ExpressionPtr Checker::make(const Node& node, Op op, Type type) {
  auto made = std::make_unique<Expression>();
  made->op = op;
  made->type = type;
  made->span = node.span;
  made->source = source_;
  return made;
}

ExpressionPtr Checker::error(std::string code, std::string message, base::Span span,
                             std::string hint) {
  diagnostics_.error(std::move(code), std::move(message), {source_, span}, std::move(hint));
  return nullptr;
}

KnownUnit Checker::known(const units::Unit& unit) const {
  KnownUnit result;
  result.known = true;
  result.unit = unit;
  result.text = model_.units ? model_.units->print(unit) : (unit.is_one() ? "1" : "");
  return result;
}

KnownUnit Checker::time_unit() const {
  const auto unit = model_.units ? model_.units->find(model_.time.unit) : std::nullopt;
  return unit ? known(*unit) : KnownUnit{};
}

std::string Checker::describe(const Expression& expression) const {
  if (!expression.unit.known) return "a number without a known unit";
  if (expression.unit.unit.is_one()) return "a dimensionless number";
  return fmt::format("'{}'", expression.unit.text);
}

std::string Checker::written(double number, const KnownUnit& unit) const {
  const bool one_word = model_.units && model_.units->find(unit.text);
  return one_word ? fmt::format("{} {}", number, unit.text)
                  : fmt::format("{} [{}]", number, unit.text);
}

bool Checker::unify(const Expression& left, Expression& right, std::string_view doing) {
  if (!left.unit.known || !right.unit.known) return true;
  const bool left_zero = left.bare && left.number == 0;
  const bool right_zero = right.bare && right.number == 0;
  if (left_zero || right_zero) return true;
  const auto factor = units::conversion_factor(right.unit.unit, left.unit.unit);
  if (factor) {
    if (!units::same(left.unit.unit, right.unit.unit)) right.factor *= *factor;
    return true;
  }
  const auto& bare = left.bare ? left : right;
  const auto& other = left.bare ? right : left;
  error("E1205", fmt::format("{} {} and {}", doing, describe(left), describe(right)), right.span,
        bare.bare && std::isfinite(bare.number) && other.unit.text != "1"
            ? fmt::format("write the number with its unit: `{}`", written(bare.number, other.unit))
            : std::string("both sides need the same unit"));
  return false;
}

ExpressionPtr Checker::expression(const Node& node) {
  using syntax::Kind;
  switch (node.kind) {
    case Kind::number:
      return number(node);
    case Kind::path:
      return path(node);
    case Kind::negate:
      return negate(node);
    case Kind::add:
    case Kind::subtract:
    case Kind::multiply:
    case Kind::divide:
    case Kind::power:
      return arithmetic(node);
    case Kind::less:
    case Kind::less_equal:
    case Kind::greater:
    case Kind::greater_equal:
    case Kind::equal:
    case Kind::not_equal:
      return comparison(node);
    case Kind::logical_not:
    case Kind::logical_and:
    case Kind::logical_or:
      return logic(node);
    case Kind::list:
      return list(node);
    case Kind::call:
      return call(node);
    case Kind::pair:
      return error("E1204",
                   fmt::format("'{} {}' is not expected here", node.parts[0], node.parts[1]),
                   node.span, "a policy or future is named this way in `against = ...` only");
    case Kind::range:
      return error("E1204", "a window is not expected here", node.span);
    case Kind::share_of:
      return error("E1204", fmt::format("'of {}' is not expected here", node.parts[0]), node.span,
                   "it belongs to `within = ...` of `recovery_time`");
    case Kind::error:
      return nullptr;
  }
  return nullptr;
}

}  // namespace slackwater::scenario

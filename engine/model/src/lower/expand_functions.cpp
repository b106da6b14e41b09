#include "expander.hpp"

namespace slackwater::model::lowering {
namespace {

using language::DefaultValue;
using language::Expr;
using language::FunctionId;

constexpr std::size_t kLongestChain = 8;

bool is_condition(Operator op) {
  return (op >= Operator::less && op <= Operator::logical_or) || op == Operator::logical_not;
}

// A left-to-right chain of a few, halves of many: ten thousand terms must not make a tree as deep.
ExprId combine(Expander& expander, Operator op, base::Span span, const std::vector<ExprId>& terms,
               std::size_t from, std::size_t to) {
  if (to - from <= kLongestChain) {
    auto out = terms[from];
    for (auto i = from + 1; i < to; ++i) out = expander.node(op, span, out, terms[i]);
    return out;
  }
  const auto middle = from + (to - from) / 2;
  const auto left = combine(expander, op, span, terms, from, middle);
  const auto right = combine(expander, op, span, terms, middle, to);
  return expander.node(op, span, left, right);
}

ExprId reduction(Expander& expander, const Expr& call, const Reference& meaning) {
  const auto span = call.span;
  auto terms = expander.repeat(*meaning.arguments.front(), meaning.dimensions);
  if (terms.empty()) return expander.number(0, span);
  const auto all = [&](Operator op) { return combine(expander, op, span, terms, 0, terms.size()); };
  switch (meaning.info->id) {
    case FunctionId::prod:
      return all(Operator::multiply);
    case FunctionId::min_of:
      return all(Operator::minimum);
    case FunctionId::max_of:
      return all(Operator::maximum);
    case FunctionId::mean:
      return expander.node(Operator::divide, span, all(Operator::add),
                           expander.number(static_cast<double>(terms.size()), span));
    case FunctionId::count:
      for (auto& term : terms) {
        if (is_condition(expander.model().expressions[term].op)) continue;
        term = expander.node(Operator::not_equal, span, term, expander.number(0, span));
      }
      return all(Operator::add);
    default:
      return all(Operator::add);
  }
}

Operator operator_of(FunctionId id) {
  switch (id) {
    case FunctionId::abs:
      return Operator::abs;
    case FunctionId::sqrt:
      return Operator::sqrt;
    case FunctionId::exp:
      return Operator::exp;
    case FunctionId::ln:
      return Operator::ln;
    case FunctionId::log10:
      return Operator::log10;
    case FunctionId::pow:
      return Operator::power;
    case FunctionId::sin:
      return Operator::sin;
    case FunctionId::cos:
      return Operator::cos;
    case FunctionId::tan:
      return Operator::tan;
    case FunctionId::asin:
      return Operator::asin;
    case FunctionId::acos:
      return Operator::acos;
    case FunctionId::atan:
      return Operator::atan;
    case FunctionId::tanh:
      return Operator::tanh;
    case FunctionId::logistic:
      return Operator::logistic;
    case FunctionId::floor:
      return Operator::floor;
    case FunctionId::round:
      return Operator::round;
    case FunctionId::mod:
      return Operator::mod;
    case FunctionId::sign:
      return Operator::sign;
    case FunctionId::safe_div:
      return Operator::safe_div;
    case FunctionId::min:
      return Operator::minimum;
    case FunctionId::max:
      return Operator::maximum;
    case FunctionId::normal:
      return Operator::random_normal;
    case FunctionId::uniform:
      return Operator::random_uniform;
    case FunctionId::lognormal:
      return Operator::random_lognormal;
    case FunctionId::poisson:
      return Operator::random_poisson;
    default:
      return Operator::constant;
  }
}

// step(height, at) and its kin are a height times a switch that is frozen over the stages of a
// step.
ExprId signal(Expander& expander, FunctionId id, base::Span span, const std::vector<ExprId>& x) {
  const auto times = [&](ExprId value) {
    return expander.node(Operator::multiply, span, x[0], value);
  };
  switch (id) {
    case FunctionId::step:
      return times(expander.node(Operator::after, span, x[1]));
    case FunctionId::pulse:
      return times(expander.node(Operator::pulse_on, span, x[1], x[2]));
    case FunctionId::ramp:
      return times(expander.node(Operator::ramp_time, span, x[1], x[2]));
    default:
      return expander.node(Operator::pulse_train_on, span, x[0], x[1], x[2]);
  }
}

std::vector<ExprId> expand_arguments(Expander& expander, const Expr& call,
                                     const Reference& meaning) {
  std::vector<ExprId> out;
  const auto parameters = meaning.info->parameters();
  for (std::size_t i = 0; i < meaning.arguments.size(); ++i) {
    if (meaning.arguments[i]) {
      out.push_back(expander.expand(*meaning.arguments[i]));
      continue;
    }
    switch (parameters[i].default_value) {
      case DefaultValue::one:
        out.push_back(expander.number(1, call.span));
        break;
      case DefaultValue::first_argument:
        out.push_back(expander.copy(out.front()));
        break;
      case DefaultValue::stop_time:
        out.push_back(expander.node(Operator::stop_time, call.span));
        break;
      default:
        out.push_back(expander.number(0, call.span));
        break;
    }
  }
  return out;
}

}  // namespace

ExprId expand_function(Expander& expander, const Expr& call, const Reference& meaning) {
  using language::FunctionKind;
  const auto& info = *meaning.info;
  const auto span = call.span;
  if (info.kind == FunctionKind::reduction) return reduction(expander, call, meaning);
  if (info.kind == FunctionKind::memory || info.id == FunctionId::pink_noise) {
    return expand_memory(expander, call, meaning);
  }
  const auto x = expand_arguments(expander, call, meaning);
  if (info.kind == FunctionKind::signal) return signal(expander, info.id, span, x);
  if (info.id == FunctionId::clip) {
    return expander.node(Operator::minimum, span,
                         expander.node(Operator::maximum, span, x[0], x[1]), x[2]);
  }
  const auto op = operator_of(info.id);
  if (info.variadic) return combine(expander, op, span, x, 0, x.size());
  if (info.kind == FunctionKind::random) {
    return expander.indexed(op, span, expander.random_stream(call), x[0],
                            x.size() > 1 ? x[1] : ExprId{});
  }
  return expander.node(op, span, x[0], x.size() > 1 ? x[1] : ExprId{},
                       x.size() > 2 ? x[2] : ExprId{});
}

}  // namespace slackwater::model::lowering

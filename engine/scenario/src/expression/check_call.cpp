#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "checker.hpp"

/// Functions: which one is meant, where each argument goes, and whether it fits.
namespace slackwater::scenario {
namespace {

/// What people from other tools call some of the functions.
struct OtherName {
  std::string_view theirs;
  std::string_view ours;
};
constexpr OtherName kOtherNames[] = {
    {"average", "mean"},   {"avg", "mean"},   {"maximum", "highest"},   {"minimum", "lowest"},
    {"peak", "highest"},   {"last", "final"}, {"first", "initial"},     {"sum", "integral"},
    {"total", "integral"}, {"log", "ln"},     {"payback", "break_even"}};

std::string meant_function(std::string_view name) {
  for (const auto& other : kOtherNames) {
    if (other.theirs == name) return std::string(other.ours);
  }
  return base::closest_name(name, function_names());
}

bool is_pointwise(const Function& function) {
  return function.parameters[0].takes == Takes::number;
}

}  // namespace

std::string usage(const Function& function) {
  return fmt::format("write `{}`", function.signature);
}

std::optional<Direction> direction_named(const syntax::Node& node) {
  if (node.kind != syntax::Kind::path || node.parts.size() != 1) return std::nullopt;
  if (node.parts[0] == "up") return Direction::up;
  if (node.parts[0] == "down") return Direction::down;
  if (node.parts[0] == "both") return Direction::both;
  return std::nullopt;
}

ExpressionPtr Checker::call(const Node& node) {
  const auto& name = node.parts[0];
  const auto candidates = functions_named(name);
  if (candidates.empty()) {
    const auto closest = meant_function(name);
    return error("E1203", fmt::format("no function is called '{}'", name), node.name_span,
                 closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
  }
  if (is_pointwise(*candidates[0])) return pointwise(node, *candidates[0]);
  const auto* function = choose(node, candidates);
  if (function == nullptr) return nullptr;

  std::vector<const Node*> slots(function->parameters.size(), nullptr);
  if (!assign(node, *function, slots)) return nullptr;
  auto made = make(node, Op::call, Type::number);
  made->function = function->id;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto& parameter = function->parameters[i];
    if (slots[i] == nullptr) {
      if (parameter.required) {
        return error("E1204", fmt::format("'{}' needs '{}'", name, parameter.name), node.span,
                     usage(*function));
      }
      made->operands.push_back(nullptr);
      continue;
    }
    const auto* first = made->operands.empty() ? nullptr : made->operands[0].get();
    auto value = argument(*slots[i], *function, parameter, first);
    if (!value) return nullptr;
    made->operands.push_back(std::move(value));
  }
  if (function->id == FunctionId::regret) return regret(node, std::move(made));
  const bool compares =
      function->id == FunctionId::time_below || function->id == FunctionId::time_above;
  if (compares && (made->operands[1] != nullptr) == (made->operands[2] != nullptr)) {
    return error("E1204", fmt::format("'{}' needs either a level or `against = ...`", name),
                 node.span, usage(*function));
  }
  made->unit = result_unit(*function, *made->operands[0]);
  check_times(*made, *function);
  return made;
}

/// `mean` of a series and `mean` of a list are told apart by what the first argument is.
const Function* Checker::choose(const Node& node, const std::vector<const Function*>& candidates) {
  if (candidates.size() == 1) return candidates[0];
  if (node.children.empty()) {
    error("E1204", fmt::format("'{}' without arguments", node.parts[0]), node.span,
          usage(*candidates[0]));
    return nullptr;
  }
  const bool many = means_list(*node.children[0]);
  return many ? candidates[1] : candidates[0];
}

bool Checker::means_list(const Node& node) const {
  using syntax::Kind;
  if (node.kind == Kind::list) return true;
  if (node.kind == Kind::path && node.parts.size() == 1) {
    return std::any_of(scenario_.scans.begin(), scenario_.scans.end(),
                       [&](const Scan& scan) { return scan.name == node.parts[0]; });
  }
  if (node.kind == Kind::call) return false;
  return std::any_of(node.children.begin(), node.children.end(),
                     [this](const auto& child) { return means_list(*child); });
}

bool Checker::assign(const Node& node, const Function& function, std::vector<const Node*>& slots) {
  const auto& parameters = function.parameters;
  const auto slot_of = [&](const Node& value) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (slots[i] != nullptr) continue;
      const auto takes = parameters[i].takes;
      const bool window = value.kind == syntax::Kind::range;
      const bool direction = direction_named(value).has_value();
      if ((takes == Takes::window) != window) continue;
      if ((takes == Takes::direction) != direction) continue;
      // The rarer options have names, so that nobody has to remember their order.
      if (!parameters[i].required && takes != Takes::window && takes != Takes::direction &&
          takes != Takes::level) {
        continue;
      }
      return i;
    }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& value = *node.children[i];
    const auto& name = node.argument_names[i];
    std::optional<std::size_t> slot;
    if (name.empty()) {
      slot = slot_of(value);
      if (!slot) {
        error("E1204", fmt::format("'{}' does not take this argument", function.name), value.span,
              usage(function));
        return false;
      }
    } else {
      std::vector<std::string> known;
      for (std::size_t k = 0; k < parameters.size(); ++k) {
        known.emplace_back(parameters[k].name);
        if (parameters[k].name == name) slot = k;
      }
      if (!slot) {
        const auto closest = base::closest_name(name, known);
        error("E1204", fmt::format("'{}' has no argument '{}'", function.name, name), value.span,
              closest.empty() ? usage(function) : fmt::format("did you mean '{}'?", closest));
        return false;
      }
      if (slots[*slot] != nullptr) {
        error("E1204", fmt::format("'{}' gets '{}' twice", function.name, name), value.span);
        return false;
      }
    }
    slots[*slot] = &value;
  }
  return true;
}

ExpressionPtr Checker::pointwise(const Node& node, const Function& function) {
  const auto wanted = function.parameters.size();
  const auto given = node.children.size();
  if (given < (function.variadic ? 1 : wanted) || (!function.variadic && given > wanted)) {
    return error("E1204",
                 fmt::format("'{}' takes {} argument{}, not {}", function.name, wanted,
                             wanted == 1 ? "" : "s", given),
                 node.span, usage(function));
  }
  auto made = make(node, Op::call, Type::number);
  made->function = function.id;
  for (std::size_t i = 0; i < given; ++i) {
    if (!node.argument_names[i].empty()) {
      return error("E1204", fmt::format("'{}' has no named arguments", function.name),
                   node.children[i]->span, usage(function));
    }
    auto value = expression(*node.children[i]);
    if (!value) return nullptr;
    if (value->type != Type::number && value->type != Type::series) {
      return error("E1204", fmt::format("'{}' works on numbers and series", function.name),
                   value->span,
                   function.variadic
                       ? fmt::format("of a list: `{}({})`",
                                     function.id == FunctionId::min ? "lowest" : "highest", "[...]")
                       : "");
    }
    if (value->type == Type::series) made->type = Type::series;
    if (i > 0 && !unify(*made->operands[0], *value, fmt::format("'{}' of", function.name))) {
      return nullptr;
    }
    made->operands.push_back(std::move(value));
  }
  const bool pure = function.id == FunctionId::exp || function.id == FunctionId::ln;
  const auto& first = *made->operands[0];
  if (pure && first.unit.known && !first.unit.unit.is_one()) {
    return error("E1205", fmt::format("'{}' of {}", function.name, describe(first)), first.span,
                 "divide by a number in the same unit first");
  }
  made->unit = result_unit(function, first);
  // `max(0, x)` and `max(x, 0)`: a bare 0 has no unit of its own.
  for (const auto& operand : made->operands) {
    if (made->unit.known && first.bare && first.number == 0 && operand->unit.known) {
      made->unit = operand->unit;
    }
  }
  return made;
}

ExpressionPtr Checker::regret(const Node& node, ExpressionPtr made) {
  auto& target = *made->operands[0];
  auto direction = Direction::both;
  if (made->operands[1]) {
    direction = made->operands[1]->direction;
  } else {
    const auto better_way = better(target.index);
    if (better_way == model::Better::up) direction = Direction::up;
    if (better_way == model::Better::down) direction = Direction::down;
  }
  if (direction == Direction::both) {
    return error("E1212",
                 fmt::format("is more of '{}' better, or less?", sources_[target.index].name),
                 node.span, "write `regret(m, better = up)` or `better = down`");
  }
  if (target.run.policy || target.run.future) {
    return error("E1204", "regret looks at all policies of the run's own future", target.span,
                 "name the measure alone");
  }
  if (where_ == Where::claim) {
    return error("E1204", "a claim cannot work out regret", node.span,
                 "define a measure and claim something about that");
  }
  made->direction = direction;
  made->unit = target.unit;
  return made;
}

KnownUnit Checker::result_unit(const Function& function, const Expression& first) {
  switch (function.unit) {
    case ResultUnit::of_first:
      return first.unit;
    case ResultUnit::time:
      return time_unit();
    case ResultUnit::first_times_time: {
      const auto time = time_unit();
      if (!first.unit.known || !time.known) return {};
      return known(first.unit.unit * time.unit);
    }
    case ResultUnit::one:
      return one();
    case ResultUnit::root_of_first:
      return first.unit.known ? known(units::power(first.unit.unit, units::make_exponent(1, 2)))
                              : KnownUnit{};
    case ResultUnit::varied: {
      const auto& vary = scenario_.scans[first.index].vary;
      if (vary.elements.empty() || vary.unit.empty()) return {};
      return known(model_.variable_of(vary.elements[0]).dimension_of_unit);
    }
  }
  return {};
}

}  // namespace slackwater::scenario

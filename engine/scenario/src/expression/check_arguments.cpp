#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "checker.hpp"

/// What each kind of argument must be, and times that must lie in the run.
namespace slackwater::scenario {

ExpressionPtr Checker::argument(const Node& node, const Function& function,
                                const Parameter& parameter, const Expression* first) {
  switch (parameter.takes) {
    case Takes::series: {
      auto value = expression(node);
      if (!value) return nullptr;
      if (value->type != Type::series) {
        return error("E1206", fmt::format("'{}' needs a series over time", function.name),
                     node.span, "name a variable of the model, or calculate with variables");
      }
      return value;
    }
    case Takes::level:
      return level_argument(node, first->unit, function.name);
    case Takes::time:
      return time_argument(node, false);
    case Takes::rate:
      return rate_argument(node);
    case Takes::duration:
      return time_argument(node, true);
    case Takes::window:
      return window_argument(node);
    case Takes::direction:
      return direction_argument(node);
    case Takes::reference:
      return reference_argument(node);
    case Takes::tolerance:
      return tolerance_argument(node, first);
    case Takes::measure: {
      auto value = expression(node);
      if (!value) return nullptr;
      if (value->op != Op::measure) {
        return error("E1204", fmt::format("'{}' needs the name of a measure", function.name),
                     node.span);
      }
      return value;
    }
    case Takes::numbers:
    case Takes::conditions: {
      auto value = expression(node);
      if (!value) return nullptr;
      const auto wanted = parameter.takes == Takes::numbers ? Type::numbers : Type::conditions;
      if (value->type != wanted) {
        return error("E1204",
                     fmt::format("'{}' needs a list of {}", function.name,
                                 wanted == Type::numbers ? "numbers" : "conditions"),
                     node.span, usage(function));
      }
      return value;
    }
    case Takes::scan: {
      auto value = expression(node);
      if (!value) return nullptr;
      if (value->op != Op::scan) {
        return error("E1204", fmt::format("'{}' needs the name of a scan", function.name),
                     node.span);
      }
      return value;
    }
    case Takes::scan_point: {
      const auto& vary = scenario_.scans[first->index].vary;
      KnownUnit unit;
      if (!vary.elements.empty() && !vary.unit.empty()) {
        unit = known(model_.variable_of(vary.elements[0]).dimension_of_unit);
      }
      return level_argument(node, unit, function.name);
    }
    case Takes::number:
      return expression(node);
  }
  return nullptr;
}

ExpressionPtr Checker::time_argument(const Node& node, bool duration) {
  auto value = expression(node);
  if (!value) return nullptr;
  if (value->type != Type::number) {
    return error("E1204", duration ? "a span of time is needed here" : "a time is needed here",
                 node.span);
  }
  const auto unit = time_unit();
  // A bare number counts in the model's time unit.
  if (value->bare || !value->unit.known || !unit.known) return value;
  const auto factor = units::conversion_factor(value->unit.unit, unit.unit);
  if (!factor) {
    return error("E1205", fmt::format("a time is needed, not {}", describe(*value)), node.span,
                 fmt::format("write it in a unit of time: `52 {}`", model_.time.unit));
  }
  if (!units::same(value->unit.unit, unit.unit)) value->factor *= *factor;
  if (duration) {
    const auto length = constant(*value);
    if (length && *length < 0) return error("E1204", "a span of time below 0", node.span);
  }
  return value;
}

ExpressionPtr Checker::rate_argument(const Node& node) {
  auto value = expression(node);
  if (!value) return nullptr;
  if (value->type != Type::number) {
    return error("E1204", "a rate is one number here", node.span);
  }
  // A bare number counts per time unit of the model.
  if (value->bare || !value->unit.known || !time_unit().known) return value;
  const auto per_time = units::power(time_unit().unit, units::make_exponent(-1, 1));
  const auto factor = units::conversion_factor(value->unit.unit, per_time);
  if (!factor) {
    return error("E1205", fmt::format("a rate per time is needed, not {}", describe(*value)),
                 node.span, fmt::format("write, for example, `0.03 [1/{}]`", model_.time.unit));
  }
  if (!units::same(value->unit.unit, per_time)) value->factor *= *factor;
  return value;
}

ExpressionPtr Checker::level_argument(const Node& node, const KnownUnit& unit,
                                      std::string_view of) {
  auto value = expression(node);
  if (!value) return nullptr;
  if (value->type != Type::number) {
    return error("E1204", fmt::format("the level of '{}' is one number", of), node.span);
  }
  // A bare number takes the unit of what it is compared with, as in a parameter's declaration.
  if (value->bare || !value->unit.known || !unit.known) return value;
  const auto factor = units::conversion_factor(value->unit.unit, unit.unit);
  if (!factor) {
    return error("E1205",
                 fmt::format("'{}' compares '{}' with {}", of, unit.text, describe(*value)),
                 node.span, fmt::format("write it in '{}'", unit.text));
  }
  if (!units::same(value->unit.unit, unit.unit)) value->factor *= *factor;
  return value;
}

ExpressionPtr Checker::window_argument(const Node& node) {
  if (node.kind != syntax::Kind::range) {
    return error("E1204", "a window is needed here", node.span, "write `208 .. 260 week`");
  }
  // In `208 .. 260 week` the unit is that of both ends.
  auto& first = *node.children[0];
  const auto& last = *node.children[1];
  if (first.kind == syntax::Kind::number && last.kind == syntax::Kind::number &&
      first.unit.empty()) {
    first.unit = last.unit;
    first.unit_span = last.unit_span;
  }
  auto from = time_argument(first, false);
  auto to = time_argument(last, false);
  if (!from || !to) return nullptr;
  const auto a = constant(*from);
  const auto b = constant(*to);
  if (a && b && *a > *b) {
    return error("E1209", "a window that ends before it starts", node.span);
  }
  auto made = make(node, Op::window, Type::argument);
  made->operands.push_back(std::move(from));
  made->operands.push_back(std::move(to));
  return made;
}

ExpressionPtr Checker::direction_argument(const Node& node) {
  const auto direction = direction_named(node);
  if (!direction)
    return error("E1204", "a direction is needed here", node.span, "up, down or both");
  auto made = make(node, Op::direction, Type::argument);
  made->direction = *direction;
  return made;
}

ExpressionPtr Checker::reference_argument(const Node& node) {
  if (where_ == Where::claim) {
    return error("E1204", "a claim cannot compare runs with `against`", node.span,
                 "define a measure and claim something about that");
  }
  auto made = make(node, Op::reference, Type::argument);
  if (node.kind == syntax::Kind::path && node.parts.size() == 1 && node.parts[0] == "baseline" &&
      !scenario_.find_policy("baseline") && !scenario_.find_future("baseline")) {
    made->run.policy = scenario_.baseline;
    return made;
  }
  std::vector<std::string> names = node.parts;
  if (node.kind == syntax::Kind::pair) names.erase(names.begin());
  if ((node.kind != syntax::Kind::path && node.kind != syntax::Kind::pair) || node.subscript ||
      names.size() > 2) {
    return error("E1204", "a policy or a future is needed here", node.span,
                 "write `future calm`, `policy protected` or `baseline`");
  }
  const bool only_future = node.kind == syntax::Kind::pair && node.parts[0] == "future";
  const bool only_policy = node.kind == syntax::Kind::pair && node.parts[0] == "policy";
  for (const auto& name : names) {
    const auto policy = only_future ? std::nullopt : scenario_.find_policy(name);
    const auto future = only_policy ? std::nullopt : scenario_.find_future(name);
    if (policy && !made->run.policy) {
      made->run.policy = policy;
    } else if (future && !made->run.future) {
      made->run.future = future;
    } else {
      std::vector<std::string> known;
      if (!only_future) {
        for (const auto& each : scenario_.policies) known.push_back(each.label);
      }
      if (!only_policy) {
        for (const auto& each : scenario_.futures) known.push_back(each.label);
      }
      const auto closest = base::closest_name(name, known);
      return error("E1202",
                   fmt::format("no {} is called '{}'",
                               only_future   ? "future"
                               : only_policy ? "policy"
                                             : "policy or future",
                               name),
                   node.name_span,
                   closest.empty() ? fmt::format("there is {}", fmt::join(known, ", "))
                                   : fmt::format("did you mean '{}'?", closest));
    }
  }
  return made;
}

ExpressionPtr Checker::tolerance_argument(const Node& node, const Expression* first) {
  auto made = make(node, Op::tolerance, Type::argument);
  if (node.kind == syntax::Kind::share_of) {
    if (node.parts[0] == "peak") {
      made->tolerance_of = ToleranceOf::peak;
    } else if (node.parts[0] == "reference") {
      made->tolerance_of = ToleranceOf::reference;
    } else {
      return error("E1204", fmt::format("a tolerance 'of {}'", node.parts[0]), node.name_span,
                   "write `15 % of peak` or `5 % of reference`");
    }
    auto share = expression(*node.children[0]);
    if (!share) return nullptr;
    if (share->unit.known && !share->unit.unit.is_one()) {
      return error("E1205", fmt::format("a share in {}", describe(*share)), node.span,
                   "write `15 % of peak`");
    }
    made->operands.push_back(std::move(share));
    return made;
  }
  auto value = level_argument(node, first->unit, "within");
  if (!value) return nullptr;
  made->operands.push_back(std::move(value));
  return made;
}

namespace {

/// Amounts follow the straight lines between saved points; everything else needs a point.
bool needs_points(const Function& function) {
  return function.unit != ResultUnit::first_times_time && function.id != FunctionId::time_below &&
         function.id != FunctionId::time_above;
}

}  // namespace

/// Times written as numbers are looked at before anything runs: inside the run, with saved points
/// in windows.
void Checker::check_times(const Expression& call, const Function& function) {
  const auto& time = scenario_.time;
  const double spacing = every_step_ ? time.step : time.save;
  const double slack = 1e-9 * std::max(std::abs(time.start), std::abs(time.stop));
  const auto run_text = [&] {
    return fmt::format("runs go from {} to {} {}", time.start, time.stop, time.unit);
  };
  const auto inside = [&](const Expression& at) {
    const auto value = constant(at);
    if (!value || (*value >= time.start - slack && *value <= time.stop + slack)) return true;
    error("E1209", fmt::format("time {} {} is outside the run", *value, time.unit), at.span,
          run_text());
    return false;
  };
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    const auto* operand = call.operand(i);
    if (operand == nullptr) continue;
    if (function.parameters[i].takes == Takes::time) inside(*operand);
    if (function.parameters[i].takes != Takes::window) continue;
    const auto from = constant(*operand->operands[0]);
    const auto to = constant(*operand->operands[1]);
    if (!inside(*operand->operands[0]) || !inside(*operand->operands[1]) || !from || !to) continue;
    if (!needs_points(function)) continue;
    const double first_point = std::ceil((*from - slack - time.start) / spacing);
    if (time.start + first_point * spacing > *to + slack) {
      error("E1210", "no saved point is in this window", operand->span,
            fmt::format("points are saved every {} {}; widen the window, or set `every_step: true`",
                        time.save, time.unit));
    }
  }
}

}  // namespace slackwater::scenario

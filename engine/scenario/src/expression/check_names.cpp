#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"

/// Numbers, names and lists of names.
namespace slackwater::scenario {

ExpressionPtr Checker::number(const Node& node) {
  auto made = make(node, Op::number, Type::number);
  made->number = node.number;
  if (node.unit.empty()) {
    made->bare = true;
    made->unit = one();
    return made;
  }
  if (node.unit == "%") {
    made->number = node.number / 100;
    made->unit = one();
    return made;
  }
  const auto unit = model_.units ? model_.units->parse(node.unit) : std::nullopt;
  if (!unit) {
    const auto closest = model_.units ? model_.units->closest(node.unit) : std::string();
    return error("E1202", fmt::format("unknown unit '{}'", node.unit), node.unit_span,
                 closest.empty() ? "units are those of the model"
                                 : fmt::format("did you mean '{}'?", closest));
  }
  made->unit = known(*unit);
  return made;
}

bool Checker::qualifiers(const Node& node, RunSelector& run) {
  for (std::size_t i = 0; i + 1 < node.parts.size(); ++i) {
    const auto& part = node.parts[i];
    if (part == "*") {
      error("E1211", "'*' stands for several runs", node.span,
            "put it in a list: `highest([*.calm.m])`");
      return false;
    }
    const auto policy = scenario_.find_policy(part);
    const auto future = scenario_.find_future(part);
    if (policy && !run.policy && !run.future) {
      run.policy = policy;
    } else if (future && !run.future) {
      run.future = future;
    } else if (policy || future) {
      error("E1202", fmt::format("'{}' is one name too many", part), node.span,
            "write `policy.future.name`");
      return false;
    } else {
      std::vector<std::string> known;
      for (const auto& each : scenario_.policies) known.push_back(each.label);
      for (const auto& each : scenario_.futures) known.push_back(each.label);
      const auto closest = base::closest_name(part, known);
      error("E1202", fmt::format("no policy or future is called '{}'", part), node.span,
            closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
      return false;
    }
  }
  if (where_ == Where::claim && !run.future) run.future = 0;
  return true;
}

void Checker::unknown_name(const Node& node, std::string_view name) {
  if (model_.units && model_.units->find(name)) {
    error("E1202", fmt::format("'{}' is a unit, not a name", name), node.name_span,
          "put a unit of several words in brackets: `2 [item/week]`");
    return;
  }
  std::vector<std::string> known;
  for (const auto& source : sources_) known.push_back(source.name);
  for (const auto& variable : model_.variables) known.push_back(variable.name);
  if (where_ == Where::claim) {
    for (const auto& scan : scenario_.scans) known.push_back(scan.name);
    for (const auto& search : scenario_.searches) known.push_back(search.name);
  }
  const auto closest = base::closest_name(name, known);
  error("E1202",
        where_ == Where::claim
            ? fmt::format("no measure, scan, search or variable is called '{}'", name)
            : fmt::format("no measure or variable is called '{}'", name),
        node.name_span, closest.empty() ? "" : fmt::format("did you mean '{}'?", closest));
}

ExpressionPtr Checker::path(const Node& node) {
  RunSelector run;
  if (node.parts.back() == "*") {
    return error("E1202", "'*' is no name", node.span, "name a measure: `[*.calm.m]`");
  }
  if (!qualifiers(node, run)) return nullptr;
  return named(node, run, node.parts.back());
}

ExpressionPtr Checker::named(const Node& node, const RunSelector& run, std::string_view name) {
  const bool claim = where_ == Where::claim;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].name != name) continue;
    // A measure cannot share a variable's name (E1208); inside it the variable is meant.
    if (states_[i] == State::in_work && model_.find_variable(name)) break;
    if (states_[i] == State::in_work) {
      return error("E1207", fmt::format("measure '{}' needs itself", name), node.name_span,
                   "measures may refer to each other, but not in a circle");
    }
    if (claim && !run.policy) {
      return error("E1211", fmt::format("of which policy is '{}' meant?", name), node.span,
                   fmt::format("write `{}.{}`", scenario_.policies[0].label, name));
    }
    const auto target = measure(i);
    if (!target) return nullptr;
    auto made = make(node, Op::measure, Type::number);
    made->index = i;
    made->run = run;
    made->unit = target->unit;
    return made;
  }
  if (claim && node.parts.size() == 1) {
    for (std::size_t i = 0; i < scenario_.scans.size(); ++i) {
      if (scenario_.scans[i].name != name) continue;
      auto made = make(node, Op::scan, Type::numbers);
      made->index = i;
      const auto& expression = scenario_.scans[i].measure.expression;
      if (!expression) return nullptr;
      made->unit = expression->unit;
      return made;
    }
    for (std::size_t i = 0; i < scenario_.searches.size(); ++i) {
      if (scenario_.searches[i].name != name) continue;
      auto made = make(node, Op::search, Type::number);
      made->index = i;
      const auto& vary = scenario_.searches[i].vary;
      if (!vary.elements.empty() && !vary.unit.empty()) {
        made->unit = known(model_.variable_of(vary.elements[0]).dimension_of_unit);
      }
      return made;
    }
  }
  if (const auto variable = model_.find_variable(name)) return series(node, run, *variable);
  unknown_name(node, name);
  return nullptr;
}

ExpressionPtr Checker::series(const Node& node, const RunSelector& run,
                              model::VariableId variable_id) {
  const auto& variable = model_.variables[variable_id.index];
  if (where_ == Where::claim && !run.policy) {
    return error("E1211", fmt::format("of which policy is '{}' meant?", variable.name), node.span,
                 fmt::format("write `{}.{}`", scenario_.policies[0].label, variable.name));
  }
  std::size_t element = 0;
  if (node.subscript) {
    const auto full = fmt::format("{}[{}]", variable.name, *node.subscript);
    const auto found = model_.find_element(full);
    if (!found) {
      const auto many = model_.match_elements(full);
      return error("E1202",
                   fmt::format("'{}' names {} of '{}'", full,
                               many.empty() ? "no element" : "several elements", variable.name),
                   node.span,
                   fmt::format("one element is, for example, `{}`",
                               model_.elements[variable.first.index].name));
    }
    element = found->index - variable.first.index;
  } else if (variable.size > 1) {
    return error("E1202", fmt::format("'{}' has {} elements", variable.name, variable.size),
                 node.span,
                 fmt::format("name one, for example `{}`, or an indicator of them all",
                             model_.elements[variable.first.index].name));
  }
  auto made = make(node, Op::series, Type::series);
  made->variable = variable.name;
  made->element = element;
  made->run = run;
  if (!variable.unit.empty()) made->unit = known(variable.dimension_of_unit);
  needed_[every_step_ ? 1 : 0].insert(variable.name);
  return made;
}

ExpressionPtr Checker::list(const Node& node) {
  auto made = make(node, Op::list, Type::numbers);
  for (const auto& child : node.children) {
    const bool stars =
        child->kind == syntax::Kind::path &&
        std::find(child->parts.begin(), child->parts.end(), "*") != child->parts.end();
    if (stars) {
      if (!expand(*child, *made)) return nullptr;
      continue;
    }
    auto item = expression(*child);
    if (!item) return nullptr;
    if (item->type != Type::number && item->type != Type::condition) {
      return error("E1204", fmt::format("{} in a list", type_name(item->type)), child->span,
                   "a list holds numbers of single runs");
    }
    made->operands.push_back(std::move(item));
  }
  if (made->operands.empty()) return error("E1204", "an empty list", node.span);
  auto& first = *made->operands[0];
  for (std::size_t i = 1; i < made->operands.size(); ++i) {
    auto& item = *made->operands[i];
    if (item.type != first.type) {
      return error("E1204", "numbers and conditions in one list", item.span);
    }
    if (item.type == Type::number && !unify(first, item, "a list of")) return nullptr;
  }
  made->type = first.type == Type::condition ? Type::conditions : Type::numbers;
  made->unit = first.unit;
  return made;
}

/// `*.calm.m` and `p.*.m` become one item per policy or future.
bool Checker::expand(const Node& node, Expression& list) {
  const auto& parts = node.parts;
  if (parts.back() == "*" || parts.size() > 3) {
    error("E1202", "'*' stands for a policy or a future", node.span, "write `[*.calm.m]`");
    return false;
  }
  std::vector<std::vector<std::string>> names{{}};
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    std::vector<std::string> choices{parts[i]};
    if (parts[i] == "*") {
      choices.clear();
      for (const auto& each : i == 0 ? scenario_.policies : scenario_.futures) {
        choices.push_back(each.label);
      }
    }
    std::vector<std::vector<std::string>> longer;
    for (const auto& name : names) {
      for (const auto& choice : choices) {
        longer.push_back(name);
        longer.back().push_back(choice);
      }
    }
    names = std::move(longer);
  }
  for (auto& name : names) {
    Node single;
    single.kind = syntax::Kind::path;
    single.span = node.span;
    single.name_span = node.name_span;
    single.parts = std::move(name);
    single.parts.push_back(parts.back());
    single.subscript = node.subscript;
    auto item = path(single);
    if (!item) return false;
    if (item->type != Type::number) {
      error("E1204",
            fmt::format("'{}' is {}; a list holds numbers", parts.back(), type_name(item->type)),
            node.span, "define a measure and list that");
      return false;
    }
    list.operands.push_back(std::move(item));
  }
  return true;
}

}  // namespace slackwater::scenario

#include "equations.hpp"

#include <algorithm>
#include <cmath>

#include "checks.hpp"
#include "expander.hpp"
#include "shape.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Expr;

class VariableMaker {
 public:
  explicit VariableMaker(Context& context) : context_(context) {}

  void run() {
    note_sections();
    for (auto& entry : context_.variables) {
      if (!entry.shape.broken) make(entry);
    }
  }

 private:
  void note_sections() {
    std::string section;
    for (const auto& declaration : context_.tree.declarations) {
      if (declaration.kind == language::Declaration::Kind::section)
        section = declaration.title.text;
      if (declaration.variable) sections_[&declaration] = section;
    }
  }

  void make(VariableEntry& entry) {
    auto& model = context_.model;
    entry.id = VariableId(model.variables.size());
    Variable variable;
    variable.name = entry.name;
    variable.kind =
        entry.converted ? VariableKind::auxiliary : static_cast<VariableKind>(entry.kind);
    variable.dimensions = entry.shape.dimensions;
    variable.first = ElementId(model.elements.size());
    variable.size = entry.shape.size;
    if (entry.unit.unit) {
      variable.unit = context_.print(*entry.unit.unit);
      variable.dimension_of_unit = *entry.unit.unit;
    }
    variable.section = sections_[entry.shape.parts.front().declaration];
    variable.place = context_.place(entry.span);
    std::vector<std::size_t> at(variable.dimensions.size(), 0);
    for (std::size_t i = 0; i < variable.size; ++i) {
      model.elements.push_back({entry.id,
                                entry.name + subscript_text(context_, variable.dimensions, at),
                                {},
                                {},
                                {},
                                context_.tree.source,
                                is_parameter(entry.kind) && !is_moved(entry, i)});
      for (std::size_t k = at.size(); k-- > 0;) {
        if (++at[k] < model.dimensions[variable.dimensions[k]].elements.size()) break;
        at[k] = 0;
      }
    }
    model.variables.push_back(std::move(variable));
  }

  bool is_moved(const VariableEntry& entry, std::size_t element) const {
    if (entry.override_of.empty() || entry.override_of[element] < 0) return false;
    const auto& override = context_.overrides[static_cast<std::size_t>(entry.override_of[element])];
    return !std::holds_alternative<double>(override.override->value);
  }

  Context& context_;
  std::unordered_map<const language::Declaration*, std::string> sections_;
};

// A lever's path over time, as a tree of switches or of straight pieces.
class ProfileExpander {
 public:
  ProfileExpander(Expander& expander, const Override::Profile& profile, base::Span span)
      : expander_(expander), points_(profile.points), span_(span), ramp_(profile.ramp) {}

  ExprId run() { return ramp_ ? ramp(0, points_.size()) : steps(0, points_.size()); }

 private:
  ExprId number(double value) { return expander_.number(value, span_); }

  // The value of the last point that has come; before the first point its value holds too.
  ExprId steps(std::size_t from, std::size_t to) {
    if (to - from == 1) return number(points_[from].second);
    const auto middle = from + (to - from) / 2;
    const auto late = expander_.node(Operator::after, span_, number(points_[middle].first));
    const auto second = steps(middle, to);
    const auto first = steps(from, middle);
    return expander_.node(Operator::select, span_, late, second, first);
  }

  // Straight lines between the points, level before the first and after the last. The whole is
  // continuous, so the time itself chooses the piece and nothing is frozen over a step.
  ExprId ramp(std::size_t from, std::size_t to) {
    if (to - from == 1) return piece(from);
    const auto middle = from + (to - from) / 2;
    const auto late =
        expander_.node(Operator::greater_equal, span_, expander_.node(Operator::time, span_),
                       number(points_[middle].first));
    const auto second = ramp(middle, to);
    const auto first = ramp(from, middle);
    return expander_.node(Operator::select, span_, late, second, first);
  }

  ExprId piece(std::size_t i) {
    const auto [t0, y0] = points_[i];
    if (i + 1 == points_.size()) return number(y0);
    const auto [t1, y1] = points_[i + 1];
    const auto passed = expander_.node(Operator::ramp_time, span_, number(t0), number(t1));
    const auto rise =
        expander_.node(Operator::multiply, span_, number((y1 - y0) / (t1 - t0)), passed);
    return expander_.node(Operator::add, span_, number(y0), rise);
  }

  Expander& expander_;
  const std::vector<std::pair<double, double>>& points_;
  base::Span span_;
  bool ramp_;
};

class EquationExpander {
 public:
  EquationExpander(Context& context, const VariableEntry& entry)
      : context_(context),
        entry_(entry),
        expander_(context, entry.name, entry.shape.dimensions, context.place(entry.span)) {}

  void run() {
    for (std::size_t i = 0; i < entry_.shape.parts.size() && !context_.too_large; ++i)
      expand_part(i);
    expand_overrides();
  }

 private:
  std::vector<RunningAt> running_of(const Part& part,
                                    const std::vector<std::size_t>& counter) const {
    std::vector<RunningAt> out;
    for (std::size_t i = 0; i < part.axes.size(); ++i) {
      if (!part.axes[i].element) out.push_back({part.axes[i].dimension, counter[i], true});
    }
    return out;
  }

  bool overridden(std::size_t element) const {
    return !entry_.override_of.empty() && entry_.override_of[element] >= 0;
  }

  // Whether some element of the part gets its value from an override.
  bool whole(const Part& part) const {
    if (entry_.override_of.empty()) return part.covers_all;
    bool any = false;
    each_element_of_part(context_, entry_.shape, part, [&](const auto& position, const auto&) {
      any = any || overridden(linear_position(context_, entry_.shape, position));
    });
    return part.covers_all && !any;
  }

  void expand_part(std::size_t index) {
    const auto& part = entry_.shape.parts[index];
    const auto& value = part.declaration->variable->value;
    if (!value && entry_.series.empty()) return report_missing_value(part);
    const bool is_whole = whole(part);
    each_element_of_part(
        context_, entry_.shape, part, [&](const auto& position, const auto& counter) {
          const auto element = linear_position(context_, entry_.shape, position);
          if (entry_.shape.part_of[element] != index || context_.too_large || overridden(element))
            return;
          expander_.begin(context_.tree.source, running_of(part, counter), element, is_whole);
          define(element,
                 value ? value_of(part, *value, counter, is_whole, element) : series(element));
        });
  }

  void define(std::size_t element, ExprId equation) {
    const auto first = context_.model.variables[entry_.id.index].first.index;
    expander_.define(ElementId(first + element), equation);
  }

  ExprId series(std::size_t element) {
    return expander_.indexed(Operator::series, entry_.span, entry_.series[element].index);
  }

  ExprId value_of(const Part& part, const language::ValueTable& table,
                  const std::vector<std::size_t>& counter, bool is_whole, std::size_t element) {
    // Positions of fixed elements are not asked for.
    const auto value = value_at(context_, part, table, counter);
    if (!value.expression) return expander_.number(0, table.span);
    if (is_parameter(entry_.kind)) {
      const auto number = context_.constants.find(value.expression);
      return expander_.number(number == context_.constants.end() ? 0 : number->second,
                              value.expression->span);
    }
    if (value.depth > 0) {
      // An expression in a table belongs to its own elements: its generated stocks have no place
      // for the others.
      auto running = running_of(part, counter);
      for (std::size_t i = 0; i < value.depth; ++i) running[i].own_array = false;
      expander_.begin(context_.tree.source, std::move(running), element, is_whole);
    }
    return expander_.expand(*value.expression);
  }

  void report_missing_value(const Part& part) {
    if (entry_.kind == language::VariableKind::data) return;  // reported with its file
    context_.diagnostics.error(
        "E0108",
        described(entry_) + (entry_.kind == language::VariableKind::stock ? " has no initial value"
                                                                          : " has no equation"),
        context_.place(part.declaration->variable->name.span));
  }

  void expand_overrides() {
    if (entry_.override_of.empty()) return;
    for (std::size_t i = 0; i < context_.overrides.size(); ++i) {
      const auto& entry = context_.overrides[i];
      if (&context_.variables[entry.variable] == &entry_) expand_override(entry, i);
    }
  }

  void expand_override(const OverrideEntry& entry, std::size_t index) {
    check_range(entry);
    const auto& override = *entry.override;
    each_element_of_part(
        context_, entry_.shape, entry.part, [&](const auto& position, const auto& counter) {
          const auto element = linear_position(context_, entry_.shape, position);
          if (entry_.override_of[element] != static_cast<std::int32_t>(index)) return;
          const auto* rule = std::get_if<Override::Rule>(&override.value);
          expander_.begin(rule ? rule->source : place_of(override).source,
                          running_of(entry.part, counter), element, entry.part.covers_all);
          define(element, value_of(entry));
          const bool held = !override.start && !override.beyond_range;
          if (rule && held) hold_to_range(element, *rule);
        });
  }

  // What a rule gives is known while the model runs: an unwritten check of its range.
  void hold_to_range(std::size_t element, const Override::Rule& rule) {
    const auto& variable = context_.model.variables[entry_.id.index];
    if (!variable.range || context_.too_large) return;
    const auto [low, high] = *variable.range;
    const double slack = 1e-12 * std::max(std::abs(low), std::abs(high));
    const auto id = variable.first.index + element;
    const auto value = [&] { return expander_.indexed(Operator::element, rule.span, id); };
    const auto above = expander_.node(Operator::greater_equal, rule.span, value(),
                                      expander_.number(low - slack, rule.span));
    const auto below = expander_.node(Operator::less_equal, rule.span, value(),
                                      expander_.number(high + slack, rule.span));
    Check check;
    check.condition = expander_.node(Operator::logical_and, rule.span, above, below);
    check.text = context_.model.elements[id].name;
    check.place = {rule.source, rule.span};
    check.failure = "the rule takes " + quoted(check.text) + " out of its range " +
                    base::format_number(low) + " .. " + base::format_number(high);
    context_.model.checks.push_back(std::move(check));
  }

  // A value that comes from no text stands where the lever is declared.
  base::Place place_of(const Override& override) const {
    return override.place.source ? override.place : context_.place(entry_.span);
  }

  ExprId value_of(const OverrideEntry& entry) {
    const auto& value = entry.override->value;
    const auto span = place_of(*entry.override).span;
    if (const auto* number = std::get_if<double>(&value)) return expander_.number(*number, span);
    if (const auto* profile = std::get_if<Override::Profile>(&value))
      return ProfileExpander(expander_, *profile, span).run();
    return entry.rule ? expander_.expand(*entry.rule) : expander_.number(0, span);
  }

  void check_range(const OverrideEntry& entry) {
    const auto& range = context_.model.variables[entry_.id.index].range;
    if (!range || entry.override->start || entry.override->beyond_range) return;
    const auto check = [&](double value) {
      if (value >= range->low && value <= range->high) return true;
      auto& error = context_.diagnostics.error("E0801",
                                               "the value " + base::format_number(value) + " of " +
                                                   described(entry_) + " is outside its range " +
                                                   base::format_number(range->low) + " .. " +
                                                   base::format_number(range->high),
                                               entry.override->place,
                                               "for a test of extremes: `--beyond-range`, in a "
                                               "scenario file `beyond_range: true`");
      error.notes.push_back({described(entry_) + " is declared here", context_.place(entry_.span)});
      return false;
    };
    if (const auto* number = std::get_if<double>(&entry.override->value)) check(*number);
    if (const auto* profile = std::get_if<Override::Profile>(&entry.override->value)) {
      for (const auto& [time, value] : profile->points) {
        if (!check(value)) return;
      }
    }
  }

  Context& context_;
  const VariableEntry& entry_;
  Expander expander_;
};

}  // namespace

void make_variables(Context& context) { VariableMaker(context).run(); }

void expand_equations(Context& context) {
  for (const auto& entry : context.variables) {
    if (entry.id.valid()) EquationExpander(context, entry).run();
  }
  expand_checks(context);
}

}  // namespace slackwater::model::lowering

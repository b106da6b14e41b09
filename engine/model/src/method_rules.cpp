#include "slackwater/model/method_rules.hpp"

#include <optional>

#include "slackwater/base/number.hpp"
#include "slackwater/model/time_dependence.hpp"

namespace slackwater::model {
namespace {

constexpr int kDigits = 6;
// Widths and steps such as 0.1 week and 0.7 day are not exact.
constexpr double kRounding = 1e-9;

bool is_draw(Operator op) { return op >= Operator::random_uniform; }
bool is_switch(Operator op) { return op >= Operator::after && op <= Operator::ramp_time; }

// "orders.delay_fixed_2[team]" was made by delay_fixed.
std::string function_in(const std::string& slot) {
  const auto name = slot.substr(0, slot.find('['));
  const auto begin = name.rfind('.') + 1;
  return name.substr(begin, name.rfind('_') - begin);
}

class MethodChecker {
 public:
  MethodChecker(const Model& model, Method method)
      : model_(model), method_(method), motion_(model) {}

  base::Diagnostics run() {
    for (std::size_t i = 0; i < model_.elements.size(); ++i) {
      const auto& element = model_.elements[i];
      const bool runs = model_.variable_of(ElementId(i)).kind != VariableKind::stock;
      visit(element.equation, element.source, runs);
    }
    for (const auto& initial : model_.initials) visit(initial.expression, initial.source, false);
    for (const auto& check : model_.checks) visit(check.condition, check.place.source, true);
    found_.sort();
    return std::move(found_);
  }

 private:
  // `runs`: evaluated all through the run, not at its start alone.
  void visit(ExprId root, const base::SourcePtr& source, bool runs) {
    std::vector<ExprId> open{root};
    while (!open.empty()) {
      const auto id = open.back();
      open.pop_back();
      if (!id.valid()) continue;
      const auto& node = model_.expressions[id];
      look_at(node, source, runs);
      for (int i = 0; i < operand_count(node.op); ++i) {
        open.push_back(node.operands[static_cast<std::size_t>(i)]);
      }
    }
  }

  void look_at(const Node& node, const base::SourcePtr& source, bool runs) {
    if (!is_adaptive(method_)) {
      if (node.op == Operator::pulse_on || node.op == Operator::pulse_train_on) {
        report_narrow(node.operands[1], source);
      }
      return;
    }
    report_step_bound(node, source);
    if (runs && node.op == Operator::lookup) report_lookup(node, source);
    if (!is_switch(node.op)) return;
    for (int i = 0; i < operand_count(node.op); ++i) {
      const auto operand = node.operands[static_cast<std::size_t>(i)];
      if (motion_.of(operand) != Motion::constant) report_switch(operand, source);
    }
  }

  void report_step_bound(const Node& node, const base::SourcePtr& source) {
    std::string function;
    std::string instead = "use smooth1 with a short averaging time";
    if (node.op == Operator::held) {
      function = function_in(model_.held[node.index].name);
      if (function == "pink_noise") instead = "read the noise from a data series";
    } else if (node.op == Operator::pipeline) {
      function = "delay_fixed";
      instead = "use delayn with a high order";
    } else if (is_draw(node.op)) {
      function = std::string(name(node.op)).substr(std::string_view("random_").size());
      instead = "read the noise from a data series";
    } else {
      return;
    }
    found_.error("E0606",
                 "'" + function + "' has no meaning under the method " +
                     std::string(name(method_)) +
                     ": it changes from one time step to the next, and an adaptive method has no "
                     "time step of its own",
                 {source, node.span}, "choose the method euler, rk2 or rk4, or " + instead);
  }

  void report_switch(ExprId operand, const base::SourcePtr& source) {
    found_.error("E0607",
                 "the times of a switch must not change during a run under the method " +
                     std::string(name(method_)) + ", which stops at each of them",
                 {source, model_.expressions[operand].span},
                 "use parameters here, initial(...), or a fixed-step method such as rk4");
  }

  void report_narrow(ExprId width, const base::SourcePtr& source) {
    const auto lasts = number_of(width);
    const double step = model_.time.step;
    if (!lasts || !(*lasts > 0) || !(*lasts < step * (1 - kRounding))) return;
    const auto text = [](double x) { return base::format_significant(x, kDigits); };
    const auto& unit = model_.time.unit;
    found_.warning("E0609",
                   "a pulse of " + text(*lasts) + " " + unit +
                       " is narrower than the time step of " + text(step) + " " + unit +
                       ": it lasts a whole step or is missed",
                   {source, model_.expressions[width].span},
                   "take a step of at most " + text(*lasts) +
                       ", or dopri5, which stops where a pulse begins and ends");
  }

  // What is written as a number, in sums and products too, and never varied.
  std::optional<double> number_of(ExprId id) const {
    const auto& node = model_.expressions[id];
    if (node.op == Operator::constant) return node.number;
    if (node.op == Operator::element) {
      const ElementId element(node.index);
      if (model_.variable_of(element).kind != VariableKind::constant) return std::nullopt;
      return number_of(model_.elements[element.index].equation);
    }
    if (operand_count(node.op) != 2) return std::nullopt;
    const auto a = number_of(node.operands[0]);
    const auto b = number_of(node.operands[1]);
    if (!a || !b) return std::nullopt;
    switch (node.op) {
      case Operator::add:
        return *a + *b;
      case Operator::subtract:
        return *a - *b;
      case Operator::multiply:
        return *a * *b;
      case Operator::divide:
        return *a / *b;
      default:
        return std::nullopt;
    }
  }

  // Where the argument is a line in time the breakpoints are known; where it depends on stocks they
  // are met like any bend of the solution. In between the method could step over a whole table.
  void report_lookup(const Node& node, const base::SourcePtr& source) {
    if (motion_.of(node.operands[0]) != Motion::clock) return;
    found_.warning(
        "E0608",
        "the method " + std::string(name(method_)) + " does not stop at the points of '" +
            model_.lookups[node.index].name +
            "' here: their times cannot be told from this argument",
        {source, model_.expressions[node.operands[0]].span},
        "read the table with a straight line in time, or use rk4 with a step shorter than "
        "the distance of the points");
  }

  const Model& model_;
  Method method_;
  TimeDependence motion_;
  base::Diagnostics found_;
};

}  // namespace

base::Diagnostics check_method(const Model& model, Method method) {
  return MethodChecker(model, method).run();
}

}  // namespace slackwater::model

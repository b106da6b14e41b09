#include "slackwater/model/method_rules.hpp"

namespace slackwater::model {
namespace {

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
      : model_(model), method_(method), states_(model.elements.size()) {}

  base::Diagnostics run() {
    for (const auto& element : model_.elements) visit(element.equation, element.source);
    for (const auto& initial : model_.initials) visit(initial.expression, initial.source);
    found_.sort();
    return std::move(found_);
  }

 private:
  enum class State : char { unseen, open, constant, varying };

  void visit(ExprId root, const base::SourcePtr& source) {
    std::vector<ExprId> open{root};
    while (!open.empty()) {
      const auto id = open.back();
      open.pop_back();
      if (!id.valid()) continue;
      const auto& node = model_.expressions[id];
      report_step_bound(node, source);
      for (int i = 0; i < operand_count(node.op); ++i) {
        const auto operand = node.operands[static_cast<std::size_t>(i)];
        open.push_back(operand);
        if (is_switch(node.op) && !constant(operand)) report_switch(operand, source);
      }
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

  // Whether a value is the same all through a run: it depends on parameters and start values only.
  bool constant(ExprId root) {
    std::vector<ExprId> open{root};
    while (!open.empty()) {
      const auto& node = model_.expressions[open.back()];
      open.pop_back();
      const bool moves = node.op == Operator::time || node.op == Operator::held ||
                         node.op == Operator::pipeline || node.op == Operator::series ||
                         is_switch(node.op) || is_draw(node.op);
      if (moves) return false;
      if (node.op == Operator::element && !constant_element(ElementId(node.index))) return false;
      for (int i = 0; i < operand_count(node.op); ++i) {
        open.push_back(node.operands[static_cast<std::size_t>(i)]);
      }
    }
    return true;
  }

  bool constant_element(ElementId element) {
    auto& state = states_[element.index];
    if (state != State::unseen) return state == State::constant;
    const auto equation = model_.elements[element.index].equation;
    const bool stock = model_.variable_of(element).kind == VariableKind::stock;
    state = stock || !equation.valid() ? State::varying : State::open;
    if (state == State::varying) return false;
    const bool result = constant(equation);
    states_[element.index] = result ? State::constant : State::varying;
    return result;
  }

  const Model& model_;
  Method method_;
  std::vector<State> states_;
  base::Diagnostics found_;
};

}  // namespace

base::Diagnostics check_method(const Model& model, Method method) {
  if (!is_adaptive(method)) return {};
  return MethodChecker(model, method).run();
}

}  // namespace slackwater::model

#include "context.hpp"

/// What an adaptive method needs: it stops at every switch in time, so the times of switches must
/// be known.
namespace slackwater::model::lowering {
namespace {

class SwitchChecker {
 public:
  explicit SwitchChecker(Context& context)
      : context_(context), model_(context.model), states_(model_.elements.size()) {}

  void run() {
    for (const auto& element : model_.elements) {
      if (element.equation.valid()) visit(element.equation, element.source);
    }
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
      const bool is_switch = node.op >= Operator::after && node.op <= Operator::ramp_time;
      for (int i = 0; i < operand_count(node.op); ++i) {
        const auto operand = node.operands[static_cast<std::size_t>(i)];
        open.push_back(operand);
        if (is_switch && !constant(operand)) report(operand, source);
      }
    }
  }

  void report(ExprId operand, const base::SourcePtr& source) {
    context_.diagnostics.error(
        "E0607",
        "the times of a switch must not change during a run under the method " +
            std::string(name(model_.time.method)) + ", which stops at each of them",
        {source, model_.expressions[operand].span},
        "use parameters here, initial(...), or a fixed-step method such as rk4");
  }

  bool constant(ExprId root) {
    std::vector<ExprId> open{root};
    while (!open.empty()) {
      const auto& node = model_.expressions[open.back()];
      open.pop_back();
      switch (node.op) {
        case Operator::time:
        case Operator::held:
        case Operator::pipeline:
        case Operator::series:
        case Operator::after:
        case Operator::pulse_on:
        case Operator::pulse_train_on:
        case Operator::ramp_time:
        case Operator::random_uniform:
        case Operator::random_normal:
        case Operator::random_lognormal:
        case Operator::random_poisson:
          return false;
        case Operator::element:
          if (!constant_element(ElementId(node.index))) return false;
          break;
        default:
          break;
      }
      for (int i = 0; i < operand_count(node.op); ++i)
        open.push_back(node.operands[static_cast<std::size_t>(i)]);
    }
    return true;
  }

  bool constant_element(ElementId element) {
    auto& state = states_[element.index];
    if (state == State::constant) return true;
    if (state != State::unseen) return false;
    if (model_.variable_of(element).kind == VariableKind::stock) {
      state = State::varying;
      return false;
    }
    state = State::open;
    const auto equation = model_.elements[element.index].equation;
    const bool result = equation.valid() && constant(equation);
    states_[element.index] = result ? State::constant : State::varying;
    return result;
  }

  Context& context_;
  const Model& model_;
  std::vector<State> states_;
};

}  // namespace

void check_method(Context& context) {
  if (context.adaptive) SwitchChecker(context).run();
}

}  // namespace slackwater::model::lowering

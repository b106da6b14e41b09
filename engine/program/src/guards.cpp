#include "guards.hpp"

#include <vector>

#include "conditions.hpp"

namespace slackwater::program {

namespace {

enum class Effect { shows, hides };

// What a not finite operand does to the result: makes it not finite for certain, or may be hidden.
Effect effect(const Value& value, int operand) {
  switch (value.operation) {
    case Operation::copy:
    case Operation::negate:
    case Operation::abs:
    case Operation::sqrt:
    case Operation::ln:
    case Operation::log10:
    case Operation::sin:
    case Operation::cos:
    case Operation::tan:
    case Operation::asin:
    case Operation::acos:
    case Operation::floor:
    case Operation::round:
    case Operation::add:
    case Operation::subtract:
    case Operation::multiply:
    case Operation::random_uniform:
    case Operation::random_normal:
      return Effect::shows;
    case Operation::divide:
    case Operation::safe_div:
    case Operation::mod:
      return operand == 1 ? Effect::hides : Effect::shows;
    case Operation::select:
      return operand == 0 ? Effect::hides : Effect::shows;
    case Operation::given:
      return operand == 0 ? Effect::hides : Effect::shows;
    default:
      return Effect::hides;
  }
}

class Guards {
 public:
  explicit Guards(Graph& graph) : graph_(graph) {}

  void run() {
    const std::size_t count = graph_.values.size();
    const std::vector<Root> roots = graph_.roots;
    add_start_conditions(count);
    for (const Phase phase :
         {Phase::start, Phase::derivative, Phase::save, Phase::checks, Phase::update}) {
      need_.assign(graph_.values.size(), Conditions::kNever);
      seen_.assign(graph_.values.size(), Conditions::kNever);
      for (const Root& root : roots) {
        if (root.phase == phase) enter(root);
      }
      for (std::size_t i = count; i-- > 0;) visit(ValueId(i), phase);
    }
  }

 private:
  void enter(const Root& root) {
    switch (root.target) {
      case Root::Target::kink_at:
      case Root::Target::kink_period:
      case Root::Target::kink_width:
      case Root::Target::kink_slope:
        return;
      default:
        break;
    }
    need_[root.value.index] = Conditions::kAlways;
    // Rates show in the stocks. Everything else that a run takes over must be looked at.
    if (root.phase == Phase::derivative) seen_[root.value.index] = Conditions::kAlways;
  }

  void visit(ValueId id, Phase phase) {
    const Value value = graph_[id];
    if (value.kind != Value::Kind::operation || need_[id.index] == Conditions::kNever) return;
    const Conditions::Id need = need_[id.index];
    if (!value.finite && !conditions_.implies(need, seen_[id.index])) {
      guard(id, need, phase);
      seen_[id.index] = need;
    }
    for (int k = 0; k < value.operand_count(); ++k) {
      const Conditions::Id side = side_taken(id, value, k);
      const Conditions::Id evaluated = value.strict ? Conditions::kAlways : side;
      const std::size_t operand = value.operands[k].index;
      need_[operand] = conditions_.either(need_[operand], conditions_.both(need, evaluated));
      if (effect(value, k) == Effect::shows) {
        seen_[operand] =
            conditions_.either(seen_[operand], conditions_.both(seen_[id.index], side));
      }
    }
  }

  // Where the result depends on an operand.
  Conditions::Id side_taken(ValueId id, const Value& value, int k) {
    switch (value.operation) {
      case Operation::select:
        return k == 0 ? Conditions::kAlways : conditions_.literal(value.operands[0], k == 1);
      case Operation::safe_div:
        return k == 1 ? Conditions::kAlways : conditions_.literal(value.operands[1], k == 0);
      case Operation::logical_and:
        return k == 0 ? Conditions::kAlways : conditions_.literal(value.operands[0], true);
      case Operation::logical_or:
        return k == 0 ? Conditions::kAlways : conditions_.literal(value.operands[0], false);
      case Operation::given:
        return k == 0 ? Conditions::kAlways : conditions_.literal(not_given_[id.index], true);
      default:
        return Conditions::kAlways;
    }
  }

  // A start value that the run provides replaces the model's own: then that is not needed.
  void add_start_conditions(std::size_t count) {
    not_given_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const Value value = graph_.values[i];
      if (value.kind != Value::Kind::operation || value.operation != Operation::given) continue;
      Value is_nan;
      is_nan.operation = Operation::not_equal;
      is_nan.operands = {value.operands[0], value.operands[0], {}};
      is_nan.rate = Rate::run;
      is_nan.home = Home::start;
      is_nan.finite = true;
      not_given_[i] = graph_.add(is_nan);
    }
  }

  void guard(ValueId id, Conditions::Id need, Phase phase) {
    Root root{phase, Root::Target::guard, id, 0, {}};
    if (need != Conditions::kAlways) root.condition = conditions_.emit(need, graph_);
    graph_.roots.push_back(root);
  }

  Graph& graph_;
  Conditions conditions_;
  std::vector<Conditions::Id> need_, seen_;
  std::vector<ValueId> not_given_;
};

}  // namespace

void add_guards(Graph& graph) { Guards(graph).run(); }

}  // namespace slackwater::program

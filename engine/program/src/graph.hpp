#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "slackwater/base/id.hpp"
#include "slackwater/program/program.hpp"

/// What the passes work on: every value of a program once, operands before the values that use
/// them.
namespace slackwater::program {

using ValueId = base::Id<struct ValueTag>;

/// How often a value can change. Ordered: a value changes as often as the most restless of its
/// operands.
enum class Rate : std::uint8_t { constant, run, step, stage };

/// Where a value is computed. `stage` stands for derivative, save, checks or update, as the
/// schedule decides.
enum class Home : std::uint8_t { start, step, stage };

/// One value. Leaves have a place in a register file; others are computed by an operation.
struct Value {
  enum class Kind : std::uint8_t { constant, leaf, operation };

  Kind kind = Kind::operation;
  Operation operation = Operation::copy;
  Rate rate = Rate::stage;
  Home home = Home::stage;
  bool uniform = false;  ///< the same in all lanes, and kept in a uniform slot
  bool finite = false;   ///< not finite only if one of its operands is not
  bool strict = false;   ///< all operands are needed, whichever side of a select is taken
  std::array<ValueId, 3> operands{};
  std::uint32_t table = 0;
  Operand leaf;       ///< of a leaf
  double number = 0;  ///< of a constant

  int operand_count() const {
    return kind == Kind::operation ? program::operand_count(operation) : 0;
  }
};

/// The sections that are executed at one instant, in their order.
enum class Phase : std::uint8_t { start, derivative, save, checks, update };

/// A value that must be computed, and for whom.
struct Root {
  enum class Target : std::uint8_t {
    slot,  ///< must be left in the lane slot `index`
    output,
    check,
    delay,  ///< entry `index` of that table reads it
    kink_at,
    kink_period,
    kink_width,
    kink_slope,  ///< entry `index` of the kinks reads it
    guard        ///< the fault slot notices when it is not finite
  };
  Phase phase = Phase::derivative;
  Target target = Target::slot;
  ValueId value;
  std::uint32_t index = 0;
  ValueId condition;  ///< of a guard: only where this is true; not valid: everywhere
};

struct Graph {
  std::vector<Value> values;
  std::vector<Root> roots;

  const Value& operator[](ValueId id) const { return values[id.index]; }
  Value& operator[](ValueId id) { return values[id.index]; }
  ValueId add(const Value& value) {
    values.push_back(value);
    return ValueId(values.size() - 1);
  }
};

/// Copies a graph value by value, with operands translated; a pass says what becomes of each value.
///
/// `visit(old, value, next)` gets the old id, a copy whose operands are already new ids, and the
/// new graph; it returns the new id. Roots are translated at the end.
template <class Visit>
Graph rewrite(const Graph& old, Visit&& visit) {
  Graph next;
  next.values.reserve(old.values.size());
  std::vector<ValueId> moved(old.values.size());
  for (std::size_t i = 0; i < old.values.size(); ++i) {
    Value value = old.values[i];
    for (int k = 0; k < value.operand_count(); ++k) {
      value.operands[k] = moved[value.operands[k].index];
    }
    moved[i] = visit(ValueId(i), value, next);
  }
  next.roots.reserve(old.roots.size());
  for (Root root : old.roots) {
    root.value = moved[root.value.index];
    if (root.condition.valid()) root.condition = moved[root.condition.index];
    next.roots.push_back(root);
  }
  return next;
}

}  // namespace slackwater::program

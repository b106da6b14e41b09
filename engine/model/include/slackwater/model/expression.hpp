#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "slackwater/base/id.hpp"
#include "slackwater/base/source_text.hpp"

/// The equations of a model after everything is resolved: scalar expression trees over elements.
namespace slackwater::model {

using ExprId = base::Id<struct ExprTag>;
using VariableId = base::Id<struct VariableTag>;
using ElementId = base::Id<struct ElementTag>;  ///< one scalar of a variable, over the whole model
using LookupId = base::Id<struct LookupTag>;
using SeriesId = base::Id<struct SeriesTag>;      ///< a data series
using HeldId = base::Id<struct HeldTag>;          ///< a value that changes only between steps
using PipelineId = base::Id<struct PipelineTag>;  ///< a delay_fixed
using InitialId = base::Id<struct InitialTag>;    ///< an initial(x), kept from the start of the run
using RandomId = base::Id<struct RandomTag>;

/// What a node of an expression does. Booleans are the numbers 0 and 1.
enum class Operator : std::uint8_t {
  // leaves
  constant,
  time,
  time_step,
  start_time,
  stop_time,
  element,
  initial_value,
  held,
  pipeline,
  // one operand
  negate,
  logical_not,
  abs,
  sqrt,
  exp,
  ln,
  log10,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  tanh,
  logistic,
  floor,
  round,
  sign,
  // two operands
  add,
  subtract,
  multiply,
  divide,
  power,
  mod,
  minimum,
  maximum,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  // three operands
  select,  ///< select(condition, a, b); only the chosen side is evaluated, so the other may be 1/0
  safe_div,  ///< safe_div(a, b, otherwise): otherwise where b = 0; only evaluated side counts
  // tables
  lookup,  ///< operand: x; `index` a LookupId
  series,  ///< at the current time; `index` a SeriesId
  // signals of time: switches are frozen over all stages of a fixed step, decided by the midpoint
  // rule
  after,           ///< after(at): 1 once t + step/2 > at (adaptive: t >= at)
  pulse_on,        ///< pulse_on(at, width): 1 during the pulse; width 0 is one time step
  pulse_train_on,  ///< pulse_train_on(period, width, offset): phase by absolute time; period 0:
                   ///< never
  ramp_time,       ///< ramp_time(from, to): max(min(t, to) - from, 0), nothing frozen
  // draws, made once per step and held over its stages
  random_uniform,
  random_normal,
  random_lognormal,
  random_poisson  ///< two (poisson: one) operands; `index` a RandomId
};

/// One node; trees are not shared, so a node's place in the text is exact.
struct Node {
  Operator op = Operator::constant;
  std::array<ExprId, 3> operands{};
  double number = 0;  ///< of Operator::constant
  std::uint32_t index =
      0;            ///< ElementId, LookupId, SeriesId, HeldId, PipelineId, InitialId or RandomId
  base::Span span;  ///< in the text of the equation's `source`
};

/// The number of operands that an operator takes.
int operand_count(Operator op);
/// The operator's name in listings, e.g. "multiply".
std::string_view name(Operator op);

/// All nodes of a model; an ExprId is a place in it. Operands come before the nodes that use them.
class ExpressionPool {
 public:
  ExpressionPool() = default;
  explicit ExpressionPool(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}

  ExprId add(const Node& node) {
    nodes_.push_back(node);
    return ExprId(nodes_.size() - 1);
  }
  const Node& operator[](ExprId id) const { return nodes_[id.index]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Node> nodes_;
};

}  // namespace slackwater::model

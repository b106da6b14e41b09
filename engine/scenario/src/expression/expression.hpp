#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "functions.hpp"
#include "slackwater/base/source_text.hpp"
#include "slackwater/units/unit.hpp"

namespace slackwater::scenario {

/// Which run a name is about; what is not said is the run that is measured.
struct RunSelector {
  std::optional<std::size_t> policy;
  std::optional<std::size_t> future;
};

enum class Op : std::uint8_t {
  number,
  series,
  measure,
  scan,
  search,
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  list,
  call,
  window,
  direction,
  reference,
  tolerance  ///< arguments of functions only
};

/// What evaluating gives.
enum class Type : std::uint8_t { number, condition, series, numbers, conditions, argument };

enum class Direction : std::uint8_t { up, down, both };
enum class ToleranceOf : std::uint8_t { absolute, peak, reference };

/// A unit that may be unknown, because a variable declares none.
struct KnownUnit {
  bool known = false;
  units::Unit unit;
  std::string text;  ///< "week"; "1"; "" when unknown
};

/// A measure, condition or claim with every name resolved and every unit checked.
struct Expression {
  Op op = Op::number;
  Type type = Type::number;
  base::Span span;
  base::SourcePtr source;
  KnownUnit unit;
  double factor = 1;        ///< converts the value to the unit that the parent counts in
  double number = 0;        ///< of a number, in `unit`
  bool bare = false;        ///< a number as written without a unit
  std::size_t index = 0;    ///< of a measure, scan or search in the scenario
  std::string variable;     ///< of a series
  std::size_t element = 0;  ///< of a series: which element of the variable
  RunSelector run;          ///< of a series, measure or reference
  FunctionId function{};
  Direction direction = Direction::both;
  ToleranceOf tolerance_of = ToleranceOf::absolute;
  /// Operands; of a call one per parameter (null when not given), a variadic call's rest behind
  /// them.
  std::vector<std::unique_ptr<Expression>> operands;

  const Expression* operand(std::size_t i) const {
    return i < operands.size() ? operands[i].get() : nullptr;
  }
};

using ExpressionPtr = std::unique_ptr<Expression>;

/// Whether it looks at runs of policies and futures, which samples change; scans and searches they
/// do not.
bool reads_runs(const Expression& expression);
/// Whether it looks at a scan or a search.
bool reads_studies(const Expression& expression);

}  // namespace slackwater::scenario

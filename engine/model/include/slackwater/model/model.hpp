#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/method.hpp"
#include "slackwater/model/expression.hpp"
#include "slackwater/units/unit_table.hpp"

namespace slackwater::model {

using base::Method;
using base::method_named;
using base::name;

enum class VariableKind { stock, flow, auxiliary, parameter, lever, constant, indicator, data };
enum class Better { none, up, down };

std::string_view name(VariableKind kind);

struct Dimension {
  std::string name;
  std::vector<std::string> elements;
  std::string documentation;
  /// For a sub-range: the dimension it is a part of, and where its elements stand there.
  std::optional<std::size_t> parent;
  std::vector<std::size_t> positions;
};

/// A distribution over a parameter as the text gives it; arguments are in the parameter's unit.
struct Distribution {
  std::string family;  ///< normal, uniform, lognormal, triangular, ...
  std::vector<std::pair<std::string, double>> arguments;
  base::Place place;
};

struct Range {
  double low = 0;
  double high = 0;
};

/// One variable with all its elements.
struct Variable {
  std::string name;
  VariableKind kind = VariableKind::auxiliary;
  std::vector<std::size_t>
      dimensions;   ///< indices into Model::dimensions (the widest ones), outermost first
  ElementId first;  ///< elements are contiguous, last dimension fastest
  std::size_t size = 1;
  std::string unit;  ///< as people read it, "1" when dimensionless, "" when none was given
  units::Unit dimension_of_unit;
  std::optional<Range> range;
  std::optional<Distribution> distribution;
  Better better = Better::none;
  std::string documentation;
  std::string provenance;  ///< the text behind `source`
  std::string section;     ///< the last `section` above it
  bool generated = false;  ///< a memory function's stock
  base::Place place;       ///< of its name in the declaration
};

/// One scalar equation.
struct Element {
  VariableId variable;
  std::string name;  ///< "obstacle[policy,team]"
  /// Flows, auxiliaries, indicators, data: the equation. Inputs: the default (a constant node).
  /// Stocks: the initial value.
  ExprId equation;
  std::vector<ElementId> inflows;  ///< of a stock, in the order of the text
  std::vector<ElementId> outflows;
  base::SourcePtr source;  ///< the text its spans point into (a rule has a text of its own)
  /// Its number may come from outside: parameters, levers and constants, and those elements of an
  /// array that no rule or profile moves while it moves others.
  bool input = false;
};

enum class LookupMode { clamp, extrapolate, step, smooth };

std::string_view name(LookupMode mode);

/// A table function; x strictly increasing. Linear between points except for step and smooth.
struct Lookup {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  LookupMode mode = LookupMode::clamp;
  std::vector<double> slopes;  ///< of smooth: monotone cubic (Fritsch and Carlson 1980)
  std::string unit_x;
  std::string unit_y;
  std::string documentation;
  std::string provenance;
  base::Place place;
};

enum class SeriesMode { linear, step, none };

struct Series {
  std::string name;
  std::vector<double> time;
  std::vector<double> value;
  SeriesMode mode = SeriesMode::linear;
};

/// A value that is constant during a step; after the step that starts at t it becomes `update` as
/// it was at t.
struct Held {
  std::string name;
  ExprId update;
  ExprId initial;
  base::SourcePtr source;
};

/// delay_fixed: during step k its value is `input` at the start of step k - n, n = round(delay /
/// time_step), at least 1; before that it is `initial`. `delay` and `initial` are evaluated once,
/// at the start.
struct Pipeline {
  std::string name;
  ExprId input;
  ExprId delay;
  ExprId initial;
  base::SourcePtr source;
};

/// initial(x): x at the start of the run, after the stocks have their initial values.
struct Initial {
  ExprId expression;
  base::SourcePtr source;
};

/// One call of a random function in one element of one variable.
struct RandomStream {
  std::string variable;
  std::uint32_t occurrence = 0;
  std::uint32_t element = 0;
  std::uint64_t stream = 0;  ///< base::stream_of("variable[element names]", occurrence)
};

struct Check {
  ExprId condition;
  std::string text;  ///< as written, with the element where it is subscripted
  base::Place place;
  std::string documentation;
  std::string failure;  ///< what to say instead of the text when it does not hold
};

struct TimeSettings {
  std::string unit = "week";
  double start = 0;
  double stop = 100;
  double step = 1;
  double save = 1;  ///< a whole multiple of step
  Method method = Method::rk4;
};

/// A model with everything resolved: names, arrays, units, order. What every path of execution
/// starts from.
///
/// Guarantees: `evaluation_order` holds every element that is no stock and no input, each after all
/// it needs at the same instant; `initial_order` holds every element of any kind that way
/// for the start of the run.
struct Model {
  std::string title;
  std::string documentation;
  TimeSettings time;
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  std::vector<Element> elements;
  ExpressionPool expressions;
  std::vector<Lookup> lookups;
  std::vector<Series> series;
  std::vector<Held> held;
  std::vector<Pipeline> pipelines;
  std::vector<Initial> initials;
  std::vector<RandomStream> random_streams;
  std::vector<Check> checks;
  std::vector<ElementId> evaluation_order;
  std::vector<ElementId> initial_order;
  std::vector<ElementId> stocks;      ///< all stock elements, in order of variables
  std::vector<ElementId> parameters;  ///< all elements that are inputs
  std::vector<std::string> sections;
  base::SourcePtr source;
  std::shared_ptr<const units::UnitTable> units;  ///< the units that the text declares
  std::map<std::string, VariableId, std::less<>> variable_by_name;  ///< kept by lower()

  std::optional<VariableId> find_variable(std::string_view name) const;
  /// By full name: "backlog", "obstacle[policy,team]" (blanks after commas allowed).
  std::optional<ElementId> find_element(std::string_view name) const;
  /// All elements that a pattern names: "obstacle[*, team]", "backlog", "obstacle" (all its
  /// elements). A subscript may be an element, `*`, or the name of a dimension or sub-range.
  std::vector<ElementId> match_elements(std::string_view pattern) const;
  const Variable& variable_of(ElementId id) const {
    return variables[elements[id.index].variable.index];
  }
};

}  // namespace slackwater::model

#pragma once

#include <set>
#include <string>
#include <vector>

#include "../yaml_tree.hpp"
#include "expression.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/scenario/scenario.hpp"
#include "syntax.hpp"

namespace slackwater::scenario {

/// A measure before it is checked.
struct MeasureSource {
  std::string name;
  TextRange text;
  bool every_step = false;
  model::Better better = model::Better::none;
};

/// Turns texts into expressions: names against model and scenario, units, arguments. Reports E12xx.
///
/// Policies, futures, scans and searches of `scenario` must be there already; measures are checked
/// when first needed, so that they may refer to each other in any order.
class Checker {
 public:
  /// What a text stands for: a measure of one run, or a claim over all of them.
  enum class Where { measure, claim };

  Checker(const Scenario& scenario, const model::Model& model, std::vector<MeasureSource> measures,
          base::Diagnostics& diagnostics);

  /// Checks a text that must give `wanted`; null after errors.
  std::shared_ptr<const Expression> check(const TextRange& text, Where where, Type wanted,
                                          bool every_step = false);
  /// Checks a series, of which the number is the value at the last point; null after errors.
  std::shared_ptr<const Expression> last_of(const TextRange& text);
  /// The measure's expression, null when it has errors.
  std::shared_ptr<const Expression> measure(std::size_t index);
  /// Which direction is better: as written, else that of the one variable that it reads.
  model::Better better(std::size_t index);

  const std::set<std::string>& needed(bool every_step) const { return needed_[every_step ? 1 : 0]; }

 private:
  enum class State { fresh, in_work, done };
  using Node = syntax::Node;

  // checker.cpp: texts, names, operators
  ExpressionPtr typed(const TextRange& text, Where where, Type wanted, bool every_step);
  ExpressionPtr expression(const Node& node);
  ExpressionPtr number(const Node& node);
  ExpressionPtr path(const Node& node);
  ExpressionPtr named(const Node& node, const RunSelector& run, std::string_view name);
  ExpressionPtr series(const Node& node, const RunSelector& run, model::VariableId variable);
  ExpressionPtr list(const Node& node);
  bool expand(const Node& node, Expression& list);
  ExpressionPtr negate(const Node& node);
  ExpressionPtr arithmetic(const Node& node);
  ExpressionPtr power(const Node& node, ExpressionPtr base, ExpressionPtr exponent);
  ExpressionPtr comparison(const Node& node);
  ExpressionPtr logic(const Node& node);
  std::optional<std::size_t> length(const Expression& expression) const;
  /// Reports two lists that cannot meet item by item.
  bool same_length(const Expression& left, const Expression& right, const Node& node);
  bool qualifiers(const Node& node, RunSelector& run);
  void unknown_name(const Node& node, std::string_view name);

  // check_call.cpp: functions; check_arguments.cpp: what they are given
  ExpressionPtr call(const Node& node);
  ExpressionPtr pointwise(const Node& node, const Function& function);
  ExpressionPtr regret(const Node& node, ExpressionPtr made);
  const Function* choose(const Node& node, const std::vector<const Function*>& candidates);
  /// Whether it is a list or a scan, told by its shape alone.
  bool means_list(const Node& node) const;
  bool assign(const Node& node, const Function& function, std::vector<const Node*>& slots);
  ExpressionPtr argument(const Node& node, const Function& function, const Parameter& parameter,
                         const Expression* first);
  ExpressionPtr time_argument(const Node& node, bool duration);
  ExpressionPtr rate_argument(const Node& node);
  ExpressionPtr level_argument(const Node& node, const KnownUnit& unit, std::string_view of);
  ExpressionPtr window_argument(const Node& node);
  ExpressionPtr direction_argument(const Node& node);
  ExpressionPtr reference_argument(const Node& node);
  ExpressionPtr tolerance_argument(const Node& node, const Expression* first);
  KnownUnit result_unit(const Function& function, const Expression& first);
  void check_times(const Expression& call, const Function& function);

  // shared
  ExpressionPtr make(const Node& node, Op op, Type type);
  ExpressionPtr error(std::string code, std::string message, base::Span span,
                      std::string hint = {});
  /// Makes the unit of `right` that of `left`, or reports that they do not fit.
  bool unify(const Expression& left, Expression& right, std::string_view doing);
  KnownUnit known(const units::Unit& unit) const;
  KnownUnit one() const { return known({}); }
  KnownUnit time_unit() const;
  std::string describe(const Expression& expression) const;
  /// A number with its unit as one writes it: "4 week", "20 [item/week]".
  std::string written(double number, const KnownUnit& unit) const;

  const Scenario& scenario_;
  const model::Model& model_;
  std::vector<MeasureSource> sources_;
  std::vector<State> states_;
  std::vector<std::shared_ptr<const Expression>> checked_;
  base::Diagnostics& diagnostics_;
  std::set<std::string> needed_[2];

  // of the text in work
  base::SourcePtr source_;
  Where where_ = Where::measure;
  bool every_step_ = false;
};

/// "write `mean(x, a .. b)`": the hint that shows a function.
std::string usage(const Function& function);
/// up, down, both; nothing for everything else.
std::optional<Direction> direction_named(const syntax::Node& node);
/// "a number", "a series over time": for messages.
std::string_view type_name(Type type);

/// The value of an expression without any name in it.
std::optional<double> constant(const Expression& expression);

}  // namespace slackwater::scenario

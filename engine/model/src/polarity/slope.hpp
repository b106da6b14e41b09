#pragma once

#include <set>

#include "bounds.hpp"

namespace slackwater::model {

/// The signs that a partial derivative may have, and between which numbers its elasticity lies: the
/// change in percent of what an expression is worth when its source grows by one percent.
struct Slope {
  bool up = false;
  bool down = false;
  Interval elasticity = Interval::only(0);  ///< of non-negative values only

  static Slope unknown() { return {true, true, {}}; }
  bool is_none() const { return !up && !down; }
};

/// Partial derivatives of expressions by one element.
class SlopeFinder {
 public:
  SlopeFinder(const Model& model, Bounds& bounds, ElementId source);

  Slope of(ExprId expression);

 private:
  Slope rule(const Node& node);
  Slope product(Slope a, Slope b, Interval x, Interval y) const;
  Slope quotient(Slope a, Slope b, Interval x, Interval y) const;
  Slope raised(const Node& node, Slope a, Slope b);
  Slope monotone(Slope a, bool rising) const;
  Slope lookup(const Node& node, Slope a) const;

  const Model& model_;
  Bounds& bounds_;
  ElementId source_;
  bool source_positive_;
  std::set<std::uint32_t> open_;  // expressions of held values that are being followed
};

}  // namespace slackwater::model

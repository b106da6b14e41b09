#pragma once

#include <optional>
#include <vector>

#include "interval.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/model/polarity.hpp"

namespace slackwater::model {

/// Between which numbers each value stays, as far as the equations say so without being run.
class Bounds {
 public:
  Bounds(const Model& model, const std::vector<StockRange>& ranges);

  Interval of(ExprId expression);
  Interval of(ElementId element);

 private:
  Interval evaluate(const Node& node);
  Interval lookup(const Lookup& table, Interval x) const;
  Interval input(const Variable& variable, ElementId element) const;
  Interval quotient(const Node& node);
  bool holds_term(ExprId sum, ExprId term);

  const Model& model_;
  std::vector<Interval> stocks_;                // by element
  std::vector<std::optional<Interval>> known_;  // by expression
  std::vector<bool> open_;
};

}  // namespace slackwater::model

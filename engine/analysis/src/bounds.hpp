#pragma once

#include <limits>
#include <span>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::analysis {

/// What an expression can be, whatever the stocks are.
struct Bound {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool reads_stocks = false;  ///< names a stock, directly or through other equations

  bool fixed() const { return low == high; }
};

/// Bounds of all equations of a model at one instant, by interval arithmetic. Wider than need be,
/// never too narrow.
class Bounds {
 public:
  /// Stocks that are 0 or more in `values` (element,) are taken to stay so; the others can be
  /// anything. NaN: unknown.
  Bounds(const model::Model& model, std::span<const double> values);

  const Bound& of(model::ExprId node) const { return nodes_[node.index]; }

 private:
  void evaluate(model::ElementId element);
  Bound bound_of(const model::Node& node) const;

  const model::Model& model_;
  std::span<const double> values_;
  std::vector<Bound> elements_;
  std::vector<Bound> nodes_;
};

/// All nodes of a tree, operands before the nodes that use them.
std::vector<model::ExprId> nodes_of(const model::Model& model, model::ExprId root);

}  // namespace slackwater::analysis

#pragma once

#include <cstdint>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// How the value of an expression moves during a run. Ordered: what is made of several moves as the
/// most restless of them.
enum class Motion : std::uint8_t {
  constant,  ///< not at all: it depends on parameters and start values only
  line,      ///< as slope * time + offset, both constant
  clock,     ///< with time alone, otherwise than a line
  state      ///< with stocks, memory or random draws
};

/// Tells how expressions move during a run; looks through the auxiliaries that they name.
///
/// Guarantees: each expression is looked at once; no recursion, so chains of any length will do.
class TimeDependence {
 public:
  explicit TimeDependence(const Model& model);
  Motion of(ExprId root);

 private:
  enum class Known : char { no, open, yes };

  bool push_unknown_parts(const Node& node);
  bool push_unknown(ExprId part);
  /// The equation behind an element that has one all through a run; else not valid.
  ExprId equation_of(const Node& node) const;
  Motion combine(const Node& node) const;
  Motion of_part(const Node& node, int k) const;

  const Model& model_;
  std::vector<Known> known_;
  std::vector<Motion> motions_;
  std::vector<ExprId> open_;
};

}  // namespace slackwater::model

#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "graph.hpp"

namespace slackwater::program {

/// Boolean conditions over values of a graph, each kept once, so that equal ones are the same
/// number.
class Conditions {
 public:
  using Id = std::uint32_t;
  static constexpr Id kNever = 0;
  static constexpr Id kAlways = 1;

  Conditions();

  /// The condition that `value` is true, or that it is not.
  Id literal(ValueId value, bool is_true);
  Id both(Id a, Id b);
  Id either(Id a, Id b);
  /// Whether `a` is certainly a part of `b`; a false answer only means that it is not obvious.
  bool implies(Id a, Id b) const;

  /// Adds the operations that compute a condition to the graph; not for kNever and kAlways.
  ValueId emit(Id id, Graph& graph);

 private:
  enum class Kind : std::uint8_t { never, always, literal, negated, both, either };
  struct Node {
    Kind kind = Kind::never;
    std::uint32_t a = 0;  // the value of a literal, else a condition
    std::uint32_t b = 0;
    ValueId emitted;
  };
  ValueId emit_one(const Node& node, Graph& graph) const;
  Id intern(Kind kind, std::uint32_t a, std::uint32_t b);
  bool has_part(Id id, Kind kind, Id part) const;

  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, std::vector<Id>> known_;
};

}  // namespace slackwater::program

#include "conditions.hpp"

#include <utility>

namespace slackwater::program {

Conditions::Conditions() : nodes_{{Kind::never, 0, 0, {}}, {Kind::always, 0, 0, {}}} {}

Conditions::Id Conditions::intern(Kind kind, std::uint32_t a, std::uint32_t b) {
  const std::uint64_t key =
      (static_cast<std::uint64_t>(kind) << 60) ^ (static_cast<std::uint64_t>(a) << 30) ^ b;
  auto& candidates = known_[key];
  for (const Id id : candidates) {
    const Node& node = nodes_[id];
    if (node.kind == kind && node.a == a && node.b == b) return id;
  }
  nodes_.push_back({kind, a, b, {}});
  candidates.push_back(static_cast<Id>(nodes_.size() - 1));
  return candidates.back();
}

Conditions::Id Conditions::literal(ValueId value, bool is_true) {
  return intern(is_true ? Kind::literal : Kind::negated, value.index, 0);
}

// Whether `part` is one of the members of a chain of `both` or of `either`.
bool Conditions::has_part(Id id, Kind kind, Id part) const {
  for (int depth = 0; depth < 16; ++depth) {
    if (id == part) return true;
    const Node& node = nodes_[id];
    if (node.kind != kind) return false;
    if (node.b == part) return true;
    id = node.a;
  }
  return false;
}

bool Conditions::implies(Id a, Id b) const {
  return a == kNever || b == kAlways || a == b || has_part(a, Kind::both, b) ||
         has_part(b, Kind::either, a);
}

Conditions::Id Conditions::both(Id a, Id b) {
  if (implies(a, b)) return a;
  if (implies(b, a)) return b;
  return intern(Kind::both, a, b);
}

Conditions::Id Conditions::either(Id a, Id b) {
  if (implies(a, b)) return b;
  if (implies(b, a)) return a;
  const Node& x = nodes_[a];
  const Node& y = nodes_[b];
  const auto opposite = [](const Node& p, const Node& q) {
    return p.kind == Kind::literal && q.kind == Kind::negated && p.a == q.a;
  };
  if (opposite(x, y) || opposite(y, x)) return kAlways;
  // (p and v) or (p and not v) is p.
  if (x.kind == Kind::both && y.kind == Kind::both && x.a == y.a &&
      (opposite(nodes_[x.b], nodes_[y.b]) || opposite(nodes_[y.b], nodes_[x.b]))) {
    return x.a;
  }
  return intern(Kind::either, a, b);
}

ValueId Conditions::emit(Id id, Graph& graph) {
  if (nodes_[id].emitted.valid()) return nodes_[id].emitted;
  const Node node = nodes_[id];
  ValueId result(node.a);
  if (node.kind != Kind::literal) {
    Value value;
    value.finite = true;
    if (node.kind == Kind::negated) {
      value.operation = Operation::logical_not;
      value.operands[0] = result;
    } else {
      value.operation = node.kind == Kind::both ? Operation::logical_and : Operation::logical_or;
      value.operands[0] = emit(node.a, graph);
      value.operands[1] = emit(node.b, graph);
    }
    value.rate = Rate::constant;
    value.home = Home::start;
    for (int k = 0; k < value.operand_count(); ++k) {
      const Value& operand = graph[value.operands[k]];
      value.rate = std::max(value.rate, operand.rate);
      value.home = std::max(value.home, operand.home);
    }
    result = graph.add(value);
  }
  nodes_[id].emitted = result;
  return result;
}

}  // namespace slackwater::program

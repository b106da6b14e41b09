#include "conditions.hpp"

#include <algorithm>
#include <unordered_set>

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
  // Conditions come after their parts, so going through them in order needs no recursion.
  std::vector<Id> needed{id};
  std::unordered_set<Id> found{id};
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const Node& node = nodes_[needed[i]];
    if (node.emitted.valid() || (node.kind != Kind::both && node.kind != Kind::either)) continue;
    for (const Id part : {node.a, node.b}) {
      if (found.insert(part).second) needed.push_back(part);
    }
  }
  std::sort(needed.begin(), needed.end());
  for (const Id part : needed) {
    if (!nodes_[part].emitted.valid()) nodes_[part].emitted = emit_one(nodes_[part], graph);
  }
  return nodes_[id].emitted;
}

ValueId Conditions::emit_one(const Node& node, Graph& graph) const {
  if (node.kind == Kind::literal) return ValueId(node.a);
  Value value;
  value.finite = true;
  if (node.kind == Kind::negated) {
    value.operation = Operation::logical_not;
    value.operands[0] = ValueId(node.a);
  } else {
    value.operation = node.kind == Kind::both ? Operation::logical_and : Operation::logical_or;
    value.operands[0] = nodes_[node.a].emitted;
    value.operands[1] = nodes_[node.b].emitted;
  }
  value.rate = Rate::constant;
  value.home = Home::start;
  for (int k = 0; k < value.operand_count(); ++k) {
    const Value& operand = graph[value.operands[k]];
    value.rate = std::max(value.rate, operand.rate);
    value.home = std::max(value.home, operand.home);
  }
  return graph.add(value);
}

}  // namespace slackwater::program

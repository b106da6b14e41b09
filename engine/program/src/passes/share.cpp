#include <bit>
#include <utility>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}

std::uint64_t hash_of(const Value& value) {
  std::uint64_t hash =
      mix(static_cast<std::uint64_t>(value.kind), static_cast<std::uint64_t>(value.home));
  switch (value.kind) {
    case Value::Kind::constant:
      return mix(hash, std::bit_cast<std::uint64_t>(value.number));
    case Value::Kind::leaf:
      return mix(mix(hash, value.leaf.slot * 2 + (value.leaf.uniform ? 1 : 0)),
                 static_cast<std::uint64_t>(value.rate));
    case Value::Kind::operation:
      break;
  }
  hash = mix(hash, static_cast<std::uint64_t>(value.operation));
  hash = mix(hash, value.table);
  for (int k = 0; k < value.operand_count(); ++k) hash = mix(hash, value.operands[k].index);
  return hash;
}

bool same(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.home != b.home) return false;
  switch (a.kind) {
    case Value::Kind::constant:
      return std::bit_cast<std::uint64_t>(a.number) == std::bit_cast<std::uint64_t>(b.number);
    case Value::Kind::leaf:
      return a.leaf == b.leaf && a.rate == b.rate;
    case Value::Kind::operation:
      break;
  }
  if (a.operation != b.operation || a.table != b.table) return false;
  for (int k = 0; k < a.operand_count(); ++k) {
    if (a.operands[k] != b.operands[k]) return false;
  }
  return true;
}

// An open-addressing table of the values kept so far.
class KnownValues {
 public:
  explicit KnownValues(std::size_t count) : places_(std::bit_ceil(2 * count + 2)) {}

  ValueId find_or_add(const Value& value, Graph& graph) {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t place = hash_of(value) & mask;; place = (place + 1) & mask) {
      if (!places_[place].valid()) return places_[place] = graph.add(value);
      if (same(graph[places_[place]], value)) return places_[place];
    }
  }

 private:
  std::vector<ValueId> places_;
};

bool commutes(Operation op) { return op == Operation::add || op == Operation::multiply; }

void drop_equal_guards(Graph& graph) {
  std::vector<Root> kept;
  std::vector<std::vector<std::size_t>> guards_of(graph.values.size());
  for (const Root& root : graph.roots) {
    if (root.target == Root::Target::guard) {
      bool known = false;
      for (const std::size_t i : guards_of[root.value.index]) {
        known = known || (kept[i].condition == root.condition && kept[i].phase == root.phase);
      }
      if (known) continue;
      guards_of[root.value.index].push_back(kept.size());
    }
    kept.push_back(root);
  }
  graph.roots = std::move(kept);
}

}  // namespace

Graph share(const Graph& graph) {
  KnownValues known(graph.values.size());
  Graph result = rewrite(graph, [&](ValueId, Value value, Graph& next) {
    // a + b and b + a have the same bits; the later operand second keeps chains recognisable.
    if (value.kind == Value::Kind::operation && commutes(value.operation) &&
        value.operands[1] < value.operands[0]) {
      std::swap(value.operands[0], value.operands[1]);
    }
    return known.find_or_add(value, next);
  });
  drop_equal_guards(result);
  return result;
}

}  // namespace slackwater::program

#include <map>
#include <set>

#include "slackwater/model/polarity.hpp"
#include "slope.hpp"

namespace slackwater::model {
namespace {

struct Signs {
  bool up = false;
  bool down = false;
  bool at_once = false;  // not only through an accumulation

  void add(const Signs& other) {
    up = up || other.up;
    down = down || other.down;
    at_once = at_once || other.at_once;
  }
};

using SignsByPair = std::map<std::pair<VariableId, VariableId>, Signs>;

// The elements that an equation reads, and whether it reads them at the same instant.
std::map<std::uint32_t, bool> sources_of(const Model& model, ExprId expression) {
  struct Open {
    ExprId expression;
    bool at_once;
  };
  std::map<std::uint32_t, bool> sources;
  std::vector<Open> open{{expression, true}};
  std::set<std::uint32_t> followed;
  while (!open.empty()) {
    const auto [id, at_once] = open.back();
    open.pop_back();
    if (!id.valid()) continue;
    const auto& node = model.expressions[id];
    if (node.op == Operator::element) {
      auto& known = sources[node.index];
      known = known || at_once;
    }
    const bool held = node.op == Operator::held;
    if (held || node.op == Operator::pipeline) {
      const auto input = held ? model.held[node.index].update : model.pipelines[node.index].input;
      if (followed.insert(input.index).second) open.push_back({input, false});
    }
    for (int i = 0; i < operand_count(node.op); ++i) {
      open.push_back({node.operands[static_cast<std::size_t>(i)], at_once});
    }
  }
  return sources;
}

class LinkFinder {
 public:
  LinkFinder(const Model& model, const std::vector<StockRange>& ranges)
      : model_(model), bounds_(model, ranges) {}

  std::vector<SignedLink> run() {
    for (std::size_t i = 0; i < model_.elements.size(); ++i) collect(ElementId(i));
    for (const auto& [pair, signs] : direct_) {
      reached_from_[pair.first].push_back(pair.second);
    }
    SignsByPair declared;
    for (std::size_t v = 0; v < model_.variables.size(); ++v) {
      if (!model_.variables[v].generated) follow(VariableId(v), declared);
    }
    std::vector<SignedLink> links;
    for (const auto& [pair, signs] : declared) {
      const auto polarity = signs.up == signs.down ? Polarity::open
                            : signs.up             ? Polarity::plus
                                                   : Polarity::minus;
      links.push_back({pair.first, pair.second, polarity, !signs.at_once});
    }
    return links;
  }

 private:
  void collect(ElementId target) {
    const auto& element = model_.elements[target.index];
    const auto& variable = model_.variable_of(target);
    if (variable.kind == VariableKind::stock) {
      for (const auto flow : element.inflows) add(flow, element.variable, {true, false, true});
      for (const auto flow : element.outflows) add(flow, element.variable, {false, true, true});
      return;
    }
    for (const auto& [source, at_once] : sources_of(model_, element.equation)) {
      const auto slope = SlopeFinder(model_, bounds_, ElementId(source)).of(element.equation);
      add(ElementId(source), element.variable, {slope.up, slope.down, at_once});
    }
  }

  void add(ElementId from, VariableId to, const Signs& signs) {
    direct_[{model_.elements[from.index].variable, to}].add(signs);
  }

  // Every path through generated variables only; a delay's stock makes it a delayed one.
  void follow(VariableId start, SignsByPair& into) {
    std::set<VariableId> path{start};
    extend(start, start, {true, false, true}, path, into);
  }

  void extend(VariableId start, VariableId at, Signs so_far, std::set<VariableId>& path,
              SignsByPair& into) {
    for (const auto next : reached_from_[at]) {
      const auto& step = direct_.at({at, next});
      Signs signs{(so_far.up && step.up) || (so_far.down && step.down),
                  (so_far.up && step.down) || (so_far.down && step.up),
                  so_far.at_once && step.at_once};
      if (so_far.up == so_far.down || step.up == step.down) signs.up = signs.down = true;
      const auto& variable = model_.variables[next.index];
      if (!variable.generated) {
        into[{start, next}].add(signs);
        continue;
      }
      if (variable.kind == VariableKind::stock) signs.at_once = false;
      if (!path.insert(next).second) continue;
      extend(start, next, signs, path, into);
      path.erase(next);
    }
  }

  const Model& model_;
  Bounds bounds_;
  SignsByPair direct_;
  std::map<VariableId, std::vector<VariableId>> reached_from_;
};

}  // namespace

std::vector<SignedLink> signed_links(const Model& model, const std::vector<StockRange>& ranges) {
  return LinkFinder(model, ranges).run();
}

}  // namespace slackwater::model

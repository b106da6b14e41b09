#include "slackwater/model/feedback.hpp"

#include <algorithm>
#include <set>

#include "dependencies.hpp"
#include "graph.hpp"

namespace slackwater::model {
namespace {

class LinkCollector {
 public:
  explicit LinkCollector(const Model& model) : model_(model) {}

  std::vector<Link> run() {
    for (std::size_t i = 0; i < model_.elements.size(); ++i) {
      const auto& element = model_.elements[i];
      if (model_.variable_of(ElementId(i)).kind == VariableKind::stock) {
        for (const auto flow : element.inflows) link(flow, element.variable);
        for (const auto flow : element.outflows) link(flow, element.variable);
      } else {
        follow(element.equation, element.variable);
      }
    }
    return {links_.begin(), links_.end()};
  }

 private:
  void link(ElementId from, VariableId to) {
    links_.insert({model_.elements[from.index].variable, to});
  }

  // Held values and pipelines carry their input on to whoever reads them.
  void follow(ExprId expression, VariableId to) {
    std::vector<ExprId> open{expression};
    std::set<std::uint32_t> held, pipelines;
    while (!open.empty()) {
      const auto id = open.back();
      open.pop_back();
      if (!id.valid()) continue;
      const auto& node = model_.expressions[id];
      if (node.op == Operator::element) link(ElementId(node.index), to);
      if (node.op == Operator::held && held.insert(node.index).second) {
        open.push_back(model_.held[node.index].update);
      }
      if (node.op == Operator::pipeline && pipelines.insert(node.index).second) {
        open.push_back(model_.pipelines[node.index].input);
      }
      for (int i = 0; i < operand_count(node.op); ++i) {
        open.push_back(node.operands[static_cast<std::size_t>(i)]);
      }
    }
  }

  const Model& model_;
  std::set<Link> links_;
};

// Johnson's enumeration of elementary cycles, each found once from its smallest node.
class LoopSearch {
 public:
  LoopSearch(const Graph& graph, std::size_t most) : graph_(graph), most_(most) {}

  bool run(const std::vector<std::vector<std::size_t>>& components) {
    waiting_.assign(graph_.size(), {});
    for (const auto& component : components) {
      for (const auto start : component) {
        if (!from(start, component)) return false;
      }
    }
    return true;
  }

  std::vector<std::vector<std::size_t>> found;

 private:
  struct Frame {
    std::size_t node;
    std::size_t next = 0;
    bool closed = false;
  };

  bool from(std::size_t start, const std::vector<std::size_t>& component) {
    blocked_.clear();
    for (const auto node : component) waiting_[node].clear();
    work_ += component.size();
    frames_.assign(1, {start});
    blocked_.insert(start);
    while (!frames_.empty()) {
      if (++work_ > 200 * (most_ + 100)) return false;
      auto& frame = frames_.back();
      if (frame.next < graph_[frame.node].size()) {
        const auto target = graph_[frame.node][frame.next++];
        if (target < start || !std::binary_search(component.begin(), component.end(), target)) {
          continue;
        }
        if (target == start) {
          frame.closed = true;
          if (found.size() == most_) return false;
          keep_path();
        } else if (blocked_.insert(target).second) {
          frames_.push_back({target});
        }
        continue;
      }
      leave();
    }
    return true;
  }

  void keep_path() {
    std::vector<std::size_t> loop;
    for (const auto& frame : frames_) loop.push_back(frame.node);
    found.push_back(std::move(loop));
  }

  void leave() {
    const auto frame = frames_.back();
    frames_.pop_back();
    if (frame.closed) {
      unblock(frame.node);
      if (!frames_.empty()) frames_.back().closed = true;
      return;
    }
    for (const auto target : graph_[frame.node]) waiting_[target].insert(frame.node);
  }

  void unblock(std::size_t node) {
    std::vector<std::size_t> open{node};
    while (!open.empty()) {
      const auto next = open.back();
      open.pop_back();
      if (blocked_.erase(next) == 0) continue;
      open.insert(open.end(), waiting_[next].begin(), waiting_[next].end());
      waiting_[next].clear();
    }
  }

  const Graph& graph_;
  std::size_t most_;
  std::size_t work_ = 0;
  std::vector<Frame> frames_;
  std::set<std::size_t> blocked_;
  std::vector<std::set<std::size_t>> waiting_;
};

std::vector<VariableId> as_ids(const std::vector<std::size_t>& nodes) {
  std::vector<VariableId> out;
  for (const auto node : nodes) out.emplace_back(node);
  return out;
}

}  // namespace

FeedbackStructure feedback_structure(const Model& model, std::size_t most_loops) {
  FeedbackStructure out;
  out.links = LinkCollector(model).run();
  Graph graph(model.variables.size());
  for (const auto& link : out.links) graph[link.from.index].push_back(link.to.index);
  const auto components = cyclic_components(graph);
  for (const auto& component : components) out.components.push_back(as_ids(component));
  LoopSearch search(graph, most_loops);
  out.complete = search.run(components);
  std::stable_sort(search.found.begin(), search.found.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  for (const auto& loop : search.found) out.loops.push_back({as_ids(loop)});
  return out;
}

}  // namespace slackwater::model

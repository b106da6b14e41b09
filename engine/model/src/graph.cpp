#include "graph.hpp"

#include <algorithm>
#include <limits>
#include <queue>

namespace slackwater::model {
namespace {

constexpr std::size_t kUnseen = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kMostVisits = 2'000'000;  // of nodes, over all starts

// Tarjan's algorithm with its own stack, so that long chains cannot exhaust the call stack.
class ComponentSearch {
 public:
  explicit ComponentSearch(const Graph& graph)
      : graph_(graph), number_(graph.size(), kUnseen), low_(graph.size(), 0), on_(graph.size()) {}

  std::vector<std::vector<std::size_t>> run() {
    for (std::size_t node = 0; node < graph_.size(); ++node) {
      if (number_[node] == kUnseen) explore(node);
    }
    std::sort(found_.begin(), found_.end());
    return std::move(found_);
  }

 private:
  struct Frame {
    std::size_t node;
    std::size_t next;
  };

  void enter(std::size_t node) {
    number_[node] = low_[node] = count_++;
    path_.push_back(node);
    on_[node] = true;
    frames_.push_back({node, 0});
  }

  void explore(std::size_t start) {
    enter(start);
    while (!frames_.empty()) {
      auto& frame = frames_.back();
      const auto node = frame.node;
      if (frame.next < graph_[node].size()) {
        const auto target = graph_[node][frame.next++];
        if (number_[target] == kUnseen) {
          enter(target);
        } else if (on_[target]) {
          low_[node] = std::min(low_[node], number_[target]);
        }
        continue;
      }
      if (low_[node] == number_[node]) close(node);
      frames_.pop_back();
      if (!frames_.empty()) {
        const auto parent = frames_.back().node;
        low_[parent] = std::min(low_[parent], low_[node]);
      }
    }
  }

  void close(std::size_t root) {
    std::vector<std::size_t> component;
    for (;;) {
      const auto node = path_.back();
      path_.pop_back();
      on_[node] = false;
      component.push_back(node);
      if (node == root) break;
    }
    const auto& targets = graph_[root];
    const bool self = std::find(targets.begin(), targets.end(), root) != targets.end();
    if (component.size() == 1 && !self) return;
    std::sort(component.begin(), component.end());
    found_.push_back(std::move(component));
  }

  const Graph& graph_;
  std::vector<std::size_t> number_;
  std::vector<std::size_t> low_;
  std::vector<char> on_;
  std::vector<std::size_t> path_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::size_t>> found_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<std::vector<std::size_t>> cyclic_components(const Graph& graph) {
  return ComponentSearch(graph).run();
}

std::vector<std::size_t> shortest_cycle(const Graph& graph,
                                        const std::vector<std::size_t>& component) {
  std::vector<std::size_t> best;
  std::vector<std::size_t> before(graph.size(), kUnseen);
  std::vector<std::size_t> depth(graph.size(), kUnseen);
  const auto inside = [&](std::size_t node) {
    return std::binary_search(component.begin(), component.end(), node);
  };
  std::size_t visits = 0;
  for (const auto start : component) {
    if (visits > kMostVisits) break;
    std::queue<std::size_t> open;
    std::vector<std::size_t> touched{start};
    open.push(start);
    depth[start] = 0;
    std::size_t last = kUnseen;
    while (!open.empty() && last == kUnseen) {
      const auto node = open.front();
      open.pop();
      if (!best.empty() && depth[node] + 1 >= best.size()) break;
      for (const auto target : graph[node]) {
        if (target == start) {
          last = node;
          break;
        }
        if (!inside(target) || depth[target] != kUnseen) continue;
        depth[target] = depth[node] + 1;
        before[target] = node;
        touched.push_back(target);
        open.push(target);
      }
    }
    if (last != kUnseen && (best.empty() || depth[last] + 1 < best.size())) {
      best.clear();
      for (auto node = last; node != start; node = before[node]) best.push_back(node);
      best.push_back(start);
      std::reverse(best.begin(), best.end());
    }
    visits += touched.size();
    for (const auto node : touched) depth[node] = before[node] = kUnseen;
    if (best.size() == 1) break;
  }
  if (!best.empty())
    std::rotate(best.begin(), std::min_element(best.begin(), best.end()), best.end());
  return best;
}

}  // namespace slackwater::model

#include "order.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <set>

#include "dependencies.hpp"
#include "graph.hpp"

namespace slackwater::model {
namespace {

constexpr std::size_t kMostListed = 12;  // of a loop's members in a message

struct Sorted {
  std::vector<ElementId> order;
  std::vector<std::size_t> stuck;  // in a cycle or behind one
  Graph needs;
};

Graph dependency_graph(const Model& model, Instant instant) {
  Graph needs(model.elements.size());
  for (std::size_t i = 0; i < model.elements.size(); ++i) {
    if (known_beforehand(model, ElementId(i), instant)) continue;
    const auto& element = model.elements[i];
    for (const auto& need : needs_of(model, element.equation, element.source, instant)) {
      if (!known_beforehand(model, need.element, instant)) needs[i].push_back(need.element.index);
    }
    std::sort(needs[i].begin(), needs[i].end());
    needs[i].erase(std::unique(needs[i].begin(), needs[i].end()), needs[i].end());
  }
  return needs;
}

bool belongs(const Model& model, std::size_t element, Instant instant) {
  return instant == Instant::start || !known_beforehand(model, ElementId(element), instant);
}

Sorted sort_elements(const Model& model, Instant instant) {
  Sorted out{{}, {}, dependency_graph(model, instant)};
  const auto n = model.elements.size();
  Graph users(n);
  std::vector<std::size_t> waiting(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    waiting[i] = out.needs[i].size();
    for (const auto need : out.needs[i]) users[need].push_back(i);
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < n; ++i) {
    if (waiting[i] == 0 && belongs(model, i, instant)) ready.push(i);
  }
  while (!ready.empty()) {
    const auto next = ready.top();
    ready.pop();
    out.order.emplace_back(next);
    for (const auto user : users[next]) {
      if (--waiting[user] == 0) ready.push(user);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (waiting[i] > 0) out.stuck.push_back(i);
  }
  return out;
}

// The place at which one element's text names the next of the loop.
base::Place place_of_use(const Model& model, std::size_t user, std::size_t used, Instant instant) {
  const auto& element = model.elements[user];
  for (const auto& need : needs_of(model, element.equation, element.source, instant)) {
    if (need.element.index == used) return need.place;
  }
  return model.variable_of(ElementId(user)).place;
}

std::string loop_text(const Model& model, const std::vector<std::size_t>& loop) {
  std::string out;
  for (std::size_t i = 0; i < loop.size() && i < kMostListed; ++i)
    out += model.elements[loop[i]].name + " -> ";
  if (loop.size() > kMostListed)
    out += "... (" + std::to_string(loop.size() - kMostListed) + " more) -> ";
  return out + model.elements[loop.front()].name;
}

struct LoopMessage {
  std::string_view code;
  std::string_view title;
  std::string_view hint;
};

LoopMessage message_of(const std::vector<std::size_t>& loop, Instant instant) {
  if (instant == Instant::running) {
    return {
        "E0501", loop.size() == 1 ? "the equation needs its own value: " : "algebraic loop: ",
        "a loop needs a stock in it: let one of these change over time (a stock, smooth1, delay1)"};
  }
  return {"E0502", "initialisation loop: ",
          "give one of these an initial value that does not depend on the others"};
}

class LoopReporter {
 public:
  LoopReporter(const Model& model, base::Diagnostics& diagnostics)
      : model_(model), diagnostics_(diagnostics) {}

  void report(const Sorted& sorted, Instant instant) {
    Graph stuck(sorted.needs.size());
    for (const auto node : sorted.stuck) stuck[node] = sorted.needs[node];
    for (const auto& component : cyclic_components(stuck)) {
      if (is_known(component)) continue;
      const auto loop = shortest_cycle(stuck, component);
      if (loop.empty() || !first_of_its_kind(loop)) continue;
      add(loop, instant);
    }
  }

 private:
  // An algebraic loop is an initialisation loop too; it is reported once.
  bool is_known(const std::vector<std::size_t>& component) {
    const bool known = std::any_of(component.begin(), component.end(),
                                   [&](auto node) { return reported_.count(node) > 0; });
    reported_.insert(component.begin(), component.end());
    return known;
  }

  // Element-wise equations repeat one loop for every element; the first stands for all.
  bool first_of_its_kind(const std::vector<std::size_t>& loop) {
    std::vector<std::uint32_t> variables;
    for (const auto node : loop) variables.push_back(model_.elements[node].variable.index);
    std::rotate(variables.begin(), std::min_element(variables.begin(), variables.end()),
                variables.end());
    return shapes_.insert(variables).second;
  }

  void add(const std::vector<std::size_t>& loop, Instant instant) {
    const auto message = message_of(loop, instant);
    const auto& first = model_.variable_of(ElementId(loop.front()));
    auto& diagnostic = diagnostics_.error(std::string(message.code),
                                          std::string(message.title) + loop_text(model_, loop),
                                          first.place, std::string(message.hint));
    for (std::size_t i = 0; i < loop.size() && i < kMostListed; ++i) {
      const auto next = loop[(i + 1) % loop.size()];
      diagnostic.notes.push_back({"'" + model_.elements[loop[i]].name + "' needs '" +
                                      model_.elements[next].name + "' here",
                                  place_of_use(model_, loop[i], next, instant)});
    }
  }

  const Model& model_;
  base::Diagnostics& diagnostics_;
  std::set<std::size_t> reported_;
  std::set<std::vector<std::uint32_t>> shapes_;
};

}  // namespace

void order_elements(Model& model, base::Diagnostics& diagnostics) {
  auto running = sort_elements(model, Instant::running);
  auto start = sort_elements(model, Instant::start);
  LoopReporter reporter(model, diagnostics);
  reporter.report(running, Instant::running);
  reporter.report(start, Instant::start);
  model.evaluation_order = std::move(running.order);
  model.initial_order = std::move(start.order);
}

}  // namespace slackwater::model

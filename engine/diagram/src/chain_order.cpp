#include "chain_order.hpp"

#include <algorithm>
#include <numeric>

namespace slackwater::diagram {
namespace {

using Group = std::vector<std::size_t>;

std::size_t root_of(Group& parents, std::size_t node) {
  while (parents[node] != node) node = parents[node] = parents[parents[node]];
  return node;
}

// The flows between two stocks of the chain, as positions in its list of stocks.
struct Between {
  std::size_t from;
  std::size_t to;
};

// Nothing for a flow to the next stock, much for one that runs back.
int cost(const std::vector<Between>& flows, const std::vector<std::size_t>& place) {
  int sum = 0;
  for (const auto& flow : flows) {
    const int step = static_cast<int>(place[flow.to]) - static_cast<int>(place[flow.from]);
    if (step == 1) continue;
    sum += step > 0 ? 10 + step : 16 - step;
    if (step == -1) sum -= 8;  // still a straight pipe
  }
  return sum;
}

std::vector<std::size_t> places_of(const std::vector<std::size_t>& order) {
  std::vector<std::size_t> places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) places[order[i]] = i;
  return places;
}

// All orders of a short chain are tried; a long one is improved by moving one stock at a time.
std::vector<std::size_t> best_order(std::size_t count, const std::vector<Between>& flows) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  auto best = order;
  int least = cost(flows, places_of(order));
  if (count <= 7) {
    while (std::next_permutation(order.begin(), order.end())) {
      const int sum = cost(flows, places_of(order));
      if (sum < least) {
        least = sum;
        best = order;
      }
    }
    return best;
  }
  for (bool better = true; better;) {
    better = false;
    for (std::size_t from = 0; from < count; ++from) {
      for (std::size_t to = 0; to < count; ++to) {
        auto tried = best;
        const auto stock = tried[from];
        tried.erase(tried.begin() + static_cast<std::ptrdiff_t>(from));
        tried.insert(tried.begin() + static_cast<std::ptrdiff_t>(to), stock);
        const int sum = cost(flows, places_of(tried));
        if (sum >= least) continue;
        least = sum;
        best = tried;
        better = true;
      }
    }
  }
  return best;
}

void sort_stocks(const Structure& structure, ChainOrder& chain) {
  std::vector<Between> flows;
  const auto place = [&](std::size_t stock) {
    const auto found = std::find(chain.stocks.begin(), chain.stocks.end(), stock);
    return static_cast<std::size_t>(found - chain.stocks.begin());
  };
  for (const auto f : chain.flows) {
    const auto& flow = structure.flows[f];
    if (flow.from && flow.to) flows.push_back({place(*flow.from), place(*flow.to)});
  }
  Group sorted;
  for (const auto i : best_order(chain.stocks.size(), flows)) sorted.push_back(chain.stocks[i]);
  chain.stocks = sorted;
}

}  // namespace

std::vector<ChainOrder> chain_orders(const Structure& structure) {
  Group parents(structure.nodes.size());
  std::iota(parents.begin(), parents.end(), 0);
  for (const auto& flow : structure.flows) {
    if (!flow.from || !flow.to) continue;
    const auto a = root_of(parents, *flow.from);
    const auto b = root_of(parents, *flow.to);
    parents[std::max(a, b)] = std::min(a, b);
  }
  std::vector<ChainOrder> chains;
  std::vector<std::size_t> chain_of(structure.nodes.size(), structure.nodes.size());
  for (std::size_t n = 0; n < structure.nodes.size(); ++n) {
    if (structure.nodes[n].kind != NodeKind::stock) continue;
    const auto root = root_of(parents, n);
    if (root == n) {
      chain_of[n] = chains.size();
      chains.emplace_back();
    }
    chains[chain_of[root]].stocks.push_back(n);
  }
  for (std::size_t f = 0; f < structure.flows.size(); ++f) {
    const auto stock = structure.flows[f].from ? structure.flows[f].from : structure.flows[f].to;
    if (stock) chains[chain_of[root_of(parents, *stock)]].flows.push_back(f);
  }
  for (auto& chain : chains) sort_stocks(structure, chain);
  return chains;
}

}  // namespace slackwater::diagram

#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace slackwater::diagram {
namespace {

constexpr double kBetweenChains = 110;
constexpr double kWidth = 900;  // that a row of several chains may take

using Order = std::vector<std::size_t>;

struct Row {
  std::vector<std::size_t> chains;
  double width = 0;
  double height = 0;
};

std::vector<Row> rows_of(const std::vector<Chain>& chains, const Order& order, double width) {
  std::vector<Row> rows;
  for (const auto c : order) {
    const double own = chains[c].box.width();
    if (rows.empty() || rows.back().width + kBetweenChains + own > width) {
      rows.emplace_back();
      rows.back().width = -kBetweenChains;
    }
    rows.back().chains.push_back(c);
    rows.back().width += kBetweenChains + own;
    rows.back().height = std::max(rows.back().height, chains[c].box.height());
  }
  return rows;
}

// How strongly two chains are tied: links between them, and nodes that both touch.
std::vector<std::vector<double>> ties(const std::vector<Chain>& chains, const Structure& structure,
                                      const Scene& scene) {
  const auto none = chains.size();
  std::vector<std::size_t> chain_of(structure.nodes.size(), none);
  for (std::size_t c = 0; c < chains.size(); ++c) {
    for (const auto i : chains[c].items) chain_of[scene.items[i].node] = c;
  }
  std::vector<std::vector<double>> ties(none, std::vector<double>(none));
  const auto tie = [&](std::size_t a, std::size_t b, double weight) {
    if (a == b || a == none || b == none) return;
    ties[a][b] += weight;
    ties[b][a] += weight;
  };
  std::vector<std::vector<std::size_t>> touched(structure.nodes.size());
  for (const auto& link : structure.links) {
    tie(chain_of[link.from], chain_of[link.to], 1);
    if (chain_of[link.from] == none) touched[link.from].push_back(chain_of[link.to]);
    if (chain_of[link.to] == none) touched[link.to].push_back(chain_of[link.from]);
  }
  for (const auto& list : touched) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        tie(list[i], list[j], 1.0 / static_cast<double>(list.size()));
      }
    }
  }
  return ties;
}

struct Arranged {
  std::vector<Point> center;
  double height = 0;
};

Arranged centers(const std::vector<Chain>& chains, const std::vector<Row>& rows, double gap) {
  Arranged arranged;
  arranged.center.resize(chains.size());
  double widest = 0;
  for (const auto& row : rows) widest = std::max(widest, row.width);
  double y = 0;
  for (const auto& row : rows) {
    double x = (widest - row.width) / 2;
    for (const auto c : row.chains) {
      arranged.center[c] = {x + chains[c].box.width() / 2, y + chains[c].box.height() / 2};
      x += chains[c].box.width() + kBetweenChains;
    }
    y += row.height + gap;
  }
  arranged.height = y;
  return arranged;
}

double cost(const Arranged& arranged, const std::vector<std::vector<double>>& ties) {
  double sum = arranged.height * 0.2;
  for (std::size_t a = 0; a < ties.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const auto between = arranged.center[a] - arranged.center[b];
      sum += ties[a][b] * (std::fabs(between.x) + 1.4 * std::fabs(between.y));
    }
  }
  return sum;
}

// Better by moving one chain at a time, from the order of the text and from the longest first.
Order best_order(const std::vector<Chain>& chains, const std::vector<std::vector<double>>& ties,
                 double width, double gap) {
  const auto cost_of = [&](const Order& order) {
    return cost(centers(chains, rows_of(chains, order, width), gap), ties);
  };
  Order text(chains.size());
  std::iota(text.begin(), text.end(), 0);
  auto longest = text;
  std::stable_sort(longest.begin(), longest.end(), [&](std::size_t a, std::size_t b) {
    return chains[a].box.width() > chains[b].box.width();
  });
  Order best;
  double least = 0;
  for (auto order : {text, longest}) {
    double sum = cost_of(order);
    for (bool better = true; better;) {
      better = false;
      for (std::size_t from = 0; from < order.size(); ++from) {
        for (std::size_t to = 0; to < order.size(); ++to) {
          auto tried = order;
          const auto chain = tried[from];
          tried.erase(tried.begin() + static_cast<std::ptrdiff_t>(from));
          tried.insert(tried.begin() + static_cast<std::ptrdiff_t>(to), chain);
          const double now = cost_of(tried);
          if (now >= sum - 1e-9) continue;
          sum = now;
          order = tried;
          better = true;
        }
      }
    }
    if (best.empty() || sum < least) {
      best = order;
      least = sum;
    }
  }
  return best;
}

}  // namespace

void arrange(std::vector<Chain>& chains, const Structure& structure, Scene& scene, double room) {
  if (chains.empty()) return;
  double width = kWidth;
  for (const auto& chain : chains) width = std::max(width, chain.box.width());
  const auto tied = ties(chains, structure, scene);
  const double guess = 130;
  const auto order = best_order(chains, tied, width, guess);
  const auto rows = rows_of(chains, order, width);
  const double gap = std::max(90.0, room / (width * static_cast<double>(rows.size() + 1)));
  const auto arranged = centers(chains, rows, gap);
  for (std::size_t c = 0; c < chains.size(); ++c) {
    chains[c].move(scene, arranged.center[c] - chains[c].box.center());
  }
}

}  // namespace slackwater::diagram

#include "end_labels.hpp"

#include <algorithm>
#include <numeric>

namespace slackwater::report {
namespace {

// Labels that touch and move as one.
struct Block {
  std::size_t first = 0;
  std::size_t count = 0;
  double height = 0;
  double top_sum = 0;  // sum over its labels of the top that each would give the block

  double top(double low, double high) const {
    const double mean = top_sum / static_cast<double>(count);
    return std::max(low, std::min(mean, high - height));
  }
};

}  // namespace

std::vector<double> spread_labels(const std::vector<double>& wanted,
                                  const std::vector<double>& heights, double low, double high) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wanted[i]; });

  std::vector<Block> blocks;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto i = order[k];
    blocks.push_back({k, 1, heights[i], wanted[i] - heights[i] / 2});
    while (blocks.size() > 1) {
      const auto& last = blocks.back();
      auto& before = blocks[blocks.size() - 2];
      if (before.top(low, high) + before.height <= last.top(low, high)) break;
      before.top_sum += last.top_sum - static_cast<double>(last.count) * before.height;
      before.count += last.count;
      before.height += last.height;
      blocks.pop_back();
    }
  }
  std::vector<double> centres(wanted.size());
  for (const auto& block : blocks) {
    double top = block.top(low, high);
    for (std::size_t k = block.first; k < block.first + block.count; ++k) {
      const auto i = order[k];
      centres[i] = top + heights[i] / 2;
      top += heights[i];
    }
  }
  return centres;
}

}  // namespace slackwater::report

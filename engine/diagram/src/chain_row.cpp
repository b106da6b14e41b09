#include <algorithm>
#include <numeric>

#include "arcs.hpp"
#include "layout.hpp"

namespace slackwater::diagram {
namespace {

constexpr double kPage = 960;      // what a row may take
constexpr double kWidestGap = 62;  // room for an arrow with its sign
constexpr double kLeastGap = 40;
constexpr double kBetweenRows = 64;

double width_of(const Scene& scene, std::size_t begin, std::size_t end) {
  double width = 0;
  for (auto i = begin; i < end; ++i) width += scene.items[i].box.width();
  return width;
}

// As few rows as the narrowest gaps allow.
std::size_t rows_needed(const Scene& scene) {
  double used = 0;
  std::size_t rows = 1;
  for (const auto& item : scene.items) {
    const double width = item.box.width();
    const double more = used > 0 ? kLeastGap + width : width;
    if (used > 0 && used + more > kPage) {
      ++rows;
      used = width;
    } else {
      used += more;
    }
  }
  return rows;
}

// Items [begin, end) from `left`; returns the lowest point of the row.
double place_row(Scene& scene, const Structure& structure, std::size_t begin, std::size_t end,
                 double top) {
  const auto gaps = static_cast<double>(end - begin) - 1;
  const double room = gaps > 0 ? (kPage - width_of(scene, begin, end)) / gaps : kWidestGap;
  const double gap = std::clamp(room, kLeastGap, kWidestGap);
  double tallest = 0;
  for (auto i = begin; i < end; ++i) tallest = std::max(tallest, scene.items[i].box.height());
  double x = 0;
  for (auto i = begin; i < end; ++i) {
    auto& item = scene.items[i];
    const double width = item.box.width();
    place(item, structure.nodes[item.node].kind, {x + width / 2, top + tallest / 2});
    x += width + gap;
  }
  return top + tallest;
}

}  // namespace

Scene lay_out_chain(const Structure& structure) {
  Scene scene;
  for (std::size_t n = 0; n < structure.nodes.size(); ++n) {
    scene.items.push_back(make_item(structure, n));
  }
  if (scene.items.empty()) return scene;
  const auto rows = rows_needed(scene);
  const auto count = scene.items.size();
  double top = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto end = count * (row + 1) / rows;
    top = place_row(scene, structure, count * row / rows, end, top) + kBetweenRows;
  }
  for (const auto& link : structure.links) {
    scene.arcs.push_back({link.from, link.to, link.polarity, link.delayed, {}, {}});
  }
  ArcRouter router(scene);
  router.route();
  router.place_marks();
  return scene;
}

}  // namespace slackwater::diagram

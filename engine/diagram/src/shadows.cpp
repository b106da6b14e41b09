#include "shadows.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::diagram {
namespace {

constexpr double kStep = 12;
constexpr int kRings = 22;

bool is_free(const Scene& scene, const ArcRouter& router, const Box& box, std::size_t arc) {
  const auto wide = box.grown(7, 6);
  for (const auto& item : scene.items) {
    if (overlap(wide, item.box)) return false;
  }
  for (const auto& cloud : scene.clouds) {
    if (overlap(wide, cloud)) return false;
  }
  for (const auto& pipe : scene.pipes) {
    if (crosses(pipe.line, wide)) return false;
  }
  return !router.is_crossed(wide, arc);
}

// Tries places around the target, near ones first; leaves the arc alone when there is none.
void replace(Scene& scene, const Structure& structure, ArcRouter& router, std::size_t arc) {
  const auto target = scene.items[scene.arcs[arc].to].box.center();
  auto shadow = make_item(structure, scene.items[scene.arcs[arc].from].node, true);
  const auto kind = NodeKind::auxiliary;
  auto tried = scene.arcs[arc];
  tried.from = scene.items.size();
  std::optional<Point> best;
  double least = 0;
  int found_at = 0;
  for (int ring = 2; ring <= kRings; ++ring) {
    if (best && ring > found_at + 2) break;
    for (int dx = -ring; dx <= ring; ++dx) {
      for (int dy = -ring; dy <= ring; ++dy) {
        if (std::max(std::abs(dx), std::abs(dy)) != ring) continue;
        const Point at = target + Point{1.4 * kStep * dx, kStep * dy};
        place(shadow, kind, at);
        if (!is_free(scene, router, shadow.box, arc)) continue;
        scene.items.push_back(shadow);
        const double cost = router.try_arc(tried);
        scene.items.pop_back();
        if (cost < 0) continue;
        const double sum = cost + length(at - target);
        if (best && sum >= least) continue;
        if (!best) found_at = ring;
        best = at;
        least = sum;
      }
    }
  }
  if (!best) return;
  place(shadow, kind, *best);
  scene.items.push_back(shadow);
  scene.arcs[arc].from = scene.items.size() - 1;
  router.route_one(arc);
}

// A number, or what comes from another part, whose every arc starts at a copy, says nothing more,
// nor does a copy that was replaced.
bool is_idle(const Scene& scene, const Structure& structure, std::size_t item) {
  const auto& node = structure.nodes[scene.items[item].node];
  if (scene.items[item].fixed) return false;
  if (!scene.items[item].shadow && !node.elsewhere && node.kind != NodeKind::parameter &&
      node.kind != NodeKind::lever) {
    return false;
  }
  const bool has_copy = scene.items[item].shadow ||
                        std::any_of(scene.items.begin(), scene.items.end(), [&](const Item& other) {
                          return other.shadow && other.node == scene.items[item].node;
                        });
  return has_copy && std::none_of(scene.arcs.begin(), scene.arcs.end(), [&](const Arc& arc) {
           return arc.from == item || arc.to == item;
         });
}

void remove_idle(Scene& scene, const Structure& structure) {
  for (std::size_t i = scene.items.size(); i-- > 0;) {
    if (!is_idle(scene, structure, i)) continue;
    scene.items.erase(scene.items.begin() + static_cast<std::ptrdiff_t>(i));
    for (auto& arc : scene.arcs) {
      if (arc.from > i) --arc.from;
      if (arc.to > i) --arc.to;
    }
  }
}

}  // namespace

void replace_by_shadows(Scene& scene, const Structure& structure, ArcRouter& router,
                        const std::vector<std::size_t>& arcs) {
  for (const auto arc : arcs) replace(scene, structure, router, arc);
  remove_idle(scene, structure);
}

}  // namespace slackwater::diagram

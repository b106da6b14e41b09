#include <algorithm>

#include "arcs.hpp"
#include "layout.hpp"
#include "placement.hpp"
#include "stress.hpp"

namespace slackwater::diagram {
namespace {

bool has_room(const Scene& scene, std::size_t item) {
  const auto box = scene.items[item].box.grown(10, 8);
  for (std::size_t i = 0; i < scene.items.size(); ++i) {
    if (i != item && overlap(box, scene.items[i].box)) return false;
  }
  return true;
}

// Moves an item to where fewer arcs run through anything, if there is such a place nearby.
void nudge(Scene& scene, ArcRouter& router, std::size_t item) {
  int least = router.total_hits();
  for (const double reach : {24.0, 48.0, 80.0, 120.0}) {
    for (const Point to : {Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}, Point{0.7, 0.7},
                           Point{-0.7, 0.7}, Point{0.7, -0.7}, Point{-0.7, -0.7}}) {
      if (least == 0) return;
      shift(scene.items[item], reach * to);
      router.reroute(item);
      const int hits = has_room(scene, item) ? router.total_hits() : least;
      if (hits < least) {
        least = hits;
        continue;
      }
      shift(scene.items[item], -reach * to);
      router.reroute(item);
    }
  }
}

}  // namespace

Scene lay_out_causal_loop(const Structure& structure) {
  Scene scene;
  for (std::size_t n = 0; n < structure.nodes.size(); ++n) {
    scene.items.push_back(make_item(structure, n));
  }
  if (scene.items.empty()) return scene;
  Placement problem;
  for (const auto& link : structure.links) problem.links.emplace_back(link.from, link.to);
  problem.distances = link_distances(structure.nodes.size(), problem.links);
  const auto points = least_stress(problem.distances);
  for (std::size_t i = 0; i < points.size(); ++i) {
    place(scene.items[i], structure.nodes[i].kind, {1.35 * points[i].x, points[i].y});
  }
  problem.domain = scene.bounds().grown(80, 60);
  place_items(scene, structure, problem);
  compact(scene, 90, 60);
  for (const auto& link : structure.links) {
    scene.arcs.push_back({link.from, link.to, link.polarity, link.delayed, {}, {}});
  }
  ArcRouter router(scene, scene.bounds().center());
  router.route();
  for (const auto arc : router.failures()) {
    nudge(scene, router, scene.arcs[arc].from);
    nudge(scene, router, scene.arcs[arc].to);
  }
  router.place_marks();
  return scene;
}

}  // namespace slackwater::diagram

#include <algorithm>

#include "arcs.hpp"
#include "chains.hpp"
#include "layout.hpp"
#include "placement.hpp"
#include "rows.hpp"
#include "shadows.hpp"

namespace slackwater::diagram {
namespace {

// Room for the labels that lie outside the chains, four times what they cover.
double room_for(const Scene& scene, std::size_t first) {
  double area = 0;
  for (auto i = first; i < scene.items.size(); ++i) {
    area += (scene.items[i].box.width() + 30) * (scene.items[i].box.height() + 26);
  }
  return 2.6 * area;
}

Box domain_of(const Scene& scene, std::size_t chains_end, double room) {
  Scene chains;
  chains.items.assign(scene.items.begin(),
                      scene.items.begin() + static_cast<std::ptrdiff_t>(chains_end));
  chains.clouds = scene.clouds;
  chains.pipes = scene.pipes;
  if (chains_end == 0) {
    const double width = std::max(420.0, std::min(900.0, room / 320));
    return {0, 0, width, std::max(200.0, room / width)};
  }
  const auto box = chains.bounds();
  const double margin = std::max(90.0, room / (3 * std::max(500.0, box.width())));
  return box.grown(60, margin);
}

}  // namespace

Scene lay_out_stock_flow(const Structure& structure) {
  Scene scene;
  auto chains = lay_out_chains(structure, scene);
  const auto chains_end = scene.items.size();
  std::vector<std::size_t> item_of(structure.nodes.size());
  for (std::size_t i = 0; i < chains_end; ++i) item_of[scene.items[i].node] = i;
  for (std::size_t n = 0; n < structure.nodes.size(); ++n) {
    const bool placed = std::any_of(scene.items.begin(),
                                    scene.items.begin() + static_cast<std::ptrdiff_t>(chains_end),
                                    [&](const Item& item) { return item.node == n; });
    if (placed) continue;
    item_of[n] = scene.items.size();
    scene.items.push_back(make_item(structure, n));
  }
  const double room = room_for(scene, chains_end);
  arrange(chains, structure, scene, room);

  Placement problem;
  problem.domain = domain_of(scene, chains_end, room);
  for (const auto& link : structure.links) {
    problem.links.emplace_back(item_of[link.from], item_of[link.to]);
  }
  place_items(scene, structure, problem);
  compact(scene, 60, 44);

  for (const auto& link : structure.links) {
    scene.arcs.push_back(
        {item_of[link.from], item_of[link.to], link.polarity, link.delayed, {}, {}});
  }
  ArcRouter router(scene);
  router.route();
  replace_by_shadows(scene, structure, router, router.failures());
  router.place_marks();
  replace_by_shadows(scene, structure, router, router.through_signs());
  router.place_marks();
  return scene;
}

}  // namespace slackwater::diagram

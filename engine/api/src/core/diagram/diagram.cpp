#include "slackwater/api/diagram.hpp"

#include <algorithm>
#include <numeric>

#include "core/diagram/contraction.hpp"
#include "core/diagram/network.hpp"
#include "core/diagram/selection.hpp"
#include "core/model_implementation.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/diagram/svg.hpp"

namespace slackwater::api {
base::Result<std::string> diagram(const Model& model, const DiagramOptions& options) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const Network network(implementation.model, implementation.links(model));
  auto selected = select(network, options);
  if (!selected) return selected.diagnostics();
  const bool with_flows = options.kind == DiagramKind::stock_flow;
  auto structure = network.structure(selected->own, selected->elsewhere, with_flows);
  structure.title = selected->title;
  return {
      diagram::svg(structure, with_flows ? diagram::Kind::stock_flow : diagram::Kind::causal_loop),
      std::move(selected.diagnostics())};
}

namespace {

// The nodes in the order of their names in `row`; others follow.
diagram::Structure in_order(const diagram::Structure& structure,
                            const std::vector<std::string>& row) {
  std::vector<std::size_t> order(structure.nodes.size());
  std::iota(order.begin(), order.end(), 0);
  const auto place = [&](std::size_t n) {
    return std::find(row.begin(), row.end(), structure.nodes[n].name) - row.begin();
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  std::vector<std::size_t> now(order.size());
  diagram::Structure out;
  out.title = structure.title;
  for (std::size_t i = 0; i < order.size(); ++i) {
    now[order[i]] = i;
    out.nodes.push_back(structure.nodes[order[i]]);
  }
  for (auto link : structure.links) {
    link.from = now[link.from];
    link.to = now[link.to];
    out.links.push_back(link);
  }
  return out;
}

}  // namespace

base::Result<std::string> chain_diagram(const Model& model, const std::vector<std::string>& shown,
                                        const std::vector<std::string>& between) {
  const base::FloatingPointScope scope;
  const auto& implementation = model.implementation();
  const Network network(implementation.model, implementation.links(model));
  DiagramOptions options;
  options.kind = DiagramKind::causal_loop;
  options.only = shown;
  options.only.insert(options.only.end(), between.begin(), between.end());
  auto selected = select(network, options);
  if (!selected) return selected.diagnostics();
  const auto all = network.structure(selected->own, {}, false);
  std::vector<std::size_t> removed;
  for (std::size_t n = 0; n < all.nodes.size(); ++n) {
    if (std::find(shown.begin(), shown.end(), all.nodes[n].name) == shown.end()) {
      removed.push_back(n);
    }
  }
  return {diagram::chain_svg(in_order(contracted(all, removed), shown)),
          std::move(selected.diagnostics())};
}

}  // namespace slackwater::api

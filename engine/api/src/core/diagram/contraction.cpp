#include "core/diagram/contraction.hpp"

#include <map>

namespace slackwater::api {
namespace {

using diagram::Polarity;

struct Effect {
  Polarity polarity;
  bool delayed;
};
using Links = std::map<std::pair<std::size_t, std::size_t>, Effect>;  // by (from, to)

Polarity product(Polarity a, Polarity b) {
  if (a == Polarity::open || b == Polarity::open) return Polarity::open;
  return a == b ? Polarity::plus : Polarity::minus;
}

void add(Links& links, std::size_t from, std::size_t to, Effect effect) {
  const auto [found, is_new] = links.emplace(std::pair{from, to}, effect);
  if (is_new) return;
  auto& known = found->second;
  if (known.polarity != effect.polarity) known.polarity = Polarity::open;
  known.delayed = known.delayed && effect.delayed;
}

// What acts on itself through the node alone is no link of a picture.
void remove(Links& links, std::size_t node) {
  Links before;
  before.swap(links);
  for (const auto& [ends, effect] : before) {
    if (ends.first != node && ends.second != node) add(links, ends.first, ends.second, effect);
  }
  for (const auto& [in, first] : before) {
    if (in.second != node || in.first == node) continue;
    for (const auto& [out, second] : before) {
      if (out.first != node || out.second == node || out.second == in.first) continue;
      add(links, in.first, out.second,
          {product(first.polarity, second.polarity), first.delayed || second.delayed});
    }
  }
}

}  // namespace

diagram::Structure contracted(const diagram::Structure& structure,
                              const std::vector<std::size_t>& removed) {
  Links links;
  for (const auto& link : structure.links) {
    if (link.from != link.to) add(links, link.from, link.to, {link.polarity, link.delayed});
  }
  std::vector<bool> gone(structure.nodes.size(), false);
  for (const auto node : removed) {
    gone[node] = true;
    remove(links, node);
  }
  diagram::Structure out;
  out.title = structure.title;
  std::vector<std::size_t> place(structure.nodes.size());
  for (std::size_t n = 0; n < structure.nodes.size(); ++n) {
    place[n] = out.nodes.size();
    if (!gone[n]) out.nodes.push_back(structure.nodes[n]);
  }
  for (const auto& [ends, effect] : links) {
    out.links.push_back({place[ends.first], place[ends.second], effect.polarity, effect.delayed});
  }
  return out;
}

}  // namespace slackwater::api

#include "model_leaves.hpp"

#include <algorithm>
#include <bit>

namespace slackwater::model::testing {

std::vector<std::string> leaves(const Model& model) {
  std::vector<std::string> out;
  std::map<const base::SourceText*, std::size_t> sources;
  const auto shown = [&](const auto& leaf) -> std::string {
    using Leaf = std::remove_cvref_t<decltype(leaf)>;
    if constexpr (std::same_as<Leaf, std::string>) {
      return leaf;
    } else if constexpr (std::same_as<Leaf, double>) {
      return std::to_string(std::bit_cast<std::uint64_t>(leaf));
    } else if constexpr (std::same_as<Leaf, base::SourcePtr>) {
      if (!leaf) return "no source";
      const auto [at, is_new] = sources.emplace(leaf.get(), sources.size());
      auto text = "source " + std::to_string(at->second);
      if (is_new) text += " " + leaf->name() + "\n" + std::string(leaf->text());
      return text;
    } else {
      return std::to_string(static_cast<std::uint64_t>(leaf));
    }
  };
  each_leaf(model, "", [&](const auto& leaf, const std::string& path) {
    out.push_back(path + ": " + shown(leaf));
  });
  return out;
}

std::string difference(const Model& a, const Model& b) {
  const auto left = leaves(a);
  const auto right = leaves(b);
  const auto [x, y] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (x == left.end() && y == right.end()) return {};
  return (x == left.end() ? "nothing" : *x) + " | " + (y == right.end() ? "nothing" : *y);
}

}  // namespace slackwater::model::testing

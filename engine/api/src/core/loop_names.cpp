#include "core/loop_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace slackwater::api {

LoopNames::LoopNames(std::vector<std::vector<std::size_t>> successors, std::vector<bool> is_stock,
                     std::vector<std::string> names)
    : successors_(std::move(successors)),
      predecessors_(successors_.size()),
      is_stock_(std::move(is_stock)),
      names_(std::move(names)) {
  for (std::size_t from = 0; from < successors_.size(); ++from) {
    for (const auto to : successors_[from]) predecessors_[to].push_back(from);
  }
}

// All nodes from which a way leads to this stock that crosses no other one.
const std::vector<bool>& LoopNames::leads_to(std::size_t stock) {
  const auto [found, is_new] = leads_to_.emplace(stock, std::vector<bool>(successors_.size()));
  if (!is_new) return found->second;
  auto& leads = found->second;
  std::vector<std::size_t> open{stock};
  while (!open.empty()) {
    const auto node = open.back();
    open.pop_back();
    for (const auto before : predecessors_[node]) {
      if (leads[before]) continue;
      leads[before] = true;
      if (!is_stock_[before]) open.push_back(before);
    }
  }
  return leads;
}

bool LoopNames::was_choice(std::size_t from, std::size_t to, std::size_t stock) {
  const auto& leads = leads_to(stock);
  return std::any_of(successors_[from].begin(), successors_[from].end(), [&](std::size_t other) {
    return other != to && (other == stock || (leads[other] && !is_stock_[other]));
  });
}

std::size_t LoopNames::first_of(const std::vector<std::size_t>& loop) const {
  std::size_t first = loop.size();
  for (std::size_t i = 0; i < loop.size(); ++i) {
    if (names_[loop[i]].empty()) continue;
    const bool better =
        first == loop.size() || (is_stock_[loop[i]] && !is_stock_[loop[first]]) ||
        (is_stock_[loop[i]] == is_stock_[loop[first]] && names_[loop[i]] < names_[loop[first]]);
    if (better) first = i;
  }
  return first == loop.size() ? 0 : first;
}

std::string LoopNames::of(const std::vector<std::size_t>& loop) {
  const auto first = first_of(loop);
  const auto at = [&](std::size_t i) { return loop[(first + i) % loop.size()]; };
  std::vector<std::string> words{names_[at(0)]};
  for (std::size_t i = 1; i < loop.size(); ++i) {
    if (names_[at(i)].empty()) continue;
    // The stock that the way leads to from here; in a loop without one, where it began.
    std::size_t end = i;
    while (end < loop.size() && !is_stock_[at(end)]) ++end;
    if (is_stock_[at(i)] || was_choice(at(i - 1), at(i), at(end))) words.push_back(names_[at(i)]);
  }
  return fmt::format("{}", fmt::join(words, " > "));
}

}  // namespace slackwater::api

#include <algorithm>
#include <cctype>
#include <numeric>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::base {
namespace {

constexpr std::size_t kLongestName = 200;  // the comparison takes the product of both lengths

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// People abbreviate whole words ('min_cycle_time'); each word that starts the other's word is a
// match. Of one word alone at least half is needed: 'prod' is not yet 'productivity'.
bool abbreviates(std::string_view shorter, std::string_view longer) {
  const bool several = shorter.find('_') != std::string_view::npos;
  if (shorter.size() < 3 || (!several && 2 * shorter.size() < longer.size())) return false;
  while (!shorter.empty() && !longer.empty()) {
    const auto a = shorter.substr(0, shorter.find('_'));
    const auto b = longer.substr(0, longer.find('_'));
    if (a.empty() || b.substr(0, a.size()) != a) return false;
    shorter.remove_prefix(std::min(shorter.size(), a.size() + 1));
    longer.remove_prefix(std::min(longer.size(), b.size() + 1));
  }
  return shorter.empty() && longer.empty();
}

}  // namespace

std::string closest_name(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > kLongestName) return {};
  const auto wanted = lower_case(name);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::string best;
  std::size_t best_distance = limit + 1;
  for (const auto& candidate : candidates) {
    const auto other = lower_case(candidate);
    const bool short_form = abbreviates(wanted, other) || abbreviates(other, wanted);
    auto distance = short_form ? std::size_t{1} : limit + 1;
    const bool near =
        other.size() <= wanted.size() + limit && wanted.size() <= other.size() + limit;
    if (near) distance = std::min(distance, edit_distance(wanted, other));
    if (distance < best_distance ||
        (distance == best_distance && !best.empty() && candidate < best)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace slackwater::base

#include <fmt/format.h>

#include <set>

#include "resolver.hpp"
#include "slackwater/base/number.hpp"

/// Scans and searches: what they vary, over which values, in which run.
namespace slackwater::scenario {
namespace {

/// A grid of more steps is a mistake in `within`.
constexpr double kMostSteps = 100'000;

std::optional<Vary> vary(Resolver& resolver, const YamlNode& map) {
  const auto* node = find_value(map, "vary");
  Vary result;
  std::string_view text = node->text;
  constexpr std::string_view kStart = "start ";
  result.start = text.substr(0, kStart.size()) == kStart;
  if (result.start) text.remove_prefix(kStart.size());
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const auto found =
      target(resolver, *node, text, result.start ? TargetKind::stock : TargetKind::input);
  if (!found) return std::nullopt;
  result.target = std::string(text);
  result.unit = found->variable->unit;
  result.elements = found->elements;
  result.place = resolver.tree.place(*node);
  return result;
}

void check_inside(Resolver& resolver, const YamlNode& node, const Vary& vary, double value) {
  check_range(resolver, resolver.tree.place(node), resolver.model.variable_of(vary.elements[0]),
              value);
}

void read_scan(Resolver& resolver, const YamlEntry& entry) {
  Scan scan;
  scan.name = entry.key.text;
  scan.title = text_of(entry.value, "title");
  scan.policy = policy_named(resolver, entry.value, "policy").value_or(resolver.scenario.baseline);
  scan.future = future_named(resolver, entry.value, "future").value_or(0);
  const auto what = vary(resolver, entry.value);
  const auto* over = find_value(entry.value, "over");
  if (what) {
    scan.vary = *what;
    scan.over = values(resolver, *over, what->unit);
    if (!scan.over.empty()) {
      check_inside(resolver, *over, scan.vary, scan.over.front());
      check_inside(resolver, *over, scan.vary, scan.over.back());
    }
  }
  resolver.scenario.scans.push_back(std::move(scan));
}

void read_search(Resolver& resolver, const YamlEntry& entry) {
  Search search;
  search.name = entry.key.text;
  search.title = text_of(entry.value, "title");
  search.policy =
      policy_named(resolver, entry.value, "policy").value_or(resolver.scenario.baseline);
  search.future = future_named(resolver, entry.value, "future").value_or(0);
  if (text_of(entry.value, "method") == "grid") search.method = SearchMethod::grid;
  if (const auto what = vary(resolver, entry.value)) {
    search.vary = *what;
    const auto* between = find_value(entry.value, "between");
    if (const auto ends = interval(resolver, *between, what->unit)) {
      search.low = ends->first;
      search.high = ends->second;
      check_inside(resolver, *between, search.vary, search.low);
      check_inside(resolver, *between, search.vary, search.high);
    }
    search.within = (search.high - search.low) / 1000;
    if (const auto* within = find_value(entry.value, "within")) {
      if (const auto width = quantity(resolver, *within, what->unit)) {
        search.within = *width;
        if (!(*width > 0)) resolver.error("E1118", "'within' must be above 0", *within);
        if (*width > 0 && search.method == SearchMethod::grid &&
            (search.high - search.low) / *width > kMostSteps) {
          resolver.error("E1118", fmt::format("a grid of more than {} steps", kMostSteps), *within);
        }
      }
    }
  }
  resolver.scenario.searches.push_back(std::move(search));
}

}  // namespace

void resolve_studies(Resolver& resolver) {
  if (const auto* scans = find_value(resolver.root(), "scan")) {
    for (const auto& entry : scans->entries) read_scan(resolver, entry);
  }
  if (const auto* searches = find_value(resolver.root(), "search")) {
    for (const auto& entry : searches->entries) read_search(resolver, entry);
  }
}

}  // namespace slackwater::scenario

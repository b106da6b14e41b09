#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "briefing/parts.hpp"
#include "lever_words.hpp"
#include "markup.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

using results::Assumption;

// Every part of a text in words.
std::string each(std::string_view text, std::string_view between, Look look) {
  std::string words;
  while (true) {
    const auto end = text.find(between);
    words += lever_words(text.substr(0, end), look);
    if (end == std::string_view::npos) return words;
    words += between;
    text.remove_prefix(end + between.size());
  }
}

// "0.4517807876388397" says no more to a reader than "0.4518"; the whole is in the tooltip.
std::string value_words(const std::string& value, Look look) {
  constexpr std::size_t kLong = 8;
  constexpr int kMany = 6;
  const auto numbers = 1 + std::ranges::count(value, ',');
  if (numbers > kMany) return fmt::format("{} numbers", numbers);
  const auto number = base::parse_number(value);
  if (numbers > 1 && look == Look::share) return each(value, ", ", look);
  if (!number || value.size() <= kLong) return lever_words(value, look);
  return number_text(*number, look);
}

bool is_drawn(const results::Comparison& comparison, const std::string& name) {
  if (!comparison.samples) return false;
  return std::ranges::any_of(comparison.samples->drawn, [&](const auto& input) {
    return input.name == name || input.name.starts_with(name + "[");
  });
}

// "Hiring time 12 week (6 .. 26)"
std::string item(const results::Comparison& comparison, const Assumption& a, bool drawn_matters) {
  const auto unit = shown_unit(a.unit);
  std::string html = fmt::format(
      "<span class=\"a\" title=\"{}\">{} <b>{}</b>{}",
      escaped(a.documentation.empty() ? a.value : a.documentation + " " + a.value),
      escaped(lever_name(a.name)), escaped(value_words(a.value, look_of(comparison, a.name))),
      unit.empty() ? "" : "\u00a0" + escaped(unit));
  if (drawn_matters && is_drawn(comparison, a.name)) html += "\u00a0<b>\u00b1</b>";
  if (!a.range.empty()) {
    html += "<span class=\"range\"> (" +
            escaped(each(a.range, " .. ", look_of(comparison, a.name))) + ")</span>";
  }
  return html + "</span>";
}

std::string source_html(const Assumption& a) {
  return a.provenance.empty() ? "<span class=\"worse\">No source given.</span>"
                              : "<em>" + escaped(a.provenance) + "</em>";
}

std::string short_list(const results::Comparison& comparison) {
  std::string html = "<ul class=\"assumptions\">";
  for (const auto& a : comparison.assumptions) {
    html += "<li>" + item(comparison, a, true) + " <span class=\"soft\">" +
            (a.documentation.empty() ? "" : escaped(sentence(a.documentation)) + " ") +
            source_html(a) + "</span></li>";
  }
  return html + "</ul>";
}

/// Assumptions with one source.
struct Group {
  std::string source;
  std::vector<const Assumption*> members;
};

// Those that share their source once with it, the largest group last but for those without any.
std::vector<Group> by_source(const results::Comparison& comparison) {
  std::vector<Group> groups;
  for (const auto& a : comparison.assumptions) {
    auto found = std::ranges::find(groups, a.provenance, &Group::source);
    if (found == groups.end()) {
      groups.push_back({a.provenance, {}});
      found = groups.end() - 1;
    }
    found->members.push_back(&a);
  }
  std::ranges::stable_sort(groups, {}, [](const Group& group) {
    return std::pair(group.source.empty(), group.members.size());
  });
  return groups;
}

std::string run_in(const results::Comparison& comparison, const Group& group, bool drawn_matters) {
  std::string html;
  for (const auto* a : group.members) {
    html += (html.empty() ? "" : "; ") + item(comparison, *a, drawn_matters);
  }
  return html;
}

// A long list is read as running text, each source once: those with a source of their own first.
std::string long_list(const results::Comparison& comparison) {
  const auto drawn = comparison.samples ? comparison.samples->drawn.size() : 0;
  const bool drawn_matters = drawn > 0;
  std::string single;
  std::string grouped;
  for (const auto& group : by_source(comparison)) {
    const auto members = run_in(comparison, group, drawn_matters);
    if (group.members.size() == 1 && !group.source.empty()) {
      single += (single.empty() ? "" : "; ") + members + ", <em>" + escaped(group.source) + "</em>";
      continue;
    }
    grouped += "<p>" +
               (group.source.empty() ? "<b class=\"worse\">No source given:</b> "
                                     : "<b>" + escaped(group.source) + ":</b> ") +
               members + ".</p>";
  }
  if (!single.empty()) single = "<p><b>With a source of their own:</b> " + single + ".</p>";
  constexpr std::size_t kVast = 100;
  return fmt::format("<div class=\"assumptions long{}\">",
                     comparison.assumptions.size() > kVast ? " vast" : "") +
         single + grouped + "</div>";
}

}  // namespace

std::string assumption_section(const Page& page) {
  const auto& comparison = page.comparison;
  std::string html = "<section data-section=\"assumptions\"><h2>What is assumed</h2>";
  if (comparison.assumptions.empty()) {
    return html + "<p>The model has no parameters besides its levers.</p></section>";
  }
  constexpr std::size_t kLong = 20;
  const bool is_long = comparison.assumptions.size() > kLong;
  if (is_long && comparison.samples) {
    html += "<p class=\"soft\">\u00b1 marks what was drawn anew for every sample.</p>";
  }
  return html + (is_long ? long_list(comparison) : short_list(comparison)) + "</section>";
}

}  // namespace slackwater::report

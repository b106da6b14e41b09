#include <fmt/format.h>

#include <algorithm>

#include "briefing/parts.hpp"
#include "lever_words.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

/// Policies with the same value of a lever.
struct SameValue {
  std::string words;
  std::string beyond_range;
  bool as_in_the_model = false;
  std::vector<std::size_t> policies;
};

/// A lever that some policy sets otherwise than the baseline does.
struct Lever {
  const results::PolicySetting* described;
  SameValue baseline;
  std::vector<SameValue> others;
};

std::vector<const results::PolicySetting*> set_by_policies(const results::Comparison& comparison) {
  std::vector<const results::PolicySetting*> list;
  for (const auto& setting : comparison.settings) {
    if (setting.policy.empty()) continue;
    const bool known = std::ranges::any_of(list, [&](auto l) { return l->lever == setting.lever; });
    if (!known) list.push_back(&setting);
  }
  return list;
}

SameValue value_of(const results::Comparison& comparison, const results::PolicySetting& lever,
                   std::size_t policy) {
  const auto& label = comparison.defaults.policies.labels[policy];
  const auto look = look_of(comparison, lever.lever);
  for (const auto& setting : comparison.settings) {
    if (setting.lever != lever.lever || setting.policy != label) continue;
    const auto words = lever_words(setting.value, look);
    const bool as_is = words == lever_words(setting.model_value, look);
    return {words, setting.beyond_range, as_is, {policy}};
  }
  return {lever_words(lever.model_value, look), "", true, {policy}};
}

Lever read(const results::Comparison& comparison, const results::PolicySetting& described) {
  const auto baseline = baseline_index(comparison);
  Lever lever{&described, value_of(comparison, described, baseline), {}};
  for (std::size_t p = 0; p < comparison.defaults.policies.labels.size(); ++p) {
    if (p == baseline) continue;
    auto value = value_of(comparison, described, p);
    if (value.words == lever.baseline.words) continue;
    const auto found = std::ranges::find(lever.others, value.words, &SameValue::words);
    if (found == lever.others.end()) {
      lever.others.push_back(std::move(value));
    } else {
      found->policies.push_back(p);
    }
  }
  std::ranges::stable_sort(lever.others, std::ranges::greater{},
                           [](const auto& v) { return v.policies.size(); });
  return lever;
}

std::string beyond(const std::string& range) {
  return range.empty() ? "" : " <em>beyond the range " + escaped(range) + "</em>";
}

// Their names; of most policies "the others".
std::string names(const results::Comparison& comparison, const std::vector<std::size_t>& policies) {
  constexpr std::size_t kMany = 5;
  const auto all = comparison.defaults.policies.labels.size();
  if (policies.size() > kMany && 2 * policies.size() > all) return "the others";
  std::vector<std::string> list;
  for (const auto p : policies) list.push_back(escaped(policy_name(comparison, p)));
  return joined(list);
}

std::string unit_after(const results::PolicySetting& lever) {
  const auto unit = shown_unit(lever.unit);
  // "4 week" has it already.
  const bool has = lever.model_value.ends_with(" " + unit);
  return unit.empty() || has ? "" : " <span class=\"soft\">" + escaped(unit) + "</span>";
}

std::string lever_item(const results::Comparison& comparison, const Lever& lever) {
  std::string html =
      fmt::format("<li title=\"{}\" data-lever=\"{}\"><b>{}</b>{} ",
                  escaped(lever.described->documentation), escaped(lever.described->lever),
                  escaped(lever_name(lever.described->lever)), unit_after(*lever.described));
  html += escaped(lever.baseline.words) + beyond(lever.baseline.beyond_range);
  if (!lever.baseline.as_in_the_model) {
    html += " <span class=\"soft\">(in the model " +
            escaped(lever_words(lever.described->model_value,
                                look_of(comparison, lever.described->lever))) +
            ")</span>";
  }
  html += " <span class=\"soft\">\u2192</span> ";
  for (std::size_t i = 0; i < lever.others.size(); ++i) {
    const auto& value = lever.others[i];
    html += fmt::format("{}<b class=\"value\">{}</b>{} {}", i > 0 ? "; " : "", escaped(value.words),
                        beyond(value.beyond_range), names(comparison, value.policies));
  }
  return html + "</li>";
}

// What all policies set alike differs from the model, not from the baseline.
std::string set_by_all(const results::Comparison& comparison, const std::vector<Lever>& levers) {
  std::string html;
  for (const auto& lever : levers) {
    html += fmt::format(
        "{}{} {} <span class=\"soft\">(in the model {})</span>{}", html.empty() ? "" : ", ",
        escaped(lower_first(lever_name(lever.described->lever))), escaped(lever.baseline.words),
        escaped(
            lever_words(lever.described->model_value, look_of(comparison, lever.described->lever))),
        beyond(lever.baseline.beyond_range));
  }
  if (html.empty()) return "";
  return fmt::format("<p class=\"alike\">{}: {}.</p>",
                     comparison.defaults.policies.labels.size() > 1 ? "All policies alike" : "Set",
                     html);
}

std::string notes(const Page& page) {
  const auto& comparison = page.comparison;
  std::string html;
  for (std::size_t p = 0; p < comparison.policy_notes.size(); ++p) {
    if (comparison.policy_notes[p].empty()) continue;
    html += fmt::format(
        "<span{}><b>{}</b>: {} </span>", page.shows(p) ? "" : " class=\"on-screen\"",
        escaped(policy_name(comparison, p)), escaped(sentence(comparison.policy_notes[p])));
  }
  return html.empty() ? html : "<p class=\"soft definitions\">" + html + "</p>";
}

// "Demand surge (30 % more demand for eight weeks): surge size 0.3 instead of 0. Note." One line a
// future, which also ties the short names of the charts to the titles.
std::string future_line(const Page& page, std::size_t future) {
  const auto& comparison = page.comparison;
  const auto title = future_title(comparison, future);
  const auto name = future_name(comparison, future);
  std::string html = "<b class=\"future\">" + escaped(name) + "</b>";
  if (title != name) html += " (" + escaped(title) + ")";
  std::string changes;
  for (const auto& setting : comparison.settings) {
    if (setting.future != comparison.defaults.futures.labels[future]) continue;
    if (!changes.empty()) changes += ", ";
    const auto look = look_of(comparison, setting.lever);
    changes +=
        escaped(lower_first(lever_name(setting.lever)) + " " + lever_words(setting.value, look));
    if (!setting.model_value.empty()) {
      changes += "<span class=\"instead\">" +
                 escaped(" instead of " + lever_words(setting.model_value, look)) + "</span>";
    }
    changes += beyond(setting.beyond_range);
  }
  html += ": " + (changes.empty() ? std::string("as in the model") : changes) + ".";
  const auto& notes = comparison.future_notes;
  if (future < notes.size() && !notes[future].empty()) {
    html += " <span class=\"note\">" + escaped(sentence(notes[future])) + "</span>";
  }
  return html;
}

std::string futures_paragraph(const Page& page) {
  const auto futures = page.comparison.defaults.futures.labels.size();
  if (futures < 2) return "";
  constexpr std::size_t kMany = 4;
  std::string html =
      fmt::format("<p class=\"soft definitions{}\">Futures: ", futures > kMany ? " brief" : "");
  for (std::size_t f = 0; f < futures; ++f) html += future_line(page, f) + " ";
  return html + "</p>";
}

}  // namespace

std::string lever_section(const Page& page) {
  const auto& comparison = page.comparison;
  std::vector<Lever> differing;
  std::vector<Lever> alike;
  for (const auto* described : set_by_policies(comparison)) {
    auto lever = read(comparison, *described);
    (lever.others.empty() ? alike : differing).push_back(std::move(lever));
  }
  std::string html = "<section data-section=\"levers\"><h2>What the policies change</h2>";
  if (differing.empty()) {
    html += "<p>No policy sets a lever otherwise than the baseline.</p>";
  } else {
    html += fmt::format(
        "<p class=\"soft\">Every lever that differs from the baseline: its value under <b>{}</b>, "
        "then the other values and whose they are.</p><ul class=\"levers\">",
        escaped(policy_name(comparison, baseline_index(comparison))));
    for (const auto& lever : differing) html += lever_item(comparison, lever);
    html += "</ul>";
  }
  return html + set_by_all(comparison, alike) + notes(page) + futures_paragraph(page) +
         "</section>";
}

}  // namespace slackwater::report

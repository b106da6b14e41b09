#include <fmt/format.h>

#include <algorithm>

#include "briefing_parts.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

std::string policy_heads(const Page& page) {
  std::string html;
  for (std::size_t p = 0; p < page.comparison.defaults.policies.labels.size(); ++p) {
    html += "<th>" + swatch(page, p) + escaped(policy_name(page.comparison, p)) + "</th>";
  }
  return html;
}

std::string group_row(const Page& page, std::size_t future, std::size_t columns) {
  if (page.comparison.defaults.futures.labels.size() == 1) return "";
  return fmt::format("<tr class=\"group\"><th colspan=\"{}\">{}</th></tr>", columns,
                     escaped(future_title(page.comparison, future)));
}

std::string with_unit(const std::string& title, const std::string& unit) {
  return escaped(title) +
         (unit.empty() ? "" : " <span class=\"soft\">" + escaped(unit) + "</span>");
}

std::string series_cell(const Page& page, const Indicator& indicator, std::size_t policy,
                        std::size_t future, double time) {
  const auto& table = page.comparison.defaults;
  const auto baseline = baseline_index(page.comparison);
  std::string html = series_value(page, indicator, policy, future, time);
  if (policy != baseline) {
    const auto at = [&](std::size_t p) {
      return results::value_at(
          table.time,
          table.series(*indicator.variable, table.run_index(p, future, 0), indicator.element),
          time);
    };
    html += " " + change_html(at(policy), at(baseline), indicator.variable->better);
  }
  return "<td>" + html + "</td>";
}

std::string metric_value(const Page& page, const results::Metric& metric, std::size_t policy,
                         std::size_t future) {
  const auto& table = page.comparison.defaults;
  const auto run = table.run_index(policy, future, 0);
  return traced(
      {"metric", metric.name, table.policies.labels[policy], table.futures.labels[future], ""},
      metric.values[run], metric_text(metric.values[run], metric.status[run]));
}

std::string beyond_range_html(const results::PolicySetting& setting) {
  if (setting.beyond_range.empty()) return "";
  return " <em>beyond the range " + escaped(setting.beyond_range) + "</em>";
}

std::string lever_cell(const results::Comparison& comparison, const std::string& lever,
                       const std::string& policy) {
  for (const auto& setting : comparison.settings) {
    if (setting.lever != lever || setting.policy != policy) continue;
    return "<td><b>" + escaped(setting.value) + "</b>" + beyond_range_html(setting) + "</td>";
  }
  return "<td class=\"soft\">unchanged</td>";
}

std::string notes(const results::Comparison& comparison) {
  std::string html;
  for (std::size_t p = 0; p < comparison.policy_notes.size(); ++p) {
    if (comparison.policy_notes[p].empty()) continue;
    html += fmt::format("<b>{}</b>: {} ", escaped(policy_name(comparison, p)),
                        escaped(comparison.policy_notes[p]));
  }
  return html.empty() ? html : "<p class=\"soft definitions\">" + html + "</p>";
}

// "Demand surge (30 % more demand for eight weeks): surge_size 0.3 instead of 0. Note." One line a
// future, which also ties the short names of the charts to the titles.
std::string future_line(const results::Comparison& comparison, std::size_t future) {
  const auto& table = comparison.defaults;
  const auto title = future_title(comparison, future);
  const auto name = future_name(comparison, future);
  std::string html = "<b class=\"future\">" + escaped(name) + "</b>";
  if (title != name) html += " (" + escaped(title) + ")";
  std::string changes;
  for (const auto& setting : comparison.settings) {
    if (setting.future != table.futures.labels[future]) continue;
    if (!changes.empty()) changes += ", ";
    changes += escaped(lower_first(readable_name(setting.lever)) + " " + setting.value);
    if (!setting.model_value.empty()) changes += escaped(" instead of " + setting.model_value);
    changes += beyond_range_html(setting);
  }
  html += ": " + (changes.empty() ? std::string("as in the model") : changes) + ".";
  const auto& notes = comparison.future_notes;
  if (future < notes.size() && !notes[future].empty()) html += " " + escaped(notes[future]);
  return html;
}

std::string futures_paragraph(const results::Comparison& comparison) {
  const auto& futures = comparison.defaults.futures.labels;
  if (futures.size() < 2) return "";
  std::string html = "<p class=\"soft definitions\">Futures: ";
  for (std::size_t f = 0; f < futures.size(); ++f) html += future_line(comparison, f) + " ";
  return html + "</p>";
}

}  // namespace

std::string indicator_section(const Page& page) {
  if (page.indicators.empty()) return "";
  const auto& table = page.comparison.defaults;
  const auto policies = table.policies.labels.size();
  std::string html = fmt::format(
      "<section><h2>The indicators at chosen times</h2><div class=\"scroll\"><table "
      "class=\"wide{}\"><thead><tr><th>Indicator</th><th>{}</th>{}</tr></thead>",
      policies > 4 ? " many" : "", escaped(table.time_unit), policy_heads(page));
  for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
    html += "<tbody>" + group_row(page, f, policies + 2);
    for (const auto& indicator : page.indicators) {
      for (std::size_t t = 0; t < page.times.size(); ++t) {
        html += fmt::format("<tr{}>", t == 0 ? " class=\"first\"" : "");
        if (t == 0) {
          html += fmt::format("<th rowspan=\"{}\">{}</th>", page.times.size(),
                              with_unit(indicator.title, indicator.unit));
        }
        html += "<td class=\"when\">" + number_text(page.times[t]) + "</td>";
        for (std::size_t p = 0; p < policies; ++p) {
          html += series_cell(page, indicator, p, f, page.times[t]);
        }
        html += "</tr>";
      }
    }
    html += "</tbody>";
  }
  return html + "</table></div></section>";
}

std::string measure_section(const Page& page) {
  const auto& comparison = page.comparison;
  if (comparison.metrics.empty()) return "";
  const auto& table = comparison.defaults;
  const auto policies = table.policies.labels.size();
  // Two futures share a cell; more stand below each other.
  const auto futures = table.futures.labels.size();
  const std::size_t together = futures == 2 ? 2 : 1;
  std::string html = "<section><h2>What was measured</h2>";
  if (together == 2) {
    html += fmt::format(
        "<p class=\"soft\">In each cell: <b class=\"future\">{}</b>, then <b "
        "class=\"future\">{}</b>.</p>",
        escaped(future_title(comparison, 0)), escaped(future_title(comparison, 1)));
  }
  html += fmt::format(
      "<div class=\"scroll\"><table class=\"wide\"><thead><tr><th>Measure</th>{}</tr></thead>",
      policy_heads(page));
  for (std::size_t f = 0; f < futures; f += together) {
    html += "<tbody>" + (together == 1 ? group_row(page, f, policies + 1) : "");
    for (const auto& metric : comparison.metrics) {
      html += fmt::format("<tr><th title=\"{}\">{}</th>", escaped(metric.definition),
                          with_unit(readable_name(metric.name), shown_unit(metric.unit)));
      for (std::size_t p = 0; p < policies; ++p) {
        html += "<td>" + metric_value(page, metric, p, f);
        if (together == 2)
          html += " <span class=\"other\">\u00b7</span> " + metric_value(page, metric, p, f + 1);
        html += "</td>";
      }
      html += "</tr>";
    }
    html += "</tbody>";
  }
  html += "</table></div><p class=\"soft definitions\">";
  for (const auto& metric : comparison.metrics) {
    html += fmt::format("<b>{}</b> {}{} ", escaped(readable_name(metric.name)),
                        metric.documentation.empty() ? "" : escaped(metric.documentation) + " ",
                        "<code>" + escaped(metric.definition) + "</code>.");
  }
  return html + "</p></section>";
}

std::string lever_section(const Page& page) {
  const auto& comparison = page.comparison;
  std::vector<const results::PolicySetting*> levers;
  for (const auto& setting : comparison.settings) {
    if (setting.policy.empty()) continue;
    const bool known =
        std::ranges::any_of(levers, [&](auto l) { return l->lever == setting.lever; });
    if (!known) levers.push_back(&setting);
  }
  if (levers.empty()) return "";
  std::string html = fmt::format(
      "<section><h2>What the policies change</h2><div class=\"scroll\"><table class=\"text "
      "levers\"><thead><tr><th>Lever</th><th>in the model</th>{}</tr></thead><tbody>",
      policy_heads(page));
  for (const auto* lever : levers) {
    html += fmt::format(
        "<tr class=\"first\"><th colspan=\"{}\">{} <span class=\"soft\">{}</span></th></tr><tr "
        "class=\"values\"><th></th><td>{}</td>",
        2 + comparison.defaults.policies.labels.size(),
        with_unit(readable_name(lever->lever), shown_unit(lever->unit)),
        escaped(lever->documentation), escaped(lever->model_value));
    for (const auto& policy : comparison.defaults.policies.labels) {
      html += lever_cell(comparison, lever->lever, policy);
    }
    html += "</tr>";
  }
  return html + "</tbody></table></div>" + notes(comparison) + futures_paragraph(comparison) +
         "</section>";
}

std::string assumption_section(const Page& page) {
  const auto& comparison = page.comparison;
  if (comparison.assumptions.empty()) return "";
  // A long list is read as a list: what each means is in the model.
  constexpr std::size_t kLong = 20;
  const bool is_long = comparison.assumptions.size() > kLong;
  std::string html = fmt::format("<section><h2>What is assumed</h2><ul class=\"assumptions{}\">",
                                 is_long ? " long" : "");
  for (const auto& a : comparison.assumptions) {
    const auto unit = shown_unit(a.unit);
    html += fmt::format("<li title=\"{}\"><b>{}</b> {}{}", escaped(a.documentation),
                        escaped(readable_name(a.name)), escaped(a.value),
                        unit.empty() ? "" : "\u00a0" + escaped(unit));
    html += " <span class=\"soft\">";
    if (!a.range.empty()) html += "(" + escaped(a.range) + ") ";
    if (!is_long && !a.documentation.empty()) html += escaped(a.documentation) + " ";
    html += (a.provenance.empty() ? "<span class=\"worse\">No source given.</span>"
                                  : "<em>" + escaped(a.provenance) + "</em>") +
            "</span></li>";
  }
  return html + "</ul></section>";
}

}  // namespace slackwater::report

#include <fmt/format.h>

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

}  // namespace

std::string indicator_section(const Page& page) {
  if (page.indicators.empty()) return "";
  const auto& table = page.comparison.defaults;
  const auto policies = table.policies.labels.size();
  std::string html = fmt::format(
      "<section><h2>The indicators at chosen times</h2><div class=\"scroll\"><table "
      "class=\"wide\"><thead><tr><th>Indicator</th><th>{}</th>{}</tr></thead>",
      escaped(table.time_unit), policy_heads(page));
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
  std::string html = fmt::format(
      "<section><h2>What was measured</h2><div class=\"scroll\"><table class=\"wide\"><thead><tr>"
      "<th>Measure</th>{}</tr></thead>",
      policy_heads(page));
  for (std::size_t f = 0; f < table.futures.labels.size(); ++f) {
    html += "<tbody>" + group_row(page, f, policies + 1);
    for (const auto& metric : comparison.metrics) {
      html += fmt::format("<tr><th title=\"{}\">{}</th>", escaped(metric.definition),
                          with_unit(readable_name(metric.name), shown_unit(metric.unit)));
      for (std::size_t p = 0; p < policies; ++p) {
        const auto run = table.run_index(p, f, 0);
        html +=
            "<td>" +
            traced({"metric", metric.name, table.policies.labels[p], table.futures.labels[f], ""},
                   metric.values[run], metric_text(metric.values[run], metric.status[run])) +
            "</td>";
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
  if (comparison.settings.empty()) return "";
  std::string html =
      "<section><h2>What the policies change</h2><div class=\"scroll\"><table "
      "class=\"text\"><thead><tr><th>Policy</th><th>Lever</th><th>set to</th><th>in the "
      "model</th><th>Meaning</th></tr></thead><tbody>";
  const auto& labels = comparison.defaults.policies.labels;
  for (std::size_t p = 0; p < labels.size(); ++p) {
    bool first = true;
    for (const auto& setting : comparison.settings) {
      if (setting.policy != labels[p]) continue;
      const auto unit = shown_unit(setting.unit);
      html += fmt::format(
          "<tr{}><th>{}</th><td>{}</td><td>{}</td><td>{}</td><td class=\"soft\">{}</td></tr>",
          first ? " class=\"first\"" : "",
          first ? swatch(page, p) + escaped(policy_name(comparison, p)) : "",
          with_unit(readable_name(setting.lever), unit), escaped(setting.value),
          escaped(setting.model_value), escaped(setting.documentation));
      first = false;
    }
    if (first) {
      html += fmt::format(
          "<tr class=\"first\"><th>{}{}</th><td colspan=\"4\" class=\"soft\">every "
          "lever as in the model</td></tr>",
          swatch(page, p), escaped(policy_name(comparison, p)));
    }
  }
  return html + "</tbody></table></div></section>";
}

std::string assumption_section(const Page& page) {
  const auto& comparison = page.comparison;
  if (comparison.assumptions.empty()) return "";
  std::string html =
      "<section><h2>What is assumed</h2><div class=\"scroll\"><table "
      "class=\"text assumptions\"><thead><tr><th>Assumption</th><th>Value</th><th>Range</th>"
      "<th>Source</th></tr></thead><tbody>";
  for (const auto& a : comparison.assumptions) {
    html += fmt::format(
        "<tr><th>{}<div class=\"soft\">{}</div></th><td>{}\u00a0{}</td><td>{}</td><td>{}</td></tr>",
        escaped(readable_name(a.name)), escaped(a.documentation), escaped(a.value),
        escaped(shown_unit(a.unit)), escaped(a.range),
        a.provenance.empty() ? "<span class=\"worse\">none given</span>" : escaped(a.provenance));
  }
  return html + "</tbody></table></div></section>";
}

}  // namespace slackwater::report

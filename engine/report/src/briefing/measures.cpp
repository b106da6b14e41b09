#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "briefing/parts.hpp"
#include "briefing/table_parts.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

using Metrics = std::span<const results::Metric>;

std::string metric_value(const Page& page, const results::Metric& metric, std::size_t policy,
                         std::size_t future) {
  const auto& table = page.comparison.defaults;
  const auto run = table.run_index(policy, future, 0);
  return traced(
      {"metric", metric.name, table.policies.labels[policy], table.futures.labels[future], ""},
      metric.values[run], metric_text(metric, run, look_of(page.comparison, metric.name)));
}

// Two futures share a cell; of more the first is shown.
std::string cell(const Page& page, const results::Metric& metric, std::size_t policy) {
  std::string html = "<td>" + metric_value(page, metric, policy, page.futures[0]);
  if (page.futures.size() == 2) {
    html += " <span class=\"other\">\u00b7</span> " +
            metric_value(page, metric, policy, page.futures[1]);
  }
  return html + "</td>";
}

std::string table_of(const Page& page, Metrics metrics) {
  std::string html = fmt::format(
      "<div class=\"scroll\"><table class=\"wide measures{}\"><thead><tr><th>Measure</th>{}</tr>"
      "</thead><tbody>",
      page.policies.size() > 4 ? " many" : "", policy_heads(page));
  for (const auto& metric : metrics) {
    html += fmt::format("<tr><th title=\"{}\">{}</th>", escaped(metric.definition),
                        with_unit(readable_name(metric.name), shown_unit(metric.unit)));
    for (const auto p : page.policies) html += cell(page, metric, p);
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

// Few narrow columns leave half of a page empty: then a long list stands in two halves.
std::string tables(const Page& page, Metrics metrics) {
  constexpr std::size_t kLong = 8;
  const auto numbers = page.policies.size() * (page.futures.size() == 2 ? 2 : 1);
  if (metrics.size() <= kLong || numbers > 4) return table_of(page, metrics);
  const auto half = (metrics.size() + 1) / 2;
  return "<div class=\"pair\">" + table_of(page, metrics.first(half)) +
         table_of(page, metrics.subspan(half)) + "</div>";
}

std::string which_future(const Page& page) {
  const auto name = [&](std::size_t i) {
    return "<b class=\"future\">" + escaped(future_title(page.comparison, page.futures[i])) +
           "</b>";
  };
  switch (page.futures.size()) {
    case 1:
      return "";
    case 2:
      return " <span class=\"soft\">in each cell " + name(0) + ", then " + name(1) + "</span>";
    default:
      return " <span class=\"soft\">" + name(0) + "; the results file has all futures</span>";
  }
}

std::string definitions(Metrics metrics) {
  constexpr std::size_t kMany = 6;  // then paper has room for what is said in words alone
  std::string html =
      fmt::format("<p class=\"soft definitions{}\">", metrics.size() > kMany ? " brief" : "");
  for (const auto& metric : metrics) {
    html += fmt::format("<span{}><b>{}</b> {}<code>{}</code> </span>",
                        metric.documentation.empty() ? " class=\"formula\"" : "",
                        escaped(readable_name(metric.name)),
                        escaped(sentence(metric.documentation)) + " ", escaped(metric.definition));
  }
  return html + "</p>";
}

}  // namespace

std::string measure_block(const Page& page) {
  const auto& metrics = page.comparison.metrics;
  if (metrics.empty() || page.policies.empty()) return "";
  return "<h3>What was measured" + which_future(page) + "</h3>" + tables(page, metrics) +
         definitions(metrics);
}

}  // namespace slackwater::report

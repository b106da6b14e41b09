#include <fmt/format.h>

#include <algorithm>

#include "briefing/parts.hpp"
#include "briefing/table_parts.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

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
    html += " " + change_html(at(policy), at(baseline), indicator.variable->better, indicator.look);
  }
  return "<td>" + html + "</td>";
}

std::string rows_of(const Page& page, const Indicator& indicator, std::size_t future,
                    const std::vector<double>& times) {
  std::string html;
  for (std::size_t t = 0; t < times.size(); ++t) {
    html += fmt::format("<tr{}>", t == 0 ? " class=\"first\"" : "");
    if (t == 0) {
      html += fmt::format("<th rowspan=\"{}\">{}</th>", times.size(),
                          with_unit(indicator.title, indicator.unit));
    }
    html += "<td class=\"when\">" + number_text(times[t]) + "</td>";
    for (const auto p : page.policies) html += series_cell(page, indicator, p, future, times[t]);
    html += "</tr>";
  }
  return html;
}

// The first future in full; of two, the second one, too; of more, what each ends at.
std::string futures_of(const Page& page) {
  std::string html;
  constexpr std::size_t kOfOthers = 3;
  const bool two = page.shows_all_futures();
  for (const auto f : page.futures) {
    const bool in_full = two || f == page.futures.front();
    const auto times = in_full ? page.times : std::vector{page.times.back()};
    const auto count = in_full ? page.indicators.size() : kOfOthers;
    html += "<tbody>" + group_row(page, f, page.policies.size() + 2);
    for (std::size_t i = 0; i < std::min(count, page.indicators.size()); ++i) {
      html += rows_of(page, page.indicators[i], f, times);
    }
    html += "</tbody>";
  }
  return html;
}

}  // namespace

std::string policy_heads(const Page& page) {
  std::string html;
  for (const auto p : page.policies) {
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

std::string indicator_section(const Page& page) {
  std::string html = "<section data-section=\"indicators\"><h2>The indicators at chosen times</h2>";
  if (page.indicators.empty() || page.times.empty()) {
    html += "<p>No variable was saved over time.</p>";
  } else {
    html += fmt::format(
        "<div class=\"scroll\"><table class=\"wide{}\"><thead><tr><th>Indicator</th><th>{}</th>{}"
        "</tr></thead>{}</table></div>",
        page.policies.size() > 4 ? " many" : "", escaped(page.comparison.defaults.time_unit),
        policy_heads(page), futures_of(page));
    const bool shares = std::ranges::any_of(
        page.indicators, [](const Indicator& one) { return one.look == Look::share; });
    if (shares) html += "<p class=\"soft definitions\">pp: percentage points.</p>";
  }
  return html + measure_block(page) + "</section>";
}

}  // namespace slackwater::report

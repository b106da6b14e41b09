#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "briefing/parts.hpp"
#include "markup.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr double kWidth = 344;  // half of an A4 page between its margins, in CSS pixels

LineStyle style_of(const Page& page, std::size_t policy) {
  return policy == baseline_index(page.comparison) ? baseline_style()
                                                   : policy_style(style_position(page, policy));
}

Line line_of(const Page& page, const Indicator& indicator, std::size_t policy, std::size_t future) {
  const auto& table = page.comparison.defaults;
  const auto series =
      table.series(*indicator.variable, table.run_index(policy, future, 0), indicator.element);
  Line line;
  line.label = policy_name(page.comparison, policy);
  line.x = table.time;
  line.y.assign(series.begin(), series.end());
  line.style = style_of(page, policy);
  const auto& samples = page.comparison.samples;
  const auto* drawn = samples ? samples->find(indicator.variable->name) : nullptr;
  if (drawn != nullptr && samples->time == table.time) {
    auto band = results::band(*samples, *drawn, indicator.element, policy, future);
    line.low = std::move(band.low);
    line.high = std::move(band.high);
  }
  return line;
}

Chart chart_of(const Page& page, const Indicator& indicator, std::size_t future) {
  const auto& comparison = page.comparison;
  Chart chart;
  chart.width = kWidth;
  chart.height = page.chart_height;
  chart.title = indicator.title;
  chart.look = indicator.look;
  chart.subtitle = indicator.look == Look::share ? "share"
                   : indicator.unit.empty()      ? "no unit"
                                                 : indicator.unit;
  if (indicator.variable->better == "up") chart.subtitle += " \u00b7 more is better";
  if (indicator.variable->better == "down") chart.subtitle += " \u00b7 less is better";
  if (comparison.defaults.futures.labels.size() > 1) {
    chart.title += " \u00b7 " + future_name(comparison, future);
  }
  chart.x_label = comparison.defaults.time_unit;
  // The baseline is drawn first: nothing may hide behind the ghost.
  const auto baseline = baseline_index(comparison);
  chart.lines.push_back(line_of(page, indicator, baseline, future));
  for (const auto p : page.policies) {
    if (p != baseline) chart.lines.push_back(line_of(page, indicator, p, future));
  }
  return chart;
}

std::string legend(const Page& page) {
  const auto& comparison = page.comparison;
  std::string html = "<ul class=\"legend\">";
  for (const auto p : page.policies) {
    const auto name = policy_name(comparison, p);
    const auto title = policy_title(comparison, p);
    html += "<li>" + swatch(page, p) + "<b>" + escaped(name) + "</b>";
    if (title != name) html += ": " + escaped(title);
    if (p == baseline_index(comparison)) html += " <span class=\"soft\">(baseline)</span>";
    html += "</li>";
  }
  return html + "</ul>";
}

std::string caption(const Page& page) {
  const auto& table = page.comparison.defaults;
  std::string text;
  if (!page.shows_all_policies()) {
    text += fmt::format(
        "Of {} policies these {} are drawn, from the best to the worst at the end, with the "
        "baseline. ",
        table.policies.labels.size(), count_word(page.policies.size()));
  }
  if (!page.shows_all_futures()) {
    std::vector<std::string> names;
    for (const auto f : page.futures) {
      names.push_back("<b class=\"future\">" + escaped(future_name(page.comparison, f)) + "</b>");
    }
    text += fmt::format("Of {} futures: {}. ", table.futures.labels.size(), joined(names));
  }
  if (const auto& samples = page.comparison.samples) {
    text += fmt::format(
        "Lines: default parameters. Shaded: the middle 90 % of {} samples of the uncertain inputs, "
        "at every time by itself.",
        samples->samples);
  }
  return text.empty() ? "" : "<p class=\"soft\">" + text + "</p>";
}

/// One chart: an indicator under a future.
struct Panel {
  const Indicator* indicator;
  std::size_t future;
};

// The answer's indicator under every future that is shown, the others under the first.
std::vector<Panel> panels(const Page& page) {
  std::vector<Panel> list;
  for (const auto f : page.futures) list.push_back({&page.indicators.front(), f});
  for (std::size_t i = 1; i < page.indicators.size(); ++i) {
    list.push_back({&page.indicators[i], page.futures.front()});
  }
  if (list.size() > page.charts) list.resize(page.charts);
  return list;
}

}  // namespace

std::string chart_section(const Page& page) {
  std::string html = "<section data-section=\"charts\"><h2>What happens</h2>";
  if (page.indicators.empty()) return html + "<p>No variable was saved over time.</p></section>";
  html += legend(page) + caption(page) + "<div class=\"charts\">";
  std::vector<Chart> first;
  for (const auto f : page.futures) first.push_back(chart_of(page, page.indicators.front(), f));
  // One range for all futures, so that they can be compared by eye.
  const auto range = common_range(first);
  for (const auto& panel : panels(page)) {
    auto chart = chart_of(page, *panel.indicator, panel.future);
    if (panel.indicator == &page.indicators.front()) {
      chart.y_low = range.low;
      chart.y_high = range.high;
    }
    html += fmt::format("<figure data-indicator=\"{}\" data-future=\"{}\">{}</figure>",
                        escaped(panel.indicator->name),
                        escaped(page.comparison.defaults.futures.labels[panel.future]),
                        svg_chart(chart));
  }
  return html + "</div></section>";
}

}  // namespace slackwater::report

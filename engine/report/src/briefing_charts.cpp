#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "briefing_parts.hpp"
#include "markup.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr double kWidth = 344;  // half of an A4 page between its margins, in CSS pixels
constexpr double kHeight = 134;
constexpr double kScanHeight = 126;

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
  chart.height = kHeight;
  chart.title = indicator.title;
  chart.subtitle = indicator.unit.empty() ? "no unit" : indicator.unit;
  if (indicator.variable->better == "up") chart.subtitle += " \u00b7 more is better";
  if (indicator.variable->better == "down") chart.subtitle += " \u00b7 less is better";
  if (comparison.defaults.futures.labels.size() > 1) {
    chart.title += " \u00b7 " + future_name(comparison, future);
  }
  chart.x_label = comparison.defaults.time_unit;
  // The baseline is drawn first: nothing may hide behind the ghost.
  const auto baseline = baseline_index(comparison);
  chart.lines.push_back(line_of(page, indicator, baseline, future));
  for (std::size_t p = 0; p < comparison.defaults.policies.labels.size(); ++p) {
    if (p != baseline) chart.lines.push_back(line_of(page, indicator, p, future));
  }
  return chart;
}

std::string legend(const Page& page) {
  const auto& comparison = page.comparison;
  std::string html = "<ul class=\"legend\">";
  for (std::size_t p = 0; p < comparison.defaults.policies.labels.size(); ++p) {
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
  const auto& samples = page.comparison.samples;
  if (!samples) return "";
  return fmt::format(
      "<p class=\"soft\">Lines: default parameters. Shaded: the middle 90 % of {} samples of the "
      "uncertain inputs, at every time by itself.</p>",
      samples->samples);
}

}  // namespace

std::string chart_section(const Page& page) {
  if (page.indicators.empty()) return "";
  const auto futures = page.comparison.defaults.futures.labels.size();
  std::string html =
      "<section><h2>What happens</h2>" + legend(page) + caption(page) + "<div class=\"charts\">";
  for (std::size_t i = 0; i < std::min(page.charts, page.indicators.size()); ++i) {
    const auto& indicator = page.indicators[i];
    std::vector<Chart> charts;
    for (std::size_t f = 0; f < futures; ++f) charts.push_back(chart_of(page, indicator, f));
    // One range for all futures, so that they can be compared by eye.
    const auto range = common_range(charts);
    for (std::size_t f = 0; f < futures; ++f) {
      charts[f].y_low = range.low;
      charts[f].y_high = range.high;
      html += fmt::format(
          "<figure data-indicator=\"{}\" data-future=\"{}\">{}</figure>", escaped(indicator.name),
          escaped(page.comparison.defaults.futures.labels[f]), svg_chart(charts[f]));
    }
  }
  return html + "</div></section>";
}

namespace {

// A point that never gets there is a gap, as is one that failed.
std::vector<double> drawn_points(const results::Scan& scan) {
  auto y = scan.y;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (scan.status[i] != results::MetricStatus::reached) y[i] = std::nan("");
  }
  return y;
}

}  // namespace

std::string scan_section(const Page& page) {
  const auto& comparison = page.comparison;
  if (comparison.scans.empty() && comparison.searches.empty()) return "";
  std::string html = "<section><h2>Where it tips</h2>";
  html += "<div class=\"charts\">";
  for (const auto& scan : comparison.scans) {
    Chart chart;
    chart.width = kWidth;
    chart.height = kScanHeight;
    chart.title = scan.title.empty()
                      ? readable_name(scan.measure) + " against " + readable_name(scan.vary)
                      : scan.title;
    chart.subtitle = (shown_unit(scan.measure_unit).empty() ? "" : scan.measure_unit + " \u00b7 ") +
                     readable_name(scan.policy) + ", " + readable_name(scan.future);
    chart.x_label = readable_name(scan.vary);
    if (!shown_unit(scan.vary_unit).empty()) chart.x_label += " (" + scan.vary_unit + ")";
    chart.points = true;
    chart.end_labels = false;
    chart.lines = {
        {readable_name(scan.measure), scan.x, drawn_points(scan), {}, {}, policy_style(0)}};
    html +=
        fmt::format("<figure data-scan=\"{}\">{}</figure>", escaped(scan.name), svg_chart(chart));
  }
  if (!comparison.searches.empty()) html += "<ul>";
  for (const auto& search : comparison.searches) {
    const auto unit = shown_unit(search.unit).empty() ? "" : "\u00a0" + search.unit;
    html += fmt::format("<li><b>{}</b>: {} under <em>{}</em>, {}: ",
                        escaped(search.title.empty() ? readable_name(search.name) : search.title),
                        escaped(search.until), escaped(readable_name(search.policy)),
                        escaped(readable_name(search.future)));
    if (search.found) {
      html += fmt::format(
          "{} tips at {}{} (between {} and {}, {} runs).", escaped(search.vary),
          traced({"search", search.name, "", "", ""}, search.value, number_text(search.value)),
          escaped(unit), number_text(search.low), number_text(search.high), search.runs);
    } else {
      html += fmt::format("no tipping point of {} found: {}.", escaped(search.vary),
                          escaped(search.message));
    }
    html += "</li>";
  }
  if (!comparison.searches.empty()) html += "</ul>";
  return html + "</div></section>";
}

}  // namespace slackwater::report

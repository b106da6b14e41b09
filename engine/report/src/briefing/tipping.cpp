#include <fmt/format.h>

#include <cmath>

#include "briefing/parts.hpp"
#include "lever_words.hpp"
#include "markup.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr double kWidth = 344;
constexpr double kHeight = 126;
constexpr double kLowHeight = 104;  // where many stand below each other

// A point that never gets there is a gap, as is one that failed.
std::vector<double> drawn_points(const results::Scan& scan) {
  auto y = scan.y;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (scan.status[i] != results::MetricStatus::reached) y[i] = std::nan("");
  }
  return y;
}

std::string scan_figure(const Page& page, const results::Scan& scan, double height) {
  Chart chart;
  chart.look = look_of(page.comparison, scan.measure);
  chart.x_look = look_of(page.comparison, scan.vary);
  chart.width = kWidth;
  chart.height = height;
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
  return fmt::format("<figure data-scan=\"{}\">{}</figure>", escaped(scan.name), svg_chart(chart));
}

std::string found_html(const Page& page, const results::Search& search) {
  const auto look = look_of(page.comparison, search.vary);
  const auto vary = escaped(lower_first(lever_name(search.vary)));
  if (!search.found) {
    return fmt::format("no tipping point of {} found: {}", vary, escaped(search.message));
  }
  const auto unit = shown_unit(search.unit).empty() ? "" : "\u00a0" + search.unit;
  return fmt::format(
      "{} tips at {}{} (between {} and {}, {} runs)", vary,
      traced({"search", search.name, "", "", ""}, search.value, number_text(search.value, look)),
      escaped(unit), number_text(search.low, look), number_text(search.high, look), search.runs);
}

std::string search_item(const Page& page, const results::Search& search) {
  return fmt::format(
      "<li><b>{}</b>: <span class=\"where\"><em>{}</em>, {}: </span>{} <code>{}</code></li>",
      escaped(search.title.empty() ? readable_name(search.name) : search.title),
      escaped(readable_name(search.policy)), escaped(readable_name(search.future)),
      sentence(found_html(page, search)), escaped(search.until));
}

}  // namespace

std::string tipping_block(const Page& page) {
  const auto& comparison = page.comparison;
  if (comparison.scans.empty() && comparison.searches.empty()) return "";
  std::string html = "<div class=\"tipping\"><h3>Where it tips</h3>";
  if (!comparison.scans.empty()) {
    html += "<div class=\"charts\">";
    for (const auto& scan : comparison.scans)
      html += scan_figure(page, scan, comparison.scans.size() > 2 ? kLowHeight : kHeight);
    html += "</div>";
  }
  if (!comparison.searches.empty()) {
    constexpr std::size_t kMany = 2;
    html += fmt::format("<ul class=\"searches{}\">",
                        comparison.searches.size() > kMany ? " several" : "");
    for (const auto& search : comparison.searches) html += search_item(page, search);
    html += "</ul>";
  }
  return html + "</div>";
}

}  // namespace slackwater::report

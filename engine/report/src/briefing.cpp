#include "slackwater/report/briefing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "briefing_parts.hpp"
#include "markup.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

// Several futures repeat the table, and the cells of many policies take two lines each.
bool is_long(const results::RunTable& table) { return table.futures.labels.size() > 1; }
bool is_wide(const results::RunTable& table) {
  constexpr std::size_t kWideTable = 4;
  return table.policies.labels.size() > kWideTable;
}

// An early time, one half-way, the end; all of them save points that read well.
std::vector<double> chosen_times(const results::RunTable& table) {
  if (table.time.empty()) return {};
  const double start = table.time.front();
  const double end = table.time.back();
  const auto nearest = [&](double wanted) {
    return *std::ranges::min_element(table.time, {},
                                     [&](double t) { return std::abs(t - wanted); });
  };
  std::vector<double> times;
  const std::vector<double> parts =
      is_long(table) || is_wide(table) ? std::vector{0.2} : std::vector{0.2, 0.5};
  for (const double part : parts) {
    const auto ticks = time_ticks(start, end, 6, table.time_unit);
    const double wanted = start + part * (end - start);
    const double tick =
        *std::ranges::min_element(ticks, {}, [&](double t) { return std::abs(t - wanted); });
    times.push_back(nearest(tick));
  }
  times.push_back(end);
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  if (times.size() > 1 && times.front() == start) times.erase(times.begin());
  return times;
}

std::string plural(std::size_t count, const char* one, const char* several) {
  return count_word(count) + " " + (count == 1 ? one : several);
}

std::string head(const results::Comparison& comparison) {
  const auto& table = comparison.defaults;
  std::string html = "<header><h1>" + escaped(comparison.title) + "</h1>";
  if (!comparison.question.empty()) {
    html += "<p class=\"question\">" + escaped(comparison.question) + "</p>";
  }
  if (!comparison.note.empty()) html += "<p class=\"soft\">" + escaped(comparison.note) + "</p>";
  html += fmt::format("<p class=\"meta\">A comparison of {} under {}",
                      plural(table.policies.labels.size(), "policy", "policies"),
                      plural(table.futures.labels.size(), "future", "futures"));
  if (!table.time.empty()) {
    html += fmt::format(", {} {} to {}", escaped(table.time_unit), number_text(table.time.front()),
                        number_text(table.time.back()));
  }
  if (!comparison.model_title.empty()) {
    html += ", on the model \u201c" + escaped(comparison.model_title) + "\u201d";
  }
  return html + ". Not a forecast: it shows what follows from the stated assumptions.</p></header>";
}

std::string foot(const results::Comparison& comparison) {
  const auto& p = comparison.provenance;
  std::string text = "Made by slackwater " + escaped(p.version);
  if (!p.scenario_name.empty()) text += " from " + escaped(p.scenario_name);
  if (!p.fingerprint.empty()) {
    text += " \u00b7 fingerprint " + escaped(p.fingerprint.substr(0, 16));
  }
  return "<footer>" + text + "</footer>";
}

// On paper every page carries the fingerprint. A style sheet is no place for a user's text, so it
// is taken only when it is what it should be.
std::string page_foot_style(const std::string& fingerprint) {
  constexpr std::size_t kShown = 16;
  const auto shown = fingerprint.substr(0, kShown);
  const bool hexadecimal = shown.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (shown.empty() || !hexadecimal) return "";
  return "@media print{@page{@bottom-left{content:\"slackwater \u00b7 fingerprint " + shown +
         "\";font:8pt Helvetica,Arial,sans-serif;color:#52606d}}footer{display:none}}";
}

// One curve leaves half of a line empty: what is known of uncertainty stands beside it.
std::string findings_sections(const Page& page) {
  const auto uncertainty = uncertainty_section(page);
  const auto scans = scan_section(page);
  if (uncertainty.empty() || scans.empty() || page.comparison.scans.size() > 1) {
    return uncertainty + scans;
  }
  return "<div class=\"pair\">" + uncertainty + scans + "</div>";
}

}  // namespace

std::string briefing(const results::Comparison& comparison, const BriefingOptions& options) {
  const bool several = comparison.defaults.futures.labels.size() > 1;
  const auto charts = options.charts > 0 ? options.charts
                      : several          ? std::size_t{4}
                                         : std::size_t{6};
  // A table that is long and wide holds what the charts show, so that the whole stays on three
  // pages.
  const auto& table = comparison.defaults;
  const auto rows = is_long(table) && is_wide(table) ? charts : std::max(charts, options.rows);
  const Page page{comparison, shown_indicators(comparison, rows), charts,
                  options.times.empty() ? chosen_times(comparison.defaults) : options.times};
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"><title>" +
      escaped(comparison.title) + "</title><style>" + std::string(briefing_style()) +
      page_foot_style(comparison.provenance.fingerprint) + "</style></head><body>\n";
  html += head(comparison) + "<main>\n";
  for (const auto section :
       {answer_box, chart_section, indicator_section, measure_section, lever_section,
        findings_sections, claim_section, assumption_section, limits_section, repeat_section}) {
    const auto text = section(page);
    if (!text.empty()) html += text + "\n";
  }
  return html + "</main>" + foot(comparison) + "</body></html>\n";
}

}  // namespace slackwater::report

#include "slackwater/report/briefing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "briefing/parts.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

constexpr double kPaperPage = 785;  // points between the margins of A4

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

Page page_of(const results::Comparison& comparison, const BriefingOptions& options) {
  constexpr std::size_t kCharts = 6;
  const auto charts = options.charts > 0 ? options.charts : kCharts;
  Page page{comparison,
            options,
            shown_indicators(comparison, std::max(charts, options.rows)),
            charts,
            options.times.empty() ? chosen_times(comparison.defaults) : options.times,
            {},
            {}};
  if (!page.indicators.empty()) {
    page.policies = shown_policies(comparison, page.indicators.front());
    page.futures = shown_futures(comparison, page.indicators.front());
  }
  return page;
}

using Section = std::string (*)(const Page&);

template <std::size_t N>
std::string all_of(const std::array<Section, N>& sections, const Page& page) {
  std::string html;
  for (const auto section : sections) html += section(page) + "\n";
  return html;
}

// What fits on the second sheet of paper ends it; what does not flows on into the third.
std::string sheet(int number, const std::string& html, bool begins_a_page) {
  return fmt::format("<div class=\"sheet{}\" data-sheet=\"{}\">\n{}</div>\n",
                     begins_a_page ? " begins" : "", number, html);
}

}  // namespace

std::string briefing(const results::Comparison& comparison, const BriefingOptions& options) {
  auto page = page_of(comparison, options);
  const auto first = head(comparison) + "<main>\n" + answer_section(page);
  page.chart_height = fitting_chart_height(first + chart_section(page));
  const auto second =
      all_of(std::array<Section, 3>{indicator_section, lever_section, why_section}, page);
  const auto third =
      all_of(std::array<Section, 5>{uncertainty_section, claim_section, assumption_section,
                                    limits_section, repeat_section},
             page);
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"><title>" +
      escaped(comparison.title) + "</title><style>" + std::string(briefing_style()) +
      page_foot_style(comparison.provenance.fingerprint) + "</style></head><body>\n";
  html += first + "\n" + chart_section(page) + "\n";
  html += sheet(2, second, true);
  html +=
      sheet(3, third, printed_height(second) < kPaperPage && printed_height(third) < kPaperPage);
  return html + "</main>" + foot(comparison) + "</body></html>\n";
}

}  // namespace slackwater::report

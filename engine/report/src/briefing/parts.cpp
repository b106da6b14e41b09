#include "briefing/parts.hpp"

#include <fmt/format.h>

#include <array>

#include "markup.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {

std::string traced(const Trace& trace, double value, const std::string& text) {
  std::string html = "<data class=\"n\" value=\"" + base::format_number(value) + "\"";
  const auto attribute = [&html](const char* name, const std::string& content) {
    if (!content.empty()) html += fmt::format(" data-{}=\"{}\"", name, escaped(content));
  };
  attribute("kind", trace.kind);
  attribute("name", trace.name);
  attribute("policy", trace.policy);
  attribute("future", trace.future);
  attribute("time", trace.time);
  return html + ">" + escaped(text) + "</data>";
}

std::string series_value(const Page& page, const Indicator& indicator, std::size_t policy,
                         std::size_t future, double time) {
  const auto& table = page.comparison.defaults;
  const auto series =
      table.series(*indicator.variable, table.run_index(policy, future, 0), indicator.element);
  const double value = results::value_at(table.time, series, time);
  return traced({"series", indicator.name, table.policies.labels[policy],
                 table.futures.labels[future], base::format_number(time)},
                value, text_beside(value, indicator.variable->values, indicator.look));
}

std::string change_html(double value, double baseline, std::string_view better, Look look) {
  const auto change = change_text(value, baseline, better, look);
  if (change.direction == Change::Direction::unknown) return "";
  if (change.direction == Change::Direction::same) {
    return "<span class=\"same\">= the\u00a0same</span>";
  }
  const char* style = change.direction == Change::Direction::better  ? "better"
                      : change.direction == Change::Direction::worse ? "worse"
                                                                     : "other";
  return fmt::format("<span class=\"{}\">{}\u00a0{} {}</span>", style, change.arrow, change.text,
                     change.word);
}

std::size_t style_position(const Page& page, std::size_t policy) {
  std::size_t position = 0;
  for (const auto shown : page.policies) {
    if (shown < policy && shown != baseline_index(page.comparison)) ++position;
  }
  return position;
}

std::string swatch(const Page& page, std::size_t policy) {
  if (!page.shows(policy)) return "<span class=\"swatch blank\"></span>";
  const auto style = policy == baseline_index(page.comparison)
                         ? baseline_style()
                         : policy_style(style_position(page, policy));
  return fmt::format(
      "<svg class=\"swatch\" viewBox=\"0 0 26 8\" width=\"26\" height=\"8\" aria-hidden=\"true\">"
      "<path d=\"M0 4H26\" stroke=\"{}\" stroke-width=\"{:g}\" stroke-dasharray=\"{}\"/></svg>",
      style.color, style.width + 0.4, style.dash);
}

std::string lower_first(std::string text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  // "MTTR" stays what it is.
  const bool word = text.size() > 1 && upper(text[0]) && !upper(text[1]);
  if (word) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string sentence(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  if (!text.empty() && !text.ends_with('.')) text += '.';
  return text;
}

std::string count_word(std::size_t count) {
  static constexpr std::array<const char*, 11> kWords = {
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  return count < kWords.size() ? kWords[count] : std::to_string(count);
}

}  // namespace slackwater::report

#pragma once

#include <string>
#include <vector>

#include "findings.hpp"
#include "slackwater/report/briefing.hpp"

namespace slackwater::report {

/// What every part of a briefing looks at.
struct Page {
  const results::Comparison& comparison;
  std::vector<Indicator> indicators;  ///< the first is the one that the answer is about
  std::size_t charts = 0;             ///< so many of them become charts
  std::vector<double> times;          ///< of the indicator table
};

// One section each, as HTML; empty when there is nothing to say.
std::string answer_box(const Page& page);
std::string chart_section(const Page& page);
std::string indicator_section(const Page& page);
std::string measure_section(const Page& page);
std::string lever_section(const Page& page);
std::string uncertainty_section(const Page& page);
std::string scan_section(const Page& page);
std::string claim_section(const Page& page);
std::string assumption_section(const Page& page);
std::string limits_section(const Page& page);
std::string repeat_section(const Page& page);

/// The style sheet, for screen and paper.
std::string_view briefing_style();

/// A number that a test can trace: its text, with where it comes from in `data-` attributes.
///
/// `kind` is series, dip, made_up, metric or share; `name` the variable, metric or claim; policy,
/// future and time are left out when empty.
struct Trace {
  std::string kind;
  std::string name;
  std::string policy;
  std::string future;
  std::string time;
};
std::string traced(const Trace& trace, double value, const std::string& text);

/// A value of a series at a time on the default parameters.
std::string series_value(const Page& page, const Indicator& indicator, std::size_t policy,
                         std::size_t future, double time);
/// "\u25b2 +12 % better" with the word in a colour that it does not depend on.
std::string change_html(double value, double baseline, std::string_view better);
/// A short line in the policy's colour and dash, for legends and tables.
std::string swatch(const Page& page, std::size_t policy);
/// "one", "two", ... up to ten, then digits.
std::string count_word(std::size_t count);
/// "Lead time" inside a sentence: "lead time".
std::string lower_first(std::string text);
/// The place of a policy among those that are not the baseline.
std::size_t style_position(const Page& page, std::size_t policy);

}  // namespace slackwater::report

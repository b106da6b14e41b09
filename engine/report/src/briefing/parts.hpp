#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "findings.hpp"
#include "slackwater/report/briefing.hpp"

namespace slackwater::report {

/// What every part of a briefing looks at.
struct Page {
  const results::Comparison& comparison;
  const BriefingOptions& options;
  std::vector<Indicator> indicators;  ///< the first is the one that the answer is about
  std::size_t charts = 0;
  std::vector<double> times;          ///< of the indicator table
  std::vector<std::size_t> policies;  ///< in charts and tables, ascending, the baseline among them
  std::vector<std::size_t> futures;   ///< likewise; the first one is shown in full
  double chart_height = 0;            ///< CSS pixels; set before the charts are drawn

  bool shows_all_policies() const {
    return policies.size() == comparison.defaults.policies.labels.size();
  }
  bool shows_all_futures() const {
    return futures.size() == comparison.defaults.futures.labels.size();
  }
  bool shows(std::size_t policy) const;
};

/// The policies of charts and tables: all up to six; of more the baseline, and five others at even
/// ranks between the best and the worst.
std::vector<std::size_t> shown_policies(const results::Comparison& comparison,
                                        const Indicator& indicator);
/// The futures of charts and tables: all up to two; of more the first and the two under which the
/// baseline ends furthest from it.
std::vector<std::size_t> shown_futures(const results::Comparison& comparison,
                                       const Indicator& indicator);
/// One or two times on the way that read well, and the end.
std::vector<double> chosen_times(const results::RunTable& table);

// The ten sections in order, as HTML. None is ever empty: a section without anything to show says
// so.
std::string answer_section(const Page& page);
std::string chart_section(const Page& page);
std::string indicator_section(const Page& page);
std::string lever_section(const Page& page);
std::string why_section(const Page& page);
std::string uncertainty_section(const Page& page);
std::string claim_section(const Page& page);
std::string assumption_section(const Page& page);
std::string limits_section(const Page& page);
std::string repeat_section(const Page& page);

// Parts of sections; empty when there is nothing to show.
std::string measure_block(const Page& page);
std::string tipping_block(const Page& page);
/// Of three or more futures: all policies under all futures at the horizon.
std::string futures_table(const Page& page);

/// The style sheet, for screen and paper.
std::string_view briefing_style();

/// The height that HTML takes on paper, roughly, in points; on the cautious side.
double printed_height(std::string_view html);
/// The height of a chart with which three rows of them fill the rest of the first page.
double fitting_chart_height(std::string_view first_page_without_charts);

/// A number that a test can trace: its text, with where it comes from in `data-` attributes.
///
/// `kind` is series, dip, made_up, metric, moved, why, share, ahead or search; `name` the variable,
/// metric or claim; policy, future and time are left out when empty.
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
std::string change_html(double value, double baseline, std::string_view better,
                        Look look = Look::number);
/// A short line in the policy's colour and dash, for legends and tables; as much room for a
/// policy that no chart shows.
std::string swatch(const Page& page, std::size_t policy);
/// "one", "two", ... up to ten, then digits.
std::string count_word(std::size_t count);
/// "Lead time" inside a sentence: "lead time".
std::string lower_first(std::string text);
/// The place of a shown policy among those that are shown and not the baseline.
std::size_t style_position(const Page& page, std::size_t policy);
/// "a, b and c".
std::string joined(const std::vector<std::string>& parts);
/// The text, ended by one full stop.
std::string sentence(std::string text);

}  // namespace slackwater::report

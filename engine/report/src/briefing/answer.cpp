#include <fmt/format.h>

#include <cmath>

#include "briefing/parts.hpp"
#include "markup.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

class Answer {
 public:
  explicit Answer(const Page& page)
      : page_(page),
        comparison_(page.comparison),
        table_(comparison_.defaults),
        indicator_(page.indicators.front()),
        baseline_(baseline_index(comparison_)),
        outcomes_(outcomes(comparison_, indicator_)) {}

  std::string html() const {
    std::string text = "<section class=\"answer\" data-section=\"answer\"><h2>In short</h2>";
    const auto futures = table_.futures.labels.size();
    constexpr std::size_t kFewFutures = 2;
    for (std::size_t f = 0; f < (futures > kFewFutures ? 1 : futures); ++f) text += sentence(f);
    if (futures <= kFewFutures) return text + facts() + "</section>";
    return text + best_under_each() + futures_table(page_) + "</section>";
  }

 private:
  const Outcome& outcome(std::size_t policy, std::size_t future) const {
    return outcomes_[policy * table_.futures.labels.size() + future];
  }

  std::string unit() const { return indicator_.unit.empty() ? "" : "\u00a0" + indicator_.unit; }

  std::string value(std::size_t policy, std::size_t future, bool end) const {
    return series_value(page_, indicator_, policy, future,
                        end ? table_.time.back() : table_.time.front());
  }

  // "Under Calm, Protected ends at 31.0 item/week of throughput in week 260, against ..."
  std::string sentence(std::size_t future) const {
    const auto best = best_policy(comparison_, indicator_, future);
    const auto& base = outcome(baseline_, future);
    const std::string under =
        table_.futures.labels.size() > 1
            ? "<b class=\"future\">" + escaped(future_title(comparison_, future)) + ".</b> "
            : "";
    std::string text = "<p>" + under;
    if (!std::isfinite(base.end)) return text + ended_early(base) + "</p>";
    const auto subject = "<b>" + escaped(policy_name(comparison_, baseline_)) + "</b>";
    const auto what = "<em>" + escaped(lower_first(indicator_.title)) + "</em>";
    const auto when = escaped(time_text(table_, table_.time.back()));
    const bool moves =
        change_text(base.end, base.start, "", indicator_.look).direction != Change::Direction::same;
    text += moves ? fmt::format("{} takes {} from {} to {}{} by {}.", subject, what,
                                value(baseline_, future, false), value(baseline_, future, true),
                                escaped(unit()), when)
                  : fmt::format("{} has {} where it was by {}: {}{}.", subject, what, when,
                                value(baseline_, future, true), escaped(unit()));
    if (!best) return text + "</p>";
    const auto& found = outcome(*best, future);
    text +=
        fmt::format(" <b>{}</b> {} {}{} ({}). {}", escaped(policy_name(comparison_, *best)),
                    "ends at", value(*best, future, true), escaped(unit()),
                    change_html(found.end, base.end, indicator_.variable->better, indicator_.look),
                    cost(found));
    return text + "</p>";
  }

  // "Adaptive ends best under all five futures."; which one where, when it is not always the same.
  std::string best_under_each() const {
    const auto futures = table_.futures.labels.size();
    std::vector<std::size_t> wins(table_.policies.labels.size());
    std::size_t decided = 0;
    for (std::size_t f = 0; f < futures; ++f) {
      const auto best = best_policy(comparison_, indicator_, f);
      if (!best) continue;
      ++wins[*best];
      ++decided;
    }
    if (decided == 0 || table_.policies.labels.size() < 3) return "";
    std::vector<std::string> parts;
    for (std::size_t p = 0; p < wins.size(); ++p) {
      if (wins[p] == 0) continue;
      parts.push_back(fmt::format(
          "<b>{}</b> under {}", escaped(policy_name(comparison_, p)),
          wins[p] == futures ? "all " + count_word(futures) + " futures" : count_word(wins[p])));
    }
    return "<p>Of those that differ from the baseline, it ends best: " + joined(parts) + ".</p>";
  }

  // Without the end of the baseline there is nothing to compare with, and the reader wants to know
  // why.
  std::string ended_early(const Outcome& o) const {
    std::string text =
        "The run of <b>" + escaped(policy_name(comparison_, o.policy)) + "</b> ended early";
    for (const auto& failure : table_.failures) {
      if (failure.policy != o.policy || failure.future != o.future) continue;
      return text + ", in " + escaped(time_text(table_, failure.time)) + ": " +
             escaped(failure.message) + ". Nothing can be compared with it.";
    }
    return text + ". Nothing can be compared with it.";
  }

  Trace trace(const char* kind, const Outcome& o, double time) const {
    return {kind, indicator_.name, table_.policies.labels[o.policy],
            table_.futures.labels[o.future], base::format_number(time)};
  }

  std::string dip_html(const Outcome& o) const {
    const double series = o.dip_baseline + o.dip->value;
    const auto change =
        change_text(series, o.dip_baseline, indicator_.variable->better, indicator_.look);
    return traced(trace("dip", o, o.dip->time), o.dip->value, change.text);
  }

  // "runs 19 % behind"; of a multiple only the multiple can be said.
  std::string behind_html(const Outcome& o) const {
    const double series = o.dip_baseline + o.dip->value;
    auto text =
        change_text(series, o.dip_baseline, indicator_.variable->better, indicator_.look).text;
    const auto shown = [&] { return traced(trace("dip", o, o.dip->time), o.dip->value, text); };
    if (text.starts_with("\u00d7")) return "is " + shown() + " the baseline";
    text.erase(0, text.starts_with('+') ? 1 : std::string_view("\u2212").size());
    return "runs " + shown() + " behind";
  }

  bool visible_dip(const Outcome& o) const {
    if (!o.dip) return false;
    const double series = o.dip_baseline + o.dip->value;
    return change_text(series, o.dip_baseline, indicator_.variable->better, indicator_.look)
               .direction != Change::Direction::same;
  }

  std::string made_up_html(const Outcome& o) const {
    return traced(trace("made_up", o, *o.made_up), *o.made_up, time_text(table_, *o.made_up));
  }

  std::string cost(const Outcome& o) const {
    if (!visible_dip(o)) return "It is never behind.";
    std::string text = fmt::format("At worst it {}, in {}; ", behind_html(o),
                                   escaped(time_text(table_, o.dip->time)));
    if (!o.made_up) {
      return text + "that is not made up for by " + escaped(time_text(table_, table_.time.back())) +
             ".";
    }
    return text +
           (is_rate(table_, indicator_) ? "the loss is made up for by "
                                        : "it is ahead for good from ") +
           made_up_html(o) + ".";
  }

  // Two futures stand side by side.
  std::string facts() const {
    const auto futures = table_.futures.labels.size();
    const std::size_t across = futures == 2 ? 2 : 1;
    std::string html = "<div class=\"scroll\"><table class=\"facts\"><thead>";
    if (across == 2) {
      html += "<tr class=\"over\"><th></th>";
      for (std::size_t f = 0; f < futures; ++f) {
        html += fmt::format("<th colspan=\"{}\">{}</th>", columns(),
                            escaped(future_title(comparison_, f)));
      }
      html += "</tr>";
    }
    html += "<tr><th>" + escaped(indicator_.title) +
            (indicator_.unit.empty() ? "" : ", " + escaped(indicator_.unit)) + "</th>";
    for (std::size_t i = 0; i < across; ++i) html += heads();
    html += "</tr></thead>";
    for (std::size_t f = 0; f < futures; f += across) {
      html += "<tbody>";
      for (std::size_t p = 0; p < table_.policies.labels.size(); ++p) {
        html += "<tr><th>" + swatch(page_, p) + escaped(policy_name(comparison_, p)) + "</th>";
        for (std::size_t i = 0; i < across; ++i) html += cells(outcome(p, f + i));
        html += "</tr>";
      }
      html += "</tbody>";
    }
    return html + "</table></div>";
  }

  std::string heads() const {
    auto html = fmt::format("<th class=\"v\">{}</th><th class=\"t\">vs. baseline</th>",
                            escaped(time_text(table_, table_.time.back())));
    if (!has_direction(indicator_)) return html;
    return html + fmt::format("<th class=\"t\">worst shortfall</th><th class=\"t\">{}</th>",
                              is_rate(table_, indicator_) ? "made up for" : "ahead from");
  }

  int columns() const { return has_direction(indicator_) ? 4 : 2; }

  std::string cells(const Outcome& o) const {
    const bool base = o.policy == baseline_;
    std::string against =
        base ? "baseline"
             : change_html(o.end, o.baseline_end, indicator_.variable->better, indicator_.look);
    auto html = fmt::format("<td class=\"v\">{}</td><td class=\"t\">{}</td>",
                            value(o.policy, o.future, true), against);
    if (!has_direction(indicator_)) return html;
    const bool compared = std::isfinite(o.end) && std::isfinite(o.baseline_end);
    std::string dip = base || !compared ? "" : "none";
    std::string made_up;
    if (visible_dip(o)) {
      dip = dip_html(o) + ", " + escaped(time_text(table_, o.dip->time));
      made_up = o.made_up ? made_up_html(o) : "not yet";
    }
    return html + fmt::format("<td class=\"t\">{}</td><td class=\"t\">{}</td>", dip, made_up);
  }

  const Page& page_;
  const results::Comparison& comparison_;
  const results::RunTable& table_;
  const Indicator& indicator_;
  std::size_t baseline_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

std::string answer_section(const Page& page) {
  if (page.indicators.empty() || page.comparison.defaults.time.empty()) {
    return "<section class=\"answer\" data-section=\"answer\"><h2>In short</h2><p>Nothing was "
           "saved that could be compared over time; the measures and claims below are the "
           "answer.</p></section>";
  }
  return Answer(page).html();
}

}  // namespace slackwater::report

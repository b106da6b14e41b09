#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "briefing/parts.hpp"
#include "lever_words.hpp"
#include "markup.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

/// A variable that a policy moves away from the baseline, and when that first shows.
struct Moved {
  const results::SavedVariable* variable;
  double time;
  bool higher;
  double end;
  double baseline_end;
};

constexpr double kVisible = 0.05;  // of the largest size that the baseline has

std::optional<Moved> moved(const results::RunTable& table, const results::SavedVariable& variable,
                           std::size_t policy, std::size_t baseline, std::size_t future) {
  const auto series = table.series(variable, table.run_index(policy, future, 0));
  const auto against = table.series(variable, table.run_index(baseline, future, 0));
  double size = 0;
  for (const double value : against) {
    if (std::isfinite(value)) size = std::max(size, std::fabs(value));
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double difference = series[i] - against[i];
    if (!(std::fabs(difference) > kVisible * size)) continue;
    return Moved{&variable, table.time[i], difference > 0, series.back(), against.back()};
  }
  return std::nullopt;
}

// Scalars that the file saves, in the order in which they move.
std::vector<Moved> in_order(const Page& page, std::size_t policy) {
  const auto& comparison = page.comparison;
  const auto future = page.futures.front();
  std::vector<Moved> list;
  for (const auto& variable : comparison.defaults.variables) {
    if (!variable.axes.empty()) continue;
    const auto found =
        moved(comparison.defaults, variable, policy, baseline_index(comparison), future);
    if (found) list.push_back(*found);
  }
  std::ranges::stable_sort(list, {}, &Moved::time);
  return list;
}

// "falls below at first" when it ends on the other side.
std::string direction(const Moved& m, Look look) {
  const auto end = change_text(m.end, m.baseline_end, "", look).direction;
  const bool turned = end == (m.higher ? Change::Direction::lower : Change::Direction::higher);
  return std::string(m.higher ? "rises above" : "falls below") + (turned ? " at first;" : ";");
}

std::string moved_item(const Page& page, std::size_t policy, const Moved& m) {
  const auto& table = page.comparison.defaults;
  const auto future = page.futures.front();
  const auto look = look_of(page.comparison, m.variable->name);
  return fmt::format("<li>{}: {} {} <span class=\"soft\">at the end {}</span></li>",
                     traced({"moved", m.variable->name, table.policies.labels[policy],
                             table.futures.labels[future], base::format_number(m.time)},
                            m.time, time_text(table, m.time)),
                     "<b>" + escaped(lower_first(readable_name(m.variable->name))) + "</b>",
                     direction(m, look),
                     change_html(m.end, m.baseline_end, m.variable->better, look));
}

// The first ones, and the answer's indicator wherever it comes.
std::vector<Moved> told(const Page& page, std::vector<Moved> list) {
  constexpr std::size_t kMost = 5;
  const auto* answer = page.indicators.front().variable;
  if (list.size() <= kMost) return list;
  const auto at = std::ranges::find(list, answer, &Moved::variable);
  if (at != list.end() && at - list.begin() >= static_cast<std::ptrdiff_t>(kMost)) {
    list[kMost - 1] = *at;
  }
  list.resize(kMost);
  return list;
}

std::string order_html(const Page& page, std::size_t policy) {
  const auto& comparison = page.comparison;
  const auto list = told(page, in_order(page, policy));
  const auto name = "<b>" + escaped(policy_name(comparison, policy)) + "</b>";
  if (list.empty()) {
    return fmt::format("<p>{} moves nothing that was saved by more than 5 % of its size.</p>",
                       name);
  }
  std::string html = fmt::format("<div class=\"order\"><p>{}{}:</p><ol class=\"moves\">",
                                 swatch(page, policy), name);
  for (const auto& m : list) html += moved_item(page, policy, m);
  return html + "</ol></div>";
}

// The best one and, when it is worse than the baseline, the worst.
std::vector<std::size_t> told_policies(const results::Comparison& comparison,
                                       const Indicator& indicator, std::size_t future) {
  const auto baseline = baseline_index(comparison);
  const auto best = best_policy(comparison, indicator, future);
  std::vector<std::size_t> list;
  if (best) list.push_back(*best);
  const bool up = indicator.variable->better != "down";
  std::optional<Outcome> worst;
  for (const auto& o : outcomes(comparison, indicator)) {
    if (o.future != future || o.policy == baseline || std::isnan(o.end)) continue;
    if (!worst || (up ? o.end < worst->end : o.end > worst->end)) worst = o;
  }
  if (!worst) return list;
  if (list.empty()) return {worst->policy};
  const bool behind = up ? worst->end < worst->baseline_end : worst->end > worst->baseline_end;
  if (behind && worst->policy != list.front()) list.push_back(worst->policy);
  return list;
}

std::string order_block(const Page& page) {
  if (page.indicators.empty() || page.futures.empty()) return "";
  const auto policies =
      told_policies(page.comparison, page.indicators.front(), page.futures.front());
  if (policies.empty()) return "<p>There is nothing that the baseline could be held against.</p>";
  std::string orders;
  for (const auto policy : policies) orders += order_html(page, policy);
  return fmt::format(
      "<div class=\"whole\"><h3>What moves first <span class=\"soft\">against {} under "
      "{}, by more than 5 % of the baseline's largest value; what comes first may move what comes "
      "later</span></h3><div class=\"pair\">{}</div></div>",
      escaped(policy_name(page.comparison, baseline_index(page.comparison))),
      escaped(future_name(page.comparison, page.futures.front())), orders);
}

std::string step_html(const Page& page, const WhyChain& chain, const WhyStep& step) {
  const auto look = look_of(page.comparison, step.variable);
  const Trace trace{"why", step.variable, chain.policy, chain.future,
                    base::format_number(chain.time)};
  const auto name = "<b>" + escaped(lower_first(lever_name(step.variable))) + "</b> ";
  if (step.lever) {
    return fmt::format(
        "the lever {}{} instead of {}", name,
        traced(trace, step.value, lever_words(base::format_number(step.value), look)),
        escaped(lever_words(base::format_number(step.against), look)));
  }
  const std::array both = {step.value, step.against};
  return fmt::format("{}{} {}", name,
                     traced(trace, step.value, text_beside(step.value, both, look)),
                     change_html(step.value, step.against, step.better, look));
}

std::string chain_html(const Page& page, const WhyChain& chain) {
  std::string html =
      fmt::format("<li><b>{}</b> against {}, {}, {}: ", escaped(readable_name(chain.policy)),
                  escaped(readable_name(chain.against)), escaped(readable_name(chain.future)),
                  escaped(time_text(page.comparison.defaults, chain.time)));
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    html += (i > 0 ? " <span class=\"soft\">\u2190 through</span> " : "") +
            step_html(page, chain, chain.steps[i]);
  }
  return html + ".</li>";
}

std::string chain_block(const Page& page) {
  if (page.options.why.empty()) {
    const auto& reason = page.options.why_missing;
    if (reason.empty()) return "";
    return "<p class=\"soft\">The causal chains are left out: " + escaped(reason) + ".</p>";
  }
  std::string html =
      "<p class=\"soft\">At each arrow, what moved the variable before it most, down to what was "
      "decided; what only passes a change on is left out.</p><ol class=\"chains\">";
  for (const auto& chain : page.options.why) {
    if (!chain.steps.empty()) html += chain_html(page, chain);
  }
  return html + "</ol>";
}

// Our own drawing; anything else has no place here.
std::string diagram_block(const Page& page) {
  auto svg = page.options.diagram_svg;
  if (!svg.starts_with("<svg") || svg.find("<script") != std::string::npos) return "";
  // Inside HTML an SVG needs no name space, and the page has no address that could be fetched.
  constexpr std::string_view kNameSpace = " xmlns=\"http://www.w3.org/2000/svg\"";
  if (const auto at = svg.find(kNameSpace); at != std::string::npos) {
    svg.erase(at, kNameSpace.size());
  }
  return "<figure class=\"diagram scroll\">" + svg + "</figure>";
}

}  // namespace

std::vector<WhyQuestion> why_questions(const results::Comparison& comparison) {
  const auto& table = comparison.defaults;
  const auto indicators = shown_indicators(comparison, 1);
  if (indicators.empty() || table.time.empty()) return {};
  std::vector<WhyQuestion> list;
  for (const auto policy : told_policies(comparison, indicators.front(), 0)) {
    list.push_back({indicators.front().name, table.policies.labels[policy],
                    table.policies.labels[baseline_index(comparison)], table.futures.labels[0],
                    table.time.back()});
  }
  return list;
}

std::string why_section(const Page& page) {
  const auto chains = chain_block(page);
  const auto diagram = diagram_block(page);
  std::string html = "<section data-section=\"why\"><h2>Why</h2>";
  return html + chains + diagram + order_block(page) + "</section>";
}

}  // namespace slackwater::report

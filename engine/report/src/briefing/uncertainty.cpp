#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "briefing/parts.hpp"
#include "claim_words.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::report {
namespace {

/// In how many samples a policy ends better than the baseline.
struct Ahead {
  std::size_t policy = 0;
  std::size_t ahead = 0;
  std::size_t tested = 0;
};

Ahead ahead_of_baseline(const Page& page, std::size_t policy, std::size_t future) {
  const auto& indicator = page.indicators.front();
  const auto& samples = *page.comparison.samples;
  Ahead result{policy};
  const auto* variable = samples.find(indicator.variable->name);
  if (variable == nullptr || samples.time.empty()) return result;
  const bool up = indicator.variable->better != "down";
  const auto baseline = baseline_index(page.comparison);
  for (std::size_t s = 0; s < samples.samples; ++s) {
    const auto end = [&](std::size_t p) {
      return samples.series(*variable, samples.run_index(p, future, s), indicator.element).back();
    };
    const double difference = end(policy) - end(baseline);
    if (std::isnan(difference)) continue;
    ++result.tested;
    if (up ? difference > 0 : difference < 0) ++result.ahead;
  }
  return result;
}

std::string ahead_html(const Page& page, const Ahead& a, std::size_t future) {
  const auto& table = page.comparison.defaults;
  return traced({"ahead", page.indicators.front().name, table.policies.labels[a.policy],
                 table.futures.labels[future], ""},
                static_cast<double>(a.ahead), std::to_string(a.ahead));
}

// "In 62 of 64 runs (92 % to 100 %) Protected ends with better output than Status quo."
std::string strongest(const Page& page, const Ahead& a, std::size_t future) {
  const auto& indicator = page.indicators.front();
  const auto interval = results::wilson_interval(a.ahead, a.tested);
  return fmt::format(
      "in <b>{} of {}</b> runs ({} to {}) <b>{}</b> ends with {} <em>{}</em> than {}",
      ahead_html(page, a, future), a.tested, percent_text(interval.low),
      percent_text(interval.high), escaped(policy_name(page.comparison, a.policy)),
      has_direction(indicator) ? "better" : "higher", escaped(lower_first(indicator.title)),
      escaped(policy_name(page.comparison, baseline_index(page.comparison))));
}

std::string future_sentence(const Page& page, std::size_t future) {
  const auto& comparison = page.comparison;
  std::vector<Ahead> list;
  for (std::size_t p = 0; p < comparison.defaults.policies.labels.size(); ++p) {
    if (p == baseline_index(comparison)) continue;
    const auto a = ahead_of_baseline(page, p, future);
    if (a.tested > 0) list.push_back(a);
  }
  const bool several = comparison.defaults.futures.labels.size() > 1;
  const auto name = "<b class=\"future\">" + escaped(future_name(comparison, future)) + ":</b> ";
  if (list.empty()) return "";
  const auto best = best_policy(comparison, page.indicators.front(), future);
  auto first = std::ranges::find(list, best.value_or(list.front().policy), &Ahead::policy);
  if (first == list.end()) first = list.begin();
  std::string html = (several ? name : "") + strongest(page, *first, future);
  std::vector<std::string> others;
  for (const auto& a : list) {
    if (a.policy == first->policy) continue;
    others.push_back("<b>" + escaped(policy_name(comparison, a.policy)) + "</b> in " +
                     ahead_html(page, a, future) +
                     (a.tested == first->tested ? "" : fmt::format(" of {}", a.tested)));
  }
  if (!others.empty()) html += "; " + joined(others);
  if (!several) html.replace(0, 2, "In");
  return "<p>" + html + ".</p>";
}

std::string inputs_html(const results::RunTable& samples) {
  constexpr std::size_t kMost = 8;
  std::vector<std::string> inputs;
  for (const auto& input : samples.drawn) {
    inputs.push_back(escaped(lower_first(readable_name(input.name))));
  }
  return inputs.size() > kMost ? "those marked \u00b1 below" : joined(inputs);
}

std::string sample_block(const Page& page) {
  const auto& samples = *page.comparison.samples;
  std::string html;
  for (const auto f : page.futures) html += future_sentence(page, f);
  html += fmt::format(
      "<p class=\"soft\">{} samples of {} uncertain {} ({}), the same for every policy and future. "
      "In brackets: where the share lies with 95 % confidence (Wilson interval). Counted at "
      "{}.</p>",
      samples.samples, count_word(samples.drawn.size()),
      samples.drawn.size() == 1 ? "input" : "inputs", inputs_html(samples),
      escaped(time_text(page.comparison.defaults, page.comparison.defaults.time.back())));
  if (!samples.failures.empty()) {
    html += fmt::format("<p>{} of {} runs ended early and are left out.</p>",
                        samples.failures.size(), samples.run_count());
  }
  return html;
}

}  // namespace

std::string uncertainty_section(const Page& page) {
  std::string html = "<section data-section=\"uncertainty\"><h2>How sure this is</h2>";
  const bool sampled = page.comparison.samples && !page.indicators.empty();
  const auto block =
      sampled
          ? sample_block(page)
          : std::string(
                "<p>Every run uses the default parameters; in how many possible worlds the "
                "answer is the same, <code>uncertainty:</code> in the scenario would tell.</p>");
  const auto tipping = tipping_block(page);
  const bool beside =
      !tipping.empty() && page.comparison.scans.size() == 1 && page.comparison.searches.size() <= 2;
  html += beside ? "<div class=\"pair\"><div>" + block + "</div>" + tipping + "</div>"
                 : block + tipping;
  return html + "</section>";
}

}  // namespace slackwater::report

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "briefing_parts.hpp"
#include "claim_words.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::report {
namespace {

std::string share_html(const results::Claim& claim) {
  if (!claim.share) {
    const auto untested = untested_share_text(claim);
    return untested.empty() ? "" : " The " + untested + ".";
  }
  std::string html = fmt::format(
      " In {} of {} samples ({} to {})",
      traced({"share", claim.id, "", "", ""}, *claim.share, percent_text(*claim.share)),
      claim.samples_tested, percent_text(claim.share_low), percent_text(claim.share_high));
  if (claim.required_share) html += "; asked for: " + percent_text(*claim.required_share);
  const auto failed = failed_samples_text(claim);
  if (!failed.empty()) html += "; " + failed;
  return html + ".";
}

bool ends(const std::string& sentence) { return sentence.ends_with('.'); }

std::string claim_item(const results::Claim& claim) {
  const auto mark = claim_mark(claim);
  std::string html = fmt::format(
      "<li data-claim=\"{}\" data-verdict=\"{}\"><b class=\"{}\">{}\u00a0{}</b> <b>{}</b> {}{}<div "
      "class=\"soft\">{}",
      escaped(claim.id), results::name(claim.verdict), mark.good ? "better" : "worse", mark.sign,
      mark.words, escaped(claim.id), escaped(claim.text), claim.text.ends_with('.') ? "" : ".",
      escaped(claim.numbers));
  if (!claim.numbers.empty() && !claim.numbers.ends_with('.')) html += ".";
  html += share_html(claim);
  if (!claim.fragile.empty()) {
    html += " <b>Fragile</b>: " + escaped(claim.fragile) + (ends(claim.fragile) ? "" : ".");
  }
  if (!claim.note.empty()) html += " " + escaped(claim.note) + (ends(claim.note) ? "" : ".");
  if (!claim.source.empty()) html += " <em>" + escaped(claim.source) + "</em>";
  return html + "</div></li>";
}

// In how many samples a policy ends better than the baseline.
std::string better_in_samples(const Page& page, const Indicator& indicator, std::size_t policy,
                              std::size_t future) {
  const auto& samples = *page.comparison.samples;
  const auto* variable = samples.find(indicator.variable->name);
  if (variable == nullptr || samples.time.empty()) return "";
  const bool up = indicator.variable->better != "down";
  const auto baseline = baseline_index(page.comparison);
  std::size_t tested = 0;
  std::size_t ahead = 0;
  for (std::size_t s = 0; s < samples.samples; ++s) {
    const auto end = [&](std::size_t p) {
      return samples.series(*variable, samples.run_index(p, future, s), indicator.element).back();
    };
    const double difference = end(policy) - end(baseline);
    if (std::isnan(difference)) continue;
    ++tested;
    if (up ? difference > 0 : difference < 0) ++ahead;
  }
  if (tested == 0) return "";
  const auto interval = results::wilson_interval(ahead, tested);
  return fmt::format(
      "<b>{}</b> in {} of {} ({} to {})", escaped(policy_name(page.comparison, policy)),
      traced({"ahead", indicator.name, page.comparison.defaults.policies.labels[policy],
              page.comparison.defaults.futures.labels[future], ""},
             static_cast<double>(ahead), std::to_string(ahead)),
      tested, percent_text(interval.low), percent_text(interval.high));
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace

std::string uncertainty_section(const Page& page) {
  const auto& comparison = page.comparison;
  if (!comparison.samples || page.indicators.empty()) return "";
  const auto& samples = *comparison.samples;
  const auto& indicator = page.indicators.front();
  std::vector<std::string> inputs;
  for (const auto& input : samples.drawn) inputs.push_back(escaped(readable_name(input.name)));
  std::string html = fmt::format(
      "<section><h2>How sure this is</h2><p>{} samples of {} uncertain {} ({}) went through every "
      "policy and future alike. In how many of them <em>{}</em> is {} at {} than under {}, and "
      "where that share lies with 95 % confidence (Wilson interval):</p><ul>",
      samples.samples, count_word(inputs.size()), inputs.size() == 1 ? "input" : "inputs",
      joined(inputs), escaped(lower_first(indicator.title)),
      has_direction(indicator) ? "better" : "higher",
      escaped(time_text(comparison.defaults, comparison.defaults.time.back())),
      escaped(policy_name(comparison, baseline_index(comparison))));
  for (std::size_t f = 0; f < samples.futures.labels.size(); ++f) {
    std::vector<std::string> parts;
    for (std::size_t p = 0; p < samples.policies.labels.size(); ++p) {
      if (p == baseline_index(comparison)) continue;
      auto part = better_in_samples(page, indicator, p, f);
      if (!part.empty()) parts.push_back(std::move(part));
    }
    html +=
        fmt::format("<li>{}{}.</li>",
                    samples.futures.labels.size() > 1
                        ? "<b class=\"future\">" + escaped(future_name(comparison, f)) + ":</b> "
                        : "",
                    joined(parts));
  }
  html += "</ul>";
  if (!samples.failures.empty()) {
    html += fmt::format("<p>{} of {} runs ended early and are left out.</p>",
                        samples.failures.size(), samples.run_count());
  }
  return html + "</section>";
}

std::string claim_section(const Page& page) {
  const auto& claims = page.comparison.claims;
  if (claims.empty()) return "";
  const bool shares =
      std::ranges::any_of(claims, [](const auto& c) { return c.share.has_value(); });
  std::string html = fmt::format(
      "<section><h2>What was claimed, and whether it holds</h2><p>{}.{}</p>"
      "<ol class=\"claims\">",
      claim_count_text(claims),
      shares ? " In brackets: where a share lies with 95 % confidence." : "");
  for (const auto& claim : claims) html += claim_item(claim);
  return html + "</ol></section>";
}

std::string limits_section(const Page& page) {
  const auto& comparison = page.comparison;
  const auto unsourced = std::ranges::count_if(comparison.assumptions, [](const auto& a) {
    return a.provenance.empty() || a.provenance.starts_with("assumed");
  });
  std::string html =
      "<section><h2>What this is not</h2><p>Not a forecast, and not a measurement of any "
      "organization. It shows what follows from the stated assumptions, all of them together, and "
      "how "
      "policies differ when everything else is equal. Differences are more reliable than levels; "
      "small "
      "differences are not reliable. What the model leaves out is left out here.";
  if (!comparison.assumptions.empty()) {
    html += fmt::format(" Of {} assumptions, {} {} no source other than judgement.",
                        comparison.assumptions.size(), unsourced, unsourced == 1 ? "has" : "have");
  }
  if (!comparison.samples) {
    html += " Nothing is said here about uncertainty: every run uses the default parameters.";
  }
  const auto failed = comparison.defaults.failures.size();
  if (failed > 0) {
    html += fmt::format(" {} of the {} runs ended early; their lines stop there.", failed,
                        comparison.defaults.run_count());
  }
  return html + "</p></section>";
}

std::string repeat_section(const Page& page) {
  const auto& p = page.comparison.provenance;
  std::string html = "<section><h2>How to repeat it</h2><p class=\"repeat\">";
  const auto item = [&html](const char* term, const std::string& text) {
    if (!text.empty()) html += fmt::format("<span><i>{}</i> {}</span> ", term, text);
  };
  const auto hashed = [](const std::string& file, const std::string& text) {
    if (file.empty()) return std::string();
    return escaped(file) + (text.empty() ? ""
                                         : " <span class=\"soft\">sha256 " +
                                               results::sha256(text).substr(0, 16) + "</span>");
  };
  item("Command", p.command.empty() ? "" : "<code>" + escaped(p.command) + "</code>");
  item("Version", p.version.empty() ? "" : "slackwater " + escaped(p.version));
  item("Model", hashed(p.model_name, p.model_text));
  item("Scenario", hashed(p.scenario_name, p.scenario_text));
  item("Method", p.method.empty() ? ""
                                  : escaped(p.method) + ", step " + number_text(p.time_step) +
                                        "\u00a0" + escaped(page.comparison.defaults.time_unit));
  item("Design", p.design.empty() ? "" : escaped(p.design) + ", seed " + std::to_string(p.seed));
  item("Fingerprint of the results",
       p.fingerprint.empty() ? "" : "<code>" + escaped(p.fingerprint) + "</code>");
  return html + "</p></section>";
}

}  // namespace slackwater::report

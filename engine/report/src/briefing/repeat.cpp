#include <fmt/format.h>

#include <algorithm>

#include "briefing/parts.hpp"
#include "markup.hpp"
#include "slackwater/report/number_text.hpp"
#include "slackwater/results/fingerprint.hpp"

namespace slackwater::report {

std::string limits_section(const Page& page) {
  const auto& comparison = page.comparison;
  const auto unsourced = std::ranges::count_if(comparison.assumptions, [](const auto& a) {
    return a.provenance.empty() || a.provenance.starts_with("assumed");
  });
  std::string html =
      "<section data-section=\"limits\"><h2>What this is not</h2><p>Not a forecast, and not a "
      "measurement of any "
      "organization. It shows what follows from the stated assumptions, all of them together, and "
      "how "
      "policies differ when everything else is equal. Differences are more reliable than levels; "
      "small "
      "differences are not reliable. What the model leaves out is left out here.";
  if (!comparison.assumptions.empty()) {
    html += fmt::format(" Of {} assumptions, {} {} no source other than judgement.",
                        comparison.assumptions.size(), unsourced, unsourced == 1 ? "has" : "have");
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
  std::string html =
      "<section data-section=\"repeat\"><h2>How to repeat it</h2><p class=\"repeat\">";
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

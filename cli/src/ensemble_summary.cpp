#include "ensemble_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "console.hpp"
#include "diagnostics_json.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::cli {
namespace {

using Json = nlohmann::ordered_json;
using results::MetricStatus;
using results::NumberSummary;

std::string in_words(results::RunStatus status) {
  switch (status) {
    case results::RunStatus::not_finite:
      return "met a number that is not finite";
    case results::RunStatus::domain_error:
      return "met an operation that has no result";
    case results::RunStatus::check_failed:
      return "failed a check of the model";
    case results::RunStatus::step_failed:
      return "could not go on with steps of any length";
    case results::RunStatus::no_start:
      return "had no start";
    case results::RunStatus::not_run:
      return "were not run";
    case results::RunStatus::complete:
      break;
  }
  return "are complete";
}

std::string number(double value) {
  return std::isnan(value) ? "-" : base::format_significant(value, 4);
}

// What the quantiles leave out, never silently: "3 never, 24 failed".
std::string left_out(const NumberSummary& summary) {
  std::string out;
  const auto add = [&](MetricStatus status, const char* what) {
    if (summary.count(status) == 0) return;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", summary.count(status), what);
  };
  add(MetricStatus::never, "never");
  add(MetricStatus::run_failed, "failed");
  add(MetricStatus::not_applicable, "without a number");
  return out;
}

bool has_several_futures(std::span<const NumberSummary> numbers) {
  return std::ranges::any_of(
      numbers, [&](const auto& other) { return other.future != numbers.front().future; });
}

std::string whose(const NumberSummary& summary, bool futures) {
  return futures ? summary.policy + ", " + summary.future : summary.policy;
}

std::string numbers_text(const char* title, std::span<const NumberSummary> numbers) {
  if (numbers.empty()) return {};
  const bool futures = has_several_futures(numbers);
  const std::string_view heading = title;
  std::size_t width = heading.size() - 2;
  for (const auto& summary : numbers) width = std::max(width, whose(summary, futures).size());
  std::string out =
      fmt::format("\n{:<{}}  {:>10} {:>10} {:>10}\n", heading, width + 2, "median", "5 %", "95 %");
  const std::string* name = nullptr;
  for (const auto& summary : numbers) {
    if (name == nullptr || *name != summary.name) {
      out += summary.name + (summary.unit == "1" ? "" : " (" + summary.unit + ")") + "\n";
    }
    name = &summary.name;
    auto line = fmt::format("  {:<{}}  {:>10} {:>10} {:>10}  {}", whose(summary, futures), width,
                            number(summary.median), number(summary.low), number(summary.high),
                            left_out(summary));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string failures_text(const results::EnsembleSummary& summary) {
  std::string out;
  for (const auto& failure : summary.failures) {
    out += fmt::format("  {} {}", failure.runs, in_words(failure.status));
    out += failure.example.empty() ? "\n" : fmt::format("; {}\n", failure.example);
  }
  return out;
}

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json numbers_json(std::span<const NumberSummary> numbers) {
  auto out = Json::array();
  for (const auto& summary : numbers) {
    out.push_back({{"name", summary.name},
                   {"unit", summary.unit},
                   {"policy", summary.policy},
                   {"future", summary.future},
                   {"median", number_json(summary.median)},
                   {"q05", number_json(summary.low)},
                   {"q95", number_json(summary.high)},
                   {"reached", summary.count(MetricStatus::reached)},
                   {"never", summary.count(MetricStatus::never)},
                   {"run_failed", summary.count(MetricStatus::run_failed)},
                   {"not_applicable", summary.count(MetricStatus::not_applicable)}});
  }
  return out;
}

Json claims_json(const std::vector<results::Claim>& claims) {
  auto out = Json::array();
  for (const auto& claim : claims) {
    Json item{{"id", claim.id},
              {"claim", claim.text},
              {"verdict", results::name(claim.verdict)},
              {"passed", claim.passed}};
    item["share"] = claim.share ? number_json(*claim.share) : Json(nullptr);
    item["share_low"] = claim.share ? number_json(claim.share_low) : Json(nullptr);
    item["share_high"] = claim.share ? number_json(claim.share_high) : Json(nullptr);
    item["samples_failed_runs"] = claim.samples_failed_runs;
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::string ensemble_text(const results::EnsembleSummary& summary,
                          const report::TerminalOptions& options) {
  auto out = fmt::format(
      "{}\n{}: {}, {}\n", summary.title, counted(summary.samples, "sample", "samples"),
      counted(summary.runs, "run", "runs"),
      summary.failed_runs() == 0 ? "all of them complete"
                                 : fmt::format("{} ended early", summary.failed_runs()));
  out += failures_text(summary);
  out += numbers_text("measures", summary.measures);
  out += numbers_text("indicators at the end", summary.at_end);
  if (!summary.claims.empty()) {
    results::Comparison claims;
    claims.claims = summary.claims;
    out += "\n" + report::claims_list(claims, options);
  }
  return out;
}

std::string ensemble_json(const results::EnsembleSummary& summary) {
  auto failures = Json::array();
  for (const auto& failure : summary.failures) {
    failures.push_back({{"status", results::name(failure.status)},
                        {"runs", failure.runs},
                        {"example", failure.example}});
  }
  return json_text({{"title", summary.title},
                    {"samples", summary.samples},
                    {"runs", summary.runs},
                    {"failed_runs", summary.failed_runs()},
                    {"failures", std::move(failures)},
                    {"measures", numbers_json(summary.measures)},
                    {"indicators_at_end", numbers_json(summary.at_end)},
                    {"claims", claims_json(summary.claims)},
                    {"fingerprint", summary.provenance.fingerprint},
                    {"version", summary.provenance.version}});
}

}  // namespace slackwater::cli

#include "store/read_comparison.hpp"

#include <cmath>
#include <utility>

#include "store/layout.hpp"
#include "store/read_table.hpp"

namespace slackwater::results {
namespace {

std::optional<double> optional_number(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::vector<Side> read_side(const H5::Group& group, const std::string& name) {
  const auto values = read_numbers(group, name);
  const auto status = statuses<MetricStatus>(read_flags(group, name + "_status"));
  std::vector<Side> sides;
  for (std::size_t i = 0; i < values.size(); ++i) sides.push_back({values[i], status.at(i)});
  return sides;
}

void read_claim_samples(const H5::Group& group, std::vector<Claim>& claims) {
  if (!group.nameExists("sample_verdict")) return;
  const auto verdicts = statuses<Verdict>(read_flags(group, "sample_verdict"));
  const auto left = read_numbers(group, "sample_left");
  const auto right = read_numbers(group, "sample_right");
  const auto samples = static_cast<std::ptrdiff_t>(verdicts.size() / claims.size());
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (!claims[i].share) continue;
    const auto begin = static_cast<std::ptrdiff_t>(i) * samples;
    const auto row = [&](const auto& all) {
      return std::vector(all.begin() + begin, all.begin() + begin + samples);
    };
    claims[i].sample_verdicts = row(verdicts);
    claims[i].sample_left = row(left);
    claims[i].sample_right = row(right);
  }
}

Scan read_scan(const H5::Group& group) {
  Scan scan;
  scan.name = text_attribute(group, layout::kName);
  scan.title = text_attribute(group, layout::kTitle);
  scan.vary = text_attribute(group, "vary");
  scan.vary_unit = text_attribute(group.openDataSet("x"), layout::kUnits);
  scan.measure = text_attribute(group, "measure");
  scan.measure_unit = text_attribute(group.openDataSet("y"), layout::kUnits);
  scan.policy = text_attribute(group, "policy");
  scan.future = text_attribute(group, "future");
  scan.x = read_numbers(group, "x");
  scan.y = read_numbers(group, "y");
  scan.status = statuses<MetricStatus>(read_flags(group, "status"));
  return scan;
}

std::vector<Search> read_searches(const H5::Group& group) {
  const auto names = read_texts(group, "search");
  const auto titles = read_texts(group, "title");
  const auto vary = read_texts(group, "vary");
  const auto units = read_texts(group, "unit");
  const auto policies = read_texts(group, "policy");
  const auto futures = read_texts(group, "future");
  const auto until = read_texts(group, "until");
  const auto found = read_flags(group, "found");
  const auto low = read_numbers(group, "low");
  const auto high = read_numbers(group, "high");
  const auto value = read_numbers(group, "value");
  const auto runs = read_counts(group, "runs");
  const auto messages = read_texts(group, "message");
  std::vector<Search> searches;
  for (std::size_t i = 0; i < names.size(); ++i) {
    searches.push_back({names[i], vary.at(i), units.at(i), policies.at(i), futures.at(i),
                        until.at(i), found.at(i) == 1, low.at(i), high.at(i), value.at(i),
                        static_cast<int>(runs.at(i)), messages.at(i),
                        i < titles.size() ? titles[i] : ""});
  }
  return searches;
}

std::vector<PolicySetting> read_settings(const H5::Group& group) {
  const auto policies = read_texts(group, "policy");
  const auto futures = read_texts(group, "future");
  const auto levers = read_texts(group, "lever");
  const auto values = read_texts(group, "value");
  const auto model_values = read_texts(group, "model_value");
  const auto units = read_texts(group, "unit");
  const auto documentation = read_texts(group, "documentation");
  const auto ranges = read_texts(group, "beyond_range");
  std::vector<PolicySetting> settings;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    settings.push_back({policies[i], levers.at(i), values.at(i), model_values.at(i), units.at(i),
                        documentation.at(i), futures.at(i), ranges.at(i)});
  }
  return settings;
}

std::vector<Assumption> read_assumptions(const H5::Group& group) {
  const auto names = read_texts(group, "name");
  const auto values = read_texts(group, "value");
  const auto units = read_texts(group, "unit");
  const auto documentation = read_texts(group, "documentation");
  const auto sources = read_texts(group, "source");
  const auto ranges = read_texts(group, "range");
  std::vector<Assumption> assumptions;
  for (std::size_t i = 0; i < names.size(); ++i) {
    assumptions.push_back(
        {names[i], values.at(i), units.at(i), documentation.at(i), sources.at(i), ranges.at(i)});
  }
  return assumptions;
}

void read_runs(const H5::Group& root, Comparison& comparison) {
  auto runs = read_table(root);
  if (text_attribute(root, layout::kRuns) != "samples") {
    comparison.defaults = std::move(runs.table);
    comparison.metrics = std::move(runs.metrics);
    return;
  }
  comparison.samples = std::move(runs.table);
  comparison.sample_metrics = std::move(runs.metrics);
  auto defaults = read_table(root.openGroup(layout::kDefaults));
  comparison.defaults = std::move(defaults.table);
  comparison.metrics = std::move(defaults.metrics);
}

}  // namespace

std::vector<Claim> read_claims(const H5::Group& group, bool with_samples) {
  const auto ids = read_texts(group, "claim");
  const auto texts = read_texts(group, "text");
  const auto sources = read_texts(group, "source");
  const auto thats = read_texts(group, "that");
  const auto verdicts = statuses<Verdict>(read_flags(group, "verdict"));
  const auto numbers = read_texts(group, "numbers");
  const auto left = read_side(group, "left");
  const auto signs = read_texts(group, "sign");
  const auto right = read_side(group, "right");
  const auto units = read_texts(group, "unit");
  const auto notes = read_texts(group, "note");
  const auto fragile = read_texts(group, "fragile");
  const auto required = read_numbers(group, "required_share");
  const auto share = read_numbers(group, "share");
  const auto low = read_numbers(group, "share_low");
  const auto high = read_numbers(group, "share_high");
  const auto tested = read_counts(group, "samples_tested");
  const auto failed = read_counts(group, "samples_failed_runs");
  const auto passed = read_flags(group, "passed");
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Claim claim;
    claim.id = ids[i];
    claim.text = texts.at(i);
    claim.source = sources.at(i);
    claim.that = thats.at(i);
    claim.verdict = verdicts.at(i);
    claim.numbers = numbers.at(i);
    claim.left = left.at(i);
    claim.sign = signs.at(i);
    claim.right = right.at(i);
    claim.unit = units.at(i);
    claim.note = notes.at(i);
    claim.fragile = fragile.at(i);
    claim.required_share = optional_number(required.at(i));
    claim.share = optional_number(share.at(i));
    claim.share_low = low.at(i);
    claim.share_high = high.at(i);
    claim.samples_tested = static_cast<std::size_t>(tested.at(i));
    claim.samples_failed_runs = static_cast<std::size_t>(failed.at(i));
    claim.passed = passed.at(i) == 1;
    claims.push_back(std::move(claim));
  }
  if (with_samples) read_claim_samples(group, claims);
  return claims;
}

Provenance read_provenance(const H5::Group& root) {
  Provenance provenance;
  provenance.version = text_attribute(root, "version");
  provenance.model_name = text_attribute(root, "model");
  provenance.model_text = text_attribute(root, "model_text");
  provenance.scenario_name = text_attribute(root, "scenario");
  provenance.scenario_text = text_attribute(root, "scenario_text");
  provenance.method = text_attribute(root, "method");
  provenance.time_step = number_attribute(root, "time_step");
  provenance.seed = count_attribute(root, "seed");
  provenance.design = text_attribute(root, "design");
  provenance.fingerprint = text_attribute(root, "fingerprint");
  provenance.command = text_attribute(root, "command");
  provenance.files = text_attribute(root, "files_sha256");
  provenance.start = text_attribute(root, "start");
  return provenance;
}

Comparison read_comparison(const H5::Group& root) {
  Comparison comparison;
  comparison.title = text_attribute(root, "title");
  comparison.question = text_attribute(root, "question");
  comparison.model_title = text_attribute(root, "model_title");
  comparison.baseline = text_attribute(root, "baseline");
  comparison.indicators = texts_attribute(root, "indicators");
  comparison.shares = texts_attribute(root, "shares");
  comparison.provenance = read_provenance(root);
  comparison.note = text_attribute(root, "note");
  comparison.policy_notes = read_texts(root, layout::kPolicyNote);
  comparison.future_notes = read_texts(root, layout::kFutureNote);
  read_runs(root, comparison);
  if (has_group(root, layout::kClaims)) {
    comparison.claims = read_claims(root.openGroup(layout::kClaims), true);
  }
  if (has_group(root, layout::kScans)) {
    const auto scans = root.openGroup(layout::kScans);
    for (const auto& name : link_names(scans)) {
      comparison.scans.push_back(read_scan(scans.openGroup(name)));
    }
  }
  if (has_group(root, layout::kSearches)) {
    comparison.searches = read_searches(root.openGroup(layout::kSearches));
  }
  if (has_group(root, layout::kSettings)) {
    comparison.settings = read_settings(root.openGroup(layout::kSettings));
  }
  if (has_group(root, layout::kAssumptions)) {
    comparison.assumptions = read_assumptions(root.openGroup(layout::kAssumptions));
  }
  return comparison;
}

}  // namespace slackwater::results

#include "store/write_comparison.hpp"

#include <algorithm>
#include <limits>

#include "slackwater/results/fingerprint.hpp"
#include "store/layout.hpp"
#include "store/write_table.hpp"

namespace slackwater::results {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// What decided on the defaults: both sides of one comparison.
void write_sides(NetcdfGroup& group, std::size_t claim, const std::vector<Claim>& claims) {
  const auto side = [&](const std::string& name, Side Claim::* field) {
    const auto values = column(claims, field);
    group.numbers(name, {claim}, column(values, &Side::value));
    group.flags(name + "_status", {claim}, flag_numbers(column(values, &Side::status)),
                flag_names<MetricStatus>());
  };
  side("left", &Claim::left);
  group.texts("sign", {claim}, column(claims, &Claim::sign));
  side("right", &Claim::right);
  group.texts("unit", {claim}, column(claims, &Claim::unit));
}

// Claims without a share of the samples have a row that says nothing.
void write_claim_samples(NetcdfGroup& group, std::size_t claim, const std::vector<Claim>& claims,
                         std::size_t later_samples) {
  std::size_t samples = later_samples;
  for (const auto& c : claims) samples = std::max(samples, c.sample_verdicts.size());
  if (samples == 0) return;
  std::vector<Verdict> verdicts;
  std::vector<double> left;
  std::vector<double> right;
  const auto add = [samples](auto& all, auto part, auto nothing) {
    part.resize(samples, nothing);
    all.insert(all.end(), part.begin(), part.end());
  };
  for (const auto& c : claims) {
    if (later_samples > 0) break;
    add(verdicts, c.sample_verdicts, Verdict::not_testable);
    add(left, c.sample_left, kNone);
    add(right, c.sample_right, kNone);
  }
  const auto sample = group.count_dimension("sample", samples);
  group.flags("sample_verdict", {claim, sample}, flag_numbers(verdicts), flag_names<Verdict>());
  group.numbers("sample_left", {claim, sample}, left);
  group.numbers("sample_right", {claim, sample}, right);
}

void write_claims(NetcdfGroup& root, const std::vector<Claim>& claims, std::size_t later_samples) {
  auto group = root.subgroup(layout::kClaims);
  const auto claim = group.text_dimension("claim", column(claims, &Claim::id));
  group.texts("text", {claim}, column(claims, &Claim::text));
  group.texts("source", {claim}, column(claims, &Claim::source));
  group.texts("that", {claim}, column(claims, &Claim::that));
  group.flags("verdict", {claim}, flag_numbers(column(claims, &Claim::verdict)),
              flag_names<Verdict>());
  group.texts("numbers", {claim}, column(claims, &Claim::numbers));
  write_sides(group, claim, claims);
  group.texts("note", {claim}, column(claims, &Claim::note));
  group.texts("fragile", {claim}, column(claims, &Claim::fragile));

  std::vector<double> required;
  std::vector<double> share;
  std::vector<std::int64_t> tested;
  std::vector<std::int64_t> failed;
  std::vector<std::uint8_t> passed;
  for (const auto& c : claims) {
    required.push_back(c.required_share.value_or(kNone));
    share.push_back(c.share.value_or(kNone));
    tested.push_back(static_cast<std::int64_t>(c.samples_tested));
    failed.push_back(static_cast<std::int64_t>(c.samples_failed_runs));
    passed.push_back(c.passed ? 1 : 0);
  }
  group.numbers("required_share", {claim}, required);
  group.numbers("share", {claim}, share);
  group.numbers("share_low", {claim}, column(claims, &Claim::share_low));
  group.numbers("share_high", {claim}, column(claims, &Claim::share_high));
  group.counts("samples_tested", {claim}, tested);
  group.counts("samples_failed_runs", {claim}, failed);
  group.flags("passed", {claim}, passed, {"not_passed", "passed"});
  write_claim_samples(group, claim, claims, later_samples);
}

void write_scan(NetcdfGroup& scans, const Scan& scan) {
  const auto name = scans.free_name(scan.name, "_scan");
  auto group = scans.subgroup(name);
  set_attribute(group.handle(), layout::kName, scan.name);
  set_attribute(group.handle(), layout::kTitle, scan.title);
  set_attribute(group.handle(), "vary", scan.vary);
  set_attribute(group.handle(), "measure", scan.measure);
  set_attribute(group.handle(), "policy", scan.policy);
  set_attribute(group.handle(), "future", scan.future);
  const auto point = group.count_dimension("point", scan.x.size());
  auto x = group.numbers("x", {point}, scan.x);
  set_attribute(x, layout::kLongName, scan.vary);
  set_attribute(x, layout::kUnits, scan.vary_unit);
  auto y = group.numbers("y", {point}, scan.y);
  set_attribute(y, layout::kLongName, scan.measure);
  set_attribute(y, layout::kUnits, scan.measure_unit);
  group.flags("status", {point}, flag_numbers(scan.status), flag_names<MetricStatus>());
}

void write_searches(NetcdfGroup& root, const std::vector<Search>& searches) {
  auto group = root.subgroup(layout::kSearches);
  const auto search = group.text_dimension("search", column(searches, &Search::name));
  group.texts("title", {search}, column(searches, &Search::title));
  group.texts("vary", {search}, column(searches, &Search::vary));
  group.texts("unit", {search}, column(searches, &Search::unit));
  group.texts("policy", {search}, column(searches, &Search::policy));
  group.texts("future", {search}, column(searches, &Search::future));
  group.texts("until", {search}, column(searches, &Search::until));
  std::vector<std::uint8_t> found;
  std::vector<std::int64_t> runs;
  for (const auto& s : searches) {
    found.push_back(s.found ? 1 : 0);
    runs.push_back(s.runs);
  }
  group.flags("found", {search}, found, {"not_found", "found"});
  group.numbers("low", {search}, column(searches, &Search::low));
  group.numbers("high", {search}, column(searches, &Search::high));
  group.numbers("value", {search}, column(searches, &Search::value));
  group.counts("runs", {search}, runs);
  group.texts("message", {search}, column(searches, &Search::message));
}

void write_settings(NetcdfGroup& root, const std::vector<PolicySetting>& settings) {
  auto group = root.subgroup(layout::kSettings);
  const auto setting = group.count_dimension("setting", settings.size());
  group.texts("policy", {setting}, column(settings, &PolicySetting::policy));
  group.texts("future", {setting}, column(settings, &PolicySetting::future));
  group.texts("lever", {setting}, column(settings, &PolicySetting::lever));
  group.texts("value", {setting}, column(settings, &PolicySetting::value));
  group.texts("model_value", {setting}, column(settings, &PolicySetting::model_value));
  group.texts("unit", {setting}, column(settings, &PolicySetting::unit));
  group.texts("documentation", {setting}, column(settings, &PolicySetting::documentation));
  group.texts("beyond_range", {setting}, column(settings, &PolicySetting::beyond_range));
}

void write_assumptions(NetcdfGroup& root, const std::vector<Assumption>& assumptions) {
  auto group = root.subgroup(layout::kAssumptions);
  const auto row = group.count_dimension("assumption", assumptions.size());
  group.texts("name", {row}, column(assumptions, &Assumption::name));
  group.texts("value", {row}, column(assumptions, &Assumption::value));
  group.texts("unit", {row}, column(assumptions, &Assumption::unit));
  group.texts("documentation", {row}, column(assumptions, &Assumption::documentation));
  group.texts("source", {row}, column(assumptions, &Assumption::provenance));
  group.texts("range", {row}, column(assumptions, &Assumption::range));
}

}  // namespace

void write_provenance(NetcdfGroup& root, const Provenance& provenance) {
  auto& group = root.handle();
  set_attribute(group, "source", "slackwater " + provenance.version);
  set_attribute(group, "version", provenance.version);
  set_attribute(group, "model", provenance.model_name);
  set_attribute(group, "model_text", provenance.model_text);
  set_attribute(group, "model_sha256", sha256(provenance.model_text));
  set_attribute(group, "scenario", provenance.scenario_name);
  set_attribute(group, "scenario_text", provenance.scenario_text);
  set_attribute(group, "scenario_sha256", sha256(provenance.scenario_text));
  set_attribute(group, "method", provenance.method);
  set_attribute(group, "time_step", provenance.time_step);
  set_attribute(group, "seed", provenance.seed);
  set_attribute(group, "design", provenance.design);
  set_attribute(group, "command", provenance.command);
  set_attribute(group, "files_sha256", provenance.files);
  set_attribute(group, "start", provenance.start);
}

void write_fingerprint(NetcdfGroup& root, const std::string& fingerprint) {
  set_attribute(root.handle(), "fingerprint", fingerprint);
}

TableLayout write_comparison(NetcdfGroup& root, const Comparison& comparison,
                             const LaterSamples* later) {
  auto& group = root.handle();
  set_attribute(group, "Conventions", "CF-1.10");
  set_attribute(group, "title", comparison.title);
  set_attribute(group, "question", comparison.question);
  set_attribute(group, "note", comparison.note);
  set_attribute(group, "model_title", comparison.model_title);
  set_attribute(group, "baseline", comparison.baseline);
  if (!comparison.indicators.empty()) {
    set_attribute(group, "indicators", std::span<const std::string>(comparison.indicators));
  }
  if (!comparison.shares.empty()) {
    set_attribute(group, "shares", std::span<const std::string>(comparison.shares));
  }
  set_attribute(group, layout::kRuns, comparison.samples ? "samples" : "defaults");
  write_provenance(root, comparison.provenance);
  if (later == nullptr) write_fingerprint(root, comparison.provenance.fingerprint);

  // The groups' names are taken first: a variable of the same name gives way.
  if (!comparison.claims.empty()) {
    write_claims(root, comparison.claims, later == nullptr ? 0 : later->claim_samples);
  }
  if (!comparison.scans.empty()) {
    auto scans = root.subgroup(layout::kScans);
    for (const auto& scan : comparison.scans) write_scan(scans, scan);
  }
  if (!comparison.searches.empty()) write_searches(root, comparison.searches);
  if (!comparison.settings.empty()) write_settings(root, comparison.settings);
  if (!comparison.assumptions.empty()) write_assumptions(root, comparison.assumptions);

  TableLayout dimensions;
  if (comparison.samples) {
    auto defaults = root.subgroup(layout::kDefaults);
    write_table(defaults, comparison.defaults, comparison.metrics);
    dimensions = write_table(root, *comparison.samples, comparison.sample_metrics,
                             later == nullptr ? TableOptions{} : later->table);
  } else {
    dimensions = write_table(root, comparison.defaults, comparison.metrics);
  }
  if (!comparison.policy_notes.empty()) {
    root.texts(layout::kPolicyNote, {dimensions.policy}, comparison.policy_notes);
  }
  if (!comparison.future_notes.empty()) {
    root.texts(layout::kFutureNote, {dimensions.future}, comparison.future_notes);
  }
  return dimensions;
}

}  // namespace slackwater::results

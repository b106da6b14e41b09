#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/results/run_table.hpp"

namespace slackwater::results {

/// What a metric's number means; "never" is a status, not a NaN that vanishes.
enum class MetricStatus : std::uint8_t {
  reached = 0,        ///< the value counts
  never = 1,          ///< the event did not happen until the end of the run
  run_failed = 2,     ///< a run that it needs ended early
  not_applicable = 3  ///< e.g. break-even of the baseline against itself
};
std::string_view name(MetricStatus status);

/// One number per run. Shapes: `values` and `status` are (policy, future, sample).
struct Metric {
  std::string name;
  std::string unit;
  std::string definition;  ///< the text of the measure as written
  std::string documentation;
  std::vector<double> values;
  std::vector<MetricStatus> status;
};

/// A scan: one number against another. Shapes: x and y are (point,).
///
/// y is infinite at a point that never gets there (-infinity for "minus the time until"), NaN at
/// one without a number.
struct Scan {
  std::string name;
  std::string vary;
  std::string vary_unit;
  std::string measure;
  std::string measure_unit;
  std::string policy;
  std::string future;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<MetricStatus> status;
  std::string title;  ///< what the file calls the curve; may be empty
};

enum class Extreme : std::uint8_t { highest, lowest };

/// The point at which a scan is highest or lowest, of those with a number or a never; the first of
/// several. Nothing when no point has either.
std::optional<std::size_t> extreme_point(const Scan& scan, Extreme which);

/// A search for a threshold: where the condition changes, and how closely that is known.
struct Search {
  std::string name;
  std::string vary;
  std::string unit;
  std::string policy;
  std::string future;
  std::string until;
  bool found = false;
  double low = 0;    ///< the condition still has its first value here
  double high = 0;   ///< and no longer here; equal to `low` when no change was seen
  double value = 0;  ///< the midpoint
  int runs = 0;
  std::string message;  ///< why nothing was found
  std::string title;    ///< what the file calls the threshold; may be empty
};

enum class Verdict : std::uint8_t { holds = 0, fails = 1, vacuous = 2, not_testable = 3 };
std::string_view name(Verdict verdict);

/// One side of a comparison: a number, or why there is none. "Never" is infinite.
struct Side {
  double value = std::numeric_limits<double>::quiet_NaN();
  MetricStatus status = MetricStatus::not_applicable;
};

/// A tested claim with the numbers that decided it.
struct Claim {
  std::string id;
  std::string text;
  std::string source;
  std::string that;                         ///< as written
  Verdict verdict = Verdict::not_testable;  ///< on the default parameters
  std::string numbers;                      ///< "12.3 week > 2 * 4.1 week"
  /// The comparison that decided, of several joined by `and` or `or`: both sides in `unit`.
  Side left;
  std::string sign;  ///< "<=", "=="; empty when nothing was compared
  Side right;
  std::string unit;     ///< "1"; "" when it cannot be known
  std::string note;     ///< what else is known about the claim
  std::string fragile;  ///< why a claim declared fragile holds in too few samples: its share is
                        ///< forgiven, the defaults are not
  std::optional<double> required_share;  ///< holds_in
  /// Of the samples in which it holds; nothing without samples, and for a claim about scans and
  /// searches alone, which have none.
  std::optional<double> share;
  double share_low = 0;  ///< Wilson score interval, 95 %
  double share_high = 0;
  std::size_t samples_tested = 0;
  /// Of these, those that a failed run made untestable; the claim does not hold there.
  std::size_t samples_failed_runs = 0;
  /// The verdict holds, and a written holds_in is met where there are samples (or it is fragile).
  bool passed = false;
  /// The same in every sample, where there is a share. Shapes: (sample,).
  std::vector<Verdict> sample_verdicts;
  std::vector<double> sample_left;  ///< NaN without a number
  std::vector<double> sample_right;
};

/// Whether a claim stands: it holds on the defaults, and a written holds_in is met where there are
/// samples. Without samples the defaults decide alone; being fragile is about the samples.
bool passes(const Claim& claim);

/// What a policy changes, for the reader: every lever that differs from the model.
struct PolicySetting {
  std::string policy;  ///< empty when a future changes it
  std::string lever;
  std::string value;  ///< as written, with unit
  std::string model_value;
  std::string unit;
  std::string documentation;
  std::string future;  ///< empty when a policy changes it
  /// With `beyond_range`: the model's range that the value leaves (a rule may leave); else empty.
  std::string beyond_range;
};

/// An assumption of the model that a reader may question.
struct Assumption {
  std::string name;
  std::string value;
  std::string unit;
  std::string documentation;
  std::string provenance;
  std::string range;
};

/// Where the numbers come from: enough to repeat them.
struct Provenance {
  std::string version;
  std::string model_name;  ///< path as the scenario names it
  std::string model_text;
  std::string scenario_name;
  std::string scenario_text;
  std::string method;
  double time_step = 0;
  std::uint64_t seed = 0;
  std::string design;
  std::string fingerprint;  ///< hash of the results' bits
  std::string command;      ///< how to repeat it
  /// Of every other file that was read (data, tables of samples): a line "SHA-256  path" each, as
  /// `sha256sum` prints it, in order of the paths as written.
  std::string files;
  std::string start;  ///< where runs start, in words
};

/// Everything that a comparison found: default runs (sample 0 of `defaults`), samples, metrics,
/// claims.
struct Comparison {
  std::string title;
  std::string question;
  std::string note;  ///< what else a reader should know; may be empty
  std::string model_title;
  std::string baseline;  ///< label of the baseline policy
  RunTable defaults;     ///< every policy and future on the default parameters, samples = 1
  std::optional<RunTable> samples;     ///< with `uncertainty:`
  std::vector<Metric> metrics;         ///< on the defaults: shape (policy, future, 1)
  std::vector<Metric> sample_metrics;  ///< on the samples; same order of names
  std::vector<Scan> scans;
  std::vector<Search> searches;
  std::vector<Claim> claims;
  std::vector<PolicySetting> settings;
  std::vector<Assumption> assumptions;
  std::vector<std::string> indicators;  ///< names, in the order of the model
  /// Variables, parameters and metrics that are shares of a whole: read in percent, kept as they
  /// are.
  std::vector<std::string> shares;
  std::vector<std::string> policy_notes;  ///< a note per policy, may be empty
  std::vector<std::string> future_notes;  ///< a note per future, may be empty
  Provenance provenance;
};

}  // namespace slackwater::results

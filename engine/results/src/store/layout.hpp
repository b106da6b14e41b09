#pragma once

#include <array>

/// The words that writer and reader of a results file share; docs/reference/results.md explains
/// them.
namespace slackwater::results::layout {

// What a dataset is; attribute kRole.
inline constexpr const char* kRole = "role";
inline constexpr const char* kSeries = "series";
inline constexpr const char* kMetric = "metric";
inline constexpr const char* kMetricStatus = "metric_status";
inline constexpr const char* kDrawn = "drawn_input";
inline constexpr const char* kFan = "fan";
inline constexpr const char* kFanEnds = "fan_ends";
inline constexpr const char* kSubscript = "subscript";

// The name in the model when the dataset could not have it.
inline constexpr const char* kName = "model_name";
inline constexpr const char* kSubscripts = "subscripts";
inline constexpr const char* kKind = "kind";
inline constexpr const char* kBetter = "better";
inline constexpr const char* kDefinition = "definition";
inline constexpr const char* kDistribution = "distribution";
inline constexpr const char* kErrorBound = "error_bound";
inline constexpr const char* kLongName = "long_name";
inline constexpr const char* kUnits = "units";
inline constexpr const char* kSource = "source";
inline constexpr const char* kTitle = "title";
inline constexpr const char* kRuns = "runs";
inline constexpr const char* kComplete = "complete";

inline constexpr const char* kPlanHash = "plan_sha256";
inline constexpr const char* kFirstSample = "first_sample";
inline constexpr const char* kMissing = "n_missing";

inline constexpr const char* kRunStatus = "run_status";
inline constexpr const char* kStoppedAt = "stopped_at";
inline constexpr const char* kPolicyTitle = "policy_title";
inline constexpr const char* kFutureTitle = "future_title";
inline constexpr const char* kPolicyNote = "policy_note";
inline constexpr const char* kFutureNote = "future_note";

inline constexpr const char* kDefaults = "defaults";
inline constexpr const char* kFailures = "failures";
inline constexpr const char* kFailuresInAll = "failures_in_all";
inline constexpr const char* kFans = "fans";
inline constexpr const char* kClaims = "claims";
inline constexpr const char* kScans = "scans";
inline constexpr const char* kSearches = "searches";
inline constexpr const char* kSettings = "settings";
inline constexpr const char* kAssumptions = "assumptions";

}  // namespace slackwater::results::layout

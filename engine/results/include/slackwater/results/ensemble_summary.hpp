#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// One number of the samples of one policy and future: of those where it counts, and how many there
/// are of the others.
struct NumberSummary {
  std::string name;
  std::string unit;  ///< "1" when dimensionless
  std::string policy;
  std::string future;
  double low = std::numeric_limits<double>::quiet_NaN();  ///< the 5 % quantile
  double median = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();  ///< the 95 % quantile
  std::array<std::uint64_t, 4> counts{};                   ///< samples per MetricStatus

  std::uint64_t count(MetricStatus status) const {
    return counts[static_cast<std::size_t>(status)];
  }
};

/// How many runs ended early for one reason, with the first of those that the file keeps.
struct FailureSummary {
  RunStatus status = RunStatus::not_finite;
  std::uint64_t runs = 0;
  std::string example;  ///< "policy a, future b, sample 7: ..."; may be empty
};

/// What a results file says of its samples, without the samples.
struct EnsembleSummary {
  std::string title;
  std::string question;
  std::string baseline;
  std::uint64_t samples = 0;
  std::uint64_t runs = 0;
  std::vector<FailureSummary> failures;  ///< of every status that is not `complete`
  std::vector<NumberSummary> measures;   ///< (measure, future, policy)
  std::vector<NumberSummary> at_end;     ///< indicators at the last saved time, from their fans
  std::vector<Claim> claims;             ///< without the verdicts of each sample
  Provenance provenance;

  std::uint64_t failed_runs() const;
};

/// Reads the summary of a file with samples, in memory for one policy and future at a time.
///
/// Quantiles of measures are exact (type 7, as statistics.hpp). Throws: FileError.
EnsembleSummary read_summary(const std::string& path);

}  // namespace slackwater::results

#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "block.hpp"
#include "pacing.hpp"
#include "pipelines.hpp"
#include "series_writer.hpp"
#include "slackwater/program/explain.hpp"

namespace slackwater::run {

/// Runs blocks of one width with a fixed step.
class FixedRunner {
 public:
  FixedRunner(const program::Program& program, const Settings& settings, std::size_t lanes);

  /// Of a block of one lane: executes these functions where there are any.
  void use(const SectionCode& code) { block_.use(code); }

  void run(std::span<const RunInput> inputs, std::span<const SeriesPointers> series,
           std::span<RunOutcome> outcomes, const Control& control);

 private:
  /// Where a failure is looked for.
  struct Instant {
    std::uint64_t step;
    bool saves;
    bool last;
    std::size_t saved;  ///< save points that a run which fails here has
  };

  void start();
  void save();
  void advance(double time);
  /// Ends the runs whose fault slot is NaN, for the reason that `why` finds; their lanes go on as
  /// copies of a good one.
  void end_lanes(std::size_t saved,
                 const std::function<std::optional<RunOutcome>(std::size_t)>& why);
  void end_failed_lanes(const Instant& at);
  std::optional<RunOutcome> explain(const Instant& at, std::size_t lane);
  program::RunSettings run_settings(std::size_t lane) const;
  void finish(const Pacing& pacing);

  const program::Program& program_;
  const Settings& settings_;
  program::FixedMethod method_;
  std::uint64_t steps_;
  std::uint64_t save_every_;
  Block block_;
  SeriesWriter writer_;
  Pipelines pipelines_;
  AlignedDoubles states_;  ///< twice one number per stock and lane
  double* base_;
  double* next_;
  std::vector<char> alive_;  ///< of the lanes that are runs; the others are copies
  std::size_t alive_count_ = 0;
  std::span<const RunInput> inputs_;
  std::span<RunOutcome> outcomes_;
};

}  // namespace slackwater::run

#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "slackwater/program/failure.hpp"
#include "slackwater/program/meaning.hpp"
#include "slackwater/program/program.hpp"

/// Finds out why a run ended: executes one step of one run again, slowly and with every operation
/// looked at.
namespace slackwater::program {

/// How many stages a fixed step has, and which (tableau.hpp).
enum class FixedMethod : std::uint8_t { euler, rk2, rk4 };

/// A run at the start of a step.
struct StepStart {
  std::uint64_t step = 0;
  std::span<const double> stocks;
  std::span<const double> held;
  std::span<const double> pipelines;  ///< what comes out during this step
  bool saves = false;                 ///< outputs are read here
  bool last = false;                  ///< the stop time: no further stages
  bool checks = true;                 ///< where outputs are read, checks are tested too
};

/// Why the run could not start, or not even evaluate its first instant; nothing when it can.
std::optional<Failure> explain_start(const Program& program, const RunSettings& run,
                                     bool checks = true);

/// Why the run ended in this step; nothing when all of the step is finite and its checks hold.
std::optional<Failure> explain_step(const Program& program, const RunSettings& run,
                                    FixedMethod method, const StepStart& start);

/// Why the run ended at this instant of an adaptive step; `time` and `decide` as they were there.
std::optional<Failure> explain_instant(const Program& program, const RunSettings& run, double time,
                                       double decide, std::span<const double> stocks, bool saves,
                                       bool checks = true);

/// Where a stock is declared.
base::Place stock_place(const Program& program, std::size_t stock);

}  // namespace slackwater::program

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "slackwater/base/method.hpp"

/// Runs a compiled program over many lanes: one lane is one run, lanes of a block advance together.
namespace slackwater::run {

using base::Method;
using base::method_named;
using base::name;

/// The best instruction set that may be used; what the machine does not have is never used.
enum class InstructionSet : std::uint8_t { scalar, sse4, avx2, avx3, best };

std::string_view name(InstructionSet set);
std::optional<InstructionSet> instruction_set_named(std::string_view name);

/// The instruction set that `cap` leads to on this machine (on other processors than x86: scalar or
/// best).
InstructionSet available(InstructionSet cap = InstructionSet::best);

/// Everything about a simulation that is the same for all its runs.
///
/// Units: times in the model's time unit. `save_step` is a whole multiple of `time_step`, and the
/// span from start to stop is taken as a whole number of steps (rounded to the nearest, see
/// step_count).
struct Settings {
  Method method = Method::rk4;
  double start_time = 0;
  double stop_time = 100;
  double time_step = 1;
  double save_step = 1;
  double absolute_tolerance = 1e-9;     ///< of adaptive methods
  double relative_tolerance = 1e-7;     ///< of adaptive methods
  double longest_step = 0;              ///< of adaptive methods; 0: the save step
  std::size_t step_limit = 10'000'000;  ///< of adaptive methods, tried steps per run
  std::uint64_t seed = 0;
  bool checks = true;  ///< test the model's `check` invariants at every save point
  int width = 0;  ///< lanes of a block: 1, 2, 4, 8, 16, 32 or 64; 0 chooses by the number of inputs
  InstructionSet instruction_set = InstructionSet::best;
};

/// Steps of `time_step` between start and stop; time is counted, t = start + k * time_step.
std::uint64_t step_count(const Settings& settings);
/// Steps between two save points, at least 1.
std::uint64_t steps_per_save(const Settings& settings);
/// Save points, the start included; the stop is one when it is a whole number of save steps away.
std::size_t save_count(const Settings& settings);
/// The time of save point `point`.
double save_time(const Settings& settings, std::size_t point);

}  // namespace slackwater::run

#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "slackwater/base/id.hpp"
#include "slackwater/program/failure.hpp"

namespace slackwater::model {
struct Model;
struct ElementTag;
struct ExprTag;
}  // namespace slackwater::model

/// What a model means: its equations evaluated at one instant, in scalar arithmetic, without any
/// pass.
namespace slackwater::program {

/// One instant of one run: everything from which all other values follow.
///
/// Shapes: as the regions of the same names in Program (`starts` may be empty: nothing is
/// provided).
struct Instant {
  double time = 0;
  double decide = 0;  ///< the instant by which switches in time are decided (Program)
  std::span<const double> stocks;
  std::span<const double> held;
  std::span<const double> pipelines;
  std::span<const double> draws;  ///< one per random stream: what draws() gave for this step
};

/// What stays the same during one run.
struct RunSettings {
  std::span<const double> parameters;
  std::span<const double>
      starts;  ///< per stock: NaN, or the start value that the run provides; or empty
  double start_time = 0;
  double stop_time = 0;
  double time_step = 1;
  std::uint64_t seed = 0;
  std::uint64_t sample = 0;
  /// The instant by which switches in time are decided at the start; NaN: the middle of the first
  /// step, as fixed-step methods do. Adaptive methods give the first instant after the start time.
  double start_decide = std::numeric_limits<double>::quiet_NaN();
};

/// Everything that holds at the start of a run.
struct StartValues {
  std::vector<double> stocks;
  std::vector<double> held;
  std::vector<double> pipelines;  ///< what comes out before anything came through
  std::vector<double> pipeline_delays;
  std::vector<double> initials;  ///< of every initial(...)
};

/// Evaluates one run's equations, only what is needed, and on the evaluated side only (select,
/// safe_div, and, or).
///
/// A function that returns `Ended` returns the failure that ends the run, if any. Equal bit for bit
/// to the compiled program by construction: both use scalar_operators.hpp.
class Meaning {
 public:
  explicit Meaning(const model::Model& model);
  ~Meaning();
  Meaning(const Meaning&) = delete;
  Meaning& operator=(const Meaning&) = delete;

  using Ended = std::optional<Failure>;

  Ended start(const RunSettings& run, StartValues& values) const;
  /// The random draws of step `step`, made with what holds at its start; `instant.draws` is not
  /// looked at. A draw that is not possible (a negative deviation) is NaN and ends the run only
  /// where it is needed.
  std::vector<double> draws(const RunSettings& run, const StartValues& values,
                            const Instant& instant, std::uint64_t step) const;
  Ended rates(const RunSettings& run, const StartValues& values, const Instant& instant,
              std::vector<double>& rates) const;
  /// The values of elements at this instant, in the order given.
  Ended elements(const RunSettings& run, const StartValues& values, const Instant& instant,
                 std::span<const std::uint32_t> elements, std::vector<double>& result) const;
  Ended checks(const RunSettings& run, const StartValues& values, const Instant& instant) const;
  Ended updates(const RunSettings& run, const StartValues& values, const Instant& instant,
                std::vector<double>& held_next, std::vector<double>& pipeline_inputs) const;

  const model::Model& model() const;

  struct Plan;

 private:
  friend class GivenValues;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace slackwater::program

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/rest.hpp"
#include "slackwater/scenario/targets.hpp"

namespace slackwater::api {

/// The values that a model has at rest for what a targets file asks, at any point of the
/// parameters.
class RestTargets {
 public:
  /// Compiles the model under what the file sets.
  static base::Result<RestTargets> make(const Model::Implementation& model,
                                        const scenario::FitTargets& targets);

  /// Residuals in tolerances where the model rests; nothing where it rests nowhere.
  ///
  /// The search begins at the last rest state found and, when that leads nowhere, at the model's
  /// own start. Shapes: point (parameter,) in shares of the ranges, result (target,).
  std::optional<std::vector<double>> residuals(std::span<const double> point);
  /// The same close to the last point of `residuals`.
  std::optional<std::vector<double>> nearby(std::span<const double> point);
  /// From now on every search of `residuals` begins at the model's own start.
  void begin_afresh() { afresh_ = true; }
  /// Forgets the last rest state.
  void forget() { last_.clear(); }

  /// The targets' values, and how the model rests there.
  struct Found {
    std::vector<double> values;
    std::string description;
    base::Diagnostics warnings;
  };
  base::Result<Found> look(std::span<const double> point);

  /// Parameters in their units.
  std::vector<double> values_at(std::span<const double> point) const;
  std::size_t rest_states() const { return rest_states_; }

 private:
  RestTargets(const scenario::FitTargets& targets, model::TimeSettings time, PlannedRun run);
  PlannedRun run_at(std::span<const double> point) const;
  std::optional<std::vector<double>> residuals(const PlannedRun& run, int iterations, double first,
                                               bool keep);
  std::vector<double> target_values(const StandingRun& run, std::span<const double> stocks) const;
  std::optional<std::vector<double>> off(const std::vector<double>& values) const;

  const scenario::FitTargets* targets_;
  model::TimeSettings time_;
  PlannedRun run_;
  std::vector<std::size_t> places_;  ///< of the parameters among the program's
  std::vector<double> last_;         ///< stocks of the last rest; empty when no start for another
  bool afresh_ = false;
  std::size_t rest_states_ = 0;
};

}  // namespace slackwater::api

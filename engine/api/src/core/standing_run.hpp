#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/variant.hpp"

namespace slackwater::api {

/// A run whose equations are asked at any state and instant, while its stocks do not move.
///
/// Holds the run by reference.
class StandingRun {
 public:
  /// Fails with E9006 when the initial values cannot be computed.
  static base::Result<StandingRun> make(const PlannedRun& run, const model::TimeSettings& time);

  const model::Model& model() const { return run_.variant->model; }
  /// Shapes: (stock,).
  const std::vector<double>& start() const { return start_.stocks; }
  double start_time() const { return settings_.start_time; }
  /// The time step of a discrete model; 0 of any other.
  double map_step() const { return map_step_; }

  /// The net flows of the stocks at this state; false where the model has no value. Shapes:
  /// (stock,).
  bool rates(double time, std::span<const double> stocks, std::span<double> out) const;
  /// The values of these elements at this state; false where one has no value.
  bool values(double time, std::span<const double> stocks, std::span<const std::uint32_t> elements,
              std::vector<double>& out) const;
  /// The same for every element of the model; NaN where one has no value.
  std::vector<double> all_values(double time, std::span<const double> stocks) const;

  /// Values of elements in a model with these parameters and stocks, and more of other elements.
  std::vector<double> values_in(const program::Meaning& meaning, double time,
                                std::span<const double> stocks,
                                std::span<const std::uint32_t> elements) const;
  /// Net flows in a model with these parameters, followed by `more`, and these stocks.
  bool rates_in(const program::Meaning& meaning, std::span<const double> more, double time,
                std::span<const double> stocks, std::vector<double>& out) const;

 private:
  StandingRun(const PlannedRun& run, const model::TimeSettings& time);
  program::Instant instant(double time, std::span<const double> stocks) const;

  const PlannedRun& run_;
  program::RunSettings settings_;
  program::StartValues start_;
  double map_step_ = 0;
};

}  // namespace slackwater::api

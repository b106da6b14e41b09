#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "slackwater/program/meaning.hpp"

namespace slackwater::program {

/// Single equations of a model, each evaluated at whatever values are given for what it reads.
///
/// For models whose equations read nothing but elements and time: no held value, pipeline,
/// initial(...) or draw, all of which have no value here. The meaning must outlive this.
class GivenValues {
 public:
  /// Begins with the parameters of the run; everything else is to be given.
  GivenValues(const Meaning& meaning, const RunSettings& run);
  ~GivenValues();
  GivenValues(GivenValues&&) noexcept;
  GivenValues& operator=(GivenValues&&) = delete;

  void move_to(double time, double decide);
  /// NaN: the element has no value, and no equation that needs it has one.
  void give(std::uint32_t element, double value);
  /// What the equation of this element says; NaN where it has no value.
  double equation_of(std::uint32_t element);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace slackwater::program

#pragma once

#include <memory>

#include "contestants.hpp"
#include "simd_machine.hpp"
#include "simulate.hpp"

namespace slackwater::bench::HWY_NAMESPACE {

/// The limit with the instruction set of the file that includes this.
inline Contestant limit_here() {
  using Machine = Simd<OurFunctions>;
  return {Machine::kLanes, [](const double* parameters, double* saved) {
            static const auto simulation = std::make_unique<Simulation<Machine>>();
            simulation->run(parameters, saved);
          }};
}

}  // namespace slackwater::bench::HWY_NAMESPACE

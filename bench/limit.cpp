#include <memory>

#include "contestants.hpp"
#include "simd_machine.hpp"
#include "simulate.hpp"

namespace slackwater::bench {

Contestant limit() {
  using Machine = Simd<OurFunctions>;
  return {Machine::kLanes, [](const double* parameters, double* saved) {
            static const auto simulation = std::make_unique<Simulation<Machine>>();
            simulation->run(parameters, saved);
          }};
}

}  // namespace slackwater::bench

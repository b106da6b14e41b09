#include <memory>

#include "contestants.hpp"
#include "simulate.hpp"

namespace slackwater::bench {

Contestant generated_scalar() {
  return {1, [](const double* parameters, double* saved) {
            static const auto simulation = std::make_unique<Simulation<Scalar, GeneratedPlain>>();
            simulation->run(parameters, saved);
          }};
}

Contestant generated_scalar_hoisted() {
  return {1, [](const double* parameters, double* saved) {
            static const auto simulation = std::make_unique<Simulation<Scalar>>();
            simulation->run(parameters, saved);
          }};
}

}  // namespace slackwater::bench

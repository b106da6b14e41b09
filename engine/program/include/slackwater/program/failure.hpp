#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "slackwater/base/source_text.hpp"

namespace slackwater::program {

/// Why a run ended: the first operation, in the order of the model, whose value is not a finite
/// number, or a broken check.
struct Failure {
  enum class Kind : std::uint8_t {
    not_finite,    ///< NaN or infinity that is no domain error: an overflow
    domain_error,  ///< division by zero, logarithm of a number that is not positive, ...
    check_failed   ///< a `check` of the model does not hold
  };
  struct Input {
    std::string name;
    double value = 0;
  };
  Kind kind = Kind::not_finite;
  double time = 0;
  std::string variable;       ///< the element whose equation failed, e.g. "obstacle[policy,team]"
  std::string message;        ///< "division by zero in the equation of 'lead_time'"
  base::Place place;          ///< of the operation
  std::vector<Input> inputs;  ///< what the failing equation read, each once, in its order
};

}  // namespace slackwater::program

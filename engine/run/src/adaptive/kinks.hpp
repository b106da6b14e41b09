#pragma once

#include <vector>

#include "block.hpp"

namespace slackwater::run {

/// The instants at which a run's right-hand side has a jump or a kink.
class Kinks {
 public:
  /// Reads where they are, after `start`; `stop` ends the search.
  void begin(Block& block);
  /// The first one after `time`, or infinity.
  double next(double time) const;

 private:
  struct Train {
    double first;
    double period;
  };
  std::vector<double> once_;  ///< sorted
  std::vector<Train> trains_;
};

}  // namespace slackwater::run

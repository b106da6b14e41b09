#include "adaptive/kinks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace slackwater::run {

void Kinks::begin(Block& block) {
  once_.clear();
  trains_.clear();
  const program::Program& program = block.program();
  for (const program::Kink& kink : program.kinks) {
    using enum program::Kink::Kind;
    const auto value = [&](const program::Operand& operand) { return block.value(operand, 0); };
    switch (kink.kind) {
      case once:
        once_.push_back(value(kink.at));
        break;
      case series: {
        const auto& times = program.series[kink.table].time;
        once_.insert(once_.end(), times.begin(), times.end());
        break;
      }
      case lookup:
        for (const double x : program.lookups[kink.table].x) {
          once_.push_back((x - value(kink.at)) / value(kink.slope));
        }
        break;
      case train: {
        const double period = value(kink.period);
        if (!(period > 0)) break;
        trains_.push_back({value(kink.at), period});
        trains_.push_back({value(kink.at) + value(kink.width), period});
        break;
      }
    }
  }
  std::erase_if(once_, [](double t) { return !std::isfinite(t); });
  std::erase_if(trains_, [](const Train& t) { return !std::isfinite(t.first + t.period); });
  std::sort(once_.begin(), once_.end());
}

double Kinks::next(double time) const {
  const auto after = std::upper_bound(once_.begin(), once_.end(), time);
  double result = after == once_.end() ? std::numeric_limits<double>::infinity() : *after;
  for (const Train& train : trains_) {
    const double passed = std::floor((time - train.first) / train.period);
    // The quotient may be off by one in its last place.
    for (double n = passed; n <= passed + 2; ++n) {
      const double instant = train.first + n * train.period;
      if (instant > time) {
        result = std::min(result, instant);
        break;
      }
    }
  }
  return result;
}

}  // namespace slackwater::run

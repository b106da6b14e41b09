#include "duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace slackwater::cli {

std::string duration(double seconds) {
  // Rounded once, before it is split: every part is a whole number of what it counts.
  constexpr double kLongest = 1e15;
  const auto whole = std::llround(std::clamp(seconds, 0.0, kLongest));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  const auto minutes = (whole + 30) / 60;
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

}  // namespace slackwater::cli

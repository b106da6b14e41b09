#include "slackwater/run/settings.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::run {

namespace {

std::uint64_t whole(double ratio) {
  return ratio > 0 ? static_cast<std::uint64_t>(std::floor(ratio + 0.5)) : 0;
}

}  // namespace

std::string_view name(InstructionSet set) {
  switch (set) {
    case InstructionSet::scalar:
      return "scalar";
    case InstructionSet::sse4:
      return "sse4";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx3:
      return "avx3";
    case InstructionSet::best:
      return "best";
  }
  return "";
}

std::optional<InstructionSet> instruction_set_named(std::string_view text) {
  for (const auto set : {InstructionSet::scalar, InstructionSet::sse4, InstructionSet::avx2,
                         InstructionSet::avx3, InstructionSet::best}) {
    if (name(set) == text) return set;
  }
  return std::nullopt;
}

std::uint64_t step_count(const Settings& settings) {
  return whole((settings.stop_time - settings.start_time) / settings.time_step);
}

std::uint64_t steps_per_save(const Settings& settings) {
  return std::max<std::uint64_t>(1, whole(settings.save_step / settings.time_step));
}

std::size_t save_count(const Settings& settings) {
  return static_cast<std::size_t>(step_count(settings) / steps_per_save(settings)) + 1;
}

double save_time(const Settings& settings, std::size_t point) {
  const auto step = static_cast<double>(point * steps_per_save(settings));
  return settings.start_time + step * settings.time_step;
}

}  // namespace slackwater::run

#pragma once

#include <vector>

#include "code.hpp"

namespace slackwater::program {

/// How often each virtual slot is read, the run's own reading included.
inline std::vector<std::uint32_t> count_uses(const Code& code) {
  std::vector<std::uint32_t> uses(code.slots.size());
  for (const auto& lanes : code.lanes) {
    for (const CodeStep& step : lanes) {
      for (const Place& place : step.operands) {
        if (place.kind == Place::Kind::virtual_lane) ++uses[place.index];
      }
    }
  }
  for (const auto& reader : code.readers) {
    if (reader.first.kind == Place::Kind::virtual_lane) ++uses[reader.first.index];
  }
  return uses;
}

/// Removes the steps for which `dead` says so.
template <class Dead>
void remove_steps(Code& code, Dead&& dead) {
  for (auto& lanes : code.lanes) std::erase_if(lanes, dead);
}

}  // namespace slackwater::program

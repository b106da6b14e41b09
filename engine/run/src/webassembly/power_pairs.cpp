#include "webassembly/power_pairs.hpp"

#include <algorithm>
#include <set>

namespace slackwater::run::wasm {

using program::Instruction;
using program::Operation;

namespace {

// A pair's second result waits in its slot, so nothing between may touch that.
constexpr std::size_t kFarthest = 64;

bool reads(const Instruction& instruction, std::uint32_t slot) {
  for (int i = 0; i < program::operand_count(instruction.operation); ++i) {
    const bool uniform = ((instruction.uniform >> i) & 1u) != 0;
    if (!uniform && instruction.operands[static_cast<std::size_t>(i)] == slot) return true;
  }
  return false;
}

bool can_move(const std::vector<Instruction>& lanes, std::size_t from, std::size_t to) {
  const Instruction& moved = lanes[from];
  if (moved.target == lanes[to].target || reads(moved, lanes[to].target)) return false;
  for (std::size_t i = to + 1; i < from; ++i) {
    if (reads(moved, lanes[i].target) || reads(lanes[i], moved.target) ||
        lanes[i].target == moved.target) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::map<std::size_t, std::size_t> power_pairs(const std::vector<Instruction>& lanes) {
  std::map<std::size_t, std::size_t> pairs;
  std::set<std::size_t> taken;
  for (std::size_t first = 0; first < lanes.size(); ++first) {
    if (lanes[first].operation != Operation::power || taken.contains(first)) continue;
    const auto end = std::min(lanes.size(), first + kFarthest);
    for (std::size_t second = first + 1; second < end; ++second) {
      if (lanes[second].operation != Operation::power || taken.contains(second) ||
          !can_move(lanes, second, first)) {
        continue;
      }
      pairs[first] = second;
      taken.insert(second);
      break;
    }
  }
  return pairs;
}

}  // namespace slackwater::run::wasm

#include "webassembly/lane_code.hpp"

#include <algorithm>

namespace slackwater::run::wasm {

using program::Instruction;
using program::Operation;

LaneCode::LaneCode(const std::vector<Instruction>& lanes) {
  for (const Instruction& instruction : lanes) {
    Resolved resolved{&instruction, {}, held(instruction.target), {}};
    for (int i = 0; i < program::operand_count(instruction.operation); ++i) {
      const auto which = static_cast<std::size_t>(i);
      const auto slot = instruction.operands[which];
      const bool uniform = ((instruction.uniform >> i) & 1u) != 0;
      resolved.operands[which] = uniform ? Value{Value::Place::uniforms, slot} : held(slot);
    }
    resolved.target = {Value::Place::result, static_cast<std::uint32_t>(instructions_.size())};
    written_[instruction.target] = resolved.target;
    instructions_.push_back(resolved);
  }
}

Value LaneCode::held(std::uint32_t slot) const {
  const auto found = written_.find(slot);
  return found == written_.end() ? Value{Value::Place::lanes, slot} : found->second;
}

std::vector<std::vector<std::uint32_t>> LaneCode::groups(std::size_t most) const {
  // By how many powers must come before: those of one level do not need each other.
  struct Level {
    std::vector<std::uint32_t> others;
    std::vector<std::uint32_t> powers;
  };
  std::vector<Level> levels(1);
  std::vector<std::size_t> level_of(instructions_.size());
  const auto is = [&](std::uint32_t i, Operation operation) {
    return instructions_[i].instruction->operation == operation;
  };
  for (std::uint32_t i = 0; i < instructions_.size(); ++i) {
    std::size_t level = 0;
    const auto after = [&](const Value& value) {
      if (value.place != Value::Place::result) return;
      level = std::max(level, level_of[value.index] + (is(value.index, Operation::power) ? 1 : 0));
    };
    for (const Value& operand : instructions_[i].operands) after(operand);
    if (is(i, Operation::guard) || is(i, Operation::guard_if)) after(instructions_[i].before);
    level_of[i] = level;
    if (level == levels.size()) levels.emplace_back();
    (is(i, Operation::power) ? levels[level].powers : levels[level].others).push_back(i);
  }
  std::vector<std::vector<std::uint32_t>> groups;
  for (const Level& level : levels) {
    for (const auto other : level.others) groups.push_back({other});
    for (std::size_t i = 0; i < level.powers.size(); i += most) {
      const auto first = level.powers.begin() + static_cast<std::ptrdiff_t>(i);
      const auto count = std::min(most, level.powers.size() - i);
      groups.emplace_back(first, first + static_cast<std::ptrdiff_t>(count));
    }
  }
  return groups;
}

}  // namespace slackwater::run::wasm

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

#include "slackwater/program/program.hpp"

/// Straight-line code before its slots are assigned.
namespace slackwater::program {

enum class SectionName : std::uint8_t { start, step, derivative, save, checks, update };
inline constexpr int kSectionCount = 6;

/// Where an operand or a target is. Virtual slots are lane slots that have no number yet.
struct Place {
  enum class Kind : std::uint8_t { none, virtual_lane, lane, uniform };
  Kind kind = Kind::none;
  std::uint32_t index = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

struct CodeStep {
  Operation operation = Operation::copy;
  Place target;
  std::array<Place, 3> operands{};
  std::uint32_t table = 0;
  bool guarded = false;  ///< Instruction::guarded
};

/// A virtual slot: written once, by one step of one section.
struct VirtualSlot {
  SectionName section = SectionName::start;  ///< where it is written
  bool permanent = false;                    ///< read at any time by the run (a delay, a kink)
  bool saved = false;                        ///< read by the run after `save` or `checks`
  std::int64_t lane = -1;                    ///< the lane slot that it must be, or -1
};

struct Code {
  std::array<std::vector<CodeStep>, kSectionCount> uniform;
  std::array<std::vector<CodeStep>, kSectionCount> lanes;
  std::vector<VirtualSlot> slots;
  std::vector<std::pair<Place, Operand*>>
      readers;  ///< entries of the program's tables and what they read
  std::vector<Place>
      fixed_divisors;  ///< Program::fixed_divisors; ascending until slots are assigned

  std::vector<CodeStep>& lanes_of(SectionName section) { return lanes[static_cast<int>(section)]; }
  Place new_slot(SectionName section) {
    slots.push_back({section});
    return {Place::Kind::virtual_lane, static_cast<std::uint32_t>(slots.size() - 1)};
  }
};

}  // namespace slackwater::program

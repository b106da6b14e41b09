#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "slackwater/program/program.hpp"

namespace slackwater::run::wasm {

/// Where a number is: in a slot of a file, the result of an instruction of the section, or one of
/// the section's sums of faults.
struct Value {
  enum class Place : std::uint8_t { lanes, uniforms, result, fault };
  Place place = Place::lanes;
  std::uint32_t index = 0;

  friend auto operator<=>(const Value&, const Value&) = default;
};

/// An instruction, and where its numbers are.
struct Resolved {
  const program::Instruction* instruction = nullptr;
  std::array<Value, 3> operands;
  Value before;  ///< what its target held, which guards add to
  Value target;
};

/// A section's lane code with a result for every instruction instead of slots that are used again:
/// whatever computes operands first is an order to execute it in.
class LaneCode {
 public:
  explicit LaneCode(const std::vector<program::Instruction>& lanes);

  const std::vector<Resolved>& instructions() const { return instructions_; }
  /// What the slots hold in the end that were written.
  const std::map<std::uint32_t, Value>& written() const { return written_; }
  /// All instructions, one after the other, but powers that do not need each other together, up to
  /// `most` of them.
  std::vector<std::vector<std::uint32_t>> groups(std::size_t most) const;

 private:
  Value held(std::uint32_t slot) const;

  std::vector<Resolved> instructions_;
  std::map<std::uint32_t, Value> written_;
};

}  // namespace slackwater::run::wasm

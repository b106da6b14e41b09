#include <algorithm>
#include <vector>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

/// Which places stay as `start` leaves them.
class Unchanging {
 public:
  Unchanging(const Code& code, const Program& program)
      : code_(code), parameters_(program.parameters), changes_(program.uniform_values.size()) {
    if (program.time.uniform) changes_[program.time.slot] = true;
    if (program.decide.uniform) changes_[program.decide.slot] = true;
    for (int s = 0; s < kSectionCount; ++s) {
      if (s == static_cast<int>(SectionName::start)) continue;
      for (const CodeStep& step : code.uniform[s]) changes_[step.target.index] = true;
    }
  }

  bool operator()(const Place& place) const {
    switch (place.kind) {
      case Place::Kind::virtual_lane: {
        // Those that must be a certain slot are start values of something that changes.
        const VirtualSlot& slot = code_.slots[place.index];
        return slot.section == SectionName::start && slot.lane < 0;
      }
      case Place::Kind::lane:
        return place.index >= parameters_.first && place.index < parameters_.end();
      case Place::Kind::uniform:
        return !changes_[place.index];
      case Place::Kind::none:
        break;
    }
    return false;
  }

 private:
  const Code& code_;
  Region parameters_;
  std::vector<bool> changes_;  ///< of the uniform slots
};

}  // namespace

void invert(Code& code, const Program& program) {
  const Unchanging unchanging(code, program);
  auto& found = code.fixed_divisors;
  for (int s = 0; s < kSectionCount; ++s) {
    if (s == static_cast<int>(SectionName::start)) continue;
    for (const CodeStep& step : code.lanes[s]) {
      const int k = divisor_operand(step.operation);
      if (k < 0) continue;
      const Place& divisor = step.operands[static_cast<std::size_t>(k)];
      if (unchanging(divisor)) found.push_back(divisor);
    }
  }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
}

}  // namespace slackwater::program

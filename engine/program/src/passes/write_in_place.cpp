#include <vector>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

bool is_virtual(const Place& place) { return place.kind == Place::Kind::virtual_lane; }

// What `derivative` leaves is still there in the sections after it; elsewhere a place keeps its
// value within a section.
bool stays_readable(SectionName written, SectionName read) {
  return read == written || (written == SectionName::derivative && read > SectionName::derivative);
}

std::vector<bool> read_too_late(const Code& code) {
  std::vector<bool> late(code.slots.size());
  for (std::size_t i = 0; i < code.slots.size(); ++i) {
    const VirtualSlot& slot = code.slots[i];
    late[i] = slot.permanent || (slot.saved && !stays_readable(slot.section, SectionName::save));
  }
  for (int s = 0; s < kSectionCount; ++s) {
    for (const CodeStep& step : code.lanes[s]) {
      for (const Place& place : step.operands) {
        if (!is_virtual(place)) continue;
        const VirtualSlot& slot = code.slots[place.index];
        if (!stays_readable(slot.section, static_cast<SectionName>(s))) late[place.index] = true;
      }
    }
  }
  return late;
}

}  // namespace

void write_in_place(Code& code) {
  const std::vector<bool> late = read_too_late(code);
  for (int s = 0; s < kSectionCount; ++s) {
    std::erase_if(code.lanes[s], [&](const CodeStep& step) {
      if (step.operation != Operation::copy || step.target.kind != Place::Kind::lane) return false;
      if (!is_virtual(step.operands[0])) return false;
      VirtualSlot& slot = code.slots[step.operands[0].index];
      if (slot.section != static_cast<SectionName>(s) || slot.lane >= 0 || slot.permanent)
        return false;
      if (late[step.operands[0].index]) return false;
      slot.lane = step.target.index;
      return true;
    });
  }
}

}  // namespace slackwater::program

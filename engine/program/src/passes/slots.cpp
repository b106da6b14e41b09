#include <algorithm>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

constexpr std::int64_t kNever = -1;

bool is_virtual(const Place& place) { return place.kind == Place::Kind::virtual_lane; }

// Sections that are executed one after the other at one instant share their temporaries' lives.
int timeline_of(SectionName section) {
  return section == SectionName::start ? 0 : section == SectionName::step ? 1 : 2;
}

class SlotAssigner {
 public:
  SlotAssigner(Code& code, Program& program, bool reuse)
      : code_(code),
        program_(program),
        reuse_(reuse),
        last_use_(code.slots.size(), kNever),
        kept_(code.slots.size()),
        slot_of_(code.slots.size()) {}

  void run() {
    find_last_uses();
    assign_kept();
    program_.temporaries.first = program_.lane_slots;
    for (int timeline = 0; timeline < 3; ++timeline) assign_temporaries(timeline);
    program_.temporaries.count = program_.lane_slots - program_.temporaries.first;
    rename();
  }

 private:
  template <class Visit>
  void for_each_step(int timeline, Visit&& visit) {
    std::int64_t position = 0;
    for (int s = 0; s < kSectionCount; ++s) {
      if (timeline_of(static_cast<SectionName>(s)) != timeline) continue;
      for (CodeStep& step : code_.lanes[s]) visit(step, position++);
      if (s == static_cast<int>(SectionName::checks)) after_checks_ = position;
    }
  }

  void find_last_uses() {
    for (int timeline = 0; timeline < 3; ++timeline) {
      for_each_step(timeline, [&](const CodeStep& step, std::int64_t position) {
        for (const Place& place : step.operands) {
          if (!is_virtual(place)) continue;
          const bool own = timeline_of(code_.slots[place.index].section) == timeline;
          if (own) last_use_[place.index] = position;
          if (!own) kept_[place.index] = true;
        }
      });
    }
    for (std::size_t i = 0; i < code_.slots.size(); ++i) {
      const VirtualSlot& slot = code_.slots[i];
      if (slot.permanent) kept_[i] = true;
      if (!slot.saved) continue;
      if (timeline_of(slot.section) < 2) kept_[i] = true;
      last_use_[i] = std::max(last_use_[i], after_checks_);
    }
  }

  void assign_kept() {
    program_.kept.first = program_.lane_slots;
    std::vector<bool> written(code_.slots.size());
    for (const auto& lanes : code_.lanes) {
      for (const CodeStep& step : lanes) {
        if (is_virtual(step.target)) written[step.target.index] = true;
      }
    }
    for (std::size_t i = 0; i < code_.slots.size(); ++i) {
      if (code_.slots[i].lane >= 0) {
        slot_of_[i] = static_cast<std::uint32_t>(code_.slots[i].lane);
      } else if (kept_[i] && written[i]) {
        slot_of_[i] = program_.lane_slots++;
      }
    }
    program_.kept.count = program_.lane_slots - program_.kept.first;
  }

  bool is_temporary(const Place& place) const {
    return is_virtual(place) && !kept_[place.index] && code_.slots[place.index].lane < 0;
  }

  // The slot freed last is taken first: it is still in the cache.
  void assign_temporaries(int timeline) {
    std::vector<std::uint32_t> free;
    if (reuse_) {
      for (std::uint32_t slot = program_.lane_slots; slot-- > program_.temporaries.first;) {
        free.push_back(slot);
      }
    }
    std::vector<std::uint32_t> read_here;
    for_each_step(timeline, [&](const CodeStep& step, std::int64_t position) {
      read_here.clear();
      for (const Place& place : step.operands) {
        if (!reuse_ || !is_temporary(place) || last_use_[place.index] != position) continue;
        if (std::find(read_here.begin(), read_here.end(), place.index) != read_here.end()) continue;
        read_here.push_back(place.index);
        free.push_back(slot_of_[place.index]);
      }
      if (!is_temporary(step.target)) return;
      if (free.empty()) {
        slot_of_[step.target.index] = program_.lane_slots++;
      } else {
        slot_of_[step.target.index] = free.back();
        free.pop_back();
      }
      // Nobody reads it (dead code is kept): it is free again at once.
      if (reuse_ && last_use_[step.target.index] == kNever) {
        free.push_back(slot_of_[step.target.index]);
      }
    });
  }

  void rename() {
    const auto settle = [&](Place& place) {
      if (is_virtual(place)) place = {Place::Kind::lane, slot_of_[place.index]};
    };
    for (auto& lanes : code_.lanes) {
      for (CodeStep& step : lanes) {
        settle(step.target);
        for (Place& place : step.operands) settle(place);
      }
    }
    for (auto& reader : code_.readers) settle(reader.first);
    for (Place& place : code_.fixed_divisors) settle(place);
  }

  Code& code_;
  Program& program_;
  bool reuse_;
  std::int64_t after_checks_ = 0;
  std::vector<std::int64_t> last_use_;
  std::vector<bool> kept_;
  std::vector<std::uint32_t> slot_of_;
};

}  // namespace

void assign_slots(Code& code, Program& program, bool reuse) {
  SlotAssigner(code, program, reuse).run();
}

}  // namespace slackwater::program

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

constexpr std::int64_t kNever = -1;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
// How many free slots are looked at for one that stays free long enough.
constexpr std::size_t kMostLooks = 64;

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

  // A slot that temporaries may have, until a step writes there what the slot is for.
  struct Free {
    std::uint32_t slot;
    std::int64_t until;
  };

  std::int64_t first_write(std::uint32_t slot) const {
    const std::uint32_t rate = slot - program_.rates.first;
    return rate < rate_written_.size() ? rate_written_[rate] : kForever;
  }

  void find_rates(int timeline) {
    rate_written_.assign(program_.rates.count, kNever);
    for_each_step(timeline, [&](const CodeStep& step, std::int64_t position) {
      std::int64_t lane = kNever;
      if (step.target.kind == Place::Kind::lane) lane = step.target.index;
      if (is_virtual(step.target)) lane = code_.slots[step.target.index].lane;
      const std::int64_t rate = lane - program_.rates.first;
      if (rate < 0 || rate >= program_.rates.count) return;
      std::int64_t& written = rate_written_[static_cast<std::size_t>(rate)];
      assert(written == kNever);
      written = position;
    });
  }

  // Until `derivative` has a rate, its slot is free, and all that `derivative` touches should fit
  // into the first-level cache. The one that is needed first is last.
  std::vector<Free> free_at_first(int timeline) {
    std::vector<Free> free;
    if (!reuse_ || timeline != timeline_of(SectionName::derivative)) return free;
    find_rates(timeline);
    for (std::uint32_t i = 0; i < program_.rates.count; ++i) {
      if (rate_written_[i] > 0) free.push_back({program_.rates.first + i, rate_written_[i]});
    }
    std::ranges::sort(free, std::greater(), &Free::until);
    return free;
  }

  // The slot freed last is taken first: it is still in the cache.
  std::uint32_t take(std::vector<Free>& free, std::int64_t position, std::int64_t last_use) {
    const std::size_t end = free.size() - std::min(free.size(), kMostLooks);
    for (std::size_t i = free.size(); i-- > end;) {
      const Free found = free[i];
      if (found.until > position && found.until <= last_use) continue;
      free.erase(free.begin() + static_cast<std::ptrdiff_t>(i));
      if (found.until > last_use) return found.slot;
    }
    if (others_.empty()) return program_.lane_slots++;
    const std::uint32_t slot = others_.back();
    others_.pop_back();
    return slot;
  }

  void assign_temporaries(int timeline) {
    std::vector<Free> free = free_at_first(timeline);
    others_.clear();
    if (reuse_) {
      for (std::uint32_t slot = program_.lane_slots; slot-- > program_.temporaries.first;) {
        others_.push_back(slot);
      }
    }
    const auto give_back = [&](std::uint32_t slot) { free.push_back({slot, first_write(slot)}); };
    std::vector<std::uint32_t> read_here;
    for_each_step(timeline, [&](const CodeStep& step, std::int64_t position) {
      read_here.clear();
      for (const Place& place : step.operands) {
        if (!reuse_ || !is_temporary(place) || last_use_[place.index] != position) continue;
        if (std::find(read_here.begin(), read_here.end(), place.index) != read_here.end()) continue;
        read_here.push_back(place.index);
        give_back(slot_of_[place.index]);
      }
      if (!is_temporary(step.target)) return;
      const std::int64_t last_use = last_use_[step.target.index];
      slot_of_[step.target.index] = take(free, position, std::max(last_use, position));
      // Nobody reads it (dead code is kept): it is free again at once.
      if (reuse_ && last_use == kNever) give_back(slot_of_[step.target.index]);
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
  std::vector<std::uint32_t> others_;  ///< slots of the timelines before that nobody has taken
  std::vector<std::int64_t>
      rate_written_;  ///< by rate; empty while no timeline may use their slots
  std::vector<bool> kept_;
  std::vector<std::uint32_t> slot_of_;
};

}  // namespace

void assign_slots(Code& code, Program& program, bool reuse) {
  SlotAssigner(code, program, reuse).run();
}

}  // namespace slackwater::program

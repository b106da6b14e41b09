#include <algorithm>
#include <utility>

#include "passes/passes.hpp"
#include "uses.hpp"

namespace slackwater::program {

namespace {

constexpr std::uint32_t kNowhere = 0xFFFFFFFFu;

bool is_virtual(const Place& place) { return place.kind == Place::Kind::virtual_lane; }
bool is_uniform(const Place& place) { return place.kind == Place::Kind::uniform; }

bool may_be_uniform(Operation op, int operand) {
  switch (op) {
#define SLACKWATER_CASE(name) case Operation::name:
    SLACKWATER_BINARY_OPERATIONS(SLACKWATER_CASE)
#undef SLACKWATER_CASE
    return true;
    case Operation::select:
      return operand > 0;
    default:
      return false;
  }
}

// --- uniform operands
// ------------------------------------------------------------------------------

std::vector<Place> broadcast_sources(const Code& code) {
  std::vector<Place> sources(code.slots.size());
  for (const auto& lanes : code.lanes) {
    for (const CodeStep& step : lanes) {
      if (step.operation == Operation::broadcast && is_virtual(step.target)) {
        sources[step.target.index] = step.operands[0];
      }
    }
  }
  return sources;
}

void read_uniform_in_place(CodeStep& step, const std::vector<Place>& sources) {
  bool one_is_uniform = false;
  for (int k = 0; k < operand_count(step.operation); ++k) {
    Place& place = step.operands[k];
    if (!is_virtual(place) || !may_be_uniform(step.operation, k)) continue;
    const Place source = sources[place.index];
    const bool both = one_is_uniform && operand_count(step.operation) == 2;
    if (source.kind == Place::Kind::none || both) continue;
    place = source;
    one_is_uniform = true;
  }
  const bool commutes = step.operation == Operation::add || step.operation == Operation::multiply;
  if (commutes && is_uniform(step.operands[0])) std::swap(step.operands[0], step.operands[1]);
}

void read_uniform_in_place(Code& code) {
  const std::vector<Place> sources = broadcast_sources(code);
  for (auto& lanes : code.lanes) {
    for (CodeStep& step : lanes) read_uniform_in_place(step, sources);
  }
  const auto uses = count_uses(code);
  remove_steps(code, [&](const CodeStep& step) {
    return step.operation == Operation::broadcast && is_virtual(step.target) &&
           uses[step.target.index] == 0;
  });
}

// --- guards
// ----------------------------------------------------------------------------------------

// The instruction that computes a value can look at it as well. That is earlier than the guard
// stood, within one section, and the fault slot is read at its end only.
void guard_in_place(std::vector<CodeStep>& steps, std::vector<std::uint32_t>& written_at) {
  std::fill(written_at.begin(), written_at.end(), kNowhere);
  std::size_t kept = 0;
  for (CodeStep& step : steps) {
    if (step.operation == Operation::guard && is_virtual(step.operands[0])) {
      const std::uint32_t at = written_at[step.operands[0].index];
      if (at != kNowhere && may_be_guarded(steps[at].operation)) {
        steps[at].guarded = true;
        continue;
      }
    }
    if (is_virtual(step.target)) written_at[step.target.index] = static_cast<std::uint32_t>(kept);
    steps[kept++] = step;
  }
  steps.resize(kept);
}

void guard_in_place(Code& code) {
  std::vector<std::uint32_t> written_at(code.slots.size());
  for (auto& lanes : code.lanes) guard_in_place(lanes, written_at);
}

// --- pairs
// -----------------------------------------------------------------------------------------

int basic_index(Operation op) {
  switch (op) {
    case Operation::add:
      return 0;
    case Operation::subtract:
      return 1;
    case Operation::multiply:
      return 2;
    case Operation::divide:
      return 3;
    default:
      return -1;
  }
}

// In the order of SLACKWATER_PAIRS_OF: six outer forms for each inner operation.
Operation pair_of(Operation inner, Operation outer, bool inner_is_second) {
  constexpr int kForms[4][2] = {{0, 0}, {2, 3}, {1, 1}, {4, 5}};  // add, subtract, multiply, divide
  const int form = kForms[basic_index(outer)][inner_is_second ? 1 : 0];
  return static_cast<Operation>(static_cast<int>(Operation::add_add) + 6 * basic_index(inner) +
                                form);
}
static_assert(static_cast<int>(Operation::divide_divide_into) -
                  static_cast<int>(Operation::add_add) ==
              23);
static_assert(static_cast<int>(Operation::subtract_subtract_from) -
                  static_cast<int>(Operation::add_add) ==
              9);
static_assert(static_cast<int>(Operation::multiply_divide) - static_cast<int>(Operation::add_add) ==
              16);

class PairFinder {
 public:
  PairFinder(const Code& code, std::vector<CodeStep>& steps, const std::vector<std::uint32_t>& uses)
      : steps_(steps), uses_(uses), written_at_(code.slots.size(), kNowhere) {}

  void run() {
    std::vector<bool> gone(steps_.size());
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      const std::uint32_t inner = inner_of(steps_[i]);
      if (inner != kNowhere) {
        join(inner, i);
        gone[inner] = true;
      }
      if (is_virtual(steps_[i].target)) written_at_[steps_[i].target.index] = i;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (!gone[i]) steps_[kept++] = steps_[i];
    }
    steps_.resize(kept);
  }

 private:
  // The later of the operands that are basic operations read by nobody else.
  std::uint32_t inner_of(const CodeStep& outer) const {
    if (basic_index(outer.operation) < 0) return kNowhere;
    std::uint32_t best = kNowhere;
    for (int k = 0; k < 2; ++k) {
      const Place& place = outer.operands[k];
      if (!is_virtual(place) || uses_[place.index] != 1) continue;
      const std::uint32_t at = written_at_[place.index];
      if (at == kNowhere || basic_index(steps_[at].operation) < 0 || steps_[at].guarded) continue;
      if (best == kNowhere || at > best) best = at;
    }
    return best;
  }

  void join(std::uint32_t inner_at, std::uint32_t outer_at) {
    const CodeStep& inner = steps_[inner_at];
    CodeStep& outer = steps_[outer_at];
    const bool second = outer.operands[1] == inner.target;
    const Place other = outer.operands[second ? 0 : 1];
    outer.operation = pair_of(inner.operation, outer.operation, second);
    outer.operands = {inner.operands[0], inner.operands[1], other};
  }

  std::vector<CodeStep>& steps_;
  const std::vector<std::uint32_t>& uses_;
  std::vector<std::uint32_t> written_at_;
};

}  // namespace

void fuse(Code& code) {
  read_uniform_in_place(code);
  guard_in_place(code);
  const auto uses = count_uses(code);
  for (auto& lanes : code.lanes) PairFinder(code, lanes, uses).run();
}

}  // namespace slackwater::program

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "passes/passes.hpp"

namespace slackwater::program {

namespace {

/// What an instruction takes for a block of 16 lanes with fused multiply-adds, in cycles: roughly,
/// and by no means on every processor, but it is always right that a division occupies the one
/// divider while other work could be done, and that a result is not there at once.
struct Cost {
  int issue;    ///< before the next one can begin
  int latency;  ///< until its result can be read: it passes through memory
  int divider;  ///< how long it keeps the divider
};

constexpr std::uint32_t kNobody = 0xFFFFFFFFu;
// 32 cycles for two registers of eight, and some air: 36 to 48 serve best.
constexpr int kDivision = 44;
// A division may wait so long for the divider without keeping others from anything.
constexpr int kDividerQueue = 40;
// How far before its place in the source an instruction may go: further ahead there is more to
// choose from, but results that wait long for their readers fill the cache.
constexpr std::size_t kWindow = 96;

int divisions(Operation operation) {
  switch (operation) {
    case Operation::divide:
    case Operation::safe_div:
      return 1;
#define SLACKWATER_PAIR(name, inner, outer, swapped)         \
  case Operation::name:                                      \
    return (Operation::inner == Operation::divide ? 1 : 0) + \
           (Operation::outer == Operation::divide ? 1 : 0);
      SLACKWATER_PAIR_OPERATIONS(SLACKWATER_PAIR)
#undef SLACKWATER_PAIR
    default:
      return 0;
  }
}

Cost cost_of(Operation operation) {
  switch (operation) {
    case Operation::sqrt:
      return {6, 50, 50};
    case Operation::exp:
    case Operation::sin:
    case Operation::cos:
      return {40, 70, 0};
    case Operation::ln:
    case Operation::log10:
      return {50, 80, 0};
    case Operation::tanh:
    case Operation::logistic:
    case Operation::tan:
    case Operation::asin:
    case Operation::acos:
    case Operation::atan:
      return {60, 110, kDivision};
    case Operation::power:
      return {120, 200, 0};
    default:
      break;
  }
  return is_pair(operation) ? Cost{7, 18, 0} : Cost{6, 14, 0};
}

Cost cost_of(Operation operation, bool divisor_is_fixed) {
  const int count = divisions(operation) - (divisor_is_fixed ? 1 : 0);
  if (count > 0) return {6, 14 + 24 * count, kDivision * count};
  return divisor_is_fixed ? Cost{12, 32, 0} : cost_of(operation);
}

/// List scheduling of one section on a machine with one divider: of what could begin first, that on
/// which most is waiting.
class Orderer {
 public:
  Orderer(const Code& code, std::vector<CodeStep>& steps)
      : code_(code),
        steps_(steps),
        first_reader_(steps.size() + 1),
        waits_for_(steps.size()),
        ready_at_(steps.size()),
        taken_(steps.size()) {
    costs_.reserve(steps.size());
    for (const CodeStep& step : steps) {
      const int k = divisor_operand(step.operation);
      const bool fixed =
          k >= 0 && std::ranges::binary_search(code.fixed_divisors,
                                               step.operands[static_cast<std::size_t>(k)]);
      costs_.push_back(cost_of(step.operation, fixed));
    }
  }

  void run() {
    find_dependencies();
    find_heights();
    std::vector<CodeStep> ordered;
    ordered.reserve(steps_.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) ordered.push_back(steps_[take()]);
    steps_ = std::move(ordered);
  }

 private:
  // A virtual slot that must be some lane slot is that one.
  Place settled(const Place& place) const {
    if (place.kind != Place::Kind::virtual_lane) return place;
    const auto lane = code_.slots[place.index].lane;
    return lane < 0 ? place : Place{Place::Kind::lane, static_cast<std::uint32_t>(lane)};
  }

  // Faults only gather, in any order, until the section has ended.
  static bool gathers(const CodeStep& step) {
    return step.operation == Operation::guard || step.operation == Operation::guard_if;
  }

  void depend(std::uint32_t later, std::uint32_t earlier) {
    if (earlier == kNobody || later == earlier) return;
    earlier_.push_back(earlier);
    later_.push_back(later);
  }

  static std::uint32_t& entry(std::vector<std::uint32_t>& table, std::uint32_t index) {
    if (index >= table.size()) table.resize(index + 1, kNobody);
    return table[index];
  }

  // A virtual slot is written once. Lane slots that the section writes are used in the order of the
  // source; of the others nothing depends on the order.
  void find_dependencies() {
    std::vector<std::uint32_t> virtual_writers;
    std::vector<std::uint32_t> lane_users;
    std::vector<std::uint32_t> lane_writers;
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      const Place target = settled(steps_[i].target);
      const bool lane = target.kind == Place::Kind::lane;
      if (!gathers(steps_[i])) entry(lane ? lane_writers : virtual_writers, target.index) = i;
    }
    const auto use_lane = [&](std::uint32_t i, std::uint32_t slot) {
      if (entry(lane_writers, slot) == kNobody) return;
      std::uint32_t& last = entry(lane_users, slot);
      depend(i, last);
      last = i;
    };
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      const CodeStep& step = steps_[i];
      for (int k = 0; k < operand_count(step.operation); ++k) {
        const Place place = settled(step.operands[static_cast<std::size_t>(k)]);
        if (place.kind == Place::Kind::lane) use_lane(i, place.index);
        if (place.kind == Place::Kind::virtual_lane) depend(i, entry(virtual_writers, place.index));
      }
      const Place target = settled(step.target);
      if (target.kind == Place::Kind::lane && !gathers(step)) use_lane(i, target.index);
    }
    list_readers();
  }

  // From pairs to one list behind the other.
  void list_readers() {
    for (const auto earlier : earlier_) ++first_reader_[earlier + 1];
    for (std::size_t i = 1; i < first_reader_.size(); ++i) first_reader_[i] += first_reader_[i - 1];
    readers_.resize(later_.size());
    auto next = first_reader_;
    for (std::size_t i = 0; i < later_.size(); ++i) {
      readers_[next[earlier_[i]]++] = later_[i];
      ++waits_for_[later_[i]];
    }
  }

  std::span<const std::uint32_t> readers_of(std::size_t i) const {
    return std::span(readers_).subspan(first_reader_[i], first_reader_[i + 1] - first_reader_[i]);
  }

  // How long it takes from the beginning of an instruction to the end of all that needs it.
  void find_heights() {
    heights_.resize(steps_.size());
    for (std::size_t i = steps_.size(); i-- > 0;) {
      int height = 0;
      for (const auto reader : readers_of(i)) height = std::max(height, heights_[reader]);
      heights_[i] = height + costs_[i].latency;
    }
  }

  int start_of(std::size_t i, const Cost& cost) const {
    const int start = std::max(now_, ready_at_[i]);
    return cost.divider > 0 ? std::max(start, divider_free_at_ - kDividerQueue) : start;
  }

  std::size_t take() {
    while (taken_[first_]) ++first_;
    const std::size_t end = std::min(steps_.size(), first_ + kWindow);
    std::size_t best = end;
    int best_start = 0;
    for (std::size_t i = first_; i < end; ++i) {
      if (taken_[i] || waits_for_[i] > 0) continue;
      const int start = start_of(i, costs_[i]);
      const bool earlier = best == end || start < best_start;
      if (earlier || (start == best_start && heights_[i] > heights_[best])) {
        best = i;
        best_start = start;
      }
    }
    begin(best, best_start);
    return best;
  }

  void begin(std::size_t i, int start) {
    const Cost cost = costs_[i];
    int done = start + cost.latency;
    if (cost.divider > 0) {
      divider_free_at_ = std::max(start, divider_free_at_) + cost.divider;
      done = std::max(done, divider_free_at_);
    }
    now_ = start + cost.issue;
    taken_[i] = true;
    for (const auto reader : readers_of(i)) {
      --waits_for_[reader];
      ready_at_[reader] = std::max(ready_at_[reader], done);
    }
  }

  const Code& code_;
  std::vector<CodeStep>& steps_;
  std::vector<Cost> costs_;
  std::vector<std::uint32_t> earlier_, later_;  ///< pairs of which the second needs the first
  std::vector<std::uint32_t> readers_;          ///< of all steps, one step's behind the other's
  std::vector<std::uint32_t> first_reader_;
  std::vector<std::uint32_t> waits_for_;
  std::vector<int> ready_at_;
  std::vector<bool> taken_;
  std::vector<int> heights_;
  std::size_t first_ = 0;
  int now_ = 0;
  int divider_free_at_ = 0;
};

}  // namespace

void order(Code& code) {
  for (auto& lanes : code.lanes) Orderer(code, lanes).run();
}

}  // namespace slackwater::program

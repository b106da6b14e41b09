#include "slackwater/analysis/contributions.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "slackwater/base/random.hpp"

namespace slackwater::analysis {
namespace {

constexpr Mix bit(std::size_t input) { return Mix{1} << input; }

// Ways through the mixes that have a value, one input at a time: how many lead to each mix from
// none, and from each to all. A step counts by the ways that take it.
class AllOrders {
 public:
  AllOrders(std::size_t inputs, const std::function<double(Mix)>& value)
      : inputs_(inputs), all_(bit(inputs) - 1), values_(all_ + 1), to_(all_ + 1), from_(all_ + 1) {
    for (Mix mix = 0; mix <= all_; ++mix) values_[mix] = value(mix);
    count_ways();
  }

  Split split() const {
    Split out;
    out.parts.assign(inputs_, 0.0);
    out.possible = to_[all_] > 0;
    if (!out.possible) return out;
    for (Mix mix = 0; mix < all_; ++mix) {
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (mix & bit(i)) continue;
        const double ways = to_[mix] * from_[mix | bit(i)];
        if (ways > 0) out.parts[i] += ways / to_[all_] * (values_[mix | bit(i)] - values_[mix]);
      }
    }
    return out;
  }

 private:
  void count_ways() {
    const auto has_value = [&](Mix mix) { return std::isfinite(values_[mix]); };
    if (has_value(0)) to_[0] = 1;
    for (Mix mix = 1; mix <= all_; ++mix) {
      if (!has_value(mix)) continue;
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (mix & bit(i)) to_[mix] += to_[mix ^ bit(i)];
      }
    }
    if (has_value(all_)) from_[all_] = 1;
    for (Mix mix = all_; mix-- > 0;) {
      if (!has_value(mix)) continue;
      for (std::size_t i = 0; i < inputs_; ++i) {
        if (!(mix & bit(i))) from_[mix] += from_[mix | bit(i)];
      }
    }
  }

  std::size_t inputs_;
  Mix all_;
  std::vector<double> values_, to_, from_;
};

// The mean over drawn orders and their reverses.
class DrawnOrders {
 public:
  DrawnOrders(std::size_t inputs, const std::function<double(Mix)>& value)
      : value_(value), order_(inputs) {
    out_.parts.assign(inputs, 0.0);
    out_.exact = false;
  }

  Split split(std::size_t orders) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    for (std::size_t k = 0; k < (orders + 1) / 2; ++k) {
      shuffle(k);
      take();
      std::reverse(order_.begin(), order_.end());
      take();
    }
    out_.possible = taken_ > 0;
    for (auto& part : out_.parts) part = taken_ > 0 ? part / taken_ : 0;
    return std::move(out_);
  }

 private:
  double at(Mix mix) {
    const auto known = known_.find(mix);
    if (known != known_.end()) return known->second;
    return known_[mix] = value_(mix);
  }

  void shuffle(std::size_t k) {
    for (std::size_t i = order_.size(); i > 1; --i) {
      const base::DrawKey key{.sample = k, .stream = kStream, .step = i};
      const auto place = static_cast<std::size_t>(base::uniform_open(key) * static_cast<double>(i));
      std::swap(order_[i - 1], order_[std::min(place, i - 1)]);
    }
  }

  void take() {
    std::vector<double> steps(order_.size());
    Mix mix = 0;
    double before = at(mix);
    for (const auto input : order_) {
      mix |= bit(input);
      const double after = at(mix);
      steps[input] = after - before;
      if (!std::isfinite(steps[input])) return;
      before = after;
    }
    ++taken_;
    for (std::size_t i = 0; i < steps.size(); ++i) out_.parts[i] += steps[i];
  }

  static constexpr std::uint64_t kStream = 0x5CA1AB1E;  // any fixed number

  const std::function<double(Mix)>& value_;
  std::vector<std::size_t> order_;
  std::unordered_map<Mix, double> known_;
  double taken_ = 0;
  Split out_;
};

}  // namespace

Split split_difference(std::size_t inputs, const std::function<double(Mix)>& value,
                       const SplitOptions& options) {
  if (inputs == 0) return {};
  if (inputs <= options.exact_up_to) return AllOrders(inputs, value).split();
  return DrawnOrders(inputs, value).split(options.orders);
}

}  // namespace slackwater::analysis

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace slackwater::analysis {

/// Which inputs have their first value (bit i set) and which their second.
using Mix = std::uint64_t;

/// Most inputs that a split can tell apart.
inline constexpr std::size_t kMostInputs = 63;

struct SplitOptions {
  std::size_t exact_up_to = 12;  ///< inputs; of more, orders are drawn
  std::size_t orders = 400;      ///< that are drawn then, in pairs of an order and its reverse
};

/// How a difference came about. Shapes: parts is (input,).
struct Split {
  std::vector<double> parts;
  bool exact = true;  ///< all orders were looked at
  /// False: on every way from the second values to the first there is a mix that has no value, so
  /// that nothing could be split and all parts are 0.
  bool possible = true;
};

/// The Shapley value of every input for value(all first) - value(all second).
///
/// An input's part is what it changes when it goes from its second value to its first, on average
/// over all orders in which the inputs may go. Orders with a mix that has no value (NaN) are left
/// out. Guarantees: the parts add up to the difference up to rounding; exchanging first and second
/// changes only their signs; an input that never matters has the part 0; the same inputs give the
/// same parts. Source: Shapley, A value for n-person games, 1953; for more inputs than exact_up_to
/// the mean over drawn orders, Castro, Gomez and Tejada, Comput. Oper. Res. 36(5), 2009.
Split split_difference(std::size_t inputs, const std::function<double(Mix)>& value,
                       const SplitOptions& options = {});

}  // namespace slackwater::analysis

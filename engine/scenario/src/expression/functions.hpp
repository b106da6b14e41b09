#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slackwater::scenario {

enum class FunctionId : std::uint8_t {
  // a number from a series
  at,
  initial,
  final,
  mean,
  highest,
  lowest,
  time_of_highest,
  time_of_lowest,
  integral,
  area,
  discounted,
  time_to,
  for_good,
  crossings,
  recovery_time,
  break_even,
  worst_dip,
  time_of_worst_dip,
  time_below,
  time_above,
  // a number from measures
  regret,
  // a number from a list or a scan
  mean_of_list,
  highest_of_list,
  lowest_of_list,
  share,
  count,
  argmax,
  argmin,
  at_scan,
  // point by point
  abs,
  sqrt,
  exp,
  ln,
  min,
  max,
  clip
};

/// What a parameter takes; it also decides where an argument without a name goes.
enum class Takes : std::uint8_t {
  series,      ///< a variable, or arithmetic over variables
  level,       ///< a number in the unit of the series
  time,        ///< a point in time
  rate,        ///< a share per time, such as 0.03 [1/year]
  duration,    ///< a span of time
  window,      ///< a .. b
  direction,   ///< up, down or both
  reference,   ///< a policy, a future, or both
  tolerance,   ///< 15 % of peak, 5 % of reference, or a number in the unit of the series
  measure,     ///< the name of a measure
  numbers,     ///< a list of numbers, or a scan
  conditions,  ///< a list of conditions
  scan,        ///< the name of a scan
  scan_point,  ///< a number in the unit of what the scan varies
  number       ///< a number or a series, point by point
};

struct Parameter {
  std::string_view name;
  Takes takes = Takes::series;
  bool required = true;
};

enum class ResultUnit : std::uint8_t {
  of_first,
  time,
  first_times_time,
  one,
  root_of_first,
  varied
};

struct Function {
  FunctionId id{};
  std::string_view name;
  std::span<const Parameter> parameters;
  ResultUnit unit = ResultUnit::of_first;
  bool variadic = false;       ///< the last parameter may repeat
  std::string_view signature;  ///< for people
  std::string_view documentation;
};

std::span<const Function> functions();
/// All functions of this name: `mean` of a series and of a list are two.
std::vector<const Function*> functions_named(std::string_view name);
const Function& function_of(FunctionId id);
std::vector<std::string> function_names();

}  // namespace slackwater::scenario

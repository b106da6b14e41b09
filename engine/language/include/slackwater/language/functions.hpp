#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The one table of built-in functions: parser, unit check, compiler and documentation read the
/// same lines.
namespace slackwater::language {

enum class FunctionId : std::uint8_t {
  // pure
  min,
  max,
  abs,
  sqrt,
  exp,
  ln,
  log10,
  pow,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  tanh,
  logistic,
  floor,
  round,
  mod,
  sign,
  clip,
  safe_div,
  // clock: names without parentheses
  time,
  time_step,
  start_time,
  stop_time,
  // signal: functions of time with kinks
  step,
  pulse,
  pulse_train,
  ramp,
  // memory: become stocks or slots with generated names
  delay1,
  delay3,
  delayn,
  delay_fixed,
  smooth1,
  smooth3,
  smoothn,
  trend,
  forecast,
  previous,
  initial,
  sample_if,
  integrate,
  // random
  normal,
  uniform,
  lognormal,
  poisson,
  pink_noise,
  // reduction
  sum,
  prod,
  mean,
  min_of,
  max_of,
  count
};

enum class FunctionKind : std::uint8_t { pure, clock, signal, memory, random, reduction };

/// What the unit of an argument must be, or what the unit of the result is.
///
/// `u` and `v` are unit variables of one call: all arguments marked `u` must have one unit,
/// whatever it is.
enum class UnitRule : std::uint8_t {
  dimensionless,
  condition,  ///< argument: a comparison or a number that is 0 or 1 (dimensionless)
  time,       ///< the model's time unit
  per_time,   ///< 1/time
  u,
  v,
  u_over_v,           ///< safe_div
  u_times_time,       ///< ramp, integrate: u is the unit of a rate
  root_of_u,          ///< sqrt
  u_to_exponent,      ///< pow: the second argument must be a literal unless u is 1
  u_to_element_count  ///< prod: one factor u for every element
};

/// When an argument must be known.
enum class Variation : std::uint8_t {
  varying,   ///< any expression
  at_start,  ///< any expression; its value at the start time is used for the whole run
  literal    ///< a whole number, known from the text alone
};

/// What stands for an argument that is not written.
enum class DefaultValue : std::uint8_t { required, zero, one, first_argument, stop_time };

struct FunctionParameter {
  std::string_view name;
  UnitRule unit = UnitRule::u;
  Variation variation = Variation::varying;
  DefaultValue default_value = DefaultValue::required;
};

struct FunctionInfo {
  static constexpr std::size_t kMostParameters = 4;

  FunctionId id{};
  std::string_view name;
  FunctionKind kind{};
  std::array<FunctionParameter, kMostParameters> parameter_slots{};
  std::uint8_t parameter_count = 0;
  bool variadic = false;  ///< the last parameter may be given any number of times: min, max
  UnitRule result = UnitRule::u;
  bool fixed_step_only = false;    ///< has no meaning under an adaptive method
  std::string_view documentation;  ///< one sentence
  std::string_view formula;        ///< plain text; the meaning
  std::string_view example;        ///< an expression that parses
  std::string_view parts;          ///< of a memory function: the variables it makes, in backticks

  std::span<const FunctionParameter> parameters() const {
    return {parameter_slots.data(), parameter_count};
  }
  std::size_t required_count() const;
};

/// Every function, in the order of FunctionId.
std::span<const FunctionInfo> functions();
const FunctionInfo& function_info(FunctionId id);

/// The function that is called by this name, clock names included; null when there is none.
///
/// `min` and `max` give the functions of two or more arguments; `sum prod mean count` their
/// reductions.
const FunctionInfo* find_function(std::string_view name);
/// The reduction of this name (sum, prod, mean, min, max, count); null when there is none.
const FunctionInfo* find_reduction(std::string_view name);
/// For "did you mean".
std::vector<std::string> function_names();

/// `pulse_train(period, width, offset = 0)`.
std::string signature(const FunctionInfo& info);

/// The whole reference page of the functions, as docs/reference/functions.md holds it.
std::string functions_page();

}  // namespace slackwater::language

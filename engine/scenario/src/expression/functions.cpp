#include "functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "slackwater/scenario/format.hpp"

namespace slackwater::scenario {
namespace {

constexpr Parameter kAt[] = {{"x", Takes::series}, {"time", Takes::time}};
constexpr Parameter kOnlySeries[] = {{"x", Takes::series}};
constexpr Parameter kWindowed[] = {{"x", Takes::series}, {"window", Takes::window, false}};
constexpr Parameter kDiscounted[] = {{"x", Takes::series},
                                     {"rate", Takes::rate},
                                     {"window", Takes::window, false},
                                     {"as_of", Takes::time, false}};
constexpr Parameter kTimeTo[] = {{"x", Takes::series},
                                 {"level", Takes::level},
                                 {"direction", Takes::direction},
                                 {"hold", Takes::duration, false},
                                 {"after", Takes::time, false}};
constexpr Parameter kForGood[] = {{"x", Takes::series},
                                  {"level", Takes::level},
                                  {"direction", Takes::direction},
                                  {"after", Takes::time, false}};
constexpr Parameter kCrossings[] = {{"x", Takes::series},
                                    {"level", Takes::level},
                                    {"direction", Takes::direction, false},
                                    {"window", Takes::window, false}};
constexpr Parameter kRecovery[] = {{"x", Takes::series},
                                   {"after", Takes::time},
                                   {"against", Takes::reference},
                                   {"within", Takes::tolerance},
                                   {"hold", Takes::duration, false},
                                   {"peak_within", Takes::duration, false},
                                   {"side", Takes::direction, false}};
constexpr Parameter kBreakEven[] = {
    {"x", Takes::series}, {"against", Takes::reference}, {"after", Takes::time, false}};
constexpr Parameter kDip[] = {
    {"x", Takes::series}, {"against", Takes::reference}, {"window", Takes::window, false}};
constexpr Parameter kTimeBelow[] = {{"x", Takes::series},
                                    {"level", Takes::level, false},
                                    {"against", Takes::reference, false},
                                    {"window", Takes::window, false}};
constexpr Parameter kRegret[] = {{"measure", Takes::measure}, {"better", Takes::direction, false}};
constexpr Parameter kNumbers[] = {{"list", Takes::numbers}};
constexpr Parameter kConditions[] = {{"list", Takes::conditions}};
constexpr Parameter kScan[] = {{"scan", Takes::scan}};
constexpr Parameter kAtScan[] = {{"scan", Takes::scan}, {"x", Takes::scan_point}};
constexpr Parameter kNumber[] = {{"x", Takes::number}};
constexpr Parameter kTwoNumbers[] = {{"a", Takes::number}, {"b", Takes::number}};
constexpr Parameter kClip[] = {
    {"x", Takes::number}, {"low", Takes::number}, {"high", Takes::number}};

using Id = FunctionId;
using U = ResultUnit;

constexpr Function kFunctions[] = {
    {Id::at, "at", kAt, U::of_first, false, "at(x, time)",
     "The value at a time; on the straight line between the saved points around it."},
    {Id::initial, "initial", kOnlySeries, U::of_first, false, "initial(x)",
     "The value at the first saved point."},
    {Id::final, "final", kOnlySeries, U::of_first, false, "final(x)",
     "The value at the last saved point."},
    {Id::mean, "mean", kWindowed, U::of_first, false, "mean(x, a .. b)",
     "The plain mean of the values at the saved points from a to b, both included."},
    {Id::highest, "highest", kWindowed, U::of_first, false, "highest(x, a .. b)",
     "The highest value at the saved points of the window."},
    {Id::lowest, "lowest", kWindowed, U::of_first, false, "lowest(x, a .. b)",
     "The lowest value at the saved points of the window."},
    {Id::time_of_highest, "time_of_highest", kWindowed, U::time, false,
     "time_of_highest(x, a .. b)", "When that is; the first time of several."},
    {Id::time_of_lowest, "time_of_lowest", kWindowed, U::time, false, "time_of_lowest(x, a .. b)",
     "When that is; the first time of several."},
    {Id::integral, "integral", kWindowed, U::first_times_time, false, "integral(x, a .. b)",
     "The area under the straight lines between the saved points, from a to b."},
    {Id::area, "area", kWindowed, U::first_times_time, false, "area(x - future.x, a .. b)",
     "The same as `integral`; reads better over a difference of two runs. Signed."},
    {Id::discounted, "discounted", kDiscounted, U::first_times_time, false,
     "discounted(x, rate, a .. b, as_of = t)",
     "The integral of x times exp(-rate (time - t)) from a to b: what x is worth at t (default: "
     "the "
     "start of the run)."},
    {Id::time_to, "time_to", kTimeTo, U::time, false, "time_to(x, level, up, hold = d, after = t)",
     "Time from `after` (default: the start) to the first saved point with x >= level (`up`) or "
     "x <= level (`down`), kept for `hold`."},
    {Id::for_good, "for_good", kForGood, U::time, false, "for_good(x, level, up, after = t)",
     "Time from `after` (default: the start) to the saved point from which on x >= level (`up`) or "
     "x <= level (`down`) until the end of the run."},
    {Id::crossings, "crossings", kCrossings, U::one, false, "crossings(x, level, up, a .. b)",
     "How often x passes the level upwards, downwards, or both (the default)."},
    {Id::recovery_time, "recovery_time", kRecovery, U::time, false,
     "recovery_time(x, after = t, against = future calm, within = 15 % of peak, hold = d)",
     "Time from `after` until x has come back to what it is in the other run, and stays."},
    {Id::break_even, "break_even", kBreakEven, U::time, false,
     "break_even(x, against = policy p, after = t)",
     "Time from `after` until the sum of x has caught up with that of the other run."},
    {Id::worst_dip, "worst_dip", kDip, U::of_first, false,
     "worst_dip(x, against = policy p, a .. b)",
     "How far x falls below the other run at most; 0 when it never does."},
    {Id::time_of_worst_dip, "time_of_worst_dip", kDip, U::time, false,
     "time_of_worst_dip(x, against = policy p, a .. b)",
     "When that is; never when there is no dip."},
    {Id::time_below, "time_below", kTimeBelow, U::time, false,
     "time_below(x, against = baseline, a .. b)",
     "How long x is below the other run, or below a level: `time_below(x, 4)`."},
    {Id::time_above, "time_above", kTimeBelow, U::time, false,
     "time_above(x, against = baseline, a .. b)", "How long x is above it."},
    {Id::regret, "regret", kRegret, U::of_first, false, "regret(measure, better = up)",
     "How much better the best policy does in the same future and sample; 0 for the best."},
    {Id::mean_of_list, "mean", kNumbers, U::of_first, false, "mean([*.calm.m])",
     "The mean of a list or of a scan."},
    {Id::highest_of_list, "highest", kNumbers, U::of_first, false, "highest([*.calm.m])",
     "The highest number of a list or of a scan."},
    {Id::lowest_of_list, "lowest", kNumbers, U::of_first, false, "lowest([*.calm.m])",
     "The lowest number of a list or of a scan."},
    {Id::share, "share", kConditions, U::one, false, "share(scan < 0.3)",
     "The share of a list of conditions that hold."},
    {Id::count, "count", kConditions, U::one, false, "count([*.calm.m] > 4 week)",
     "How many of a list of conditions hold."},
    {Id::argmax, "argmax", kScan, U::varied, false, "argmax(scan)",
     "Where a scan is highest; the first place of several."},
    {Id::argmin, "argmin", kScan, U::varied, false, "argmin(scan)",
     "Where a scan is lowest; the first place of several."},
    {Id::at_scan, "at", kAtScan, U::of_first, false, "at(scan, x)",
     "The scan's number at x; on the straight line between its points."},
    {Id::abs, "abs", kNumber, U::of_first, false, "abs(x)", "The size without the sign."},
    {Id::sqrt, "sqrt", kNumber, U::root_of_first, false, "sqrt(x)", "The square root."},
    {Id::exp, "exp", kNumber, U::one, false, "exp(x)", "e to the power of x."},
    {Id::ln, "ln", kNumber, U::one, false, "ln(x)", "The natural logarithm."},
    {Id::min, "min", kTwoNumbers, U::of_first, true, "min(a, b, ...)", "The smallest."},
    {Id::max, "max", kTwoNumbers, U::of_first, true, "max(a, b, ...)", "The largest."},
    {Id::clip, "clip", kClip, U::of_first, false, "clip(x, low, high)",
     "x, but no lower than `low` and no higher than `high`."},
};

}  // namespace

std::span<const Function> functions() { return kFunctions; }

std::vector<const Function*> functions_named(std::string_view name) {
  std::vector<const Function*> found;
  for (const auto& function : kFunctions) {
    if (function.name == name) found.push_back(&function);
  }
  return found;
}

const Function& function_of(FunctionId id) {
  const auto* found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                   [id](const Function& each) { return each.id == id; });
  assert(found != std::end(kFunctions));
  return *found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& function : kFunctions) {
    if (names.empty() || names.back() != function.name) names.emplace_back(function.name);
  }
  return names;
}

std::string function_table() {
  std::string text = "| function | value | unit |\n|---|---|---|\n";
  for (const auto& function : kFunctions) {
    std::string_view unit;
    switch (function.unit) {
      case U::of_first:
        unit = "of x";
        break;
      case U::time:
        unit = "time";
        break;
      case U::first_times_time:
        unit = "of x, times time";
        break;
      case U::one:
        unit = "1";
        break;
      case U::root_of_first:
        unit = "root of that of x";
        break;
      case U::varied:
        unit = "of what the scan varies";
        break;
    }
    text += fmt::format("| `{}` | {} | {} |\n", function.signature, function.documentation, unit);
  }
  return text;
}

}  // namespace slackwater::scenario

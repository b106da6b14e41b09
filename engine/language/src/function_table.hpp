#pragma once

#include "slackwater/language/functions.hpp"

namespace slackwater::language {

inline constexpr FunctionParameter parameter(std::string_view name, UnitRule unit,
                                             DefaultValue value = DefaultValue::required,
                                             Variation variation = Variation::varying) {
  return {name, unit, variation, value};
}

inline constexpr FunctionParameter order_parameter() {
  return {"order", UnitRule::dimensionless, Variation::literal, DefaultValue::required};
}

inline constexpr FunctionInfo function(FunctionId id, std::string_view name, FunctionKind kind,
                                       std::initializer_list<FunctionParameter> parameters,
                                       UnitRule result, std::string_view documentation,
                                       std::string_view formula, std::string_view example) {
  FunctionInfo info;
  info.id = id;
  info.name = name;
  info.kind = kind;
  for (const auto& p : parameters) info.parameter_slots[info.parameter_count++] = p;
  info.result = result;
  info.documentation = documentation;
  info.formula = formula;
  info.example = example;
  return info;
}

inline constexpr FunctionInfo any_number_of_arguments(FunctionInfo info) {
  info.variadic = true;
  return info;
}

inline constexpr FunctionInfo needs_fixed_step(FunctionInfo info) {
  info.fixed_step_only = true;
  return info;
}

inline constexpr FunctionInfo with_parts(FunctionInfo info, std::string_view parts) {
  info.parts = parts;
  return info;
}

using enum UnitRule;
using K = FunctionKind;
using F = FunctionId;
using D = DefaultValue;

inline constexpr auto kAtStart = Variation::at_start;

inline constexpr FunctionInfo kFunctions[] = {
    any_number_of_arguments(function(F::min, "min", K::pure, {parameter("a", u), parameter("b", u)},
                                     u, "The smallest of two or more values.", "a if a < b else b",
                                     "min(capacity, backlog / minimum_time)")),
    any_number_of_arguments(function(F::max, "max", K::pure, {parameter("a", u), parameter("b", u)},
                                     u, "The largest of two or more values.", "a if a > b else b",
                                     "max(0, target - stock_level)")),
    function(F::abs, "abs", K::pure, {parameter("x", u)}, u, "The value without its sign.",
             "x if x >= 0 else -x", "abs(target - actual)"),
    function(F::sqrt, "sqrt", K::pure, {parameter("x", u)}, root_of_u,
             "The square root; a negative argument ends the run.", "x^(1/2)", "sqrt(variance)"),
    function(F::exp, "exp", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The exponential function.", "e^x", "exp(-age / life_time)"),
    function(F::ln, "ln", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The natural logarithm; zero or a negative argument ends the run.", "y with e^y = x",
             "ln(experience / reference_experience)"),
    function(F::log10, "log10", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The logarithm to base 10; zero or a negative argument ends the run.",
             "y with 10^y = x", "log10(ratio)"),
    function(
        F::pow, "pow", K::pure, {parameter("base", u), parameter("exponent", dimensionless)},
        u_to_exponent,
        "A power; the same as `base ^ exponent`. With an exponent of 1, 2 or 3 it is a product.",
        "base^exponent", "pow(ratio, 0.5)"),
    function(F::sin, "sin", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The sine of an angle in radians.", "sin x",
             "sin(2 * 3.14159265358979 * time / period)"),
    function(F::cos, "cos", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The cosine of an angle in radians.", "cos x", "cos(phase)"),
    function(F::tan, "tan", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The tangent of an angle in radians.", "sin x / cos x", "tan(phase)"),
    function(F::asin, "asin", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The angle whose sine is x; outside -1 .. 1 the run ends.",
             "y in -pi/2 .. pi/2 with sin y = x", "asin(share)"),
    function(F::acos, "acos", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The angle whose cosine is x; outside -1 .. 1 the run ends.",
             "y in 0 .. pi with cos y = x", "acos(share)"),
    function(F::atan, "atan", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The angle whose tangent is x.", "y in -pi/2 .. pi/2 with tan y = x", "atan(slope)"),
    function(F::tanh, "tanh", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "The hyperbolic tangent.", "(e^x - e^-x) / (e^x + e^-x)", "tanh(pressure)"),
    function(F::logistic, "logistic", K::pure, {parameter("x", dimensionless)}, dimensionless,
             "A smooth switch from 0 to 1.", "1 / (1 + e^-x)",
             "logistic((debt - threshold) / width)"),
    function(F::floor, "floor", K::pure, {parameter("x", u)}, u,
             "The largest whole number that is not above x, in the unit of x.", "floor x",
             "floor(people_needed)"),
    function(F::round, "round", K::pure, {parameter("x", u)}, u,
             "The nearest whole number, halves away from zero, in the unit of x.",
             "sign(x) * floor(abs(x) + 1/2)", "round(people_needed)"),
    function(F::mod, "mod", K::pure, {parameter("x", u), parameter("divisor", u)}, u,
             "The remainder, with the sign of the divisor; a divisor of 0 ends the run.",
             "x - divisor * floor(x / divisor)", "mod(time, 52 week)"),
    function(F::sign, "sign", K::pure, {parameter("x", u)}, dimensionless,
             "The sign of a value: -1, 0 or 1.", "-1 if x < 0, 0 if x = 0, 1 if x > 0",
             "sign(gap)"),
    function(F::clip, "clip", K::pure,
             {parameter("x", u), parameter("low", u), parameter("high", u)}, u,
             "A value held between two limits.", "min(max(x, low), high)", "clip(share, 0, 1)"),
    function(F::safe_div, "safe_div", K::pure,
             {parameter("a", u), parameter("b", v), parameter("otherwise", u_over_v, D::zero)},
             u_over_v, "A quotient that has a value when the divisor is 0.",
             "a / b if b != 0 else otherwise", "safe_div(required_capacity, capacity, 0)"),

    function(F::time, "time", K::clock, {}, UnitRule::time, "The current time.",
             "start_time + k * time_step", "time - start_time"),
    function(F::time_step, "time_step", K::clock, {}, UnitRule::time, "The time step of the run.",
             "", "backlog / time_step"),
    function(F::start_time, "start_time", K::clock, {}, UnitRule::time,
             "The time at which the run starts.", "", "time - start_time"),
    function(F::stop_time, "stop_time", K::clock, {}, UnitRule::time,
             "The time at which the run ends.", "", "stop_time - time"),

    function(F::step, "step", K::signal, {parameter("height", u), parameter("at", UnitRule::time)},
             u, "Zero before a time, a constant height from then on.",
             "height if time >= at else 0", "step(0.2, 52 week)"),
    function(F::pulse, "pulse", K::signal,
             {parameter("height", u), parameter("at", UnitRule::time),
              parameter("width", UnitRule::time, D::zero)},
             u, "A height that lasts for a width of time; width 0 lasts one time step.",
             "height if at <= time < at + width else 0; a width of 0 is one time_step",
             "pulse(200, 26 week, 1 week)"),
    function(F::pulse_train, "pulse_train", K::signal,
             {parameter("period", UnitRule::time), parameter("width", UnitRule::time),
              parameter("offset", UnitRule::time, D::zero)},
             dimensionless,
             "One for a width of time in every period, else zero; period 0: never. The phase "
             "follows the "
             "absolute time, so that a period that changes starts no new count.",
             "1 if mod(time - offset, period) < width else 0",
             "pulse_train(period = 13 week, width = 1 week, offset = -1 week)"),
    function(F::ramp, "ramp", K::signal,
             {parameter("slope", u), parameter("from", UnitRule::time),
              parameter("to", UnitRule::time, D::stop_time)},
             u_times_time, "A rise at a constant slope between two times, level before and after.",
             "slope * max(min(time, to) - from, 0)", "ramp(0.01, 10 week, 20 week)"),

    with_parts(
        function(F::delay1, "delay1", K::memory,
                 {parameter("input", u), parameter("delay_time", UnitRule::time),
                  parameter("initial_outflow", u, D::first_argument, kAtStart)},
                 u,
                 "A first-order material delay: what flows in comes out later, and none is lost.",
                 "output = level / delay_time; d level/dt = input - output; level starts at "
                 "initial_outflow * delay_time",
                 "delay1(hiring, training_time)"),
        "`inflow`, `stage_1` and `outflow_1`"),
    with_parts(
        function(F::delay3, "delay3", K::memory,
                 {parameter("input", u), parameter("delay_time", UnitRule::time),
                  parameter("initial_outflow", u, D::first_argument, kAtStart)},
                 u, "A third-order material delay: three first-order delays in a row.",
                 "three times delay1 with delay_time / 3", "delay3(orders, delivery_time, 10)"),
        "`inflow`, `stage_k` and `outflow_k` for k = 1 .. 3"),
    with_parts(
        function(F::delayn, "delayn", K::memory,
                 {parameter("input", u), parameter("delay_time", UnitRule::time), order_parameter(),
                  parameter("initial_outflow", u, D::first_argument, kAtStart)},
                 u, "A material delay of any order: `order` first-order delays in a row.",
                 "order times delay1 with delay_time / order",
                 "delayn(orders, delivery_time, 6, 10)"),
        "`inflow`, `stage_k` and `outflow_k` for k = 1 .. order"),
    needs_fixed_step(function(
        F::delay_fixed, "delay_fixed", K::memory,
        {parameter("input", u), parameter("delay_time", UnitRule::time, D::required, kAtStart),
         parameter("initial_outflow", u, D::first_argument, kAtStart)},
        u,
        "A pipeline: the input one delay time later, in whole time steps (rounded, at least one).",
        "input n steps ago, n = round(delay_time / time_step), at least 1; initial_outflow before "
        "that",
        "delay_fixed(orders, 4 week, 10)")),
    with_parts(
        function(F::smooth1, "smooth1", K::memory,
                 {parameter("input", u), parameter("averaging_time", UnitRule::time),
                  parameter("initial", u, D::first_argument, kAtStart)},
                 u, "A first-order exponential average: how something is perceived that changes.",
                 "d output/dt = (input - output) / averaging_time; output starts at initial",
                 "smooth1(quality, perception_time)"),
        "`stage_1` and `change_1`"),
    with_parts(function(F::smooth3, "smooth3", K::memory,
                        {parameter("input", u), parameter("averaging_time", UnitRule::time),
                         parameter("initial", u, D::first_argument, kAtStart)},
                        u, "A third-order exponential average: three first-order ones in a row.",
                        "three times smooth1 with averaging_time / 3",
                        "smooth3(quality, perception_time)"),
               "`stage_k` and `change_k` for k = 1 .. 3"),
    with_parts(function(F::smoothn, "smoothn", K::memory,
                        {parameter("input", u), parameter("averaging_time", UnitRule::time),
                         order_parameter(), parameter("initial", u, D::first_argument, kAtStart)},
                        u, "An exponential average of any order.",
                        "order times smooth1 with averaging_time / order",
                        "smoothn(quality, perception_time, 6)"),
               "`stage_k` and `change_k` for k = 1 .. order"),
    with_parts(function(F::trend, "trend", K::memory,
                        {parameter("input", u), parameter("averaging_time", UnitRule::time),
                         parameter("initial_trend", per_time, D::zero, kAtStart)},
                        per_time, "The fractional growth rate of a value, as it is perceived.",
                        "(input - average) / (average * averaging_time); average = smooth1(input, "
                        "averaging_time), starts at "
                        "input / (1 + initial_trend * averaging_time)",
                        "trend(demand, 26 week)"),
               "`input`, `average` and `change`"),
    with_parts(function(F::forecast, "forecast", K::memory,
                        {parameter("input", u), parameter("averaging_time", UnitRule::time),
                         parameter("horizon", UnitRule::time),
                         parameter("initial_trend", per_time, D::zero, kAtStart)},
                        u, "A value continued along its perceived trend.",
                        "input * (1 + trend(input, averaging_time, initial_trend) * horizon)",
                        "forecast(demand, 26 week, 8 week)"),
               "`input`, `average` and `change`"),
    needs_fixed_step(
        function(F::previous, "previous", K::memory,
                 {parameter("input", u), parameter("initial", u, D::required, kAtStart)}, u,
                 "The value one time step ago.", "input at time - time_step; initial at the start",
                 "previous(demand, 0)")),
    function(F::initial, "initial", K::memory, {parameter("input", u, D::required, kAtStart)}, u,
             "The value at the start of the run, kept.", "input at start_time", "initial(backlog)"),
    needs_fixed_step(function(
        F::sample_if, "sample_if", K::memory,
        {parameter("input", u), parameter("condition", condition),
         parameter("initial", u, D::required, kAtStart)},
        u, "The input whenever the condition holds, else the value held last.",
        "input if condition else its own value one time step ago; that is initial at the start",
        "sample_if(backlog, review > 0, 0)")),
    with_parts(
        function(F::integrate, "integrate", K::memory,
                 {parameter("rate", u), parameter("initial", u_times_time, D::required, kAtStart)},
                 u_times_time, "The accumulation of a rate: an unnamed stock.",
                 "d output/dt = rate; output starts at initial", "integrate(completions, 0)"),
        "the stock, which has no word of its own, and `rate`"),

    needs_fixed_step(function(
        F::normal, "normal", K::random, {parameter("mean", u), parameter("deviation", u)}, u,
        "A normal draw in every time step.", "normal distribution", "normal(demand, 3)")),
    needs_fixed_step(
        function(F::uniform, "uniform", K::random, {parameter("low", u), parameter("high", u)}, u,
                 "A uniform draw in every time step.", "low <= draw < high", "uniform(0, 1)")),
    needs_fixed_step(function(
        F::lognormal, "lognormal", K::random, {parameter("median", u), parameter("p95", u)}, u,
        "A lognormal draw in every time step.",
        "median * (p95 / median)^(z / 1.6448536269514722), z a standard normal draw",
        "lognormal(median = 40, p95 = 70)")),
    needs_fixed_step(function(F::poisson, "poisson", K::random, {parameter("mean", u)}, u,
                              "A Poisson draw in every time step: a count of independent events.",
                              "P(k) = e^-mean * mean^k / k!", "poisson(expected_failures)")),
    needs_fixed_step(function(
        F::pink_noise, "pink_noise", K::random,
        {parameter("mean", u), parameter("deviation", u),
         parameter("correlation_time", UnitRule::time)},
        u, "Noise with a memory: autocorrelated normal noise of a given standard deviation.",
        "x + a * (mean - x) + deviation * sqrt(a * (2 - a)) * z in every step, a = time_step / "
        "correlation_time, z a standard normal draw",
        "pink_noise(0, 0.1, 4 week)")),

    function(F::sum, "sum", K::reduction, {parameter("x", u)}, u, "The sum over all elements.",
             "x1 + x2 + ...", "sum(weight[k] * obstacle[k] for k in kind)"),
    function(F::prod, "prod", K::reduction, {parameter("x", u)}, u_to_element_count,
             "The product over all elements.", "x1 * x2 * ...", "prod(yield_of[*])"),
    function(F::mean, "mean", K::reduction, {parameter("x", u)}, u, "The mean over all elements.",
             "(x1 + x2 + ... + xn) / n", "mean(severity[*])"),
    function(F::min_of, "min", K::reduction, {parameter("x", u)}, u,
             "The smallest over all elements.", "min(x1, x2, ...)",
             "min(stock_level[k] for k in kind)"),
    function(F::max_of, "max", K::reduction, {parameter("x", u)}, u,
             "The largest over all elements.", "max(x1, x2, ...)", "max(stock_level[*])"),
    function(F::count, "count", K::reduction, {parameter("x", condition)}, dimensionless,
             "How many elements satisfy a condition.", "the number of elements for which x is true",
             "count(backlog[k] > limit for k in kind)"),
};

static_assert([] {
  std::size_t place = 0;
  for (const auto& info : kFunctions) {
    if (static_cast<std::size_t>(info.id) != place++) return false;
  }
  return true;
}());

}  // namespace slackwater::language

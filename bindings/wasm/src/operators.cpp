// What the code that a page compiles calls: the operators of the engine, one function each, named
// as slackwater/run/webassembly.hpp says.
#include "slackwater/program/math/scalar_functions.hpp"
#include "slackwater/program/scalar_operators.hpp"
#include "slackwater/run/webassembly.hpp"
#include "text.hpp"

using namespace slackwater;
namespace math = program::math;

#define SLACKWATER_WASM_ONE(name) \
  SLACKWATER_EXPORT(math_##name)(double a)->double { return math::name(a); }
SLACKWATER_WASM_ONE(exp)
SLACKWATER_WASM_ONE(ln)
SLACKWATER_WASM_ONE(log10)
SLACKWATER_WASM_ONE(sin)
SLACKWATER_WASM_ONE(cos)
SLACKWATER_WASM_ONE(tan)
SLACKWATER_WASM_ONE(asin)
SLACKWATER_WASM_ONE(acos)
SLACKWATER_WASM_ONE(atan)
SLACKWATER_WASM_ONE(tanh)
SLACKWATER_WASM_ONE(logistic)
SLACKWATER_WASM_ONE(floor)
SLACKWATER_WASM_ONE(round)
SLACKWATER_WASM_ONE(sign)

SLACKWATER_EXPORT(math_power)(double a, double b)->double { return math::pow(a, b); }
SLACKWATER_EXPORT(math_mod)(double a, double b)->double { return math::mod(a, b); }
SLACKWATER_EXPORT(math_safe_div)(double a, double b, double c)->double {
  return math::safe_div(a, b, c);
}
SLACKWATER_EXPORT(math_pulse_train)(double a, double b, double c)->double {
  return program::scalar::pulse_train(a, b, c);
}

SLACKWATER_EXPORT(table_lookup)
(const run::Context* context, unsigned table, double x)->double {
  return run::table_lookup(context, table, x);
}
SLACKWATER_EXPORT(table_series)
(const run::Context* context, unsigned table, double time, double decide)->double {
  return run::table_series(context, table, time, decide);
}
SLACKWATER_EXPORT(draw)
(const run::Context* context, int operation, unsigned stream, double a, double b)->double {
  return run::draw(context, static_cast<program::Operation>(operation), stream, a, b);
}

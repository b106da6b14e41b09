#pragma once

#include <cstdint>
#include <string_view>

/// The instruction set, listed once: handlers, disassembler, passes and interpreters are all
/// generated from these lists.
///
/// Meaning of every operation on one double: scalar_operators.hpp. Truth is the number 1, untruth
/// 0; any number other than 0 counts as true.
namespace slackwater::program {

// The formatter does not come to rest on lists of macros.
// clang-format off
/// X(name): one operand, in a lane slot.
#define SLACKWATER_UNARY_OPERATIONS(X)                                            \
  X(copy) X(negate) X(logical_not) X(abs) X(sqrt) X(exp) X(ln) X(log10)           \
  X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(tanh) X(logistic)                \
  X(floor) X(round) X(sign)

/// X(name): two operands, of which one may be uniform.
#define SLACKWATER_BINARY_OPERATIONS(X)                                           \
  X(add) X(subtract) X(multiply) X(divide) X(minimum) X(maximum)                  \
  X(less) X(less_equal) X(greater) X(greater_equal) X(equal) X(not_equal)

/// X(name): those of them that pairs are made of, and that may be guarded.
#define SLACKWATER_ARITHMETIC_OPERATIONS(X) X(add) X(subtract) X(multiply) X(divide)

/// X(name): two operands, both in lane slots.
#define SLACKWATER_LANE_BINARY_OPERATIONS(X) X(power) X(mod) X(logical_and) X(logical_or)

/// X(name): three operands, all in lane slots, except `select`, of which b and c may be uniform.
/// pulse_train(elapsed, period, width): 1 while elapsed, folded into one period, is in (0, width].
#define SLACKWATER_TERNARY_OPERATIONS(X) X(select) X(safe_div) X(pulse_train)

/// X(name, inner, outer, swapped): a pair in one instruction: outer(inner(a, b), c), or swapped
/// (`_from`, `_into`): outer(c, inner(a, b)). Each of the two operations rounds as if it stood
/// alone. Any operand may be uniform, but not both a and b.
#define SLACKWATER_PAIRS_OF(X, inner)                                             \
  X(inner##_add, inner, add, false)                                               \
  X(inner##_multiply, inner, multiply, false)                                     \
  X(inner##_subtract, inner, subtract, false)                                     \
  X(inner##_subtract_from, inner, subtract, true)                                 \
  X(inner##_divide, inner, divide, false)                                         \
  X(inner##_divide_into, inner, divide, true)
/// X(name, inner): those of them that divide by c.
#define SLACKWATER_PAIRS_BEFORE_DIVISION(X)                                       \
  X(add_divide, add) X(subtract_divide, subtract) X(multiply_divide, multiply)
#define SLACKWATER_PAIR_OPERATIONS(X)                                             \
  SLACKWATER_PAIRS_OF(X, add)                                                     \
  SLACKWATER_PAIRS_OF(X, subtract)                                                \
  SLACKWATER_PAIRS_OF(X, multiply)                                                \
  SLACKWATER_PAIRS_OF(X, divide)

/// X(name, operands): what needs a table or more than arithmetic; all operands in lane slots,
/// except where said.
/// - broadcast(a): the uniform slot a (its bit in Instruction::uniform is set) into every lane of
///   the target.
/// - given(a, b): a where a is not NaN, else b: a start value that the run may have provided.
/// - lookup(x), `table` is the lookup; series(time, decide), `table` the series; both operands of
///   `series` may be uniform (then the target is uniform too) or both in lane slots.
/// - random_*(a, b), `table` the stream: one draw per step; see random_operators.hpp.
/// - guard(a): the target (always Program::fault) becomes NaN where a is not finite, and stays as
///   it is elsewhere.
/// - guard_if(a, b): the same, only where b is true.
#define SLACKWATER_SPECIAL_OPERATIONS(X)                                          \
  X(broadcast, 1) X(given, 2) X(lookup, 1) X(series, 2)                           \
  X(random_uniform, 2) X(random_normal, 2) X(random_lognormal, 2)                 \
  X(random_poisson, 1) X(guard, 1) X(guard_if, 2)
// clang-format on

enum class Operation : std::uint16_t {
#define SLACKWATER_NAME(name, ...) name,
  SLACKWATER_UNARY_OPERATIONS(SLACKWATER_NAME) SLACKWATER_BINARY_OPERATIONS(SLACKWATER_NAME)
      SLACKWATER_LANE_BINARY_OPERATIONS(SLACKWATER_NAME)
          SLACKWATER_TERNARY_OPERATIONS(SLACKWATER_NAME) SLACKWATER_PAIR_OPERATIONS(SLACKWATER_NAME)
              SLACKWATER_SPECIAL_OPERATIONS(SLACKWATER_NAME)
#undef SLACKWATER_NAME
};

/// How many operations there are: the size of a table of handlers.
inline constexpr int kOperationCount = static_cast<int>(Operation::guard_if) + 1;

/// The operation's name in listings, e.g. "multiply_add".
std::string_view name(Operation operation);
/// The number of operands that an operation takes, 1 to 3.
int operand_count(Operation operation);
/// Whether the operation is two in one (SLACKWATER_PAIR_OPERATIONS).
bool is_pair(Operation operation);
/// Which operand a division or a pair with one divides by: the first division of two. -1: it does
/// not divide, or not by an operand.
int divisor_operand(Operation operation);
/// Whether an instruction of this operation can look at its own result as `guard` does.
bool may_be_guarded(Operation operation);

}  // namespace slackwater::program

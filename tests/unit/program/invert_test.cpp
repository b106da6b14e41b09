#include <gtest/gtest.h>

#include <algorithm>

#include "slackwater/program/compile.hpp"
#include "support/ir_model.hpp"

// What becomes of fixed divisors is fixed_division_test.cpp's matter.
namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::Operator;

// x falls by what is computed; the divisors are a parameter, a value that is computed once a run,
// a constant, time, and x itself.
Program compiled(const Passes& passes = {}) {
  IrModel ir;
  const auto x = ir.stock("x", ir.number(8));
  const auto tau = ir.parameter("tau", 3);
  const auto quotient = [&](const char* name, auto divisor) {
    return ir.auxiliary(name, ir.apply(Operator::divide, {ir.read(x), divisor}));
  };
  const auto once = ir.auxiliary("once", ir.apply(Operator::exp, {ir.read(tau)}));
  const std::vector<ElementId> flows = {
      quotient("by_parameter", ir.read(tau)), quotient("by_once", ir.read(once)),
      quotient("by_constant", ir.number(7)), quotient("by_time", ir.leaf(Operator::time)),
      quotient("by_stock", ir.read(x))};
  ir.flows(x, {}, flows);
  CompileOptions options;
  options.passes = passes;
  return *compile(ir.model(), options);
}

TEST(InvertTest, ListsTheDivisorsThatARunNeverChanges) {
  const Program program = compiled();
  const auto& found = program.fixed_divisors;
  ASSERT_EQ(found.size(), 3u);
  const auto has = [&](auto&& wanted) { return std::ranges::any_of(found, wanted); };
  EXPECT_TRUE(
      has([&](const Operand& o) { return !o.uniform && o.slot == program.parameters.first; }));
  EXPECT_TRUE(has([&](const Operand& o) {
    return !o.uniform && o.slot >= program.kept.first && o.slot < program.kept.end();
  }));
  EXPECT_TRUE(
      has([&](const Operand& o) { return o.uniform && program.uniform_values[o.slot] == 7; }));
}

TEST(InvertTest, CanBeSwitchedOff) {
  Passes passes;
  passes.invert = false;
  EXPECT_TRUE(compiled(passes).fixed_divisors.empty());
  EXPECT_TRUE(compiled(Passes::none()).fixed_divisors.empty());
}

TEST(InvertTest, ADivisionSaysWhatItDividesBy) {
  EXPECT_EQ(divisor_operand(Operation::divide), 1);
  EXPECT_EQ(divisor_operand(Operation::divide_subtract_from), 1);
  EXPECT_EQ(divisor_operand(Operation::divide_divide), 1);
  EXPECT_EQ(divisor_operand(Operation::multiply_divide), 2);
  EXPECT_EQ(divisor_operand(Operation::add_divide_into), -1) << "by a + b";
  EXPECT_EQ(divisor_operand(Operation::multiply_add), -1);
}

}  // namespace
}  // namespace slackwater::program::test

#include <gtest/gtest.h>

#include <algorithm>

#include "slackwater/program/compile.hpp"
#include "support/ir_model.hpp"

// What becomes of fixed divisors is fixed_division_test.cpp's matter.
namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::Operator;

// x falls by what is computed; the divisors are a parameter, a value that is computed once a run
// and is also what another stock starts with, a constant, time, a sum with time, and x itself.
Program compiled(const Passes& passes = {}) {
  IrModel ir;
  const auto x = ir.stock("x", ir.number(8));
  const auto tau = ir.parameter("tau", 3);
  const auto quotient = [&](const char* name, auto divisor) {
    return ir.auxiliary(name, ir.apply(Operator::divide, {ir.read(x), divisor}));
  };
  const auto once = ir.auxiliary("once", ir.apply(Operator::exp, {ir.read(tau)}));
  ir.flows(ir.stock("y", ir.read(once)), {}, {quotient("out_of_y", ir.number(5))});
  const auto later = ir.apply(Operator::add, {ir.leaf(Operator::time), ir.number(1)});
  const std::vector<ElementId> flows = {quotient("by_parameter", ir.read(tau)),
                                        quotient("by_once", ir.read(once)),
                                        quotient("by_constant", ir.number(7)),
                                        quotient("by_time", ir.leaf(Operator::time)),
                                        quotient("by_sum", later),
                                        quotient("by_stock", ir.read(x))};
  ir.flows(x, {}, flows);
  CompileOptions options;
  options.passes = passes;
  return *compile(ir.model(), options);
}

TEST(InvertTest, ListsTheDivisorsThatARunNeverChanges) {
  const Program program = compiled();
  const auto& found = program.fixed_divisors;
  EXPECT_EQ(found.size(), 4u);
  const auto has = [&](auto&& wanted) { return std::ranges::any_of(found, wanted); };
  EXPECT_TRUE(
      has([&](const Operand& o) { return !o.uniform && o.slot == program.parameters.first; }));
  EXPECT_TRUE(has([&](const Operand& o) {
    return !o.uniform && o.slot >= program.kept.first && o.slot < program.kept.end();
  }));
  EXPECT_TRUE(
      has([&](const Operand& o) { return o.uniform && program.uniform_values[o.slot] == 7; }));
}

TEST(InvertTest, NoneIsWhereSomethingThatChangesIs) {
  const Program program = compiled();
  for (const Operand& divisor : program.fixed_divisors) {
    const auto within = [&](const Region& region) {
      return divisor.slot >= region.first && divisor.slot < region.end();
    };
    EXPECT_TRUE(divisor.uniform || within(program.parameters) || within(program.kept));
    EXPECT_FALSE(divisor.uniform && divisor.slot == program.time.slot);
  }
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

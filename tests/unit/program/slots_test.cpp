#include <gtest/gtest.h>

#include <set>
#include <string>

#include "slackwater/program/compile.hpp"
#include "slackwater/program/disassemble.hpp"
#include "support/ir_model.hpp"
#include "support/one_lane.hpp"

// That no bit of any value changes is passes_test.cpp's matter too.
namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::Operator;

// A chain that needs every product twice before there is a rate. Auxiliaries would be saved, and
// live until then.
IrModel products(int count) {
  IrModel ir;
  std::vector<ElementId> stocks;
  for (int i = 0; i < count; ++i) {
    stocks.push_back(ir.stock("s" + std::to_string(i), ir.number(1 + i)));
  }
  const auto product = [&](std::size_t i) {
    const auto next = stocks[(i + 1) % stocks.size()];
    return ir.apply(Operator::multiply, {ir.read(stocks[i]), ir.read(next)});
  };
  auto chain = product(0);
  for (const auto with : {Operator::minimum, Operator::maximum}) {
    for (std::size_t i = 0; i < stocks.size(); ++i) chain = ir.apply(with, {product(i), chain});
  }
  const auto flow = ir.auxiliary("flow", chain);
  for (const auto stock : stocks) ir.flows(stock, {flow}, {});
  return ir;
}

std::size_t temporaries_of_derivative(const IrModel& ir, bool reuse) {
  CompileOptions options;
  options.passes.reuse = reuse;
  const Program program = *compile(ir.model(), options);
  std::set<std::uint32_t> slots;
  for (const Instruction& instruction : program.derivative.lanes) {
    if (instruction.target >= program.temporaries.first) slots.insert(instruction.target);
  }
  return slots.size();
}

TEST(SlotsTest, TemporariesLiveWhereRatesWillBe) {
  const IrModel ir = products(12);
  EXPECT_GE(temporaries_of_derivative(ir, false), 12u) << "otherwise there is nothing to do";
  EXPECT_LE(temporaries_of_derivative(ir, true), 3u);
}

// Rates that are there early and late, more of them than are looked at, and temporaries that live
// short and long: the same numbers as without.
IrModel many_rates(int count) {
  IrModel ir;
  std::vector<ElementId> stocks;
  for (int i = 0; i < count; ++i) {
    stocks.push_back(ir.stock("s" + std::to_string(i), ir.number(1 + 0.01 * i)));
  }
  auto chain = ir.read(stocks.back());
  for (std::size_t i = 0; i < stocks.size(); ++i) {
    const auto next = stocks[(i * 7 + 3) % stocks.size()];
    const auto product = ir.apply(Operator::multiply, {ir.read(stocks[i]), ir.read(next)});
    chain = ir.apply(i % 2 == 0 ? Operator::minimum : Operator::maximum, {product, chain});
    const auto early = ir.apply(Operator::divide, {product, ir.number(100.0 + i)});
    const auto late = ir.apply(Operator::subtract, {chain, product});
    ir.flows(stocks[i], {ir.auxiliary("in" + std::to_string(i), i % 3 == 0 ? late : early)}, {});
  }
  return ir;
}

TEST(SlotsTest, ManyRatesHaveTheReferencesBits) {
  const IrModel ir = many_rates(200);
  reference::Input input;
  input.outputs = {ElementId(0), ElementId(199)};
  const auto expected = reference::run(ir.model(), input);
  ASSERT_TRUE(expected.has_value());
  ASSERT_FALSE(expected->failure.has_value());
  CompileOptions options;
  options.outputs = input.outputs;
  const Program program = *compile(ir.model(), options);
  int in_rates = 0;
  for (const Instruction& instruction : program.derivative.lanes) {
    const auto rate = instruction.target - program.rates.first;
    if (rate < program.rates.count) ++in_rates;
  }
  EXPECT_GE(in_rates, 400) << "otherwise there is nothing to see";
  EXPECT_EQ(difference(*expected, run_one_lane(program, ir.model().time, input)), "")
      << disassemble(program);
}

}  // namespace
}  // namespace slackwater::program::test

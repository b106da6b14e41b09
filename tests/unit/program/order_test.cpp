#include <gtest/gtest.h>

#include <string>

#include "slackwater/program/compile.hpp"
#include "support/ir_model.hpp"

// That no bit of any value changes is passes_test.cpp's matter.
namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::Operator;

// Tanks in a ring: divisions in a row, each read twice so that none becomes one of a pair, and
// other work after them. They divide by what changes: other divisions need no divider.
IrModel tanks(int count) {
  IrModel ir;
  std::vector<ElementId> stocks, outflows;
  for (int i = 0; i < count; ++i) {
    stocks.push_back(ir.stock("s" + std::to_string(i), ir.number(1 + i)));
  }
  for (std::size_t i = 0; i < stocks.size(); ++i) {
    const auto next = stocks[(i + 1) % stocks.size()];
    outflows.push_back(
        ir.auxiliary("out" + std::to_string(i),
                     ir.apply(Operator::divide, {ir.read(stocks[i]), ir.read(next)})));
  }
  for (int i = 0; i < count; ++i) {
    const auto number = std::to_string(i);
    ElementId last = stocks[static_cast<std::size_t>(i)];
    for (int k = 0; k < 8; ++k) {
      const auto bound = ir.parameter("p" + number + "_" + std::to_string(k), 0.5);
      last = ir.auxiliary("m" + number + "_" + std::to_string(k),
                          ir.apply(Operator::maximum, {ir.read(last), ir.read(bound)}));
    }
    const auto at = static_cast<std::size_t>(i);
    ir.flows(stocks[at], {last, outflows[(at + 1) % outflows.size()]}, {outflows[at]});
  }
  return ir;
}

int neighbouring_divisions(bool order) {
  CompileOptions options;
  options.passes.order = order;
  const IrModel ir = tanks(8);
  const Program program = *compile(ir.model(), options);
  int count = 0;
  bool divided = false;
  for (const auto& instruction : program.derivative.lanes) {
    const bool divides = name(instruction.operation).find("divide") != std::string_view::npos;
    if (divides && divided) ++count;
    divided = divides;
  }
  return count;
}

TEST(OrderTest, OtherWorkIsPutBetweenDivisions) {
  EXPECT_GE(neighbouring_divisions(false), 4) << "otherwise there is nothing to do";
  EXPECT_LE(neighbouring_divisions(true), 1);
}

// In the source's order every maximum would wait for the one before it.
TEST(OrderTest, ChainsAreInterleaved) {
  const IrModel ir = tanks(8);
  const Program program = *compile(ir.model());
  int waits = 0;
  const auto& lanes = program.derivative.lanes;
  for (std::size_t i = 1; i < lanes.size(); ++i) {
    for (int k = 0; k < operand_count(lanes[i].operation); ++k) {
      const bool uniform = ((lanes[i].uniform >> k) & 1u) != 0;
      if (!uniform && lanes[i].operands[static_cast<std::size_t>(k)] == lanes[i - 1].target) {
        ++waits;
      }
    }
  }
  EXPECT_LE(waits, 4);
}

}  // namespace
}  // namespace slackwater::program::test

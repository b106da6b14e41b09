#include "slackwater/program/compile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "slackwater/program/tableau.hpp"
#include "support/ir_model.hpp"
#include "support/one_lane.hpp"

namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::ExprId;
using model::Operator;

// A chain of `count` auxiliaries between one stock and its outflow, two operations each.
IrModel chain(int count) {
  IrModel ir;
  const ElementId rate = ir.parameter("rate", 0.01);
  const ElementId stock = ir.stock("stock", ir.number(1));
  ElementId last = stock;
  for (int i = 0; i < count; ++i) {
    const ExprId part = ir.apply(Operator::multiply, {ir.read(last), ir.read(rate)});
    last = ir.auxiliary("a" + std::to_string(i), ir.apply(Operator::add, {part, ir.number(i)}));
  }
  ir.flows(stock, {}, {last});
  return ir;
}

std::size_t operations(const Program& program) {
  std::size_t count = 0;
  for (const Section* s : {&program.start, &program.step, &program.derivative, &program.save}) {
    count += s->lanes.size() + s->uniform.size();
  }
  return count;
}

TEST(CompileTest, AChainBecomesPairsInAHandfulOfSlots) {
  const Program program = *compile(chain(1000).model());
  EXPECT_EQ(program.derivative.lanes.size(), 1001u);  // 1000 times multiply_add, one subtraction
  EXPECT_LE(program.temporaries.count, 2u);
  Passes passes;
  passes.fuse = false;
  CompileOptions options;
  options.passes = passes;
  EXPECT_EQ(compile(chain(1000).model(), options)->derivative.lanes.size(), 2001u);
}

TEST(CompileTest, TenThousandVariables) {
  const IrModel ir = chain(10000);
  const Program program = *compile(ir.model());
  EXPECT_EQ(program.derivative.lanes.size(), 10001u);
  std::set<std::string> names;
  for (const PassTiming& timing : program.timings) names.insert(timing.name);
  for (const char* pass :
       {"fold", "share", "hoist", "dead_code", "fuse", "invert", "order", "reuse"}) {
    EXPECT_EQ(names.count(pass), 1u) << pass;
  }
}

TEST(CompileTest, EveryPassHasItsSwitch) {
  const IrModel ir = chain(10);
  CompileOptions options;
  options.passes = Passes::none();
  const Program plain = *compile(ir.model(), options);
  const Program best = *compile(ir.model());
  EXPECT_GT(operations(plain), operations(best));
  EXPECT_GT(plain.lane_slots, best.lane_slots);
}

TEST(CompileTest, WhatDependsOnParametersOnlyIsComputedOncePerRun) {
  IrModel ir;
  const ElementId p = ir.parameter("p", 4);
  const ElementId stock = ir.stock("stock", ir.number(1));
  const ElementId f = ir.auxiliary(
      "f", ir.apply(Operator::multiply, {ir.read(stock), ir.apply(Operator::exp, {ir.read(p)})}));
  ir.flows(stock, {f}, {});
  const Program program = *compile(ir.model());
  const auto is_exp = [](const Instruction& i) { return i.operation == Operation::exp; };
  EXPECT_TRUE(std::any_of(program.start.lanes.begin(), program.start.lanes.end(), is_exp));
  EXPECT_EQ(program.derivative.lanes.size(), 1u);
}

TEST(CompileTest, WhatDependsOnTimeOnlyIsComputedOnceForAllLanes) {
  IrModel ir;
  const ElementId stock = ir.stock("stock", ir.number(1));
  const ElementId wave = ir.auxiliary("wave", ir.apply(Operator::sin, {ir.leaf(Operator::time)}));
  const ElementId f =
      ir.auxiliary("f", ir.apply(Operator::multiply, {ir.read(stock), ir.read(wave)}));
  ir.flows(stock, {f}, {});
  const Program program = *compile(ir.model());
  ASSERT_EQ(program.derivative.uniform.size(), 1u);
  EXPECT_EQ(program.derivative.uniform[0].operation, Operation::sin);
  EXPECT_EQ(program.derivative.lanes.size(), 1u);
  CompileOptions options;
  options.uniform_time = false;
  const Program adaptive = *compile(ir.model(), options);
  EXPECT_FALSE(adaptive.time.uniform);
  EXPECT_TRUE(adaptive.derivative.uniform.empty());
  EXPECT_EQ(adaptive.derivative.lanes.size(), 2u);
}

TEST(CompileTest, OutputsMayBeAnything) {
  IrModel ir;
  const ElementId p = ir.parameter("p", 4);
  const ElementId stock = ir.stock("stock", ir.number(1));
  const ElementId number = ir.auxiliary("number", ir.number(7));
  const ElementId clock = ir.auxiliary("clock", ir.leaf(Operator::time));
  const ElementId same = ir.auxiliary("same", ir.read(stock));
  const ElementId at_start = ir.auxiliary("at_start", ir.initial(ir.add_initial(ir.read(stock))));
  ir.flows(stock, {p}, {});
  ir.time(0, 2, 1, 1, model::Method::euler);
  CompileOptions options;
  options.outputs = {p, stock, number, clock, same, at_start, stock};
  const Program program = *compile(ir.model(), options);
  reference::Input input;
  input.outputs = options.outputs;
  const auto output = run_one_lane(program, ir.model().time, input);
  using Row = std::vector<double>;
  EXPECT_EQ(output.series,
            (std::vector<Row>{
                {4, 4, 4}, {1, 5, 9}, {7, 7, 7}, {0, 1, 2}, {1, 5, 9}, {1, 1, 1}, {1, 5, 9}}));
}

TEST(CompileTest, AdaptiveMethodsLearnTheKinks) {
  IrModel ir;
  const ElementId at = ir.parameter("at", 3);
  const ElementId stock = ir.stock("stock", ir.number(1));
  const auto table = ir.add_lookup({0, 5, 9}, {1, 2, 1}, model::LookupMode::clamp);
  const auto data = ir.add_series({0, 4}, {1, 2}, model::SeriesMode::linear);
  ir.auxiliary("a", ir.apply(Operator::after, {ir.read(at)}));
  ir.auxiliary("b",
               ir.apply(Operator::pulse_train_on, {ir.number(13), ir.number(1), ir.number(-1)}));
  ir.auxiliary("c", ir.apply(Operator::lookup, {ir.leaf(Operator::time)}, table));
  ir.auxiliary("d", ir.series(data));
  ir.auxiliary("e", ir.apply(Operator::after, {ir.read(stock)}));  // not known in advance
  ir.auxiliary("f", ir.apply(Operator::pulse_on, {ir.read(at), ir.number(0)}));
  CompileOptions options;
  EXPECT_TRUE(compile(ir.model(), options)->kinks.empty());
  options.uniform_time = false;
  const Program program = *compile(ir.model(), options);
  using Kind = Kink::Kind;
  std::vector<Kind> kinds;
  for (const Kink& kink : program.kinks) kinds.push_back(kink.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::once, Kind::train, Kind::lookup, Kind::series,
                                      Kind::once, Kind::once}));
  EXPECT_EQ(program.kinks[0].at, (Operand{program.parameters.first, false}));
  EXPECT_EQ(program.uniform_values[program.kinks[1].period.slot], 13);
}

// The listing relies on it, and so does every handler: what may be uniform is said in
// operations.hpp.
TEST(CompileTest, OnlyArithmeticReadsUniformSlots) {
  const IrModel ir = chain(5);
  const Program program = *compile(ir.model());
  for (const Instruction& i : program.derivative.lanes) {
    if (is_pair(i.operation)) EXPECT_NE(i.uniform & 3, 3);
    if (operand_count(i.operation) == 1) EXPECT_EQ(i.uniform, 0);
  }
}

}  // namespace
}  // namespace slackwater::program::test

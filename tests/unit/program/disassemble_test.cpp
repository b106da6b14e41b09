#include "slackwater/program/disassemble.hpp"

#include <gtest/gtest.h>

#include "slackwater/program/compile.hpp"
#include "support/ir_model.hpp"

namespace slackwater::program::test {
namespace {

using model::Operator;

// A stock that fills with a demand that doubles at week 3 and drains through a delay; all by hand
// from the IR's rules.
IrModel small_model() {
  IrModel ir;
  const auto demand = ir.parameter("demand", 10);
  const auto delay = ir.parameter("delay", 4);
  const auto stock =
      ir.stock("backlog", ir.apply(Operator::multiply, {ir.read(demand), ir.read(delay)}));
  const auto surge = ir.apply(Operator::after, {ir.number(3)});
  const auto arrivals = ir.auxiliary(
      "arrivals", ir.apply(Operator::multiply,
                           {ir.read(demand), ir.apply(Operator::add, {ir.number(1), surge})}));
  const auto completions = ir.auxiliary(
      "completions",
      ir.apply(Operator::minimum, {ir.apply(Operator::divide, {ir.read(stock), ir.read(delay)}),
                                   ir.apply(Operator::multiply, {ir.number(2), ir.read(demand)})}));
  ir.auxiliary("unused", ir.apply(Operator::exp, {ir.read(stock)}));
  ir.flows(stock, {arrivals}, {completions});
  return ir;
}

Program compiled(const Passes& passes) {
  const IrModel ir = small_model();
  CompileOptions options;
  options.passes = passes;
  options.outputs = {*ir.model().find_element("completions")};
  return *compile(ir.model(), options);
}

// Lanes are told from uniform values by the section, not by a name that begins like one of theirs.
TEST(DisassembleTest, AStockMayHaveAnyName) {
  IrModel ir;
  ir.stock("undone", ir.number(7));
  EXPECT_EQ(disassemble(*compile(ir.model(), {})), R"(start:
  t0 = broadcast 7
  undone = given given undone, t0
derivative:
  rate undone = broadcast 0
)");
}

// The rates' slots hold temporaries until the rates are there, also the one that a rate is computed
// from.
TEST(DisassembleTest, TemporariesInTheSlotOfARateAreNoRates) {
  IrModel ir;
  const auto first = ir.stock("first", ir.number(7));
  const auto second = ir.stock("second", ir.number(5));
  const auto product = ir.apply(Operator::multiply, {ir.read(first), ir.read(second)});
  const auto root = ir.apply(Operator::exp, {ir.apply(Operator::tanh, {product})});
  const auto flow = ir.auxiliary("flow", root);
  const auto other = ir.auxiliary("other", ir.apply(Operator::cos, {root}));
  ir.flows(first, {flow}, {});
  ir.flows(second, {other}, {});
  CompileOptions options;
  options.outputs = {first};
  EXPECT_EQ(disassemble(*compile(ir.model(), options)), R"(start:
  t0 = broadcast 7
  t1 = broadcast 5
  first = given given first, t0
  second = given given second, t1
derivative:
  r0 = multiply first, second guarded
  r1 = tanh r0
  rate first = exp r1
  rate second = cos rate first
output first = first
)");
}

TEST(DisassembleTest, AllPasses) {
  EXPECT_EQ(disassemble(compiled({})), R"(start:
  t0 = multiply demand, delay
  t1 = not_equal given backlog, given backlog
  k0 = multiply demand, 2 guarded
  backlog = given given backlog, t0
  fault = guard_if t0, t1
step:
  u8 = greater decide, 3
  u9 = add 1, u8
  k1 = multiply demand, u9
derivative:
  t0 = divide backlog, delay guarded
  t1 = minimum t0, k0
  rate backlog = subtract k1, t1
save:
  fault = guard t0
output completions = t1
)");
}

TEST(DisassembleTest, NoPasses) {
  EXPECT_EQ(disassemble(compiled(Passes::none())), R"(start:
  t0 = multiply demand, delay
  t1 = given given backlog, t0
  backlog = copy t1
  t2 = broadcast decide
  t3 = copy t2
  t4 = broadcast 3
  t5 = greater t3, t4
  t6 = broadcast 1
  t7 = add t6, t5
  t8 = multiply demand, t7
  t9 = divide t1, delay
  t10 = broadcast 2
  t11 = multiply t10, demand
  t12 = minimum t9, t11
  t13 = exp t1
  k1 = broadcast 3
  k2 = broadcast 1
  k3 = broadcast 2
  t14 = not_equal given backlog, given backlog
  fault = guard_if t0, t14
step:
  k0 = broadcast decide
derivative:
  t15 = greater k0, k1
  t16 = add k2, t15
  t17 = multiply demand, t16
  t18 = divide backlog, delay
  fault = guard t18
  t19 = multiply k3, demand
  fault = guard t19
  t20 = minimum t18, t19
  t21 = subtract t17, t20
  rate backlog = copy t21
  t22 = exp backlog
save:
  fault = guard t18
  fault = guard t19
output completions = t20
)");
}

}  // namespace
}  // namespace slackwater::program::test

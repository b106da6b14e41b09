#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "slackwater/program/compile.hpp"
#include "support/ir_model.hpp"
#include "support/one_lane.hpp"

// Which operations are looked at, and that a run ends exactly where the definition says: an
// operation on the evaluated path of a needed value has no finite result.
namespace slackwater::program::test {
namespace {

using model::ElementId;
using model::ExprId;
using model::Operator;

// One stock x = 1 whose only inflow is made by `equation`, from parameters a = 2 and b = 0.
struct Case {
  IrModel ir;
  ElementId a, b, x, y;

  template <class Equation>
  explicit Case(Equation&& equation) {
    a = ir.parameter("a", 2);
    b = ir.parameter("b", 0);
    x = ir.stock("x", ir.number(1));
    y = ir.auxiliary("y", equation(*this));
    ir.flows(x, {y}, {});
    ir.time(0, 1, 0.25, 0.25, model::Method::rk4);
  }

  ExprId read(ElementId id) { return ir.read(id); }
  ExprId x_by_b() { return ir.apply(Operator::divide, {read(x), read(b)}); }
  ExprId x_by_a() { return ir.apply(Operator::divide, {read(x), read(a)}); }

  Program program(std::vector<ElementId> outputs = {}) const {
    CompileOptions options;
    options.outputs = std::move(outputs);
    return *compile(ir.model(), options);
  }
  reference::Output run(std::vector<ElementId> outputs = {}) const {
    reference::Input input;
    input.outputs = outputs;
    return run_one_lane(program(outputs), ir.model().time, input);
  }
};

long guards(const Section& section) {
  return std::count_if(section.lanes.begin(), section.lanes.end(), [](const Instruction& i) {
    return i.guarded || i.operation == Operation::guard || i.operation == Operation::guard_if;
  });
}

TEST(GuardsTest, SumsAndProductsShowInTheStock) {
  const Case c([](Case& k) {
    return k.ir.apply(Operator::add, {k.ir.apply(Operator::multiply, {k.x_by_a(), k.read(k.a)}),
                                      k.ir.apply(Operator::sqrt, {k.read(k.x)})});
  });
  EXPECT_EQ(guards(c.program().derivative), 0);
  EXPECT_FALSE(c.run().failure);
}

TEST(GuardsTest, AMinimumHidesAnInfinity) {
  const Case c([](Case& k) { return k.ir.apply(Operator::minimum, {k.x_by_b(), k.read(k.a)}); });
  EXPECT_EQ(guards(c.program().derivative), 1);
  const auto output = c.run();
  ASSERT_TRUE(output.failure);
  EXPECT_EQ(output.failure->message, "division by zero in the equation of 'y'");
  EXPECT_EQ(output.failure->kind, Failure::Kind::domain_error);
  EXPECT_EQ(output.failure->time, 0);
  ASSERT_EQ(output.failure->inputs.size(), 3u);
  EXPECT_EQ(output.failure->inputs[0].name, "x");
  EXPECT_EQ(output.failure->inputs[0].value, 1);
  EXPECT_EQ(output.failure->inputs[1].name, "b");
  EXPECT_EQ(output.failure->inputs[1].value, 0);
  EXPECT_EQ(output.failure->inputs[2].name, "a");
}

TEST(GuardsTest, ADivisorHidesAnInfinity) {
  const Case c([](Case& k) { return k.ir.apply(Operator::divide, {k.read(k.a), k.x_by_b()}); });
  EXPECT_EQ(guards(c.program().derivative), 1);
  EXPECT_TRUE(c.run().failure);
}

TEST(GuardsTest, ADivisorOfStocksAndConstantsNeedsNone) {
  const Case c([](Case& k) {
    const ExprId size = k.ir.apply(Operator::abs, {k.read(k.x)});
    return k.ir.apply(Operator::divide,
                      {k.read(k.a), k.ir.apply(Operator::add, {k.ir.number(1), size})});
  });
  EXPECT_EQ(guards(c.program().derivative), 0);
  EXPECT_FALSE(c.run().failure);
}

TEST(GuardsTest, WhatIsSeenElsewhereNeedsNone) {
  const Case c([](Case& k) {
    const ElementId q = k.ir.auxiliary("q", k.x_by_b());
    return k.ir.apply(Operator::add,
                      {k.ir.apply(Operator::minimum, {k.read(q), k.read(k.a)}), k.read(q)});
  });
  EXPECT_EQ(guards(c.program().derivative), 0);
  ASSERT_TRUE(c.run().failure);
  EXPECT_EQ(c.run().failure->variable, "q");
}

TEST(GuardsTest, TheOtherSideOfASelectDoesNotCount) {
  const auto equation = [](double when) {
    return [when](Case& k) {
      const ExprId condition = k.ir.apply(Operator::less, {k.read(k.x), k.ir.number(when)});
      const ExprId hidden = k.ir.apply(Operator::minimum, {k.x_by_b(), k.read(k.a)});
      return k.ir.apply(Operator::select, {condition, hidden, k.read(k.a)});
    };
  };
  const Case never(equation(-5));
  EXPECT_EQ(guards(never.program().derivative), 1);
  EXPECT_FALSE(never.run().failure);
  const Case always(equation(100));
  ASSERT_TRUE(always.run().failure);
  EXPECT_EQ(always.run().failure->time, 0);
}

TEST(GuardsTest, AValueOfBothSidesIsNeededAnyway) {
  const Case c([](Case& k) {
    const ElementId q =
        k.ir.auxiliary("q", k.ir.apply(Operator::minimum, {k.x_by_b(), k.read(k.a)}));
    return k.ir.apply(Operator::select,
                      {k.read(k.x), k.read(q), k.ir.apply(Operator::negate, {k.read(q)})});
  });
  const Program program = c.program();
  ASSERT_EQ(guards(program.derivative), 1);
  for (const Instruction& i : program.derivative.lanes) EXPECT_NE(i.operation, Operation::guard_if);
  EXPECT_TRUE(c.run().failure);
}

TEST(GuardsTest, SafeDivLooksOnlyAtTheSideItTakes) {
  const Case c([](Case& k) {
    return k.ir.apply(Operator::safe_div,
                      {k.ir.apply(Operator::ln, {k.read(k.b)}), k.read(k.b), k.read(k.a)});
  });
  EXPECT_FALSE(c.run().failure);
  const Case other([](Case& k) {
    return k.ir.apply(Operator::safe_div, {k.read(k.a), k.read(k.x), k.x_by_b()});
  });
  EXPECT_FALSE(other.run().failure);
}

TEST(GuardsTest, AndOrStopEarly) {
  const Case c([](Case& k) {
    const ExprId bad = k.ir.apply(Operator::greater, {k.x_by_b(), k.read(k.a)});
    return k.ir.apply(Operator::logical_and, {k.read(k.b), bad});
  });
  EXPECT_FALSE(c.run().failure);
  const Case d([](Case& k) {
    const ExprId bad = k.ir.apply(Operator::greater, {k.x_by_b(), k.read(k.a)});
    return k.ir.apply(Operator::logical_or, {k.read(k.b), bad});
  });
  EXPECT_TRUE(d.run().failure);
}

TEST(GuardsTest, WhatNobodyNeedsMayFail) {
  Case c([](Case& k) { return k.read(k.a); });
  const ElementId idle = c.ir.auxiliary("idle", c.x_by_b());
  EXPECT_FALSE(c.run().failure);
  ASSERT_TRUE(c.run({idle}).failure);
  EXPECT_EQ(c.run({idle}).failure->variable, "idle");
}

TEST(GuardsTest, WhatNeverChangesIsLookedAtOncePerRun) {
  const Case c([](Case& k) {
    const ExprId quotient = k.ir.apply(Operator::divide, {k.read(k.a), k.read(k.b)});
    return k.ir.apply(
        Operator::multiply,
        {k.read(k.x), k.ir.apply(Operator::exp, {k.ir.apply(Operator::negate, {quotient})})});
  });
  const Program program = c.program();
  EXPECT_EQ(guards(program.derivative), 0);
  EXPECT_GE(guards(program.start), 1);
  ASSERT_TRUE(c.run().failure);
  EXPECT_EQ(c.run().failure->message, "division by zero in the equation of 'y'");
}

TEST(GuardsTest, AStockThatOverflowsEndsTheRun) {
  const Case c(
      [](Case& k) { return k.ir.apply(Operator::multiply, {k.read(k.x), k.ir.number(1e200)}); });
  const auto output = c.run();
  ASSERT_TRUE(output.failure);
  EXPECT_EQ(output.failure->kind, Failure::Kind::not_finite);
}

TEST(GuardsTest, GivenStartsReplaceEquationsThatFail) {
  IrModel ir;
  const ElementId b = ir.parameter("b", 0);
  ir.stock("x", ir.apply(Operator::divide, {ir.number(1), ir.read(b)}));
  ir.time(0, 1, 0.5, 0.5, model::Method::euler);
  CompileOptions options;
  options.outputs = ir.all();
  const Program program = *compile(ir.model(), options);
  reference::Input input;
  input.outputs = ir.all();
  auto output = run_one_lane(program, ir.model().time, input);
  ASSERT_TRUE(output.failure);
  EXPECT_EQ(output.failure->variable, "x");
  input.starts = {4};
  output = run_one_lane(program, ir.model().time, input);
  EXPECT_FALSE(output.failure);
  EXPECT_EQ(output.series[1], (std::vector<double>{4, 4, 4}));
}

TEST(GuardsTest, ABrokenCheckNamesItsText) {
  Case c([](Case& k) { return k.read(k.a); });
  c.ir.check(c.ir.apply(Operator::less, {c.read(c.x), c.ir.number(2)}), "x < 2");
  const auto output = c.run({c.x});
  ASSERT_TRUE(output.failure);  // x = 1 + 2 t reaches 2 at t = 0.5
  EXPECT_EQ(output.failure->kind, Failure::Kind::check_failed);
  EXPECT_EQ(output.failure->message, "check 'x < 2' does not hold");
  EXPECT_EQ(output.failure->time, 0.5);
  EXPECT_EQ(output.series[0], (std::vector<double>{1, 1.5}));
}

}  // namespace
}  // namespace slackwater::program::test

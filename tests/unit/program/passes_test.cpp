#include <gtest/gtest.h>

#include "slackwater/program/disassemble.hpp"
#include "support/one_lane.hpp"
#include "support/random_model.hpp"

// Oracle: the reference interpreter, which knows no passes, no guards and no program.
namespace slackwater::program::test {
namespace {

Program compiled(const IrModel& ir, const Passes& passes, std::vector<ElementId> outputs) {
  CompileOptions options;
  options.passes = passes;
  options.outputs = std::move(outputs);
  auto program = compile(ir.model(), options);
  EXPECT_TRUE(program.has_value());
  return *std::move(program);
}

struct Agreement {
  int finished = 0;
  int failed = 0;
};

// Compares all combinations of passes with the reference, for two choices of outputs.
void expect_agreement(std::uint32_t seed, bool wild, Agreement& agreement) {
  const IrModel ir = random_model(seed, wild);
  const std::vector<ElementId> few = {ElementId(5), ElementId(9)};
  for (const auto& outputs : {ir.all(), few}) {
    reference::Input input;
    input.outputs = outputs;
    input.seed = seed;
    const auto expected = reference::run(ir.model(), input);
    ASSERT_TRUE(expected.has_value());
    ++(expected->failure ? agreement.failed : agreement.finished);
    for (unsigned mask = 0; mask < kPassMasks; ++mask) {
      const Passes passes = passes_of(mask);
      const Program program = compiled(ir, passes, outputs);
      const auto actual = run_one_lane(program, ir.model().time, input);
      const std::string wrong = difference(*expected, actual);
      ASSERT_EQ(wrong, "") << "model " << seed << (wild ? " wild " : " tame ") << name(passes)
                           << "\n"
                           << disassemble(program);
    }
  }
}

TEST(PassesTest, EveryCombinationKeepsEveryBitOfTameModels) {
  Agreement agreement;
  for (std::uint32_t seed = 1; seed <= 40 && !HasFatalFailure(); ++seed) {
    expect_agreement(seed, false, agreement);
  }
  EXPECT_GE(agreement.finished, 20) << "too few models reach their end to say much";
}

TEST(PassesTest, EveryCombinationEndsWildRunsForTheSameReason) {
  Agreement agreement;
  for (std::uint32_t seed = 1; seed <= 150 && !HasFatalFailure(); ++seed) {
    expect_agreement(seed, true, agreement);
  }
  EXPECT_GE(agreement.failed, 50) << "too few runs fail to say much";
  EXPECT_GE(agreement.finished, 10);
}

}  // namespace
}  // namespace slackwater::program::test

#include "parsing.hpp"
#include "random_tree.hpp"

namespace slackwater::language {
namespace {

TEST(RoundTripTest, EveryShippedModelAndEveryErrorCaseThatParses) {
  int clean = 0;
  for (const auto* folder : {"models", "tests", "notebooks", "bench"}) {
    for (const auto& path : files_below(folder, ".sd")) {
      const auto parsed = parse(read_file(path), path.filename().string());
      if (parsed.diagnostics.has_errors()) continue;
      SCOPED_TRACE(path.string());
      expect_round_trip(parsed.tree);
      ++clean;
    }
  }
  EXPECT_GE(clean, 1);
}

TEST(RoundTripTest, ShippedModelsHaveNoSyntaxErrors) {
  for (const auto& path : files_below("models", ".sd")) {
    const auto parsed = parse(read_file(path), path.filename().string());
    EXPECT_FALSE(parsed.diagnostics.has_errors()) << parsed.messages();
  }
}

TEST(RoundTripTest, RandomTrees) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    SCOPED_TRACE(seed);
    expect_round_trip(RandomTree(seed).tree());
    if (HasFatalFailure()) return;
  }
}

TEST(RoundTripTest, RandomExpressionsOnOneLine) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const auto made = RandomTree(seed).expression(6);
    const auto text = format_expression(*made);
    const auto read = expression_of(text);
    ASSERT_TRUE(read) << text;
    ASSERT_TRUE(same(*made, *read)) << text;
    ASSERT_EQ(format_expression(*read), text);
  }
}

}  // namespace
}  // namespace slackwater::language

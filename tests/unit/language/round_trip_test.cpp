#include "parsing.hpp"
#include "random_tree.hpp"

namespace slackwater::language {
namespace {

// The cases of the parser's own errors do not parse; every other model text does.
TEST(RoundTripTest, EveryModelTextButTheCasesOfSyntaxErrors) {
  int texts = 0;
  for (const auto* folder : {"models", "tests", "notebooks", "bench"}) {
    for (const auto& path : files_below(folder, ".sd")) {
      SCOPED_TRACE(path.string());
      const auto parsed = parse(read_file(path), path.filename().string());
      const bool wrong = path.filename().string().rfind("E01", 0) == 0;
      EXPECT_EQ(parsed.diagnostics.has_errors(), wrong) << parsed.messages();
      if (!wrong) expect_round_trip(parsed.tree);
      ++texts;
    }
  }
  EXPECT_GE(texts, 100);  // the folders were found
}

// What takes the product of comments and pieces would need hours for this text.
TEST(RoundTripTest, OneDeclarationWithManyComments) {
  std::string text = "lookup f(x: 1): 1 =\n";
  for (int i = 0; i < 40'000; ++i)
    text += "    (" + std::to_string(i) + ", 1) # " + std::to_string(i) + "\n    # more\n";
  const auto parsed = parse_clean(text);
  EXPECT_EQ(format(parsed.tree).substr(0, 50),
            "lookup f(x: 1): 1 = (0, 1)  # 0\n    # more\n    (1,");
  expect_round_trip(parsed.tree);
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

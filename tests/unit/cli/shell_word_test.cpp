#include "../../../cli/src/shell_word.hpp"

#include <gtest/gtest.h>

namespace slackwater::cli {
namespace {

TEST(ShellWord, WordsOfALineAreThoseThatItWasMadeOf) {
  const std::vector<std::string> words = {"slackwater", "run",          "a model.sd", "it's", "",
                                          "a\\b",       "x=1 [1/week]", "'",          "plain"};
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + shell_word(word);
  EXPECT_EQ(shell_words(line), words);
}

TEST(ShellWord, AnEmptyLineHasNoWords) {
  EXPECT_TRUE(shell_words("").empty());
  EXPECT_TRUE(shell_words("   ").empty());
}

}  // namespace
}  // namespace slackwater::cli

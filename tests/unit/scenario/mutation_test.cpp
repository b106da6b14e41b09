#include <gtest/gtest.h>

#include <filesystem>

#include "scenario_support.hpp"
#include "slackwater/base/random.hpp"

/// Damaged files: whatever is in them, the answer is a scenario or messages, never a crash.
namespace slackwater::scenario {
namespace {

constexpr int kMutants = 6000;

/// Draws that are the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t sample) : key_{20240607, sample, base::stream_of("mutation"), 0} {}
  std::size_t below(std::size_t limit) {
    return base::random_words(key_, counter_++)[0] % std::max<std::size_t>(limit, 1);
  }

 private:
  base::DrawKey key_;
  std::uint32_t counter_ = 0;
};

std::vector<std::string> originals() {
  std::vector<std::string> texts;
  const auto page = testing::read_file(testing::repository_file("docs/reference/scenario_file.md"));
  const auto begin = page.find("```yaml\n") + 8;
  texts.push_back(page.substr(begin, page.find("\n```", begin) + 1 - begin));
  namespace fs = std::filesystem;
  std::vector<fs::path> paths;
  for (const auto& entry :
       fs::directory_iterator(testing::repository_file("tests/errors_scenario"))) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) texts.push_back(testing::read_file(path.string()));
  return texts;
}

constexpr const char* kPieces[] = {
    ":",  ": ", "{",   "}",   "[",           "]",     "\"",   "'",   "\n",   "\n  ",
    "- ", "*",  "&a",  "..",  "step",        "of",    "(",    ")",   ",",    "%",
    "#",  "|",  ">",   "-",   "1e308",       "0",     "-1",   "nan", "\t",   "\xFF",
    "..", "=",  "and", "not", "future calm", "[*.x]", "ramp", "1/0", "week", "~"};

std::string mutated(std::string text, Dice& dice) {
  const auto changes = 1 + dice.below(4);
  for (std::size_t i = 0; i < changes; ++i) {
    const auto at = dice.below(text.size());
    const auto length = dice.below(12);
    switch (dice.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kPieces[dice.below(std::size(kPieces))]);
        break;
      case 2:
        text.insert(at, text.substr(dice.below(text.size()), dice.below(60)));
        break;
      case 3:
        if (!text.empty()) text[at] = static_cast<char>(dice.below(256));
        break;
      case 4:
        text.erase(at);
        break;
      default: {
        // A line goes somewhere else, which changes what belongs to what.
        const auto end = text.find('\n', at);
        const auto line = text.substr(at, end == std::string::npos ? end : end + 1 - at);
        text.insert(dice.below(text.size()), line);
        break;
      }
    }
  }
  return text;
}

TEST(MutationTest, DamagedFilesGiveMessages) {
  const auto texts = originals();
  int read = 0;
  for (int i = 0; i < kMutants; ++i) {
    Dice dice(static_cast<std::uint64_t>(i));
    // The example of the reference has the most in it, so every second mutant is one of it.
    const auto& original = i % 2 == 0 ? texts[0] : texts[dice.below(texts.size())];
    const auto result = testing::resolve_text(mutated(original, dice));
    if (result) {
      ++read;
    } else {
      EXPECT_TRUE(result.diagnostics().has_errors());
    }
    for (const auto& diagnostic : result.diagnostics().entries()) {
      EXPECT_FALSE(diagnostic.message.empty());
      base::render(diagnostic);
    }
  }
  EXPECT_GT(read, 50) << "mutants that are all refused at once test little";
  EXPECT_LT(read, kMutants / 2);
}

}  // namespace
}  // namespace slackwater::scenario

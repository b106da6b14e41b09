#include "parsing.hpp"

namespace slackwater::language {
namespace {

TEST(ErrorCasesTest, TheParserSaysExactlyWhatIsExpected) {
  int cases = 0;
  for (const auto& path : files_below("tests/errors", ".sd")) {
    const auto name = path.filename().string();
    if (name.rfind("E01", 0) != 0) continue;
    ++cases;
    auto expected = path;
    expected.replace_extension(".expected");
    EXPECT_EQ(parse(read_file(path), name).messages(), read_file(expected)) << name;
  }
  EXPECT_GE(cases, 18);
}

}  // namespace
}  // namespace slackwater::language

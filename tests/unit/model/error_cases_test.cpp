#include <gtest/gtest.h>

#include "error_case.hpp"

namespace slackwater::model::testing {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> cases() {
  std::vector<fs::path> out;
  for (const auto& entry :
       fs::directory_iterator(fs::path(SLACKWATER_SOURCE_DIR) / "tests" / "errors")) {
    if (entry.path().extension() == ".sd") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class ErrorCasesTest : public ::testing::TestWithParam<fs::path> {};

TEST_P(ErrorCasesTest, PrintsExactlyWhatIsExpected) {
  auto expected = GetParam();
  expected.replace_extension(".expected");
  EXPECT_EQ(ErrorCase(GetParam()).messages(), read_text(expected)) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(All, ErrorCasesTest, ::testing::ValuesIn(cases()),
                         [](const auto& info) { return info.param.stem().string(); });

}  // namespace
}  // namespace slackwater::model::testing

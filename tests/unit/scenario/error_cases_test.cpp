#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "scenario_support.hpp"
#include "slackwater/scenario/targets.hpp"

/// Every code has an exact message in tests/errors_scenario and a section in
/// docs/reference/errors.md.
namespace slackwater::scenario {
namespace {

namespace fs = std::filesystem;
using testing::read_file;
using testing::repository_file;

std::vector<fs::path> files_in(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(repository_file(folder))) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The folder `targets` holds targets files.
base::Diagnostics diagnostics_of(const fs::path& path) {
  const auto source = testing::text_source(read_file(path.string()), path.filename().string());
  if (path.parent_path().filename() == "targets") {
    return read_targets(source, testing::small_model()).diagnostics();
  }
  const auto file = parse(source);
  if (!file) return file.diagnostics();
  return resolve(*file, testing::small_model()).diagnostics();
}

std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  for (const auto& path : files_in("engine/scenario/src", ".cpp")) {
    const auto text = read_file(path.string());
    for (const std::string first : {"\"E1", "\"W1"}) {
      for (auto at = text.find(first); at != std::string::npos; at = text.find(first, at + 1)) {
        if (text.substr(at + 6, 1) == "\"") codes.insert(text.substr(at + 1, 5));
      }
    }
  }
  return codes;
}

/// SLACKWATER_REWRITE=1 writes what the engine says now; the differences are then read by eye.
TEST(ErrorCasesTest, EveryMessageIsExact) {
  const bool rewrite = std::getenv("SLACKWATER_REWRITE") != nullptr;
  int cases = 0;
  for (const auto& path : files_in("tests/errors_scenario", ".yaml")) {
    const auto said = base::render(diagnostics_of(path));
    auto expected = path;
    expected.replace_extension(".expected");
    if (rewrite) std::ofstream(expected, std::ios::binary) << said;
    EXPECT_EQ(said, read_file(expected.string())) << path;
    const auto code = path.filename().string().substr(0, 5);
    EXPECT_NE(said.find("[" + code + "]"), std::string::npos) << path << "\n" << said;
    ++cases;
  }
  EXPECT_GE(cases, 40);
}

TEST(ErrorCasesTest, EveryCodeHasACaseAndASection) {
  const auto page = read_file(repository_file("docs/reference/errors.md"));
  std::set<std::string> cases;
  for (const auto& path : files_in("tests/errors_scenario", ".yaml")) {
    cases.insert(path.filename().string().substr(0, 5));
  }
  const auto codes = codes_in_sources();
  EXPECT_GE(codes.size(), 40u);
  for (const auto& code : codes) {
    EXPECT_TRUE(cases.count(code)) << code << " has no case";
    EXPECT_NE(page.find("## " + code + ": "), std::string::npos) << code << " has no section";
  }
  for (const auto& code : cases) {
    EXPECT_TRUE(codes.count(code)) << code << " is reported nowhere";
  }
}

}  // namespace
}  // namespace slackwater::scenario

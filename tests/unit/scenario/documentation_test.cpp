#include <gtest/gtest.h>

#include <cstdlib>

#include "scenario_support.hpp"
#include "slackwater/scenario/format.hpp"

/// The reference, the schema and the examples are what the code says.
namespace slackwater::scenario {
namespace {

using testing::read_file;
using testing::repository_file;

constexpr const char* kPage = "docs/reference/scenario_file.md";
constexpr const char* kErrors = "docs/reference/errors.md";
constexpr const char* kSchema = "docs/reference/scenario.schema.json";
constexpr const char* kTargetsPage = "docs/reference/targets_file.md";
constexpr const char* kTargetsSchema = "docs/reference/targets.schema.json";

bool rewriting() { return std::getenv("SLACKWATER_REWRITE") != nullptr; }

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// The page with `text` between its two marks.
std::string with_part(const std::string& page, const std::string& name, const std::string& text) {
  const auto begin = "<!-- begin: " + name + " -->\n";
  const auto from = page.find(begin);
  const auto to = page.find("<!-- end: " + name + " -->");
  if (from == std::string::npos || to == std::string::npos) return "no marks for " + name;
  return page.substr(0, from + begin.size()) + text + page.substr(to);
}

/// The fenced blocks that start with "```yaml" and `kind`.
std::vector<std::string> blocks(const std::string& page, const std::string& kind) {
  std::vector<std::string> found;
  const auto fence = "\n```yaml" + kind + "\n";
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const auto begin = at + fence.size();
    found.push_back(page.substr(begin, page.find("\n```", begin) + 1 - begin));
  }
  return found;
}

TEST(ScenarioDocumentationTest, TheTablesAreThoseOfTheCode) {
  const auto path = repository_file(kPage);
  const auto page = read_file(path);
  const auto fresh =
      with_part(with_part(page, "functions", function_table()), "keys", key_tables());
  if (rewriting()) write_file(path, fresh);
  EXPECT_TRUE(page == fresh) << kPage << " is stale: run this test with SLACKWATER_REWRITE=1";
}

TEST(ScenarioDocumentationTest, TheSchemaIsThatOfTheCode) {
  const auto path = repository_file(kSchema);
  if (rewriting()) write_file(path, json_schema());
  EXPECT_TRUE(read_file(path) == json_schema())
      << kSchema << " is stale: run this test with SLACKWATER_REWRITE=1";
}

TEST(TargetsDocumentationTest, TheTablesAreThoseOfTheCode) {
  const auto path = repository_file(kTargetsPage);
  const auto page = read_file(path);
  const auto fresh = with_part(page, "keys", targets_key_tables());
  if (rewriting()) write_file(path, fresh);
  EXPECT_TRUE(page == fresh) << kTargetsPage
                             << " is stale: run this test with SLACKWATER_REWRITE=1";
}

TEST(TargetsDocumentationTest, TheSchemaIsThatOfTheCode) {
  const auto path = repository_file(kTargetsSchema);
  if (rewriting()) write_file(path, targets_schema());
  EXPECT_TRUE(read_file(path) == targets_schema())
      << kTargetsSchema << " is stale: run this test with SLACKWATER_REWRITE=1";
}

TEST(ScenarioDocumentationTest, TheExampleOfTheReferenceIsAScenario) {
  const auto examples = blocks(read_file(repository_file(kPage)), "");
  ASSERT_EQ(examples.size(), 1u);
  const auto scenario = testing::must_resolve(examples[0]);
  EXPECT_EQ(scenario.policies.size(), 4u);
  EXPECT_EQ(scenario.claims.size(), 3u);
}

/// What every file needs and an example leaves out.
std::string completed(const std::string& fragment) {
  const std::vector<std::pair<std::string, std::string>> needed{
      {"scenario:", "scenario: test\n"},
      {"model:", "model: model.sd\n"},
      {"policies:", "policies: {full: {}, kept: {}}\n"},
      {"futures:", "futures: {calm: {}, surge: {set: {demand_shock: 0.3}}}\n"}};
  std::string text;
  for (const auto& [key, line] : needed) {
    if (("\n" + fragment).find("\n" + key) == std::string::npos) text += line;
  }
  return text + fragment;
}

TEST(ScenarioDocumentationTest, WrongExamplesGiveTheErrorOfTheirSection) {
  const auto page = read_file(repository_file(kErrors));
  int examples = 0;
  for (auto at = page.find("\n## E1"); at != std::string::npos; at = page.find("\n## E1", at + 1)) {
    const auto code = page.substr(at + 4, 5);
    const auto section = page.substr(at + 1, page.find("\n## ", at + 1) - at);
    for (const auto& fragment : blocks(section, " wrong")) {
      const auto said = testing::messages(completed(fragment));
      EXPECT_NE(said.find("[" + code + "]"), std::string::npos) << code << "\n" << said;
      ++examples;
    }
  }
  EXPECT_GE(examples, 38);
}

}  // namespace
}  // namespace slackwater::scenario

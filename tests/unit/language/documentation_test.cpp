#include <set>

#include "parsing.hpp"

namespace slackwater::language {
namespace {

struct Snippet {
  std::string kind;  ///< the words behind "slackwater"
  std::string text;
  int line = 0;
};

/// The fenced blocks of a page that are model text: "```slackwater model", "... fragment", "...
/// wrong"; a title ("title=teacup.sd") makes it a model in a file.
std::vector<Snippet> snippets_of(const std::filesystem::path& page) {
  std::vector<Snippet> found;
  const base::SourceText text("page", read_file(page));
  bool inside = false;
  for (int i = 1; i <= text.line_count(); ++i) {
    const std::string line(text.line(i));
    const std::string fence = "```slackwater ";
    if (line.rfind(fence, 0) == 0) {
      found.push_back({line.substr(fence.size()), "", i});
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      found.back().text += line + "\n";
    }
  }
  return found;
}

TEST(DocumentationTest, SnippetsOfTheReferenceParse) {
  int snippets = 0;
  for (const auto& page : files_below("docs", ".md")) {
    for (const auto& snippet : snippets_of(page)) {
      if (snippet.kind == "wrong") continue;
      EXPECT_TRUE(snippet.kind == "model" || snippet.kind == "fragment" ||
                  snippet.kind.rfind("title=", 0) == 0)
          << snippet.kind;
      const auto where = page.filename().string() + ":" + std::to_string(snippet.line);
      const auto parsed = parse(snippet.text, where);
      EXPECT_TRUE(parsed.diagnostics.empty()) << parsed.messages();
      SCOPED_TRACE(where);
      expect_round_trip(parsed.tree);
      ++snippets;
    }
  }
  EXPECT_GE(snippets, 15);
}

TEST(DocumentationTest, EverySyntaxErrorHasASectionAndACase) {
  const auto page = read_file(project_path("docs/reference/errors.md"));
  std::set<std::string> cases;
  for (const auto& path : files_below("tests/errors", ".sd")) {
    cases.insert(path.filename().string().substr(0, 5));
  }
  std::set<std::string> codes;
  for (const auto& path : files_below("engine/language/src", ".cpp")) {
    const auto source = read_file(path);
    for (auto at = source.find("\"E01"); at != std::string::npos;
         at = source.find("\"E01", at + 1)) {
      codes.insert(source.substr(at + 1, 5));
    }
  }
  EXPECT_EQ(codes.size(), 18u);
  for (const auto& code : codes) {
    EXPECT_NE(page.find("## " + code + ": "), std::string::npos) << code << " has no section";
    EXPECT_TRUE(cases.count(code)) << code << " has no case under tests/errors";
  }
}

TEST(DocumentationTest, WrongExamplesGiveTheErrorOfTheirSection) {
  const auto path = project_path("docs/reference/errors.md");
  const base::SourceText page("errors.md", read_file(path));
  int examples = 0;
  for (const auto& snippet : snippets_of(path)) {
    if (snippet.kind != "wrong") continue;
    std::string code;
    for (int line = snippet.line; line >= 1 && code.empty(); --line) {
      const auto text = page.line(line);
      if (text.substr(0, 4) == "## E") code = std::string(text.substr(3, 5));
    }
    if (code.rfind("E01", 0) != 0) continue;
    const auto parsed = parse(snippet.text);
    ASSERT_TRUE(parsed.diagnostics.has_errors()) << code;
    EXPECT_EQ(parsed.diagnostics.entries()[0].code, code);
    ++examples;
  }
  EXPECT_GE(examples, 16);
}

}  // namespace
}  // namespace slackwater::language

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "error_case.hpp"

namespace slackwater::model::testing {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = SLACKWATER_SOURCE_DIR;

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> out;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
       at != std::sregex_iterator(); ++at) {
    out.insert((*at)[1]);
  }
  return out;
}

// The codes that the sources of the front end can give: E01 (language) to E08 (model).
std::set<std::string> codes_in_sources() {
  std::set<std::string> out;
  for (const auto* module : {"language", "units", "model"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / "engine" / module)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
      out.merge(matches(read_text(entry.path()), std::regex("\"(E0[1-8][0-9]{2})\"")));
    }
  }
  return out;
}

TEST(CodesTest, EveryCodeHasItsSectionAndEverySectionItsCode) {
  const auto page = read_text(kRoot / "docs" / "reference" / "errors.md");
  std::set<std::string> sections;
  for (const auto& code : matches(page, std::regex("## (E0[1-8][0-9]{2}): ")))
    sections.insert(code);
  EXPECT_EQ(sections, codes_in_sources());
}

TEST(CodesTest, EveryCodeHasACaseThatShowsIt) {
  std::set<std::string> shown;
  for (const auto& entry : fs::directory_iterator(kRoot / "tests" / "errors")) {
    if (entry.path().extension() != ".expected") continue;
    const auto code = entry.path().filename().string().substr(0, 5);
    const auto text = read_text(entry.path());
    EXPECT_NE(text.find("[" + code + "]"), std::string::npos) << entry.path();
    for (const auto& found : matches(text, std::regex("\\[(E0[1-8][0-9]{2})\\]"))) {
      if (found == code) shown.insert(code);
    }
  }
  EXPECT_EQ(shown, codes_in_sources());
}

TEST(CodesTest, EverySectionHasCauseExampleAndRemedy) {
  const auto page = read_text(kRoot / "docs" / "reference" / "errors.md");
  std::size_t at = page.find("\n## E0");
  while (at != std::string::npos) {
    const auto next = page.find("\n## ", at + 1);
    const auto section = page.substr(at, next - at);
    for (const auto* part : {"**Cause.**", "**Example.**", "**Remedy.**"}) {
      EXPECT_NE(section.find(part), std::string::npos)
          << part << " is missing in " << section.substr(0, 40);
    }
    at = next == std::string::npos ? next : page.find("\n## E0", next - 1);
  }
}

// The examples of the page, each below the heading with its code.
std::vector<std::pair<std::string, std::string>> wrong_examples() {
  std::vector<std::pair<std::string, std::string>> out;
  std::istringstream page(read_text(kRoot / "docs" / "reference" / "errors.md"));
  std::string code;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.rfind("## ", 0) == 0) code = line.substr(3, 5);
    if (line == "```slackwater wrong") {
      out.emplace_back(code, "");
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      out.back().second += line + "\n";
    }
  }
  return out;
}

TEST(CodesTest, TheExamplesOfThePageGiveTheirCodeAndNoOther) {
  int examples = 0;
  for (const auto& [code, text] : wrong_examples()) {
    if (code < "E0200" || code > "E0899") continue;
    const bool timed = code == "E0601" || text.find("time week") != std::string::npos ||
                       text.find("time item") != std::string::npos;
    const auto source = std::make_shared<base::SourceText>(
        code, (timed ? "" : "time week from 0 to 10 step 1\n") + text);
    const auto model = load(source);
    ASSERT_EQ(model.diagnostics().entries().size(), 1u) << code << "\n"
                                                        << base::render(model.diagnostics());
    EXPECT_EQ(model.diagnostics().entries()[0].code, code);
    ++examples;
  }
  EXPECT_GE(examples, 50);
}

}  // namespace
}  // namespace slackwater::model::testing

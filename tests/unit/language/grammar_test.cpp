#include <functional>
#include <set>

#include "grammar_page.hpp"
#include "parsing.hpp"

/// The grammar page against the parser: what the page allows is read, and what is read comes back.
namespace slackwater::language {
namespace {

const GrammarPage& page() {
  static const GrammarPage kPage(read_file(project_path("docs/reference/grammar.md")));
  return kPage;
}

// What the page says in words beside its rules: a clause or a named argument twice, a clause of
// another kind of declaration, a time without its ends, and the limits.
bool only_rules_in_words(const base::Diagnostics& diagnostics) {
  static const std::set<std::string> kCodes{"E0110", "E0112", "E0113", "E0115", "E0118"};
  return std::all_of(diagnostics.entries().begin(), diagnostics.entries().end(),
                     [](const auto& entry) { return kCodes.count(entry.code) > 0; });
}

TEST(GrammarTest, EveryRuleOfThePageIsKnown) {
  std::set<std::string> used;
  const std::function<void(const GrammarPart&)> collect = [&](const GrammarPart& part) {
    if (part.kind == GrammarPart::Kind::rule) used.insert(part.text);
    for (const auto& inside : part.parts) collect(inside);
  };
  for (const auto& [name, rule] : page().rules()) collect(rule);
  for (const auto* token : {"name", "number", "positive", "digits", "text"}) used.erase(token);
  for (const auto& name : used) EXPECT_EQ(page().rules().count(name), 1u) << name;
  EXPECT_GE(page().rules().size(), 35u);
}

TEST(GrammarTest, DeclarationsOfThePageAreReadAndComeBack) {
  int clean = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const auto text = GrammarWriter(page(), seed).write("declaration", 12) + "\n";
    const auto parsed = parse(text);
    ASSERT_TRUE(only_rules_in_words(parsed.diagnostics)) << parsed.messages() << text;
    if (parsed.diagnostics.has_errors()) continue;
    ++clean;
    SCOPED_TRACE(text);
    expect_round_trip(parsed.tree);
    if (HasFatalFailure()) return;
  }
  EXPECT_GE(clean, 300);
}

TEST(GrammarTest, ExpressionsOfThePageAreReadAndComeBack) {
  int clean = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const auto text = GrammarWriter(page(), seed).write("expression", 13);
    base::Diagnostics diagnostics;
    const auto read = expression_of(text, diagnostics);
    ASSERT_TRUE(only_rules_in_words(diagnostics)) << base::render(diagnostics) << text;
    if (!read) continue;
    ++clean;
    const auto again = expression_of(format_expression(*read));
    ASSERT_TRUE(again && same(*read, *again)) << text;
  }
  EXPECT_GE(clean, 300);
}

}  // namespace
}  // namespace slackwater::language

#include "slackwater/base/diagnostic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace slackwater::base {
namespace {

SourcePtr source_of(const std::string& name, const std::string& text = "0123456789") {
  return std::make_shared<const SourceText>(name, text);
}

std::vector<std::string> messages(const Diagnostics& found) {
  std::vector<std::string> out;
  for (const auto& entry : found.entries()) out.push_back(entry.message);
  return out;
}

using Messages = std::vector<std::string>;

TEST(DiagnosticsTest, StartsEmpty) {
  const Diagnostics found;
  EXPECT_TRUE(found.empty());
  EXPECT_FALSE(found.has_errors());
  EXPECT_EQ(found.error_count(), 0);
  EXPECT_EQ(found.warning_count(), 0);
}

TEST(DiagnosticsTest, KeepsWhatIsSaid) {
  const auto source = source_of("m.sd");
  Diagnostics found;
  found.error("E0001", "wrong", {source, {2, 4}}, "do this");
  found.warning("W0002", "odd", {source, {5, 6}});
  ASSERT_EQ(found.entries().size(), 2u);
  const auto& error = found.entries()[0];
  EXPECT_EQ(error.severity, Severity::error);
  EXPECT_EQ(error.code, "E0001");
  EXPECT_EQ(error.message, "wrong");
  EXPECT_EQ(error.place.source, source);
  EXPECT_EQ(error.place.span, (Span{2, 4}));
  EXPECT_EQ(error.hint, "do this");
  EXPECT_TRUE(error.notes.empty());
  EXPECT_EQ(found.entries()[1].severity, Severity::warning);
  EXPECT_EQ(found.entries()[1].hint, "");
}

TEST(DiagnosticsTest, WhatIsAddedCanBeAddedTo) {
  Diagnostics found;
  found.error("E0001", "first", {});
  auto& second = found.error("E0002", "second", {});
  second.hint = "later";
  second.notes.push_back({"declared here", {}});
  found.add({Severity::note, "", "third", {}, "", {}}).hint = "last";
  EXPECT_EQ(found.entries()[0].hint, "");
  EXPECT_EQ(found.entries()[1].hint, "later");
  EXPECT_EQ(found.entries()[1].notes.size(), 1u);
  EXPECT_EQ(found.entries()[2].hint, "last");
}

TEST(DiagnosticsTest, CountsErrorsAndWarningsApart) {
  Diagnostics found;
  found.warning("W0001", "a", {});
  found.warning("W0001", "b", {});
  found.add({Severity::note, "", "c", {}, "", {}});
  EXPECT_FALSE(found.has_errors());
  EXPECT_FALSE(found.empty());
  found.error("E0001", "d", {});
  found.error("E0001", "e", {});
  found.error("E0001", "f", {});
  EXPECT_TRUE(found.has_errors());
  EXPECT_EQ(found.error_count(), 3);
  EXPECT_EQ(found.warning_count(), 2);
}

TEST(DiagnosticsTest, AppendsBehindWhatItHas) {
  Diagnostics found;
  found.error("E0001", "a", {});
  Diagnostics more;
  more.warning("W0001", "b", {});
  more.error("E0001", "a", {});
  found.append(more);
  EXPECT_EQ(messages(found), (Messages{"a", "b", "a"}));
  EXPECT_EQ(more.entries().size(), 2u);
  found.append(Diagnostics());
  EXPECT_EQ(found.entries().size(), 3u);
}

TEST(DiagnosticsTest, PromotesTheWarningsOfOneCode) {
  Diagnostics found;
  found.warning("E0301", "units", {});
  found.warning("E0302", "other", {});
  found.add({Severity::note, "E0301", "note", {}, "", {}});
  found.warning("E0301", "more units", {});
  found.promote("E0301");
  EXPECT_EQ(found.entries()[0].severity, Severity::error);
  EXPECT_EQ(found.entries()[1].severity, Severity::warning);
  EXPECT_EQ(found.entries()[2].severity, Severity::note);
  EXPECT_EQ(found.entries()[3].severity, Severity::error);
  found.promote("E03");
  EXPECT_EQ(found.error_count(), 2) << "a code is a whole word";
}

TEST(DiagnosticsTest, SortsBySourceNameThenPlace) {
  const auto a = source_of("a.sd");
  const auto b = source_of("b.sd");
  Diagnostics found;
  found.error("E1", "8", {b, {0, 1}});
  found.error("E1", "6", {a, {10, 11}});
  found.error("E2", "4", {a, {2, 5}});
  found.error("E1", "3", {a, {2, 5}});
  found.error("E1", "2", {a, {2, 4}});
  found.error("E1", "1", {a, {0, 9}});
  found.error("E2", "5", {a, {2, 5}});
  found.error("E1", "7", {b, {0, 0}});
  found.error("E9", "0", {nullptr, {99, 99}});
  found.sort();
  EXPECT_EQ(messages(found), (Messages{"0", "1", "2", "3", "4", "5", "6", "7", "8"}))
      << "place before code and message; without a source first";
}

TEST(DiagnosticsTest, SortsByCodeBeforeMessage) {
  const auto source = source_of("m.sd");
  Diagnostics found;
  found.error("E2", "a", {source, {0, 1}});
  found.error("E1", "z", {source, {0, 1}});
  found.sort();
  EXPECT_EQ(messages(found), (Messages{"z", "a"}));
}

TEST(DiagnosticsTest, TheOrderDoesNotDependOnTheOrderOfAdding) {
  const auto source = source_of("m.sd");
  std::vector<Diagnostic> entries;
  for (const std::uint32_t begin : {1u, 2u}) {
    for (const char* code : {"E1", "E2"}) {
      entries.push_back({Severity::error, code, "x", {source, {begin, 3}}, "", {}});
    }
  }
  const auto sorted = [](const std::vector<Diagnostic>& all,
                         const std::vector<std::size_t>& order) {
    Diagnostics found;
    for (const auto i : order) found.add(all[i]);
    found.sort();
    return render(found);
  };
  std::vector<std::size_t> order{0, 1, 2, 3};
  const auto expected = sorted(entries, order);
  while (std::next_permutation(order.begin(), order.end())) {
    EXPECT_EQ(sorted(entries, order), expected);
  }
}

TEST(DiagnosticsTest, EqualEntriesAreKeptOnce) {
  const auto source = source_of("m.sd");
  Diagnostics found;
  found.error("E1", "same", {source, {3, 4}}, "the first hint");
  found.error("E1", "other", {source, {1, 2}});
  found.error("E1", "same", {source, {3, 4}}, "the second hint");
  found.error("E1", "same", {source_of("m.sd"), {3, 4}});
  found.sort();
  EXPECT_EQ(messages(found), (Messages{"other", "same"}));
  EXPECT_EQ(found.entries()[1].hint, "the first hint");
}

TEST(DiagnosticsTest, EntriesThatDifferInOneThingAreAllKept) {
  const auto source = source_of("m.sd");
  Diagnostics found;
  found.error("E1", "m", {source, {3, 4}});
  found.error("E2", "m", {source, {3, 4}});
  found.error("E1", "n", {source, {3, 4}});
  found.error("E1", "m", {source, {2, 4}});
  found.error("E1", "m", {source, {3, 5}});
  found.error("E1", "m", {source_of("n.sd"), {3, 4}});
  found.error("E1", "m", {nullptr, {3, 4}});
  found.sort();
  EXPECT_EQ(found.entries().size(), 7u);
}

// A scenario's expression is read from a text of its own: blank lines and columns, then the
// expression, under the name of the file.
TEST(DiagnosticsTest, TextsOfOneNameAreOrderedByLineAndColumn) {
  const auto third = source_of("s.yaml", std::string("\n\n") + std::string(9, ' ') + "x");
  const auto fourth = source_of("s.yaml", std::string("\n\n\n") + std::string(8, ' ') + "x");
  const auto file = source_of("s.yaml", "one two three\n\n          x\n          x\n");
  Diagnostics found;
  found.error("E1", "unknown name 'x'", {fourth, {11, 12}});
  found.error("E1", "unknown name 'x'", {third, {11, 12}});
  found.error("E1", "of the first line", {file, {12, 13}});
  found.sort();
  ASSERT_EQ(found.entries().size(), 3u);
  EXPECT_EQ(found.entries()[0].place.source, file);
  EXPECT_EQ(found.entries()[1].place.source, third);
  EXPECT_EQ(found.entries()[2].place.source, fourth);
}

TEST(DiagnosticsTest, AnErrorIsNotLostBehindTheSameWarning) {
  Diagnostics found;
  found.warning("E0301", "units", {source_of("m.sd"), {3, 4}});
  found.error("E0301", "units", {source_of("m.sd"), {3, 4}});
  found.sort();
  EXPECT_TRUE(found.has_errors());
  ASSERT_EQ(found.entries().size(), 2u);
  EXPECT_EQ(found.entries()[0].severity, Severity::error);
}

}  // namespace
}  // namespace slackwater::base

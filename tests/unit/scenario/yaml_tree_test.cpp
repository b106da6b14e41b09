#include "../../../engine/scenario/src/yaml_tree.hpp"

#include <gtest/gtest.h>

#include "scenario_support.hpp"

namespace slackwater::scenario {
namespace {

using testing::text_source;

YamlTree tree_of(const std::string& text) {
  auto tree = parse_yaml(text_source(text));
  if (!tree) throw std::runtime_error(base::render(tree.diagnostics()));
  return std::move(*tree);
}

std::string error_of(const std::string& text) {
  const auto tree = parse_yaml(text_source(text));
  return tree ? "" : base::render(tree.diagnostics());
}

/// "line:column" of a node.
std::string at(const YamlTree& tree, const YamlNode& node) {
  const auto position = tree.source->position(node.span.begin);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

TEST(YamlTreeTest, EveryKeyAndValueHasItsPlace) {
  const auto tree = tree_of("a: 1\nnöte: {bé: später, c: [x, 'y z']}\n");
  const auto& second = tree.root.entries[1];
  EXPECT_EQ(at(tree, tree.root.entries[0].key), "1:1");
  EXPECT_EQ(at(tree, tree.root.entries[0].value), "1:4");
  EXPECT_EQ(at(tree, second.key), "2:1");
  EXPECT_EQ(at(tree, second.value.entries[0].value), "2:12") << "columns count code points";
  const auto& quoted = second.value.entries[1].value.items[1];
  EXPECT_EQ(tree.source->slice(quoted.span), "'y z'");
  EXPECT_EQ(tree.source->slice(quoted.verbatim), "y z");
}

TEST(YamlTreeTest, WindowsLineEndsAndByteOrderMarkMoveNothing) {
  const auto tree = tree_of(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: two words\r\n");
  EXPECT_EQ(tree.root.entries[0].key.text, "a");
  EXPECT_EQ(tree.source->slice(tree.root.entries[0].value.span), "1");
  EXPECT_EQ(tree.source->slice(tree.root.entries[1].value.span), "two words");
}

TEST(YamlTreeTest, NothingIsGuessedFromTheShapeOfText) {
  // YAML 1.1 would read these as true, 8, 90 and a date.
  const auto tree = tree_of("a: yes\nb: 010\nc: 1:30\nd: 2024-01-01\n");
  const std::vector<std::string> expected{"yes", "010", "1:30", "2024-01-01"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(tree.root.entries[i].value.text, expected[i]);
  }
}

TEST(YamlTreeTest, OnlyPlainNullsAreNull) {
  const auto tree = tree_of("a:\nb: ~\nc: null\nd: '~'\ne: ''\n");
  EXPECT_TRUE(tree.root.entries[0].value.is_null());
  EXPECT_TRUE(tree.root.entries[1].value.is_null());
  EXPECT_TRUE(tree.root.entries[2].value.is_null());
  EXPECT_TRUE(tree.root.entries[3].value.is_scalar());
  EXPECT_TRUE(tree.root.entries[4].value.is_scalar());
}

TEST(YamlTreeTest, AMessageAboutAFoldedTextPointsToItsLine) {
  const auto tree = tree_of("a: 1\nb: >\n  1 +\n  2\nc: \"x\\ty\"\n");
  const auto folded = expression_text(tree, tree.root.entries[1].value);
  EXPECT_EQ(folded.source->slice(folded.span), "1 + 2 ");
  EXPECT_EQ(folded.source->position(folded.span.begin).line, 2);
  const auto escaped = expression_text(tree, tree.root.entries[2].value);
  EXPECT_EQ(escaped.source->position(escaped.span.begin).line, 5);
  EXPECT_EQ(escaped.source->slice(escaped.span), "x\ty");
}

TEST(YamlTreeTest, OfAKeyThatIsThereTwiceTheFirstCounts) {
  for (const char* text : {"a: 1\na: {b: 2}\nc: 3\n", "{a: 1, a: [2], c: 3}"}) {
    const auto tree = tree_of(text);
    EXPECT_NE(base::render(tree.mistakes).find("E1002"), std::string::npos) << text;
    ASSERT_EQ(tree.root.entries.size(), 2u) << text;
    EXPECT_EQ(tree.root.entries[0].value.text, "1");
    EXPECT_EQ(tree.root.entries[1].value.text, "3");
  }
  const auto broken = error_of("a: 1\na: 2\nb: [\n");
  EXPECT_NE(broken.find("E1002"), std::string::npos) << broken;
  EXPECT_NE(broken.find("E1001"), std::string::npos) << broken;
}

TEST(YamlTreeTest, RefusesWhatScenarioFilesDoNotNeed) {
  EXPECT_NE(error_of("a: &x 1\nb: *x\n").find("E1003"), std::string::npos);
  EXPECT_NE(error_of("a: *x\n").find("E1003"), std::string::npos);
  EXPECT_NE(error_of("a: {<<: {b: 1}}\n").find("E1003"), std::string::npos);
  EXPECT_NE(error_of("a: !!str 1\n").find("E1004"), std::string::npos);
  EXPECT_NE(error_of("a:\n\tb: 1\n").find("E1005"), std::string::npos);
  EXPECT_NE(error_of("a: 1\n---\nb: 1\n").find("E1006"), std::string::npos);
  EXPECT_NE(error_of("? [a]\n: 1\n").find("E1008"), std::string::npos);
  EXPECT_NE(error_of("a: \xC3\x28\n").find("E1009"), std::string::npos);
  EXPECT_NE(error_of(std::string("a: \0 b\n", 7)).find("E1009"), std::string::npos);
  EXPECT_NE(error_of("").find("E1010"), std::string::npos);
  EXPECT_NE(error_of("# nothing\n").find("E1010"), std::string::npos);
}

TEST(YamlTreeTest, AliasBombsEndAtTheFirstAnchor) {
  EXPECT_NE(error_of("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n").find("E1003"),
            std::string::npos);
}

TEST(YamlTreeTest, DeepAndLongTextsAreRefused) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(error_of(nested(kDeepestYaml)), "");
  EXPECT_NE(error_of(nested(kDeepestYaml + 1)).find("E1007"), std::string::npos);
  EXPECT_NE(error_of(nested(100000)), "");
  EXPECT_NE(error_of("a: " + std::string(kLongestYaml, 'x')).find("E1007"), std::string::npos);
}

TEST(YamlTreeTest, BrokenYamlIsExplained) {
  EXPECT_NE(error_of("a: b: c\n").find("put values that contain ': ' in quotes"),
            std::string::npos);
  EXPECT_NE(error_of("a: \"b\n").find("a quoted text that is not closed"), std::string::npos);
  EXPECT_NE(error_of("a: [1, 2\nb: 3\n").find("E1001"), std::string::npos);
  EXPECT_NE(error_of("a: {b: 1\n").find("E1001"), std::string::npos);
  EXPECT_NE(error_of("a: 1\n- b\n").find("E1001"), std::string::npos);
  EXPECT_NE(error_of("a: @x\n").find("E1001"), std::string::npos);
}

}  // namespace
}  // namespace slackwater::scenario

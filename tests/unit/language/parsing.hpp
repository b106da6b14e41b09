#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "slackwater/language/parser.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {

/// A text, its tree and what was said about it.
struct Parsed {
  base::SourcePtr source;
  SyntaxTree tree;
  base::Diagnostics diagnostics;

  std::string messages() const {
    auto sorted = diagnostics;
    sorted.sort();
    return base::render(sorted);
  }
  const VariableDeclaration& variable(std::size_t i = 0) const {
    return *tree.declarations.at(i).variable;
  }
};

inline Parsed parse(std::string text, std::string name = "model.sd") {
  Parsed result;
  result.source = std::make_shared<base::SourceText>(std::move(name), std::move(text));
  result.tree = parse_model(result.source, result.diagnostics);
  return result;
}

/// Parses and expects no diagnostics.
inline Parsed parse_clean(std::string text) {
  auto result = parse(std::move(text));
  EXPECT_TRUE(result.diagnostics.empty()) << result.messages();
  return result;
}

inline ExprPtr expression_of(const std::string& text, base::Diagnostics& diagnostics) {
  const auto source = std::make_shared<base::SourceText>("expression", text);
  return parse_expression(source, {0, static_cast<std::uint32_t>(text.size())}, diagnostics);
}

inline ExprPtr expression_of(const std::string& text) {
  base::Diagnostics diagnostics;
  auto result = expression_of(text, diagnostics);
  EXPECT_TRUE(result) << text << "\n" << base::render(diagnostics);
  return result;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path project_path(const std::string& inside) {
  return std::filesystem::path(SLACKWATER_SOURCE_DIR) / inside;
}

/// The files below a folder with this extension, sorted; none when there is no such folder.
inline std::vector<std::filesystem::path> files_below(const std::string& folder,
                                                      const std::string& extension) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::exists(project_path(folder))) return found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project_path(folder))) {
    if (entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Every comment of a tree, in order of its text.
inline std::vector<std::string> comments_of(const SyntaxTree& tree) {
  std::vector<std::string> all;
  const auto keep = [&](const std::string& text) {
    if (!text.empty()) all.push_back(text);
  };
  for (const auto& declaration : tree.declarations) {
    for (const auto& text : declaration.comments.before) keep(text);
    for (const auto& [span, text] : declaration.comments.inside) keep(text);
  }
  for (const auto& text : tree.comments_at_end) keep(text);
  std::sort(all.begin(), all.end());
  return all;
}

/// Format, parse, compare, format: the promises of the printer for a tree without errors.
inline void expect_round_trip(const SyntaxTree& tree) {
  const auto text = format(tree);
  const auto again = parse(text, "formatted.sd");
  ASSERT_TRUE(again.diagnostics.empty()) << again.messages() << "\n" << text;
  ASSERT_TRUE(same(tree, again.tree)) << text;
  ASSERT_EQ(format(again.tree), text);
  ASSERT_EQ(comments_of(again.tree), comments_of(tree));
}

}  // namespace slackwater::language

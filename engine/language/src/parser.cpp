#include "slackwater/language/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "comment_keeper.hpp"
#include "declaration_parser.hpp"

namespace slackwater::language {
namespace {

constexpr std::size_t kLargestText = std::size_t{64} << 20;

bool closes_bracket(const Token& token) {
  return token.text == ")" || token.text == "]" || token.text == "}";
}

// A paragraph starts with a token at the left margin; a closing bracket there still belongs to the
// one before.
std::vector<Paragraph> paragraphs_of(const std::vector<Token>& tokens) {
  std::vector<Paragraph> paragraphs;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool starts = tokens[i].at_margin && !closes_bracket(tokens[i]);
    if (paragraphs.empty() || starts) paragraphs.push_back({i, i, std::nullopt});
    paragraphs.back().end = i + 1;
  }
  return paragraphs;
}

bool too_large(const base::SourcePtr& source, base::Diagnostics& diagnostics) {
  if (source->text().size() <= kLargestText) return false;
  diagnostics.error("E0110", "the text is larger than 64 MiB", {source, {0, 0}},
                    "large tables belong into a data file");
  return true;
}

void note_unreadable(std::span<const Token> tokens, SyntaxTree& tree) {
  if (tokens[0].text == "time") {
    tree.unreadable.push_back({"time", tokens[0].span});
    return;
  }
  if (tokens.size() < 2 || tokens[1].kind != Token::Kind::word) return;
  tree.unreadable.push_back({std::string(tokens[1].text), tokens[1].span});
}

}  // namespace

SyntaxTree parse_model(const base::SourcePtr& source, base::Diagnostics& diagnostics) {
  SyntaxTree tree;
  tree.source = source;
  if (too_large(source, diagnostics)) return tree;
  const base::Span whole{0, static_cast<std::uint32_t>(source->text().size())};
  const auto list = tokenize(source, whole, diagnostics);
  tree.is_text = list.is_text;
  auto paragraphs = paragraphs_of(list.tokens);
  for (auto& paragraph : paragraphs) {
    const auto tokens =
        std::span(list.tokens).subspan(paragraph.begin, paragraph.end - paragraph.begin);
    Cursor cursor(source, tokens, diagnostics);
    if (!tokens.front().at_margin) {
      cursor.fail("E0107", "the first declaration is indented", tokens.front().span,
                  "a declaration starts at the left margin; indented lines continue it");
      continue;
    }
    auto declaration = parse_declaration(cursor);
    if (!declaration) {
      note_unreadable(tokens, tree);
      continue;
    }
    paragraph.declaration = tree.declarations.size();
    tree.declarations.push_back(std::move(*declaration));
  }
  keep_comments(list, paragraphs, tree);
  return tree;
}

ExprPtr parse_expression(const base::SourcePtr& source, base::Span span,
                         base::Diagnostics& diagnostics) {
  if (too_large(source, diagnostics)) return nullptr;
  const auto size = static_cast<std::uint32_t>(source->text().size());
  span.end = std::min(span.end, size);
  span.begin = std::min(span.begin, span.end);
  const auto errors_before = diagnostics.error_count();
  const auto list = tokenize(source, span, diagnostics);
  Cursor cursor(source, list.tokens, diagnostics);
  if (list.tokens.empty() && diagnostics.error_count() == errors_before) {
    cursor.fail("E0108", "expected an expression, found nothing", span);
    return nullptr;
  }
  auto result = parse_expression(cursor);
  if (result && !cursor.at_end()) {
    cursor.fail_expected("an operator or the end of the expression", cursor.expression_hint());
  }
  const bool clean = !cursor.failed() && diagnostics.error_count() == errors_before;
  return clean ? std::move(result) : nullptr;
}

}  // namespace slackwater::language

#include <fmt/format.h>

#include "yaml_tree.hpp"

namespace slackwater::scenario {
namespace {

using base::Span;

/// The length of the UTF-8 sequence at `at`, or 0 when there is none. Source: RFC 3629, section 4.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const auto first = byte(0);
  if (first < 0x80u) return 1;
  if (first >= 0xC2u && first <= 0xDFu) return continues(1) ? 2 : 0;
  if (first >= 0xE0u && first <= 0xEFu) {
    const bool overlong = first == 0xE0u && byte(1) < 0xA0u;
    const bool surrogate = first == 0xEDu && byte(1) > 0x9Fu;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0u && first <= 0xF4u) {
    const bool overlong = first == 0xF0u && byte(1) < 0x90u;
    const bool too_high = first == 0xF4u && byte(1) > 0x8Fu;
    return continues(1) && continues(2) && continues(3) && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

Span at(std::size_t begin, std::size_t length) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)};
}

}  // namespace

void check_yaml_text(const base::SourcePtr& source, base::Diagnostics& diagnostics) {
  const auto text = source->text();
  if (text.size() > kLongestYaml) {
    diagnostics.error("E1007", fmt::format("the file is longer than {} MiB", kLongestYaml >> 20),
                      {source, at(0, 0)});
    return;
  }
  bool in_indentation = true;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = utf8_length(text, i);
    const char c = text[i];
    if (length == 0) {
      diagnostics.error("E1009", "the file is not UTF-8 text", {source, at(i, 1)},
                        "save it with the encoding UTF-8");
      return;
    }
    const bool line_end = c == '\n' || c == '\r';
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && !line_end) || c == 0x7F) {
      diagnostics.error("E1009", fmt::format("a control character (code {})", static_cast<int>(c)),
                        {source, at(i, 1)}, "delete it");
      return;
    }
    if (c == '\t' && in_indentation) {
      diagnostics.error("E1005", "a tab in the indentation", {source, at(i, 1)},
                        "YAML indents with blanks only");
    }
    in_indentation = line_end || (in_indentation && c == ' ');
    i += length;
  }
}

TextRange expression_text(const YamlTree& tree, const YamlNode& scalar) {
  if (scalar.has_verbatim) return {tree.source, scalar.verbatim};
  // Blank lines and columns before it keep line and column of the messages right.
  const auto position = tree.source->position(scalar.span.begin);
  std::string padded(static_cast<std::size_t>(position.line - 1), '\n');
  padded.append(static_cast<std::size_t>(position.column - 1), ' ');
  const auto begin = static_cast<std::uint32_t>(padded.size());
  for (const char c : scalar.text) padded += c == '\n' ? ' ' : c;
  const auto end = static_cast<std::uint32_t>(padded.size());
  return {std::make_shared<base::SourceText>(tree.source->name(), std::move(padded)), {begin, end}};
}

}  // namespace slackwater::scenario

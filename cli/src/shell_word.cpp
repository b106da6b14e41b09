#include "shell_word.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace slackwater::cli {

std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "-_./:,+=%@";
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || kPlain.find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace slackwater::cli

#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slackwater::language {

/// One part of a rule in the notation of docs/reference/grammar.md.
struct GrammarPart {
  enum class Kind { word, rule, sequence, choice, optional, repeated };
  Kind kind = Kind::sequence;
  std::string text;  ///< of a word and a rule
  std::vector<GrammarPart> parts;
};

/// The rules of the page's blocks from `## Declarations` on; those of single characters stay out.
class GrammarPage {
 public:
  explicit GrammarPage(const std::string& page) {
    auto at = page.find("## Declarations");
    while ((at = page.find("```ebnf\n", at)) != std::string::npos) {
      at += std::string_view("```ebnf\n").size();
      const auto end = page.find("```", at);
      text_ = std::string_view(page).substr(at, end - at);
      read_rules();
      at = end;
    }
    for (const auto& [name, rule] : rules_) heights_[name] = kNever;
    for (std::size_t round = 0; round < rules_.size(); ++round) {
      for (const auto& [name, rule] : rules_)
        heights_[name] = std::min(heights_[name], 1 + height(rule));
    }
  }

  const std::map<std::string, GrammarPart>& rules() const { return rules_; }

  /// How many rules lie in each other at least before there are only tokens.
  int height(const GrammarPart& part) const {
    using Kind = GrammarPart::Kind;
    int out = part.kind == Kind::choice ? kNever : 0;
    switch (part.kind) {
      case Kind::rule: {
        const auto known = heights_.find(part.text);
        return known == heights_.end() ? 0 : known->second;
      }
      case Kind::sequence:
        for (const auto& inside : part.parts) out = std::max(out, height(inside));
        return out;
      case Kind::choice:
        for (const auto& inside : part.parts) out = std::min(out, height(inside));
        return out;
      default:
        return 0;
    }
  }

 private:
  // A name, a quoted text with its quotes, or a sign; empty at the end.
  std::string_view peek() {
    for (;;) {
      const auto first = text_.find_first_not_of(" \n");
      text_.remove_prefix(std::min(first, text_.size()));
      if (text_.substr(0, 2) != "(*") break;
      text_.remove_prefix(text_.find("*)") + 2);
    }
    if (text_.empty()) return {};
    if (text_[0] == '"' || text_[0] == '\'') return text_.substr(0, text_.find(text_[0], 1) + 1);
    const auto letters = text_.find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    return text_.substr(0, std::max<std::size_t>(letters, 1));
  }

  bool take(std::string_view token) {
    if (peek() != token) return false;
    text_.remove_prefix(token.size());
    return true;
  }

  void read_rules() {
    while (!peek().empty()) {
      const std::string name(peek());
      take(name);
      take("=");
      rules_[name] = choice();
      take(";");
    }
  }

  GrammarPart choice() {
    GrammarPart out{GrammarPart::Kind::choice, {}, {sequence()}};
    while (take("|")) out.parts.push_back(sequence());
    return out;
  }

  GrammarPart sequence() {
    GrammarPart out;
    for (;;) {
      const auto token = peek();
      if (token.empty() || std::string_view("|)]};").find(token) != std::string_view::npos)
        return out;
      if (!take(",")) out.parts.push_back(part());
    }
  }

  GrammarPart part() {
    using Kind = GrammarPart::Kind;
    const std::string token(peek());
    take(token);
    if (token == "[" || token == "{" || token == "(") {
      GrammarPart inside = choice();
      take(token == "[" ? "]" : token == "{" ? "}" : ")");
      if (token == "(") return inside;
      return {token == "[" ? Kind::optional : Kind::repeated, {}, {std::move(inside)}};
    }
    if (token[0] == '"' || token[0] == '\'')
      return {Kind::word, token.substr(1, token.size() - 2), {}};
    return {Kind::rule, token, {}};
  }

  static constexpr int kNever = 1000;

  std::string_view text_;
  std::map<std::string, GrammarPart> rules_;
  std::map<std::string, int> heights_;
};

/// Makes texts from the rules, the same ones for the same seed.
class GrammarWriter {
 public:
  GrammarWriter(const GrammarPage& page, std::uint64_t seed)
      : page_(page), rules_(page.rules()), state_(seed * 0x9E3779B97F4A7C15u + 1) {}

  /// The text of one rule, with a blank between any two tokens.
  std::string write(const std::string& rule, int depth) {
    out_.clear();
    visit({GrammarPart::Kind::rule, rule, {}}, depth);
    return out_;
  }

 private:
  using Kind = GrammarPart::Kind;

  int below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<int>((state_ >> 11) % limit);
  }

  void add(std::string_view token) { out_.append(out_.empty() ? "" : " ").append(token); }

  void pick(const std::vector<std::string_view>& tokens) {
    add(tokens[static_cast<std::size_t>(below(tokens.size()))]);
  }

  // The rules of the page's first section, which are made of characters.
  bool token(const std::string& rule) {
    if (rule == "name") {
      pick({"a", "backlog", "_x1", "Level", "stock", "unit", "true", "time", "lead_time"});
    } else if (rule == "number") {
      pick({"0", "1", "2.5", ".5", "3.", "1e3", "2E-4", "0.10"});
    } else if (rule == "positive") {
      pick({"1", "13", "0.5"});
    } else if (rule == "digits") {
      pick({"1", "2", "3", "12"});
    } else if (rule == "text") {
      pick({"\"\"", "\"some words\"", "\"say \\\"no\\\" \\\\ \\n \\t\""});
    } else {
      return false;
    }
    return true;
  }

  void visit(const GrammarPart& part, int depth) {
    switch (part.kind) {
      case Kind::word:
        return add(part.text);
      case Kind::rule:
        if (!token(part.text)) visit(rules_.at(part.text), depth - 1);
        return;
      case Kind::sequence:
        for (const auto& inside : part.parts) visit(inside, depth);
        return;
      case Kind::choice:
        return visit(alternative(part, depth), depth);
      case Kind::optional:
        if (depth > 0 && below(2) == 0) visit(part.parts[0], depth);
        return;
      case Kind::repeated:
        while (depth > 0 && below(3) == 0) visit(part.parts[0], depth);
    }
  }

  // Any one; at the end of the depth one of the lowest.
  const GrammarPart& alternative(const GrammarPart& choice, int depth) {
    const auto& any = choice.parts[static_cast<std::size_t>(below(choice.parts.size()))];
    if (depth > 0) return any;
    return *std::min_element(
        choice.parts.begin(), choice.parts.end(),
        [&](const auto& a, const auto& b) { return page_.height(a) < page_.height(b); });
  }

  const GrammarPage& page_;
  const std::map<std::string, GrammarPart>& rules_;
  std::uint64_t state_;
  std::string out_;
};

}  // namespace slackwater::language

#include "yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <map>
#include <streambuf>

namespace slackwater::scenario {
namespace {

using base::Span;

/// Ends the parse; the diagnostic is already written.
struct Stop {};

/// A stream over text that is not copied.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    auto* begin = const_cast<char*>(text.data());  // NOLINT: streambuf reads through char*
    setg(begin, begin, begin + text.size());
  }
};

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Builds the tree from yaml-cpp's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const base::SourcePtr& source, base::Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  YamlNode root;
  base::Diagnostics mistakes;
  int documents = 0;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents++ > 0) {
      fail("E1006", "a second YAML document in one file", Span{offset(mark), offset(mark)},
           "write one scenario per file and delete the line '---'");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(anchor, mark);
    YamlNode node;
    const auto begin = offset(mark);
    const auto text = source_->text();
    const bool tilde = begin < text.size() && text[begin] == '~';
    // An absent value has no place of its own; the key's serves.
    node.span = tilde ? Span{begin, begin + 1} : last_key_;
    add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail("E1003", "an alias: '*' at the start of a value refers to an anchor", word(offset(mark)),
         "put the value in quotes, or write it out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(anchor, mark);
    YamlNode node;
    node.kind = YamlNode::Kind::scalar;
    node.text = value;
    const auto begin = offset(mark);
    const auto text = source_->text();
    const char first = begin < text.size() ? text[begin] : ' ';
    node.quoted = tag == "!" && (first == '\'' || first == '"' || first == '|' || first == '>');
    if (!node.quoted && tag != "?" && !tag.empty()) refuse_tag(mark);
    place_scalar(node, begin);
    const bool is_null = !node.quoted && (value == "~" || value == "null" || value.empty());
    if (is_null && !expects_key()) node.kind = YamlNode::Kind::null;
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

  std::uint32_t offset(const YAML::Mark& mark) const {
    if (mark.is_null()) return 0;
    auto start = source_->line_start(mark.line + 1);
    if (mark.line == 0 && source_->text().substr(0, 3) == "\xEF\xBB\xBF") start += 3;
    const auto end = start + static_cast<std::uint32_t>(std::max(mark.column, 0));
    return std::min(end, static_cast<std::uint32_t>(source_->text().size()));
  }

 private:
  struct Level {
    YamlNode node;
    std::optional<YamlNode> key;                    ///< of a map: waits for its value
    std::map<std::string, Span, std::less<>> keys;  ///< seen so far
    bool repeated = false;                          ///< the key was seen: its value is dropped
  };

  [[noreturn]] void fail(std::string code, std::string message, Span span, std::string hint) {
    diagnostics_.error(std::move(code), std::move(message), {source_, span}, std::move(hint));
    throw Stop{};
  }

  void refuse_anchor(YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor == 0) return;
    fail("E1003", "an anchor ('&name'): scenario files have none", word(offset(mark)),
         "repeat the value, or let one policy be `based_on` another");
  }
  [[noreturn]] void refuse_tag(const YAML::Mark& mark) {
    fail("E1004", "a tag ('!name'): scenario files have none", word(offset(mark)),
         "delete it, or put the value in quotes when it starts with '!'");
  }

  Span word(std::uint32_t begin) const {
    const auto text = source_->text();
    auto end = begin;
    while (end < text.size() && !blank(text[end]) && text[end] != ',' && text[end] != ']' &&
           text[end] != '}') {
      ++end;
    }
    return {begin, end};
  }

  bool expects_key() const {
    return !levels_.empty() && levels_.back().node.is_map() && !levels_.back().key;
  }

  void place_scalar(YamlNode& node, std::uint32_t begin) {
    const auto text = source_->text();
    if (!node.quoted) {
      place_plain(node, begin);
      return;
    }
    const char quote = text[begin];
    auto end = begin + 1;
    if (quote == '|' || quote == '>') {
      while (end < text.size() && text[end] != '\n' && text[end] != '\r') ++end;
      node.span = {begin, end};
      return;
    }
    bool closed = false;
    while (end < text.size() && !closed) {
      if (quote == '"' && text[end] == '\\') {
        end += 2;
      } else if (quote == '\'' && text.substr(end, 2) == "''") {
        end += 2;
      } else {
        closed = text[end++] == quote;
      }
    }
    end = std::min(end, static_cast<std::uint32_t>(text.size()));
    // yaml-cpp lets the end of the file close a quote.
    if (!closed) {
      fail("E1001", "a quoted text that is not closed", {begin, begin + 1},
           "add the closing quote");
    }
    node.span = {begin, end};
    if (end >= begin + 2 && text.substr(begin + 1, end - begin - 2) == node.text) {
      node.verbatim = {begin + 1, end - 1};
      node.has_verbatim = node.text.find('\n') == std::string::npos;
    }
  }

  /// A plain scalar over several lines is folded: one blank in the value is any run of blanks in
  /// the text.
  void place_plain(YamlNode& node, std::uint32_t begin) const {
    const auto text = source_->text();
    auto end = begin;
    bool same = true;
    for (const char c : node.text) {
      if (end >= text.size()) break;
      if (c == text[end]) {
        ++end;
      } else if (blank(c) && blank(text[end])) {
        while (end < text.size() && blank(text[end])) ++end;
        same = false;
      } else {
        same = false;
        break;
      }
    }
    node.span = {begin, end};
    node.verbatim = node.span;
    node.has_verbatim = same;
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    refuse_anchor(anchor, mark);
    if (tag != "?" && !tag.empty()) refuse_tag(mark);
    const auto begin = offset(mark);
    if (expects_key()) {
      fail("E1008", "a key that is not plain text", {begin, begin + 1},
           "write keys as words or in quotes");
    }
    if (levels_.size() >= static_cast<std::size_t>(kDeepestYaml)) {
      fail("E1007", fmt::format("values nested more than {} deep", kDeepestYaml),
           {begin, begin + 1}, "");
    }
    Level level;
    level.node.kind = kind;
    level.node.span = {begin,
                       std::min(begin + 1, static_cast<std::uint32_t>(source_->text().size()))};
    levels_.push_back(std::move(level));
  }

  void close() {
    auto node = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (levels_.empty()) {
      root = std::move(node);
      return;
    }
    auto& level = levels_.back();
    if (level.node.is_sequence()) {
      level.node.items.push_back(std::move(node));
    } else if (!level.key) {
      add_key(level, std::move(node));
    } else {
      if (!level.repeated) level.node.entries.push_back({std::move(*level.key), std::move(node)});
      level.key.reset();
    }
  }

  void add_key(Level& level, YamlNode key) {
    if (!key.is_scalar()) {
      fail("E1008", "an entry without a key", key.span, "write `key: value`");
    }
    if (!key.quoted && key.text == "<<") {
      fail("E1003", "a merge key ('<<'): scenario files have none", key.span,
           "let one policy be `based_on` another");
    }
    last_key_ = key.span;
    const auto [seen, added] = level.keys.emplace(key.text, key.span);
    level.repeated = !added;
    if (!added) {
      auto& diagnostic =
          mistakes.error("E1002", fmt::format("the key '{}' is there twice", key.text),
                         {source_, key.span}, "delete one of the two");
      diagnostic.notes.push_back({"it is first written here", {source_, seen->second}});
    }
    level.key = std::move(key);
  }

  const base::SourcePtr& source_;
  base::Diagnostics& diagnostics_;
  std::vector<Level> levels_;
  Span last_key_;
};

struct Explanation {
  std::string_view yaml_cpp;
  std::string_view message;
  std::string_view hint;
};

constexpr Explanation kExplanations[] = {
    {"illegal map value", "a value where YAML expects none",
     "put values that contain ': ' in quotes, and indent the keys of one map alike"},
    {"end of map not found", "a line that does not belong to the map above it",
     "indent the keys of one map alike"},
    {"end of sequence not found", "a line that does not belong to the list above it",
     "indent the items of one list alike"},
    {"end of map flow not found", "a '{' that is not closed", "add '}', or quote the value"},
    {"end of sequence flow not found", "a '[' that is not closed", "add ']', or quote the value"},
    {"illegal EOF in scalar", "a quoted text that is not closed", "add the closing quote"},
    {"illegal document indicator in scalar", "a quoted text that is not closed",
     "add the closing quote"},
    {"unknown token", "a character that cannot start a value", "put the value in quotes"},
    {"illegal block entry", "a '-' where no list can start", "indent the items of one list alike"},
    {"illegal map key", "a '?' where no key can start", "put the value in quotes"},
    {"illegal flow end", "a ']' or '}' that nothing opened", "delete it, or quote the value"},
    {"the referenced anchor is not defined",
     "an alias: '*' at the start of a value refers to an anchor", "put the value in quotes"},
    {"alias not found after *", "a '*' at the start of a value means an alias",
     "put the value in quotes"},
    {"anchor not found after &", "an '&' at the start of a value means an anchor",
     "put the value in quotes"},
    {"unknown escape character: ", "an unknown escape after '\\'",
     "use single quotes, in which '\\' is an ordinary character"},
};

void explain(const base::SourcePtr& source, const YAML::Exception& problem, std::uint32_t offset,
             base::Diagnostics& diagnostics) {
  const auto size = static_cast<std::uint32_t>(source->text().size());
  const base::Place place{source, {offset, std::min(offset + 1, size)}};
  for (const auto& explanation : kExplanations) {
    if (problem.msg.rfind(explanation.yaml_cpp, 0) != 0) continue;
    const bool alias = explanation.message.find("an alias") == 0;
    diagnostics.error(alias ? "E1003" : "E1001", std::string(explanation.message), place,
                      std::string(explanation.hint));
    return;
  }
  diagnostics.error("E1001", fmt::format("the YAML cannot be read: {}", problem.msg), place);
}

}  // namespace

base::Result<YamlTree> parse_yaml(const base::SourcePtr& source, std::string_view needed) {
  base::Diagnostics diagnostics;
  check_yaml_text(source, diagnostics);
  if (diagnostics.has_errors()) return diagnostics;

  TreeBuilder builder(source, diagnostics);
  TextBuffer buffer(source->text());
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
  } catch (const YAML::Exception& problem) {
    explain(source, problem, builder.offset(problem.mark), diagnostics);
  }
  if (diagnostics.has_errors()) {
    diagnostics.append(builder.mistakes);
    diagnostics.sort();
    return diagnostics;
  }
  if (builder.documents == 0 || builder.root.is_null()) {
    diagnostics.error("E1010", "the file is empty", {source, {0, 0}}, std::string(needed));
    return diagnostics;
  }
  return YamlTree{source, std::move(builder.root), std::move(builder.mistakes)};
}

}  // namespace slackwater::scenario

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/base/source_text.hpp"

namespace slackwater::scenario {

struct YamlEntry;

/// One value of a YAML text. Scalars stay text: what `yes`, `010` or `1:30` mean is for the reader
/// of a key.
struct YamlNode {
  enum class Kind { null, scalar, sequence, map };

  Kind kind = Kind::null;
  std::string text;     ///< of a scalar, after quotes, escapes and folding
  bool quoted = false;  ///< 'text', "text" or a block: never null, boolean or number
  base::Span span;  ///< the value as written, quotes included; of a collection: its first character
  /// Where `text` stands verbatim in the source, when it does (no escapes, one line).
  base::Span verbatim;
  bool has_verbatim = false;
  std::vector<YamlNode> items;     ///< of a sequence
  std::vector<YamlEntry> entries;  ///< of a map, in order; keys are unique

  bool is_map() const { return kind == Kind::map; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_null() const { return kind == Kind::null; }
};

struct YamlEntry {
  YamlNode key;  ///< always a scalar
  YamlNode value;
};

struct YamlTree {
  base::SourcePtr source;
  YamlNode root;
  base::Diagnostics
      mistakes;  ///< errors that it was read in spite of: a key twice (the first counts)

  base::Place place(base::Span span) const { return {source, span}; }
  base::Place place(const YamlNode& node) const { return {source, node.span}; }
};

/// Deeper nesting and longer texts are refused: nobody writes them by hand.
inline constexpr int kDeepestYaml = 24;
inline constexpr std::size_t kLongestYaml = 4u << 20;

/// Reads one YAML 1.2 document; refuses anchors, tags, tabs, several documents
/// (E1001 to E1010). `needed` is the hint for an empty one.
base::Result<YamlTree> parse_yaml(
    const base::SourcePtr& source,
    std::string_view needed = "a scenario needs at least `scenario`, `model` and `policies`");

/// Encoding, control characters and tabs: what is looked at before YAML is.
void check_yaml_text(const base::SourcePtr& source, base::Diagnostics& diagnostics);

/// A text to parse as an expression, such that messages point into the file.
struct TextRange {
  base::SourcePtr source;
  base::Span span;
};

/// The scalar's text in place; a text with escapes or several lines gets a source of its own at the
/// same line.
TextRange expression_text(const YamlTree& tree, const YamlNode& scalar);

}  // namespace slackwater::scenario

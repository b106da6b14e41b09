#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../yaml_tree.hpp"

/// What a measure or claim says, before any name in it is known.
namespace slackwater::scenario::syntax {

struct Node;
using NodePtr = std::unique_ptr<Node>;

enum class Kind : std::uint8_t {
  number,  ///< `number`, with `unit` as written ("week", "%", "item/week" from brackets) or empty
  path,    ///< dotted names: `parts`, the last with `subscript`; a part may be `*`
  pair,    ///< two words: `future calm`, `policy protected`
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  range,     ///< a .. b
  share_of,  ///< 15 % of peak: one child, `parts[0]` the word
  list,      ///< [a, b]
  call,      ///< parts[0](children...)
  error      ///< reported; stands for anything
};

struct Node {
  Kind kind = Kind::error;
  base::Span span;
  double number = 0;
  std::string unit;
  base::Span unit_span;
  std::vector<std::string> parts;
  base::Span name_span;  ///< of the last part, or of a call's name
  std::optional<std::string> subscript;
  std::vector<NodePtr> children;
  std::vector<std::string> argument_names;  ///< of a call: "" for a positional argument
};

/// Parses a whole text; errors (E1201) are reported and leave `error` nodes.
NodePtr parse(const TextRange& text, base::Diagnostics& diagnostics);

}  // namespace slackwater::scenario::syntax

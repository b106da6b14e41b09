#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "slackwater/model/model.hpp"

/// What the writer and the reader of packed models agree on besides the order of the parts.
///
/// Packed are: the format's number, the text's size and hash, the sizes of all tables, then table
/// by table and column by column every entry of one field after the other, and a hash of all that.
namespace slackwater::model::packed {

constexpr std::uint64_t kFormat = 1;

/// What ids point into.
enum class Table : std::uint8_t {
  dimensions,
  variables,
  elements,
  nodes,
  lookups,
  series,
  held,
  pipelines,
  initials,
  random_streams
};
constexpr std::size_t kTables = 10;

/// What Node::index points into; nothing for an operator without an index.
std::optional<Table> table_of(Operator op);

/// `obstacle[policy,team]`: what lowering calls an element. Nothing when it has more bytes than
/// that.
std::optional<std::string> usual_name(const Model& model, std::size_t element,
                                      std::size_t most_bytes);

/// The last text of a column and where the last piece of the model's text in it ended: the next is
/// told by what differs.
struct TextColumn {
  std::string previous;
  std::size_t end = 0;
};

// A text: 2n for n new bytes after a share of the previous text (0: the same text again), 2n + 1
// for n bytes of the model's text (1: empty).
constexpr std::uint64_t kSameText = 0;
constexpr std::uint64_t kEmptyText = 1;

/// Texts that are told by others must not grow beyond all that was packed: so many bytes may have
/// been made of `packed` bytes and the model's text. What goes beyond is written out.
constexpr std::size_t most_copied(std::size_t packed, std::size_t text) {
  return 65536 + 256 * (packed + text);
}

// A number: eight times a zigzag integer plus its decimal places, or kBits and the eight bytes of
// its bits.
constexpr std::uint64_t kBits = 7;
constexpr double kPowersOfTen[] = {1, 10, 100, 1000, 1e4, 1e5, 1e6};

/// Of a source: none, the model's text, or (from 2) one of those that are inside.
constexpr std::uint64_t kNoSource = 0;
constexpr std::uint64_t kModelSource = 1;
constexpr std::uint64_t kFirstInside = 2;

/// The hash at the end: four bytes, the lowest first.
constexpr std::size_t kHashBytes = 4;
std::string hash_bytes(std::string_view bytes);

}  // namespace slackwater::model::packed

#include "slackwater/base/byte_difference.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "slackwater/base/leb128.hpp"
#include "slackwater/base/random.hpp"

// A difference: the lengths of `from` and `to`, a hash of `to`, then by turns bytes to insert (how
// many, which) and a piece to copy (how many, how far from where the last piece ended), until `to`
// is whole.
namespace slackwater::base {
namespace {

constexpr std::size_t kBlock = 8;        // bytes that are looked up
constexpr std::size_t kLeast = 4;        // a copy is worth its bytes where the last one goes on
constexpr std::size_t kLongEnough = 32;  // then nothing longer is looked for
constexpr int kMostCandidates = 16;      // looked at in one place: keeps the time linear
constexpr std::size_t kMostGrowth = 64;  // of `patched`, against both its inputs
constexpr std::size_t kNowhere = ~std::size_t{0};

struct Piece {
  std::size_t from = 0;
  std::size_t length = 0;
};

std::size_t common_length(std::string_view a, std::string_view b) {
  const auto most = std::min(a.size(), b.size());
  std::size_t length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

// Where blocks stand in a text, the last first.
class BlockIndex {
 public:
  explicit BlockIndex(std::string_view text)
      : shift_(64 - static_cast<int>(std::bit_width(text.size() | 255))),
        last_(std::size_t{1} << (64 - shift_), kNowhere),
        before_(text.size() < kBlock ? 0 : text.size() - kBlock + 1) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      auto& last = last_[slot(text.substr(i))];
      before_[i] = last;
      last = i;
    }
  }

  std::size_t last(std::string_view at) const {
    return at.size() < kBlock ? kNowhere : last_[slot(at)];
  }
  std::size_t before(std::size_t position) const { return before_[position]; }

 private:
  std::size_t slot(std::string_view at) const {
    std::uint64_t block = 0;
    for (std::size_t i = 0; i < kBlock; ++i) block = block << 8 | static_cast<unsigned char>(at[i]);
    return static_cast<std::size_t>(block * 0x9E3779B97F4A7C15u >> shift_);
  }

  int shift_;
  std::vector<std::size_t> last_;
  std::vector<std::size_t> before_;
};

class DifferenceWriter {
 public:
  DifferenceWriter(std::string_view from, std::string_view to)
      : from_(from), to_(to), index_(from) {}

  void run(std::string& out) {
    for (std::size_t at = 0; at < to_.size();) {
      auto piece = best_piece(at);
      if (piece.length == 0) {
        ++at;
        continue;
      }
      while (at > written_ && piece.from > 0 && from_[piece.from - 1] == to_[at - 1]) {
        --at, --piece.from, ++piece.length;
      }
      write_inserted(out, at);
      append_leb128(out, piece.length);
      append_leb128(out, zigzag(static_cast<std::int64_t>(piece.from) -
                                static_cast<std::int64_t>(end_of_last_)));
      at = written_ = at + piece.length;
      end_of_last_ = piece.from + piece.length;
    }
    if (written_ < to_.size()) write_inserted(out, to_.size());
  }

 private:
  Piece best_piece(std::size_t at) const {
    const auto rest = to_.substr(at);
    Piece best;
    // After as many other bytes, or after bytes that were only added, the last copy may go on.
    for (const auto position : {end_of_last_ + (at - written_), end_of_last_}) {
      if (position >= from_.size()) continue;
      const auto length = common_length(from_.substr(position), rest);
      if (length >= kLeast && length > best.length) best = {position, length};
    }
    if (best.length >= kLongEnough) return best;
    auto candidate = index_.last(rest);
    for (int i = 0; i < kMostCandidates && candidate != kNowhere; ++i) {
      const auto length = common_length(from_.substr(candidate), rest);
      if (length >= kBlock && length > best.length + 2) best = {candidate, length};
      candidate = index_.before(candidate);
    }
    return best;
  }

  void write_inserted(std::string& out, std::size_t end) {
    append_leb128(out, end - written_);
    out.append(to_.substr(written_, end - written_));
    written_ = end;
  }

  std::string_view from_;
  std::string_view to_;
  BlockIndex index_;
  std::size_t written_ = 0;      // of `to`
  std::size_t end_of_last_ = 0;  // in `from`
};

std::size_t most_bytes(std::string_view from, std::string_view difference) {
  return kMostGrowth * (from.size() + difference.size());
}

}  // namespace

std::string byte_difference(std::string_view from, std::string_view to) {
  std::string head;
  append_leb128(head, from.size());
  append_leb128(head, to.size());
  append_leb128(head, fnv1a(to) & 0xFFFFFFFFu);
  auto out = head;
  DifferenceWriter(from, to).run(out);
  if (to.size() <= most_bytes(from, out)) return out;
  append_leb128(head, to.size());
  head += to;
  return head;
}

std::optional<std::string> patched(std::string_view from, std::string_view difference) {
  auto rest = difference;
  const auto from_size = take_leb128(rest);
  const auto to_size = take_leb128(rest);
  const auto hash = take_leb128(rest);
  if (!hash || *from_size != from.size() || *to_size > most_bytes(from, difference))
    return std::nullopt;
  std::string out;
  out.reserve(static_cast<std::size_t>(*to_size));
  std::uint64_t end_of_last = 0;
  while (out.size() < *to_size) {
    const auto inserted = take_leb128(rest);
    if (!inserted || *inserted > rest.size() || *inserted > *to_size - out.size())
      return std::nullopt;
    out += rest.substr(0, static_cast<std::size_t>(*inserted));
    rest.remove_prefix(static_cast<std::size_t>(*inserted));
    if (out.size() == *to_size) break;
    const auto length = take_leb128(rest);
    const auto moved = take_leb128(rest);
    if (!length || !moved || *length == 0 || *length > *to_size - out.size()) return std::nullopt;
    // Wraps around where it is damaged, and is then beyond the end.
    const auto begin = end_of_last + static_cast<std::uint64_t>(unzigzag(*moved));
    if (begin > from.size() || *length > from.size() - begin) return std::nullopt;
    out += from.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(*length));
    end_of_last = begin + *length;
  }
  if (!rest.empty() || (fnv1a(out) & 0xFFFFFFFFu) != *hash) return std::nullopt;
  return out;
}

}  // namespace slackwater::base

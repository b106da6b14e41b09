#include <algorithm>

#include "declaration_pieces.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

bool on_own_line(std::string_view text, std::uint32_t offset) {
  while (offset > 0 && (text[offset - 1] == ' ' || text[offset - 1] == '\t')) --offset;
  return offset == 0 || text[offset - 1] == '\n';
}

/// Finds the piece behind which a comment of the source belongs.
class CommentPlacer {
 public:
  CommentPlacer(std::string_view source, std::vector<Piece>& pieces)
      : source_(source), pieces_(pieces) {}

  void place(base::Span span, const std::string& text) {
    Piece comment;
    comment.text = text;
    comment.is_comment = true;
    comment.own_line = on_own_line(source_, span.begin);
    auto after = last_before(span.begin);
    // Comments behind the same piece stay in their order.
    while (after + 1 < pieces_.size() && pieces_[after + 1].is_comment) ++after;
    if (after + 1 < pieces_.size()) comment.indent = pieces_[after + 1].indent;
    pieces_.insert(pieces_.begin() + static_cast<std::ptrdiff_t>(after) + 1, std::move(comment));
  }

 private:
  // The piece that stands nearest before `offset` in the source. Pieces without a place of their
  // own
  // ('=', ',', brackets) count with the piece before them when the source shows them there.
  std::size_t last_before(std::uint32_t offset) const {
    std::size_t best = 0;
    std::uint32_t best_offset = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const auto place = pieces_[i].offset;
      if (!pieces_[i].is_comment && place && *place < offset && *place >= best_offset) {
        best = i;
        best_offset = *place;
      }
    }
    std::size_t at = best_offset + pieces_[best].text.size();
    while (best + 1 < pieces_.size()) {
      const auto& next = pieces_[best + 1];
      at = skip_blanks(at);
      const bool follows = !next.is_comment && !next.offset && at < offset &&
                           source_.substr(at, next.text.size()) == next.text;
      if (!follows) break;
      at += next.text.size();
      ++best;
    }
    return best;
  }

  std::size_t skip_blanks(std::size_t at) const {
    return std::min(source_.find_first_not_of(" \t\r\n", at), source_.size());
  }

  std::string_view source_;
  std::vector<Piece>& pieces_;
};

void append_lines(std::string& out, const std::vector<std::string>& lines) {
  for (const auto& line : lines) {
    if (line.empty() && out.empty()) continue;
    out += line + "\n";
  }
}

}  // namespace

std::string format(const SyntaxTree& tree) {
  std::string out;
  for (const auto& declaration : tree.declarations) {
    append_lines(out, declaration.comments.before);
    auto pieces = declaration_pieces(declaration);
    if (tree.source) {
      CommentPlacer placer(tree.source->text(), pieces);
      for (const auto& [span, text] : declaration.comments.inside) placer.place(span, text);
    }
    out += lay_out(pieces) + "\n";
  }
  append_lines(out, tree.comments_at_end);
  return out;
}

}  // namespace slackwater::language

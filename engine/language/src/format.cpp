#include <algorithm>
#include <iterator>

#include "declaration_pieces.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

bool on_own_line(std::string_view text, std::uint32_t offset) {
  while (offset > 0 && (text[offset - 1] == ' ' || text[offset - 1] == '\t')) --offset;
  return offset == 0 || text[offset - 1] == '\n';
}

/// Finds the piece behind which each comment of a declaration belongs, and puts them all in.
class CommentPlacer {
 public:
  CommentPlacer(std::string_view source, std::vector<Piece>& pieces)
      : source_(source), pieces_(pieces), behind_(pieces.size()) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (pieces[i].offset) places_.emplace_back(*pieces[i].offset, i);
    }
    std::sort(places_.begin(), places_.end());
  }

  void place(base::Span span, const std::string& text) {
    Piece comment;
    comment.text = text;
    comment.is_comment = true;
    comment.own_line = on_own_line(source_, span.begin);
    const auto after = last_before(span.begin);
    if (after + 1 < pieces_.size()) comment.indent = pieces_[after + 1].indent;
    behind_[after].push_back(std::move(comment));
  }

  void merge() {
    std::vector<Piece> merged;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      merged.push_back(std::move(pieces_[i]));
      std::move(behind_[i].begin(), behind_[i].end(), std::back_inserter(merged));
    }
    pieces_ = std::move(merged);
  }

 private:
  // The piece that stands nearest before `offset` in the source. Pieces without a place of their
  // own ('=', ',', brackets) count with the piece before them when the source shows them there.
  std::size_t last_before(std::uint32_t offset) const {
    const auto later =
        std::lower_bound(places_.begin(), places_.end(), std::pair{offset, std::size_t{0}});
    std::size_t best = later == places_.begin() ? 0 : std::prev(later)->second;
    std::size_t at = pieces_[best].offset.value_or(0) + pieces_[best].text.size();
    while (best + 1 < pieces_.size() && behind_[best].empty()) {
      const auto& next = pieces_[best + 1];
      at = skip_blanks(at);
      const bool follows =
          !next.offset && at < offset && source_.substr(at, next.text.size()) == next.text;
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
  std::vector<std::pair<std::uint32_t, std::size_t>>
      places_;                              // of pieces, in the order of the text
  std::vector<std::vector<Piece>> behind_;  // of each piece: its comments
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
      placer.merge();
    }
    out += lay_out(pieces) + "\n";
  }
  append_lines(out, tree.comments_at_end);
  return out;
}

}  // namespace slackwater::language

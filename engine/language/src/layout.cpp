#include <algorithm>

#include "pieces.hpp"

namespace slackwater::language {
namespace {

class Layout {
 public:
  explicit Layout(const std::vector<Piece>& pieces) : pieces_(pieces) {}

  std::string run() {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= pieces_.size(); ++i) {
      const bool stop = i == pieces_.size() || pieces_[i].is_comment || pieces_[i].starts_line;
      if (!stop) continue;
      emit(begin, i);
      begin = i;
      if (i == pieces_.size()) break;
      if (pieces_[i].is_comment) {
        comment(pieces_[i]);
        begin = i + 1;
      } else {
        new_line(pieces_[i].indent);
      }
    }
    return std::move(out_);
  }

 private:
  int gap_before(std::size_t i) const { return pieces_[i].blank ? 1 : 0; }

  int width(std::size_t begin, std::size_t end) const {
    int total = 0;
    for (auto i = begin; i < end; ++i) {
      total += width_of(pieces_[i].text) + (i == begin ? 0 : gap_before(i));
    }
    return total;
  }

  bool fits(std::size_t begin, std::size_t end) const {
    const int gap = at_line_start_ ? 0 : gap_before(begin);
    return column_ + gap + width(begin, end) <= kLineWidth;
  }

  void new_line(int indent) {
    if (at_line_start_ && column_ == indent) return;
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    out_.append(static_cast<std::size_t>(indent), ' ');
    column_ = indent;
    at_line_start_ = true;
  }

  void write(std::size_t i) {
    const auto& piece = pieces_[i];
    if (behind_comment_) new_line(piece.indent);
    behind_comment_ = false;
    if (!at_line_start_ && piece.blank) {
      out_ += ' ';
      ++column_;
    }
    out_ += piece.text;
    column_ += width_of(piece.text);
    at_line_start_ = false;
  }

  void comment(const Piece& piece) {
    if (piece.own_line || behind_comment_) {
      at_line_start_ = false;
      new_line(piece.indent);
    } else {
      out_ += "  ";
    }
    out_ += piece.text;
    behind_comment_ = true;
    at_line_start_ = false;
  }

  // Whatever fits stays on the line; else the loosest gaps break and each part tries again.
  void emit(std::size_t begin, std::size_t end) {
    if (begin == end) return;
    if (behind_comment_) {
      new_line(pieces_[begin].indent);
      behind_comment_ = false;
    }
    int loosest = Piece::kGlued;
    if (!fits(begin, end)) {
      for (auto i = begin + 1; i < end; ++i) loosest = std::min(loosest, pieces_[i].level);
    }
    if (loosest == Piece::kGlued) {
      for (auto i = begin; i < end; ++i) write(i);
      return;
    }
    auto start = begin;
    for (auto i = begin + 1; i <= end; ++i) {
      if (i < end && pieces_[i].level != loosest) continue;
      const bool breaks = start != begin && (pieces_[start].together || !fits(start, i));
      if (breaks) new_line(pieces_[start].indent);
      emit(start, i);
      start = i;
    }
  }

  const std::vector<Piece>& pieces_;
  std::string out_;
  int column_ = 0;
  bool at_line_start_ = true;
  bool behind_comment_ = false;
};

}  // namespace

int width_of(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  }));
}

std::string lay_out(const std::vector<Piece>& pieces) { return Layout(pieces).run(); }

std::string flat(const std::vector<Piece>& pieces) {
  std::string out;
  for (const auto& piece : pieces) {
    if (piece.blank && !out.empty()) out += ' ';
    out += piece.text;
  }
  return out;
}

}  // namespace slackwater::language

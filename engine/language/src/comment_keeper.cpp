#include "comment_keeper.hpp"

#include <algorithm>

namespace slackwater::language {
namespace {

class CommentKeeper {
 public:
  CommentKeeper(const TokenList& list, const std::vector<Paragraph>& paragraphs, SyntaxTree& tree)
      : list_(list), paragraphs_(paragraphs), tree_(tree) {}

  void run() {
    std::vector<std::string> above;
    last_line_ = 0;
    above_first(above);
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      const auto& paragraph = paragraphs_[i];
      auto* declaration = declaration_of(paragraph);
      blank_line(list_.tokens[paragraph.begin].line, above);
      if (declaration) declaration->comments.before = std::move(above);
      above.clear();
      keep_inside(paragraph, declaration);
      keep_above(next_begin(i), above);
    }
    tree_.comments_at_end = std::move(above);
  }

 private:
  Declaration* declaration_of(const Paragraph& paragraph) {
    return paragraph.declaration ? &tree_.declarations[*paragraph.declaration] : nullptr;
  }

  std::size_t next_begin(std::size_t paragraph) const {
    return paragraph + 1 < paragraphs_.size()
               ? list_.tokens[paragraphs_[paragraph + 1].begin].span.begin
               : tree_.source->text().size();
  }

  std::string text_of(const SourceComment& comment) const {
    return std::string(tree_.source->slice(comment.span));
  }

  bool more_before(std::size_t offset) const {
    return at_ < list_.comments.size() && list_.comments[at_].span.begin < offset;
  }

  // One empty text stands for any number of blank lines, and for none at the top of the file.
  void blank_line(int line, std::vector<std::string>& above) {
    if (line > last_line_ + 1 && last_line_ > 0) above.emplace_back();
    last_line_ = line;
  }

  void above_first(std::vector<std::string>& above) {
    const auto begin = paragraphs_.empty() ? tree_.source->text().size()
                                           : list_.tokens[paragraphs_[0].begin].span.begin;
    keep_above(begin, above);
  }

  void keep_above(std::size_t before, std::vector<std::string>& above) {
    for (; more_before(before); ++at_) {
      const auto& comment = list_.comments[at_];
      blank_line(comment.line, above);
      above.push_back(text_of(comment));
    }
  }

  void keep_inside(const Paragraph& paragraph, Declaration* declaration) {
    const auto& last = list_.tokens[paragraph.end - 1];
    last_line_ = std::max(last_line_, last.last_line);
    for (; at_ < list_.comments.size(); ++at_) {
      const auto& comment = list_.comments[at_];
      const bool inside = comment.span.begin < last.span.begin;
      const bool behind = comment.line == last.last_line;
      const bool below = comment.own_line && !comment.at_margin && comment.line == last_line_ + 1;
      if (!inside && !behind && !below) return;
      if (declaration) declaration->comments.inside.emplace_back(comment.span, text_of(comment));
      last_line_ = std::max(last_line_, comment.line);
    }
  }

  const TokenList& list_;
  const std::vector<Paragraph>& paragraphs_;
  SyntaxTree& tree_;
  std::size_t at_ = 0;
  int last_line_ = 0;
};

}  // namespace

void keep_comments(const TokenList& list, const std::vector<Paragraph>& paragraphs,
                   SyntaxTree& tree) {
  CommentKeeper(list, paragraphs, tree).run();
}

}  // namespace slackwater::language

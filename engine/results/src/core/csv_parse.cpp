#include <utility>

#include "slackwater/results/csv.hpp"

namespace slackwater::results {
namespace {

class Parser {
 public:
  explicit Parser(const base::SourcePtr& source) : source_(source), text_(source->text()) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  base::Result<std::vector<std::vector<CsvCell>>> parse() {
    while (at_ < text_.size()) read_row();
    if (diagnostics_.has_errors()) return std::move(diagnostics_);
    return std::move(rows_);
  }

 private:
  void read_row() {
    std::vector<CsvCell> row;
    for (;;) {
      row.push_back(at_ < text_.size() && text_[at_] == '"' ? read_quoted() : read_plain());
      if (at_ >= text_.size() || text_[at_] != ',') break;
      ++at_;
    }
    skip_line_end();
    const bool blank =
        row.size() == 1 && row[0].text.empty() && row[0].span.begin == row[0].span.end;
    if (!blank) rows_.push_back(std::move(row));
  }

  CsvCell read_plain() {
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
      ++at_;
    }
    return {std::string(text_.substr(begin, at_ - begin)), span_from(begin)};
  }

  CsvCell read_quoted() {
    const auto begin = at_++;
    std::string text;
    for (;;) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        fail("quoted cell is never closed", {offset(begin), offset(begin + 1)},
             "close it with another '\"', or write '\"\"' for a quote inside");
        at_ = text_.size();
        return {std::move(text), span_from(begin)};
      }
      text += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (at_ >= text_.size() || text_[at_] != '"') break;
      text += '"';
      ++at_;
    }
    const auto span = span_from(begin);
    if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
      fail("text follows the end of a quoted cell", {offset(at_), offset(at_ + 1)},
           "put the whole cell into the quotes");
      read_plain();
    }
    return {std::move(text), span};
  }

  void skip_line_end() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  }

  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
  base::Span span_from(std::size_t begin) const { return {offset(begin), offset(at_)}; }
  void fail(const char* message, base::Span span, const char* hint) {
    diagnostics_.error("E1301", message, {source_, span}, hint);
  }

  const base::SourcePtr& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::vector<CsvCell>> rows_;
  base::Diagnostics diagnostics_;
};

}  // namespace

base::Result<std::vector<std::vector<CsvCell>>> parse_csv(const base::SourcePtr& source) {
  return Parser(source).parse();
}

}  // namespace slackwater::results

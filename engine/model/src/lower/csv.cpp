#include "csv.hpp"

namespace slackwater::model::lowering {
namespace {

class CsvReader {
 public:
  CsvReader(const base::SourcePtr& source, base::Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics), text_(source->text()) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  std::vector<std::vector<CsvCell>> run() {
    std::vector<std::vector<CsvCell>> rows;
    while (at_ < text_.size()) {
      auto row = read_row();
      const bool empty = row.size() == 1 && row.front().text.empty();
      if (!empty) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool at_line_end() const {
    return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r';
  }

  std::vector<CsvCell> read_row() {
    std::vector<CsvCell> row;
    for (;;) {
      row.push_back(read_cell());
      if (at_line_end()) break;
      ++at_;  // the comma
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    return row;
  }

  void skip_blanks() {
    while (!at_line_end() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  CsvCell read_cell() {
    skip_blanks();
    const auto begin = at_;
    CsvCell cell;
    if (!at_line_end() && text_[at_] == '"') {
      read_quoted(cell.text);
    } else {
      while (!at_line_end() && text_[at_] != ',') cell.text += text_[at_++];
      while (!cell.text.empty() && (cell.text.back() == ' ' || cell.text.back() == '\t'))
        cell.text.pop_back();
    }
    cell.span = {static_cast<std::uint32_t>(begin),
                 static_cast<std::uint32_t>(begin + std::max<std::size_t>(cell.text.size(), 1))};
    skip_blanks();
    if (!at_line_end() && text_[at_] != ',') {
      const auto place = static_cast<std::uint32_t>(at_);
      diagnostics_.error("E0714", "text behind the closing quote of a cell",
                         {source_, {place, place + 1}},
                         "a quote inside a quoted cell is written twice");
      while (!at_line_end() && text_[at_] != ',') ++at_;
    }
    return cell;
  }

  void read_quoted(std::string& out) {
    const auto open = at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '"') {
        out += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        out += text_[at_++];
      } else {
        return;
      }
    }
    const auto place = static_cast<std::uint32_t>(open);
    diagnostics_.error("E0714", "a quoted cell is not closed", {source_, {place, place + 1}});
  }

  const base::SourcePtr& source_;
  base::Diagnostics& diagnostics_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::vector<CsvCell>> read_csv(const base::SourcePtr& source,
                                           base::Diagnostics& diagnostics) {
  return CsvReader(source, diagnostics).run();
}

}  // namespace slackwater::model::lowering

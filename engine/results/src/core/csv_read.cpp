#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "slackwater/base/number.hpp"
#include "slackwater/results/csv.hpp"

namespace slackwater::results {
namespace {

using Rows = std::vector<std::vector<CsvCell>>;
constexpr std::size_t kMaxErrors = 20;

// Reads rows of cells as runs. Long form has policy, future and sample after the time.
class Reader {
 public:
  Reader(const base::SourcePtr& source, const Rows& rows) : source_(source), rows_(rows) {}

  base::Result<RunTable> read() {
    if (!read_header() || !check_widths() || !read_runs()) return std::move(diagnostics_);
    read_values();
    if (diagnostics_.has_errors()) return std::move(diagnostics_);
    return std::move(table_);
  }

 private:
  bool read_header() {
    if (rows_.empty() || rows_[0][0].text != "time") {
      const auto span = rows_.empty() ? base::Span{} : rows_[0][0].span;
      fail("E1304", "the first column must be called 'time'", span,
           "write a header line such as: time,backlog,completions");
      return false;
    }
    const auto& header = rows_[0];
    long_form_ = header.size() >= 4 && header[1].text == "policy" && header[2].text == "future" &&
                 header[3].text == "sample";
    first_ = long_form_ ? 4 : 1;
    for (auto column = first_; column < header.size(); ++column) {
      const auto& name = header[column].text;
      if (name.empty() || table_.find(name) != nullptr) {
        fail("E1304", name.empty() ? "column without a name" : "column '" + name + "' occurs twice",
             header[column].span, "give every column a name of its own");
      }
      SavedVariable variable;
      variable.name = name;
      variable.kind = "data";
      table_.variables.push_back(std::move(variable));
    }
    return !diagnostics_.has_errors();
  }

  bool check_widths() {
    for (std::size_t i = 1; i < rows_.size() && errors_ < kMaxErrors; ++i) {
      if (rows_[i].size() == rows_[0].size()) continue;
      fail("E1302",
           std::to_string(rows_[i].size()) + " cells where the header has " +
               std::to_string(rows_[0].size()),
           base::cover(rows_[i].front().span, rows_[i].back().span),
           "give every line one cell per column; an empty cell counts as NaN");
    }
    return !diagnostics_.has_errors();
  }

  // The runs must stand in order, each with the same save points as the first.
  bool read_runs() {
    points_ = rows_.size() - 1;
    if (long_form_) {
      table_.policies.labels.clear();
      table_.futures.labels.clear();
      std::size_t samples = 0;
      for (std::size_t i = 1; i < rows_.size(); ++i) {
        note_label(table_.policies, rows_[i][1].text);
        note_label(table_.futures, rows_[i][2].text);
        const auto sample = base::parse_number(rows_[i][3].text);
        if (!sample || *sample != static_cast<double>(samples_before(*sample))) {
          fail("E1303", "'" + rows_[i][3].text + "' is not the number of a sample",
               rows_[i][3].span, "count samples from 0");
          return false;
        }
        samples = std::max(samples, samples_before(*sample) + 1);
      }
      if (table_.policies.labels.empty()) table_.policies.labels = {"run"};
      if (table_.futures.labels.empty()) table_.futures.labels = {"model"};
      table_.samples = std::max<std::size_t>(samples, 1);
      if (points_ % table_.run_count() != 0) return misfit(rows_.size() - 1);
      points_ /= table_.run_count();
    }
    return check_runs();
  }

  bool check_runs() {
    for (std::size_t i = 1; long_form_ && i < rows_.size(); ++i) {
      const auto run = (i - 1) / points_;
      const auto sample = run % table_.samples;
      const auto future = run / table_.samples % table_.futures.labels.size();
      const auto policy = run / table_.samples / table_.futures.labels.size();
      const auto& row = rows_[i];
      const auto& first = rows_[1 + (i - 1) % points_];
      if (row[1].text != table_.policies.labels[policy] ||
          row[2].text != table_.futures.labels[future] ||
          *base::parse_number(row[3].text) != static_cast<double>(sample) ||
          row[0].text != first[0].text) {
        return misfit(i);
      }
    }
    return true;
  }

  bool misfit(std::size_t row) {
    const auto& cells = rows_[row];
    fail("E1305", "the runs do not have the same save points in the same order",
         base::cover(cells.front().span, cells.back().span),
         "write all save points of one run, then those of the next, samples within futures within "
         "policies");
    return false;
  }

  void read_values() {
    for (std::size_t point = 0; point < points_; ++point) {
      table_.time.push_back(number(rows_[1 + point][0]));
    }
    for (std::size_t v = 0; v < table_.variables.size(); ++v) {
      auto& values = table_.variables[v].values;
      values.reserve(rows_.size() - 1);
      for (std::size_t i = 1; i < rows_.size(); ++i) values.push_back(number(rows_[i][first_ + v]));
    }
    table_.status.assign(table_.run_count(), RunStatus::complete);
    const double end = table_.time.empty() ? 0 : table_.time.back();
    table_.stopped_at.assign(table_.run_count(), end);
  }

  double number(const CsvCell& cell) {
    if (cell.text.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto value = base::parse_number(cell.text, true);
    if (value) return *value;
    if (errors_ < kMaxErrors) {
      fail("E1303", "'" + cell.text + "' is not a number", cell.span,
           "write decimal numbers with a point, such as 0.5 or 1e-3; nan for a missing one");
    }
    return 0;
  }

  // A count as a whole number that cannot overflow; what is no count compares unequal to its
  // source.
  static std::size_t samples_before(double number) {
    return number >= 0 && number < 1e9 ? static_cast<std::size_t>(number) : 0;
  }

  static void note_label(Axis& axis, const std::string& label) {
    if (!axis.labels.empty() && axis.labels.back() == label) return;
    if (std::ranges::find(axis.labels, label) == axis.labels.end()) axis.labels.push_back(label);
  }

  void fail(std::string code, std::string message, base::Span span, std::string hint) {
    ++errors_;
    diagnostics_.error(std::move(code), std::move(message), {source_, span}, std::move(hint));
  }

  const base::SourcePtr& source_;
  const Rows& rows_;
  bool long_form_ = false;
  std::size_t first_ = 1;
  std::size_t points_ = 0;
  std::size_t errors_ = 0;
  RunTable table_;
  base::Diagnostics diagnostics_;
};

}  // namespace

base::Result<RunTable> read_csv(const base::SourcePtr& source) {
  auto rows = parse_csv(source);
  if (!rows) return rows.diagnostics();
  return Reader(source, *rows).read();
}

}  // namespace slackwater::results

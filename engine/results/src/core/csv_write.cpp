#include <algorithm>
#include <array>
#include <utility>

#include "slackwater/base/number.hpp"
#include "slackwater/results/csv.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kPieceSize = 1 << 16;
constexpr std::array<std::string_view, 3> kRunColumns = {"policy", "future", "sample"};

std::string quoted(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

// The one case in which a single run could be mistaken for the long form: its first three columns
// carry the very names of the run columns. It is then written in long form too.
bool looks_long(const RunTable& table) {
  if (table.variables.size() < kRunColumns.size()) return false;
  for (std::size_t i = 0; i < kRunColumns.size(); ++i) {
    if (table.variables[i].name != kRunColumns[i] || !table.variables[i].axes.empty()) return false;
  }
  return true;
}

class Writer {
 public:
  Writer(const RunTable& table, const TextSink& sink)
      : table_(table), sink_(sink), long_form_(table.run_count() != 1 || looks_long(table)) {}

  void write() {
    write_header();
    for (std::size_t p = 0; p < table_.policies.labels.size(); ++p) {
      for (std::size_t f = 0; f < table_.futures.labels.size(); ++f) {
        for (std::size_t s = 0; s < table_.samples; ++s) write_run(p, f, s);
      }
    }
    if (!piece_.empty()) sink_(piece_);
  }

 private:
  void write_header() {
    piece_ = "time";
    if (long_form_) piece_ += ",policy,future,sample";
    for (const auto& variable : table_.variables) {
      for (std::size_t e = 0; e < variable.elements; ++e) {
        piece_ += ',';
        piece_ += quoted(table_.element_name(variable, e));
      }
    }
    end_line();
  }

  void write_run(std::size_t policy, std::size_t future, std::size_t sample) {
    const auto run = table_.run_index(policy, future, sample);
    std::string labels;
    if (long_form_) {
      labels = "," + quoted(table_.policies.labels[policy]) + "," +
               quoted(table_.futures.labels[future]) + "," + std::to_string(sample);
    }
    std::vector<std::span<const double>> columns;
    for (const auto& variable : table_.variables) {
      for (std::size_t e = 0; e < variable.elements; ++e) {
        columns.push_back(table_.series(variable, run, e));
      }
    }
    for (std::size_t point = 0; point < table_.time.size(); ++point) {
      piece_ += base::format_number(table_.time[point]);
      piece_ += labels;
      for (const auto& column : columns) {
        piece_ += ',';
        piece_ += base::format_number(column[point]);
      }
      end_line();
    }
  }

  void end_line() {
    piece_ += '\n';
    if (piece_.size() < kPieceSize) return;
    sink_(piece_);
    piece_.clear();
  }

  const RunTable& table_;
  const TextSink& sink_;
  bool long_form_;
  std::string piece_;
};

}  // namespace

void write_csv(const RunTable& table, const TextSink& sink) { Writer(table, sink).write(); }

std::string to_csv(const RunTable& table) {
  std::string text;
  write_csv(table, [&text](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace slackwater::results

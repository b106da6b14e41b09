#include <algorithm>
#include <array>
#include <cmath>

#include "csv.hpp"
#include "shape.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::model::lowering {
namespace {

constexpr std::array<std::string_view, 3> kModes{"linear", "step", "none"};

struct DataFile {
  base::SourcePtr source;
  std::vector<std::vector<CsvCell>> rows;
  bool readable = false;
};

class DataReader {
 public:
  explicit DataReader(Context& context) : context_(context) {}

  void run() {
    for (auto& entry : context_.variables) {
      if (entry.kind != language::VariableKind::data || entry.shape.broken) continue;
      for (std::size_t i = 0; i < entry.shape.parts.size(); ++i) read_part_of(entry, i);
    }
  }

 private:
  void read_part_of(VariableEntry& entry, std::size_t index) {
    const auto& part = entry.shape.parts[index];
    const auto& syntax = *part.declaration->variable;
    if (!syntax.data_file) {
      context_.diagnostics.error("E0108", described(entry) + " names no file",
                                 context_.place(entry.span),
                                 "write 'from \"file.csv\" column \"name\" linear'");
      return;
    }
    const auto mode = read_mode(syntax);
    const auto& file = open(*syntax.data_file);
    if (!file.readable) return;
    const auto column = syntax.data_column ? syntax.data_column->text : entry.name;
    const auto span = syntax.data_column ? syntax.data_column->span : syntax.data_file->span;
    each_element_of_part(context_, entry.shape, part, [&](const auto& position, const auto&) {
      const auto element = linear_position(context_, entry.shape, position);
      if (entry.shape.part_of[element] != index) return;
      const auto subscript = subscript_text(context_, entry.shape.dimensions, position);
      entry.series.resize(entry.shape.size);
      entry.series[element] = SeriesId(context_.model.series.size());
      auto series = read_column(file, column + subscript, span);
      series.name = entry.name + subscript;
      series.mode = mode;
      context_.model.series.push_back(std::move(series));
    });
  }

  SeriesMode read_mode(const language::VariableDeclaration& syntax) {
    if (!syntax.data_mode) return SeriesMode::linear;
    const auto at = std::find(kModes.begin(), kModes.end(), syntax.data_mode->text);
    if (at != kModes.end()) return static_cast<SeriesMode>(at - kModes.begin());
    context_.diagnostics.error("E0111", "unknown data mode " + quoted(syntax.data_mode->text),
                               context_.place(syntax.data_mode->span),
                               "known are linear, step, none");
    return SeriesMode::linear;
  }

  const DataFile& open(const language::Name& name) {
    const auto [at, is_new] = files_.emplace(name.text, DataFile{});
    auto& file = at->second;
    if (!is_new) return file;
    const auto text =
        context_.options.read_data ? context_.options.read_data(name.text) : std::nullopt;
    if (!text) {
      context_.diagnostics.error("E0708", "cannot read the data file " + quoted(name.text),
                                 context_.place(name.span),
                                 "its path starts at the folder of the model");
      return file;
    }
    file.source = std::make_shared<base::SourceText>(name.text, *text);
    const auto before = context_.diagnostics.entries().size();
    file.rows = read_csv(file.source, context_.diagnostics);
    report_long_row(file);
    file.readable = before == context_.diagnostics.entries().size();
    if (file.readable && file.rows.size() < 2) {
      file.readable = false;
      context_.diagnostics.error("E0711", "the data file " + quoted(name.text) + " has no rows",
                                 context_.place(name.span),
                                 "its first line names the columns, the first column is the time");
    }
    return file;
  }

  // A value in no column would be lost, and one behind a decimal comma misread. One report is
  // enough: such a file has the fault in every row.
  void report_long_row(const DataFile& file) {
    for (const auto& row : file.rows) {
      const auto columns = file.rows.front().size();
      const auto extra = [&](const CsvCell& cell) { return !cell.text.empty(); };
      if (row.size() <= columns) continue;
      const auto at =
          std::find_if(row.begin() + static_cast<std::ptrdiff_t>(columns), row.end(), extra);
      if (at == row.end()) continue;
      context_.diagnostics.error("E0714",
                                 "this row has " + std::to_string(row.size()) +
                                     " cells, but the first line names " + std::to_string(columns) +
                                     (columns == 1 ? " column" : " columns"),
                                 {file.source, at->span},
                                 "a comma separates cells; decimals are written with a point: 1.5");
      return;
    }
  }

  void report_second_column(const DataFile& file, const CsvCell& first, const CsvCell& second) {
    auto& error = context_.diagnostics.error(
        "E0714", "two columns are named " + quoted(second.text), {file.source, second.span},
        "give each column a name of its own");
    error.notes.push_back({"the other column", {file.source, first.span}});
  }

  // The first column is the time, whatever its name.
  Series read_column(const DataFile& file, const std::string& name, base::Span span) {
    Series out;
    const auto& header = file.rows.front();
    const auto at = std::find_if(header.begin(), header.end(),
                                 [&](const CsvCell& cell) { return cell.text == name; });
    if (at == header.end()) {
      report_column(file, name, span);
      return out;
    }
    const auto second =
        std::find_if(at + 1, header.end(), [&](const CsvCell& cell) { return cell.text == name; });
    if (second != header.end()) {
      report_second_column(file, *at, *second);
      return out;
    }
    const auto column = static_cast<std::size_t>(at - header.begin());
    const auto before = context_.diagnostics.entries().size();
    for (std::size_t i = 1; i < file.rows.size(); ++i) {
      const auto& row = file.rows[i];
      if (column >= row.size() || row[column].text.empty()) continue;  // not measured at this time
      const auto time = number(file, row.front());
      const auto value = number(file, row[column]);
      if (!time || !value) continue;
      if (!out.time.empty() && *time <= out.time.back()) {
        context_.diagnostics.error(
            "E0711", "the time " + row.front().text + " is not after the one before it",
            {file.source, row.front().span});
        continue;
      }
      out.time.push_back(*time);
      out.value.push_back(*value);
    }
    if (out.time.empty() && before == context_.diagnostics.entries().size()) {
      context_.diagnostics.error("E0711", "the column " + quoted(name) + " has no values",
                                 {file.source, at->span});
    }
    return out;
  }

  void report_column(const DataFile& file, const std::string& name, base::Span span) {
    std::vector<std::string> candidates;
    for (const auto& cell : file.rows.front()) candidates.push_back(cell.text);
    const auto closest = base::closest_name(name, candidates);
    auto& error = context_.diagnostics.error(
        "E0709", "the data file " + quoted(file.source->name()) + " has no column " + quoted(name),
        context_.place(span), closest.empty() ? "" : "did you mean " + quoted(closest) + "?");
    error.notes.push_back(
        {"its columns are named here", {file.source, file.rows.front().front().span}});
  }

  std::optional<double> number(const DataFile& file, const CsvCell& cell) {
    const auto value = base::parse_number(cell.text);
    if (value && std::isfinite(*value)) return value;
    context_.diagnostics.error("E0710", quoted(cell.text) + " is no number",
                               {file.source, cell.span});
    return std::nullopt;
  }

  Context& context_;
  std::unordered_map<std::string, DataFile> files_;
};

}  // namespace

void lower_data(Context& context) { DataReader(context).run(); }

}  // namespace slackwater::model::lowering

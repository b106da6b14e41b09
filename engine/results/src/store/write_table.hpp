#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"
#include "store/describe.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// How much of a table a write puts into the file.
enum class TableContent {
  everything,
  kept_series,  ///< variables without values are left out
  layout_only   ///< all datasets, none of their values
};

/// What makes the dataset of a variable's series instead of write_table.
using MakeSeries =
    std::function<H5::DataSet(const std::string& name, const DimensionList& dimensions)>;

struct TableOptions {
  TableContent content = TableContent::everything;
  std::size_t first_sample = 0;
  hsize_t chunk_bytes = kChunkBytes;
  MakeSeries make_series;
};

/// Where a table went: dimensions and names of its datasets, in the table's order.
struct TableLayout {
  std::size_t policy = 0;
  std::size_t future = 0;
  std::vector<std::string> variables;  ///< empty for one that was left out
  std::vector<std::string> metrics;
  std::vector<std::string> metric_status;
  std::vector<std::string> drawn;
  std::string run_status;
  std::string stopped_at;
};

/// Writes runs into a group that has nothing yet: dimensions, series, drawn inputs, status,
/// metrics.
TableLayout write_table(NetcdfGroup& group, const RunTable& table, std::span<const Metric> metrics,
                        const TableOptions& options = {});

/// Writes the group `failures` of a table, unless there are none.
void write_failures(NetcdfGroup& group, const RunTable& table);

/// What a variable is, as attributes of a dataset that holds its values.
void describe_variable(H5::DataSet& dataset, const SavedVariable& variable,
                       const std::string& dataset_name);

/// The names of an enumeration from 0 on, as the meanings of its numbers.
template <class Status>
Flags flag_names() {
  Flags names;
  for (int i = 0; name(static_cast<Status>(i)) != "unknown"; ++i) {
    names.emplace_back(name(static_cast<Status>(i)));
  }
  return names;
}

template <class Status>
std::vector<std::uint8_t> flag_numbers(const std::vector<Status>& values) {
  std::vector<std::uint8_t> numbers;
  numbers.reserve(values.size());
  for (const auto value : values) numbers.push_back(static_cast<std::uint8_t>(value));
  return numbers;
}

/// A column of one field of many structures.
template <class Row, class Field>
auto column(const std::vector<Row>& rows, Field Row::* field) {
  std::vector<Field> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(row.*field);
  return values;
}

}  // namespace slackwater::results

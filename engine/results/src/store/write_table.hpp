#pragma once

#include <span>

#include "slackwater/results/comparison.hpp"
#include "store/netcdf_file.hpp"

namespace slackwater::results {

/// The dimensions of a table's group, for what belongs to a policy or a future and is no run.
struct RunDimensions {
  std::size_t policy = 0;
  std::size_t future = 0;
};

/// Writes runs into a group that has nothing yet: dimensions, series, drawn inputs, status,
/// metrics.
RunDimensions write_table(NetcdfGroup& group, const RunTable& table,
                          std::span<const Metric> metrics);

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

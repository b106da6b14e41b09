#pragma once

#include <H5Cpp.h>

#include <string>
#include <vector>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

struct TableWithMetrics {
  RunTable table;
  std::vector<Metric> metrics;
};

/// Reads a group that write_table wrote. Throws: H5::Exception, std::runtime_error.
TableWithMetrics read_table(const H5::Group& group);

/// The failures of a group that write_table wrote, with the places of their labels in `table`.
std::vector<RunFailure> read_failures(const H5::Group& group, const RunTable& table);

// Single values and columns of a group; a missing one is empty or zero.
std::string text_attribute(const H5::H5Object& object, const char* name);
std::vector<std::string> texts_attribute(const H5::H5Object& object, const char* name);
double number_attribute(const H5::H5Object& object, const char* name);
std::uint64_t count_attribute(const H5::H5Object& object, const char* name);
std::vector<std::string> read_texts(const H5::Group& group, const std::string& name);
std::vector<double> read_numbers(const H5::Group& group, const std::string& name);
std::vector<std::int64_t> read_counts(const H5::Group& group, const std::string& name);
std::vector<std::uint8_t> read_flags(const H5::Group& group, const std::string& name);
bool has_group(const H5::Group& group, const char* name);
/// Names in the order in which they were written.
std::vector<std::string> link_names(const H5::Group& group);

template <class Status>
std::vector<Status> statuses(const std::vector<std::uint8_t>& numbers) {
  std::vector<Status> values;
  values.reserve(numbers.size());
  for (const auto number : numbers) values.push_back(static_cast<Status>(number));
  return values;
}

}  // namespace slackwater::results

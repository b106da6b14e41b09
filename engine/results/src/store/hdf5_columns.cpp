#include "slackwater/results/hdf5_columns.hpp"

#include <H5Cpp.h>
#include <fmt/format.h>

#include <iterator>
#include <vector>

#include "slackwater/results/file.hpp"
#include "store/library.hpp"

namespace slackwater::results {
namespace {

struct Column {
  std::string name;
  std::vector<double> values;
};

constexpr const char* kHint =
    "one dataset per parameter in the root group, each one number per sample";

// Source: HDF5 Dimension Scale Specification: only scales have the attribute CLASS.
bool is_scale(const H5::DataSet& dataset) { return dataset.attrExists("CLASS"); }

Column read_column(const H5::Group& root, const std::string& name, const std::string& path) {
  const auto dataset = root.openDataSet(name);
  const auto kind = dataset.getTypeClass();
  const auto space = dataset.getSpace();
  if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || space.getSimpleExtentNdims() != 1) {
    throw FileError(path, "the dataset '" + name + "' is no column of numbers", kHint);
  }
  Column column{name, {}};
  column.values.resize(static_cast<std::size_t>(space.getSimpleExtentNpoints()));
  if (!column.values.empty()) {
    dataset.read(column.values.data(), H5::PredType::NATIVE_DOUBLE);
  }
  return column;
}

std::vector<Column> read_columns(const std::string& path) {
  const H5::H5File file(path, H5F_ACC_RDONLY);
  const auto root = file.openGroup("/");
  std::vector<Column> columns;
  for (hsize_t i = 0; i < root.getNumObjs(); ++i) {
    const auto name = root.getObjnameByIdx(i);
    if (root.childObjType(name) != H5O_TYPE_DATASET) {
      throw FileError(path, "'" + name + "' is no column of numbers", kHint);
    }
    if (is_scale(root.openDataSet(name))) continue;
    columns.push_back(read_column(root, name, path));
    const auto& first = columns.front();
    if (columns.back().values.size() != first.values.size()) {
      throw FileError(path,
                      fmt::format("'{}' has {} values and '{}' has {}", first.name,
                                  first.values.size(), name, columns.back().values.size()),
                      kHint);
    }
  }
  if (columns.empty()) throw FileError(path, "holds no column of numbers", kHint);
  return columns;
}

// Quotes as in RFC 4180, for names such as "obstacle[policy,team]".
std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

std::string csv_of(const std::vector<Column>& columns) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const auto separator = [&](std::size_t c) { return c + 1 < columns.size() ? ',' : '\n'; };
  for (std::size_t c = 0; c < columns.size(); ++c) {
    fmt::format_to(out, "{}{}", quoted(columns[c].name), separator(c));
  }
  for (std::size_t row = 0; row < columns.front().values.size(); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      fmt::format_to(out, "{}{}", columns[c].values[row], separator(c));
    }
  }
  return fmt::to_string(text);
}

}  // namespace

bool begins_as_hdf5(std::string_view bytes) {
  return bytes.starts_with(std::string_view("\x89HDF\r\n\x1a\n", 8));
}

std::string csv_of_hdf5_columns(const std::string& path) {
  const LibraryUse use;
  try {
    return csv_of(read_columns(path));
  } catch (const H5::Exception& error) {
    throw FileError(path, "is damaged: " + error.getDetailMsg(), "write it again");
  }
}

}  // namespace slackwater::results

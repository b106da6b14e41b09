#include "slackwater/results/npy_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "npy/npy_header.hpp"
#include "slackwater/results/file.hpp"

namespace slackwater::results {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr const char* kHint =
    "numpy.save of an array of floats, one row per sample and one column per parameter, or of a "
    "structured array with one field per parameter";

template <class T>
double read_as(std::array<char, 8> bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return static_cast<double>(value);
}

using Read = double (*)(std::array<char, 8>);

/// A number as it lies in the file.
struct Number {
  std::size_t size = 0;
  bool is_big_endian = false;
  Read read = nullptr;

  double at(const char* bytes) const {
    std::array<char, 8> own{};
    std::memcpy(own.data(), bytes, size);
    if (is_big_endian) std::reverse(own.begin(), own.begin() + static_cast<std::ptrdiff_t>(size));
    return read(own);
  }
};

// Nothing for what is no real number of up to eight bytes: complex, long double, text, object.
std::optional<Number> number_of(std::string_view type) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::pair<std::string_view, Read> kReads[] = {
      {"f8", read_as<double>},        {"f4", read_as<float>},
      {"i8", read_as<std::int64_t>},  {"i4", read_as<std::int32_t>},
      {"i2", read_as<std::int16_t>},  {"i1", read_as<std::int8_t>},
      {"u8", read_as<std::uint64_t>}, {"u4", read_as<std::uint32_t>},
      {"u2", read_as<std::uint16_t>}, {"u1", read_as<std::uint8_t>},
      {"b1", read_as<std::uint8_t>}};
  if (type.size() != 3) return std::nullopt;
  for (const auto& [name, read] : kReads) {
    if (type.substr(1) != name) continue;
    return Number{static_cast<std::size_t>(name[1] - '0'), type[0] == '>', read};
  }
  return std::nullopt;
}

/// "|V4": bytes between fields that say nothing.
std::size_t padding_of(const npy::Field& field) {
  std::size_t size = 0;
  if (!field.name.empty() || !field.type.starts_with("|V")) return 0;
  for (const char c : std::string_view(field.type).substr(2)) {
    if (c < '0' || c > '9' || size > 1'000'000) return 0;
    size = 10 * size + static_cast<std::size_t>(c - '0');
  }
  return size;
}

/// Where the numbers of a column lie.
struct Column {
  std::string name;
  Number number;
  std::size_t begin = 0;
  std::size_t stride = 0;
};

struct Table {
  std::vector<Column> columns;
  std::size_t rows = 0;
  std::size_t bytes = 0;  ///< of all numbers
};

std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text = "(";
  for (const auto size : shape) text += fmt::format("{}, ", size);
  if (shape.size() > 1) text.resize(text.size() - 2);
  if (shape.size() == 1) text.pop_back();
  return text + ")";
}

Table structured(const npy::Header& header) {
  if (header.shape.size() != 1) {
    throw std::runtime_error(fmt::format("holds a structured array of shape {}, not of one axis",
                                         shape_text(header.shape)));
  }
  Table table;
  table.rows = header.shape[0];
  std::size_t size = 0;
  for (const auto& field : header.fields) {
    if (const auto padding = padding_of(field)) {
      size += padding;
      continue;
    }
    const auto number = field.is_single ? number_of(field.type) : std::nullopt;
    if (!number) {
      throw std::runtime_error(fmt::format(
          "the field '{}' holds {}, not real numbers of up to eight bytes", field.name,
          field.is_single ? "'" + field.type + "'" : std::string("several values in each row")));
    }
    table.columns.push_back({field.name, *number, size, 0});
    size += number->size;
  }
  for (auto& column : table.columns) column.stride = size;
  table.bytes = size * table.rows;
  return table;
}

Table plain(const npy::Header& header) {
  const auto& type = header.fields.front().type;
  const auto number = number_of(type);
  if (!number) {
    throw std::runtime_error(
        fmt::format("holds '{}', not real numbers of up to eight bytes", type));
  }
  if (header.shape.size() != 2) {
    throw std::runtime_error(
        fmt::format("holds an array of shape {}, not of two axes", shape_text(header.shape)));
  }
  const auto rows = header.shape[0];
  const auto columns = header.shape[1];
  Table table;
  table.rows = rows;
  table.bytes = number->size * rows * columns;
  for (std::size_t c = 0; c < columns; ++c) {
    const auto [begin, stride] =
        header.is_fortran_order ? std::pair(c * rows, std::size_t{1}) : std::pair(c, columns);
    table.columns.push_back({"", *number, begin * number->size, stride * number->size});
  }
  return table;
}

// Shapes that no file has would overflow what is computed from them.
void check_size(const npy::Header& header, std::size_t available) {
  std::size_t count = 1;
  for (const auto size : header.shape) {
    if (size != 0 && count > available / size) {
      throw std::runtime_error("is damaged: it ends before its last number");
    }
    count *= size;
  }
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

std::string csv_of(const Table& table, bool names, const char* numbers) {
  fmt::memory_buffer text;
  const auto out = std::back_inserter(text);
  const auto separator = [&](std::size_t c) { return c + 1 < table.columns.size() ? ',' : '\n'; };
  for (std::size_t c = 0; names && c < table.columns.size(); ++c) {
    fmt::format_to(out, "{}{}", quoted(table.columns[c].name), separator(c));
  }
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto& column = table.columns[c];
      fmt::format_to(out, "{}{}", column.number.at(numbers + column.begin + row * column.stride),
                     separator(c));
    }
  }
  return fmt::to_string(text);
}

}  // namespace

bool begins_as_npy(std::string_view bytes) { return bytes.starts_with(kMagic); }

std::string csv_of_npy_columns(const std::string& path, std::string_view bytes) {
  try {
    const auto header = npy::read_header(bytes);
    check_size(header, bytes.size());
    const auto table = header.is_structured ? structured(header) : plain(header);
    if (table.columns.empty()) throw std::runtime_error("holds no column of numbers");
    if (table.bytes > bytes.size() - header.begin) {
      throw std::runtime_error("is damaged: it ends before its last number");
    }
    return csv_of(table, header.is_structured, bytes.data() + header.begin);
  } catch (const std::runtime_error& error) {
    throw FileError(path, error.what(), kHint);
  }
}

}  // namespace slackwater::results

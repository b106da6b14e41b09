#include "store/sketch_bytes.hpp"

#include <bit>
#include <cstring>
#include <stdexcept>

namespace slackwater::results {
namespace {

void append_integer(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
  bytes += static_cast<char>(value);
}

void append_number(std::string& bytes, double value) {
  static_assert(std::endian::native == std::endian::little);
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

[[noreturn]] void refuse() { throw std::runtime_error("a fan holds no distribution"); }

std::uint64_t take_integer(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) refuse();
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if ((byte & 0x80) == 0) return value;
  }
  refuse();
}

double take_number(std::string_view& bytes) {
  double value = 0;
  if (bytes.size() < sizeof value) refuse();
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

}  // namespace

void append_sketch(std::string& bytes, const QuantileSketch& sketch) {
  const auto state = sketch.state();
  append_integer(bytes,
                 static_cast<std::uint64_t>(state.precision - QuantileSketch::kLowestPrecision));
  append_integer(bytes, state.nan);
  append_integer(bytes, state.zero);
  append_integer(bytes, state.negative_infinity);
  append_integer(bytes, state.positive_infinity);
  append_number(bytes, state.lowest);
  append_number(bytes, state.highest);
  append_integer(bytes, state.keys.size());
  std::uint32_t before = 0;
  for (const auto key : state.keys) {
    append_integer(bytes, key - before);
    before = key;
  }
  for (const auto count : state.counts) append_integer(bytes, count);
}

QuantileSketch take_sketch(std::string_view& bytes) {
  QuantileSketch::State state;
  state.precision = static_cast<int>(take_integer(bytes) & 0xff) + QuantileSketch::kLowestPrecision;
  state.nan = take_integer(bytes);
  state.zero = take_integer(bytes);
  state.negative_infinity = take_integer(bytes);
  state.positive_infinity = take_integer(bytes);
  state.lowest = take_number(bytes);
  state.highest = take_number(bytes);
  const auto bins = take_integer(bytes);
  if (bins > QuantileSketch::kMostBins) refuse();
  std::uint32_t key = 0;
  for (std::uint64_t i = 0; i < bins; ++i) {
    key += static_cast<std::uint32_t>(take_integer(bytes));
    state.keys.push_back(key);
  }
  for (std::uint64_t i = 0; i < bins; ++i) state.counts.push_back(take_integer(bytes));
  QuantileSketch sketch;
  if (!sketch.restore(state)) refuse();
  return sketch;
}

}  // namespace slackwater::results

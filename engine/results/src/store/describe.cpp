#include "store/describe.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "store/netcdf_file.hpp"

namespace slackwater::results {
namespace {

constexpr hsize_t kLargestChunkBytes = hsize_t{2} << 20;  // what a single long series may take

}  // namespace

void describe(H5::H5Object& object, const char* attribute, const std::string& text) {
  if (!text.empty()) set_attribute(object, attribute, text);
}

// Source: xarray, TIME_UNITS in conventions of coding/times.
std::string stored_unit(const std::string& unit) {
  static constexpr std::array<std::string_view, 7> kDecoded = {
      "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"};
  const bool decoded = std::ranges::find(kDecoded, unit) != kDecoded.end();
  return decoded ? unit.substr(0, unit.size() - 1) : unit;
}

std::vector<hsize_t> chunk_of(const std::vector<hsize_t>& lengths, hsize_t most) {
  std::vector<hsize_t> chunk = lengths;
  const auto bytes = [&chunk] {
    hsize_t size = sizeof(double);
    for (const auto length : chunk) size *= length;
    return size;
  };
  for (std::size_t i = 0; i < chunk.size() && bytes() > most; ++i) {
    const bool gathered = i < 3;  // policy, future, sample
    if (!gathered && bytes() <= kLargestChunkBytes) break;
    const hsize_t rest = bytes() / chunk[i];
    chunk[i] = std::clamp<hsize_t>(most / rest, 1, chunk[i]);
  }
  return chunk;
}

}  // namespace slackwater::results

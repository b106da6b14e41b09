#pragma once

#include <H5Cpp.h>

#include <string>
#include <vector>

namespace slackwater::results {

/// An attribute, unless the text is empty.
void describe(H5::H5Object& object, const char* attribute, const std::string& text);

/// A unit as the file has it: xarray decodes "days" and the like as time spans, so that `time`
/// would become nanoseconds; the singular it leaves alone.
std::string stored_unit(const std::string& unit);

inline constexpr hsize_t kChunkBytes = hsize_t{1} << 20;  ///< what samples are gathered up to

/// The shape of a chunk of (policy, future, sample, ...).
///
/// Whole series of as many samples as fit `bytes`; then as many futures and policies, so that small
/// studies are one chunk; a series too long for one is cut, its axes first.
std::vector<hsize_t> chunk_of(const std::vector<hsize_t>& lengths, hsize_t bytes = kChunkBytes);

}  // namespace slackwater::results

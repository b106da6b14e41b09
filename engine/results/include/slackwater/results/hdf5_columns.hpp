#pragma once

#include <string>
#include <string_view>

namespace slackwater::results {

/// Whether the bytes begin as an HDF5 file (and so as a netCDF-4 file) does.
bool begins_as_hdf5(std::string_view bytes);

/// The columns of an HDF5 file as CSV text: one dataset per column in the root group, all of one
/// length, in the order of their names. Coordinates (dimension scales) are left out.
///
/// Guarantees: numbers are written so that reading gives the same bits. Throws: FileError for a
/// damaged file, and for datasets that are no columns of numbers.
std::string csv_of_hdf5_columns(const std::string& path);

}  // namespace slackwater::results

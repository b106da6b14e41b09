#pragma once

#include <string>
#include <string_view>

namespace slackwater::results {

/// Whether the bytes begin as a NumPy array file (.npy) does.
bool begins_as_npy(std::string_view bytes);

/// The columns of a NumPy array file as CSV text, one line per row.
///
/// A structured array of one axis has a column per field, and their names are the first line. An
/// array of two axes, (row, column), has no names: all lines are numbers.
/// Guarantees: numbers are written so that reading gives the same bits. Throws: FileError for a
/// damaged file, and for arrays that are no columns of real numbers; `path` names the file in it.
std::string csv_of_npy_columns(const std::string& path, std::string_view bytes);

}  // namespace slackwater::results

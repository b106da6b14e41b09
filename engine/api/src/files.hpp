#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/base/result.hpp"

namespace slackwater::api {

/// The whole text of a file, or nothing when it cannot be read.
///
/// Of an HDF5 or NumPy file its columns as CSV, so that tables may be any of these. Throws:
/// results::FileError for such a file without columns.
std::optional<std::string> read_text_file(const std::string& path);

/// The same, with E1115 and the reason where a table of samples cannot be read.
base::Result<std::string> read_table_file(const std::string& path);

/// The whole text of a file, or a diagnostic that names the path and the reason.
base::Result<std::string> read_source_file(const std::string& path);

/// `path` as seen from the folder of `from`, unless it is absolute.
std::string beside(const std::string& from, const std::string& path);

/// Lines "SHA-256  path" of texts by path, as `sha256sum` prints them, in order of the paths.
std::string hash_lines(const std::vector<std::map<std::string, std::string>>& files);

}  // namespace slackwater::api

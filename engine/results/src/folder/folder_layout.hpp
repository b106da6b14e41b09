#pragma once

#include <string>

#include "file_failure.hpp"

namespace slackwater::results {

/// Where an ensemble's folder keeps what (docs/reference/results.md).
namespace layout {

/// What a file that is still being written has in its name, behind a dot and the name to be.
inline constexpr const char* kPartial = ".partial-";

inline std::string plan(const std::string& folder) { return folder + "/plan.json"; }
inline std::string shards(const std::string& folder) { return folder + "/shards"; }
inline std::string files(const std::string& folder) { return folder + "/files"; }
inline std::string writers(const std::string& folder) { return folder + "/writers"; }
inline std::string damaged(const std::string& folder) { return folder + "/damaged"; }
inline std::string quarantine(const std::string& folder) { return folder + "/quarantine"; }
/// Held for moments only, while locks are looked at or the plan is made.
inline std::string guard(const std::string& folder) { return writers(folder) + "/.guard"; }

}  // namespace layout

/// Makes a folder and those above it, unless it exists. Throws: FileError.
void make_folder(const std::string& path);
/// Makes the names in a folder durable, where the file system can.
void flush_folder(const std::string& path);

}  // namespace slackwater::results

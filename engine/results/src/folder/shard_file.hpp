#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slackwater::results {

/// What a shard's file name says.
struct ShardName {
  std::size_t shard = 0;
  std::string hash;  ///< the first 16 hexadecimal digits of the SHA-256 of its bytes
};

std::string shard_file_name(std::size_t shard, std::string_view hash);
/// Nothing for every other name, that of a half-written file included.
std::optional<ShardName> parse_shard_name(std::string_view name);

/// The last line of a shard's file, behind everything that HDF5 reads: it belongs to that plan, and
/// is that shard of it, whatever its name says.
std::string shard_trailer(std::size_t shard, std::string_view plan_hash);

/// The first 16 hexadecimal digits of the SHA-256 of the two texts, one behind the other.
std::string shard_hash(std::string_view bytes, std::string_view trailer);

/// Whether a file has the bytes that its name promises. Throws: FileError when it cannot be read.
bool is_whole_shard(const std::string& path, std::string_view plan_hash);

/// The same, with the bytes: nothing when they are not those.
std::optional<std::string> read_whole_shard(const std::string& path, std::string_view plan_hash);

}  // namespace slackwater::results

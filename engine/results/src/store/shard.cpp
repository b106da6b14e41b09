#include "slackwater/results/shard.hpp"

#include <stdexcept>

#include "folder/shard_file.hpp"
#include "slackwater/results/file.hpp"
#include "store/library.hpp"
#include "store/netcdf_file.hpp"
#include "store/read_shard.hpp"
#include "store/write_shard.hpp"

namespace slackwater::results {

std::string shard_bytes(const Shard& shard, std::string_view plan_hash) {
  const LibraryUse use;
  std::string bytes;
  try {
    NetcdfFile file(0);
    {
      auto root = file.root();
      write_shard(root, shard, plan_hash);
    }
    file.finish([&bytes](const void* data, std::size_t size) {
      bytes.assign(static_cast<const char*>(data), size);
    });
  } catch (const H5::Exception& error) {
    throw std::runtime_error("cannot lay out a shard: " + error.getDetailMsg());
  }
  return bytes;
}

Shard read_shard(const std::string& path, std::string_view plan_hash) {
  const auto bytes = read_whole_shard(path, plan_hash);
  if (!bytes) {
    throw FileError(path, "is damaged: its bytes are not those that its name and plan promise",
                    "let --resume set it aside and run its samples again");
  }
  const LibraryUse use;
  try {
    return read_shard_group(open_image(*bytes).openGroup("/"));
  } catch (const H5::Exception& error) {
    throw FileError(path, "cannot be read as a shard: " + error.getDetailMsg(), "");
  } catch (const std::runtime_error& error) {
    throw FileError(path, std::string("cannot be read as a shard: ") + error.what(), "");
  }
}

}  // namespace slackwater::results

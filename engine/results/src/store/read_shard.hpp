#pragma once

#include <H5Cpp.h>

#include <string>

#include "slackwater/results/shard.hpp"

namespace slackwater::results {

/// Reads what write_shard wrote. Throws: H5::Exception, std::runtime_error.
Shard read_shard_group(const H5::Group& root);

/// An HDF5 file that is read from memory. `bytes` are copied.
H5::H5File open_image(const std::string& bytes);

}  // namespace slackwater::results

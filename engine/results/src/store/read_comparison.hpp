#pragma once

#include <H5Cpp.h>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// Reads what write_comparison wrote. Throws: H5::Exception, std::runtime_error.
Comparison read_comparison(const H5::Group& root);
Provenance read_provenance(const H5::Group& root);

}  // namespace slackwater::results

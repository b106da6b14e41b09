#pragma once

#include <H5Cpp.h>

#include "slackwater/results/comparison.hpp"

namespace slackwater::results {

/// Reads what write_comparison wrote. Throws: H5::Exception, std::runtime_error.
Comparison read_comparison(const H5::Group& root);
Provenance read_provenance(const H5::Group& root);
/// `with_samples`: with the verdict on every sample.
std::vector<Claim> read_claims(const H5::Group& group, bool with_samples);

}  // namespace slackwater::results

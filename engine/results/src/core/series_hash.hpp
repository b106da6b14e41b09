#pragma once

#include <span>
#include <string_view>

#include "slackwater/results/fingerprint.hpp"

namespace slackwater::results {

/// What a fingerprint hashes of numbers: little-endian doubles, every NaN the same.
void add_numbers(Sha256& hash, std::span<const double> values);
/// A name, a zero byte, and numbers.
void add_named(Sha256& hash, std::string_view name, std::span<const double> values);

}  // namespace slackwater::results

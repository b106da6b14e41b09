#pragma once

#include <cstddef>

#include "slackwater/results/comparison.hpp"

/// A comparison like those of a scenario file, simulated here by a few lines that no engine has
/// seen.
///
/// Four policies, two futures, 260 weeks, an array, samples with one failed run, measures that are
/// never reached, a scan, a search, claims of every verdict, and texts with awkward characters.
slackwater::results::Comparison example_comparison(std::size_t samples = 60);

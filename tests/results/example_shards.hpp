#pragma once

#include <cstddef>

#include "slackwater/results/comparison.hpp"
#include "slackwater/results/shard.hpp"

/// example_comparison with verdicts of every sample that agree with the claims' shares.
slackwater::results::Comparison example_ensemble(std::size_t samples);

/// Samples [first, first + count) of a comparison with samples, as a shard holds them: with fans of
/// every variable.
slackwater::results::Shard example_shard(const slackwater::results::Comparison& comparison,
                                         std::size_t first, std::size_t count, bool series = true);

/// What pack() takes: the comparison without its samples and what they decided.
slackwater::results::Comparison study_of(slackwater::results::Comparison comparison);

#pragma once

#include <cstdint>
#include <string>

namespace slackwater::bench {

struct SyntheticSize {
  int stocks = 40;
  int auxiliaries = 200;
  std::uint32_t seed = 1;
};

/// The text of a made-up model of a size that organizational models have.
///
/// About 630 operations per derivative, a quarter of them divisions, an elementary function in one
/// auxiliary of ten, a few switches; every value stays positive and bounded.
std::string synthetic_model(const SyntheticSize& size = {});

}  // namespace slackwater::bench

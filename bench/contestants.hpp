#pragma once

#include <cstddef>
#include <string>

/// The baselines, each in a file that is compiled with -O3 -march=native.
///
/// `parameters` holds lanes() values per parameter, `saved` gets lanes() values per stock and save
/// point.
namespace slackwater::bench {

struct Contestant {
  std::size_t lanes;
  void (*run)(const double* parameters, double* saved);
};

/// The file of the model that the contestants were generated from.
const char* measured_model();

/// Plain scalar C++ of the equations as they stand.
Contestant generated_scalar();
/// The same after our passes have shared and hoisted.
Contestant generated_scalar_hoisted();
/// One SIMD vector of runs, after our passes, with our functions.
Contestant limit();
/// The same capped to an instruction set; lanes 0 where the processor is of another family.
Contestant limit_avx2();
Contestant limit_sse4();
/// The limit with SLEEF's functions instead of ours; lanes 0 when it was not built.
Contestant limit_with_sleef();

}  // namespace slackwater::bench

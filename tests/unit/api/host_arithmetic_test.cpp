// What a host does to the processor's arithmetic changes no bit: of folded constants, of either
// path, of draws before a run, and of what a comparison measures.

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "slackwater/api/scenario.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>

namespace slackwater::api {
namespace {

namespace fs = std::filesystem;

// `folded` is calculated when the model is compiled; `tiny` lives among the subnormal numbers.
constexpr const char* kModel = R"(model "host arithmetic"

time week from 0 to 40 step 1/8 save 1 method rk4

parameter share: 1 = 0.3 range 0.01 .. 3 ~ lognormal(median = 0.3, p95 = 0.7)

stock level: 1 = 1 / 3
    inflow rise

stock tiny: 1 = 1e-305 / 3
    outflow fading

aux folded: 1 = 0.1 * 3 / 7 + exp(0.3) * ln(7)

aux noise: 1 = lognormal(1, 1.5)

flow rise: 1/week = level * share * folded * noise / 30 [week]

flow fading: 1/week = tiny * folded / 3 [week]
)";

constexpr const char* kScenario = R"yaml(scenario: Host arithmetic
model: host.sd
policies: {low: {}, high: {set: {share: 0.31}}}
uncertainty:
  {design: latin_hypercube, samples: 20, seed: 5, draw: {share: "lognormal(0.3, 0.7)"}}
save: all
measure:
  middle: "mean(level, 10 .. 40 week) / 3"
  late: "at(level, 40 week) / at(level, 20 week)"
)yaml";

class Host {
 public:
  explicit Host(unsigned bits) : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | bits); }
  ~Host() { _mm_setcsr(saved_); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

 private:
  unsigned saved_;
};

struct Setting {
  const char* name;
  unsigned bits;
};
constexpr Setting kSettings[] = {
    {"round up", 0x4000}, {"round down", 0x2000}, {"flush subnormals", 0x8040}};

using Bits = std::vector<std::uint64_t>;

void append(Bits& bits, const std::vector<double>& values) {
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
}

Bits bits_of(const results::RunTable& table) {
  Bits bits;
  for (const auto& variable : table.variables) append(bits, variable.values);
  for (const auto& input : table.drawn) append(bits, input.values);
  return bits;
}

// Everything is loaded anew each time: loading calculates too.
void expect_same_under_every_host(const std::function<Bits()>& work) {
  const auto expected = work();
  ASSERT_FALSE(expected.empty());
  for (const auto& setting : kSettings) {
    Bits found;
    {
      const Host host(setting.bits);
      found = work();
    }
    EXPECT_EQ(found, expected) << setting.name;
  }
}

Model model() {
  auto loaded = load_model("host.sd", kModel);
  EXPECT_TRUE(loaded) << base::render(loaded.diagnostics());
  return *loaded;
}

TEST(HostArithmeticTest, ARunHasTheSameBits) {
  for (const bool reference : {false, true}) {
    expect_same_under_every_host([reference] {
      RunOptions options;
      options.reference = reference;
      const auto table = run(model(), options);
      EXPECT_TRUE(table) << base::render(table.diagnostics());
      return bits_of(*table);
    });
  }
}

TEST(HostArithmeticTest, DrawsAndTheirRunsHaveTheSameBits) {
  for (const char* design : {"sobol", "latin_hypercube"}) {
    expect_same_under_every_host([design] {
      EnsembleOptions options;
      options.design = design;
      options.samples = 40;
      options.threads = 2;
      const auto table = ensemble(model(), options);
      EXPECT_TRUE(table) << base::render(table.diagnostics());
      return bits_of(*table);
    });
  }
}

TEST(HostArithmeticTest, AComparisonHasTheSameBits) {
  const auto folder = fs::temp_directory_path() / ("slackwater_host_" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "host.sd") << kModel;
  std::ofstream(folder / "host.yaml") << kScenario;
  expect_same_under_every_host([&folder] {
    const auto scenario = load_scenario_file((folder / "host.yaml").string());
    EXPECT_TRUE(scenario) << base::render(scenario.diagnostics());
    if (!scenario) return Bits();
    const auto comparison = compare(*scenario, {.threads = 2, .with_samples = true, .command = ""});
    EXPECT_TRUE(comparison) << base::render(comparison.diagnostics());
    if (!comparison) return Bits();
    auto bits = bits_of(comparison->defaults);
    const auto samples = bits_of(*comparison->samples);
    bits.insert(bits.end(), samples.begin(), samples.end());
    for (const auto& metric : comparison->metrics) append(bits, metric.values);
    for (const auto& metric : comparison->sample_metrics) append(bits, metric.values);
    return bits;
  });
  fs::remove_all(folder);
}

}  // namespace
}  // namespace slackwater::api

#endif

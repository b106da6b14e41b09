// What the host does to the process changes no bit, and steps take no memory.
#include <gtest/gtest.h>

#include "../support/counting_new.hpp"
#include "support/random_model.hpp"
#include "support/ways.hpp"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace slackwater::run::test {
namespace {

using slackwater::test::allocations;

// Allocations of one more block on an engine that has run one already.
std::size_t allocations_of_a_block(const Simulation& simulation) {
  const auto program = simulation.compile();
  auto engine = Engine::make(program, simulation.settings);
  EXPECT_TRUE(engine.has_value());
  const std::size_t lanes = engine->width();
  const std::size_t points = engine->save_count();
  std::vector<double> memory(lanes * program.outputs.size() * points);
  std::vector<std::vector<double*>> pointers(lanes);
  std::vector<RunInput> inputs(lanes, {program.default_parameters, {}, 0});
  std::vector<SeriesPointers> series;
  std::vector<RunOutcome> outcomes(lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t output = 0; output < program.outputs.size(); ++output) {
      pointers[lane].push_back(memory.data() + (lane * program.outputs.size() + output) * points);
    }
    series.emplace_back(pointers[lane]);
  }
  engine->run_block(inputs, series, outcomes);
  const std::size_t before = allocations;
  engine->run_block(inputs, series, outcomes);
  return allocations - before;
}

TEST(EnvironmentTest, StepsTakeNoMemory) {
  if (!SLACKWATER_COUNTS_ALLOCATIONS) GTEST_SKIP() << "allocations are not counted here";
  for (const Method method : {Method::euler, Method::rk2, Method::rk4, Method::discrete}) {
    Simulation simulation(random_model(3, "rk4"));
    simulation.settings.method = method;
    EXPECT_EQ(allocations_of_a_block(simulation), 0u) << name(method);
  }
  Simulation smooth(R"(model "smooth"

time week from 0 to 40 step 1/8 save 1 method dopri5

stock x: 1 = 1
    outflow loss

flow loss: 1/week = x / 2 [week] + step(0.1 [1/week], 5.3 week)
)");
  EXPECT_EQ(allocations_of_a_block(smooth), 0u) << "dopri5";
}

#if defined(__SSE2__)

// Decays through the subnormal numbers; flushed to zero it would be gone at 2^-1022.
constexpr const char* kDecay = R"(model "decay"

time week from 0 to 1060 step 1 save 1 method euler

stock x: 1 = 1
    outflow loss

flow loss: 1/week = x * 0.5 [1/week]
)";

class FlushToZero {
 public:
  explicit FlushToZero(unsigned bits) : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | bits); }
  ~FlushToZero() { _mm_setcsr(saved_); }
  static unsigned control() { return _mm_getcsr() & kControl; }

 private:
  static constexpr unsigned kControl = 0xFFC0;  // without the sticky flags
  unsigned saved_;
};

TEST(EnvironmentTest, AHostThatFlushesSubnormalsChangesNoBit) {
  constexpr unsigned kFlush = 0x8000, kZero = 0x0040, kRoundUp = 0x4000;
  const Simulation simulation(kDecay);
  for (const Method method : {Method::euler, Method::dopri5}) {
    Simulation used = simulation;
    used.settings.method = method;
    used.settings.stop_time = method == Method::dopri5 ? 20 : 1060;
    const auto expected = used.run();
    for (const unsigned bits : {kFlush, kZero, kFlush | kZero, kRoundUp}) {
      RunSeries found;
      {
        const FlushToZero host(bits);
        const unsigned before = FlushToZero::control();
        found = used.run();
        EXPECT_EQ(FlushToZero::control(), before) << "the host's setting is its own again";
      }
      EXPECT_EQ(difference(used, expected, found), "") << name(method);
    }
  }
  // Euler halves: 2^-1060 exactly.
  EXPECT_EQ(simulation.of(simulation.run(), "x").back(), 0x1p-1060);
}

#endif

}  // namespace
}  // namespace slackwater::run::test

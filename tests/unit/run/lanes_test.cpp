// Lanes do not know each other: failing neighbours, order, width of the last block; starts, save
// points, interruption.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "slackwater/base/random.hpp"
#include "support/random_model.hpp"
#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

// Ends with a division by zero when the stock has fallen to the limit.
constexpr const char* kFragile = R"(model "fragile"

time week from 0 to 8 step 1/8 save 1/2 method rk4

parameter limit: 1 = -1

stock x: 1 = 4
    outflow falling

flow falling: 1/week = 1 [1/week]

aux ratio: 1 = 1 / (x - limit)

aux noise: 1 = normal(0, 1)
)";

std::vector<Variant> fragile_runs(const Simulation& simulation, std::size_t count) {
  std::vector<Variant> variants(count, simulation.variant());
  for (std::size_t i = 0; i < count; ++i) {
    variants[i].sample = i;
    // Every third run fails, at times that differ.
    variants[i].parameters[0] =
        i % 3 == 1 ? static_cast<double>(i % 7) / 2 : -100.0 - static_cast<double>(i);
  }
  return variants;
}

TEST(LanesTest, FailingNeighboursChangeNoBit) {
  Simulation simulation(kFragile);
  simulation.settings.method = Method::euler;  // with it the stock meets the limit exactly
  const auto variants = fragile_runs(simulation, 70);
  for (const int width : {8, 32, 64}) {
    const auto together = simulation.run_all(variants, {width, InstructionSet::best, {}});
    for (std::size_t i = 0; i < variants.size(); ++i) {
      ASSERT_EQ(difference(simulation, simulation.reference(variants[i]), together[i]), "")
          << "run " << i;
      ASSERT_EQ(together[i].outcome.status == RunStatus::complete, i % 3 != 1);
    }
  }
}

TEST(LanesTest, WhereARunStandsChangesNoBit) {
  const Simulation simulation(random_model(11, "rk4"));
  std::vector<Variant> variants(40, simulation.variant());
  for (std::size_t i = 0; i < variants.size(); ++i) {
    variants[i].sample = i;
    for (double& p : variants[i].parameters) p *= 1 + 0.003 * static_cast<double>(i);
  }
  const auto in_order = simulation.run_all(variants);

  std::vector<std::size_t> order(variants.size());
  std::iota(order.begin(), order.end(), 0u);
  base::DrawKey key{5, 0, 0, 0};
  for (std::size_t i = order.size(); i > 1; --i) {
    ++key.step;
    std::swap(order[i - 1], order[base::random_words(key)[0] % i]);
  }
  std::vector<Variant> shuffled;
  for (const std::size_t i : order) shuffled.push_back(variants[i]);
  const auto results = simulation.run_all(shuffled);
  for (std::size_t i = 0; i < order.size(); ++i) {
    ASSERT_EQ(difference(simulation, in_order[order[i]], results[i]), "") << "run " << order[i];
  }
}

TEST(LanesTest, AFailureSaysWhatWhereAndWhen) {
  const Simulation simulation(kFragile);
  auto variant = simulation.variant();
  variant.parameters[0] = 1.5;
  for (const int width : {1, 32}) {
    const auto run = simulation.run_all({variant}, {width, InstructionSet::best, {}}).front();
    EXPECT_EQ(run.outcome.status, RunStatus::domain_error);
    EXPECT_EQ(run.outcome.variable, "ratio");
    EXPECT_EQ(
        describe(run.outcome, "week"),
        "division by zero in the equation of 'ratio' at time 2.5 week (x = 1.5, limit = 1.5)");
    const auto text = simulation.model().source->text();
    const auto span = run.outcome.place.span;
    EXPECT_EQ(text.substr(span.begin, span.end - span.begin), "1 / (x - limit)");
    EXPECT_EQ(run.outcome.saved, 5u);
    EXPECT_EQ(simulation.of(run, "x")[4], 2);
    EXPECT_TRUE(std::isnan(simulation.of(run, "x")[5]));
  }
}

TEST(LanesTest, ABrokenCheckEndsTheRunUnlessSwitchedOff) {
  const char* text = R"(model "checked"

time week from 0 to 8 step 1/8 save 1/2 method rk4

stock x: 1 = 4
    outflow falling

flow falling: 1/week = 1 [1/week]

check x >= 1.25
)";
  Simulation simulation(text);
  for (const Way& way : ways()) {
    const auto run = way.run(simulation);
    EXPECT_EQ(run.outcome.status, RunStatus::check_failed) << way.name;
    EXPECT_EQ(describe(run.outcome, "week"),
              "check 'x >= 1.25' does not hold at time 3 week (x = 1)")
        << way.name;
    EXPECT_EQ(run.outcome.saved, 6u) << way.name;
  }
  simulation.settings.checks = false;
  for (const Way& way : ways()) {
    EXPECT_EQ(way.run(simulation).outcome.status, RunStatus::complete) << way.name;
  }
}

TEST(LanesTest, StartsReplaceInitialValues) {
  const Simulation simulation(kFragile);
  auto variant = simulation.variant();
  variant.starts = {7};
  const auto run = simulation.run_all({variant}).front();
  EXPECT_EQ(simulation.of(run, "x").front(), 7);
  EXPECT_EQ(difference(simulation, simulation.reference(variant), run), "");
  variant.starts = {std::nan("")};
  EXPECT_EQ(difference(simulation, simulation.run(), simulation.run_all({variant}).front()), "");
}

// A tenth is no binary fraction: no save point is lost or moved by adding steps up.
TEST(LanesTest, NoSavePointIsLostWithATenth) {
  Simulation simulation(R"(model "tenths"

time week from 0 to 100 step 0.1 save 0.3 method euler

stock x: week = 0
    inflow one

flow one: 1 = 1

aux now: week = time
)");
  simulation.settings.stop_time = 99;
  for (const Way& way : ways()) {
    const auto run = way.run(simulation);
    const auto now = simulation.of(run, "now");
    ASSERT_EQ(now.size(), 331u) << way.name;
    for (std::size_t i = 0; i < now.size(); ++i)
      EXPECT_EQ(now[i], static_cast<double>(3 * i) * 0.1);
  }
}

struct Progress {
  std::uint64_t lane_steps = 0;
  std::atomic<bool> cancel{false};
};

TEST(LanesTest, ProgressAddsUpAndACancelledRunKeepsWhatItHas) {
  Simulation simulation(kFragile);
  simulation.settings.time_step = 1.0 / 65536;
  const auto program = simulation.compile();
  auto engine = Engine::make(program, simulation.settings);
  ASSERT_TRUE(engine.has_value());
  std::vector<double> memory(program.outputs.size() * engine->save_count());
  std::vector<double*> pointers;
  for (std::size_t i = 0; i < program.outputs.size(); ++i) {
    pointers.push_back(memory.data() + i * engine->save_count());
  }
  const RunInput input{program.default_parameters, {}, 0};
  const SeriesPointers series(pointers);
  RunOutcome outcome;

  Progress progress;
  Control control{&progress.cancel,
                  [](void* p, std::uint64_t n) { static_cast<Progress*>(p)->lane_steps += n; },
                  &progress};
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1}, control);
  EXPECT_EQ(outcome.status, RunStatus::complete);
  EXPECT_EQ(progress.lane_steps, step_count(simulation.settings));

  progress.cancel = true;
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1}, control);
  EXPECT_EQ(outcome.status, RunStatus::not_run);
  EXPECT_GE(outcome.saved, 1u);
  EXPECT_LT(outcome.saved, engine->save_count());
  EXPECT_FALSE(std::isnan(pointers[0][outcome.saved - 1]));
  EXPECT_TRUE(std::isnan(pointers[0][outcome.saved]));
}

// 8 weeks in steps of 1/8 are 64 time steps, however many the method takes.
TEST(LanesTest, AnAdaptiveRunReportsTheTimeStepsItHasCovered) {
  Simulation simulation(R"(model "smooth"

time week from 0 to 8 step 1/8 save 1 method dopri5

stock x: 1 = 4
    outflow loss

flow loss: 1/week = x / 2 [week]
)");
  simulation.settings.longest_step = 1e-5;
  const auto program = simulation.compile();
  auto engine = Engine::make(program, simulation.settings);
  ASSERT_TRUE(engine.has_value()) << base::render(engine.diagnostics());
  const std::vector<double*> pointers(program.outputs.size(), nullptr);
  const RunInput input{program.default_parameters, {}, 0};
  const SeriesPointers series(pointers);
  RunOutcome outcome;
  struct Reports {
    std::uint64_t sum = 0, calls = 0;
  } reports;
  const Control control{nullptr,
                        [](void* p, std::uint64_t n) {
                          static_cast<Reports*>(p)->sum += n;
                          ++static_cast<Reports*>(p)->calls;
                        },
                        &reports};
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1}, control);
  EXPECT_EQ(outcome.status, RunStatus::complete);
  EXPECT_EQ(reports.sum, 64u);
  EXPECT_GT(reports.calls, 3u);
}

TEST(LanesTest, RefusesSettingsWithoutMeaning) {
  const Simulation simulation(kFragile);
  const auto program = simulation.compile();
  const auto refused = [&](auto change) {
    Settings settings = simulation.settings;
    change(settings);
    return !Engine::make(program, settings).has_value();
  };
  EXPECT_FALSE(refused([](Settings&) {}));
  EXPECT_TRUE(refused([](Settings& s) { s.time_step = 0; }));
  EXPECT_TRUE(refused([](Settings& s) { s.time_step = -1; }));
  EXPECT_TRUE(refused([](Settings& s) { s.time_step = std::nan(""); }));
  EXPECT_TRUE(refused([](Settings& s) { s.stop_time = -5; }));
  EXPECT_TRUE(refused([](Settings& s) { s.save_step = 0.3; }));
  EXPECT_TRUE(refused([](Settings& s) { s.width = 3; }));
  EXPECT_TRUE(refused([](Settings& s) { s.time_step = 1e-300; }));
}

}  // namespace
}  // namespace slackwater::run::test

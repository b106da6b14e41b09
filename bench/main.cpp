#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "model_file.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/program/disassemble.hpp"
#include "study.hpp"

// Every figure that matters is a ratio of two that were measured in one go, after all results have
// been compared.
namespace {

using namespace slackwater;
using bench::Contestant;
using bench::largest_difference;
using bench::Study;

constexpr std::size_t kRuns = 64;
// Of the synthetic model these take the generated C++ about as long as kRuns take the lanes. The
// best of short repetitions is freer of disturbances than that of long ones.
constexpr std::size_t kScalarRuns = 16;
constexpr double kTolerance = 1e-9;

struct LaneCase {
  std::string name;
  int width;
  run::InstructionSet set;
  std::size_t runs;
};

std::vector<LaneCase> lane_cases() {
  std::vector<LaneCase> cases;
  std::set<run::InstructionSet> seen;
  for (const auto set :
       {run::InstructionSet::avx3, run::InstructionSet::avx2, run::InstructionSet::sse4}) {
    const auto available = run::available(set);
    if (!seen.insert(available).second) continue;
    cases.push_back({fmt::format("lanes_16_{}", run::name(available)), 16, available, kRuns});
  }
  for (const int width : {1, 2, 4, 8, 32, 64}) {
    cases.push_back({fmt::format("lanes_{}", width), width, run::InstructionSet::best,
                     width < 8 ? static_cast<std::size_t>(width) : kRuns});
  }
  return cases;
}

run::Settings settings_of(const Study& study, const LaneCase& lanes) {
  run::Settings settings = study.settings();
  settings.width = lanes.width;
  settings.instruction_set = lanes.set;
  return settings;
}

// The best of all repetitions of every benchmark.
class BestReporter : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& reports) override {
    ConsoleReporter::ReportRuns(reports);
    for (const Run& run : reports) {
      const auto rate = run.counters.find("items_per_second");
      if (run.run_type != Run::RT_Iteration || rate == run.counters.end()) continue;
      double& best = best_[run.run_name.function_name];
      best = std::max(best, static_cast<double>(rate->second));
    }
  }
  double best(const std::string& name) const {
    const auto it = best_.find(name);
    return it == best_.end() ? std::nan("") : it->second;
  }

 private:
  std::map<std::string, double> best_;
};

void time_contestant(const std::string& name, const Study& study, const Contestant& contestant) {
  benchmark::RegisterBenchmark(name.c_str(), [&study, contestant](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(study.final_stocks(contestant));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * study.runs()));
  })->Unit(benchmark::kMillisecond);
}

void time_lanes(const std::string& name, const Study& study, const program::Program& program,
                const run::Settings& settings) {
  benchmark::RegisterBenchmark(name.c_str(), [&, settings](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(study.final_stocks(program, settings));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * study.runs()));
  })->Unit(benchmark::kMillisecond);
}

// How often all runs are made in one go of the threads: at least 100 ms of work, as an
// ensemble is,
// beside which the start of a thread does not count.
std::size_t rounds_of(const Study& study, const program::Program& program) {
  const auto begin = std::chrono::steady_clock::now();
  benchmark::DoNotOptimize(study.final_stocks(program, study.settings()));
  const std::chrono::duration<double> once = std::chrono::steady_clock::now() - begin;
  return static_cast<std::size_t>(std::clamp(std::ceil(0.1 / once.count()), 1.0, 2000.0));
}

void time_threads(const std::string& name, const Study& study, const program::Program& program,
                  std::size_t threads, std::size_t rounds) {
  benchmark::RegisterBenchmark(
      name.c_str(),
      [&, threads, rounds](benchmark::State& state) {
        for (auto _ : state) {
          benchmark::DoNotOptimize(study.final_stocks(program, study.settings(), threads, rounds));
        }
        state.SetItemsProcessed(
            static_cast<std::int64_t>(state.iterations() * rounds * study.runs()));
      })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

// From a text to the state after one time step of one run.
void take_first_step(const std::string& file, const std::string& text, const Study& study) {
  const auto model =
      model::load(std::make_shared<base::SourceText>(file, text), bench::lower_options(file));
  program::CompileOptions options;
  options.outputs = model->stocks;
  const auto program = program::compile(*model, options);
  run::Settings settings = study.settings();
  settings.stop_time = settings.start_time + settings.time_step;
  settings.save_step = settings.time_step;
  settings.width = 1;
  auto engine = run::Engine::make(*program, settings);
  std::vector<double> saved(model->stocks.size() * engine->save_count());
  std::vector<double*> pointers;
  for (std::size_t i = 0; i < model->stocks.size(); ++i) {
    pointers.push_back(saved.data() + i * engine->save_count());
  }
  run::RunInput input;
  input.parameters = program->default_parameters;
  const run::SeriesPointers series(pointers);
  run::RunOutcome outcome;
  engine->run_block({&input, 1}, {&series, 1}, {&outcome, 1});
  benchmark::DoNotOptimize(saved.data());
}

// What the machine gives to two threads that share nothing: the yardstick for the engine's own.
void spin() {
  double x = 1;
  for (int i = 0; i < 20'000'000; ++i) benchmark::DoNotOptimize(x = x * 0.999999 + 1e-6);
}

void time_busy_loop(const std::string& name, int threads) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [threads](benchmark::State& state) {
                                 for (auto _ : state) {
                                   std::vector<std::jthread> pool;
                                   for (int i = 0; i < threads; ++i) pool.emplace_back(spin);
                                 }
                                 state.SetItemsProcessed(state.iterations() * threads);
                               })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

void time_compilation(const std::string& file, const Study& study) {
  benchmark::RegisterBenchmark("compile", [&study](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(study.compile());
    state.SetItemsProcessed(state.iterations());
  })->Unit(benchmark::kMillisecond);
  const std::string text(study.model().source->text());
  benchmark::RegisterBenchmark("text_to_first_step", [&study, file, text](benchmark::State& state) {
    for (auto _ : state) take_first_step(file, text, study);
    state.SetItemsProcessed(state.iterations());
  })->Unit(benchmark::kMillisecond);
}

std::map<std::string, Contestant> capped_limits() {
  std::map<std::string, Contestant> limits = {{"limit_avx2", bench::limit_avx2()},
                                              {"limit_sse4", bench::limit_sse4()}};
  std::erase_if(limits, [](const auto& limit) { return limit.second.lanes == 0; });
  return limits;
}

bool agrees(const std::string& name, double difference) {
  fmt::print("  {:<24} differs by at most {:.1e}\n", name, difference);
  return difference <= kTolerance;
}

bool cross_check(const Study& study, const program::Program& program) {
  fmt::print("results against generated C++ (at most {:.0e} allowed):\n", kTolerance);
  const auto expected = study.final_stocks(bench::generated_scalar());
  bool good =
      agrees("generated_scalar_hoisted",
             largest_difference(expected, study.final_stocks(bench::generated_scalar_hoisted())));
  good &= agrees("limit", largest_difference(expected, study.final_stocks(bench::limit())));
  for (const auto& [name, capped] : capped_limits()) {
    good &= agrees(name, largest_difference(expected, study.final_stocks(capped)));
  }
  if (bench::limit_with_sleef().lanes > 0) {
    good &= agrees("limit_sleef",
                   largest_difference(expected, study.final_stocks(bench::limit_with_sleef())));
  }
  for (const LaneCase& lanes : lane_cases()) {
    good &= agrees(
        lanes.name,
        largest_difference(expected, study.final_stocks(program, settings_of(study, lanes))));
  }
  return good;
}

// Operations per derivative as the generated code has them: constants folded, nothing shared or
// hoisted.
std::string operations(const Study& study) {
  program::CompileOptions options;
  options.passes.share = options.passes.hoist = options.passes.fuse = false;
  const auto plain = *program::compile(study.model(), options);
  std::size_t all = 0, divisions = 0;
  for (const auto& i : plain.derivative.lanes) {
    using enum program::Operation;
    if (i.operation == copy || i.operation == broadcast || i.operation == guard ||
        i.operation == guard_if)
      continue;
    ++all;
    divisions += i.operation == divide || i.operation == safe_div;
  }
  return fmt::format("{} operations per derivative, {:.0f} % divisions", all,
                     100.0 * static_cast<double>(divisions) / static_cast<double>(all));
}

void print_ratios(const BestReporter& best, double threads) {
  const auto ratio = [&](const char* what, const std::string& a, const std::string& b,
                         const char* goal) {
    const double value = best.best(a) / best.best(b);
    if (!std::isnan(value)) fmt::print("  {:<58} {:6.2f}   {}\n", what, value, goal);
  };
  fmt::print("\nratios of throughput (one core, best of all repetitions):\n");
  ratio("lane engine, AVX-512, against the limit", "lanes_16_avx3", "limit", "goal 0.75");
  ratio("lane engine, AVX2, against the limit with AVX2", "lanes_16_avx2", "limit_avx2", "");
  ratio("lane engine, SSE4, against the limit with SSE4", "lanes_16_sse4", "limit_sse4", "");
  ratio("lane engine, AVX-512, against generated C++", "lanes_16_avx3", "generated_scalar",
        "goal 3.4");
  ratio("lane engine, AVX2, against generated C++", "lanes_16_avx2", "generated_scalar",
        "goal 2.2");
  ratio("lane engine, SSE4, against generated C++", "lanes_16_sse4", "generated_scalar",
        "goal 1.35");
  ratio("limit against generated C++", "limit", "generated_scalar", "");
  ratio("limit with AVX2 against generated C++", "limit_avx2", "generated_scalar", "");
  ratio("limit with SSE4 against generated C++", "limit_sse4", "generated_scalar", "");
  ratio("generated C++ after our passes against generated C++", "generated_scalar_hoisted",
        "generated_scalar", "");
  ratio("limit with SLEEF against the limit", "limit_sleef", "limit", "reported only");
  ratio("64 lanes against 16", "lanes_64", "lanes_16_avx3", "");
  ratio("32 lanes against 16", "lanes_32", "lanes_16_avx3", "");
  ratio("8 lanes against 16", "lanes_8", "lanes_16_avx3", "");
  fmt::print("ratios of time for one run:\n");
  ratio("one run in 1 lane against generated C++", "generated_scalar_1", "lanes_1",
        "goal at most 2");
  ratio("one run in 1 lane against a run among 16 lanes", "lanes_16_avx3", "lanes_1", "");
  ratio("2 lanes against 1, per run", "lanes_2", "lanes_1", "");
  ratio("4 lanes against 1, per run", "lanes_4", "lanes_1", "");
  if (threads > 1) {
    fmt::print("ratios of wall clock:\n");
    ratio("two threads against one", "lanes_2_threads", "lanes_1_thread", "goal 1.9");
    ratio("a busy loop on two threads against one (the machine)", "busy_2_threads", "busy_1_thread",
          "");
  }
  fmt::print("compilation: program {:.2f} ms, text to first step {:.2f} ms (goal 5)\n",
             1e3 / best.best("compile"), 1e3 / best.best("text_to_first_step"));
}

}  // namespace

// --check: compare the contestants and time nothing. --listing: print the lane program.
int main(int count, char** arguments) {
  const bool only_check = count == 2 && std::string_view(arguments[1]) == "--check";
  benchmark::Initialize(&count, arguments);
  const std::string file = bench::measured_model();
  const Study study(file, kRuns);
  const program::Program program = study.compile();
  if (count == 2 && std::string_view(arguments[1]) == "--listing") {
    fmt::print("{}", program::disassemble(program));
    return 0;
  }
  std::map<std::size_t, std::unique_ptr<Study>> small;
  for (const std::size_t runs : {std::size_t{1}, std::size_t{2}, std::size_t{4}, kScalarRuns}) {
    small[runs] = std::make_unique<Study>(file, runs);
  }

  fmt::print("{}: {} stocks, {} equations, {}\n", study.model().title, study.model().stocks.size(),
             study.model().evaluation_order.size(), operations(study));
  fmt::print("lane program: {} instructions per derivative, {} temporaries, {} values kept\n",
             program.derivative.lanes.size(), program.temporaries.count, program.kept.count);
  if (!cross_check(study, program)) {
    fmt::print("the contestants disagree: nothing is timed\n");
    return 1;
  }
  if (only_check) return 0;

  time_contestant("generated_scalar", *small[kScalarRuns], bench::generated_scalar());
  time_contestant("generated_scalar_hoisted", *small[kScalarRuns],
                  bench::generated_scalar_hoisted());
  time_contestant("generated_scalar_1", *small[1], bench::generated_scalar());
  time_contestant("limit", study, bench::limit());
  for (const auto& [name, capped] : capped_limits()) time_contestant(name, study, capped);
  if (bench::limit_with_sleef().lanes > 0) {
    time_contestant("limit_sleef", study, bench::limit_with_sleef());
  }
  for (const LaneCase& lanes : lane_cases()) {
    const Study& chosen = lanes.runs < kRuns ? *small[lanes.runs] : study;
    time_lanes(lanes.name, chosen, program, settings_of(chosen, lanes));
  }
  const std::size_t rounds = rounds_of(study, program);
  time_threads("lanes_1_thread", study, program, 1, rounds);
  const unsigned threads = std::thread::hardware_concurrency();
  if (threads > 1) {
    time_threads("lanes_2_threads", study, program, 2, rounds);
    time_busy_loop("busy_1_thread", 1);
    time_busy_loop("busy_2_threads", 2);
  }
  time_compilation(file, study);

  BestReporter best;
  benchmark::RunSpecifiedBenchmarks(&best);
  print_ratios(best, threads);
  return 0;
}

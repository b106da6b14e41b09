#include "study.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <mutex>
#include <new>
#include <random>
#include <thread>
#include <type_traits>
#include <utility>

#include "model_file.hpp"

namespace slackwater::bench {

namespace {

double* aligned(std::size_t count) {
  return new (std::align_val_t{64}) double[count];  // NOLINT: freed by Aligned below
}

struct Aligned {
  explicit Aligned(std::size_t count) : data(aligned(count)) {}
  Aligned(Aligned&& other) noexcept : data(std::exchange(other.data, nullptr)) {}
  ~Aligned() { operator delete[](data, std::align_val_t{64}); }
  Aligned(const Aligned&) = delete;
  Aligned& operator=(const Aligned&) = delete;
  double* data;
};

/// Frees what was worked with only when others have taken its turn. The same work takes up to 1.15
/// times as long in some places of the memory as in others; who gets the place just freed again and
/// again measures one of them.
template <class T>
void free_later(T&& worked_with) {
  static std::mutex mutex;
  static std::deque<std::remove_cvref_t<T>> kept;
  constexpr std::size_t kMost = 24;
  const std::lock_guard lock(mutex);
  kept.push_back(std::forward<T>(worked_with));
  if (kept.size() > kMost) kept.pop_front();
}

}  // namespace

Study::Study(const std::string& model_file, std::size_t runs)
    : model_(load_model(model_file)), runs_(runs) {
  std::mt19937 random(11);
  const auto factor = [&] { return 0.9 + 0.2 * static_cast<double>(random() % 4096) / 4096; };
  for (std::size_t run = 0; run < runs; ++run) {
    std::vector<double> values;
    for (const auto id : model_.parameters) {
      const double own = model_.expressions[model_.elements[id.index].equation].number;
      values.push_back(run == 0 ? own : own * factor());
    }
    parameters_.push_back(values);
  }
}

program::Program Study::compile() const {
  program::CompileOptions options;
  options.checks = false;
  options.outputs = model_.stocks;
  return *program::compile(model_, options);
}

run::Settings Study::settings() const {
  run::Settings settings;
  settings.method = model_.time.method;
  settings.start_time = model_.time.start;
  settings.stop_time = model_.time.stop;
  settings.time_step = model_.time.step;
  settings.save_step = model_.time.save;
  return settings;
}

std::vector<std::vector<double>> Study::final_stocks(const Contestant& contestant) const {
  const std::size_t points = run::save_count(settings());
  const std::size_t stocks = model_.stocks.size();
  const std::size_t lanes = contestant.lanes;
  Aligned parameters(model_.parameters.size() * lanes + 1);
  Aligned saved(points * stocks * lanes + 1);
  std::vector<std::vector<double>> result(runs_, std::vector<double>(stocks));
  for (std::size_t first = 0; first < runs_; first += lanes) {
    for (std::size_t i = 0; i < model_.parameters.size(); ++i) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        parameters.data[i * lanes + lane] = parameters_[std::min(first + lane, runs_ - 1)][i];
      }
    }
    contestant.run(parameters.data, saved.data);
    const double* last = saved.data + (points - 1) * stocks * lanes;
    for (std::size_t lane = 0; lane < lanes && first + lane < runs_; ++lane) {
      for (std::size_t i = 0; i < stocks; ++i) result[first + lane][i] = last[i * lanes + lane];
    }
  }
  free_later(std::move(parameters));
  free_later(std::move(saved));
  return result;
}

std::vector<std::vector<double>> Study::final_stocks(const program::Program& program,
                                                     const run::Settings& settings,
                                                     std::size_t threads,
                                                     std::size_t rounds) const {
  const std::size_t stocks = model_.stocks.size();
  std::vector<std::vector<double>> result(runs_, std::vector<double>(stocks));
  const auto work = [&](std::size_t begin, std::size_t end) {
    auto engine = run::Engine::make(program, settings);
    if (!engine) {
      std::cerr << base::render(engine.diagnostics());
      std::exit(3);
    }
    const std::size_t width = engine->width();
    const std::size_t points = engine->save_count();
    std::vector<double> saved(width * stocks * points);
    std::vector<std::vector<double*>> pointers(width, std::vector<double*>(stocks));
    std::vector<run::SeriesPointers> series;
    for (std::size_t lane = 0; lane < width; ++lane) {
      for (std::size_t i = 0; i < stocks; ++i) {
        pointers[lane][i] = saved.data() + (lane * stocks + i) * points;
      }
      series.emplace_back(pointers[lane]);
    }
    std::vector<run::RunInput> inputs(width);
    std::vector<run::RunOutcome> outcomes(width);
    const std::size_t blocks = (end - begin + width - 1) / width;
    for (std::size_t block = 0; block < rounds * blocks; ++block) {
      const std::size_t first = begin + block % blocks * width;
      const std::size_t count = std::min(width, end - first);
      for (std::size_t lane = 0; lane < count; ++lane) {
        inputs[lane].parameters = parameters_[first + lane];
      }
      engine->run_block(std::span(inputs).first(count), std::span(series).first(count),
                        std::span(outcomes).first(count));
      for (std::size_t lane = 0; lane < count; ++lane) {
        if (outcomes[lane].status != run::RunStatus::complete) {
          std::cerr << run::describe(outcomes[lane], model_.time.unit) << '\n';
          std::exit(1);
        }
        for (std::size_t i = 0; i < stocks; ++i) {
          result[first + lane][i] = pointers[lane][i][points - 1];
        }
      }
    }
    free_later(std::move(*engine));
  };
  if (threads == 1) {
    work(0, runs_);
    return result;
  }
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back(work, runs_ * t / threads, runs_ * (t + 1) / threads);
  }
  for (std::thread& thread : pool) thread.join();
  return result;
}

namespace {

// Both infinite or not a number counts as agreement.
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

double largest_difference(const std::vector<std::vector<double>>& a,
                          const std::vector<std::vector<double>>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < a[i].size(); ++k) {
      const double scale = std::max(1e-6, std::abs(a[i][k]));
      const double difference = std::abs(a[i][k] - b[i][k]) / scale;
      // A NaN on one side stays: no comparison with a tolerance holds for it.
      if (std::isnan(largest) || same(a[i][k], b[i][k])) continue;
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

}  // namespace slackwater::bench

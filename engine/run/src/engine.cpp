#include "slackwater/run/engine.hpp"

#include <array>

#include "adaptive/adaptive_runner.hpp"
#include "fixed/fixed_runner.hpp"
#include "settings_check.hpp"
#include "slackwater/base/floating_point_scope.hpp"

namespace slackwater::run {

namespace {

#if defined(SLACKWATER_RUN_ONE_LANE)
constexpr std::array<std::size_t, 1> kWidths = {1};
constexpr std::size_t kBatchWidth = 1;
#else
constexpr std::array<std::size_t, 7> kWidths = {1, 2, 4, 8, 16, 32, 64};
constexpr std::size_t kBatchWidth = kBatchLanes;
#endif

}  // namespace

struct Engine::State {
  const program::Program* program;
  Settings settings;
  std::array<std::unique_ptr<FixedRunner>, kWidths.size()> fixed;
  std::unique_ptr<AdaptiveRunner> adaptive;

  std::size_t width() const {
    if (adaptive) return 1;
    return settings.width == 0 ? kBatchWidth : static_cast<std::size_t>(settings.width);
  }

  /// The narrowest block that holds `runs`, unless the settings name a width: the bits are the
  /// same.
  FixedRunner& runner(std::size_t runs) {
    const std::size_t wanted = settings.width == 0 ? runs : width();
    std::size_t place = 0;
    while (kWidths[place] < wanted) ++place;
    if (!fixed[place]) {
      fixed[place] = std::make_unique<FixedRunner>(*program, settings, kWidths[place]);
    }
    return *fixed[place];
  }
};

base::Result<Engine> Engine::make(const program::Program& program, const Settings& settings) {
  base::Diagnostics problems = check_settings(program, settings);
  if (problems.has_errors()) return problems;
  auto state = std::make_unique<State>();
  state->program = &program;
  state->settings = settings;
  if (is_adaptive(settings.method)) {
    state->adaptive = std::make_unique<AdaptiveRunner>(program, state->settings);
  } else {
    state->runner(state->width());
  }
  return Engine(std::move(state));
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

void Engine::use(const SectionCode& code) {
  if (!state_->adaptive && state_->settings.width <= 1) state_->runner(1).use(code);
}

std::size_t Engine::width() const { return state_->width(); }

std::size_t Engine::save_count() const { return run::save_count(state_->settings); }

void Engine::run_block(std::span<const RunInput> inputs, std::span<const SeriesPointers> series,
                       std::span<RunOutcome> outcomes, const Control& control) {
  if (inputs.empty()) return;
  const base::FloatingPointScope scope;
  if (state_->adaptive) {
    state_->adaptive->run(inputs.front(), series.front(), outcomes.front(), control);
  } else {
    state_->runner(inputs.size()).run(inputs, series, outcomes, control);
  }
}

}  // namespace slackwater::run

#include "fixed/fixed_runner.hpp"

#include <algorithm>
#include <cmath>

#include "fixed/fixed_method.hpp"
#include "outcome.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::run {

namespace {

program::FixedMethod fixed_method(Method method) {
  switch (method) {
    case Method::rk2:
      return program::FixedMethod::rk2;
    case Method::rk4:
      return program::FixedMethod::rk4;
    default:
      return program::FixedMethod::euler;
  }
}

int stages(program::FixedMethod method) {
  switch (method) {
    case program::FixedMethod::euler:
      return 1;
    case program::FixedMethod::rk2:
      return 2;
    case program::FixedMethod::rk4:
      return 4;
  }
  return 1;
}

}  // namespace

FixedRunner::FixedRunner(const program::Program& program, const Settings& settings,
                         std::size_t lanes)
    : program_(program),
      settings_(settings),
      method_(fixed_method(settings.method)),
      steps_(step_count(settings)),
      save_every_(steps_per_save(settings)),
      block_(program, lanes, available(settings.instruction_set)),
      writer_(program, lanes),
      pipelines_(program, lanes),
      states_(2 * program.stocks.count * lanes),
      base_(states_.data()),
      next_(base_ + program.stocks.count * lanes),
      alive_(lanes) {}

void FixedRunner::run(std::span<const RunInput> inputs, std::span<const SeriesPointers> series,
                      std::span<RunOutcome> outcomes, const Control& control) {
  inputs_ = inputs;
  outcomes_ = outcomes;
  alive_count_ = inputs.size();
  for (std::size_t lane = 0; lane < alive_.size(); ++lane) alive_[lane] = lane < inputs.size();
  std::fill(outcomes.begin(), outcomes.end(), RunOutcome{});
  writer_.begin(series);

  const std::size_t work = (block_.instructions() + 4 * program_.stocks.count) * block_.lanes() *
                           static_cast<std::size_t>(stages(method_));
  Pacing pacing(control, work, inputs.size());
  start();
  for (std::uint64_t step = 0; alive_count_ != 0; ++step) {
    const double time = program::step_time(settings_.start_time, settings_.time_step, step);
    const bool saves = step % save_every_ == 0;
    const bool last = step == steps_;
    block_.set_step(step);
    block_.set_time(time);
    block_.set_decide(program::decide_time(time, settings_.time_step));
    pipelines_.put_out(block_, step);
    block_.step();
    block_.derivative();
    if (saves) save();
    // Nothing is kept from the failing step on, not even what was saved at its start.
    const std::size_t saved = writer_.points() - (saves ? 1 : 0);
    if (saves) end_failed_lanes({step, saves, last, saved});
    if (last || alive_count_ == 0) break;
    block_.update();
    pipelines_.take_in(block_, step);
    advance(time);
    end_failed_lanes({step, saves, false, saved});
    std::swap(base_, next_);
    std::copy_n(block_.region(program_.held_next), program_.held.count * block_.lanes(),
                block_.region(program_.held));
    if (pacing.step(step + 1)) break;
  }
  pacing.finish();
  finish(pacing);
}

void FixedRunner::start() {
  block_.begin(inputs_, settings_);
  block_.set_time(settings_.start_time);
  block_.set_decide(program::decide_time(settings_.start_time, settings_.time_step));
  block_.start();
  pipelines_.begin(block_, settings_.time_step, steps_);
  const double* stocks = block_.region(program_.stocks);
  std::copy_n(stocks, program_.stocks.count * block_.lanes(), base_);
  if (!block_.kernel().any_nan(block_.fault(), block_.lanes())) return;
  end_lanes(0, [&](std::size_t lane) {
    return outcome_of(program::explain_start(program_, run_settings(lane), settings_.checks),
                      settings_.start_time);
  });
}

// Outputs are read before the checks run: the two sections share temporaries.
void FixedRunner::save() {
  block_.save();
  writer_.take(block_);
  if (!settings_.checks) return;
  block_.checks();
  for (const program::Check& check : program_.check_table) {
    for (std::size_t lane = 0; lane < block_.lanes(); ++lane) {
      if (block_.value(check.value, lane) == 0) block_.fault()[lane] = std::nan("");
    }
  }
}

void FixedRunner::advance(double time) {
  const FixedStep at{block_, time, settings_.time_step, base_, next_};
  switch (method_) {
    case program::FixedMethod::euler:
      return advance_euler(at);
    case program::FixedMethod::rk2:
      return advance_rk2(at);
    case program::FixedMethod::rk4:
      return advance_rk4(at);
  }
}

program::RunSettings FixedRunner::run_settings(std::size_t lane) const {
  const RunInput& input = inputs_[lane];
  program::RunSettings run;
  run.parameters = input.parameters;
  run.starts = input.starts;
  run.start_time = settings_.start_time;
  run.stop_time = settings_.stop_time;
  run.time_step = settings_.time_step;
  run.seed = settings_.seed;
  run.sample = input.sample;
  return run;
}

void FixedRunner::end_lanes(std::size_t saved,
                            const std::function<std::optional<RunOutcome>(std::size_t)>& why) {
  for (std::size_t lane = 0; lane < block_.lanes(); ++lane) {
    if (!alive_[lane] || !std::isnan(block_.fault()[lane])) continue;
    std::optional<RunOutcome> reason = why(lane);
    if (!reason) continue;
    alive_[lane] = 0;
    --alive_count_;
    outcomes_[lane] = std::move(*reason);
    outcomes_[lane].saved = saved;
  }
  const auto good = std::find(alive_.begin(), alive_.end(), 1);
  if (good == alive_.end()) return;
  const auto from = static_cast<std::size_t>(good - alive_.begin());
  for (std::size_t lane = 0; lane < block_.lanes(); ++lane) {
    if (!std::isnan(block_.fault()[lane])) continue;
    block_.copy_lane(from, lane);
    pipelines_.copy_lane(from, lane);
    double* states = states_.data();
    for (std::size_t i = 0; i < 2 * program_.stocks.count; ++i) {
      states[i * block_.lanes() + lane] = states[i * block_.lanes() + from];
    }
  }
}

void FixedRunner::end_failed_lanes(const Instant& at) {
  if (!block_.kernel().any_nan(block_.fault(), block_.lanes())) return;
  end_lanes(at.saved, [&](std::size_t lane) { return explain(at, lane); });
}

std::optional<RunOutcome> FixedRunner::explain(const Instant& at, std::size_t lane) {
  std::vector<double> stocks(program_.stocks.count);
  for (std::size_t i = 0; i < stocks.size(); ++i) stocks[i] = base_[i * block_.lanes() + lane];
  const std::vector<double> held = block_.column(program_.held, lane);
  const std::vector<double> pipelines = block_.column(program_.pipelines, lane);
  program::StepStart start;
  start.step = at.step;
  start.stocks = stocks;
  start.held = held;
  start.pipelines = pipelines;
  start.saves = at.saves;
  start.checks = settings_.checks;
  start.last = at.last;
  auto failure = program::explain_step(program_, run_settings(lane), method_, start);
  // At the stop time nothing needs the rates: what failed there only fails no run.
  if (!failure && at.last) return std::nullopt;
  return outcome_of(std::move(failure),
                    program::step_time(settings_.start_time, settings_.time_step, at.step));
}

void FixedRunner::finish(const Pacing& pacing) {
  writer_.flush();
  const std::size_t points = run::save_count(settings_);
  for (std::size_t lane = 0; lane < inputs_.size(); ++lane) {
    RunOutcome& outcome = outcomes_[lane];
    if (alive_[lane]) {
      outcome.saved = writer_.points();
      outcome.status = pacing.cancelled() ? RunStatus::not_run : RunStatus::complete;
      outcome.time = run::save_time(settings_, outcome.saved == 0 ? 0 : outcome.saved - 1);
      if (pacing.cancelled()) outcome.message = "the run was interrupted";
    }
    writer_.blank(lane, outcome.saved, points);
  }
}

}  // namespace slackwater::run

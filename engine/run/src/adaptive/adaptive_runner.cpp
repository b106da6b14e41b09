#include "adaptive/adaptive_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "outcome.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/program/explain.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::run {

namespace {

// Steps that move time by less than this many of its last places are no steps.
constexpr double kLeastPlaces = 16;
constexpr double kNothing = 0x1p-52;

double least_step(double time) {
  return kLeastPlaces * kNothing * std::max(std::fabs(time), 0x1p-100);
}

// Adaptive methods switch at the exact time, so start values see what holds right after the start.
double after_start(const Settings& settings) {
  return std::nextafter(settings.start_time, std::numeric_limits<double>::infinity());
}

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

std::uint64_t steps_covered(const Settings& settings, double time) {
  return static_cast<std::uint64_t>(std::round((time - settings.start_time) / settings.time_step));
}

double longest_step(const Settings& settings) {
  return settings.longest_step > 0 ? settings.longest_step
                                   : std::max(settings.save_step, settings.time_step);
}

}  // namespace

AdaptiveRunner::AdaptiveRunner(const program::Program& program, const Settings& settings)
    : program_(program),
      settings_(settings),
      block_(program, 1, available(settings.instruction_set)),
      writer_(program, 1),
      control_(settings.method == Method::dopri5 ? Dopri5::kControl : Rosenbrock4::kControl),
      tolerances_{settings.absolute_tolerance, settings.relative_tolerance},
      right_hand_side_(
          [](void* self, const double* state, double time, double* derivative,
             RightHandSide::Use use) {
            return static_cast<AdaptiveRunner*>(self)->evaluate(state, time, derivative, use);
          },
          this, program.stocks.count),
      stop_(program::step_time(settings.start_time, settings.time_step, step_count(settings))),
      state_(program.stocks.count),
      between_(program.stocks.count),
      scratch_(2 * program.stocks.count) {
  spoiler_.state.resize(program.stocks.count);
  if (settings.method == Method::dopri5) {
    stepper_.emplace<Dopri5>(program.stocks.count);
  } else {
    stepper_.emplace<Rosenbrock4>(program.stocks.count);
  }
}

void AdaptiveRunner::run(const RunInput& input, const SeriesPointers& series, RunOutcome& outcome,
                         const Control& control) {
  input_ = &input;
  outcome_ = &outcome;
  outcome = RunOutcome{};
  ended_ = false;
  tried_ = 0;
  spoiler_.known = false;
  writer_.begin({&series, 1});
  Pacing pacing(control, 8 * block_.instructions(), 1);
  start();
  if (auto* stepper = std::get_if<Dopri5>(&stepper_)) integrate(*stepper, pacing);
  if (auto* stepper = std::get_if<Rosenbrock4>(&stepper_)) integrate(*stepper, pacing);
  pacing.finish();
  writer_.flush();
  if (!ended_) {
    outcome.saved = writer_.points();
    outcome.time = save_time(settings_, outcome.saved == 0 ? 0 : outcome.saved - 1);
    if (pacing.cancelled()) {
      outcome.status = RunStatus::not_run;
      outcome.message = "the run was interrupted";
    }
  }
  writer_.blank(0, outcome.saved, run::save_count(settings_));
}

void AdaptiveRunner::start() {
  block_.begin({input_, 1}, settings_);
  block_.set_time(settings_.start_time);
  block_.set_decide(after_start(settings_));
  block_.start();
  std::copy_n(block_.region(program_.stocks), state_.size(), state_.begin());
  if (std::isnan(block_.fault()[0])) {
    *outcome_ = outcome_of(program::explain_start(program_, run_settings(), settings_.checks),
                           settings_.start_time);
    ended_ = true;
    return;
  }
  kinks_.begin(block_);
}

// Every stretch begins where the last one ended, with the switches of the near side.
template <class Stepper>
void AdaptiveRunner::integrate(Stepper& stepper, Pacing& pacing) {
  double time = settings_.start_time;
  double step = 0;
  while (!ended_) {
    const double kink = kinks_.next(time);
    const double piece_end = std::min(kink, std::max(stop_, time + settings_.time_step));
    decide_ = time + 0.5 * (piece_end - time);
    const double stretch_end = std::min(kink, stop_);
    enter(time, state_.data());
    stepper.restart(right_hand_side_, time, state_.data());
    const bool saves = writer_.points() < run::save_count(settings_) && next_save() <= time;
    if (saves && !save_at(time, state_.data())) return;
    if (time >= stop_) return;
    if (!saves && !faultless(time, state_.data(), false)) return;
    control_.restart();
    if (step == 0) {
      step = first_step(right_hand_side_, state_.data(), stepper.derivative(), time,
                        std::min(longest_step(settings_), stretch_end - time), Stepper::kOrder,
                        tolerances_, scratch_.data());
    }
    if (!cross_stretch(stepper, time, stretch_end, step, pacing)) return;
    time = stretch_end;
  }
}

template <class Stepper>
bool AdaptiveRunner::cross_stretch(Stepper& stepper, double time, double stretch_end, double& step,
                                   Pacing& pacing) {
  while (time < stretch_end) {
    const double left = stretch_end - time;
    double tried = std::min(step, longest_step(settings_));
    // Two equal steps to the end are better than a long one and a sliver.
    if (tried >= left) {
      tried = left;
    } else if (2 * tried > left) {
      tried = 0.5 * left;
    }
    if (tried < left && tried < least_step(time)) {
      end_too_small(time, tried, stepper.state(), stepper.derivative());
      return false;
    }
    if (++tried_ > settings_.step_limit) {
      end_too_many(time);
      return false;
    }
    enter(time, stepper.state());
    const double error = attempt(stepper, time, tried);
    if (!(error <= 1)) {
      step = tried * control_.after_failure(error);
      if (tried == left && step < least_step(time)) {
        end_too_small(time, tried, stepper.state(), stepper.derivative());
        return false;
      }
      continue;
    }
    const double from = time;
    time = tried == left ? stretch_end : time + tried;
    stepper.accept();
    spoiler_.known = false;
    const double factor = control_.after_success(error);
    // A step cut short by the end of the stretch says little about what would have been possible.
    step = tried < step ? std::max(step, tried * factor) : tried * factor;
    std::copy_n(stepper.state(), state_.size(), state_.begin());
    if (!save_within(stepper, from, time, stretch_end)) return false;
    if (pacing.step(steps_covered(settings_, time))) return false;
  }
  return true;
}

template <class Stepper>
double AdaptiveRunner::attempt(Stepper& stepper, double time, double step) {
  spoiler_.awaited = true;
  const double error = stepper.attempt(right_hand_side_, time, step, tolerances_);
  spoiler_.awaited = false;
  const bool fault = std::isnan(block_.fault()[0]);
  block_.fault()[0] = 0;
  return fault ? std::nan("") : error;
}

// A save point at the very end of the stretch belongs to what comes after it.
template <class Stepper>
bool AdaptiveRunner::save_within(const Stepper& stepper, double from, double to,
                                 double stretch_end) {
  while (writer_.points() < run::save_count(settings_)) {
    const double at = next_save();
    if (at > to || at >= stretch_end) return true;
    const double* state = stepper.state();
    if (at < to) {
      stepper.interpolate(at, from, to, between_.data());
      state = between_.data();
    }
    enter(at, state);
    evaluate(state, at, scratch_.data(), RightHandSide::Use::needed);
    if (!save_at(at, state)) return false;
  }
  return true;
}

void AdaptiveRunner::enter(double time, const double* state) {
  std::copy_n(state, state_.size(), block_.region(program_.stocks));
  block_.set_time(time);
  block_.set_decide(decide_);
  block_.step();
}

bool AdaptiveRunner::evaluate(const double* state, double time, double* derivative,
                              RightHandSide::Use use) {
  std::copy_n(state, state_.size(), block_.region(program_.stocks));
  block_.set_time(time);
  const double before = block_.fault()[0];
  block_.fault()[0] = 0;
  block_.derivative();
  const double* rates = block_.region(program_.rates);
  std::copy_n(rates, state_.size(), derivative);
  const bool good = !std::isnan(block_.fault()[0]) && all_finite({rates, state_.size()});
  if (use == RightHandSide::Use::trial) {
    block_.fault()[0] = before;
    return good;
  }
  block_.fault()[0] += before;
  if (!good && spoiler_.awaited) {
    spoiler_.known = true;
    spoiler_.awaited = false;
    spoiler_.time = time;
    std::copy_n(state, state_.size(), spoiler_.state.begin());
  }
  return good;
}

bool AdaptiveRunner::save_at(double time, const double* state) {
  block_.save();
  writer_.take(block_);
  if (settings_.checks) {
    block_.checks();
    for (const program::Check& check : program_.check_table) {
      if (block_.value(check.value, 0) == 0) block_.fault()[0] = std::nan("");
    }
  }
  return faultless(time, state, true);
}

bool AdaptiveRunner::faultless(double time, const double* state, bool saves) {
  if (!std::isnan(block_.fault()[0]) && all_finite({state, state_.size()}) &&
      all_finite({block_.region(program_.rates), state_.size()})) {
    return true;
  }
  auto failure = program::explain_instant(program_, run_settings(), time, decide_,
                                          {state, state_.size()}, saves, settings_.checks);
  block_.fault()[0] = 0;
  // At the stop time nothing needs the rates: what failed there only fails no run.
  if (!failure && time >= stop_) return true;
  // Once more with the rates alone: a save point does not look at them.
  if (!failure && saves) {
    failure = program::explain_instant(program_, run_settings(), time, decide_,
                                       {state, state_.size()}, false, false);
  }
  *outcome_ = outcome_of(std::move(failure), time);
  outcome_->saved = writer_.points() - (saves ? 1 : 0);
  ended_ = true;
  return false;
}

program::RunSettings AdaptiveRunner::run_settings() const {
  program::RunSettings run;
  run.parameters = input_->parameters;
  run.starts = input_->starts;
  run.start_time = settings_.start_time;
  run.stop_time = settings_.stop_time;
  run.time_step = settings_.time_step;
  run.start_decide = after_start(settings_);
  run.seed = settings_.seed;
  run.sample = input_->sample;
  return run;
}

// What stood in the way of every step, explained like the failure of a fixed step.
bool AdaptiveRunner::end_with_cause() {
  if (!spoiler_.known) return false;
  auto failure = program::explain_instant(program_, run_settings(), spoiler_.time, decide_,
                                          spoiler_.state, false, false);
  if (!failure) return false;
  *outcome_ = outcome_of(std::move(failure), spoiler_.time);
  outcome_->saved = writer_.points();
  ended_ = true;
  return true;
}

void AdaptiveRunner::end_too_small(double time, double step, const double* state,
                                   const double* derivative) {
  if (end_with_cause()) return;
  std::size_t steepest = 0;
  double most = -1;
  for (std::size_t i = 0; i < state_.size(); ++i) {
    const double scale = tolerances_.absolute + tolerances_.relative * std::fabs(state[i]);
    const double ratio = std::fabs(derivative[i]) / scale;
    if (!(ratio > most)) continue;
    most = ratio;
    steepest = i;
  }
  outcome_->status = RunStatus::step_failed;
  outcome_->time = time;
  outcome_->saved = writer_.points();
  if (!state_.empty()) {
    outcome_->variable = program_.stock_names[steepest];
    outcome_->place = program::stock_place(program_, steepest);
  }
  outcome_->message = fmt::format(
      "the method {} cannot go on: its step would have to be shorter than {}; '{}' changes fastest",
      name(settings_.method), base::format_significant(step, 3), outcome_->variable);
  if (!state_.empty()) outcome_->inputs = {{outcome_->variable, state[steepest]}};
  ended_ = true;
}

void AdaptiveRunner::end_too_many(double time) {
  outcome_->status = RunStatus::step_failed;
  outcome_->time = time;
  outcome_->saved = writer_.points();
  outcome_->message = fmt::format("the method {} took more than {} steps", name(settings_.method),
                                  settings_.step_limit);
  ended_ = true;
}

}  // namespace slackwater::run

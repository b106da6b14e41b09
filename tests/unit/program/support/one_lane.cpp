#include "support/one_lane.hpp"

#include <bit>
#include <cmath>
#include <deque>

#include "slackwater/program/compile.hpp"
#include "slackwater/program/random_operators.hpp"
#include "slackwater/program/scalar_operators.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::program::test {

namespace {

class OneLane {
 public:
  OneLane(const Program& program, const model::TimeSettings& time, const reference::Input& input)
      : program_(program), time_(time), input_(input) {
    if (input_.parameters.empty()) input_.parameters = program.default_parameters;
    if (input_.starts.empty()) input_.starts.assign(program.stocks.count, std::nan(""));
    run_ = {input_.parameters, input_.starts, time.start,  time.stop,
            time.step,         input.seed,    input.sample};
  }

  reference::Output run() {
    output_.series.resize(program_.outputs.size());
    begin();
    if (faulty()) {
      output_.failure = explain_start(program_, run_);
      return std::move(output_);
    }
    const auto steps =
        static_cast<std::uint64_t>(std::llround((time_.stop - time_.start) / time_.step));
    const auto save_every = static_cast<std::uint64_t>(std::llround(time_.save / time_.step));
    for (step_ = 0;; ++step_) {
      const bool saves = step_ % save_every == 0;
      const bool last = step_ == steps;
      base_ = column(program_.stocks);
      if (!advance(saves, last)) {
        explain(saves, last);
        break;
      }
      if (last) break;
    }
    return std::move(output_);
  }

 private:
  void begin() {
    uniform_ = program_.uniform_values;
    lanes_.assign(program_.lane_slots, 0.0);
    uniform_[program_.start_time] = time_.start;
    uniform_[program_.stop_time] = time_.stop;
    uniform_[program_.time_step] = time_.step;
    for (std::size_t i = 0; i < input_.parameters.size(); ++i) {
      lanes_[program_.parameters.first + i] = input_.parameters[i];
    }
    for (std::size_t i = 0; i < input_.starts.size(); ++i) {
      lanes_[program_.starts.first + i] = input_.starts[i];
    }
    set(program_.time, time_.start);
    set(program_.decide, decide_time(time_.start, time_.step));
    execute(program_.start);
    for (const Pipeline& pipeline : program_.pipeline_table) {
      delays_.push_back(pipeline_steps(value(pipeline.delay), time_.step));
      if (delays_.back() == 0) lanes_[program_.fault] = std::nan("");
    }
    rings_.resize(delays_.size());
  }

  // One step; false when the run ends in it.
  bool advance(bool saves, bool last) {
    const double t = step_time(time_.start, time_.step, step_);
    const double h = time_.step;
    set(program_.time, t);
    set(program_.decide, decide_time(t, h));
    for (std::size_t i = 0; i < delays_.size(); ++i) {
      if (rings_[i].size() >= delays_[i]) {
        lanes_[program_.pipelines.first + i] = rings_[i][rings_[i].size() - delays_[i]];
      }
    }
    held_ = column(program_.held);
    pipelines_ = column(program_.pipelines);
    execute(program_.step);
    execute(program_.derivative);
    if (last) lanes_[program_.fault] = 0;
    std::vector<double> saved;
    if (saves) {
      execute(program_.save);
      for (const Output& output : program_.outputs) saved.push_back(value(output.value));
      execute(program_.checks);
      for (const Check& check : program_.check_table) {
        if (value(check.value) == 0) lanes_[program_.fault] = std::nan("");
      }
    }
    if (last && faulty()) return false;
    if (!last) {
      execute(program_.update);
      for (std::size_t i = 0; i < rings_.size(); ++i) {
        rings_[i].push_back(lanes_[program_.pipeline_inputs.first + i]);
      }
      if (!integrate(t, h)) return false;
      for (std::uint32_t i = 0; i < program_.held.count; ++i) {
        lanes_[program_.held.first + i] = lanes_[program_.held_next.first + i];
      }
    }
    if (saves) {
      output_.times.push_back(t);
      for (std::size_t i = 0; i < saved.size(); ++i) output_.series[i].push_back(saved[i]);
    }
    return true;
  }

  bool integrate(double t, double h) {
    const auto k1 = column(program_.rates);
    std::vector<double> next = base_;
    const std::size_t n = base_.size();
    if (time_.method == model::Method::rk2) {
      const Rk2Factors f(h);
      const auto k2 = stage(t + h, h, k1);
      for (std::size_t i = 0; i < n; ++i) next[i] = advance_rk2(base_[i], f, k1[i], k2[i]);
    } else if (time_.method == model::Method::rk4) {
      const Rk4Factors f(h);
      const auto k2 = stage(t + f.half, f.half, k1);
      const auto k3 = stage(t + f.half, f.half, k2);
      const auto k4 = stage(t + h, h, k3);
      for (std::size_t i = 0; i < n; ++i) {
        next[i] = advance_rk4(base_[i], f, k1[i], k2[i], k3[i], k4[i]);
      }
    } else {
      for (std::size_t i = 0; i < n; ++i) next[i] = advance_euler(base_[i], h, k1[i]);
    }
    set_stocks(next);
    return !faulty();
  }

  std::vector<double> stage(double t, double h, const std::vector<double>& k) {
    std::vector<double> x = base_;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = base_[i] + h * k[i];
    set_stocks(x);
    set(program_.time, t);
    execute(program_.derivative);
    return column(program_.rates);
  }

  void set_stocks(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!std::isfinite(x[i])) lanes_[program_.fault] = std::nan("");
      lanes_[program_.stocks.first + i] = x[i];
    }
  }

  void explain(bool saves, bool last) {
    const FixedMethod method = time_.method == model::Method::rk4   ? FixedMethod::rk4
                               : time_.method == model::Method::rk2 ? FixedMethod::rk2
                                                                    : FixedMethod::euler;
    output_.failure =
        explain_step(program_, run_, method, {step_, base_, held_, pipelines_, saves, last});
    if (!output_.failure) {
      output_.failure = Failure{};
      output_.failure->message = "the program ended the run, but its meaning does not";
    }
  }

  void execute(const Section& section) {
    execute_uniform(program_, section.uniform, uniform_.data());
    for (const Instruction& i : section.lanes) execute(i);
  }

  void execute(const Instruction& i) {
    double x[3] = {};
    for (int k = 0; k < operand_count(i.operation); ++k) {
      x[k] = ((i.uniform >> k) & 1u) != 0 ? uniform_[i.operands[k]] : lanes_[i.operands[k]];
    }
    double& target = lanes_[i.target];
    switch (i.operation) {
      case Operation::lookup:
        target = scalar::lookup_value(program_.lookups[i.table], x[0]);
        break;
      case Operation::series:
        target = scalar::series_value(program_.series[i.table], x[0], x[1]);
        break;
      case Operation::random_uniform:
      case Operation::random_normal:
      case Operation::random_lognormal:
      case Operation::random_poisson:
        target = draw(i.operation, x[0], x[1],
                      {input_.seed, input_.sample, program_.random_streams[i.table].stream, step_});
        break;
      case Operation::guard:
        target = scalar::guard(target, x[0]);
        break;
      case Operation::guard_if:
        if (scalar::is_true(x[1])) target = scalar::guard(target, x[0]);
        break;
      default:
        target = scalar::apply(i.operation, x[0], x[1], x[2]);
    }
    if (i.guarded) {
      lanes_[program_.fault] = scalar::guard(lanes_[program_.fault], target);
    }
  }

  bool faulty() const { return std::isnan(lanes_[program_.fault]); }
  double value(Operand operand) const {
    return operand.uniform ? uniform_[operand.slot] : lanes_[operand.slot];
  }
  void set(Operand operand, double x) { (operand.uniform ? uniform_ : lanes_)[operand.slot] = x; }
  std::vector<double> column(const Region& region) const {
    return {lanes_.begin() + region.first, lanes_.begin() + region.end()};
  }

  const Program& program_;
  model::TimeSettings time_;
  reference::Input input_;
  RunSettings run_;
  reference::Output output_;
  std::uint64_t step_ = 0;
  std::vector<double> uniform_, lanes_, base_, held_, pipelines_;
  std::vector<std::uint32_t> delays_;
  std::vector<std::vector<double>> rings_;
};

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

reference::Output run_one_lane(const Program& program, const model::TimeSettings& time,
                               const reference::Input& input) {
  return OneLane(program, time, input).run();
}

std::string difference(const reference::Output& expected, const reference::Output& actual) {
  if (expected.failure.has_value() != actual.failure.has_value()) {
    const auto& failure = expected.failure ? expected.failure : actual.failure;
    return (expected.failure ? "only the reference fails: " : "only the program fails: ") +
           failure->message + " at " + std::to_string(failure->time);
  }
  if (expected.failure) {
    if (expected.failure->message != actual.failure->message ||
        expected.failure->time != actual.failure->time) {
      return "failures differ: " + expected.failure->message + " at " +
             std::to_string(expected.failure->time) + " / " + actual.failure->message + " at " +
             std::to_string(actual.failure->time);
    }
  }
  if (expected.times != actual.times) {
    return "save points differ: " + std::to_string(expected.times.size()) + " / " +
           std::to_string(actual.times.size());
  }
  for (std::size_t i = 0; i < expected.series.size(); ++i) {
    for (std::size_t k = 0; k < expected.times.size(); ++k) {
      if (bits(expected.series[i][k]) != bits(actual.series[i][k])) {
        return "output " + std::to_string(i) + " at " + std::to_string(expected.times[k]) + ": " +
               std::to_string(expected.series[i][k]) + " / " + std::to_string(actual.series[i][k]);
      }
    }
  }
  return {};
}

Passes passes_of(unsigned mask) {
  Passes passes;
  passes.fold = (mask & 1) != 0;
  passes.share = (mask & 2) != 0;
  passes.hoist = (mask & 4) != 0;
  passes.dead_code = (mask & 8) != 0;
  passes.fuse = (mask & 16) != 0;
  passes.order = (mask & 32) != 0;
  passes.reuse = (mask & 64) != 0;
  return passes;
}

std::string name(const Passes& passes) {
  std::string text = "passes:";
  if (passes.fold) text += " fold";
  if (passes.share) text += " share";
  if (passes.hoist) text += " hoist";
  if (passes.dead_code) text += " dead_code";
  if (passes.fuse) text += " fuse";
  if (passes.order) text += " order";
  if (passes.reuse) text += " reuse";
  return text;
}

}  // namespace slackwater::program::test

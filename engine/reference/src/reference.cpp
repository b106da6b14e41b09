#include "slackwater/reference/reference.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>

#include "pipelines.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/program/meaning.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::reference {

namespace {

using Vector = std::vector<double>;
using Ended = std::optional<program::Failure>;

class Run {
 public:
  Run(const model::Model& model, const Input& input)
      : model_(model), input_(input), meaning_(model), h_(model.time.step) {
    parameters_ = input.parameters;
    for (std::size_t i = parameters_.size(); i < model.parameters.size(); ++i) {
      const model::Element& element = model.elements[model.parameters[i].index];
      parameters_.push_back(model.expressions[element.equation].number);
    }
    settings_ = {parameters_,     input.starts, model.time.start, model.time.stop,
                 model.time.step, input.seed,   input.sample};
    for (const ElementId id : input.outputs) elements_.push_back(id.index);
    output_.series.resize(elements_.size());
  }

  Output simulate() {
    output_.failure = advance_to_the_end();
    return std::move(output_);
  }

 private:
  Ended advance_to_the_end() {
    const auto whole = [](double x) { return static_cast<std::uint64_t>(std::llround(x)); };
    const std::uint64_t steps = whole((model_.time.stop - model_.time.start) / h_);
    const std::uint64_t save_every = std::max<std::uint64_t>(1, whole(model_.time.save / h_));

    if (Ended ended = meaning_.start(settings_, start_)) return ended;
    x_ = start_.stocks;
    held_ = start_.held;
    pipelines_.emplace(start_, h_);

    for (std::uint64_t k = 0;; ++k) {
      t_ = program::step_time(model_.time.start, h_, k);
      draws_ = {};
      draws_ = meaning_.draws(settings_, start_, at(t_, x_), k);
      if (k % save_every == 0) {
        if (Ended ended = save()) return ended;
      }
      if (k == steps) return std::nullopt;
      if (Ended ended = step()) {
        if (k % save_every == 0) forget_last_point();
        return ended;
      }
      if (input_.go_on && !input_.go_on(k + 1)) {
        output_.interrupted = true;
        return std::nullopt;
      }
    }
  }

  // What everything at an instant of this step follows from.
  program::Instant at(double time, const Vector& x) const {
    return {time, program::decide_time(t_, h_), x, held_, pipelines_->outputs(), draws_};
  }

  Ended save() {
    Vector values;
    if (Ended ended = meaning_.elements(settings_, start_, at(t_, x_), elements_, values))
      return ended;
    if (input_.checks) {
      if (Ended ended = meaning_.checks(settings_, start_, at(t_, x_))) return ended;
    }
    output_.times.push_back(t_);
    for (std::size_t i = 0; i < values.size(); ++i) output_.series[i].push_back(values[i]);
    return std::nullopt;
  }

  void forget_last_point() {
    output_.times.pop_back();
    for (Vector& series : output_.series) series.pop_back();
  }

  // Values that change between steps are taken at the start of the step and valid from its end.
  Ended step() {
    Vector k1, held_next, pipeline_inputs, next;
    if (Ended ended = rates(t_, x_, k1)) return ended;
    if (Ended ended = meaning_.updates(settings_, start_, at(t_, x_), held_next, pipeline_inputs)) {
      return ended;
    }
    if (Ended ended = integrate(k1, next)) return ended;
    x_ = next;
    held_ = held_next;
    pipelines_->advance(pipeline_inputs);
    return std::nullopt;
  }

  // Order of operations: program/tableau.hpp.
  Ended integrate(const Vector& k1, Vector& next) {
    Vector k2, k3, k4;
    next = x_;
    switch (model_.time.method) {
      case model::Method::rk2: {
        const program::Rk2Factors f(h_);
        if (Ended ended = rates(t_ + h_, moved(h_, k1), k2)) return ended;
        for (std::size_t i = 0; i < x_.size(); ++i) {
          next[i] = program::advance_rk2(x_[i], f, k1[i], k2[i]);
        }
        break;
      }
      case model::Method::rk4: {
        const program::Rk4Factors f(h_);
        if (Ended ended = rates(t_ + f.half, moved(f.half, k1), k2)) return ended;
        if (Ended ended = rates(t_ + f.half, moved(f.half, k2), k3)) return ended;
        if (Ended ended = rates(t_ + h_, moved(h_, k3), k4)) return ended;
        for (std::size_t i = 0; i < x_.size(); ++i) {
          next[i] = program::advance_rk4(x_[i], f, k1[i], k2[i], k3[i], k4[i]);
        }
        break;
      }
      default:  // euler, discrete
        next = moved(h_, k1);
    }
    return finite(t_ + h_, next);
  }

  Vector moved(double step, const Vector& k) const {
    Vector x = x_;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = x_[i] + step * k[i];
    return x;
  }

  Ended rates(double time, const Vector& x, Vector& k) const {
    if (Ended ended = finite(time, x)) return ended;
    return meaning_.rates(settings_, start_, at(time, x), k);
  }

  Ended finite(double time, const Vector& x) const {
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (std::isfinite(x[i])) continue;
      const model::ElementId id = model_.stocks[i];
      const std::string& name = model_.elements[id.index].name;
      program::Failure failure;
      failure.time = time;
      failure.variable = name;
      failure.message = fmt::format("stock '{}' grows beyond the finite numbers", name);
      failure.place = model_.variable_of(id).place;
      return failure;
    }
    return std::nullopt;
  }

  const model::Model& model_;
  const Input& input_;
  program::Meaning meaning_;
  Vector parameters_;
  program::RunSettings settings_;
  std::vector<std::uint32_t> elements_;
  double h_;
  double t_ = 0;
  program::StartValues start_;
  Vector x_, held_, draws_;
  std::optional<Pipelines> pipelines_;
  Output output_;
};

}  // namespace

base::Result<Output> run(const model::Model& model, const Input& input) {
  if (model.time.method == model::Method::dopri5 ||
      model.time.method == model::Method::rosenbrock4) {
    base::Diagnostics diagnostics;
    diagnostics.error(
        "E0901",
        fmt::format("the reference interpreter has no method '{}'", model::name(model.time.method)),
        {}, "choose euler, rk2, rk4 or discrete");
    return diagnostics;
  }
  return Run(model, input).simulate();
}

}  // namespace slackwater::reference

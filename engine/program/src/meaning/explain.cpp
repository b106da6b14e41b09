#include "slackwater/program/explain.hpp"

#include <fmt/core.h>

#include <cmath>

#include "slackwater/model/model.hpp"
#include "slackwater/program/tableau.hpp"

namespace slackwater::program {

namespace {

using Ended = std::optional<Failure>;

std::vector<std::uint32_t> output_elements(const Program& program) {
  std::vector<std::uint32_t> elements;
  for (const Output& output : program.outputs) elements.push_back(output.element);
  return elements;
}

// A stock that left the finite numbers although all its flows are finite: they are too large.
Ended stock_overflow(const Program& program, double time, std::span<const double> stocks) {
  const model::Model& model = program.meaning->model();
  for (std::size_t i = 0; i < stocks.size(); ++i) {
    if (std::isfinite(stocks[i])) continue;
    const model::ElementId id = model.stocks[i];
    const model::Element& element = model.elements[id.index];
    Failure failure;
    failure.time = time;
    failure.variable = element.name;
    failure.message = fmt::format("stock '{}' grows beyond the finite numbers", element.name);
    failure.place = stock_place(program, i);
    return failure;
  }
  return std::nullopt;
}

class StepReplay {
 public:
  StepReplay(const Program& program, const RunSettings& run, const StepStart& start)
      : program_(program), run_(run), start_(start) {}

  // In the order of a run: what is saved, the checks, then what the step needs.
  Ended first_instant() {
    const Meaning& meaning = *program_.meaning;
    time_ = step_time(run_.start_time, run_.time_step, start_.step);
    if (Ended ended = meaning.start(run_, values_)) return ended;
    draws_ = meaning.draws(run_, values_, at(time_, start_.stocks), start_.step);
    const Instant now = at(time_, start_.stocks);
    if (start_.saves) {
      Vector ignored;
      const auto elements = output_elements(program_);
      if (Ended ended = meaning.elements(run_, values_, now, elements, ignored)) return ended;
      if (start_.checks) {
        if (Ended ended = meaning.checks(run_, values_, now)) return ended;
      }
    }
    if (start_.last) return std::nullopt;
    if (Ended ended = meaning.rates(run_, values_, now, k1_)) return ended;
    Vector held_next, pipeline_inputs;
    return meaning.updates(run_, values_, now, held_next, pipeline_inputs);
  }

  Ended replay(FixedMethod method) {
    if (Ended ended = first_instant()) return ended;
    if (start_.last) return std::nullopt;
    switch (method) {
      case FixedMethod::euler:
        return euler();
      case FixedMethod::rk2:
        return rk2();
      case FixedMethod::rk4:
        return rk4();
    }
    return std::nullopt;
  }

 private:
  using Vector = std::vector<double>;

  Instant at(double time, std::span<const double> stocks) const {
    return {time,  decide_time(time_, run_.time_step), stocks, start_.held, start_.pipelines,
            draws_};
  }

  Ended stage(double time, const Vector& stocks, Vector& k) {
    if (Ended ended = stock_overflow(program_, time, stocks)) return ended;
    return program_.meaning->rates(run_, values_, at(time, stocks), k);
  }

  template <class Next>
  Vector each(Next&& next) const {
    Vector result(start_.stocks.size());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = next(start_.stocks[i], i);
    return result;
  }

  Ended euler() {
    const double h = run_.time_step;
    const auto x = each([&](double s, std::size_t i) { return advance_euler(s, h, k1_[i]); });
    return stock_overflow(program_, time_ + h, x);
  }

  Ended rk2() {
    const double h = run_.time_step;
    const Rk2Factors f(h);
    Vector k2;
    const auto x2 = each([&](double s, std::size_t i) { return s + h * k1_[i]; });
    if (Ended ended = stage(time_ + h, x2, k2)) return ended;
    return stock_overflow(program_, time_ + h, each([&](double s, std::size_t i) {
                            return advance_rk2(s, f, k1_[i], k2[i]);
                          }));
  }

  Ended rk4() {
    const double h = run_.time_step;
    const Rk4Factors f(h);
    Vector k2, k3, k4;
    const auto x2 = each([&](double s, std::size_t i) { return s + f.half * k1_[i]; });
    if (Ended ended = stage(time_ + f.half, x2, k2)) return ended;
    const auto x3 = each([&](double s, std::size_t i) { return s + f.half * k2[i]; });
    if (Ended ended = stage(time_ + f.half, x3, k3)) return ended;
    const auto x4 = each([&](double s, std::size_t i) { return s + h * k3[i]; });
    if (Ended ended = stage(time_ + h, x4, k4)) return ended;
    return stock_overflow(program_, time_ + h, each([&](double s, std::size_t i) {
                            return advance_rk4(s, f, k1_[i], k2[i], k3[i], k4[i]);
                          }));
  }

  const Program& program_;
  const RunSettings& run_;
  const StepStart& start_;
  double time_ = 0;
  StartValues values_;
  Vector draws_, k1_;
};

}  // namespace

base::Place stock_place(const Program& program, std::size_t stock) {
  const model::Model& model = program.meaning->model();
  return model.variable_of(model.stocks[stock]).place;
}

Ended explain_start(const Program& program, const RunSettings& run, bool checks) {
  StartValues values;
  if (Ended ended = program.meaning->start(run, values)) return ended;
  // What never changes is looked at in the start section, though it is the first step that needs
  // it.
  StepStart start{0, values.stocks, values.held, values.pipelines};
  start.saves = true;
  start.checks = checks;
  return StepReplay(program, run, start).first_instant();
}

Ended explain_step(const Program& program, const RunSettings& run, FixedMethod method,
                   const StepStart& start) {
  return StepReplay(program, run, start).replay(method);
}

Ended explain_instant(const Program& program, const RunSettings& run, double time, double decide,
                      std::span<const double> stocks, bool saves, bool checks) {
  const Meaning& meaning = *program.meaning;
  StartValues values;
  if (Ended ended = meaning.start(run, values)) return ended;
  if (Ended ended = stock_overflow(program, time, stocks)) return ended;
  const Instant now{time, decide, stocks, values.held, values.pipelines, {}};
  std::vector<double> ignored;
  if (!saves) return meaning.rates(run, values, now, ignored);
  if (Ended ended = meaning.elements(run, values, now, output_elements(program), ignored))
    return ended;
  if (!checks) return std::nullopt;
  return meaning.checks(run, values, now);
}

}  // namespace slackwater::program

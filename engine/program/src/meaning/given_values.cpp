#include "slackwater/program/given_values.hpp"

#include <cmath>

#include "meaning/evaluation.hpp"

namespace slackwater::program {

// What the evaluation refers to stays where it is when the owner moves.
struct GivenValues::State {
  State(const Meaning::Plan& plan, const RunSettings& given)
      : run(given),
        stocks(plan.model.stocks.size(), std::nan("")),
        held(plan.model.held.size(), std::nan("")),
        pipelines(plan.model.pipelines.size(), std::nan("")),
        draws(plan.model.random_streams.size(), std::nan("")),
        plan(plan) {
    start.initials.assign(plan.model.initials.size(), std::nan(""));
    evaluation.emplace(plan, run, start, Instant{0, 0, stocks, held, pipelines, draws});
  }

  RunSettings run;
  StartValues start;
  std::vector<double> stocks, held, pipelines, draws;
  const Meaning::Plan& plan;
  std::optional<Evaluation> evaluation;
};

GivenValues::GivenValues(const Meaning& meaning, const RunSettings& run)
    : state_(std::make_unique<State>(*meaning.plan_, run)) {}
GivenValues::~GivenValues() = default;
GivenValues::GivenValues(GivenValues&&) noexcept = default;

void GivenValues::move_to(double time, double decide) { state_->evaluation->move_to(time, decide); }

void GivenValues::give(std::uint32_t element, double value) {
  state_->evaluation->give(model::ElementId(element), value);
}

double GivenValues::equation_of(std::uint32_t element) {
  return state_->evaluation->value_of(state_->plan.model.elements[element].equation);
}

}  // namespace slackwater::program

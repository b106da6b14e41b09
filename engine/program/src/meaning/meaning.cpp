#include "slackwater/program/meaning.hpp"

#include <fmt/format.h>

#include <limits>

#include "make_tables.hpp"
#include "meaning/evaluation.hpp"
#include "postorder.hpp"
#include "slackwater/program/program.hpp"
#include "slackwater/program/scalar_operators.hpp"

namespace slackwater::program {

Meaning::Plan::Plan(const model::Model& original)
    : model(original),
      parameter_of(original.elements.size(), -1),
      stock_of(original.elements.size(), -1),
      range_(original.expressions.size()) {
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    parameter_of[model.parameters[i].index] = static_cast<int>(i);
  }
  for (std::size_t i = 0; i < model.stocks.size(); ++i) {
    stock_of[model.stocks[i].index] = static_cast<int>(i);
  }
  for (const auto& lookup : model.lookups) lookups.push_back(make_lookup(lookup));
  for (const auto& data : model.series) series.push_back(make_series(data));
  for (const auto& element : model.elements) add(element.equation);
  for (const auto& held : model.held) {
    add(held.update);
    add(held.initial);
  }
  for (const auto& pipeline : model.pipelines) {
    add(pipeline.input);
    add(pipeline.delay);
    add(pipeline.initial);
  }
  for (const auto& initial : model.initials) add(initial.expression);
  for (const auto& check : model.checks) add(check.condition);
}

void Meaning::Plan::add(model::ExprId root) {
  if (!root.valid()) return;
  const auto begin = static_cast<std::uint32_t>(nodes_.size());
  append_postorder(model.expressions, root, nodes_);
  range_[root.index] = {begin, static_cast<std::uint32_t>(nodes_.size())};
}

std::span<const model::ExprId> Meaning::Plan::nodes_of(model::ExprId root) const {
  const auto [begin, end] = range_[root.index];
  return std::span(nodes_).subspan(begin, end - begin);
}

Meaning::Meaning(const model::Model& model) : plan_(std::make_unique<const Plan>(model)) {}
Meaning::~Meaning() = default;
const model::Model& Meaning::model() const { return plan_->model; }

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Collects values until one of them has failed.
class Collector {
 public:
  explicit Collector(const Evaluation& evaluation) : evaluation_(evaluation) {}

  void take(Cell cell, std::vector<double>& values) {
    values.push_back(cell.value);
    if (cell.failed() && !ended_) ended_ = evaluation_.failure(cell);
  }
  Meaning::Ended ended() { return std::move(ended_); }

 private:
  const Evaluation& evaluation_;
  Meaning::Ended ended_;
};

// A delay that cannot be counted in steps.
Failure impossible_delay(const model::Pipeline& pipeline, const model::Model& model, double time) {
  Failure failure;
  failure.kind = Failure::Kind::domain_error;
  failure.time = time;
  failure.variable = pipeline.name;
  failure.message = fmt::format("delay time of '{}' that is negative or too long", pipeline.name);
  failure.place = {pipeline.source, model.expressions[pipeline.delay].span};
  return failure;
}

}  // namespace

Meaning::Ended Meaning::start(const RunSettings& run, StartValues& values) const {
  const model::Model& m = plan_->model;
  Evaluation now(*plan_, run);
  now.evaluate_all();
  Collector collector(now);
  values = {};
  for (const model::ElementId stock : m.stocks) collector.take(now.element(stock), values.stocks);
  for (std::uint32_t i = 0; i < m.held.size(); ++i) collector.take(now.held(i), values.held);
  for (std::uint32_t i = 0; i < m.pipelines.size(); ++i) {
    const model::Pipeline& pipeline = m.pipelines[i];
    collector.take(now.pipeline(i), values.pipelines);
    collector.take(now.expression(pipeline.delay, {pipeline.name, pipeline.source, pipeline.delay}),
                   values.pipeline_delays);
  }
  if (Ended ended = collector.ended()) return ended;
  // Needed only where somebody reads it: there it fails when it is not finite.
  for (std::uint32_t i = 0; i < m.initials.size(); ++i) {
    const Cell cell = now.initial(i);
    values.initials.push_back(cell.failed() ? kNan : cell.value);
  }
  for (std::size_t i = 0; i < m.pipelines.size(); ++i) {
    if (pipeline_steps(values.pipeline_delays[i], run.time_step) == 0) {
      return impossible_delay(m.pipelines[i], m, run.start_time);
    }
  }
  return std::nullopt;
}

std::vector<double> Meaning::draws(const RunSettings& run, const StartValues& values,
                                   const Instant& instant, std::uint64_t step) const {
  const model::Model& m = plan_->model;
  std::vector<double> draws;
  if (m.random_streams.empty()) return draws;
  Evaluation now(*plan_, run, values, instant);
  now.make_draws(step);
  now.evaluate_all();
  for (const auto& held : m.held)
    now.expression(held.update, {held.name, held.source, held.update});
  for (const auto& pipeline : m.pipelines) {
    now.expression(pipeline.input, {pipeline.name, pipeline.source, pipeline.input});
  }
  for (const auto& check : m.checks)
    now.expression(check.condition, {check.text, check.place.source, check.condition});
  for (std::uint32_t i = 0; i < m.random_streams.size(); ++i) {
    const Cell cell = now.draw(i);
    draws.push_back(cell.failed() ? kNan : cell.value);
  }
  return draws;
}

Meaning::Ended Meaning::rates(const RunSettings& run, const StartValues& values,
                              const Instant& instant, std::vector<double>& rates) const {
  Evaluation now(*plan_, run, values, instant);
  now.evaluate_all();
  Collector collector(now);
  rates.clear();
  for (std::size_t i = 0; i < plan_->model.stocks.size(); ++i)
    collector.take(now.net_flow(i), rates);
  return collector.ended();
}

Meaning::Ended Meaning::elements(const RunSettings& run, const StartValues& values,
                                 const Instant& instant, std::span<const std::uint32_t> elements,
                                 std::vector<double>& result) const {
  Evaluation now(*plan_, run, values, instant);
  now.evaluate_all();
  Collector collector(now);
  result.clear();
  for (const std::uint32_t id : elements) collector.take(now.element(model::ElementId(id)), result);
  return collector.ended();
}

Meaning::Ended Meaning::checks(const RunSettings& run, const StartValues& values,
                               const Instant& instant) const {
  Evaluation now(*plan_, run, values, instant);
  now.evaluate_all();
  for (const model::Check& check : plan_->model.checks) {
    const Cell cell =
        now.expression(check.condition, {check.text, check.place.source, check.condition});
    if (cell.failed()) return now.failure(cell);
    if (!scalar::is_true(cell.value)) return now.broken(check);
  }
  return std::nullopt;
}

Meaning::Ended Meaning::updates(const RunSettings& run, const StartValues& values,
                                const Instant& instant, std::vector<double>& held_next,
                                std::vector<double>& pipeline_inputs) const {
  const model::Model& m = plan_->model;
  held_next.clear();
  pipeline_inputs.clear();
  if (m.held.empty() && m.pipelines.empty()) return std::nullopt;
  Evaluation now(*plan_, run, values, instant);
  now.evaluate_all();
  Collector collector(now);
  for (const auto& held : m.held) {
    collector.take(now.expression(held.update, {held.name, held.source, held.update}), held_next);
  }
  for (const auto& pipeline : m.pipelines) {
    collector.take(now.expression(pipeline.input, {pipeline.name, pipeline.source, pipeline.input}),
                   pipeline_inputs);
  }
  return collector.ended();
}

}  // namespace slackwater::program

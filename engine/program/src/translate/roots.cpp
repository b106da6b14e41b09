#include "translate/builder.hpp"

namespace slackwater::program {

void Builder::root(Phase phase, Root::Target target, ValueId value, std::uint32_t index) {
  graph_.roots.push_back({phase, target, value, index, {}});
}

void Builder::build_start() {
  for (const model::ElementId id : model_.initial_order) element(id, Home::start);
  for (std::uint32_t i = 0; i < model_.stocks.size(); ++i) {
    root(Phase::start, Root::Target::slot, element(model_.stocks[i], Home::start),
         program_.stocks.first + i);
  }
  for (std::uint32_t i = 0; i < model_.held.size(); ++i) {
    root(Phase::start, Root::Target::slot, held(i, Home::start), program_.held.first + i);
  }
  for (std::uint32_t i = 0; i < model_.pipelines.size(); ++i) {
    root(Phase::start, Root::Target::slot, pipeline(i, Home::start), program_.pipelines.first + i);
    root(Phase::start, Root::Target::delay, lower(model_.pipelines[i].delay, Home::start), i);
  }
}

void Builder::build_step() {
  for (const model::ElementId id : model_.evaluation_order) element(id, Home::step);
  for (const auto& held : model_.held) lower(held.update, Home::step);
  for (const auto& pipeline : model_.pipelines) lower(pipeline.input, Home::step);
  if (options_.checks) {
    for (const auto& check : model_.checks) lower(check.condition, Home::step);
  }
}

// Net flows come right after the last flow they need, so that flows need not stay alive.
void Builder::build_derivative() {
  std::vector<std::vector<std::uint32_t>> stocks_of(model_.elements.size());
  std::vector<std::size_t> missing(model_.stocks.size());
  for (std::uint32_t s = 0; s < model_.stocks.size(); ++s) {
    const model::Element& stock = model_.elements[model_.stocks[s].index];
    for (const auto* flows : {&stock.inflows, &stock.outflows}) {
      for (const model::ElementId flow : *flows) stocks_of[flow.index].push_back(s);
      missing[s] += flows->size();
    }
  }
  std::vector<bool> done(model_.stocks.size());
  for (const model::ElementId id : model_.evaluation_order) {
    element(id, Home::stage);
    for (const std::uint32_t s : stocks_of[id.index]) {
      if (--missing[s] == 0) net_flow(s, done);
    }
  }
  for (std::uint32_t s = 0; s < model_.stocks.size(); ++s) net_flow(s, done);
}

void Builder::net_flow(std::uint32_t s, std::vector<bool>& done) {
  if (done[s]) return;
  done[s] = true;
  const model::Element& stock = model_.elements[model_.stocks[s].index];
  ValueId sum;
  for (const model::ElementId flow : stock.inflows) {
    const ValueId value = element(flow, Home::stage);
    sum = sum.valid() ? operation(Home::stage, Operation::add, {sum, value}) : value;
  }
  if (!sum.valid()) sum = constant(0);
  for (const model::ElementId flow : stock.outflows) {
    sum = operation(Home::stage, Operation::subtract, {sum, element(flow, Home::stage)});
  }
  root(Phase::derivative, Root::Target::slot, sum, program_.rates.first + s);
}

void Builder::build_rest() {
  for (std::uint32_t i = 0; i < options_.outputs.size(); ++i) {
    root(Phase::save, Root::Target::output, element(options_.outputs[i], Home::stage), i);
  }
  for (std::uint32_t i = 0; i < program_.check_table.size(); ++i) {
    root(Phase::checks, Root::Target::check, lower(model_.checks[i].condition, Home::stage), i);
  }
  for (std::uint32_t i = 0; i < model_.held.size(); ++i) {
    root(Phase::update, Root::Target::slot, lower(model_.held[i].update, Home::stage),
         program_.held_next.first + i);
  }
  for (std::uint32_t i = 0; i < model_.pipelines.size(); ++i) {
    root(Phase::update, Root::Target::slot, lower(model_.pipelines[i].input, Home::stage),
         program_.pipeline_inputs.first + i);
  }
}

}  // namespace slackwater::program

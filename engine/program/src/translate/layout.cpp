#include "translate/layout.hpp"

#include <cassert>

#include "make_tables.hpp"

namespace slackwater::program {

namespace {

Region take(Program& program, std::size_t count) {
  const Region region{program.lane_slots, static_cast<std::uint32_t>(count)};
  program.lane_slots += region.count;
  return region;
}

std::uint32_t take_uniform(Program& program) {
  program.uniform_values.push_back(0);
  return static_cast<std::uint32_t>(program.uniform_values.size() - 1);
}

void take_slots(const model::Model& model, bool uniform_time, Program& program) {
  [[maybe_unused]] const Region fault = take(program, 1);
  assert(fault.first == Program::fault);
  program.parameters = take(program, model.parameters.size());
  program.starts = take(program, model.stocks.size());
  program.stocks = take(program, model.stocks.size());
  program.rates = take(program, model.stocks.size());
  program.held = take(program, model.held.size());
  program.held_next = take(program, model.held.size());
  program.pipelines = take(program, model.pipelines.size());
  program.pipeline_inputs = take(program, model.pipelines.size());
  program.start_time = take_uniform(program);
  program.stop_time = take_uniform(program);
  program.time_step = take_uniform(program);
  for (Operand* time : {&program.time, &program.decide}) {
    *time = uniform_time ? Operand{take_uniform(program), true}
                         : Operand{take(program, 1).first, false};
  }
}

void fill_tables(const model::Model& model, const CompileOptions& options, Program& program) {
  program.time_unit = model.time.unit;
  for (const model::ElementId id : model.parameters) {
    const model::Element& element = model.elements[id.index];
    program.parameter_names.push_back(element.name);
    program.default_parameters.push_back(model.expressions[element.equation].number);
  }
  for (const model::ElementId id : model.stocks) {
    program.stock_names.push_back(model.elements[id.index].name);
  }
  for (const auto& held : model.held) {
    program.held_table.push_back({held.name, {held.source, model.expressions[held.update].span}});
  }
  for (const auto& pipeline : model.pipelines) {
    program.pipeline_table.push_back(
        {pipeline.name, {}, {pipeline.source, model.expressions[pipeline.input].span}});
  }
  for (const auto& stream : model.random_streams) {
    program.random_streams.push_back({stream.variable, stream.stream});
  }
  for (const auto& lookup : model.lookups) program.lookups.push_back(make_lookup(lookup));
  for (const auto& series : model.series) program.series.push_back(make_series(series));
  for (const ElementId id : options.outputs) {
    program.outputs.push_back({model.elements[id.index].name, id.index, {}});
  }
  if (options.checks) {
    for (const auto& check : model.checks) {
      program.check_table.push_back({check.text, check.place, {}});
    }
  }
}

}  // namespace

void lay_out(const model::Model& model, const CompileOptions& options, Program& program) {
  take_slots(model, options.uniform_time, program);
  fill_tables(model, options, program);
}

}  // namespace slackwater::program

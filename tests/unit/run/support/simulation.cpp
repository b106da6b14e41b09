#include "support/simulation.hpp"

#include <bit>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "slackwater/base/number.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/reference/reference.hpp"

namespace slackwater::run::test {

namespace {

model::Model load(const std::string& text, const std::string& folder) {
  model::LowerOptions options;
  options.read_data = [&](const std::string& path) -> std::optional<std::string> {
    return read_text(folder + "/" + path);
  };
  auto model = model::load(std::make_shared<const base::SourceText>("test.sd", text), options);
  if (!model) throw std::runtime_error(base::render(model.diagnostics()));
  return std::move(model).value();
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

}  // namespace

std::string Path::describe() const {
  std::string text =
      "width " + std::to_string(width) + " on " + std::string(name(set)) + ", without:";
  if (!passes.fold) text += " fold";
  if (!passes.share) text += " share";
  if (!passes.hoist) text += " hoist";
  if (!passes.dead_code) text += " dead_code";
  if (!passes.fuse) text += " fuse";
  if (!passes.invert) text += " invert";
  if (!passes.order) text += " order";
  if (!passes.reuse) text += " reuse";
  return text;
}

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> sets;
  for (const auto set : {InstructionSet::scalar, InstructionSet::sse4, InstructionSet::avx2,
                         InstructionSet::avx3, InstructionSet::best}) {
    if (available(set) == set) sets.push_back(set);
  }
  return sets;
}

std::vector<program::Passes> pass_switches() {
  std::vector<program::Passes> all;
  const auto without = [&](bool program::Passes::* pass) {
    program::Passes passes;
    passes.*pass = false;
    all.push_back(passes);
  };
  without(&program::Passes::fold);
  without(&program::Passes::share);
  without(&program::Passes::hoist);
  without(&program::Passes::dead_code);
  without(&program::Passes::fuse);
  without(&program::Passes::invert);
  without(&program::Passes::order);
  without(&program::Passes::reuse);
  all.push_back(program::Passes::none());
  return all;
}

std::vector<Path> all_paths() {
  std::vector<Path> paths;
  for (const auto set : instruction_sets()) {
    for (const int width : {1, 2, 4, 8, 16, 32, 64}) paths.push_back({width, set, {}});
  }
  for (const auto& passes : pass_switches()) {
    paths.push_back({1, InstructionSet::best, passes});
    paths.push_back({8, InstructionSet::best, passes});
    paths.push_back({16, InstructionSet::best, passes});
  }
  return paths;
}

Simulation::Simulation(const std::string& text, const std::string& folder)
    : model_(load(text, folder)) {
  settings.method = *method_named(model::name(model_.time.method));
  settings.start_time = model_.time.start;
  settings.stop_time = model_.time.stop;
  settings.time_step = model_.time.step;
  settings.save_step = model_.time.save;
  for (std::size_t i = 0; i < model_.elements.size(); ++i) {
    const auto kind = model_.variable_of(program::ElementId(i)).kind;
    using enum model::VariableKind;
    if (kind == parameter || kind == lever || kind == constant) continue;
    outputs_.emplace_back(i);
  }
}

std::vector<std::string> Simulation::output_names() const {
  std::vector<std::string> names;
  for (const auto id : outputs_) names.push_back(model_.elements[id.index].name);
  return names;
}

std::size_t Simulation::output(const std::string& name) const {
  const auto names = output_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
  }
  throw std::runtime_error("no output " + name);
}

program::Program Simulation::compile(const program::Passes& passes) const {
  program::CompileOptions options;
  options.outputs = outputs_;
  options.passes = passes;
  options.checks = settings.checks;
  options.uniform_time = !is_adaptive(settings.method);
  auto program = program::compile(model_, options);
  if (!program) throw std::runtime_error(base::render(program.diagnostics()));
  return std::move(program).value();
}

Variant Simulation::variant() const { return {compile().default_parameters, {}, 0}; }

std::vector<RunSeries> Simulation::run_all(const std::vector<Variant>& variants,
                                           const Path& path) const {
  const program::Program program = compile(path.passes);
  Settings used = settings;
  used.width = path.width;
  used.instruction_set = path.set;
  auto engine = Engine::make(program, used);
  if (!engine) throw std::runtime_error(base::render(engine.diagnostics()));

  std::vector<RunSeries> results(variants.size());
  for (std::size_t first = 0; first < variants.size(); first += engine->width()) {
    const std::size_t count = std::min(engine->width(), variants.size() - first);
    std::vector<RunInput> inputs;
    std::vector<std::vector<double*>> pointers(count);
    std::vector<SeriesPointers> series;
    std::vector<RunOutcome> outcomes(count);
    for (std::size_t lane = 0; lane < count; ++lane) {
      const Variant& variant = variants[first + lane];
      inputs.push_back({variant.parameters, variant.starts, variant.sample});
      RunSeries& result = results[first + lane];
      // Poison: what the engine forgets to write must not look like a number.
      result.series.assign(outputs_.size(), std::vector<double>(engine->save_count(), -12345.678));
      for (auto& one : result.series) pointers[lane].push_back(one.data());
      series.emplace_back(pointers[lane]);
    }
    engine->run_block(inputs, series, outcomes);
    for (std::size_t lane = 0; lane < count; ++lane) {
      results[first + lane].outcome = std::move(outcomes[lane]);
    }
  }
  return results;
}

namespace {

RunOutcome outcome_of(const program::Failure& failure) {
  RunOutcome outcome;
  switch (failure.kind) {
    case program::Failure::Kind::not_finite:
      outcome.status = RunStatus::not_finite;
      break;
    case program::Failure::Kind::domain_error:
      outcome.status = RunStatus::domain_error;
      break;
    case program::Failure::Kind::check_failed:
      outcome.status = RunStatus::check_failed;
      break;
  }
  outcome.time = failure.time;
  outcome.variable = failure.variable;
  outcome.message = failure.message;
  outcome.place = failure.place;
  outcome.inputs = failure.inputs;
  return outcome;
}

}  // namespace

RunSeries Simulation::reference(const Variant& variant) const {
  model::Model model = model_;
  model.time.start = settings.start_time;
  model.time.stop = settings.stop_time;
  model.time.step = settings.time_step;
  model.time.save = settings.save_step;
  model.time.method = *model::method_named(name(settings.method));
  reference::Input input;
  input.parameters = variant.parameters;
  input.starts = variant.starts;
  input.seed = settings.seed;
  input.sample = variant.sample;
  input.outputs = outputs_;
  input.checks = settings.checks;
  auto output = reference::run(model, input);
  if (!output) throw std::runtime_error(base::render(output.diagnostics()));

  RunSeries result;
  result.series = output->series;
  for (auto& series : result.series) series.resize(save_count(settings), std::nan(""));
  if (output->failure) result.outcome = outcome_of(*output->failure);
  if (!output->failure) result.outcome.time = output->times.back();
  result.outcome.saved = output->times.size();
  return result;
}

std::string difference(const Simulation& simulation, const RunSeries& a, const RunSeries& b) {
  const auto names = simulation.output_names();
  for (std::size_t i = 0; i < a.series.size(); ++i) {
    for (std::size_t k = 0; k < a.series[i].size(); ++k) {
      if (same_bits(a.series[i][k], b.series[i][k])) continue;
      return names[i] + " at save point " + std::to_string(k) + ": " +
             base::format_number(a.series[i][k]) + " and " + base::format_number(b.series[i][k]);
    }
  }
  if (a.outcome.status != b.outcome.status) return "the status differs";
  if (a.outcome.saved != b.outcome.saved) return "the number of saved points differs";
  const auto ending = [](const RunOutcome& o) { return o.variable + ": " + describe(o, "week"); };
  if (a.outcome.place.span.begin != b.outcome.place.span.begin) return "the places differ";
  if (!same_bits(a.outcome.time, b.outcome.time) || ending(a.outcome) != ending(b.outcome)) {
    return "the endings differ: " + ending(a.outcome) + " and " + ending(b.outcome);
  }
  return {};
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace slackwater::run::test

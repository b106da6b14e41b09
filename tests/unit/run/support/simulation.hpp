#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "slackwater/model/model.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::run::test {

/// One way to execute a model.
struct Path {
  int width = 0;
  InstructionSet set = InstructionSet::best;
  program::Passes passes;

  std::string describe() const;
};

/// Every width on every instruction set that this machine has, and every pass switched off alone,
/// and all of them.
std::vector<Path> all_paths();
std::vector<InstructionSet> instruction_sets();
std::vector<program::Passes> pass_switches();

/// The series of one run, per output, and how it ended.
struct RunSeries {
  std::vector<std::vector<double>> series;
  RunOutcome outcome;
};

/// What differs between the runs of a test.
struct Variant {
  std::vector<double> parameters;
  std::vector<double> starts;
  std::uint64_t sample = 0;
};

/// A model from text with everything as output except parameters, ready to be run in many ways.
class Simulation {
 public:
  /// Data files are looked for in `folder`.
  explicit Simulation(const std::string& text, const std::string& folder = {});

  const model::Model& model() const { return model_; }
  /// The model's own settings, to be changed.
  Settings settings;

  std::vector<std::string> output_names() const;
  /// The values of the model text.
  Variant variant() const;
  /// One run, alone.
  RunSeries run(const Path& path = {}) const { return run_all({variant()}, path).front(); }
  /// Runs in the lanes of as many blocks as it takes.
  std::vector<RunSeries> run_all(const std::vector<Variant>& variants, const Path& path = {}) const;
  /// The same run by the reference interpreter.
  RunSeries reference(const Variant& variant) const;
  program::Program compile(const program::Passes& passes = {}) const;
  std::size_t output(const std::string& name) const;
  /// A series of one run by name.
  std::vector<double> of(const RunSeries& run, const std::string& name) const {
    return run.series[output(name)];
  }

 private:
  model::Model model_;
  std::vector<program::ElementId> outputs_;
};

/// Where two runs differ in a bit, or nothing: the same series, status, time, variable, message and
/// inputs.
std::string difference(const Simulation& simulation, const RunSeries& a, const RunSeries& b);

std::string read_text(const std::string& path);

}  // namespace slackwater::run::test

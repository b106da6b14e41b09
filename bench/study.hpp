#pragma once

#include <string>
#include <vector>

#include "contestants.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::bench {

/// The model under test and a set of runs that differ in their parameters.
class Study {
 public:
  /// `runs` runs; in each, every parameter is the model's own times a factor in 0.9 .. 1.1.
  Study(const std::string& model_file, std::size_t runs);

  const model::Model& model() const { return model_; }
  std::size_t runs() const { return runs_; }
  const std::vector<double>& parameters(std::size_t run) const { return parameters_[run]; }

  program::Program compile() const;
  run::Settings settings() const;

  /// All runs through a baseline; the stocks at the end of every run, one row per run.
  std::vector<std::vector<double>> final_stocks(const Contestant& contestant) const;
  /// All runs through the lane engine, `threads` of them at once, and all of it `rounds` times.
  std::vector<std::vector<double>> final_stocks(const program::Program& program,
                                                const run::Settings& settings,
                                                std::size_t threads = 1,
                                                std::size_t rounds = 1) const;

 private:
  model::Model model_;
  std::size_t runs_;
  std::vector<std::vector<double>> parameters_;
};

/// The largest relative difference between two sets of results.
double largest_difference(const std::vector<std::vector<double>>& a,
                          const std::vector<std::vector<double>>& b);

}  // namespace slackwater::bench

#include "translate/build.hpp"

#include "make_tables.hpp"
#include "translate/builder.hpp"
#include "translate/layout.hpp"

namespace slackwater::program {

Builder::Builder(const model::Model& model, const CompileOptions& options, Program& program)
    : model_(model), options_(options), program_(program), nodes_(model.expressions.size()) {
  for (auto& memo : elements_) memo.resize(model.elements.size());
  held_leaves_.resize(model.held.size());
  pipeline_leaves_.resize(model.pipelines.size());
  initials_.resize(model.initials.size());
  held_initials_.resize(model.held.size());
  pipeline_initials_.resize(model.pipelines.size());
  draws_[0].resize(model.random_streams.size());
  draws_[1].resize(model.random_streams.size());
  parameter_of_.resize(model.elements.size(), -1);
  stock_of_.resize(model.elements.size(), -1);
  for (std::size_t i = 0; i < model.parameters.size(); ++i) {
    parameter_of_[model.parameters[i].index] = static_cast<int>(i);
  }
  for (std::size_t i = 0; i < model.stocks.size(); ++i) {
    stock_of_[model.stocks[i].index] = static_cast<int>(i);
  }
  for (const Lookup& lookup : program.lookups) bounded_.push_back(is_bounded(lookup));
}

Graph Builder::run() {
  build_start();
  if (!model_.random_streams.empty()) build_step();
  build_derivative();
  build_rest();
  if (!options_.uniform_time) build_kinks();
  return std::move(graph_);
}

Graph build(const model::Model& model, const CompileOptions& options, Program& program) {
  lay_out(model, options, program);
  return Builder(model, options, program).run();
}

}  // namespace slackwater::program

#pragma once

#include <array>
#include <initializer_list>
#include <vector>

#include "graph.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/model/time_dependence.hpp"
#include "slackwater/program/compile.hpp"

namespace slackwater::program {

/// Translates equations into values: the same element once at the start of a run, at the start of a
/// step, and in a stage.
class Builder {
 public:
  Builder(const model::Model& model, const CompileOptions& options, Program& program);
  Graph run();

 private:
  // values.cpp: expressions
  ValueId constant(double number);
  // A leaf; a time or a stock is at its start value in the start section and as of the step's start
  // in `step`.
  ValueId leaf(Operand place, Rate rate);
  ValueId memo_leaf(ValueId& memo, Operand place, Rate rate);
  static Rate rate_at(Home home);
  ValueId operation(Home home, Operation op, std::initializer_list<ValueId> operands,
                    std::uint32_t table = 0);
  // An operation that is part of another one: it is not looked at by itself.
  ValueId part(Home home, Operation op, std::initializer_list<ValueId> operands);
  ValueId time(Home home);
  ValueId decide(Home home);
  ValueId clock(ValueId& memo, std::uint32_t slot);
  ValueId held(std::uint32_t index, Home home);
  ValueId pipeline(std::uint32_t index, Home home);
  ValueId at_start(ValueId& memo, model::ExprId expression);
  ValueId element(model::ElementId id, Home home);
  ValueId stock_start(std::uint32_t stock, model::ElementId id);
  ValueId draw(const model::Node& node, Home home);
  ValueId pulse(ValueId at, ValueId width, Home home);
  ValueId pulse_train(ValueId period, ValueId width, ValueId offset, Home home);
  ValueId ramp(ValueId from, ValueId to, Home home);
  ValueId lower(model::ExprId root, Home home);
  ValueId lower_node(const model::Node& node, Home home);
  ValueId operand(const model::Node& node, int k) const;
  // Sums with a moderate constant and products with a small one cannot overflow from finite values.
  ValueId two(Home home, Operation op, ValueId a, ValueId b);

  // roots.cpp: what a run needs
  void root(Phase phase, Root::Target target, ValueId value, std::uint32_t index);
  void build_start();
  // What random calls read, as of the start of a step.
  void build_step();
  // Net flows come right after the last flow they need, so that flows need not stay alive.
  void build_derivative();
  void net_flow(std::uint32_t s, std::vector<bool>& done);
  void build_rest();

  // kinks.cpp: where adaptive methods stop
  void build_kinks();
  // slope * time + offset
  struct Line {
    ValueId slope;
    ValueId offset;
  };
  void kinks_of(const model::Node& node, model::TimeDependence& motion);
  Line line(model::ExprId expression, model::TimeDependence& motion);
  ValueId at_start(model::ExprId expression);
  void kink(Kink::Kind kind, ValueId at, std::uint32_t table = 0);

  const model::Model& model_;
  const CompileOptions& options_;
  Program& program_;
  Graph graph_;
  std::vector<ValueId> nodes_;  // of the node lowered last
  std::array<std::vector<ValueId>, 3> elements_;
  std::vector<ValueId> held_leaves_, pipeline_leaves_, initials_, held_initials_,
      pipeline_initials_;
  std::array<std::vector<ValueId>, 2> draws_;  // at the start; in a step
  std::array<ValueId, 3> time_, decide_;
  ValueId start_time_, stop_time_, time_step_;
  std::vector<int> parameter_of_, stock_of_;
  std::vector<bool> bounded_;
};

}  // namespace slackwater::program

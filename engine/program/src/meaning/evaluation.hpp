#pragma once

#include <span>
#include <vector>

#include "slackwater/model/model.hpp"
#include "slackwater/program/meaning.hpp"
#include "slackwater/program/tables.hpp"

namespace slackwater::program {

/// A model prepared for evaluation: every expression as a list of nodes, operands first.
struct Meaning::Plan {
  explicit Plan(const model::Model& model);

  std::span<const model::ExprId> nodes_of(model::ExprId root) const;

  model::Model model;
  std::vector<Lookup> lookups;
  std::vector<Series> series;
  std::vector<int> parameter_of;  ///< of an element, or -1
  std::vector<int> stock_of;

 private:
  void add(model::ExprId root);
  std::vector<model::ExprId> nodes_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> range_;  // of a root
};

/// A value, or the operation that has none.
///
/// An expression that reads a failed one has failed too, for the same reason; `select`, `safe_div`,
/// `and` and `or` look only at the side they take. So everything may be evaluated, and only what is
/// needed ends a run.
struct Cell {
  double value = 0;
  int failure = -1;  ///< place in Evaluation's list of failures, or -1

  bool failed() const { return failure >= 0; }
};

/// Who owns an expression, for messages.
struct Owner {
  std::string name;
  base::SourcePtr source;
  model::ExprId root;
};

/// All values of one run at one instant: at its start (no instant given) or later.
class Evaluation {
 public:
  Evaluation(const Meaning::Plan& plan, const RunSettings& run);
  Evaluation(const Meaning::Plan& plan, const RunSettings& run, const StartValues& start,
             const Instant& instant);

  /// The draws that random nodes make for `step` themselves, instead of reading Instant::draws.
  void make_draws(std::uint64_t step);

  /// Evaluates every flow, auxiliary, indicator and data element (at the start: every element), in
  /// order.
  void evaluate_all();

  Cell element(model::ElementId id) const { return elements_[id.index]; }
  Cell expression(model::ExprId root, const Owner& owner);
  Cell net_flow(std::size_t stock);
  Cell held(std::uint32_t index);  ///< at the start: its initial value
  Cell pipeline(std::uint32_t index);
  Cell initial(std::uint32_t index);
  Cell draw(std::uint32_t stream) const { return draws_[stream]; }

  /// From now on this element has this value at any instant; NaN: none.
  void give(model::ElementId id, double value);
  /// Goes to another instant; what was evaluated there before is no longer true.
  void move_to(double time, double decide);
  /// An expression of what was given, NaN where it has no value; what failed is not kept.
  double value_of(model::ExprId root);

  Failure failure(Cell cell) const;
  Failure broken(const model::Check& check) const;

 private:
  bool at_start() const { return start_ == nullptr; }
  Owner owner_of(model::ElementId id) const;
  void add_input(model::ElementId id, Failure& failure) const;
  void add_inputs(model::ExprId root, Failure& failure) const;
  Cell evaluate(const model::Node& node, model::ExprId id);
  Cell plain(const model::Node& node, model::ExprId id);
  Cell table_or_switch(const model::Node& node, model::ExprId id);
  Cell random(const model::Node& node, model::ExprId id);
  Cell checked(double value, model::ExprId id);
  Cell operand(const model::Node& node, int k) const { return nodes_[node.operands[k].index]; }

  struct Record {
    Owner owner;
    model::ExprId node;  // not valid: the sum of a stock's flows
    std::size_t stock = 0;
  };

  const Meaning::Plan& plan_;
  const RunSettings& run_;
  const StartValues* start_ = nullptr;
  Instant instant_;
  bool draws_now_ = false;
  std::uint64_t step_ = 0;
  Owner owner_;
  std::vector<Cell> nodes_, elements_, draws_;
  std::vector<Cell> held_, pipelines_, initials_;  // at the start
  std::vector<bool> held_known_, pipelines_known_, initials_known_;
  std::vector<Record> failures_;
};

/// What went wrong, in words: "division by zero". `operands` are the values the node was given.
std::string describe(model::Operator op, std::span<const double> operands);
/// Whether an operator had no value for its operands, as opposed to one too large.
bool is_domain_error(model::Operator op, std::span<const double> operands);

}  // namespace slackwater::program

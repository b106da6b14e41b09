#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "slackwater/model/model.hpp"

namespace slackwater::program::test {

/// Builds a model's IR by hand: scalar variables, in the order in which they are evaluated.
class IrModel {
 public:
  IrModel();

  // Expressions; every call makes new nodes, as in the IR proper.
  model::ExprId number(double value);
  model::ExprId leaf(model::Operator op);
  model::ExprId read(model::ElementId id);
  model::ExprId apply(model::Operator op, std::initializer_list<model::ExprId> operands,
                      std::uint32_t index = 0);
  model::ExprId held(std::uint32_t index) { return indexed(model::Operator::held, index); }
  model::ExprId pipeline(std::uint32_t index) { return indexed(model::Operator::pipeline, index); }
  model::ExprId initial(std::uint32_t index) {
    return indexed(model::Operator::initial_value, index);
  }
  model::ExprId series(std::uint32_t index) { return indexed(model::Operator::series, index); }

  // Variables
  model::ElementId parameter(const std::string& name, double value);
  model::ElementId auxiliary(const std::string& name, model::ExprId equation);
  model::ElementId stock(const std::string& name, model::ExprId initial);
  void flows(model::ElementId stock, std::vector<model::ElementId> in,
             std::vector<model::ElementId> out);

  // Everything else
  std::uint32_t add_held(const std::string& name, model::ExprId initial);
  void update(std::uint32_t held, model::ExprId update) { model_.held[held].update = update; }
  std::uint32_t add_pipeline(const std::string& name, model::ExprId delay, model::ExprId initial);
  void input(std::uint32_t pipeline, model::ExprId input) {
    model_.pipelines[pipeline].input = input;
  }
  std::uint32_t add_initial(model::ExprId expression);
  std::uint32_t add_lookup(std::vector<double> x, std::vector<double> y, model::LookupMode mode,
                           std::vector<double> slopes = {});
  std::uint32_t add_series(std::vector<double> time, std::vector<double> value,
                           model::SeriesMode mode);
  std::uint32_t add_stream(const std::string& variable);
  void check(model::ExprId condition, const std::string& text);
  void time(double start, double stop, double step, double save, model::Method method);

  const model::Model& model() const { return model_; }
  std::vector<model::ElementId> all() const;

 private:
  model::ExprId indexed(model::Operator op, std::uint32_t index);
  model::ElementId add(const std::string& name, model::VariableKind kind, model::ExprId equation);

  model::Model model_;
};

}  // namespace slackwater::program::test

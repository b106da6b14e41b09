#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/variant.hpp"
#include "slackwater/program/meaning.hpp"
#include "slackwater/program/program.hpp"

namespace slackwater::api {

/// A model that shows all that its equations read: every held value, pipeline, initial(...) and
/// draw has become an element, and every flow of a stock has a stock of its own that adds it up.
///
/// The stocks take their steps as before, bit for bit under a method of fixed steps. Equations read
/// elements and time, nothing else. Elements of the model keep their places; new ones come after
/// them.
struct RecordedModel {
  explicit RecordedModel(const model::Model& original, const RunOptions& options);

  /// What stands for something that is no variable.
  struct Shown {
    model::ElementId element;
    model::Operator op = model::Operator::held;
    std::string owner;  ///< the variable that reads it
  };

  bool was_there(model::ElementId id) const { return id.index < first_new; }
  const Shown* shown(model::ElementId id) const;

  model::Model model;
  std::uint32_t first_new = 0;
  std::vector<Shown> shown_elements;
  /// Of each element: the stock that adds it up, not valid for what is no flow of a stock.
  std::vector<model::ElementId> total_of;
  /// All elements that may change over time, in the order of the program's outputs.
  std::vector<model::ElementId> outputs;
  base::Result<program::Program> program;
  std::unique_ptr<program::Meaning> meaning;
};

}  // namespace slackwater::api

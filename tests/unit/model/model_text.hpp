#pragma once

#include <string>

#include "slackwater/base/number.hpp"
#include "slackwater/model/lower.hpp"

/// Models as text in, equations as text out, for tests that look at what lowering makes.
namespace slackwater::model::testing {

inline const std::string kWeek = "time week from 0 to 10 step 1\nunit item\n";

inline base::SourcePtr source_of(std::string text, std::string name = "m.sd") {
  return std::make_shared<base::SourceText>(std::move(name), std::move(text));
}

inline base::Result<Model> load_text(const std::string& text, const LowerOptions& options = {}) {
  return load(source_of(text), options);
}

/// "E0204 unknown name 'x' ...", one line for each diagnostic.
inline std::string summary(const base::Diagnostics& diagnostics) {
  std::string out;
  for (const auto& entry : diagnostics.entries()) out += entry.code + " " + entry.message + "\n";
  return out;
}

/// `multiply(base, add(1, shock))`: operators by name, elements and numbers as they are.
inline std::string show(const Model& model, ExprId id) {
  if (!id.valid()) return "nothing";
  const auto& node = model.expressions[id];
  switch (node.op) {
    case Operator::constant:
      return base::format_number(node.number);
    case Operator::element:
      return model.elements[node.index].name;
    case Operator::held:
      return "held:" + model.held[node.index].name;
    case Operator::pipeline:
      return "pipeline:" + model.pipelines[node.index].name;
    case Operator::initial_value:
      return "initial(" + show(model, model.initials[node.index].expression) + ")";
    case Operator::series:
      return "series:" + model.series[node.index].name;
    default:
      break;
  }
  std::string out(name(node.op));
  if (node.op == Operator::lookup) out += ":" + model.lookups[node.index].name;
  const int count = operand_count(node.op);
  if (count == 0) return out;
  for (int i = 0; i < count; ++i) {
    out += (i == 0 ? "(" : ", ") + show(model, node.operands[static_cast<std::size_t>(i)]);
  }
  return out + ")";
}

/// The equation of one element as text; what is wrong with the model when it has none.
inline std::string equation(const base::Result<Model>& model, std::string_view element) {
  if (!model) return summary(model.diagnostics());
  const auto id = model->find_element(element);
  return id ? show(*model, model->elements[id->index].equation)
            : "no element " + std::string(element);
}

inline std::string names(const Model& model, const std::vector<ElementId>& ids) {
  std::string out;
  for (const auto id : ids) out += (out.empty() ? "" : " ") + model.elements[id.index].name;
  return out;
}

inline const Element& element_of(const Model& model, std::string_view name) {
  return model.elements[model.find_element(name)->index];
}

}  // namespace slackwater::model::testing

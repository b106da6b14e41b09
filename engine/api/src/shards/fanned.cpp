#include "fanned.hpp"

namespace slackwater::api {

bool is_fanned(Fans fans, const model::Model& model, const std::string& variable) {
  if (fans != Fans::indicators) return fans == Fans::saved;
  const auto id = model.find_variable(variable);
  return id && model.variables[id->index].kind == model::VariableKind::indicator;
}

}  // namespace slackwater::api

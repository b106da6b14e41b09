#include "consistency.hpp"
#include "parts.hpp"
#include "reader.hpp"
#include "slackwater/model/packed.hpp"

namespace slackwater::model {
namespace {

base::Diagnostics refused(std::string message, std::string hint) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9050", std::move(message), {}, std::move(hint));
  return diagnostics;
}

base::Diagnostics damaged() {
  return refused("the packed model is damaged", "pack the model again");
}

}  // namespace

base::Result<Model> unpack(std::string_view bytes, const base::SourcePtr& text) {
  auto rest = bytes;
  const auto format = base::take_leb128(rest);
  if (!format) return damaged();
  if (*format != packed::kFormat) {
    return refused("the packed model has format " + std::to_string(*format) +
                       ", and this version reads format " + std::to_string(packed::kFormat),
                   "pack the model again with this version");
  }
  if (rest.size() < packed::kHashBytes) return damaged();
  const auto inside = bytes.substr(0, bytes.size() - packed::kHashBytes);
  if (packed::hash_bytes(inside) != bytes.substr(inside.size())) return damaged();

  packed::Reader reader(inside, text);
  if (!reader.same_text()) {
    return refused("the packed model was made from another text",
                   "unpack it with the text that it was packed with");
  }
  Model model;
  packed::all_parts(reader, model);
  if (!reader.fine() || !reader.at_end() || !packed::is_consistent(model)) return damaged();
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    model.variable_by_name.emplace(model.variables[i].name, VariableId(i));
  return model;
}

}  // namespace slackwater::model

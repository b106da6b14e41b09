// The model: its text, what it is made of, its equations.
#include "json_text.hpp"
#include "session.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "text.hpp"

namespace slackwater::wasm {
namespace {

void describe(JsonText& json, const api::VariableInfo& variable) {
  json.object();
  json.key("name").text(variable.name);
  json.key("kind").text(variable.kind);
  json.key("unit").text(variable.unit);
  json.key("better").text(variable.better);
  json.key("documentation").text(variable.documentation);
  json.key("provenance").text(variable.provenance);
  json.key("section").text(variable.section);
  json.key("dimensions").texts(variable.dimensions);
  json.key("elements").texts(variable.elements);
  json.key("values").numbers(variable.values);
  json.key("generated").truth(variable.generated);
  if (variable.low) json.key("low").number(*variable.low);
  if (variable.high) json.key("high").number(*variable.high);
  json.end();
}

void describe(JsonText& json, const api::EquationText& equation) {
  json.object();
  json.key("variable").text(equation.variable);
  json.key("kind").text(equation.kind);
  json.key("section").text(equation.section);
  json.key("text").text(equation.text);
  json.key("unit").text(equation.unit);
  json.key("range").text(equation.range);
  json.key("documentation").text(equation.documentation);
  json.key("provenance").text(equation.provenance);
  json.end();
}

}  // namespace
}  // namespace slackwater::wasm

using namespace slackwater;
using wasm::answer;
using wasm::session;

SLACKWATER_EXPORT(add_file)
(const char* name, unsigned name_size, const char* text, unsigned size)->void {
  session().files[std::string(wasm::text(name, name_size))] = wasm::text(text, size);
}

SLACKWATER_EXPORT(load)
(const char* name, unsigned name_size, const char* text, unsigned size)->int {
  api::LoadOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    const auto found = session().files.find(path);
    if (found == session().files.end()) return std::nullopt;
    return found->second;
  };
  session().runs.clear();
  auto model = api::load_model(std::string(wasm::text(name, name_size)),
                               std::string(wasm::text(text, size)), options);
  if (!model) return wasm::fail(base::render(model.diagnostics()));
  session().model.emplace(std::move(*model));
  return 1;
}

SLACKWATER_EXPORT(describe_model)()->int {
  if (!session().model) return wasm::fail("no model is loaded");
  const auto& model = *session().model;
  wasm::JsonText json;
  json.object();
  json.key("title").text(model.title());
  json.key("documentation").text(model.documentation());
  json.key("version").text(api::version());
  json.key("variables").array();
  for (const auto& variable : model.variables()) wasm::describe(json, variable);
  json.end();
  json.key("equations").array();
  for (const auto& equation : model.equations(api::EquationFormat::text)) {
    wasm::describe(json, equation);
  }
  json.end().end();
  answer() = json.take();
  return 1;
}

// The model: its bytes, and what it is made of.
#include <utility>

#include "json_text.hpp"
#include "session.hpp"
#include "slackwater/api/packed_model.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "text.hpp"

namespace slackwater::wasm {
namespace {

void describe(JsonText& json, const api::VariableInfo& variable) {
  json.object();
  json.key("name").text(variable.name);
  json.key("kind").text(variable.kind);
  json.key("unit").text(variable.unit);
  json.key("documentation").text(variable.documentation);
  json.key("section").text(variable.section);
  if (variable.low) json.key("low").number(*variable.low);
  if (variable.high) json.key("high").number(*variable.high);
  json.end();
}

}  // namespace
}  // namespace slackwater::wasm

using namespace slackwater;
using wasm::answer;
using wasm::session;

// A form of the model to be loaded: the rules are what was set since `begin_settings`.
SLACKWATER_EXPORT(add_form)(const char* difference, unsigned size)->void {
  session().forms.push_back({session().options.set, std::string(wasm::text(difference, size))});
}

SLACKWATER_EXPORT(add_links)(const char* links, unsigned size)->void {
  session().links = wasm::text(links, size);
}

SLACKWATER_EXPORT(load)
(const char* name, unsigned name_size, const char* text, unsigned size, const char* bytes,
 unsigned bytes_size)
    ->int {
  session().runs.clear();
  auto model = api::load_packed(
      {std::string(wasm::text(name, name_size)), std::string(wasm::text(text, size)),
       std::string(wasm::text(bytes, bytes_size)), std::exchange(session().links, {}),
       std::exchange(session().forms, {})});
  if (!model) return wasm::fail(base::render(model.diagnostics()));
  session().model.emplace(std::move(*model));
  return 1;
}

SLACKWATER_EXPORT(describe_model)()->int {
  if (!session().model) return wasm::fail("no model is loaded");
  const auto& model = *session().model;
  wasm::JsonText json;
  json.object();
  json.key("variables").array();
  for (const auto& variable : model.variables()) wasm::describe(json, variable);
  json.end().end();
  answer() = json.take();
  return 1;
}

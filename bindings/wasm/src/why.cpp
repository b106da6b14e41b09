// Why a number differs between two settings of the model, and which feedback loops dominate.
#include <algorithm>
#include <utility>

#include "session.hpp"
#include "slackwater/api/loops.hpp"
#include "slackwater/api/why.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "text.hpp"

using namespace slackwater;
using wasm::answer;
using wasm::session;

namespace {

// The settings that were given since `begin_settings`; starts that only a policy's rules have are
// no part of the model.
api::RunOptions settings_as_given() {
  auto options = session().options;
  for (const auto& [name, value] : session().starts) {
    for (const auto& variable : session().model->variables()) {
      const auto& elements = variable.elements;
      if (std::find(elements.begin(), elements.end(), name) == elements.end()) continue;
      options.set.push_back({"start " + name, value});
    }
  }
  return options;
}

}  // namespace

// Keeps the settings as the first of two; the next are those they are held against.
SLACKWATER_EXPORT(keep_first)()->int {
  if (!session().model) return wasm::fail("no model is loaded");
  session().first = settings_as_given().set;
  return 1;
}

SLACKWATER_EXPORT(explain)(const char* variable, unsigned size, double time)->int {
  if (!session().model) return wasm::fail("no model is loaded");
  auto options = settings_as_given();
  const auto against = std::exchange(options.set, {});
  const auto why = api::Why::between(*session().model, session().first, against, options);
  if (!why) return wasm::fail(base::render(why.diagnostics()));
  const auto found = why->explain(std::string(wasm::text(variable, size)), time);
  if (!found) return wasm::fail(base::render(found.diagnostics()));
  answer() = api::why_json(*found);
  return 1;
}

SLACKWATER_EXPORT(loops)()->int {
  if (!session().model) return wasm::fail("no model is loaded");
  auto options = settings_as_given();
  const auto set = std::exchange(options.set, {});
  const auto found = api::loops(*session().model, set, {}, options);
  if (!found) return wasm::fail(base::render(found.diagnostics()));
  answer() = api::loops_json(*found);
  return 1;
}

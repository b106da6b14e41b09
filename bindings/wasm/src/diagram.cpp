// The structure as a picture; kinds are numbers: 0 stock and flow, 1 causal loop.
#include "slackwater/api/diagram.hpp"
#include "session.hpp"
#include "slackwater/base/diagnostic.hpp"
#include "text.hpp"

using namespace slackwater;
using wasm::session;

SLACKWATER_EXPORT(diagram)(int kind, const char* around, unsigned size, int depth)->int {
  if (!session().model) return wasm::fail("no model is loaded");
  api::DiagramOptions options;
  options.kind = kind == 0 ? api::DiagramKind::stock_flow : api::DiagramKind::causal_loop;
  options.around = std::string(wasm::text(around, size));
  options.depth = depth;
  auto picture = api::diagram(*session().model, options);
  if (!picture) return wasm::fail(base::render(picture.diagnostics()));
  wasm::answer() = std::move(*picture);
  return 1;
}

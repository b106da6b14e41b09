#include "session.hpp"

#include "text.hpp"

namespace slackwater::wasm {

Session& session() {
  static Session only;
  return only;
}

HeldRun* held_run(int number) {
  const auto found = session().runs.find(number);
  if (found != session().runs.end()) return found->second.get();
  fail("there is no such run");
  return nullptr;
}

}  // namespace slackwater::wasm

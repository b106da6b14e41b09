#include "text.hpp"

#include <cstdlib>

namespace slackwater::wasm {

std::string& answer() {
  static std::string text;
  return text;
}

int fail(std::string message) {
  answer() = std::move(message);
  return 0;
}

}  // namespace slackwater::wasm

using slackwater::wasm::answer;

SLACKWATER_EXPORT(allocate)(unsigned size)->void* { return std::malloc(size); }
SLACKWATER_EXPORT(release)(void* data)->void { std::free(data); }
SLACKWATER_EXPORT(answer_data)()->const char* { return answer().data(); }
SLACKWATER_EXPORT(answer_size)()->unsigned { return static_cast<unsigned>(answer().size()); }

// Any bytes behind a fitting hash: a packed model is refused, or what it gives packs and unpacks to
// the same bytes. The corpus: what `pack` made of models whose text is kText, without the hash.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "slackwater/base/random.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/packed.hpp"

namespace {

using namespace slackwater;

// Something in every table.
constexpr auto kText = R"(model "m"
time week from 0 to 10 step 0.5
unit item
dimension kind = a, b
dimension some = b
lever load: 1 = 0.8 range 0.5 .. 1
parameter focus[kind]: 1 = 0.25 range 0 .. 1 ~ uniform(0.1, 0.4)
lookup bend(x: 1): 1 = (0, 0) (1, 1) (2, 1.5) smooth
stock backlog: item = 10
    outflow work
flow work: item/week = backlog / 20 week
aux late: item = delay_fixed(backlog, 2 week, 1 item)
aux before[kind]: 1 = previous(focus[kind], 0) + normal(0, 0.1) + bend(load)
aux first: item = initial(backlog)
check backlog >= 0 item
)";

const base::SourcePtr& text() {
  static const auto source = std::make_shared<const base::SourceText>("m.sd", kText);
  return source;
}

std::string sealed(std::string bytes) {
  const auto hash = base::fnv1a(bytes);
  for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<char>(hash >> 8 * i));
  return bytes;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

// Starts from a whole model where the corpus has nothing.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned /*seed*/) {
  if (size < 16) {
    const auto bytes = model::pack(*model::load(text()));
    if (bytes.size() <= most) {
      size = bytes.size() - 4;
      bytes.copy(reinterpret_cast<char*>(data), size);
    }
  }
  return LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = sealed(std::string(reinterpret_cast<const char*>(data), size));
  const auto read = model::unpack(bytes, text());
  if (!read) return 0;
  const auto packed = model::pack(*read);
  const auto again = model::unpack(packed, text());
  if (!again || model::pack(*again) != packed) std::abort();
  return 0;
}

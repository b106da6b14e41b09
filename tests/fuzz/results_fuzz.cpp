// Any bytes: the CSV reader must neither crash nor hang, and what it reads must write and read back
// to the same text.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "slackwater/results/csv.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace slackwater;
  const auto source = std::make_shared<base::SourceText>(
      "fuzz.csv", std::string(reinterpret_cast<const char*>(data), size));
  const auto table = results::read_csv(source);
  if (!table) return 0;
  const auto text = results::to_csv(*table);
  const auto again = results::read_csv(std::make_shared<base::SourceText>("again.csv", text));
  if (!again || results::to_csv(*again) != text) std::abort();
  return 0;
}

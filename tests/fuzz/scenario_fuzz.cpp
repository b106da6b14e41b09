#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "slackwater/model/lower.hpp"
#include "slackwater/scenario/scenario.hpp"

/// Any bytes: a scenario file gives messages, or a scenario whose parts fit its model.
namespace {

using namespace slackwater;

constexpr const char* kModel = R"(model "fuzz"
time week from 0 to 52 step 1/4 save 1 method rk4
unit item
dimension level = team, cross_team
lever share[level]: 1 = 0.5 range 0 .. 1
parameter capacity: item/week = 50 ~ uniform(low = 40, high = 60)
stock backlog: item = 400
    inflow  arrivals
flow arrivals: item/week = capacity * share[team]
indicator value: item/week = arrivals  better up
)";

const model::Model& fuzz_model() {
  static const auto model = [] {
    auto loaded = model::load(std::make_shared<base::SourceText>("model.sd", kModel));
    if (!loaded) {
      std::fprintf(stderr, "%s\n", base::render(loaded.diagnostics()).c_str());
      std::abort();
    }
    return std::move(*loaded);
  }();
  return model;
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto source = std::make_shared<base::SourceText>(
      "input", std::string(reinterpret_cast<const char*>(data), size));
  const auto file = scenario::parse(source);
  base::render(file.diagnostics());
  if (!file) return 0;
  const auto resolved = scenario::resolve(*file, fuzz_model());
  base::render(resolved.diagnostics());
  if (!resolved) return 0;
  require(!resolved->policies.empty() && !resolved->futures.empty(), "a scenario without runs");
  for (const auto& measure : resolved->measures) {
    require(measure.expression != nullptr, "a measure that cannot be computed");
  }
  if (resolved->uncertainty) {
    const auto& uncertainty = *resolved->uncertainty;
    const bool rows = uncertainty.design == scenario::Design::rows;
    require(uncertainty.rows.size() == (rows ? uncertainty.samples * uncertainty.draws.size() : 0),
            "a design with missing numbers");
  }
  return 0;
}

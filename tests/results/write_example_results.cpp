// Writes a results file, a briefing, and what a reader must find in the file.
//
//   write_example_results defaults|samples FOLDER

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "example_comparison.hpp"
#include "slackwater/report/briefing.hpp"
#include "slackwater/report/terminal_table.hpp"
#include "slackwater/results/file.hpp"
#include "slackwater/results/hdf5_store.hpp"
#include "slackwater/results/json.hpp"

namespace {

namespace report = slackwater::report;
namespace results = slackwater::results;

void write(bool with_samples, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const auto comparison = example_comparison(with_samples ? 60 : 0);
  results::StoreWriter((folder / "results.h5").string()).publish(comparison);
  results::publish_file((folder / "briefing.html").string(), report::briefing(comparison));
  results::publish_file((folder / "expected.json").string(),
                        results::to_json(comparison, {.series = true, .indent = -1}));
  results::publish_file((folder / "terminal.txt").string(),
                        report::terminal_table(comparison, {.width = 100, .color = false}));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: write_example_results defaults|samples FOLDER\n", stderr);
    return 2;
  }
  try {
    write(std::string_view(argv[1]) == "samples", argv[2]);
  } catch (const results::FileError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
  return 0;
}

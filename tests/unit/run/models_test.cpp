// Every shipped model and every model of a feature: the bits of the reference on every path; the
// numbers of independent sources where there are some (tests/models/*/README.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "slackwater/base/number.hpp"
#include "support/ways.hpp"

namespace slackwater::run::test {
namespace {

namespace fs = std::filesystem;
const std::string kRoot = SLACKWATER_SOURCE_DIR;

std::vector<fs::path> models_under(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot + "/" + folder)) {
    if (entry.path().extension() == ".sd") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Simulation load(const fs::path& file) {
  return Simulation(read_text(file), file.parent_path().string());
}

// A table of numbers; a name in quotes may hold commas.
struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<double>> rows;
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

Table read_table(const fs::path& file) {
  std::istringstream text(read_text(file));
  Table table;
  std::string line;
  std::getline(text, line);
  table.names = split(line);
  while (std::getline(text, line)) {
    table.rows.emplace_back();
    for (const auto& cell : split(line)) {
      table.rows.back().push_back(base::parse_number(cell).value());
    }
  }
  return table;
}

double tolerance(const fs::path& readme) {
  const std::string text = read_text(readme);
  const std::string key = "Tolerance: ";
  const auto at = text.find(key) + key.size();
  return base::parse_number(text.substr(at, text.find(' ', at) - at)).value();
}

void expect_table(const Simulation& simulation, const RunSeries& run, const Table& table,
                  double share, const std::string& what) {
  for (std::size_t column = 1; column < table.names.size(); ++column) {
    const auto series = simulation.of(run, table.names[column]);
    ASSERT_EQ(series.size(), table.rows.size()) << what;
    double size = 0;
    for (const double value : series) size = std::max(size, std::fabs(value));
    for (std::size_t k = 0; k < series.size(); ++k) {
      EXPECT_NEAR(series[k], table.rows[k][column], share * size)
          << table.names[column] << " at " << table.rows[k][0] << ", " << what;
    }
  }
}

TEST(ModelsTest, HaveTheNumbersOfIndependentSources) {
  int tables = 0;
  for (const fs::path& file : models_under("tests/models")) {
    const fs::path folder = file.parent_path();
    if (!fs::exists(folder / "expected.csv")) continue;
    ++tables;
    Simulation simulation = load(file);
    const Table table = read_table(folder / "expected.csv");
    simulation.settings.save_step = table.rows[1][0] - table.rows[0][0];
    const double share = tolerance(folder / "README.md");
    for (const Way& way : ways()) {
      const auto run = way.run(simulation);
      ASSERT_EQ(run.outcome.status, RunStatus::complete) << file << describe(run.outcome, "");
      expect_table(simulation, run, table, share, folder.filename().string() + ", " + way.name);
    }
  }
  EXPECT_GE(tables, 13);
}

TEST(ModelsTest, HaveTheBitsOfTheReferenceOnEveryPath) {
  for (const char* folder : {"tests/models", "models"}) {
    for (const fs::path& file : models_under(folder)) {
      Simulation simulation = load(file);
      if (is_adaptive(simulation.settings.method)) simulation.settings.method = Method::rk4;
      auto shifted = simulation.variant();
      for (double& p : shifted.parameters) p *= 1.01;
      shifted.sample = 3;
      const std::vector<Variant> variants = {simulation.variant(), shifted};
      std::vector<RunSeries> expected;
      for (const Variant& variant : variants) expected.push_back(simulation.reference(variant));
      EXPECT_EQ(expected[0].outcome.status, RunStatus::complete)
          << file << ": " << describe(expected[0].outcome, "");
      for (const Path& path : all_paths()) {
        const auto found = simulation.run_all(variants, path);
        for (std::size_t i = 0; i < variants.size(); ++i) {
          ASSERT_EQ(difference(simulation, expected[i], found[i]), "")
              << file << ", run " << i << ", " << path.describe();
        }
      }
    }
  }
}

}  // namespace
}  // namespace slackwater::run::test

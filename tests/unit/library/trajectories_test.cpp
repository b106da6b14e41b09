// Whole trajectories against those of an independent program,
// tests/models/library/make_expected.py.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support.hpp"

namespace slackwater::api {
namespace {

const std::string kFolder = SLACKWATER_SOURCE_DIR "/tests/models/library";

struct Case {
  const char* expected;
  const char* model;
  double save_step;
  std::vector<Setting> set;
};

const std::vector<Case>& cases() {
  static const char* teaching = "capability_trap_sterman/capability_trap_sterman.sd";
  static const char* cookbook = "capability_trap_pysd/capability_trap_pysd.sd";
  static const std::vector<Case> all = {
      {"capability_trap_sterman_more_output", teaching, 0.25, {{"hours_shifted", 4.0}}},
      {"capability_trap_sterman_more_improvement", teaching, 0.25, {{"hours_shifted", -4.0}}},
      {"capability_trap_sterman_harder",
       teaching,
       0.25,
       {{"work_sensitivity", 1.0}, {"demand_increase", 0.1}}},
      {"capability_trap_sterman_smarter",
       teaching,
       0.25,
       {{"improvement_sensitivity", 1.0}, {"demand_increase", 0.1}}},
      // Nobody works longer than the longest week: improvement is what is left of it.
      {"capability_trap_sterman_longest_week",
       teaching,
       0.25,
       {{"work_sensitivity", 10.0},
        {"improvement_sensitivity", 2.0},
        {"demand_increase", 0.5},
        {"hours_shifted", 8.0}}},
      {"capability_trap_pysd_down", cookbook, 1, {{"improvement_bias", -0.05}}},
      {"capability_trap_pysd_up", cookbook, 1, {{"improvement_bias", 0.1}}},
      {"capability_trap_pysd_surge", cookbook, 1, {{"demand_surge", 1000.0}}},
      {"manufacturing_defects", "manufacturing_defects/manufacturing_defects.sd", 0.25, {}},
      {"jdr_burnout", "jdr_burnout/jdr_burnout.sd", 0.5, {}},
  };
  return all;
}

struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;
};

Table read_table(const std::string& name) {
  std::ifstream file(kFolder + "/" + name + ".csv");
  EXPECT_TRUE(file) << name;
  Table table;
  std::string line, cell;
  std::getline(file, line);
  for (std::istringstream cells(line); std::getline(cells, cell, ',');) table.names.push_back(cell);
  table.columns.resize(table.names.size());
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    for (auto& column : table.columns) {
      std::getline(cells, cell, ',');
      column.push_back(std::stod(cell));
    }
  }
  return table;
}

TEST(LibraryTest, TrajectoriesAreThoseOfAnIndependentProgram) {
  for (const Case& one : cases()) {
    RunOptions options;
    options.set = one.set;
    options.save_step = one.save_step;
    const auto run = run_model(library_model(one.model), options);
    const Table expected = read_table(one.expected);
    for (std::size_t c = 1; c < expected.names.size(); ++c) {
      const auto found = series(run, expected.names[c]);
      const auto& column = expected.columns[c];
      ASSERT_EQ(found.size(), column.size()) << one.expected;
      const double size = *std::max_element(column.begin(), column.end());
      for (std::size_t k = 0; k < found.size(); ++k) {
        ASSERT_NEAR(found[k], column[k], 1e-11 * size)
            << one.expected << ", " << expected.names[c] << " at " << expected.columns[0][k];
      }
    }
  }
}

TEST(LibraryTest, EveryTrajectoryIsCompared) {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".csv") continue;
    const auto name = entry.path().stem().string();
    EXPECT_TRUE(std::any_of(cases().begin(), cases().end(), [&](const Case& one) {
      return name == one.expected;
    })) << name;
  }
}

}  // namespace
}  // namespace slackwater::api

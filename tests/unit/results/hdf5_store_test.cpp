#include "slackwater/results/hdf5_store.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "example_comparison.hpp"
#include "slackwater/results/fingerprint.hpp"
#include "slackwater/results/json.hpp"

namespace slackwater::results {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    auto name = (fs::temp_directory_path() / "slackwater-store-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~StoreTest() override { fs::remove_all(folder_); }

  std::string path(const char* name) const { return (folder_ / name).string(); }
  static std::string bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

// JSON with all series holds every field but the texts of model and scenario.
void expect_equal(const Comparison& a, const Comparison& b) {
  EXPECT_EQ(to_json(a, {.series = true}), to_json(b, {.series = true}));
  EXPECT_EQ(fingerprint(a), fingerprint(b));
  EXPECT_EQ(a.provenance.model_text, b.provenance.model_text);
  EXPECT_EQ(a.provenance.scenario_text, b.provenance.scenario_text);
  EXPECT_EQ(a.policy_notes, b.policy_notes);
  EXPECT_EQ(a.future_notes, b.future_notes);
  EXPECT_EQ(a.note, b.note);
}

TEST_F(StoreTest, ReadsBackAComparison) {
  for (const std::size_t samples : {0u, 12u}) {
    const auto comparison = example_comparison(samples);
    StoreWriter(path("r.h5")).publish(comparison);
    expect_equal(StoreReader(path("r.h5")).comparison(), comparison);
  }
}

TEST_F(StoreTest, ReadsBackWithDeflate) {
  const auto comparison = example_comparison(12);
  StoreWriter(path("plain.h5")).publish(comparison);
  StoreWriter(path("small.h5"), {.deflate = 4}).publish(comparison);
  expect_equal(StoreReader(path("small.h5")).comparison(), comparison);
  EXPECT_LT(fs::file_size(path("small.h5")), fs::file_size(path("plain.h5")));
}

TEST_F(StoreTest, EqualContentGivesEqualBytes) {
  const auto comparison = example_comparison(12);
  StoreWriter(path("a.h5")).publish(comparison);
  // A second later a stored time would differ.
  ::usleep(1100 * 1000);
  StoreWriter(path("b.h5")).publish(comparison);
  EXPECT_EQ(bytes(path("a.h5")), bytes(path("b.h5")));
  auto changed = comparison;
  changed.defaults.variables[0].values[0] += 1e-9;
  StoreWriter(path("b.h5")).publish(changed);
  EXPECT_NE(bytes(path("a.h5")), bytes(path("b.h5")));
}

TEST_F(StoreTest, OneTableAlone) {
  const auto table = *example_comparison(5).samples;
  Provenance provenance;
  provenance.version = "1.2.3";
  provenance.seed = std::numeric_limits<std::uint64_t>::max();
  StoreWriter(path("r.h5")).publish(table, provenance);
  const StoreReader reader(path("r.h5"));
  EXPECT_EQ(to_json(reader.runs(), {.series = true}), to_json(table, {.series = true}));
  EXPECT_EQ(reader.provenance().version, "1.2.3");
  EXPECT_EQ(reader.provenance().seed, provenance.seed);
}

TEST_F(StoreTest, KeepsEveryBit) {
  RunTable table;
  table.time = {0, 1, 2, 3, 4};
  table.time_unit = "week";
  SavedVariable variable;
  variable.name = "x";
  variable.values = {-0.0, 5e-324, std::numeric_limits<double>::infinity(),
                     std::bit_cast<double>(0xfff8000000abcdefull), 0.1};
  table.variables = {variable};
  table.status = {RunStatus::complete};
  table.stopped_at = {4};
  StoreWriter(path("r.h5")).publish(table, {});
  const auto read = StoreReader(path("r.h5")).runs();
  for (std::size_t i = 0; i < variable.values.size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(read.variables[0].values[i]),
              std::bit_cast<std::uint64_t>(variable.values[i]));
  }
}

// Names that the file itself uses, a dimension used twice, and a slash, which HDF5 reserves.
TEST_F(StoreTest, AwkwardNamesComeBack) {
  RunTable table;
  table.time = {0, 1};
  table.time_unit = "days";
  table.axes = {{"time", {"early", "late"}, {"Early", "Late"}}, {"kind", {"a", "b"}, {}}};
  for (const char* name : {"policy", "time", "failures", "run_status", "policy_note", "kind", "a/b",
                           "x_status", "kind_2"}) {
    SavedVariable variable;
    variable.name = name;
    variable.unit = "1/hours";
    variable.values = {1, 2};
    table.variables.push_back(variable);
  }
  SavedVariable square;
  square.name = "square";
  square.axes = {1, 1};
  square.elements = 4;
  square.values = {1, 2, 3, 4, 5, 6, 7, 8};
  table.variables.push_back(square);
  table.drawn = {{"policy", "1", "", "uniform(0, 1)", {0.5}}};
  table.status = {RunStatus::check_failed};
  table.stopped_at = {0};
  table.failures = {{0, 0, 0, RunStatus::check_failed, 0, "x", "a check failed", "detail"}};

  Comparison comparison;
  comparison.defaults = table;
  comparison.metrics = {
      {"x", "1", "at(x, 1)", "", {3}, {MetricStatus::reached}},
      {"time", "week", "time_to(x, 1)", "", {std::nan("")}, {MetricStatus::never}}};
  comparison.policy_notes = {"note"};
  StoreWriter(path("r.h5")).publish(comparison);
  const auto read = StoreReader(path("r.h5")).comparison();
  comparison.defaults.time_unit = "day";  // the plural is a trap for xarray
  expect_equal(read, comparison);
}

TEST_F(StoreTest, LongSeriesAreCutIntoChunks) {
  RunTable table;
  constexpr std::size_t kPoints = 300001;  // 2.4 MB per series
  for (std::size_t i = 0; i < kPoints; ++i) table.time.push_back(static_cast<double>(i));
  SavedVariable variable;
  variable.name = "x";
  variable.values = table.time;
  table.variables = {variable};
  table.status = {RunStatus::complete};
  table.stopped_at = {1};
  StoreWriter(path("r.h5")).publish(table, {});
  EXPECT_EQ(StoreReader(path("r.h5")).runs().variables[0].values, variable.values);
}

TEST_F(StoreTest, AFolderThatCannotBeWrittenIsFoundBeforeTheRuns) {
  try {
    StoreWriter writer("/proc/results.h5");
    FAIL() << "no error";
  } catch (const FileError& error) {
    EXPECT_NE(std::string(error.what()).find("/proc/results.h5: cannot create the file"),
              std::string::npos);
    EXPECT_FALSE(error.hint().empty());
  }
}

// A limit on the size of files stops the write half-way, as a full disk does.
TEST_F(StoreTest, AFullDiskLeavesTheOldFileAndNothingElse) {
  const auto comparison = example_comparison(0);
  StoreWriter(path("r.h5")).publish(comparison);
  const auto before = bytes(path("r.h5"));
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  auto* handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limited{fs::file_size(path("r.h5")) / 2, old.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limited);
  EXPECT_THROW(StoreWriter(path("r.h5")).publish(example_comparison(12)), FileError);
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(bytes(path("r.h5")), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  // The library is in good order afterwards.
  StoreWriter(path("r.h5")).publish(comparison);
  expect_equal(StoreReader(path("r.h5")).comparison(), comparison);
}

TEST_F(StoreTest, ATableThatDoesNotFitItsShapeIsRefusedAndNothingIsLeft) {
  auto comparison = example_comparison(0);
  comparison.defaults.variables[2].values.pop_back();
  EXPECT_THROW(StoreWriter(path("r.h5")).publish(comparison), FileError);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(StoreTest, ReadingWhatIsNotThereOrNotOurs) {
  EXPECT_THROW(StoreReader(path("missing.h5")), FileError);
  std::ofstream(path("text.h5")) << "not HDF5";
  EXPECT_THROW(StoreReader(path("text.h5")), FileError);
  StoreWriter(path("r.h5")).publish(example_comparison(0));
  const auto whole = bytes(path("r.h5"));
  std::ofstream(path("half.h5"), std::ios::binary) << whole.substr(0, whole.size() / 2);
  EXPECT_THROW(StoreReader(path("half.h5")), FileError);
}

TEST_F(StoreTest, ChecksumsFindAFlippedBit) {
  const auto comparison = example_comparison(0);
  StoreWriter(path("r.h5")).publish(comparison);
  auto damaged = bytes(path("r.h5"));
  const double value = comparison.defaults.variables[0].values[100];
  const std::string pattern(reinterpret_cast<const char*>(&value), sizeof value);
  const auto at = damaged.find(pattern);
  ASSERT_NE(at, std::string::npos);
  damaged[at] = static_cast<char>(damaged[at] ^ 1);
  std::ofstream(path("damaged.h5"), std::ios::binary) << damaged;
  EXPECT_THROW(StoreReader(path("damaged.h5")).comparison(), FileError);
}

}  // namespace
}  // namespace slackwater::results

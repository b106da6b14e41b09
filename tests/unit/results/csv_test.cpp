#include "slackwater/results/csv.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <random>

namespace slackwater::results {
namespace {

base::SourcePtr source(std::string text) {
  return std::make_shared<base::SourceText>("table.csv", std::move(text));
}

RunTable one_run(std::vector<double> time, std::vector<SavedVariable> variables) {
  RunTable table;
  table.time = std::move(time);
  table.variables = std::move(variables);
  table.status = {RunStatus::complete};
  table.stopped_at = {table.time.back()};
  return table;
}

SavedVariable scalar(std::string name, std::vector<double> values) {
  SavedVariable variable;
  variable.name = std::move(name);
  variable.values = std::move(values);
  return variable;
}

std::string error_code(const std::string& text) {
  const auto table = read_csv(source(text));
  if (table) return "none";
  return table.diagnostics().entries()[0].code;
}

TEST(CsvTest, WritesOneColumnPerElement) {
  auto table = one_run({0, 0.1}, {scalar("level", {1, 2})});
  table.axes = {{"kind", {"a", "b"}, {}}, {"place", {"x", "y"}, {}}};
  SavedVariable matrix;
  matrix.name = "m";
  matrix.axes = {0, 1};
  matrix.elements = 4;
  matrix.values = {1, 2, 3, 4, 5, 6, 7, 8};
  SavedVariable vector;
  vector.name = "v";
  vector.axes = {0};
  vector.elements = 2;
  vector.values = {0.5, 1e300, -0.0, 5e-324};
  table.variables.push_back(matrix);
  table.variables.push_back(vector);
  EXPECT_EQ(to_csv(table),
            "time,level,\"m[a,x]\",\"m[a,y]\",\"m[b,x]\",\"m[b,y]\",v[a],v[b]\n"
            "0,1,1,3,5,7,0.5,-0\n"
            "0.1,2,2,4,6,8,1e+300,5e-324\n");
}

TEST(CsvTest, ReadsBackTheSameBitsOfEveryDouble) {
  std::mt19937_64 generator(20240607);
  std::vector<double> values = {0.0,
                                -0.0,
                                5e-324,
                                -5e-324,
                                2.2250738585072014e-308,
                                1.7976931348623157e308,
                                std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::quiet_NaN(),
                                0.1,
                                1.0 / 3.0,
                                9007199254740993.0};
  constexpr int kRandom = 20000;
  for (int i = 0; i < kRandom; ++i) values.push_back(std::bit_cast<double>(generator()));
  constexpr std::uint64_t kSubnormalMask = 0x000fffffffffffff;
  for (int i = 0; i < 2000; ++i) {
    values.push_back(std::bit_cast<double>(generator() & kSubnormalMask));
  }
  std::vector<double> time(values.size());
  for (std::size_t i = 0; i < time.size(); ++i) time[i] = static_cast<double>(i) * 0.0625;

  const auto text = to_csv(one_run(time, {scalar("x", values)}));
  const auto table = read_csv(source(text));
  ASSERT_TRUE(table);
  const auto& read = table->variables[0].values;
  ASSERT_EQ(read.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      ASSERT_TRUE(std::isnan(read[i])) << i;
    } else {
      ASSERT_EQ(std::bit_cast<std::uint64_t>(read[i]), std::bit_cast<std::uint64_t>(values[i]))
          << values[i];
    }
  }
  EXPECT_EQ(table->time, time);
  EXPECT_EQ(to_csv(*table), text);
}

TEST(CsvTest, SeveralRunsInLongForm) {
  RunTable table;
  table.policies.labels = {"a", "b, with \"quotes\""};
  table.futures.labels = {"x", "y"};
  table.samples = 2;
  table.time = {0, 1};
  std::vector<double> values;
  for (int i = 0; i < 16; ++i) values.push_back(i);
  table.variables = {scalar("v", values)};
  const auto text = to_csv(table);
  EXPECT_TRUE(text.starts_with("time,policy,future,sample,v\n0,a,x,0,0\n1,a,x,0,1\n0,a,x,1,2\n"));
  EXPECT_NE(text.find("0,\"b, with \"\"quotes\"\"\",y,1,14\n"), std::string::npos);

  const auto read = read_csv(source(text));
  ASSERT_TRUE(read) << render(read.diagnostics());
  EXPECT_EQ(read->policies.labels, table.policies.labels);
  EXPECT_EQ(read->futures.labels, table.futures.labels);
  EXPECT_EQ(read->samples, 2u);
  EXPECT_EQ(read->time, table.time);
  EXPECT_EQ(read->variables[0].values, values);
  EXPECT_EQ(read->status.size(), 8u);
}

TEST(CsvTest, VariablesNamedLikeRunColumnsAreNotMistakenForThem) {
  const auto table = one_run(
      {0, 1}, {scalar("policy", {1, 2}), scalar("future", {3, 4}), scalar("sample", {5, 6})});
  const auto read = read_csv(source(to_csv(table)));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->variables.size(), 3u);
  EXPECT_EQ(read->variables[2].values, (std::vector<double>{5, 6}));
}

TEST(CsvTest, StreamsInPieces) {
  std::vector<double> values(20000, 1.5);
  std::vector<double> time(values.size());
  for (std::size_t i = 0; i < time.size(); ++i) time[i] = static_cast<double>(i);
  const auto table = one_run(time, {scalar("x", values)});
  int pieces = 0;
  std::string text;
  write_csv(table, [&](std::string_view piece) {
    ++pieces;
    text += piece;
  });
  EXPECT_GT(pieces, 1);
  EXPECT_EQ(text, to_csv(table));
}

TEST(CsvTest, ReadsWhatOtherProgramsWrite) {
  const auto table =
      read_csv(source("\xEF\xBB\xBF"
                      "time,\"backlog, all\",x\r\n0,1.50,\r\n\r\n1,+2,NaN\r\n"));
  ASSERT_TRUE(table) << render(table.diagnostics());
  EXPECT_EQ(table->time, (std::vector<double>{0, 1}));
  EXPECT_EQ(table->variables[0].name, "backlog, all");
  EXPECT_EQ(table->variables[0].values[0], 1.5);
  EXPECT_TRUE(std::isnan(table->variables[1].values[0]));
}

TEST(CsvTest, ErrorsPointAtTheCell) {
  const auto table = read_csv(source("time,x\n0,1\n1,abc\n"));
  ASSERT_FALSE(table);
  const auto& error = table.diagnostics().entries()[0];
  EXPECT_EQ(error.code, "E1303");
  EXPECT_EQ(error.place.source->position(error.place.span.begin).line, 3);
  EXPECT_EQ(error.place.source->position(error.place.span.begin).column, 3);
  EXPECT_FALSE(error.hint.empty());
}

TEST(CsvTest, RefusesBrokenTables) {
  EXPECT_EQ(error_code(""), "E1304");
  EXPECT_EQ(error_code("week,x\n0,1\n"), "E1304");
  EXPECT_EQ(error_code("time,x,x\n0,1,2\n"), "E1304");
  EXPECT_EQ(error_code("time,x,\n0,1,2\n"), "E1304");
  EXPECT_EQ(error_code("time,x\n0\n"), "E1302");
  EXPECT_EQ(error_code("time,x\n0,1,2\n"), "E1302");
  EXPECT_EQ(error_code("time,x\n0,0x10\n"), "E1303");
  EXPECT_EQ(error_code("time,\"x\n0,1\n"), "E1301");
  EXPECT_EQ(error_code("time,\"x\"y\n0,1\n"), "E1301");
  EXPECT_EQ(error_code("time,policy,future,sample,v\n0,a,x,0,1\n1,a,x,0,1\n0,b,x,0,1\n"), "E1305");
  EXPECT_EQ(error_code("time,policy,future,sample,v\n0,a,x,0,1\n0,b,x,1,1\n"), "E1305");
  EXPECT_EQ(error_code("time,policy,future,sample,v\n0,a,x,-1,1\n"), "E1303");
  EXPECT_EQ(error_code("time,policy,future,sample,v\n0,a,x,1e300,1\n"), "E1303");
}

TEST(CsvTest, EmptyTablesAreTables) {
  const auto table = read_csv(source("time,x\n"));
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->time.empty());
  const auto long_form = read_csv(source("time,policy,future,sample,x\n"));
  ASSERT_TRUE(long_form) << render(long_form.diagnostics());
}

}  // namespace
}  // namespace slackwater::results

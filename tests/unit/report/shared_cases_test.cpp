#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "slackwater/report/chart.hpp"
#include "slackwater/report/number_text.hpp"

// The same tables hold the what-if page to the same words, ticks and colours; their README names
// the source of what they expect.
namespace slackwater::report {
namespace {

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> parts;
  std::istringstream stream(line);
  for (std::string part; std::getline(stream, part, '\t');) parts.push_back(part);
  return parts;
}

std::vector<std::vector<std::string>> table(const std::string& name) {
  std::ifstream file(SLACKWATER_SOURCE_DIR "/web/tests/cases/" + name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) rows.push_back(fields(line));
  EXPECT_GE(rows.size(), 8U) << name;
  return rows;
}

double number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

std::string better(const std::string& text) { return text == "-" ? "" : text; }

TEST(SharedCasesTest, Numbers) {
  for (const auto& row : table("numbers.tsv")) EXPECT_EQ(number_text(number(row[0])), row[1]);
}

TEST(SharedCasesTest, Changes) {
  for (auto row : table("changes.tsv")) {
    row.resize(6);
    const auto change = change_text(number(row[0]), number(row[1]), better(row[2]));
    EXPECT_EQ(change.text, row[3]) << row[0] << " against " << row[1];
    EXPECT_EQ(change.word, row[4]) << row[0] << " against " << row[1];
    EXPECT_EQ(change.arrow, row[5]) << row[0] << " against " << row[1];
  }
}

TEST(SharedCasesTest, Shares) {
  for (const auto& row : table("shares.tsv")) {
    EXPECT_EQ(number_text(number(row[0]), Look::share), row[1]) << row[0];
  }
  for (auto row : table("share_changes.tsv")) {
    row.resize(6);
    const auto change = change_text(number(row[0]), number(row[1]), better(row[2]), Look::share);
    EXPECT_EQ(change.text, row[3]) << row[0] << " against " << row[1];
    EXPECT_EQ(change.word, row[4]) << row[0] << " against " << row[1];
    EXPECT_EQ(change.arrow, row[5]) << row[0] << " against " << row[1];
  }
}

TEST(SharedCasesTest, Names) {
  for (const auto& row : table("names.tsv")) EXPECT_EQ(readable_name(row[0]), row[1]);
}

TEST(SharedCasesTest, WhichNumbersAreShares) {
  const auto end = [](const std::string& text) {
    return text == "-" ? std::nullopt : std::optional(number(text));
  };
  for (const auto& row : table("looks.tsv")) {
    const auto look = look_of(row[0], end(row[1]), end(row[2]));
    EXPECT_EQ(look == Look::share ? "share" : "number", row[3]) << row[0] << row[1] << row[2];
  }
}

TEST(SharedCasesTest, Ticks) {
  for (const auto& row : table("ticks.tsv")) {
    const auto ticks =
        time_ticks(number(row[0]), number(row[1]), std::atoi(row[2].c_str()), row[3]);
    std::istringstream stream(row[4]);
    std::vector<double> wanted;
    for (double tick = 0; stream >> tick;) wanted.push_back(tick);
    ASSERT_EQ(ticks.size(), wanted.size()) << row[0] << " to " << row[1];
    for (std::size_t i = 0; i < ticks.size(); ++i) EXPECT_DOUBLE_EQ(ticks[i], wanted[i]);
  }
}

TEST(SharedCasesTest, Palette) {
  for (const auto& row : table("palette.tsv")) {
    const bool ghost = row[0] == "baseline";
    const auto style = ghost ? baseline_style() : policy_style(std::stoul(row[0]));
    EXPECT_EQ(style.color, row[1]);
    EXPECT_EQ(style.dash, row[2] == "-" ? "" : row[2]);
    EXPECT_DOUBLE_EQ(style.width, number(row[3]));
    EXPECT_EQ(style.ghost, ghost);
  }
}

}  // namespace
}  // namespace slackwater::report

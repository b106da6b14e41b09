#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::base {
namespace {

using Names = std::vector<std::string>;

/// Whether `candidate` alone would be suggested for `name`.
bool suggested(std::string_view name, const std::string& candidate) {
  return closest_name(name, {candidate}) == candidate;
}

TEST(ClosestNameTest, NothingToChooseFromIsNothing) {
  EXPECT_EQ(closest_name("backlog", {}), "");
  EXPECT_EQ(closest_name("backlog", {"inflow", "capacity", "x"}), "");
}

TEST(ClosestNameTest, OneSlipIsFound) {
  EXPECT_TRUE(suggested("backlg", "backlog")) << "a letter left out";
  EXPECT_TRUE(suggested("backloog", "backlog")) << "a letter twice";
  EXPECT_TRUE(suggested("bscklog", "backlog")) << "a wrong letter";
  EXPECT_TRUE(suggested("abcklog", "backlog")) << "two letters swapped";
  EXPECT_TRUE(suggested("acklog", "backlog")) << "the first letter left out";
  EXPECT_TRUE(suggested("backlogs", "backlog")) << "a letter at the end";
}

// A name of three to five letters may differ by one edit. A swap is one edit, not two (optimal
// string alignment, Boytsov 2011, section 2.2); Levenshtein's distance of these is 2.
TEST(ClosestNameTest, ASwapOfNeighboursIsOneEdit) {
  EXPECT_TRUE(suggested("teh", "the"));
  EXPECT_TRUE(suggested("hte", "the"));
  EXPECT_TRUE(suggested("fiel", "file"));
  EXPECT_FALSE(suggested("eht", "the")) << "not neighbours";
  EXPECT_FALSE(suggested("tehx", "the")) << "a swap and a letter are two";
}

// Distance 3 of this pair is the example of Levenshtein's distance in every textbook; 6 / 3
// allows 2.
TEST(ClosestNameTest, KittenIsNotSitting) {
  EXPECT_FALSE(suggested("kitten", "sitting"));
  EXPECT_TRUE(suggested("kitten", "sitten"));
  EXPECT_TRUE(suggested("kitten", "sittin"));
}

TEST(ClosestNameTest, AThirdOfTheLettersMayBeWrong) {
  EXPECT_TRUE(suggested("abcdefghi", "xyzdefghi"));
  EXPECT_FALSE(suggested("abcdefghi", "xyzwefghi"));
  EXPECT_TRUE(suggested("abcdefgh", "xycdefgh"));
  EXPECT_FALSE(suggested("abcdefgh", "xyzdefgh"));
  EXPECT_TRUE(suggested("abcdef", "xycdef"));
  EXPECT_TRUE(suggested("abcde", "xbcde"));
  EXPECT_FALSE(suggested("abcde", "xycde"));
}

TEST(ClosestNameTest, TheLimitIsOfTheNameThatWasWritten) {
  EXPECT_FALSE(suggested("qbcde", "zzqbcde")) << "5 letters allow 1 edit";
  EXPECT_TRUE(suggested("zzqbcde", "qbcde")) << "7 letters allow 2";
}

TEST(ClosestNameTest, AShortNameMayDifferByOneLetter) {
  EXPECT_TRUE(suggested("ab", "ax"));
  EXPECT_TRUE(suggested("ab", "abc"));
  EXPECT_FALSE(suggested("ab", "xy"));
  EXPECT_FALSE(suggested("ab", "abcd"));
}

TEST(ClosestNameTest, TheNearestWins) {
  EXPECT_EQ(closest_name("inflow_rate", {"outflow_rate", "inflow_rat", "inflow_raise"}),
            "inflow_rat");
  EXPECT_EQ(closest_name("inflow_rate", {"inflow_rat", "inflow_raise", "outflow_rate"}),
            "inflow_rat");
}

TEST(ClosestNameTest, OfEquallyNearTheFirstInTheAlphabetWins) {
  Names names{"bat", "cat", "hat", "rat"};
  do {
    EXPECT_EQ(closest_name("xat", names), "bat");
  } while (std::next_permutation(names.begin(), names.end()));
}

TEST(ClosestNameTest, CapitalLettersDoNotCountButAreKept) {
  EXPECT_EQ(closest_name("BACKLOG", {"Backlog"}), "Backlog");
  EXPECT_EQ(closest_name("backlog", {"BackLogs", "BACKLOG"}), "BACKLOG");
  EXPECT_EQ(closest_name("MIN_CYCLE_TIME", {"Minimum_Cycle_Time"}), "Minimum_Cycle_Time");
}

TEST(ClosestNameTest, AbbreviatedWordsAreFound) {
  EXPECT_TRUE(suggested("min_cycle_time", "minimum_cycle_time"));
  EXPECT_TRUE(suggested("minimum_cycle_time", "min_cycle_time"));
  EXPECT_TRUE(suggested("popul", "population"));
  EXPECT_TRUE(suggested("population", "popul"));
  EXPECT_TRUE(suggested("c_t_m", "cycle_time_minimum"));
}

TEST(ClosestNameTest, AnAbbreviationHasEveryWordInItsOrder) {
  EXPECT_FALSE(suggested("min_time", "minimum_cycle_time")) << "a word is missing";
  EXPECT_FALSE(suggested("cyc_min", "minimum_cycle"));
  EXPECT_FALSE(suggested("min_cycle", "minimal_time_scale"));
  EXPECT_FALSE(suggested("ppl", "population")) << "not the start of the word";
  EXPECT_FALSE(suggested("min_", "minimum_cycle_time"));
  EXPECT_FALSE(suggested("_time", "cycle_time")) << "an empty word abbreviates nothing";
}

TEST(ClosestNameTest, TwoLettersAreNoAbbreviation) {
  EXPECT_FALSE(suggested("po", "popul"));
  EXPECT_FALSE(suggested("popul", "po"));
  EXPECT_TRUE(suggested("pop", "popul"));
}

TEST(ClosestNameTest, OfOneWordHalfIsAnAbbreviation) {
  EXPECT_TRUE(suggested("popu", "populati"));
  EXPECT_FALSE(suggested("popu", "populatio"));
  EXPECT_FALSE(suggested("productivity", "prod"));
  EXPECT_FALSE(suggested("summary", "sum"));
}

// Comparing two names takes the product of their lengths; 40 million letters would never end.
TEST(ClosestNameTest, NobodyTypesNamesOfThousandsOfLetters) {
  const std::string endless(40'000'000, 'a');
  EXPECT_EQ(closest_name(endless + "b", {endless + "c"}), "");
  EXPECT_EQ(closest_name("aaaa", {endless, "aaab"}), "aaab");
  EXPECT_EQ(closest_name(std::string(199, 'a') + "b", {std::string(200, 'a')}),
            std::string(200, 'a'));
}

TEST(ClosestNameTest, AnAbbreviationCountsAsOneSlip) {
  EXPECT_EQ(closest_name("min_time", {"minimum_time", "min_times"}), "min_times")
      << "as near, and before it in the alphabet";
  EXPECT_EQ(closest_name("max_time", {"maximum_time", "may_times"}), "maximum_time")
      << "one slip is nearer than two";
  EXPECT_EQ(closest_name("min_time", {"minimum_time", "min_tide"}), "min_tide");
  EXPECT_EQ(closest_name("Minimum_time", {"min_time", "minimum_time"}), "minimum_time")
      << "the same but for capitals is nearer";
}

TEST(ClosestNameTest, AnyBytesAreNames) {
  EXPECT_EQ(closest_name("größen", {"größe"}), "größe");
  EXPECT_EQ(closest_name("", {"population"}), "");
  EXPECT_EQ(closest_name("population", {""}), "");
  EXPECT_EQ(closest_name("\xFF\xFE\xFD", {"\xFF\xFE"}), "\xFF\xFE");
  EXPECT_EQ(closest_name("___", {"___"}), "___");
}

}  // namespace
}  // namespace slackwater::base

#include "slackwater/base/byte_difference.hpp"

#include <gtest/gtest.h>

#include <random>

namespace slackwater::base {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t size, unsigned letters) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(random() % letters));
  return out;
}

TEST(ByteDifferenceTest, GivesTheOtherBytesAgain) {
  std::mt19937 random(7);
  for (const unsigned letters : {1u, 2u, 256u}) {
    for (int i = 0; i < 200; ++i) {
      const auto from = random_bytes(random, random() % 300, letters);
      auto to = from;
      for (auto changes = random() % 5; changes-- > 0;) {
        const auto at = random() % (to.size() + 1);
        to.erase(at, random() % 20);
        to.insert(at, random_bytes(random, random() % 20, letters));
      }
      EXPECT_EQ(patched(from, byte_difference(from, to)), to);
      EXPECT_EQ(patched(to, byte_difference(to, from)), from);
    }
  }
}

TEST(ByteDifferenceTest, FewChangesTakeFewBytes) {
  std::mt19937 random(8);
  const auto from = random_bytes(random, 50000, 256);
  EXPECT_LE(byte_difference(from, from).size(), 16u);
  auto to = from;
  to[30000] = static_cast<char>(to[30000] + 1);
  to.insert(10000, "inserted");
  to.erase(40000, 100);
  // Per change: two lengths, a distance, the new bytes.
  EXPECT_LE(byte_difference(from, to).size(), 16u + 8 + 1 + 4 * 7);
  // A piece that moved is copied from where it was.
  EXPECT_LE(byte_difference(from, from.substr(20000) + from.substr(0, 20000)).size(), 32u);
}

TEST(ByteDifferenceTest, TakesLinearTimeOnRepetition) {
  // Candidates in every place, each of them long: quadratic, this would take minutes.
  std::string from;
  while (from.size() < 2000000) from += "aaaaaaaaaaaaaaab";
  auto to = from;
  for (std::size_t i = 0; i < to.size(); i += 1009) to[i] = 'c';
  EXPECT_EQ(patched(from, byte_difference(from, to)), to);
}

TEST(ByteDifferenceTest, ManyTimesTheSameIsWrittenOut) {
  // 64 times its inputs is the most that `patched` gives.
  const std::string from = "0123456789";
  std::string to;
  while (to.size() < 100000) to += from;
  const auto difference = byte_difference(from, to);
  EXPECT_EQ(patched(from, difference), to);
}

TEST(ByteDifferenceTest, WhatDoesNotFitIsRefused) {
  std::mt19937 random(9);
  const auto from = random_bytes(random, 2000, 3);
  auto to = from;
  to.insert(700, "new");
  to.erase(1500, 40);
  const auto difference = byte_difference(from, to);
  EXPECT_FALSE(patched(from.substr(1), difference));
  auto other = from;
  other[100] = static_cast<char>(other[100] + 1);
  EXPECT_FALSE(patched(other, difference));
  EXPECT_FALSE(patched(from, difference + '\0'));
  for (std::size_t i = 0; i < difference.size(); ++i)
    EXPECT_FALSE(patched(from, difference.substr(0, i)));
  for (int i = 0; i < 20000; ++i) {
    auto damaged = difference;
    for (auto changes = 1 + random() % 3; changes-- > 0;)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto result = patched(from, damaged);
    if (result) EXPECT_EQ(*result, to);
  }
  EXPECT_FALSE(patched("", ""));
}

}  // namespace
}  // namespace slackwater::base

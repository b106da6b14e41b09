#include "slackwater/base/leb128.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace slackwater::base {
namespace {

std::string bytes_of(std::uint64_t value) {
  std::string bytes;
  append_leb128(bytes, value);
  return bytes;
}

// The example of the DWARF standard, version 5, figure 27: 12857 is B9 64.
TEST(Leb128Test, WritesSevenBitsAByte) {
  EXPECT_EQ(bytes_of(2), "\x02");
  EXPECT_EQ(bytes_of(127), "\x7F");
  EXPECT_EQ(bytes_of(128), "\x80\x01");
  EXPECT_EQ(bytes_of(12857), "\xB9\x64");
}

TEST(Leb128Test, ReadsWhatWasWritten) {
  std::string bytes;
  for (int i = 0; i < 64; ++i) append_leb128(bytes, (std::uint64_t{1} << i) - 1);
  append_leb128(bytes, std::numeric_limits<std::uint64_t>::max());
  std::string_view rest = bytes;
  for (int i = 0; i < 64; ++i) EXPECT_EQ(take_leb128(rest), (std::uint64_t{1} << i) - 1);
  EXPECT_EQ(take_leb128(rest), std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(rest.empty());
}

TEST(Leb128Test, RefusesWhatDoesNotEndOrIsTooLarge) {
  const std::string open(9, '\xFF');
  for (const std::string& bytes : {std::string(), open, open + "\x02", open + "\x81\x01"}) {
    std::string_view rest = bytes;
    EXPECT_FALSE(take_leb128(rest));
  }
}

TEST(Leb128Test, ZigzagKeepsSmallNumbersSmall) {
  EXPECT_EQ(zigzag(0), 0u);
  EXPECT_EQ(zigzag(-1), 1u);
  EXPECT_EQ(zigzag(1), 2u);
  for (const auto value : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-77},
                           std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(unzigzag(zigzag(value)), value);
}

}  // namespace
}  // namespace slackwater::base

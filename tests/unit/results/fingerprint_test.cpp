#include "slackwater/results/fingerprint.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <utility>

namespace slackwater::results {
namespace {

RunTable small_table() {
  RunTable table;
  table.time = {0, 0.5};
  SavedVariable a;
  a.name = "a";
  a.values = {1, 2};
  SavedVariable b;
  b.name = "b";
  b.values = {3, std::numeric_limits<double>::quiet_NaN()};
  table.variables = {a, b};
  return table;
}

TEST(FingerprintTest, IsTheDocumentedHash) {
  // Made with Python: hashlib.sha256(b"time\0" + struct.pack("<2d", 0, .5) + b"a\0" +
  // struct.pack("<2d", 1, 2) + b"b\0" + struct.pack("<d", 3) + bytes.fromhex("000000000000f87f")).
  EXPECT_EQ(fingerprint(small_table()),
            "5970f49433ee95e88b481b0c22b9779824ffd7e85cd26551b3c729f5107b1525");
}

TEST(FingerprintTest, DoesNotDependOnOrderOrOnTheKindOfNaN) {
  auto table = small_table();
  const auto first = fingerprint(table);
  std::swap(table.variables[0], table.variables[1]);
  table.variables[0].values[1] = std::bit_cast<double>(0xfff8000000000001ull);
  EXPECT_EQ(fingerprint(table), first);
}

TEST(FingerprintTest, ChangesWithOneBit) {
  auto table = small_table();
  const auto first = fingerprint(table);
  auto& value = table.variables[0].values[0];
  value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ 1);
  EXPECT_NE(fingerprint(table), first);
  table = small_table();
  table.variables[0].values[0] = -0.0;
  const auto negative_zero = fingerprint(table);
  table.variables[0].values[0] = 0.0;
  EXPECT_NE(fingerprint(table), negative_zero);
}

}  // namespace
}  // namespace slackwater::results

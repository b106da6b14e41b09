#include "slackwater/results/fingerprint.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <utility>

namespace slackwater::results {
namespace {

TEST(Sha256Test, AgreesWithPublishedVectors) {
  // Source: NIST, Cryptographic Standards: example values for SHA-256, and FIPS 180-4 appendix.
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Test, PiecesGiveTheHashOfTheWhole) {
  const std::string text(300, 'x');
  for (std::size_t piece = 1; piece <= 130; ++piece) {
    Sha256 hash;
    for (std::size_t at = 0; at < text.size(); at += piece) hash.add(text.substr(at, piece));
    ASSERT_EQ(hash.hex(), sha256(text)) << piece;
  }
}

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

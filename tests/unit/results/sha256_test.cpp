#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "slackwater/results/fingerprint.hpp"

namespace slackwater::results {
namespace {

class Sha256Test : public testing::TestWithParam<Sha256Path> {
 protected:
  void SetUp() override {
    if (GetParam() == Sha256Path::fastest && !processor_hashes()) {
      GTEST_SKIP() << "this processor has no instructions for SHA-256";
    }
  }
};

std::string hash_of(std::string_view text, Sha256Path path) {
  Sha256 hash(path);
  hash.add(text);
  return hash.hex();
}

TEST_P(Sha256Test, AgreesWithPublishedVectors) {
  // Source: NIST, Cryptographic Standards: example values for SHA-256, and FIPS 180-4 appendix.
  EXPECT_EQ(hash_of("abc", GetParam()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of("", GetParam()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", GetParam()),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hash_of(std::string(1000000, 'a'), GetParam()),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

std::string message(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    text[i] = static_cast<char>(((i * i + 7 * i) ^ (i >> 8)) & 255);
  }
  return text;
}

TEST_P(Sha256Test, AgreesWithAnotherProgramForEveryLength) {
  // Made with Python:
  // message = lambda n: bytes(((i * i + 7 * i) ^ (i >> 8)) & 255 for i in range(n))
  // sha256("".join(sha256(message(n)).hexdigest() for n in range(1025)).encode()).hexdigest()
  std::string hashes;
  for (std::size_t size = 0; size <= 1024; ++size) hashes += hash_of(message(size), GetParam());
  EXPECT_EQ(hash_of(hashes, GetParam()),
            "754c5a449ca30023183875c3049419ba041831d70844b52c243b5fc3ce476690");
}

TEST_P(Sha256Test, PiecesGiveTheHashOfTheWhole) {
  const std::string text(300, 'x');
  for (std::size_t piece = 1; piece <= 130; ++piece) {
    Sha256 hash(GetParam());
    for (std::size_t at = 0; at < text.size(); at += piece) hash.add(text.substr(at, piece));
    ASSERT_EQ(hash.hex(), hash_of(text, GetParam())) << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(Paths, Sha256Test, testing::Values(Sha256Path::plain, Sha256Path::fastest),
                         [](const auto& path) {
                           return path.param == Sha256Path::plain ? "Plain" : "Fastest";
                         });

std::string random_text(std::mt19937_64& random, std::size_t size) {
  std::string text(size, '\0');
  std::ranges::generate(text, [&random] { return static_cast<char>(random() & 255); });
  return text;
}

std::string hash_in_pieces(std::string_view text, Sha256Path path, std::mt19937_64& random) {
  Sha256 hash(path);
  while (!text.empty()) {
    const auto taken = 1 + random() % std::min<std::size_t>(text.size(), 300);
    hash.add(text.substr(0, taken));
    text.remove_prefix(taken);
  }
  return hash.hex();
}

TEST(Sha256PathsTest, AgreeOnRandomTextsInRandomPieces) {
  if (!processor_hashes()) GTEST_SKIP() << "this processor has no instructions for SHA-256";
  std::mt19937_64 random(20040917);
  for (int i = 0; i < 500; ++i) {
    const auto text = random_text(random, random() % 5000);
    const auto expected = hash_of(text, Sha256Path::plain);
    ASSERT_EQ(hash_of(text, Sha256Path::fastest), expected) << text.size();
    ASSERT_EQ(hash_in_pieces(text, Sha256Path::plain, random), expected) << text.size();
    ASSERT_EQ(hash_in_pieces(text, Sha256Path::fastest, random), expected) << text.size();
  }
}

TEST(Sha256PathsTest, TheProcessorsIsTakenWhereTheKernelNamesIt) {
  // Linux lists what the processor has; `sha_ni` is the name of these instructions on x86.
  std::ifstream file("/proc/cpuinfo");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.find("\nflags") == std::string::npos) GTEST_SKIP() << "no list of an x86 processor";
  EXPECT_EQ(processor_hashes(), text.find(" sha_ni") != std::string::npos);
}

}  // namespace
}  // namespace slackwater::results

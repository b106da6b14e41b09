#include "slackwater/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace slackwater::base {
namespace {

using Words = std::array<std::uint32_t, 4>;

// Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014, with the
// constants of Vigna's splitmix64.c.
std::uint64_t split_mix(std::uint64_t state) {
  std::uint64_t z = state + 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/// The inverse of an odd number modulo 2^64 (2^32 by its low half), by Newton's iteration.
std::uint64_t inverse(std::uint64_t odd) {
  std::uint64_t x = odd;
  for (int i = 0; i < 6; ++i) x *= 2 - odd * x;
  return x;
}

std::uint64_t undo_shift(std::uint64_t value, int shift) {
  std::uint64_t x = value;
  for (int i = 0; i < 64 / shift; ++i) x = value ^ (x >> shift);
  return x;
}

std::uint64_t undo_split_mix(std::uint64_t value) {
  std::uint64_t z = undo_shift(value, 31) * inverse(0x94D049BB133111EBu);
  z = undo_shift(z, 27) * inverse(0xBF58476D1CE4E5B9u);
  return undo_shift(z, 30) - 0x9E3779B97F4A7C15u;
}

/// The draw for which Philox4x32-10 gets this counter and this key, whatever the seed of the study.
struct Draw {
  DrawKey key;
  std::uint32_t counter = 0;
};

Draw draw_of(const Words& place, std::uint64_t philox_key, std::uint64_t seed) {
  const std::uint64_t step = place[0] | (static_cast<std::uint64_t>(place[1]) << 32);
  const std::uint64_t sample = place[2] | (static_cast<std::uint64_t>(place[3]) << 32);
  const std::uint64_t stream = undo_split_mix(philox_key) ^ split_mix(seed);
  return {{.seed = seed, .sample = sample, .stream = stream, .step = step >> 8},
          static_cast<std::uint32_t>(step & 0xFF)};
}

/// The counter from which Philox4x32-10 makes these words. Source: Salmon et al., SC11, section 3.
Words undo_philox(Words words, std::uint64_t key) {
  constexpr std::uint32_t kM0 = 0xD2511F53;
  constexpr std::uint32_t kM1 = 0xCD9E8D57;
  const auto high = [](std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(a) * b) >> 32);
  };
  for (std::uint32_t round = 10; round-- > 0;) {
    const auto key_0 = static_cast<std::uint32_t>(key) + round * 0x9E3779B9u;
    const auto key_1 = static_cast<std::uint32_t>(key >> 32) + round * 0xBB67AE85u;
    const auto c0 = words[3] * static_cast<std::uint32_t>(inverse(kM0));
    const auto c2 = words[1] * static_cast<std::uint32_t>(inverse(kM1));
    words = {c0, words[0] ^ high(kM1, c2) ^ key_0, c2, words[2] ^ high(kM0, c0) ^ key_1};
  }
  return words;
}

double uniform_of_words(const Words& words) {
  constexpr std::uint64_t kPhiloxKey = 0x299f31d0a4093822u;
  const auto [key, counter] = draw_of(undo_philox(words, kPhiloxKey), kPhiloxKey, 17);
  EXPECT_EQ(random_words(key, counter), words);
  return uniform_open(key, counter);
}

// Source: Noll's FNV test vectors (isthe.com/chongo/tech/comp/fnv, test_fnv.c), and its texts that
// hash to zero.
TEST(Fnv1aTest, GivesThePublishedVectors) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
  EXPECT_EQ(fnv1a("!0IC=VloaY"), 0u);
  EXPECT_EQ(fnv1a("\xd5\x6b\xb9\x53\x42\x87\x08\x36"), 0u) << "a byte has no sign";
}

TEST(Fnv1aTest, GoesOnWhereItEnded) {
  EXPECT_EQ(fnv1a("bar", fnv1a("foo")), fnv1a("foobar"));
  EXPECT_EQ(fnv1a("", 42), 42u);
  // One step by hand: (0 xor 1) times the prime 2^40 + 2^8 + 0xb3.
  EXPECT_EQ(fnv1a("\x01", 0), (std::uint64_t{1} << 40) + 0x1b3);
}

// Streams of a name that hashes to zero are the outputs of SplitMix64 from state 0. Source: Vigna's
// splitmix64.c; the same four numbers seed xoshiro256 in rand_xoshiro's and Java's tests.
TEST(StreamTest, OccurrencesAreTheOutputsOfSplitMix64) {
  EXPECT_EQ(stream_of("!0IC=VloaY", 1), 0xE220A8397B1DCDAFu);
  EXPECT_EQ(stream_of("!0IC=VloaY", 2), 0x6E789E6AA1B965F4u);
  EXPECT_EQ(stream_of("!0IC=VloaY", 3), 0x06C45D188009454Fu);
  EXPECT_EQ(stream_of("!0IC=VloaY", 4), 0xF88BB8A8724C81ECu);
  EXPECT_EQ(stream_of("!0IC=VloaY"), 0u) << "the finalizer keeps zero";
  for (std::uint32_t occurrence = 1; occurrence < 100; ++occurrence) {
    EXPECT_EQ(stream_of("demand", occurrence),
              split_mix(fnv1a("demand") + (occurrence - 1) * 0x9E3779B97F4A7C15u));
  }
}

// 0xD1B54A32D192ED03 is 2^64 / 1.2207440846..., the root of x^4 = x + 1: the first step of Roberts'
// sequence R3 ("The unreasonable effectiveness of quasirandom sequences", 2018).
TEST(StreamTest, ElementsWalkWithAStepOfTheirOwn) {
  for (std::uint32_t element = 0; element < 100; ++element) {
    EXPECT_EQ(stream_of("demand", 1, element),
              split_mix(fnv1a("demand") + element * 0xD1B54A32D192ED03u));
  }
  EXPECT_EQ(stream_of("demand"), stream_of("demand", 0, 0));
}

TEST(StreamTest, NoTwoCallsOfAModelShareAStream) {
  std::set<std::uint64_t> streams;
  std::size_t calls = 0;
  for (const char* name : {"a", "b", "demand", "demand_1", "Demand", ""}) {
    for (std::uint32_t occurrence = 0; occurrence < 30; ++occurrence) {
      for (std::uint32_t element = 0; element < 100; ++element) {
        streams.insert(stream_of(name, occurrence, element));
        ++calls;
      }
    }
  }
  streams.insert(stream_of("a", 0xFFFFFFFFu, 0));
  streams.insert(stream_of("a", 0, 0xFFFFFFFFu));
  EXPECT_EQ(streams.size(), calls + 2);
}

// Source: Random123, tests/kat_vectors, the lines `philox4x32 10`.
TEST(RandomWordsTest, GiveTheKnownAnswersOfRandom123) {
  struct KnownAnswer {
    Words place;
    std::uint64_t key;
    Words words;
  };
  constexpr std::uint32_t kOnes = 0xffffffff;
  const KnownAnswer answers[] = {
      {{0, 0, 0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{kOnes, kOnes, kOnes, kOnes},
       0xffffffffffffffffu,
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       0x299f31d0a4093822u,
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
  for (const auto& [place, philox_key, words] : answers) {
    for (const std::uint64_t seed : {0ull, 1ull, 20261128ull, 0xFFFFFFFFFFFFFFFFull}) {
      const auto [key, counter] = draw_of(place, philox_key, seed);
      EXPECT_EQ(random_words(key, counter), words) << "seed " << seed;
    }
  }
}

TEST(RandomWordsTest, DependOnTheKeyAndNothingElse) {
  const DrawKey key{.seed = 1, .sample = 2, .stream = 3, .step = 4};
  const auto words = random_words(key);
  random_words({.seed = 9});
  EXPECT_EQ(random_words(key), words);
  EXPECT_EQ(random_words(key, 0), words);
}

TEST(RandomWordsTest, DependOnEveryBitOfTheKey) {
  const DrawKey key{.seed = 1, .sample = 2, .stream = 3, .step = 4};
  std::set<Words> seen{random_words(key)};
  std::size_t count = 1;
  for (int bit = 0; bit < 64; ++bit) {
    const auto flip = std::uint64_t{1} << bit;
    for (const auto member : {&DrawKey::seed, &DrawKey::sample, &DrawKey::stream, &DrawKey::step}) {
      // The top eight bits of the step are the counter's.
      if (member == &DrawKey::step && bit >= 56) continue;
      auto other = key;
      other.*member ^= flip;
      seen.insert(random_words(other));
      ++count;
    }
  }
  EXPECT_EQ(seen.size(), count);
}

// Under one key Philox is a bijection, so different places never give the same four words.
TEST(RandomWordsTest, ADrawOfOneStreamComesOnce) {
  std::set<Words> seen;
  std::size_t count = 0;
  for (std::uint64_t sample = 0; sample < 20; ++sample) {
    for (std::uint64_t step = 0; step < 20; ++step) {
      for (std::uint32_t counter = 0; counter < 256; counter += 5) {
        seen.insert(
            random_words({.seed = 5, .sample = sample, .stream = 7, .step = step}, counter));
        ++count;
      }
    }
  }
  EXPECT_EQ(seen.size(), count);
}

TEST(RandomWordsTest, SeedAndStreamAreNotTheSameThing) {
  EXPECT_NE(random_words({.seed = 3, .stream = 8}), random_words({.seed = 8, .stream = 3}));
  EXPECT_NE(random_words({.seed = 3, .stream = 3}), random_words({.seed = 8, .stream = 8}));
}

// The first known answer begins 6627e8d5 e169c58d: 52 bits of it and a half, as a binary fraction.
TEST(UniformOpenTest, IsTheFirstFiftyTwoBitsAndAHalf) {
  const auto [key, counter] = draw_of({0, 0, 0, 0}, 0, 3);
  EXPECT_EQ(uniform_open(key, counter), 0x0.6627e8d5e169c8p0);
  const auto [other, other_counter] =
      draw_of({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822u, 3);
  EXPECT_EQ(uniform_open(other, other_counter), 0x0.d16cfe0994fdc8p0);
}

// The words that would be 0 and 1 do come up: Philox is a bijection, so its inverse finds the draw.
TEST(UniformOpenTest, IsNeverZeroOrOne) {
  constexpr std::uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(uniform_of_words({0, 0, 0, 0}), 0x1p-53);
  EXPECT_EQ(uniform_of_words({0, 0xFFF, kOnes, kOnes}), 0x1p-53);
  EXPECT_EQ(uniform_of_words({kOnes, kOnes, kOnes, kOnes}), 1 - 0x1p-53);
  EXPECT_EQ(uniform_of_words({kOnes, 0xFFFFF000, 0, 0}), 1 - 0x1p-53);
  EXPECT_EQ(uniform_of_words({0, 0x1000, 0, 0}), 0x1.8p-52);
  EXPECT_EQ(uniform_of_words({0x7FFFFFFF, kOnes, 0, 0}), 0.5 - 0x1p-53);
  EXPECT_EQ(uniform_of_words({0x80000000, 0, 0, 0}), 0.5 + 0x1p-53);
}

TEST(UniformOpenTest, IsSymmetricAboutOneHalf) {
  Words words{0x01234567, 0x89abcdef, 5, 6};
  for (int i = 0; i < 1000; ++i) {
    const double u = uniform_of_words(words);
    ASSERT_EQ(uniform_of_words({~words[0], ~words[1], ~words[2], ~words[3]}), 1 - u);
    words = random_words({.seed = words[0], .sample = words[1]});
  }
}

constexpr std::uint64_t kDraws = 20000;
/// The chance that independent uniform numbers would fail one of the tests below.
constexpr double kChance = 1e-9;

/// A walk along one part of the key.
struct Walk {
  const char* along;
  std::uint64_t DrawKey::* member;
};
constexpr Walk kWalks[] = {{"samples", &DrawKey::sample},
                           {"steps", &DrawKey::step},
                           {"streams", &DrawKey::stream},
                           {"seeds", &DrawKey::seed}};

std::vector<double> draws_along(const Walk& walk) {
  std::vector<double> out;
  DrawKey key{.seed = 11, .sample = 22, .stream = 33, .step = 44};
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    key.*walk.member = i;
    out.push_back(uniform_open(key));
  }
  return out;
}

// The largest gap to the diagonal exceeds e with a chance below 2 exp(-2 n e^2). Source: Massart,
// The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality (1990).
TEST(UniformOpenTest, IsUniformAlongEveryPartOfTheKey) {
  const double bound = std::sqrt(std::log(2 / kChance) / (2.0 * kDraws));
  for (const auto& walk : kWalks) {
    auto draws = draws_along(walk);
    std::sort(draws.begin(), draws.end());
    double gap = 0;
    for (std::size_t i = 0; i < draws.size(); ++i) {
      const double below = static_cast<double>(i) / kDraws;
      gap = std::max({gap, draws[i] - below, below + 1.0 / kDraws - draws[i]});
    }
    EXPECT_LT(gap, bound) << walk.along;
  }
}

// The mean of n independent numbers between -1/4 and 1/4 of mean 0 leaves (-t, t) with a chance
// below 2 exp(-8 n t^2). Source: Hoeffding (1963), theorem 2.
double hoeffding(double n) { return std::sqrt(std::log(2 / kChance) / (8 * n)); }

TEST(UniformOpenTest, NeighboursAreUncorrelatedAlongEveryPartOfTheKey) {
  for (const auto& walk : kWalks) {
    const auto draws = draws_along(walk);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < draws.size(); i += 2) {
      sum += (draws[i] - 0.5) * (draws[i + 1] - 0.5);
    }
    EXPECT_LT(std::abs(sum / (kDraws / 2.0)), hoeffding(kDraws / 2.0)) << walk.along;
  }
}

TEST(UniformOpenTest, CountersOccurrencesAndElementsAreUncorrelated) {
  double counters = 0;
  double occurrences = 0;
  double elements = 0;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const auto at = [&](std::uint64_t stream, std::uint32_t counter = 0) {
      return uniform_open({.seed = 1, .sample = i, .stream = stream, .step = 2}, counter) - 0.5;
    };
    const double u = at(stream_of("demand", 0, 0));
    counters += u * at(stream_of("demand", 0, 0), 1);
    occurrences += u * at(stream_of("demand", 1, 0));
    elements += u * at(stream_of("demand", 0, 1));
  }
  EXPECT_LT(std::abs(counters / kDraws), hoeffding(kDraws));
  EXPECT_LT(std::abs(occurrences / kDraws), hoeffding(kDraws));
  EXPECT_LT(std::abs(elements / kDraws), hoeffding(kDraws));
}

// The share of ones of a fair bit in n draws leaves 1/2 +- t with a chance below 2 exp(-2 n t^2).
TEST(RandomWordsTest, EveryBitOfEveryWordIsFair) {
  std::array<std::array<int, 32>, 4> ones{};
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const auto words = random_words({.seed = 1, .sample = i, .stream = 2, .step = 3});
    for (std::size_t w = 0; w < 4; ++w) {
      for (std::size_t b = 0; b < 32; ++b) ones[w][b] += static_cast<int>(words[w] >> b & 1u);
    }
  }
  const double bound = std::sqrt(std::log(2 / kChance) / (2.0 * kDraws));
  for (const auto& word : ones) {
    for (const int count : word) EXPECT_LT(std::abs(count / double{kDraws} - 0.5), bound);
  }
}

}  // namespace
}  // namespace slackwater::base

// Divisions by what a run never changes are made by products (program/math/fixed_division.hpp):
// they must give what the processor's division gives, the sign of a zero and faults included.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "support/simulation.hpp"

namespace slackwater::run::test {
namespace {

// A stock `n` and two parameters; the auxiliaries follow.
constexpr const char* kHead = R"(model "divisions"

time week from 0 to 1 step 1 save 1 method euler

parameter d: 1 = 1
parameter e: 1 = 1

stock n: 1 = 1
    outflow none

flow none: 1/week = 0 [1/week]

)";

// Every form of division by a parameter, but for one.
constexpr const char* kForms = R"(
aux plain: 1 = n / d
aux plus: 1 = n / d + n
aux times: 1 = n / d * e
aux less: 1 = n / d - n
aux from: 1 = n - n / d
aux of_sum: 1 = (n + e) / d
aux of_rest: 1 = (n - e) / d
aux of_product: 1 = n * e / d
aux twice: 1 = n / e / d
aux hidden: 1 = min(n / d, 1)
aux hidden_pair: 1 = min(n / d + n, 1)
aux seventh: 1 = n / 7
aux part: 1 = (n + 1) / d
aux more: 1 = n / d + 1
)";
// Ends the run at time 0 where n is 0: nothing could be compared.
constexpr const char* kOver = "aux over: 1 = e / (n / d)\n";

using Bits = std::uint64_t;
Bits bits(double x) { return std::bit_cast<Bits>(x); }

struct Pair {
  double n, d;
};

std::vector<Variant> variants_of(const Simulation& simulation, const std::vector<Pair>& pairs) {
  std::vector<Variant> variants(pairs.size(), simulation.variant());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    variants[i].starts = {pairs[i].n};
    variants[i].parameters[0] = pairs[i].d;
    variants[i].parameters[1] = 1 + static_cast<double>(i % 5) / 7;
  }
  return variants;
}

double with_exponent(std::mt19937_64& random, int low, int high) {
  const auto fraction = 1 + std::ldexp(static_cast<double>(random() >> 12), -52);
  const int exponent = low + static_cast<int>(random() % static_cast<Bits>(high - low + 1));
  return std::ldexp((random() & 1) != 0 ? fraction : -fraction, exponent);
}

__extension__ using Wide = unsigned __int128;

Bits inverse_modulo(Bits odd) {
  Bits inverse = odd;  // right in three bits; every round doubles them
  for (int bits_right = 3; bits_right < 64; bits_right *= 2) inverse *= 2 - odd * inverse;
  return inverse;
}

// Integers n, d of 53 bits with d m = 2^54 n + c, or - c, for an odd m of 54 bits and a small c: n
// / d is off the middle between two doubles by a part in 2^53 of an ulp or little more. They exist
// for every m with d = c / m modulo 2^54.
Pair near_a_tie(std::mt19937_64& random) {
  constexpr Bits kModulus = Bits{1} << 54;
  for (;;) {
    const Bits m = (kModulus >> 1) + (random() % (kModulus >> 1) | 1);
    const Bits c = random() % 8 + 1;
    const bool below = random() % 2 == 0;
    const Bits d = (below ? c : kModulus - c) * inverse_modulo(m) % kModulus;
    if (d < kModulus / 4 || d >= kModulus / 2) continue;
    const auto n = static_cast<Bits>((below ? Wide{d} * m - c : Wide{d} * m + c) >> 54);
    return {std::ldexp(static_cast<double>(n), -53), std::ldexp(static_cast<double>(d), -53)};
  }
}

// The first ulps below and above a power of two, where an inverse is furthest off.
Pair near_powers(std::mt19937_64& random) {
  const auto near = [&](int exponent) {
    return std::bit_cast<double>(bits(std::ldexp(1.0, exponent)) + random() % 17 - 8);
  };
  return {near(static_cast<int>(random() % 5)), near(static_cast<int>(random() % 5))};
}

std::vector<Pair> ordinary_pairs() {
  std::mt19937_64 random(20040801);
  std::vector<Pair> pairs;
  for (int i = 0; i < 60000; ++i) {
    pairs.push_back({with_exponent(random, -3, 3), with_exponent(random, -3, 3)});
    pairs.push_back(near_a_tie(random));
    pairs.push_back(near_powers(random));
  }
  return pairs;
}

std::vector<Pair> extreme_pairs() {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  const double dividends[] = {0.0,       -0.0,       1.0,       -3.0,
                              0x1p-800,  0x1.fp-801, 0x1p-900,  -0x1p-969,
                              0x1p-1022, 0x1p-1074,  0x1p+1000, 0x1.fffffffffffffp+1023};
  const double divisors[] = {3.0,        -3.0,       1.0,       0x1.8p+100,  0x1p+100,
                             0x1.8p-101, 0x1p-100,   0x1p+101,  0x1p-1023,   0x1p+1023,
                             0x1p-1074,  -0x1.fp-99, 0x1.5p+99, 0.75,        -0x1.8p+90,
                             kInf,       0.0,        -0.0,      std::nan("")};
  std::vector<Pair> pairs;
  for (const double n : dividends) {
    for (const double d : divisors) pairs.push_back({n, d});
  }
  // Among each other, and in blocks of their own kind.
  const std::size_t all = pairs.size();
  for (std::size_t i = 0; i < all; ++i) pairs.insert(pairs.end(), 16, pairs[i]);
  // One kind behind the other, for one doubtful quotient has the whole block divided.
  std::mt19937_64 random(7);
  const auto add = [&](int n_low, int n_high, int d_low, int d_high) {
    for (int i = 0; i < 10000; ++i) {
      pairs.push_back({with_exponent(random, n_low, n_high), with_exponent(random, d_low, d_high)});
    }
  };
  add(-1022, -1003, -3, 3);
  add(-800, -780, -100, 99);
  add(1015, 1023, -3, 3);
  // Subnormal quotients in the middle between two.
  for (int i = 0; i < 10000; ++i) {
    const double odd = 3 + 2 * static_cast<double>(random() % 9);
    const double half = 1 + 2 * static_cast<double>(random() % 64);
    pairs.push_back({std::ldexp(odd * half, -775), std::ldexp(odd, 300)});
  }
  add(-790, -100, -1023, -1019);
  add(-790, -700, 95, 105);
  return pairs;
}

class FixedDivisionTest : public testing::TestWithParam<InstructionSet> {};

TEST_P(FixedDivisionTest, OrdinaryQuotientsAreThoseOfTheProcessor) {
  const Simulation simulation(std::string(kHead) + kForms);
  const auto pairs = ordinary_pairs();
  const auto runs = simulation.run_all(variants_of(simulation, pairs), {16, GetParam(), {}});
  const auto plain = simulation.output("plain");
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ASSERT_EQ(bits(runs[i].series[plain][0]), bits(pairs[i].n / pairs[i].d))
        << std::hexfloat << pairs[i].n << " / " << pairs[i].d;
  }
}

// The scalar kernels divide.
void expect_the_bits_of_a_division(const char* forms, InstructionSet set) {
  const Simulation simulation(std::string(kHead) + forms);
  auto pairs = extreme_pairs();
  const auto more = ordinary_pairs();
  pairs.insert(pairs.end(), more.begin(), more.begin() + 6000);
  const auto variants = variants_of(simulation, pairs);
  const auto expected = simulation.run_all(variants, {1, InstructionSet::scalar, {}});
  const auto actual = simulation.run_all(variants, {16, set, {}});
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ASSERT_EQ(difference(simulation, expected[i], actual[i]), "")
        << std::hexfloat << pairs[i].n << " / " << pairs[i].d;
  }
}

TEST_P(FixedDivisionTest, EveryFormHasTheBitsOfADivision) {
  expect_the_bits_of_a_division(kForms, GetParam());
  expect_the_bits_of_a_division(kOver, GetParam());
}

std::string set_name(const testing::TestParamInfo<InstructionSet>& info) {
  return std::string(name(info.param));
}
INSTANTIATE_TEST_SUITE_P(Sets, FixedDivisionTest, testing::ValuesIn(instruction_sets()), set_name);

}  // namespace
}  // namespace slackwater::run::test

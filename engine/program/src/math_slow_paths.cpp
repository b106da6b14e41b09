#include "slackwater/program/math/slow_paths.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace slackwater::program::math {
namespace {

// The first 1280 bits of 2/pi after the binary point; tools/math_coefficients.py trigonometric
// prints them.
constexpr std::array<std::uint32_t, 40> kTwoOverPiWords = {
    0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
    0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
    0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f,
    0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
    0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab, 0xf0cfbc20, 0x9af4361d,
};

constexpr int kMantissaBits = 52;
constexpr int kExponentBias = 1023;

// Bits [first, first + 32) of 2/pi after the point; zeros before it.
std::uint32_t two_over_pi_word(int first) {
  const auto word = [](int index) -> std::uint64_t {
    return index < 0 || index >= static_cast<int>(kTwoOverPiWords.size()) ? 0
                                                                          : kTwoOverPiWords[index];
  };
  const int index = first >= 0 ? first / 32 : -((31 - first) / 32);
  const int offset = first - 32 * index;
  const std::uint64_t pair = word(index) << 32 | word(index + 1);
  return static_cast<std::uint32_t>(pair >> (32 - offset));
}

// A fixed-point number below 1, most significant word first.
constexpr int kFractionWords = 7;
using Fraction = std::array<std::uint32_t, kFractionWords>;

int leading_zeros(const Fraction& fraction) {
  int count = 0;
  for (const std::uint32_t word : fraction) {
    if (word != 0) return count + std::countl_zero(word);
    count += 32;
  }
  return count;
}

// The 53 bits that begin at bit `first`, as an integer.
std::uint64_t bits_from(const Fraction& fraction, int first) {
  std::uint64_t result = 0;
  for (int i = first; i < first + 53; ++i) {
    const std::uint32_t bit = i < 32 * kFractionWords ? fraction[i / 32] >> (31 - i % 32) & 1u : 0u;
    result = result << 1 | bit;
  }
  return result;
}

// 2^exponent for a normal result.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + kExponentBias)
                               << kMantissaBits);
}

}  // namespace

// Payne and Hanek (1983): of mantissa * 2^exponent * 2/pi only the bits from weight 2 downwards
// matter. The words of 2/pi whose product is a multiple of 4 are left out; seven words below the
// point remain, enough for the double nearest to a multiple of pi/2 (about 2^-61 away) to keep more
// than 100 bits.
ReducedAngle reduce_any_angle(double angle) {
  if (!std::isfinite(angle)) return {std::numeric_limits<double>::quiet_NaN(), 0.0, 0.0};
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(angle);
  const int biased = static_cast<int>(bits >> kMantissaBits & 0x7ff);
  if (biased < kExponentBias - 1) return {angle, 0.0, 0.0};  // |angle| < 1/2
  const std::uint64_t mantissa = (bits & 0xfffffffffffff) | std::uint64_t{1} << kMantissaBits;
  const int exponent = biased - kExponentBias - kMantissaBits;

  // product = mantissa * (words of 2/pi from bit `exponent - 32` on), modulo 2^32 above the point:
  // index 0 is the integer part, the others the fraction; two further words are computed for the
  // carries they send up.
  constexpr int kProductWords = kFractionWords + 3;
  std::array<std::uint64_t, kProductWords + 1> sums{};
  const std::uint64_t halves[2] = {mantissa & 0xffffffff, mantissa >> 32};
  for (int i = 0; i < kProductWords + 1; ++i) {
    // Bits of weight 2^(31 - 32 i) and below in 2/pi * 2^exponent.
    const std::uint64_t word = two_over_pi_word(exponent + 32 * (i - 1));
    for (int half = 0; half < 2; ++half) {
      const std::uint64_t part = word * halves[half];
      const int place = i - half;  // index of the low 32 bits of this part
      if (place >= 0) sums[place] += part & 0xffffffff;
      if (place >= 1) sums[place - 1] += part >> 32;
    }
  }
  for (int i = kProductWords; i > 0; --i) {
    sums[i - 1] += sums[i] >> 32;
    sums[i] &= 0xffffffff;
  }
  std::uint32_t quadrant = static_cast<std::uint32_t>(sums[0]);
  Fraction fraction;
  for (int i = 0; i < kFractionWords; ++i) fraction[i] = static_cast<std::uint32_t>(sums[i + 1]);

  // To the nearest multiple: a fraction of 1/2 or more becomes negative.
  const bool beyond_half = fraction[0] >> 31 != 0;
  if (beyond_half) {
    ++quadrant;
    std::uint64_t carry = 1;
    for (int i = kFractionWords - 1; i >= 0; --i) {
      carry += static_cast<std::uint32_t>(~fraction[i]);
      fraction[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
  }
  const int zeros = leading_zeros(fraction);
  const double head = static_cast<double>(bits_from(fraction, zeros)) * power_of_two(-zeros - 53);
  const double tail =
      static_cast<double>(bits_from(fraction, zeros + 53)) * power_of_two(-zeros - 106);

  // (head + tail) * pi/2, with every product of two 26-bit parts exact.
  constexpr double kHalfPi = 0x1.921fb54442d18p+0;
  constexpr double kHalfPiTail = 0x1.1a62633145c07p-54;
  const auto leading_half = [](double x) {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xfffffffff8000000);
  };
  const double a = leading_half(head);
  const double b = leading_half(kHalfPi);
  const double product = head * kHalfPi;
  const double error =
      ((a * b - product) + a * (kHalfPi - b) + (head - a) * b) + (head - a) * (kHalfPi - b);
  const double rest = error + (head * kHalfPiTail + tail * kHalfPi);
  double sum = product + rest;
  double lost = rest - (sum - product);
  if (beyond_half) {
    sum = -sum;
    lost = -lost;
  }
  if (angle < 0) return {-sum, -lost, static_cast<double>((0u - quadrant) & 3u)};
  return {sum, lost, static_cast<double>(quadrant & 3u)};
}

double exact_floored_mod(double dividend, double divisor) {
  // fmod is exact by definition, hence the same in every C library.
  const double rest = std::fmod(dividend, divisor);
  const bool other_sign = (rest < 0) != (divisor < 0);
  return rest != 0 && other_sign ? rest + divisor : rest;
}

}  // namespace slackwater::program::math

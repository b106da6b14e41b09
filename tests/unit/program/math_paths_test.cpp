// Compiled once per instruction set: every function there, and the same functions on one plain
// double, must agree in every bit. The names of the functions are listed once below.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "math_paths_test.cpp"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstddef>

#include "slackwater/program/math/generic_functions.hpp"
#include "slackwater/program/math/highway_functions.hpp"

#ifndef SLACKWATER_MATH_TEST_FUNCTIONS
#define SLACKWATER_MATH_TEST_FUNCTIONS
// clang-format off: it never settles on a layout for these lists
#define SLACKWATER_MATH_UNARY(X)                                                   \
  X(exp) X(ln) X(log10) X(logistic) X(tanh) X(sin) X(cos) X(tan) X(asin) X(acos)   \
  X(atan) X(normal_quantile) X(sqrt) X(floor) X(round) X(sign) X(abs) X(negate)    \
  X(logical_not)
#define SLACKWATER_MATH_BINARY(X)                                                  \
  X(power) X(mod) X(minimum) X(maximum) X(less) X(less_equal) X(greater)           \
  X(greater_equal) X(equal) X(not_equal) X(logical_and) X(logical_or)
#define SLACKWATER_MATH_TERNARY(X) X(clip) X(safe_div) X(select)
// clang-format on
#endif

HWY_BEFORE_NAMESPACE();
namespace slackwater::program::math::test::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace lanes = slackwater::program::math::HWY_NAMESPACE;

// Where an operand of each lane is, and where its result goes; count is a multiple of the widest
// vector.
template <class V>
void evaluate_with(int function, const double* a, const double* b, const double* c, double* out,
                   std::size_t count) {
  int index = 0;
#define SLACKWATER_CALL(arguments)                                                   \
  if (function == index++) {                                                         \
    for (std::size_t i = 0; i < count; i += V::kLanes) V::store(arguments, out + i); \
    return;                                                                          \
  }
#define SLACKWATER_CALL_1(name) SLACKWATER_CALL(lanes::name<V>(V::load(a + i)))
#define SLACKWATER_CALL_2(name) SLACKWATER_CALL(lanes::name<V>(V::load(a + i), V::load(b + i)))
#define SLACKWATER_CALL_3(name) \
  SLACKWATER_CALL(lanes::name<V>(V::load(a + i), V::load(b + i), V::load(c + i)))
  SLACKWATER_MATH_UNARY(SLACKWATER_CALL_1)
  SLACKWATER_MATH_BINARY(SLACKWATER_CALL_2)
  SLACKWATER_MATH_TERNARY(SLACKWATER_CALL_3)
#undef SLACKWATER_CALL
#undef SLACKWATER_CALL_1
#undef SLACKWATER_CALL_2
#undef SLACKWATER_CALL_3
}

void evaluate(int function, const double* a, const double* b, const double* c, double* out,
              std::size_t count) {
  evaluate_with<lanes::HighwayPolicy<hn::ScalableTag<double>>>(function, a, b, c, out, count);
}

// The vector of a narrow block.
void evaluate_pair(int function, const double* a, const double* b, const double* c, double* out,
                   std::size_t count) {
  evaluate_with<lanes::HighwayPolicy<hn::CappedTag<double, 2>>>(function, a, b, c, out, count);
}

// Two vectors beside each other.
void evaluate_twice(int function, const double* a, const double* b, const double* c, double* out,
                    std::size_t count) {
  using V = lanes::HighwayPolicy<hn::ScalableTag<double>>;
  evaluate_with<lanes::TwicePolicy<V>>(function, a, b, c, out, count);
}

// Quotients by fixed divisors, vector by vector; divided where one is doubtful, which is counted.
// -1: this set does not fuse.
template <class D, bool kZeros>
int divide_by_fixed(const double* n, const double* d, double* out, std::size_t count) {
  using V = lanes::HighwayPolicy<D>;
  int doubtful = 0;
  if constexpr (!V::kFuses) {
    doubtful = -1;
  } else {
    for (std::size_t i = 0; i < count; i += V::kLanes) {
      const auto divisor = V::load(d + i);
      const typename V::Vec dividends[] = {V::load(n + i)};
      typename V::Vec quotients[] = {
          lanes::fixed_quotient<V, kZeros>(*dividends, divisor, lanes::inverse_of<V>(divisor))};
      if (lanes::doubtful<V, kZeros>(dividends, quotients)) {
        ++doubtful;
        *quotients = *dividends / divisor;
      }
      V::store(*quotients, out + i);
    }
  }
  return doubtful;
}
int divide_each(const double* n, const double* d, double* out, std::size_t count, bool zeros) {
  using D = hn::CappedTag<double, 1>;
  return zeros ? divide_by_fixed<D, true>(n, d, out, count)
               : divide_by_fixed<D, false>(n, d, out, count);
}
int divide_all(const double* n, const double* d, double* out, std::size_t count, bool zeros) {
  using D = hn::ScalableTag<double>;
  return zeros ? divide_by_fixed<D, true>(n, d, out, count)
               : divide_by_fixed<D, false>(n, d, out, count);
}

// Whether kCount quotients are doubtful of which one alone, at `place`, is dividend / divisor; the
// others are 3 / 7.
template <std::size_t kCount>
bool one_is_doubtful(std::size_t place, double dividend, double divisor, bool zeros) {
  using V = lanes::HighwayPolicy<hn::ScalableTag<double>>;
  if constexpr (V::kFuses) {
    HWY_ALIGN double n[V::kLanes];
    HWY_ALIGN double d[V::kLanes];
    typename V::Vec dividends[kCount];
    typename V::Vec quotients[kCount];
    for (std::size_t i = 0; i < kCount; ++i) {
      std::fill_n(n, V::kLanes, 3.0);
      std::fill_n(d, V::kLanes, 7.0);
      if (i == place / V::kLanes) {
        n[place % V::kLanes] = dividend;
        d[place % V::kLanes] = divisor;
      }
      dividends[i] = V::load(n);
      const auto inverse = lanes::inverse_of<V>(V::load(d));
      quotients[i] = zeros ? lanes::fixed_quotient<V, true>(dividends[i], V::load(d), inverse)
                           : lanes::fixed_quotient<V>(dividends[i], V::load(d), inverse);
    }
    return zeros ? lanes::doubtful<V, true>(dividends, quotients)
                 : lanes::doubtful<V, false>(dividends, quotients);
  }
  return false;
}
bool is_doubtful(std::size_t count, std::size_t place, double dividend, double divisor,
                 bool zeros) {
  if (count == 1) return one_is_doubtful<1>(place, dividend, divisor, zeros);
  if (count == 2) return one_is_doubtful<2>(place, dividend, divisor, zeros);
  if (count == 3) return one_is_doubtful<3>(place, dividend, divisor, zeros);
  return one_is_doubtful<4>(place, dividend, divisor, zeros);
}
bool fuses() { return lanes::HighwayPolicy<hn::ScalableTag<double>>::kFuses; }

std::size_t lane_count() { return hn::Lanes(hn::ScalableTag<double>()); }

}  // namespace slackwater::program::math::test::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <numeric>

#include "math_oracle.hpp"

namespace slackwater::program::math::test {
namespace {

HWY_EXPORT(evaluate);
HWY_EXPORT(evaluate_pair);
HWY_EXPORT(evaluate_twice);
HWY_EXPORT(divide_each);
HWY_EXPORT(divide_all);
HWY_EXPORT(is_doubtful);
HWY_EXPORT(fuses);
HWY_EXPORT(lane_count);

// The plain double is the expected value.
double evaluate_scalar(int function, double a, double b, double c) {
  using V = ScalarPolicy;
  int index = 0;
#define SLACKWATER_CALL_1(name) \
  if (function == index++) return generic::name<V>(a);
#define SLACKWATER_CALL_2(name) \
  if (function == index++) return generic::name<V>(a, b);
#define SLACKWATER_CALL_3(name) \
  if (function == index++) return generic::name<V>(a, b, c);
  SLACKWATER_MATH_UNARY(SLACKWATER_CALL_1)
  SLACKWATER_MATH_BINARY(SLACKWATER_CALL_2)
  SLACKWATER_MATH_TERNARY(SLACKWATER_CALL_3)
#undef SLACKWATER_CALL_1
#undef SLACKWATER_CALL_2
#undef SLACKWATER_CALL_3
  return 0.0;
}

#define SLACKWATER_NAME(name) #name,
constexpr const char* kFunctionNames[] = {SLACKWATER_MATH_UNARY(SLACKWATER_NAME)
                                              SLACKWATER_MATH_BINARY(SLACKWATER_NAME)
                                                  SLACKWATER_MATH_TERNARY(SLACKWATER_NAME)};
#undef SLACKWATER_NAME
constexpr int kFunctionCount = static_cast<int>(std::size(kFunctionNames));

// Columns of operands, padded to whole vectors, aligned for the widest.
struct Operands {
  explicit Operands(std::vector<double> first, std::uint64_t seed) {
    while (first.size() % 16 != 0) first.push_back(1.0);
    std::vector<double> others = first;
    std::mt19937_64 random(seed);
    std::shuffle(others.begin(), others.end(), random);
    count = first.size();
    for (std::size_t i = 0; i < 4; ++i) columns[i] = hwy::AllocateAligned<double>(count);
    std::copy(first.begin(), first.end(), columns[0].get());
    std::copy(others.begin(), others.end(), columns[1].get());
    std::shuffle(others.begin(), others.end(), random);
    std::copy(others.begin(), others.end(), columns[2].get());
  }
  std::size_t count = 0;
  hwy::AlignedFreeUniquePtr<double[]> columns[4];  // three operands, the result
};

std::vector<double> values_of_every_kind() {
  std::vector<double> values = boundary_values();
  for (const std::uint64_t nan :
       {0x7ff8000000000000ull, 0xfff8000000000000ull, 0x7ff8000000000123ull}) {
    values.push_back(std::bit_cast<double>(nan));
  }
  const std::size_t count = sample_count(100'000);
  add_random_bits(values, count / 4, 21);
  add_binades(values, count / 4, -40, 12, 22);
  add_uniform(values, count / 4, -2, 2, 23);
  add_uniform(values, count / 4, -750, 750, 24);
  // Lanes of one vector must not influence each other, so kinds are mixed.
  std::mt19937_64 random(25);
  std::shuffle(values.begin(), values.end(), random);
  return values;
}

// Without one that any function treats as special: vectors of such arguments take shorter paths.
std::vector<double> ordinary_values() {
  std::vector<double> values;
  const std::size_t count = sample_count(50'000);
  add_uniform(values, count, 0x1p-20, 30, 26);
  add_uniform(values, count, 0x1p-20, 2, 27);
  std::mt19937_64 random(28);
  std::shuffle(values.begin(), values.end(), random);
  return values;
}

// Arguments of exp and logistic that are ordinary, of both signs and nearly as far as they go.
std::vector<double> ordinary_exponents() {
  std::vector<double> values;
  add_uniform(values, sample_count(50'000), -599, 599, 29);
  return values;
}

// Every pair, and with a third: zeros of both signs, equal numbers, NaN on either side.
Operands all_pairs() {
  const double values[] = {0.0, -0.0, 1.0, -1.0, 0x1p-1074, -0x1p-1074, INFINITY, -INFINITY, NAN};
  std::vector<double> first, second, third;
  for (const double a : values) {
    for (const double b : values) {
      for (const double c : values) {
        first.push_back(a);
        second.push_back(b);
        third.push_back(c);
      }
    }
  }
  Operands operands(first, 35);
  std::fill_n(operands.columns[1].get(), operands.count, 1.0);
  std::fill_n(operands.columns[2].get(), operands.count, 1.0);
  std::copy(second.begin(), second.end(), operands.columns[1].get());
  std::copy(third.begin(), third.end(), operands.columns[2].get());
  return operands;
}

// Exponents of the short way of powers in all lanes, in none, and in some.
Operands with_exponents(std::initializer_list<double> exponents) {
  Operands operands(values_of_every_kind(), 33);
  std::mt19937_64 random(34);
  for (std::size_t i = 0; i < operands.count; ++i) {
    operands.columns[1][i] = exponents.begin()[random() % exponents.size()];
  }
  return operands;
}

// Runs the rest of a test on one instruction set, and goes back to the best one afterwards.
class ChosenInstructionSet {
 public:
  explicit ChosenInstructionSet(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ~ChosenInstructionSet() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  ChosenInstructionSet(const ChosenInstructionSet&) = delete;
  ChosenInstructionSet& operator=(const ChosenInstructionSet&) = delete;
};

template <class Evaluate>
void expect_scalar_bits(Evaluate evaluate_lanes, const char* target, const Operands& operands) {
  double* out = operands.columns[3].get();
  const double* a = operands.columns[0].get();
  const double* b = operands.columns[1].get();
  const double* c = operands.columns[2].get();
  for (int function = 0; function < kFunctionCount; ++function) {
    evaluate_lanes(function, a, b, c, out, operands.count);
    int differences = 0;
    for (std::size_t i = 0; i < operands.count && differences < 3; ++i) {
      const double expected = evaluate_scalar(function, a[i], b[i], c[i]);
      if (std::bit_cast<std::uint64_t>(out[i]) == std::bit_cast<std::uint64_t>(expected)) continue;
      // A quotient of infinities or zeros is the processor's own NaN, of which only the kind is
      // promised.
      if (std::string(kFunctionNames[function]) == "safe_div" && std::isnan(out[i]) &&
          std::isnan(expected))
        continue;
      ++differences;
      ADD_FAILURE() << kFunctionNames[function] << "(" << a[i] << ", " << b[i] << ", " << c[i]
                    << ") on " << target << " is " << out[i] << ", on one double " << expected;
    }
  }
}

TEST(MathPathsTest, EveryInstructionSetGivesTheBitsOfOneDouble) {
  const Operands all[] = {Operands(values_of_every_kind(), 31),
                          Operands(ordinary_values(), 32),
                          Operands(ordinary_exponents(), 36),
                          all_pairs(),
                          with_exponents({3}),
                          with_exponents({0, 1, 2, 3}),
                          with_exponents({0, 1, 2, 3, 1.5, 0.3, -1, 4, NAN})};
  std::vector<std::size_t> widths;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const ChosenInstructionSet chosen(target);
    widths.push_back(HWY_DYNAMIC_DISPATCH(lane_count)());
    std::printf("  %s: %zu lanes, %zu values\n", hwy::TargetName(target), widths.back(),
                std::accumulate(std::begin(all), std::end(all), std::size_t{0},
                                [](auto sum, const Operands& each) { return sum + each.count; }));
    for (const Operands& operands : all) {
      expect_scalar_bits(HWY_DYNAMIC_DISPATCH(evaluate), hwy::TargetName(target), operands);
      expect_scalar_bits(HWY_DYNAMIC_DISPATCH(evaluate_pair), hwy::TargetName(target), operands);
      expect_scalar_bits(HWY_DYNAMIC_DISPATCH(evaluate_twice), hwy::TargetName(target), operands);
    }
  }
  EXPECT_FALSE(widths.empty());
}

// Pairs of every kind, and those at whose bounds quotients cease to be ordinary.
Operands quotients() {
  std::vector<double> n, d;
  const auto add = [&](int n_low, int n_high, int d_low, int d_high, std::uint64_t seed) {
    add_binades(n, 20000, n_low, n_high, seed);
    add_binades(d, 20000, d_low, d_high, seed + 100);
  };
  add(-3, 3, -3, 3, 41);
  add(-1022, -990, -3, 3, 42);
  add(-805, -795, -100, 100, 43);
  add(-3, 3, -105, -95, 44);
  add(-3, 3, 95, 105, 45);
  add(1000, 1024, -100, 100, 46);
  const std::vector<double> others = values_of_every_kind();
  for (std::size_t i = 0; i + 1 < others.size(); i += 2) {
    n.push_back(others[i]);
    d.push_back(others[i + 1]);
  }
  for (const double zero : {0.0, -0.0}) {
    for (int i = 0; i < 8; ++i) {
      n.push_back(zero);
      d.push_back(i % 2 == 0 ? 3.0 : -3.0);
    }
  }
  Operands operands(n, 33);
  std::fill_n(operands.columns[1].get(), operands.count, 1.0);
  std::copy(d.begin(), d.end(), operands.columns[1].get());
  return operands;
}

TEST(MathPathsTest, QuotientsByFixedDivisorsHaveTheBitsOfADivision) {
  const Operands operands = quotients();
  const double* n = operands.columns[0].get();
  const double* d = operands.columns[1].get();
  double* out = operands.columns[3].get();
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const ChosenInstructionSet chosen(target);
    for (const bool zeros : {false, true}) {
      for (const bool all : {false, true}) {
        const auto divide =
            all ? HWY_DYNAMIC_DISPATCH(divide_all) : HWY_DYNAMIC_DISPATCH(divide_each);
        if (divide(n, d, out, operands.count, zeros) < 0) continue;
        for (std::size_t i = 0; i < operands.count; ++i) {
          const double expected = n[i] / d[i];
          ASSERT_TRUE(std::bit_cast<std::uint64_t>(out[i]) ==
                          std::bit_cast<std::uint64_t>(expected) ||
                      (std::isnan(out[i]) && std::isnan(expected)))
              << std::hexfloat << n[i] << " / " << d[i] << " on " << hwy::TargetName(target);
        }
        // The first kind is ordinary, the last sixteen or more are zeros and ones.
        EXPECT_EQ(divide(n, d, out, 16000, zeros), 0) << hwy::TargetName(target);
        const std::size_t last = operands.count - 16;
        const int doubtful = divide(n + last, d + last, out, 16, zeros);
        EXPECT_EQ(doubtful == 0, zeros) << hwy::TargetName(target);
      }
    }
  }
}

// One test for all quotients of a block: whichever it is must be noticed, and nothing else.
TEST(MathPathsTest, ADoubtfulQuotientIsNoticedInEveryPlace) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const ChosenInstructionSet chosen(target);
    if (!HWY_DYNAMIC_DISPATCH(fuses)()) continue;
    const auto is_so = [](std::size_t count, std::size_t place, double n, double d, bool zeros) {
      return HWY_DYNAMIC_DISPATCH(is_doubtful)(count, place, n, d, zeros);
    };
    for (std::size_t count = 1; count <= 4; ++count) {
      for (std::size_t place = 0; place < count * HWY_DYNAMIC_DISPATCH(lane_count)(); ++place) {
        for (const bool zeros : {false, true}) {
          EXPECT_FALSE(is_so(count, place, 3.0, 7.0, zeros));
          EXPECT_FALSE(is_so(count, place, -0x1p-800, 0x1p+100, zeros));
          EXPECT_TRUE(is_so(count, place, 0x1.fp-801, 7.0, zeros)) << place;
          EXPECT_TRUE(is_so(count, place, -0x1p-900, 7.0, zeros)) << place;
          EXPECT_TRUE(is_so(count, place, 3.0, 0x1.8p+100, zeros)) << place;
          EXPECT_TRUE(is_so(count, place, INFINITY, 7.0, zeros)) << place;
          EXPECT_TRUE(is_so(count, place, NAN, 7.0, zeros)) << place;
          EXPECT_EQ(is_so(count, place, 0.0, 7.0, zeros), !zeros) << place;
          EXPECT_EQ(is_so(count, place, -0.0, 7.0, zeros), !zeros) << place;
        }
      }
    }
  }
}

// The switch itself works: a width that does not change would mean that one instruction set was
// tested many times.
TEST(MathPathsTest, InstructionSetsDifferInWidth) {
  std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
  if (targets.size() < 2) GTEST_SKIP() << "this machine has one instruction set only";
  std::vector<std::size_t> widths;
  for (const std::int64_t target : {targets.front(), targets.back()}) {
    const ChosenInstructionSet chosen(target);
    widths.push_back(HWY_DYNAMIC_DISPATCH(lane_count)());
  }
  EXPECT_NE(widths.front(), widths.back());
}

}  // namespace
}  // namespace slackwater::program::math::test
#endif

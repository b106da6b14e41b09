#include "slackwater/base/floating_point_scope.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cfenv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <thread>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace slackwater::base {
namespace {

// Through volatile, so that the processor divides and not the compiler.
double divide(double a, double b) {
  const volatile double x = a;
  const volatile double y = b;
  const volatile double quotient = x / y;
  return quotient;
}

// 1/3 lies above 0x1.5555555555555p-2 by a third of a unit, so nearest and down agree and up does
// not; 2/3 lies above 0x1.5555555555555p-1 likewise; 1/10 lies below 0x1.999999999999ap-4.
void expect_nearest() {
  EXPECT_EQ(divide(1, 3), 0x1.5555555555555p-2);
  EXPECT_EQ(divide(-1, 3), -0x1.5555555555555p-2);
  EXPECT_EQ(divide(1, 10), 0x1.999999999999ap-4);
  EXPECT_EQ(divide(-1, 10), -0x1.999999999999ap-4);
}

void expect_subnormals() {
  EXPECT_EQ(divide(0x1p-1022, 2), 0x1p-1023);
  EXPECT_EQ(divide(0x1p-1074, 0x1p-1074), 1.0);
  EXPECT_EQ(divide(0x1p-1074, 2), 0.0);
}

class Rounding {
 public:
  explicit Rounding(int mode) : saved_(std::fegetround()) { std::fesetround(mode); }
  ~Rounding() { std::fesetround(saved_); }
  Rounding(const Rounding&) = delete;
  Rounding& operator=(const Rounding&) = delete;

 private:
  int saved_;
};

TEST(FloatingPointScopeTest, RoundsToNearestWhateverTheHostChose) {
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO, FE_TONEAREST}) {
    const Rounding host(mode);
    const FloatingPointScope scope;
    expect_nearest();
  }
}

TEST(FloatingPointScopeTest, GivesTheHostItsRoundingBack) {
  {
    const Rounding host(FE_UPWARD);
    {
      const FloatingPointScope scope;
    }
    EXPECT_EQ(divide(1, 3), 0x1.5555555555556p-2);
    EXPECT_EQ(divide(-1, 10), -0x1.9999999999999p-4);
    EXPECT_EQ(std::fegetround(), FE_UPWARD);
  }
  {
    const Rounding host(FE_DOWNWARD);
    {
      const FloatingPointScope scope;
    }
    EXPECT_EQ(divide(1, 10), 0x1.9999999999999p-4);
    EXPECT_EQ(divide(-1, 3), -0x1.5555555555556p-2);
  }
  {
    const Rounding host(FE_TOWARDZERO);
    {
      const FloatingPointScope scope;
    }
    EXPECT_EQ(divide(1, 10), 0x1.9999999999999p-4);
    EXPECT_EQ(divide(-1, 10), -0x1.9999999999999p-4);
  }
}

TEST(FloatingPointScopeTest, GivesBackWhenAnExceptionLeavesIt) {
  const Rounding host(FE_UPWARD);
  try {
    const FloatingPointScope scope;
    throw std::runtime_error("left early");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(divide(1, 3), 0x1.5555555555556p-2);
}

TEST(FloatingPointScopeTest, OneInsideAnotherLeavesTheOuterInForce) {
  const Rounding host(FE_UPWARD);
  {
    const FloatingPointScope outer;
    {
      const FloatingPointScope inner;
    }
    expect_nearest();
    {
      const Rounding callback(FE_DOWNWARD);
      {
        const FloatingPointScope inner;
      }
      EXPECT_EQ(divide(1, 10), 0x1.9999999999999p-4);
    }
  }
  EXPECT_EQ(divide(1, 3), 0x1.5555555555556p-2);
}

TEST(FloatingPointScopeTest, DivisionByZeroIsAValue) {
  const FloatingPointScope scope;
  EXPECT_EQ(divide(1, 0), std::numeric_limits<double>::infinity());
  EXPECT_NE(divide(0, 0), divide(0, 0));
}

#if defined(__SSE2__)

// Bits of MXCSR. Source: Intel SDM, volume 1, section 10.2.3.
constexpr unsigned kInvalidSeen = 0x0001;
constexpr unsigned kInexactSeen = 0x0020;
constexpr unsigned kDenormalsAreZero = 0x0040;
constexpr unsigned kInvalidMasked = 0x0080;
constexpr unsigned kDivideByZeroMasked = 0x0200;
constexpr unsigned kRoundDown = 0x2000;
constexpr unsigned kRoundToZero = 0x6000;
constexpr unsigned kFlushToZero = 0x8000;
constexpr unsigned kDefault = 0x1F80;

class ControlRegister : public testing::Test {
 protected:
  ControlRegister() : saved_(_mm_getcsr()) {}
  ~ControlRegister() override { _mm_setcsr(saved_); }

 private:
  unsigned saved_;
};
using FloatingPointScopeRegisterTest = ControlRegister;

TEST_F(FloatingPointScopeRegisterTest, IsTheOneAtTheBeginningAtTheEnd) {
  for (const unsigned host :
       {kDefault, kDefault | kFlushToZero, kDefault | kDenormalsAreZero,
        kDefault | kFlushToZero | kDenormalsAreZero | kRoundToZero, kDefault | kRoundDown,
        kDefault | kInvalidSeen | kInexactSeen, kDefault & ~kDivideByZeroMasked,
        kDefault & ~(kInvalidMasked | kDivideByZeroMasked)}) {
    _mm_setcsr(host);
    unsigned inside = 0;
    {
      const FloatingPointScope scope;
      inside = _mm_getcsr();
      divide(1, 0);
      divide(0x1p-1074, 3);
    }
    const auto after = _mm_getcsr();
    _mm_setcsr(kDefault);
    EXPECT_EQ(inside, kDefault) << std::hex << host;
    EXPECT_EQ(after, host) << std::hex << host;
  }
}

TEST_F(FloatingPointScopeRegisterTest, KeepsSubnormalNumbersInAHostThatFlushesThem) {
  // What it protects against is real: the host loses them.
  _mm_setcsr(kDefault | kFlushToZero);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(divide(0x1p-1022, 2)), 0u);
  _mm_setcsr(kDefault | kDenormalsAreZero);
  EXPECT_NE(std::bit_cast<std::uint64_t>(divide(0x1p-1074, 0x1p-1074)),
            std::bit_cast<std::uint64_t>(1.0));
  for (const unsigned bits : {kFlushToZero, kDenormalsAreZero, kFlushToZero | kDenormalsAreZero}) {
    _mm_setcsr(kDefault | bits);
    const FloatingPointScope scope;
    expect_subnormals();
  }
}

TEST_F(FloatingPointScopeRegisterTest, TrapsNothingInAHostThatTraps) {
  double quotient = 0;
  _mm_setcsr(kDefault & ~(kInvalidMasked | kDivideByZeroMasked));
  {
    const FloatingPointScope scope;
    quotient = divide(1, 0);
    divide(0, 0);
  }
  _mm_setcsr(kDefault);
  EXPECT_EQ(quotient, std::numeric_limits<double>::infinity());
}

TEST_F(FloatingPointScopeRegisterTest, IsOfTheThreadThatHoldsIt) {
  const FloatingPointScope scope;
  unsigned other = 0;
  std::thread([&] {
    _mm_setcsr(kDefault | kRoundDown);
    {
      const FloatingPointScope inner;
    }
    other = _mm_getcsr();
  }).join();
  EXPECT_EQ(other, kDefault | kRoundDown);
  expect_nearest();
}

#endif

}  // namespace
}  // namespace slackwater::base

#include "slackwater/units/dimension.hpp"

#include <algorithm>
#include <numeric>

namespace slackwater::units {
namespace {

// No sensible unit comes near; the limit keeps arithmetic on a hostile text defined.
constexpr long long kLargestPart = 1'000'000;

int limited(long long value) {
  return static_cast<int>(std::clamp(value, -kLargestPart, kLargestPart));
}

}  // namespace

Exponent make_exponent(long long numerator, long long denominator) {
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  const auto divisor = std::gcd(numerator, denominator);
  if (divisor > 1) {
    numerator /= divisor;
    denominator /= divisor;
  }
  return {limited(numerator), limited(denominator)};
}

Exponent operator+(Exponent a, Exponent b) {
  const auto numerator = static_cast<long long>(a.numerator) * b.denominator +
                         static_cast<long long>(b.numerator) * a.denominator;
  return make_exponent(numerator, static_cast<long long>(a.denominator) * b.denominator);
}

Exponent operator*(Exponent a, Exponent b) {
  return make_exponent(static_cast<long long>(a.numerator) * b.numerator,
                       static_cast<long long>(a.denominator) * b.denominator);
}

double to_double(Exponent exponent) {
  return static_cast<double>(exponent.numerator) / exponent.denominator;
}

Dimension::Dimension(BaseId base) : factors_{{base, Exponent{}}} {}

Dimension Dimension::power(Exponent exponent) const {
  Dimension result;
  if (exponent.numerator == 0) return result;
  result.factors_ = factors_;
  for (auto& factor : result.factors_) factor.exponent = factor.exponent * exponent;
  return result;
}

Dimension operator*(const Dimension& a, const Dimension& b) {
  Dimension result;
  auto i = a.factors_.begin();
  auto j = b.factors_.begin();
  while (i != a.factors_.end() || j != b.factors_.end()) {
    if (j == b.factors_.end() || (i != a.factors_.end() && i->base < j->base)) {
      result.factors_.push_back(*i++);
    } else if (i == a.factors_.end() || j->base < i->base) {
      result.factors_.push_back(*j++);
    } else {
      const auto exponent = i->exponent + j->exponent;
      if (exponent.numerator != 0) result.factors_.push_back({i->base, exponent});
      ++i;
      ++j;
    }
  }
  return result;
}

}  // namespace slackwater::units

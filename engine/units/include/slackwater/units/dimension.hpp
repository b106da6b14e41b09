#pragma once

#include <vector>

#include "slackwater/base/id.hpp"

namespace slackwater::units {

using BaseId = base::Id<struct BaseTag>;

/// An exponent: a fraction in lowest terms with a positive denominator.
struct Exponent {
  int numerator = 1;
  int denominator = 1;

  friend bool operator==(const Exponent&, const Exponent&) = default;
};

/// The fraction in lowest terms; `denominator` must not be 0.
Exponent make_exponent(long long numerator, long long denominator = 1);
Exponent operator+(Exponent a, Exponent b);
Exponent operator*(Exponent a, Exponent b);
double to_double(Exponent exponent);

/// A product of powers of base units: item * time^-1.
///
/// Guarantees: kept in one canonical form, so that `==` compares meaning.
class Dimension {
 public:
  struct Factor {
    BaseId base;
    Exponent exponent;

    friend bool operator==(const Factor&, const Factor&) = default;
  };

  Dimension() = default;
  explicit Dimension(BaseId base);

  bool dimensionless() const { return factors_.empty(); }
  /// Sorted by base; no exponent is 0.
  const std::vector<Factor>& factors() const { return factors_; }
  Dimension power(Exponent exponent) const;

  friend Dimension operator*(const Dimension& a, const Dimension& b);
  friend bool operator==(const Dimension&, const Dimension&) = default;

 private:
  std::vector<Factor> factors_;
};

}  // namespace slackwater::units

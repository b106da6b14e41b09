#pragma once

#include <optional>

#include "slackwater/units/dimension.hpp"

namespace slackwater::units {

/// A positive factor, kept as a ratio so that `item/day` against `item/week` is exactly 7.
struct Scale {
  double numerator = 1;
  double denominator = 1;

  double value() const { return numerator / denominator; }
};

/// The type of a number: how many of the base units one of it is, and of which bases.
///
/// Guarantees: `week` and `day` have one dimension and different scales; they are not the same
/// unit.
struct Unit {
  Scale scale;
  Dimension dimension;

  /// Whether it is plain `1`: no dimension and no scale (`week/day` has the scale 7).
  bool is_one() const;
};

Unit operator*(const Unit& a, const Unit& b);
Unit operator/(const Unit& a, const Unit& b);
Unit power(const Unit& unit, Exponent exponent);
/// `factor` of the unit: `13 week`; `factor` must be positive and finite.
Unit scaled(double factor, const Unit& unit);

/// Same dimension and same scale (to 1 part in 10^12): numbers of both mean the same without
/// conversion.
bool same(const Unit& a, const Unit& b);

/// What a number in `from` is multiplied with to be a number in `to`; nothing when the dimensions
/// differ.
std::optional<double> conversion_factor(const Unit& from, const Unit& to);

}  // namespace slackwater::units

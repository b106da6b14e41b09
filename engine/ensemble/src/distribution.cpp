#include "slackwater/ensemble/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "normal_share.hpp"
#include "slackwater/program/math/scalar_functions.hpp"

namespace slackwater::ensemble {
namespace {

namespace math = program::math;

std::optional<double> argument(const Distribution& distribution, std::string_view name) {
  for (const auto& [key, value] : distribution.arguments) {
    if (key == name) return value;
  }
  return std::nullopt;
}

/// Collects what is wrong with a distribution's arguments.
class Reader {
 public:
  Reader(const Distribution& distribution, const base::Place& place)
      : distribution_(distribution), place_(place) {}

  double need(std::string_view name) {
    const auto value = argument(distribution_, name);
    if (!value) {
      refuse("needs the argument '" + std::string(name) + "'");
      return 0;
    }
    return finite(*value, name);
  }
  std::optional<double> maybe(std::string_view name) {
    const auto value = argument(distribution_, name);
    if (value) return finite(*value, name);
    return std::nullopt;
  }
  void require(bool condition, const std::string& message) {
    if (!condition && !diagnostics_.has_errors()) refuse(message);
  }
  void refuse(const std::string& message) {
    diagnostics_.error("E9021", distribution_.family + " " + message, place_);
  }
  base::Diagnostics& diagnostics() { return diagnostics_; }

 private:
  double finite(double value, std::string_view name) {
    if (!std::isfinite(value))
      refuse("has an argument '" + std::string(name) + "' that is not finite");
    return value;
  }

  const Distribution& distribution_;
  const base::Place& place_;
  base::Diagnostics diagnostics_;
};

constexpr double kNormal95 =
    1.6448536269514722;  // normal_quantile(0.95); AS 241 and R's qnorm agree

}  // namespace

base::Result<Quantile> Quantile::make(const Distribution& distribution, const base::Place& place) {
  Reader read(distribution, place);
  Quantile quantile;
  if (distribution.family == "uniform" || distribution.family == "log_uniform") {
    const bool logarithmic = distribution.family == "log_uniform";
    quantile.family_ = logarithmic ? Family::log_uniform : Family::uniform;
    quantile.a_ = read.need("low");
    quantile.b_ = read.need("high");
    read.require(quantile.a_ < quantile.b_, "needs low < high");
    read.require(!logarithmic || quantile.a_ > 0, "needs low > 0");
  } else if (distribution.family == "normal") {
    quantile.family_ = Family::normal;
    quantile.a_ = read.need("mean");
    quantile.b_ = read.need("deviation");
    read.require(quantile.b_ > 0, "needs deviation > 0");
  } else if (distribution.family == "lognormal") {
    quantile.family_ = Family::lognormal;
    const double median = read.need("median");
    read.require(median > 0, "needs median > 0");
    quantile.a_ = math::ln(median);
    const double p95 = read.need("p95");
    read.require(p95 > median, "needs p95 > median");
    quantile.b_ = math::ln(p95 / median) / kNormal95;
  } else if (distribution.family == "triangular") {
    quantile.family_ = Family::triangular;
    quantile.a_ = read.need("low");
    quantile.c_ = read.need("mode");
    quantile.b_ = read.need("high");
    read.require(
        quantile.a_ <= quantile.c_ && quantile.c_ <= quantile.b_ && quantile.a_ < quantile.b_,
        "needs low <= mode <= high and low < high");
  } else {
    read.refuse("is not a distribution");
  }
  const bool bell = quantile.family_ == Family::normal || quantile.family_ == Family::lognormal;
  if (bell && !read.diagnostics().has_errors()) {
    const auto standard = [&](double x) {
      const double y =
          quantile.family_ == Family::lognormal ? (x > 0 ? math::ln(x) : -INFINITY) : x;
      return (y - quantile.a_) / quantile.b_;
    };
    const auto low = read.maybe("low");
    const auto high = read.maybe("high");
    if (low) quantile.u_low_ = normal_share(standard(*low));
    if (high) quantile.u_high_ = normal_share(standard(*high));
    read.require(!low || !high || *low < *high, "needs low < high");
    read.require(quantile.u_high_ - quantile.u_low_ > 1e-9, "is truncated to almost nothing");
    if (low) quantile.lowest_ = *low;
    if (high) quantile.highest_ = *high;
  }
  if (quantile.family_ == Family::lognormal) quantile.lowest_ = std::max(quantile.lowest_, 0.0);
  if (!bell) {
    quantile.lowest_ = quantile.a_;
    quantile.highest_ = quantile.b_;
  }
  if (read.diagnostics().has_errors()) return std::move(read.diagnostics());
  return quantile;
}

double Quantile::share_below(double value) const {
  if (value <= lowest_) return 0;
  if (value >= highest_) return 1;
  double low = 0;
  double high = 1;
  for (int i = 0; i < 45; ++i) {
    const double middle = 0.5 * (low + high);
    ((*this)(middle) < value ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

std::optional<Quantile::Outside> Quantile::outside(double low, double high) const {
  constexpr double kRareShare = 1e-4;
  const double slack = 1e-12 * std::max(std::abs(low), std::abs(high));
  if (lowest_ >= low - slack && highest_ <= high + slack) return std::nullopt;
  const bool bounded = std::isfinite(lowest_) && std::isfinite(highest_);
  const double share = share_below(low) + (1 - share_below(high));
  if (!bounded && share < kRareShare) return std::nullopt;
  return Outside{bounded, share};
}

double Quantile::operator()(double u) const {
  const double p = u_low_ + u * (u_high_ - u_low_);
  double value = 0;
  switch (family_) {
    case Family::uniform:
      value = a_ + u * (b_ - a_);
      break;
    case Family::log_uniform:
      value = math::exp(math::ln(a_) + u * math::ln(b_ / a_));
      break;
    case Family::normal:
      value = a_ + b_ * math::normal_quantile(p);
      break;
    case Family::lognormal:
      value = math::exp(a_ + b_ * math::normal_quantile(p));
      break;
    case Family::triangular: {
      const double width = b_ - a_;
      const double peak = (c_ - a_) / width;
      value = u < peak ? a_ + std::sqrt(u * width * (c_ - a_))
                       : b_ - std::sqrt((1 - u) * width * (b_ - c_));
      break;
    }
  }
  return math::min(math::max(value, lowest_), highest_);
}

}  // namespace slackwater::ensemble

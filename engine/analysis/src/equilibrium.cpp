#include "slackwater/analysis/equilibrium.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <optional>

#include "free_directions.hpp"
#include "linearization.hpp"
#include "slackwater/base/number.hpp"

namespace slackwater::analysis {
namespace {

// In units of the fastest time constant: long enough to be Newton's step, short enough for a
// singular Jacobian.
constexpr double kLongestStep = 1e8;
// Smaller eigenvalues, as a share of the largest one, are what differences leave of a zero.
constexpr double kZero = 1e-8;

/// Where the search stands.
struct State {
  Linearization near;
  double residual = 0;  ///< largest |net flow| / (|stock| + floor)
  double distance = 0;  ///< largest |Newton step| / (|stock| + floor)
};

/// Follows the flow in growing implicit steps until Newton's method takes over.
class Search {
 public:
  Search(const System& system, const EquilibriumOptions& options)
      : system_(system), options_(options), start_(system.start()) {}

  /// False when the model has no value at its start.
  bool run() {
    auto first = look(start_);
    if (!first) return false;
    state_ = std::move(*first);
    largest_rates_ = state_.near.rates.cwiseAbs();
    double step = options_.first_step / rate(state_);
    for (; iterations_ < options_.iterations && state_.residual > 0; ++iterations_) {
      if (runs_away() || (at_rest() && !options_.to_rounding)) break;
      const double length = std::min(step, longest(state_));
      auto next = advance(length);
      if (at_rest()) {
        // Only rounding is left: go on while it still helps.
        if (!next || !(next->distance < 0.5 * state_.distance)) break;
      } else if (!next) {
        step = 0.25 * length;
        if (step * rate(state_) < 1e-12) break;
        continue;
      }
      const double ratio = state_.residual / std::max(next->residual, 1e-300);
      step = length * std::clamp(ratio, 0.5, 10.0) * 1.5;
      state_ = std::move(*next);
      largest_rates_ = largest_rates_.cwiseMax(state_.near.rates.cwiseAbs());
    }
    return true;
  }

  /// Rounding may leave a stock that ran dry a hair below zero.
  void lift_to_zero() {
    VectorXd stocks = state_.near.stocks;
    for (const auto i : system_.resting()) {
      const bool dry = start_[i] >= 0 && stocks[i] < 0 && -stocks[i] <= 1e-9 * (1 + start_[i]);
      if (dry) stocks[i] = 0;
    }
    if (stocks == state_.near.stocks) return;
    auto lifted = look(stocks);
    if (lifted && lifted->distance <= options_.tolerance) state_ = std::move(*lifted);
  }

  const State& state() const { return state_; }
  int iterations() const { return iterations_; }
  bool at_rest() const { return state_.distance <= options_.tolerance; }

  /// Whether a counter came to rest with everything else.
  bool rests(Eigen::Index counter) const {
    return std::abs(state_.near.rates[counter]) <= 1e-6 * largest_rates_[counter];
  }

 private:
  double share(double change, double stock) const {
    return std::abs(change) / (std::abs(stock) + options_.floor);
  }

  bool runs_away() const {
    return std::any_of(system_.resting().begin(), system_.resting().end(), [&](Eigen::Index i) {
      return std::abs(state_.near.stocks[i]) > 1e12 * (1 + std::abs(start_[i]));
    });
  }

  double rate(const State& state) const {
    return state.near.rate > 0 ? state.near.rate : std::max(state.residual, 1e-300);
  }

  // Beyond 1 / growth an implicit step points away from where the flow goes.
  double longest(const State& state) const {
    const double longest = kLongestStep / rate(state);
    return state.near.growth > 0 ? std::min(longest, 0.5 / state.near.growth) : longest;
  }

  std::optional<State> look(const VectorXd& stocks) const {
    auto near = linearize(system_, stocks);
    if (!near) return std::nullopt;
    State state{std::move(*near), 0, 0};
    for (const auto i : system_.resting()) {
      state.residual = std::max(state.residual, share(state.near.rates[i], stocks[i]));
    }
    const auto newton = implicit_step(system_, state.near, kLongestStep / rate(state));
    for (const auto i : system_.resting()) {
      state.distance = std::max(state.distance, share(newton[i], stocks[i]));
      if (!std::isfinite(newton[i])) return std::nullopt;
    }
    return state;
  }

  // A step counts where the linear system tells the rates there well enough; a stock that began
  // without a debt goes below zero only where it tells them well.
  std::optional<State> advance(double step) const {
    const auto& here = state_.near;
    const auto change = implicit_step(system_, here, step);
    if (!change.allFinite()) return std::nullopt;
    auto next = look(here.stocks + change);
    if (!next) return std::nullopt;
    double wrong = 0;
    bool below = false;
    for (const auto i : system_.resting()) {
      const double size = std::max(std::abs(here.stocks[i]), std::abs(next->near.stocks[i]));
      wrong = std::max(wrong, share(next->near.rates[i] - change[i] / step, size));
      below |= start_[i] >= 0 && here.stocks[i] >= 0 && next->near.stocks[i] < 0;
    }
    if (wrong > (below ? 0.1 : 0.5) * state_.residual) return std::nullopt;
    return next;
  }

  const System& system_;
  const EquilibriumOptions& options_;
  VectorXd start_;
  State state_;
  VectorXd largest_rates_;
  int iterations_ = 0;
};

base::Diagnostics failure(const std::string& message, const std::string& hint) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9011", message, {}, hint);
  return diagnostics;
}

base::Diagnostics not_found(const Dynamics& dynamics, const System& system, const Search& search) {
  const auto& near = search.state().near;
  Eigen::Index worst = system.resting().front();
  const auto relative = [&](Eigen::Index i) {
    return std::abs(near.rates[i]) / (std::abs(near.stocks[i]) + 1e-300);
  };
  for (const auto i : system.resting()) {
    if (relative(i) > relative(worst)) worst = i;
  }
  const auto index = static_cast<std::size_t>(worst);
  const auto name =
      index < dynamics.names.size() ? "'" + dynamics.names[index] + "'" : std::string("a stock");
  return failure("no equilibrium found: after " + std::to_string(search.iterations()) +
                     " iterations " + name + " is at " +
                     base::format_significant(near.stocks[worst], 3) + " and still changes by " +
                     base::format_significant(near.rates[worst], 3) + " per unit of time",
                 "the search begins at the model's initial values: take others, or check that a "
                 "rest exists");
}

// Disturbances of a map are multiplied by 1 + h * eigenvalue in every step; what is multiplied by 0
// is gone after one, here as far as numbers tell.
void as_exponents(std::vector<std::complex<double>>& eigenvalues, double step) {
  constexpr double kGone = std::numeric_limits<double>::epsilon();
  for (auto& value : eigenvalues) {
    const auto multiplier = 1.0 + step * value;
    value = std::abs(multiplier) > kGone ? std::log(multiplier) / step : std::log(kGone) / step;
  }
  std::stable_sort(eigenvalues.begin(), eigenvalues.end(),
                   [](const auto& a, const auto& b) { return a.real() > b.real(); });
}

Equilibrium describe(const Dynamics& dynamics, const System& system, const Search& search) {
  const auto& state = search.state();
  Equilibrium found;
  found.stocks.assign(state.near.stocks.begin(), state.near.stocks.end());
  found.residual = state.residual;
  found.iterations = search.iterations();
  for (const auto i : system.counting()) {
    if (search.rests(i)) continue;
    const auto index = static_cast<std::size_t>(i);
    found.stocks[index] = dynamics.start[index];
    found.counters.push_back(index);
  }
  found.eigenvalues = state.near.eigenvalues;
  const auto is_free = [&](const auto& value) {
    return std::abs(value) <= kZero * state.near.rate;
  };
  found.free_directions =
      static_cast<int>(std::count_if(found.eigenvalues.begin(), found.eigenvalues.end(), is_free));
  if (found.free_directions > 0) {
    auto free = free_directions(system, state.near, found.free_directions);
    found.totals = std::move(free.totals);
    found.undetermined = std::move(free.undetermined);
  }
  if (dynamics.map_step > 0) as_exponents(found.eigenvalues, dynamics.map_step);
  return found;
}

}  // namespace

std::string_view name(Stability stability) {
  switch (stability) {
    case Stability::stable:
      return "stable";
    case Stability::neutral:
      return "neutral";
    case Stability::unstable:
      break;
  }
  return "unstable";
}

namespace {

double fastest_of(const std::vector<std::complex<double>>& eigenvalues) {
  double fastest = 0;
  for (const auto& value : eigenvalues) fastest = std::max(fastest, std::abs(value));
  return fastest;
}

}  // namespace

std::vector<std::complex<double>> Equilibrium::disturbances() const {
  const double zero = kZero * fastest_of(eigenvalues);
  std::vector<std::complex<double>> out;
  for (const auto& value : eigenvalues) {
    if (std::abs(value) <= zero || value.imag() < 0) continue;
    out.emplace_back(std::abs(value.real()) > zero ? value.real() : 0, value.imag());
  }
  return out;
}

std::vector<double> Equilibrium::return_times() const {
  const double zero = kZero * fastest_of(eigenvalues);
  std::vector<double> times;
  for (const auto& value : eigenvalues) {
    if (std::abs(value.real()) > zero) times.push_back(1 / std::abs(value.real()));
  }
  std::sort(times.begin(), times.end(), std::greater<>());
  return times;
}

Stability Equilibrium::stability() const {
  auto out = Stability::stable;
  for (const auto& value : disturbances()) {
    if (value.real() > 0) return Stability::unstable;
    if (value.real() == 0) out = Stability::neutral;
  }
  return out;
}

base::Result<Equilibrium> find_equilibrium(const Dynamics& dynamics,
                                           const EquilibriumOptions& options) {
  const System system(dynamics);
  Search search(system, options);
  if (!search.run()) {
    return failure("no equilibrium: the model has no value at its start",
                   "run the model first; the failure names the operation");
  }
  if (!search.at_rest()) return not_found(dynamics, system, search);
  search.lift_to_zero();
  return describe(dynamics, system, search);
}

}  // namespace slackwater::analysis

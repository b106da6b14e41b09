#include <algorithm>
#include <cmath>

#include "core/attribution_parts.hpp"

/// What passes causes on: the stages of memory functions, and stocks that a single flow adjusts.
namespace slackwater::api {
namespace {

using Id = RunPair::Id;

// Largest share of what was found that may be missing when an adjusted stock is told that way: it
// lies between the saved points.
constexpr double kCloses = 0.02;

// An integral over one step of exp(a (end - s)) times a straight line, as weights of its ends:
// z = a * step. Exact; the series near 0 is where the closed form loses its digits.
struct EndWeights {
  explicit EndWeights(double z) {
    if (std::abs(z) < 1e-3) {
      end = 0.5 + z / 6 + z * z / 24;
      start = 1 + z / 2 + z * z / 6 - end;
    } else {
      end = (std::exp(z) - 1 - z) / (z * z);
      start = (std::exp(z) - 1) / z - end;
    }
  }
  double start;
  double end;
};

double sum_of(const Attributed& parts) {
  double sum = 0;
  for (const auto& [player, part] : parts.parts) sum += part.amount;
  return sum;
}

}  // namespace

// A stock that a single flow adjusts, and the flow reads it: like a memory function it forgets, so
// that what moved it is told without the flow and without itself. Only where that comes out.
bool Attribution::add_adjusted(Id id, const TimeWeights& weights, double scale, Attributed& out) {
  const auto flows = pair_.flows_of(id);
  if (flows.size() != 1) return false;
  const auto& inputs = pair_.equation(flows.front().flow).inputs;
  if (std::find(inputs.begin(), inputs.end(), id) == inputs.end()) return false;
  Attributed inside;
  add_hidden_stock(id, weights.points, inside);
  double size = 0, difference = 0;
  for (const auto& [player, part] : inside.parts) size += std::abs(part.amount);
  for (std::size_t k = 0; k < points_; ++k) {
    if (weights.points[k] != 0) difference += weights.points[k] * pair_.difference(id, k);
  }
  const double missing = difference - sum_of(inside);
  if (!inside.possible || !(std::abs(missing) <= kCloses * size)) return false;
  out.exact = out.exact && inside.exact;
  for (auto& [player, part] : inside.parts) {
    auto cause = player;
    if (cause.kind == Player::Kind::memory_start) cause.kind = Player::Kind::start;
    const double share = size > 0 ? std::abs(part.amount) / size : 0;
    note(out, cause, part.elements, part.amount + missing * share, part.weights.points, scale);
    if (part.memory != Part::kNoMemory) out.parts[cause].memory = part.memory;
  }
  return true;
}

// What a hidden element is made of, brought to the amount that is known exactly.
void Attribution::add_through(Id hidden, const std::vector<double>& weights, double amount,
                              Attributed& out) {
  if (amount == 0) return;
  Attributed inside;
  add_hidden(hidden, weights, inside);
  out.exact = out.exact && inside.exact;
  out.possible = out.possible && inside.possible;
  double size = 0;
  for (const auto& [player, part] : inside.parts) size += std::abs(part.amount);
  if (size == 0) return;
  const double missing = amount - sum_of(inside);
  const auto owner = pair_.find_variable(pair_.variable(pair_.element(hidden).variable).owner);
  for (const auto& [player, part] : inside.parts) {
    const double share = std::abs(part.amount) / size;
    note(out, player, part.elements, part.amount + missing * share, part.weights.points, 1);
    if (owner) out.parts[player].memory = *owner;
  }
}

void Attribution::add_hidden(Id id, const std::vector<double>& weights, Attributed& out) {
  if (pair_.is_stock(id)) {
    add_hidden_stock(id, weights, out);
  } else {
    add_equation(id, {weights, {}}, 1, out);
  }
}

// A stage of a memory function forgets: its flow depends on itself. With the slope a of that,
// d(difference)/dt = a * difference + parts of the others, so what the others brought at s counts
// exp(a (t - s)) at t. Solved backwards for the weight of every point.
void Attribution::add_hidden_stock(Id id, const std::vector<double>& weights, Attributed& out) {
  std::size_t last = points_;
  while (last > 0 && weights[last - 1] == 0) --last;
  if (last == 0) return;
  std::vector<bool> wanted(points_, false);
  std::fill(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(last), true);

  std::vector<double> slope(points_, 0.0);
  std::vector<bool> known(points_, false);
  struct Other {
    Reader::Seat seat;
    std::vector<double> parts;
  };
  std::vector<Other> others;
  for (const auto& [flow, sign] : pair_.flows_of(id)) {
    auto found = split(flow, wanted);
    out.exact = out.exact && found.exact;
    out.possible = out.possible && found.possible;
    for (std::size_t i = 0; i < found.seats.size(); ++i) {
      for (auto& part : found.parts[i]) part *= sign;
      if (found.seats[i].elements != std::vector{id}) {
        others.push_back({found.seats[i], std::move(found.parts[i])});
        continue;
      }
      for (std::size_t k = 0; k < last; ++k) {
        const double a = pair_.value(id, k, true), b = pair_.value(id, k, false);
        if (!is_clear(a - b, a, b)) continue;
        slope[k] += found.parts[i][k] / (a - b);
        known[k] = true;
      }
    }
  }
  for (std::size_t k = last; k-- > 1;) {
    if (!known[k - 1]) slope[k - 1] = slope[k];
  }

  std::vector<double> counts(points_, 0.0);
  double behind = weights[last - 1];
  for (std::size_t j = last - 1; j-- > 0;) {
    const double z = steps_[j] * 0.5 * (slope[j] + slope[j + 1]);
    const EndWeights ends(z);
    counts[j] += behind * steps_[j] * ends.start;
    counts[j + 1] += behind * steps_[j] * ends.end;
    behind = weights[j] + behind * std::exp(z);
  }
  const double start = pair_.difference(id, 0);
  if (start != 0 && std::isfinite(start)) {
    note(out, {Player::Kind::memory_start, pair_.element(id).variable}, {id}, behind * start, {},
         1);
  }
  for (const auto& other : others) {
    double amount = 0;
    std::vector<double> onward(points_, 0.0);
    const auto input = other.seat.elements.empty() ? id : other.seat.elements.front();
    for (std::size_t k = 0; k < last; ++k) {
      amount += counts[k] * other.parts[k];
      const double a = pair_.value(input, k, true), b = pair_.value(input, k, false);
      if (is_clear(a - b, a, b)) onward[k] = counts[k] * other.parts[k] / (a - b);
    }
    if (other.seat.hidden) {
      add_through(input, onward, amount, out);
    } else if (amount != 0) {
      note(out, other.seat.player, other.seat.elements, amount, counts, 1);
    }
  }
}

}  // namespace slackwater::api

#include <algorithm>
#include <cmath>

#include "core/attribution_parts.hpp"
#include "slackwater/analysis/contributions.hpp"

namespace slackwater::api {
namespace {

using Id = RunPair::Id;

void merge(std::vector<Id>& into, const std::vector<Id>& more) {
  for (const auto id : more) {
    if (std::find(into.begin(), into.end(), id) == into.end()) into.push_back(id);
  }
}

void add_to(std::vector<double>& into, const std::vector<double>& more, double scale) {
  into.resize(std::max(into.size(), more.size()), 0.0);
  for (std::size_t i = 0; i < more.size(); ++i) into[i] += scale * more[i];
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

}  // namespace

Attribution::Attribution(RunPair& pair)
    : pair_(pair),
      first_(pair.first().equations()),
      second_(pair.second().equations()),
      points_(pair.times().size()),
      left_((pair.time().method == model::Method::euler ||
             pair.time().method == model::Method::discrete) &&
            pair.time().save == pair.time().step) {
  for (std::size_t k = 0; k + 1 < points_; ++k) {
    steps_.push_back(pair.times()[k + 1] - pair.times()[k]);
  }
}

Attribution::Reader Attribution::reader_of(Id id) {
  Reader reader;
  reader.id = id;
  reader.equation = pair_.equation(id);
  if (!reader.equation.same) {
    reader.seats.push_back({{Player::Kind::rule, pair_.element(id).variable}, {}, false});
  }
  for (const auto input : reader.equation.inputs) {
    const auto variable = pair_.element(input).variable;
    const bool hidden = pair_.variable(variable).hidden;
    const Player player{Player::Kind::variable, variable};
    const auto seat =
        std::find_if(reader.seats.begin(), reader.seats.end(),
                     [&](const auto& known) { return !hidden && known.player == player; });
    if (seat == reader.seats.end()) {
      reader.seats.push_back({player, {input}, hidden});
    } else {
      seat->elements.push_back(input);
    }
  }
  return reader;
}

// Bit i: seat i has the value of the first run. The first seat may be the equation itself.
double Attribution::mixed(Reader& reader, std::size_t point, std::uint64_t mix) {
  const auto& element = pair_.element(reader.id);
  const auto& equation = reader.equation;
  const bool by_first = equation.same || (mix & 1) != 0;
  if (!(by_first ? equation.in_first : equation.in_second)) {
    return pair_.value(reader.id, point, by_first);
  }
  auto& given = by_first ? first_ : second_;
  for (std::size_t i = equation.same ? 0 : 1; i < reader.seats.size(); ++i) {
    const bool of_first = (mix >> i & 1) != 0;
    for (const auto input : reader.seats[i].elements) {
      const auto own = by_first ? pair_.element(input).first : pair_.element(input).second;
      if (own.valid()) given.give(own.index, pair_.value(input, point, of_first));
    }
  }
  return given.equation_of((by_first ? element.first : element.second).index);
}

Attribution::EquationSplit Attribution::split(Id id, const std::vector<bool>& wanted) {
  auto reader = reader_of(id);
  EquationSplit out;
  out.seats = reader.seats;
  out.parts.assign(reader.seats.size(), std::vector<double>(points_, 0.0));
  for (std::size_t k = 0; k < points_; ++k) {
    if (!wanted[k]) continue;
    const double time = pair_.times()[k];
    first_.move_to(time, decide_at(pair_.time(), time));
    second_.move_to(time, decide_at(pair_.time(), time));
    // Whoever has the same value in both runs has no part.
    Reader moving{reader.id, reader.equation, {}};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < reader.seats.size(); ++i) {
      const auto& seat = reader.seats[i];
      const bool moves = seat.player.kind == Player::Kind::rule ||
                         std::any_of(seat.elements.begin(), seat.elements.end(), [&](Id input) {
                           return pair_.value(input, k, true) != pair_.value(input, k, false);
                         });
      if (!moves) {
        for (const auto input : seat.elements) {
          const auto& element = pair_.element(input);
          const double value = pair_.value(input, k, true);
          if (element.first.valid()) first_.give(element.first.index, value);
          if (element.second.valid()) second_.give(element.second.index, value);
        }
        continue;
      }
      moving.seats.push_back(seat);
      places.push_back(i);
    }
    if (moving.seats.size() > analysis::kMostInputs) {
      out.possible = false;
      continue;
    }
    const auto shares = analysis::split_difference(
        moving.seats.size(), [&](analysis::Mix mix) { return mixed(moving, k, mix); });
    out.exact = out.exact && shares.exact;
    out.possible = out.possible && shares.possible;
    for (std::size_t i = 0; i < places.size(); ++i) out.parts[places[i]][k] = shares.parts[i];
  }
  return out;
}

void Attribution::note(Attributed& out, const Player& player, const std::vector<Id>& elements,
                       double amount, const std::vector<double>& when, double scale) {
  auto& part = out.parts[player];
  part.amount += scale * amount;
  merge(part.elements, elements);
  auto& points = part.weights.points;
  points.resize(points_, 0.0);
  for (std::size_t k = 0; k < when.size(); ++k) points[k] += std::abs(scale * when[k]);
}

Attributed Attribution::of(const std::vector<Id>& elements, const TimeWeights& weights) {
  Attributed out;
  const double scale = 1 / static_cast<double>(elements.size());
  for (const auto id : elements) {
    if (pair_.is_stock(id)) {
      add_stock(id, weights, scale, out);
    } else {
      add_equation(id, weights, scale, out);
    }
  }
  return out;
}

// What a stock is at a point is its start and all that went in and out before.
void Attribution::add_stock(Id id, const TimeWeights& weights, double scale, Attributed& out) {
  if (add_adjusted(id, weights, scale, out)) return;
  const auto variable = pair_.element(id).variable;
  const auto& w = weights.points;
  const double start = pair_.difference(id, 0);
  if (start != 0) {
    note(out, {Player::Kind::start, variable}, {id}, sum_of(w) * start, {}, scale);
  }
  std::vector<double> after(points_ > 0 ? points_ - 1 : 0, 0.0);
  double behind = 0;
  for (std::size_t j = after.size(); j-- > 0;) after[j] = behind += w[j + 1];
  for (const auto& [flow, sign] : pair_.flows_of(id)) {
    double amount = 0;
    for (std::size_t k = 0; k < points_; ++k) {
      if (w[k] != 0) amount += w[k] * (pair_.total(flow, k, true) - pair_.total(flow, k, false));
    }
    const auto kind = sign > 0 ? Player::Kind::variable : Player::Kind::outflow;
    const Player player{kind, pair_.element(flow).variable};
    note(out, player, {flow}, sign * amount, {}, scale);
    add_to(out.parts[player].weights.intervals, after, scale);
  }
}

void Attribution::add_equation(Id id, const TimeWeights& weights, double scale, Attributed& out) {
  // Between two points the parts of both count half; what the method integrated instead of that is
  // shared in proportion to the parts.
  std::vector<double> effective = weights.points;
  effective.resize(points_, 0.0);
  const double at_start = left_ ? 1.0 : 0.5;
  for (std::size_t j = 0; j < weights.intervals.size(); ++j) {
    effective[j] += weights.intervals[j] * steps_[j] * at_start;
    effective[j + 1] += weights.intervals[j] * steps_[j] * (1 - at_start);
  }
  std::vector<bool> wanted(points_);
  for (std::size_t k = 0; k < points_; ++k) wanted[k] = effective[k] != 0;
  const auto found = split(id, wanted);
  out.exact = out.exact && found.exact;
  out.possible = out.possible && found.possible;

  std::vector<double> amounts(found.seats.size(), 0.0);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    for (std::size_t k = 0; k < weights.points.size(); ++k) {
      amounts[i] += weights.points[k] * found.parts[i][k];
    }
  }
  for (std::size_t j = 0; j < weights.intervals.size(); ++j) {
    if (weights.intervals[j] == 0) continue;
    double went = pair_.total(id, j + 1, true) - pair_.total(id, j, true);
    went -= pair_.total(id, j + 1, false) - pair_.total(id, j, false);
    std::vector<double> between(amounts.size());
    double sum = 0, size = 0;
    for (std::size_t i = 0; i < between.size(); ++i) {
      between[i] =
          steps_[j] * (at_start * found.parts[i][j] + (1 - at_start) * found.parts[i][j + 1]);
      sum += between[i];
      size += std::abs(between[i]);
    }
    for (std::size_t i = 0; i < between.size(); ++i) {
      const double share = size > 0 ? std::abs(between[i]) / size : 0;
      amounts[i] += weights.intervals[j] * (between[i] + (went - sum) * share);
    }
  }
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const auto& seat = found.seats[i];
    if (!seat.hidden) {
      if (amounts[i] != 0) note(out, seat.player, seat.elements, amounts[i], effective, scale);
      continue;
    }
    std::vector<double> onward(points_, 0.0);
    const auto hidden = seat.elements.front();
    for (std::size_t k = 0; k < points_; ++k) {
      const double a = pair_.value(hidden, k, true), b = pair_.value(hidden, k, false);
      if (effective[k] != 0 && is_clear(a - b, a, b)) {
        onward[k] = effective[k] * found.parts[i][k] / (a - b);
      }
    }
    for (auto& weight : onward) weight *= scale;
    add_through(hidden, onward, scale * amounts[i], out);
  }
}

}  // namespace slackwater::api

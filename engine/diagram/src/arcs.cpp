#include "arcs.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace slackwater::diagram {
namespace {

constexpr int kSamples = 18;
constexpr double kClear = 5;  // between an arc and what it passes
constexpr double kHit = 1000;
constexpr double kCrossing = 30;
constexpr double kPipe = 14;
constexpr double kSameHead = 45;
constexpr double kAtHead = 50;
constexpr double kThroughSign = 200;
constexpr double kShortest = 30;  // of an arc from a copy: room for its sign
constexpr double kMark = 13;
constexpr double kLongest = 620;  // that the eye still follows

// The parameter at which a curve leaves the boxes that hold its start (or, walked backwards, its
// end).
double leaves(const Curve& curve, const std::vector<Box>& boxes, double clear, bool backwards) {
  const auto at = [&](double t) { return curve.at(backwards ? 1 - t : t); };
  const auto inside_of = [&](Point p) {
    return std::any_of(boxes.begin(), boxes.end(),
                       [&](const Box& box) { return holds(box.grown(clear, clear), p); });
  };
  double inside = 0;
  double outside = -1;
  for (int i = 1; i <= 48; ++i) {
    const double t = i / 48.0;
    if (!inside_of(at(t))) {
      outside = t;
      break;
    }
    inside = t;
  }
  if (outside < 0) return 1;
  for (int i = 0; i < 12; ++i) {
    const double t = (inside + outside) / 2;
    (inside_of(at(t)) ? inside : outside) = t;
  }
  return outside;
}

// How far points of a line run along a pipe instead of across it.
double along(const Polyline& line, const Pipe& pipe) {
  double count = 0;
  for (std::size_t p = 0; p + 1 < pipe.line.size(); ++p) {
    const auto strip = bounds({pipe.line[p], pipe.line[p + 1]}).grown(5, 5);
    int within = 0;
    for (const auto& point : line) within += holds(strip, point);
    if (within > 1) count += within - 1;
    if (within > 0 || crosses(line, strip)) ++count;
  }
  return count;
}

// A line that runs through the item where it begins or ends.
bool comes_back(const Polyline& line, const Item& item) {
  return std::any_of(item.parts.begin(), item.parts.end(),
                     [&](const Box& part) { return crosses(line, part.grown(1, 1)); });
}

// The end of a line, where its sign and its arrow are.
Polyline head_of(const Polyline& line) { return {line[line.size() - 5], line.back()}; }

bool crosses(const Polyline& a, const Polyline& b) { return crossings(a, b) > 0; }

double near_heads(Point a, Point b) {
  const double away = length(a - b);
  return away < 9 ? kSameHead : away < 16 ? kSameHead / 3 : 0;
}

// Where an arc may aim at: the middle, and of a wide item places left and right, above and below.
std::vector<Point> starts_on(const Item& item) {
  std::vector<Point> points{item.anchor};
  if (item.shadow) return points;
  const double reach = item.box.width() / 2 - 15;
  if (item.parts.size() > 1 || reach < 20) return points;
  const double half = item.box.height() / 2 - 2;
  for (const double x : {0.75 * reach, -0.75 * reach}) {
    points.push_back(item.anchor + Point{x, 0});
    if (half > 12) {
      points.push_back(item.anchor + Point{x, half});
      points.push_back(item.anchor + Point{x, -half});
    }
  }
  return points;
}

}  // namespace

ArcRouter::ArcRouter(Scene& scene, std::optional<Point> outward)
    : scene_(scene), outward_(outward) {}

ArcRouter::Candidate ArcRouter::make(const Arc& arc, Point from, Point to, double bend) const {
  const auto& source = scene_.items[arc.from];
  const auto& target = scene_.items[arc.to];
  const auto step = to - from;
  const Point normal{-step.y, step.x};
  const Curve whole{from, 0.5 * (from + to) + bend * normal, to};
  const double t0 = leaves(whole, source.parts, 2, false);
  const double t1 = 1 - leaves(whole, target.parts, 3, true);
  Candidate candidate;
  if (t1 <= t0) {
    candidate.curve = whole;
    candidate.hits = 1;
    candidate.cost = 2 * kHit;
  } else {
    candidate.curve = whole.part(t0, t1);
  }
  candidate.line = candidate.curve.points(kSamples);
  candidate.around = bounds(candidate.line);
  const double size = length(candidate.curve.to - candidate.curve.from);
  if (size < 26) candidate.cost += 8 * (26 - size);
  const double off = std::fabs(bend) - 0.16;
  candidate.cost += 120 * off * off + std::fabs(bend) * 0.09 * length(step);
  if (outward_) {
    const auto middle = 0.5 * (from + to);
    const bool away = length(whole.bend - *outward_) > length(middle - *outward_);
    if (!away) candidate.cost += 14;
  }
  for (std::size_t i = 0; i < scene_.items.size(); ++i) {
    if (i == arc.from || i == arc.to) continue;
    for (const auto& part : scene_.items[i].parts) {
      const auto box = part.grown(kClear, kClear);
      if (overlap(box, candidate.around.grown(0.1, 0.1)) && crosses(candidate.line, box)) {
        ++candidate.hits;
      }
    }
  }
  for (const auto& cloud : scene_.clouds) {
    const auto box = cloud.grown(kClear, kClear);
    if (overlap(box, candidate.around) && crosses(candidate.line, box)) ++candidate.hits;
  }
  if (comes_back(candidate.line, source) || comes_back(candidate.line, target)) ++candidate.hits;
  candidate.cost += kHit * candidate.hits;
  if (candidate.hits > 0) return candidate;
  for (const auto& pipe : scene_.pipes) candidate.cost += kPipe * along(candidate.line, pipe);
  return candidate;
}

std::vector<ArcRouter::Candidate> ArcRouter::candidates(const Arc& arc) const {
  static constexpr std::array<double, 13> kBends = {0,    0.12,  -0.12, 0.2,  -0.2, 0.3, -0.3,
                                                    0.42, -0.42, 0.6,   -0.6, 0.9,  -0.9};
  const auto& source = scene_.items[arc.from];
  const auto& target = scene_.items[arc.to];
  std::vector<Candidate> all;
  for (const auto& s : starts_on(source)) {
    for (const auto& t : starts_on(target)) {
      for (const double bend : kBends) {
        if (std::fabs(bend) > 0.7 && !outward_) continue;
        auto candidate = make(arc, s, t, bend);
        candidate.cost += 0.05 * (length(s - source.anchor) + length(t - target.anchor));
        all.push_back(std::move(candidate));
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
  if (all.size() > 16) all.resize(16);
  return all;
}

double ArcRouter::crossing_cost(const Candidate& candidate, std::size_t skip,
                                const Arc& arc) const {
  double sum = 0;
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    if (k == skip || lines_[k].empty()) continue;
    const auto& other = scene_.arcs[k];
    if (overlap(candidate.around.grown(1, 1), around_[k].grown(1, 1))) {
      const int count = crossings(candidate.line, lines_[k]);
      sum += kCrossing * count;
      if (count > 0 && (crosses(head_of(lines_[k]), candidate.line) ||
                        crosses(head_of(candidate.line), lines_[k]))) {
        sum += kAtHead;
      }
    }
    if (other.mark && overlap(candidate.around, *other.mark) &&
        crosses(candidate.line, other.mark->grown(1, 1))) {
      sum += kThroughSign;
    }
    if (other.to == arc.to) sum += near_heads(candidate.curve.to, other.curve.to);
    if (other.from == arc.to) sum += near_heads(candidate.curve.to, other.curve.from) / 2;
    if (other.to == arc.from) sum += near_heads(candidate.curve.from, other.curve.to) / 2;
  }
  return sum;
}

void ArcRouter::set(std::size_t arc, const Candidate& candidate) {
  scene_.arcs[arc].curve = candidate.curve;
  lines_[arc] = candidate.line;
  around_[arc] = candidate.around;
  hits_[arc] = candidate.hits;
}

void ArcRouter::route() {
  const auto count = scene_.arcs.size();
  lines_.assign(count, {});
  around_.assign(count, {});
  hits_.assign(count, 0);
  std::vector<std::vector<Candidate>> all;
  all.reserve(count);
  for (const auto& arc : scene_.arcs) all.push_back(candidates(arc));
  for (int round = 0; round < 3; ++round) {
    for (std::size_t k = 0; k < count; ++k) {
      const Candidate* best = nullptr;
      double least = 0;
      for (const auto& candidate : all[k]) {
        if (best && candidate.cost >= least) break;
        const double cost = candidate.cost + crossing_cost(candidate, k, scene_.arcs[k]);
        if (best && cost >= least) continue;
        best = &candidate;
        least = cost;
      }
      set(k, *best);
    }
  }
}

double ArcRouter::route_one(std::size_t arc) {
  lines_.resize(scene_.arcs.size());
  around_.resize(scene_.arcs.size());
  hits_.resize(scene_.arcs.size());
  double least = -1;
  std::optional<Candidate> best;
  for (auto& candidate : candidates(scene_.arcs[arc])) {
    const double cost = candidate.cost + crossing_cost(candidate, arc, scene_.arcs[arc]);
    if (best && cost >= least) continue;
    least = cost;
    best = candidate;
  }
  set(arc, *best);
  return least;
}

double ArcRouter::try_arc(Arc& arc) const {
  double least = -1;
  for (auto& candidate : candidates(arc)) {
    if (candidate.hits > 0) continue;
    if (length(candidate.curve.to - candidate.curve.from) < kShortest) continue;
    const double cost = candidate.cost + crossing_cost(candidate, lines_.size(), arc);
    if (least >= 0 && cost >= least) continue;
    least = cost;
    arc.curve = candidate.curve;
  }
  return least;
}

bool ArcRouter::is_crossed(const Box& box, std::size_t arc) const {
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    if (k != arc && overlap(around_[k].grown(0.1, 0.1), box) && crosses(lines_[k], box)) {
      return true;
    }
  }
  return false;
}

void ArcRouter::reroute(std::size_t item) {
  for (std::size_t k = 0; k < scene_.arcs.size(); ++k) {
    if (scene_.arcs[k].from == item || scene_.arcs[k].to == item) route_one(k);
  }
}

int ArcRouter::total_hits() const {
  int total = 0;
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      if (i == scene_.arcs[k].from || i == scene_.arcs[k].to) continue;
      for (const auto& part : scene_.items[i].parts) {
        const auto box = part.grown(kClear, kClear);
        if (overlap(box, around_[k].grown(0.1, 0.1)) && crosses(lines_[k], box)) ++total;
      }
    }
  }
  return total;
}

std::vector<std::size_t> ArcRouter::failures() const {
  std::vector<std::size_t> list;
  for (std::size_t k = 0; k < hits_.size(); ++k) {
    const auto& curve = scene_.arcs[k].curve;
    const double size = length(curve.bend - curve.from) + length(curve.to - curve.bend);
    if (hits_[k] > 0 || size > kLongest) list.push_back(k);
  }
  return list;
}

// How much a sign there would hide or be hidden.
double ArcRouter::mark_cost(const Box& box, std::size_t arc) const {
  double cost = 0;
  for (const auto& item : scene_.items) {
    for (const auto& part : item.parts) cost += 500 * overlap(box, part.grown(1, 1));
  }
  for (const auto& cloud : scene_.clouds) cost += 500 * overlap(box, cloud);
  for (std::size_t k = 0; k < scene_.arcs.size(); ++k) {
    if (k == arc) continue;
    if (scene_.arcs[k].mark && overlap(box, scene_.arcs[k].mark->grown(1, 1))) cost += 500;
    if (overlap(box, around_[k].grown(1, 1)) && crosses(lines_[k], box.grown(1, 1))) cost += 150;
  }
  for (const auto& pipe : scene_.pipes) cost += 40 * crosses(pipe.line, box.grown(2, 2));
  return cost;
}

// On the arc near its head, or beside it where that is taken.
std::optional<Box> ArcRouter::free_mark(std::size_t arc) const {
  const auto& curve = scene_.arcs[arc].curve;
  const auto line = curve.points(40);
  double size = 0;
  for (std::size_t p = 0; p + 1 < line.size(); ++p) size += length(line[p + 1] - line[p]);
  std::optional<Box> best;
  double least = 0;
  for (std::size_t i = 39; i >= 1; --i) {
    const double away = size * (1 - static_cast<double>(i) / 40);
    if (away < std::min(17.0, size * 0.6)) continue;
    const auto along = direction(line[i + 1] - line[i - 1]);
    for (const double beside : {0.0, 10.0, -10.0, 15.0, -15.0}) {
      const auto at = line[i] + beside * Point{-along.y, along.x};
      const auto box = Box::around(at, kMark, kMark);
      const double cost = away + (beside != 0 ? 35 + std::fabs(beside) : 0) + mark_cost(box, arc);
      if (best && cost >= least) continue;
      best = box;
      least = cost;
    }
  }
  return best;
}

void ArcRouter::place_marks() {
  for (auto& arc : scene_.arcs) arc.mark.reset();
  // The second time all others are known; then arcs that still run through a sign make way.
  for (int round = 0; round < 4; ++round) {
    for (std::size_t k = 0; k < scene_.arcs.size(); ++k) {
      if (round >= 2 && runs_through_sign(k)) route_one(k);
      if (scene_.arcs[k].polarity != Polarity::open) scene_.arcs[k].mark = free_mark(k);
    }
  }
}

std::vector<std::size_t> ArcRouter::through_signs() const {
  std::vector<std::size_t> list;
  for (std::size_t k = 0; k < scene_.arcs.size(); ++k) {
    if (runs_through_sign(k)) list.push_back(k);
  }
  return list;
}

bool ArcRouter::runs_through_sign(std::size_t arc) const {
  for (std::size_t k = 0; k < scene_.arcs.size(); ++k) {
    const auto& mark = scene_.arcs[k].mark;
    if (k != arc && mark && crosses(lines_[arc], mark->grown(1, 1))) return true;
  }
  return false;
}

}  // namespace slackwater::diagram

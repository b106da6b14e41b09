#include "placement.hpp"

#include <algorithm>
#include <cmath>

namespace slackwater::diagram {
namespace {

constexpr double kMarginX = 14;
constexpr double kMarginY = 11;
constexpr double kShortLink = 34;  // shorter than this a link cannot show its sign
constexpr double kGrid = 8;
constexpr double kOverlap = 3000;
constexpr double kHit = 260;
constexpr double kCrossing = 70;
constexpr double kPipe = 45;
constexpr double kFirstThreshold = 120;

double gap_between(const Box& a, const Box& b) {
  const double x = std::max({0.0, a.left - b.right, b.left - a.right});
  const double y = std::max({0.0, a.top - b.bottom, b.top - a.bottom});
  return length({x, y});
}

class Search {
 public:
  Search(Scene& scene, const Structure& structure, const Placement& problem)
      : scene_(scene), structure_(structure), problem_(problem) {
    links_of_.resize(scene.items.size());
    for (std::size_t l = 0; l < problem.links.size(); ++l) {
      links_of_[problem.links[l].first].push_back(l);
      links_of_[problem.links[l].second].push_back(l);
    }
    for (std::size_t i = 0; i < scene.items.size(); ++i) {
      if (!scene.items[i].fixed) free_.push_back(i);
    }
    for (const auto& cloud : scene.clouds) obstacles_.push_back(cloud.grown(4, 4));
    for (const auto& pipe : scene.pipes) {
      for (std::size_t p = 0; p + 1 < pipe.line.size(); ++p) {
        segments_.push_back({pipe.line[p], pipe.line[p + 1]});
        obstacles_.push_back(bounds({pipe.line[p], pipe.line[p + 1]}).grown(6, 6));
      }
    }
  }

  void run() {
    if (free_.empty()) return;
    if (problem_.distances.empty()) start_at_neighbours();
    const int rounds = static_cast<int>(std::min<std::size_t>(500 * free_.size(), 16000));
    for (int k = 0; k < rounds; ++k) {
      const double left = 1 - static_cast<double>(k) / rounds;
      step(kFirstThreshold * left * left, left);
    }
    settle();
  }

 private:
  // Three sweeps of barycentres, then apart by the search itself.
  void start_at_neighbours() {
    const auto middle = problem_.domain.center();
    for (const auto i : free_) put(i, middle);
    for (int sweep = 0; sweep < 4; ++sweep) {
      for (const auto i : free_) put(i, barycentre(i, middle));
    }
    for (const auto i : free_) put(i, nearest_free(i, scene_.items[i].anchor));
  }

  Point barycentre(std::size_t item, Point otherwise) const {
    Point sum;
    double count = 0;
    for (const auto l : links_of_[item]) {
      const auto [a, b] = problem_.links[l];
      sum = sum + scene_.items[a == item ? b : a].anchor;
      ++count;
    }
    return count > 0 ? (1 / count) * sum : otherwise;
  }

  Point nearest_free(std::size_t item, Point wanted) {
    Point best = wanted;
    double least = -1;
    for (int ring = 0; ring <= 24 && least < 0; ++ring) {
      for (int dx = -ring; dx <= ring; ++dx) {
        for (int dy = -ring; dy <= ring; ++dy) {
          if (std::max(std::abs(dx), std::abs(dy)) != ring) continue;
          const Point tried = inside(item, wanted + Point{dx * 3 * kGrid, dy * 3 * kGrid});
          put(item, tried);
          if (overlaps(item) > 0) continue;
          const double away = length(tried - wanted);
          if (least < 0 || away < least) {
            least = away;
            best = tried;
          }
        }
      }
    }
    return best;
  }

  void put(std::size_t item, Point at) {
    place(scene_.items[item], structure_.nodes[scene_.items[item].node].kind, at);
  }

  Point inside(std::size_t item, Point at) const {
    const auto& box = scene_.items[item].box;
    const double half_x = box.width() / 2;
    const double half_y = box.height() / 2;
    const auto& domain = problem_.domain;
    return {std::clamp(std::round(at.x / kGrid) * kGrid, domain.left + half_x,
                       std::max(domain.left + half_x, domain.right - half_x)),
            std::clamp(std::round(at.y / kGrid) * kGrid, domain.top + half_y,
                       std::max(domain.top + half_y, domain.bottom - half_y))};
  }

  void step(double threshold, double left) {
    const auto item = free_[dice_.below(free_.size())];
    const auto before = scene_.items[item].anchor;
    Point wanted;
    const auto kind = dice_.below(10);
    if (kind == 0 && free_.size() > 1) {
      exchange(item, threshold);
      return;
    }
    if (kind <= 2) {
      const auto& domain = problem_.domain;
      wanted = {domain.left + dice_.unit() * domain.width(),
                domain.top + dice_.unit() * domain.height()};
    } else if (kind <= 4) {
      wanted =
          barycentre(item, before) + Point{(dice_.unit() - 0.5) * 160, (dice_.unit() - 0.5) * 120};
    } else {
      const double reach = 20 + 120 * left;
      wanted = before + Point{(dice_.unit() - 0.5) * 2 * reach, (dice_.unit() - 0.5) * 2 * reach};
    }
    const double old_cost = cost(item);
    put(item, inside(item, wanted));
    if (cost(item) > old_cost + threshold) put(item, before);
  }

  void exchange(std::size_t a, double threshold) {
    const auto b = free_[dice_.below(free_.size())];
    if (a == b) return;
    const auto at_a = scene_.items[a].anchor;
    const auto at_b = scene_.items[b].anchor;
    const double old_cost = cost(a) + cost(b);
    put(a, inside(a, at_b));
    put(b, inside(b, at_a));
    if (cost(a) + cost(b) <= old_cost + threshold) return;
    put(a, at_a);
    put(b, at_b);
  }

  // Ends in a state that no small move improves.
  void settle() {
    for (int sweep = 0; sweep < 6; ++sweep) {
      bool better = false;
      for (const auto item : free_) {
        for (const Point by : {Point{kGrid, 0}, Point{-kGrid, 0}, Point{0, kGrid}, Point{0, -kGrid},
                               Point{3 * kGrid, 0}, Point{-3 * kGrid, 0}, Point{0, 3 * kGrid},
                               Point{0, -3 * kGrid}}) {
          const auto before = scene_.items[item].anchor;
          const double old_cost = cost(item);
          put(item, inside(item, before + by));
          if (cost(item) < old_cost - 1e-9) {
            better = true;
          } else {
            put(item, before);
          }
        }
      }
      if (!better) return;
    }
  }

  double overlaps(std::size_t item) const {
    const auto own = scene_.items[item].box.grown(kMarginX, kMarginY);
    double count = 0;
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      if (i != item && overlap(own, scene_.items[i].box)) ++count;
    }
    for (const auto& box : obstacles_) count += overlap(own, box);
    return count;
  }

  double cost(std::size_t item) const {
    double sum = kOverlap * overlaps(item);
    for (const auto l : links_of_[item]) sum += link_cost(l);
    // Links of others through this one.
    const auto own = scene_.items[item].box.grown(4, 4);
    for (const auto& [a, b] : problem_.links) {
      if (a == item || b == item) continue;
      if (crosses(scene_.items[a].anchor, scene_.items[b].anchor, own)) sum += kHit;
    }
    return sum + (problem_.distances.empty() ? 0 : stress(item));
  }

  double link_cost(std::size_t l) const {
    const auto [a, b] = problem_.links[l];
    const auto from = scene_.items[a].anchor;
    const auto to = scene_.items[b].anchor;
    const double size = length(to - from);
    double sum = problem_.distances.empty() ? 0.4 * size + size * size / 900 : 0;
    const double gap = gap_between(scene_.items[a].box, scene_.items[b].box);
    if (gap < kShortLink) sum += 7 * (kShortLink - gap);
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      if (i != a && i != b && crosses(from, to, scene_.items[i].box.grown(4, 4))) sum += kHit;
    }
    for (const auto& [start, stop] : segments_) {
      if (crosses(from, to, start, stop)) sum += kPipe;
    }
    for (const auto& [c, d] : problem_.links) {
      if (c == a || c == b || d == a || d == b) continue;
      if (crosses(from, to, scene_.items[c].anchor, scene_.items[d].anchor)) sum += kCrossing;
    }
    return sum;
  }

  double stress(std::size_t item) const {
    double sum = 0;
    for (std::size_t i = 0; i < scene_.items.size(); ++i) {
      if (i == item) continue;
      const double wanted = problem_.distances[item][i];
      auto between = scene_.items[i].anchor - scene_.items[item].anchor;
      between.x /= 1.35;  // labels are wide
      const double off = (length(between) - wanted) / wanted;
      sum += 160 * off * off;
    }
    return sum;
  }

  Scene& scene_;
  const Structure& structure_;
  const Placement& problem_;
  std::vector<std::vector<std::size_t>> links_of_;
  std::vector<std::size_t> free_;
  std::vector<Box> obstacles_;
  std::vector<std::pair<Point, Point>> segments_;
  Dice dice_{20};
};

struct Strip {
  double low;
  double high;
};

// How far a coordinate moves when the empty strips beyond `gap` are taken out.
class Shrinker {
 public:
  Shrinker(std::vector<Strip> used, double gap) {
    std::sort(used.begin(), used.end(), [](auto a, auto b) { return a.low < b.low; });
    double reach = used.empty() ? 0 : used.front().low;
    for (const auto& strip : used) {
      if (strip.low > reach + gap) cuts_.push_back({reach + gap / 2, strip.low - gap / 2});
      reach = std::max(reach, strip.high);
    }
  }

  double moved(double at) const {
    double result = at;
    for (const auto& cut : cuts_) {
      if (at >= cut.high) {
        result -= cut.high - cut.low;
      } else if (at > cut.low) {
        result -= at - cut.low;
      }
    }
    return result;
  }

 private:
  std::vector<Strip> cuts_;
};

}  // namespace

void place_items(Scene& scene, const Structure& structure, const Placement& problem) {
  Search(scene, structure, problem).run();
}

void compact(Scene& scene, double gap_x, double gap_y) {
  std::vector<Strip> across;
  std::vector<Strip> down;
  const auto use = [&](const Box& box) {
    across.push_back({box.left, box.right});
    down.push_back({box.top, box.bottom});
  };
  for (const auto& item : scene.items) use(item.box);
  for (const auto& cloud : scene.clouds) use(cloud);
  for (const auto& pipe : scene.pipes) use(bounds(pipe.line));
  const Shrinker x(across, gap_x);
  const Shrinker y(down, gap_y);
  const auto away = [&](Point p) { return Point{x.moved(p.x) - p.x, y.moved(p.y) - p.y}; };
  for (auto& item : scene.items) shift(item, away(item.box.center()));
  for (auto& cloud : scene.clouds) cloud = cloud.moved(away(cloud.center()));
  for (auto& pipe : scene.pipes) {
    for (auto& point : pipe.line) point = point + away(point);
  }
}

}  // namespace slackwater::diagram

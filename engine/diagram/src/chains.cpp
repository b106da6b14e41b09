#include "chains.hpp"

#include <algorithm>
#include <cmath>

#include "chain_order.hpp"

namespace slackwater::diagram {
namespace {

constexpr double kAir = 12;       // between the label of one line of a gap and the next valve
constexpr double kShortest = 34;  // of a pipe on either side of a valve
constexpr double kLane = 60;      // from one lane below the row to the next
constexpr double kLeg = 18;       // between the legs of two lanes

// A flow in the gap between two places of a row; gap g lies before stock g.
struct GapLine {
  std::size_t flow;
  bool from_stock = false;  // the stock before the gap
  bool to_stock = false;    // the stock behind it
  bool backward = false;    // a pipe from the stock behind to the stock before
};

// A flow below the row.
struct Lane {
  std::size_t flow;
  std::size_t start;
  std::size_t stop;
};

class ChainLayout {
 public:
  ChainLayout(const Structure& structure, Scene& scene, ChainOrder order)
      : structure_(structure), scene_(scene), order_(std::move(order)) {
    gaps_.resize(order_.stocks.size() + 1);
    stocks_.resize(order_.stocks.size());
    for (const auto flow : order_.flows) sort_in(flow);
    place_stocks();
    for (std::size_t g = 0; g < gaps_.size(); ++g) {
      for (std::size_t l = 0; l < gaps_[g].size(); ++l) draw(gaps_[g][l], g, l);
    }
    draw_lanes();
  }

  Chain chain;

 private:
  std::optional<std::size_t> place_of(std::optional<std::size_t> stock) const {
    if (!stock) return std::nullopt;
    const auto found = std::find(order_.stocks.begin(), order_.stocks.end(), *stock);
    return static_cast<std::size_t>(found - order_.stocks.begin());
  }

  void sort_in(std::size_t flow) {
    const auto from = place_of(structure_.flows[flow].from);
    const auto to = place_of(structure_.flows[flow].to);
    if (from && to && *to == *from + 1) {
      gaps_[*to].push_back({flow, true, true, false});
    } else if (from && to && *from == *to + 1) {
      gaps_[*from].push_back({flow, true, true, true});
    } else if (from && to) {
      lanes_.push_back({flow, *from, *to});
    } else if (from) {
      gaps_[*from + 1].push_back({flow, true, false, false});
    } else if (to) {
      gaps_[*to].push_back({flow, false, true, false});
    }
  }

  double label_width(std::size_t flow) const {
    const auto& node = structure_.nodes[structure_.flows[flow].valve];
    return std::max(kValve, label_size(label_lines(node, false), NodeKind::flow).x);
  }

  std::size_t label_height(std::size_t flow) const {
    return label_lines(structure_.nodes[structure_.flows[flow].valve], false).size();
  }

  // Below the axis of the row; every line leaves room for the label of the one above.
  double line_y(std::size_t g, std::size_t position) const {
    double y = 0;
    for (std::size_t l = 0; l < position; ++l) {
      y += kValve + 3 + kAir + kLine * static_cast<double>(label_height(gaps_[g][l].flow));
    }
    return y;
  }

  double gap_width(std::size_t g) const {
    double width = g == 0 || g + 1 == gaps_.size() ? 0 : 60;
    for (const auto& line : gaps_[g]) {
      const double ends = line.from_stock && line.to_stock ? 0 : kCloudWidth - 8;
      width = std::max(width, std::max(label_width(line.flow) + 24, kValve + 2 * kShortest) + ends);
    }
    // Arcs to the inner ones of several lines pass their labels on the sides.
    if (gaps_[g].size() > 1)
      width += 24 * static_cast<double>(std::min<std::size_t>(gaps_[g].size(), 3));
    return width;
  }

  // Direct flows first, then what leaves, then what comes: crossing nothing.
  void order_lines() {
    for (auto& gap : gaps_) {
      std::stable_sort(gap.begin(), gap.end(), [](const GapLine& a, const GapLine& b) {
        const auto rank = [](const GapLine& line) {
          if (line.from_stock && line.to_stock) return 0;
          return line.from_stock ? 1 : 2;
        };
        return rank(a) < rank(b);
      });
    }
  }

  double lowest_line(std::size_t stock) const {
    double lowest = 0;
    for (std::size_t l = 0; l < gaps_[stock].size(); ++l) {
      if (gaps_[stock][l].to_stock) lowest = std::max(lowest, line_y(stock, l));
    }
    for (std::size_t l = 0; l < gaps_[stock + 1].size(); ++l) {
      if (gaps_[stock + 1][l].from_stock) {
        lowest = std::max(lowest, line_y(stock + 1, l));
      }
    }
    return lowest;
  }

  std::size_t legs(std::size_t stock) const {
    std::size_t count = 0;
    for (const auto& lane : lanes_) count += (lane.start == stock) + (lane.stop == stock);
    return count;
  }

  std::size_t add(Item item) {
    item.fixed = true;
    chain.box = chain.items.empty() ? item.box : cover(chain.box, item.box);
    scene_.items.push_back(std::move(item));
    chain.items.push_back(scene_.items.size() - 1);
    return scene_.items.size() - 1;
  }

  void place_stocks() {
    order_lines();
    double x = gap_width(0);
    for (std::size_t s = 0; s < stocks_.size(); ++s) {
      auto item = make_item(structure_, order_.stocks[s]);
      const double width = std::max(item.box.width(), kLeg * static_cast<double>(legs(s)) + 16);
      const double half = item.box.height() / 2;
      item.box = {x, -half, x + width, lowest_line(s) + half};
      item.parts = {item.box};
      item.anchor = item.box.center();
      stocks_[s] = add(std::move(item));
      x += width + gap_width(s + 1);
    }
  }

  double gap_left(std::size_t g) const {
    return g == 0 ? 0 : scene_.items[stocks_[g - 1]].box.right;
  }
  double gap_right(std::size_t g) const {
    return g < stocks_.size() ? scene_.items[stocks_[g]].box.left : gap_left(g) + gap_width(g);
  }

  void add_cloud(Point center) {
    scene_.clouds.push_back(Box::around(center, kCloudWidth, kCloudHeight));
    chain.clouds.push_back(scene_.clouds.size() - 1);
    chain.box = cover(chain.box, scene_.clouds.back());
  }

  void add_pipe(Polyline line) {
    chain.box = cover(chain.box, bounds(line));
    scene_.pipes.push_back({std::move(line)});
    chain.pipes.push_back(scene_.pipes.size() - 1);
  }

  void add_valve(std::size_t flow, Point at) {
    auto item = make_item(structure_, structure_.flows[flow].valve);
    place(item, NodeKind::flow, at);
    add(std::move(item));
  }

  void draw(const GapLine& line, std::size_t g, std::size_t position) {
    const double y = line_y(g, position);
    Point start{gap_left(g), y};
    Point stop{gap_right(g), y};
    const bool cloud_first = !line.from_stock;
    const bool cloud_last = !line.to_stock;
    // A cloud stands as far away as its own line needs, not as far as the gap reaches.
    const double needed =
        std::max(label_width(line.flow) + 24, kValve + 2 * kShortest) + kCloudWidth - 8;
    if (cloud_first) {
      start.x = std::max(start.x, stop.x - needed) + kCloudWidth / 2;
      add_cloud(start);
      start.x += kCloudWidth / 2 - 4;
    }
    if (cloud_last) {
      stop.x = std::min(stop.x, start.x + needed) - kCloudWidth / 2;
      add_cloud(stop);
      stop.x -= kCloudWidth / 2 - 4;
    }
    if (line.backward) std::swap(start, stop);
    add_pipe({start, stop});
    add_valve(line.flow, 0.5 * (start + stop));
  }

  // Where a leg leaves the bottom of a stock: those that go left on the left; a longer lane, which
  // lies lower, nearer to the middle, so that no leg crosses a shorter one.
  double leg_x(std::size_t lane, bool at_start) const {
    const auto stock = at_start ? lanes_[lane].start : lanes_[lane].stop;
    std::vector<std::pair<int, std::pair<std::size_t, bool>>> order;
    for (std::size_t k = 0; k < lanes_.size(); ++k) {
      const int span = static_cast<int>(lanes_[k].stop) - static_cast<int>(lanes_[k].start);
      if (lanes_[k].start == stock) order.push_back({key_of(span), {k, true}});
      if (lanes_[k].stop == stock) order.push_back({key_of(span == 0 ? 1 : -span), {k, false}});
    }
    std::stable_sort(order.begin(), order.end());
    std::size_t position = 0;
    while (order[position].second != std::pair{lane, at_start}) ++position;
    const double offset = static_cast<double>(position) - static_cast<double>(order.size() - 1) / 2;
    return scene_.items[stocks_[stock]].box.center().x + kLeg * offset;
  }

  // Left by ascending length, then right by descending length.
  static int key_of(int span) { return span <= 0 ? -span : 1000 - span; }

  void draw_lanes() {
    std::stable_sort(lanes_.begin(), lanes_.end(), [](const Lane& a, const Lane& b) {
      const auto span = [](const Lane& lane) {
        return lane.start > lane.stop ? lane.start - lane.stop : lane.stop - lane.start;
      };
      return span(a) < span(b);
    });
    double y = chain.box.bottom + 26;
    for (std::size_t k = 0; k < lanes_.size(); ++k) {
      const double x0 = leg_x(k, true);
      const double x1 = leg_x(k, false);
      const double from = scene_.items[stocks_[lanes_[k].start]].box.bottom;
      const double to = scene_.items[stocks_[lanes_[k].stop]].box.bottom;
      add_pipe({{x0, from}, {x0, y}, {x1, y}, {x1, to}});
      add_valve(lanes_[k].flow, {valve_x(k, x0, x1), y});
      y += kLane;
    }
  }

  // The middle, or as near to it as no leg of a lower lane runs through the label.
  double valve_x(std::size_t lane, double x0, double x1) const {
    const double half = label_width(lanes_[lane].flow) / 2 + 8;
    const double middle = (x0 + x1) / 2;
    const double reach = std::fabs(x1 - x0) / 2;
    for (double away = 0; away < reach; away += 4) {
      for (const double x : {middle + away, middle - away}) {
        bool is_free = true;
        for (std::size_t k = lane + 1; k < lanes_.size(); ++k) {
          for (const bool start : {true, false}) {
            if (std::fabs(leg_x(k, start) - x) < half) is_free = false;
          }
        }
        if (is_free) return x;
      }
    }
    return middle;
  }

  const Structure& structure_;
  Scene& scene_;
  ChainOrder order_;
  std::vector<std::vector<GapLine>> gaps_;
  std::vector<Lane> lanes_;
  std::vector<std::size_t> stocks_;  // items, in the order of the row
};

}  // namespace

void Chain::move(Scene& scene, Point by) {
  for (const auto i : items) shift(scene.items[i], by);
  for (const auto i : clouds) scene.clouds[i] = scene.clouds[i].moved(by);
  for (const auto i : pipes) {
    for (auto& point : scene.pipes[i].line) point = point + by;
  }
  box = box.moved(by);
}

std::vector<Chain> lay_out_chains(const Structure& structure, Scene& scene) {
  std::vector<Chain> chains;
  for (auto& order : chain_orders(structure)) {
    if (order.flows.empty()) continue;  // free to lie anywhere
    chains.push_back(ChainLayout(structure, scene, std::move(order)).chain);
  }
  return chains;
}

}  // namespace slackwater::diagram

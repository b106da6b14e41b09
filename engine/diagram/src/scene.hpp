#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geometry.hpp"
#include "slackwater/diagram/structure.hpp"

namespace slackwater::diagram {

/// A node in the picture. A copy of a node has the same `node` and `shadow`.
struct Item {
  std::size_t node = 0;
  std::vector<std::string> lines;
  Box box;                 ///< all of it: no label of others may touch it
  std::vector<Box> parts;  ///< what no link of others may touch: of a flow, valve and label
  Point anchor;            ///< where arcs aim
  bool fixed = false;
  bool shadow = false;
};

/// Moves an item with everything that is part of it.
void shift(Item& item, Point by);

/// A pipe of a flow, from its first point to its last, where the arrow is.
struct Pipe {
  Polyline line;
};

/// A link in the picture; its curve starts and ends at the borders of the items.
struct Arc {
  std::size_t from = 0;  ///< an item
  std::size_t to = 0;
  Polarity polarity = Polarity::open;
  bool delayed = false;
  Curve curve;
  std::optional<Box> mark;  ///< of the sign
};

/// Everything that has a place.
struct Scene {
  std::vector<Item> items;
  std::vector<Box> clouds;
  std::vector<Pipe> pipes;
  std::vector<Arc> arcs;

  Box bounds() const;
  void move(Point by);
};

inline constexpr double kSmall = 11;   ///< size of the text at valves and parameters
inline constexpr double kNormal = 12;  ///< of everything else
inline constexpr double kLine = 13.5;  ///< from one line to the next
inline constexpr double kValve = 18;   ///< width and height of a valve
inline constexpr double kCloudWidth = 28;
inline constexpr double kCloudHeight = 18;

double text_size(NodeKind kind);
bool is_bold(NodeKind kind);
/// The label in one line or two lines of about the same length.
std::vector<std::string> label_lines(const Node& node, bool shadow);
/// Width and height of a node's label with what is drawn around it; of a flow, the label alone.
Point label_size(const std::vector<std::string>& lines, NodeKind kind);
/// An item that is not placed yet, at the origin.
Item make_item(const Structure& structure, std::size_t node, bool shadow = false);
/// Puts an item somewhere; of a flow the valve, with its label below.
void place(Item& item, NodeKind kind, Point at);

/// Numbers that look random and are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint32_t next();
  std::size_t below(std::size_t count) { return next() % count; }
  double unit() { return next() / 4294967296.0; }

 private:
  std::uint64_t state_;
};

}  // namespace slackwater::diagram

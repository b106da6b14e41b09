#pragma once

#include <optional>
#include <vector>

#include "scene.hpp"

namespace slackwater::diagram {

/// Chooses the bend of every arc by counting hits, then places the signs.
///
/// `outward`: where arcs bend away from, in a picture of loops.
class ArcRouter {
 public:
  explicit ArcRouter(Scene& scene, std::optional<Point> outward = std::nullopt);

  /// Routes all arcs anew.
  void route();
  /// The arcs that hit a box whatever their bend, and those that are too long to follow.
  std::vector<std::size_t> failures() const;
  /// The best curve for one arc, and what it costs, with everything else where it is.
  double route_one(std::size_t arc);
  /// Routes the arcs of one item anew.
  void reroute(std::size_t item);
  /// How often an arc runs through an item that is not its own.
  int total_hits() const;
  /// Like route_one for an arc that is not in the scene yet; -1 when each bend hits something.
  double try_arc(Arc& arc) const;
  /// Whether an arc other than this one runs through the box.
  bool is_crossed(const Box& box, std::size_t arc) const;
  /// The arcs that run through the sign of another one.
  std::vector<std::size_t> through_signs() const;
  /// Signs on the arcs, near their heads, where nothing else is.
  void place_marks();

 private:
  struct Candidate {
    Curve curve;
    Polyline line;
    Box around;
    double cost = 0;
    int hits = 0;
  };

  std::vector<Candidate> candidates(const Arc& arc) const;
  Candidate make(const Arc& arc, Point from, Point to, double bend) const;
  double crossing_cost(const Candidate& candidate, std::size_t skip, const Arc& arc) const;
  void set(std::size_t arc, const Candidate& candidate);
  bool runs_through_sign(std::size_t arc) const;
  double mark_cost(const Box& box, std::size_t arc) const;
  std::optional<Box> free_mark(std::size_t arc) const;

  Scene& scene_;
  std::optional<Point> outward_;
  std::vector<Polyline> lines_;  // of the arcs as they are
  std::vector<Box> around_;
  std::vector<int> hits_;
};

}  // namespace slackwater::diagram

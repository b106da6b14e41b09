#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "block.hpp"

namespace slackwater::run {

/// Takes the outputs of a block at save points and writes each run's series, a cache line at a
/// time.
class SeriesWriter {
 public:
  SeriesWriter(const program::Program& program, std::size_t lanes);

  void begin(std::span<const SeriesPointers> series);
  void take(Block& block);
  void flush();
  /// Writes NaN from save point `from` on.
  void blank(std::size_t lane, std::size_t from, std::size_t save_count);
  std::size_t points() const { return points_; }

 private:
  static constexpr std::size_t kDepth = 8;  ///< save points kept back: one cache line of a series

  const program::Program& program_;
  std::size_t lanes_;
  std::span<const SeriesPointers> series_;
  std::vector<double> kept_;  ///< (output, depth, lane)
  std::size_t points_ = 0;    ///< taken so far
  std::size_t flushed_ = 0;
};

}  // namespace slackwater::run

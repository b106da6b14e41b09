#include "series_writer.hpp"

#include <algorithm>
#include <limits>

namespace slackwater::run {

SeriesWriter::SeriesWriter(const program::Program& program, std::size_t lanes)
    : program_(program), lanes_(lanes), kept_(program.outputs.size() * kDepth * lanes) {}

void SeriesWriter::begin(std::span<const SeriesPointers> series) {
  series_ = series;
  points_ = 0;
  flushed_ = 0;
}

void SeriesWriter::take(Block& block) {
  const std::size_t row = points_ - flushed_;
  for (std::size_t output = 0; output < program_.outputs.size(); ++output) {
    double* to = kept_.data() + (output * kDepth + row) * lanes_;
    const program::Operand& operand = program_.outputs[output].value;
    if (operand.uniform) {
      std::fill_n(to, lanes_, block.uniform(operand.slot));
    } else {
      std::copy_n(block.slot(operand.slot), lanes_, to);
    }
  }
  ++points_;
  if (points_ - flushed_ == kDepth) flush();
}

void SeriesWriter::flush() {
  const std::size_t rows = points_ - flushed_;
  for (std::size_t lane = 0; lane < series_.size(); ++lane) {
    for (std::size_t output = 0; output < series_[lane].size(); ++output) {
      if (series_[lane][output] == nullptr) continue;
      double* to = series_[lane][output] + flushed_;
      const double* from = kept_.data() + output * kDepth * lanes_ + lane;
      for (std::size_t row = 0; row < rows; ++row) to[row] = from[row * lanes_];
    }
  }
  flushed_ = points_;
}

void SeriesWriter::blank(std::size_t lane, std::size_t from, std::size_t save_count) {
  for (double* series : series_[lane]) {
    if (series == nullptr) continue;
    std::fill(series + from, series + save_count, std::numeric_limits<double>::quiet_NaN());
  }
}

}  // namespace slackwater::run

#include "pipelines.hpp"

#include <algorithm>
#include <limits>

namespace slackwater::run {

Pipelines::Pipelines(const program::Program& program, std::size_t lanes)
    : program_(program), lanes_(lanes), rings_(program.pipeline_table.size() * lanes) {}

void Pipelines::begin(Block& block, double step, std::uint64_t steps) {
  for (std::size_t p = 0; p < program_.pipeline_table.size(); ++p) {
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      Ring& ring = rings_[p * lanes_ + lane];
      ring.delay =
          program::pipeline_steps(block.value(program_.pipeline_table[p].delay, lane), step);
      if (ring.delay == 0) {
        block.fault()[lane] = std::numeric_limits<double>::quiet_NaN();
        ring.delay = 1;
      }
      // A longer ring is never read from: the run ends before.
      ring.values.resize(static_cast<std::size_t>(std::min<std::uint64_t>(ring.delay, steps + 1)));
    }
  }
}

void Pipelines::put_out(Block& block, std::uint64_t step) {
  double* out = block.region(program_.pipelines);
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    const Ring& ring = rings_[i];
    if (step >= ring.delay) out[i] = ring.values[static_cast<std::size_t>(step % ring.delay)];
  }
}

void Pipelines::take_in(Block& block, std::uint64_t step) {
  const double* in = block.region(program_.pipeline_inputs);
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    Ring& ring = rings_[i];
    ring.values[static_cast<std::size_t>(step % ring.delay)] = in[i];
  }
}

void Pipelines::copy_lane(std::size_t from, std::size_t lane) {
  for (std::size_t p = 0; p < program_.pipeline_table.size(); ++p) {
    rings_[p * lanes_ + lane] = rings_[p * lanes_ + from];
  }
}

}  // namespace slackwater::run

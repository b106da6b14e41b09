#include "slackwater/ensemble/design.hpp"

#include <bit>
#include <string>

#include "permutation.hpp"
#include "slackwater/base/random.hpp"
#include "sobol_directions.hpp"

namespace slackwater::ensemble {
namespace {

constexpr std::size_t kMostRows = 100'000'000;

base::Diagnostics refuse(const std::string& message, const std::string& hint) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9020", message, {}, hint);
  return diagnostics;
}

// Grid: every combination of the levels' centres; the last column changes fastest.
std::optional<std::size_t> power(std::size_t base, std::size_t exponent) {
  std::size_t result = 1;
  for (std::size_t i = 0; i < exponent; ++i) {
    if (result > kMostRows / base) return std::nullopt;
    result *= base;
  }
  return result;
}

// The centre of one of 2^52 equal cells, so that neither 0 nor 1 occurs.
double centre(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

// Owen scrambling: each bit is flipped by a coin that depends on the bits above it.
std::uint64_t scrambled(std::uint64_t point, std::uint64_t key) {
  std::uint64_t result = 0;
  for (unsigned bit = 0; bit < 53; ++bit) {
    const std::uint64_t above = bit == 0 ? 0 : point >> (64 - bit);
    const std::uint64_t coin = mixed(key ^ mixed(above + (std::uint64_t{1} << bit))) >> 63;
    const std::uint64_t digit = ((point >> (63 - bit)) & 1u) ^ coin;
    result |= digit << (63 - bit);
  }
  return result;
}

}  // namespace

std::string_view name(DesignKind kind) {
  switch (kind) {
    case DesignKind::monte_carlo:
      return "monte_carlo";
    case DesignKind::latin_hypercube:
      return "latin_hypercube";
    case DesignKind::sobol:
      return "sobol";
    case DesignKind::grid:
      break;
  }
  return "grid";
}

std::optional<DesignKind> design_named(std::string_view text) {
  for (const auto kind : {DesignKind::monte_carlo, DesignKind::latin_hypercube, DesignKind::sobol,
                          DesignKind::grid}) {
    if (text == name(kind)) return kind;
  }
  return std::nullopt;
}

base::Result<Design> Design::make(DesignKind kind, std::size_t samples, std::uint64_t seed,
                                  std::vector<std::string> columns) {
  if (samples == 0) return refuse("a design needs at least one sample", "say how many samples");
  if (columns.empty()) return refuse("a design needs at least one column", "name what is drawn");
  Design design;
  design.kind_ = kind;
  design.seed_ = seed;
  design.rows_ = samples;
  design.names_ = std::move(columns);
  for (const auto& column : design.names_) {
    design.streams_.push_back(base::stream_of("design " + column));
  }
  if (kind == DesignKind::grid) {
    const auto rows = power(samples, design.names_.size());
    if (!rows) {
      return refuse("a grid of " + std::to_string(samples) + " levels in " +
                        std::to_string(design.names_.size()) + " columns has more than 1e8 points",
                    "take fewer levels or columns, or a sobol design");
    }
    design.levels_ = samples;
    design.rows_ = *rows;
  }
  if (design.rows_ > kMostRows) {
    return refuse("a design of more than 1e8 samples", "split the study by seeds");
  }
  if (kind == DesignKind::sobol) {
    if (design.names_.size() > sobol_most_columns()) {
      return refuse("a sobol design of " + std::to_string(design.names_.size()) +
                        " columns; there are direction numbers for " +
                        std::to_string(sobol_most_columns()),
                    "use latin_hypercube");
    }
    design.directions_ = sobol_directions(design.names_.size());
    if (!std::has_single_bit(samples)) {
      design.warning_ = "sobol: " + std::to_string(samples) +
                        " samples are not a power of two, so the points are not balanced; " +
                        std::to_string(std::bit_ceil(samples)) + " would be";
    }
  }
  return design;
}

void Design::row(std::size_t index, double* out) const {
  std::size_t place = index;
  for (std::size_t c = names_.size(); c-- > 0;) {
    const base::DrawKey key{seed_, index, streams_[c], 0};
    switch (kind_) {
      case DesignKind::monte_carlo:
        out[c] = base::uniform_open(key);
        break;
      case DesignKind::latin_hypercube: {
        const auto stratum = permuted(index, rows_, mixed(streams_[c] ^ mixed(seed_)));
        out[c] =
            (static_cast<double>(stratum) + base::uniform_open(key)) / static_cast<double>(rows_);
        break;
      }
      case DesignKind::sobol: {
        std::uint64_t point = 0;
        std::uint64_t gray = index ^ (index >> 1);
        for (std::size_t bit = 0; gray != 0; ++bit, gray >>= 1) {
          if (gray & 1u) point ^= directions_[c * kSobolBits + bit];
        }
        out[c] = centre(scrambled(point, mixed(streams_[c] ^ mixed(seed_))));
        break;
      }
      case DesignKind::grid:
        out[c] = (static_cast<double>(place % levels_) + 0.5) / static_cast<double>(levels_);
        place /= levels_;
        break;
    }
  }
}

}  // namespace slackwater::ensemble

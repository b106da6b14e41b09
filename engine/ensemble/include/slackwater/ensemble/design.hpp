#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"

namespace slackwater::ensemble {

enum class DesignKind { monte_carlo, latin_hypercube, sobol, grid };

std::string_view name(DesignKind kind);
std::optional<DesignKind> design_named(std::string_view name);

/// A set of points in the unit cube, one per sample; every row can be computed alone.
///
/// Guarantees: a value depends on (kind, samples, seed, row, column name) only: an added column
/// changes no other one in monte_carlo and latin_hypercube; sobol columns keep their place in the
/// order given. Source: Sobol' points with the direction numbers of Joe and Kuo (2008) through
/// Boost.Random, nested uniform scrambling of Owen (1995) with hashed decisions; Latin hypercube of
/// McKay, Beckman and Conover (1979).
class Design {
 public:
  /// `columns` are the names of what is drawn. A grid has `samples` levels per column and
  /// levels^columns rows.
  static base::Result<Design> make(DesignKind kind, std::size_t samples, std::uint64_t seed,
                                   std::vector<std::string> columns);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return names_.size(); }
  /// The point of one sample, in (0, 1). `out` has columns() places.
  void row(std::size_t index, double* out) const;
  /// What a user should know: "sobol: 1000 samples are not a power of two; 1024 would be balanced".
  /// Empty: nothing.
  const std::string& warning() const { return warning_; }

 private:
  DesignKind kind_ = DesignKind::monte_carlo;
  std::size_t rows_ = 0;
  std::size_t levels_ = 0;
  std::uint64_t seed_ = 0;
  std::vector<std::string> names_;
  std::vector<std::uint64_t> streams_;
  std::vector<std::uint64_t>
      directions_;  // of sobol: (column, bit), the point's most significant bit first
  std::string warning_;
};

}  // namespace slackwater::ensemble

#pragma once

#include <compare>
#include <map>
#include <optional>
#include <vector>

#include "core/run_pair.hpp"

namespace slackwater::api {

/// How much each saved point counts: what is explained is the sum of weight times difference.
///
/// Shapes: points (time,). `intervals` (time - 1,) are for a flow and count what went through it
/// between two points, as the method integrated it; empty for anything else.
struct TimeWeights {
  std::vector<double> points;
  std::vector<double> intervals;
};

/// Who may be a cause.
struct Player {
  enum class Kind { variable, outflow, rule, start, memory_start };
  Kind kind = Kind::variable;
  RunPair::Id variable = 0;

  friend auto operator<=>(const Player&, const Player&) = default;
};

/// One cause of a difference.
struct Part {
  double amount = 0;                  ///< in the unit of what is explained
  std::vector<RunPair::Id> elements;  ///< of the variable that the equations read
  TimeWeights weights;                ///< when it mattered: what to explain about it next
  RunPair::Id memory = kNoMemory;     ///< the variable whose memory function it came through

  static constexpr RunPair::Id kNoMemory = 0xFFFFFFFFu;
};

struct Attributed {
  std::map<Player, Part> parts;
  bool exact = true;
  bool possible = true;
};

/// Splits differences between two runs among what made them.
///
/// An equation's inputs share its difference by their Shapley values at each point; a stock's
/// difference is its start and what its flows brought; what stands between (the stocks of memory
/// functions) is passed through. Guarantees: the parts of a variable at one point add up to its
/// difference up to rounding; exchanging the runs changes only signs.
class Attribution {
 public:
  explicit Attribution(RunPair& pair);

  /// The mean over these elements of one variable.
  Attributed of(const std::vector<RunPair::Id>& elements, const TimeWeights& weights);

 private:
  struct EquationSplit;
  struct Reader;

  bool add_adjusted(RunPair::Id id, const TimeWeights& weights, double scale, Attributed& out);
  void add_stock(RunPair::Id id, const TimeWeights& weights, double scale, Attributed& out);
  void add_equation(RunPair::Id id, const TimeWeights& weights, double scale, Attributed& out);
  void add_hidden(RunPair::Id id, const std::vector<double>& weights, Attributed& out);
  void add_hidden_stock(RunPair::Id id, const std::vector<double>& weights, Attributed& out);
  void add_through(RunPair::Id hidden, const std::vector<double>& weights, double amount,
                   Attributed& out);
  EquationSplit split(RunPair::Id id, const std::vector<bool>& wanted);
  Reader reader_of(RunPair::Id id);
  double mixed(Reader& reader, std::size_t point, std::uint64_t mix);
  void note(Attributed& out, const Player& player, const std::vector<RunPair::Id>& elements,
            double amount, const std::vector<double>& when, double scale);

  RunPair& pair_;
  program::GivenValues first_;
  program::GivenValues second_;
  std::size_t points_;
  std::vector<double> steps_;  ///< between saved points
  bool left_;                  ///< a step takes its rate from its start alone
};

}  // namespace slackwater::api

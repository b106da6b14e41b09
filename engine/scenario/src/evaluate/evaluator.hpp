#pragma once

#include <map>
#include <optional>
#include <vector>

#include "../expression/expression.hpp"
#include "outcome.hpp"
#include "series_measures.hpp"
#include "slackwater/scenario/evaluate.hpp"

namespace slackwater::scenario {

/// A value at every saved point of one run, or why there is none.
///
/// Guarantees: what a table holds is looked at in place. Moves keep `values` valid, so there are no
/// copies.
struct SeriesOutcome {
  std::optional<Outcome> missing;
  Values values;

  explicit SeriesOutcome(const Outcome& why) : missing(why) {}
  explicit SeriesOutcome(Values in_place) : values(in_place) {}
  explicit SeriesOutcome(std::vector<double> own) : values(own), own_(std::move(own)) {}
  SeriesOutcome(SeriesOutcome&&) = default;
  SeriesOutcome& operator=(SeriesOutcome&&) = default;

 private:
  std::vector<double> own_;
};

/// Computes expressions from run tables. One evaluator serves all runs of its tables.
///
/// Guarantees: as long as the sample stays the same, every measure of a run is computed once.
class Evaluator {
 public:
  Evaluator(const Scenario& scenario, const Tables& tables,
            std::span<const results::Scan> scans = {},
            std::span<const results::Search> searches = {});

  /// A measure's number for one run; `every_step` says which table its series are from.
  Outcome number(const Expression& expression, const RunPlace& run, bool every_step = false);
  Truth condition(const Expression& expression, const RunPlace& run, bool every_step = false);
  Outcome measure(std::size_t index, const RunPlace& run);
  /// A list, a scan, or arithmetic over them.
  std::vector<Outcome> numbers(const Expression& expression, const RunPlace& run);

 private:
  struct Table {
    const results::RunTable* runs = nullptr;
    std::vector<std::optional<std::size_t>>
        policies;  ///< where the scenario's policies stand in it
    std::vector<std::optional<std::size_t>> futures;
    std::map<std::string, const results::SavedVariable*, std::less<>> variables;
  };

  Table index(const results::RunTable* runs) const;
  Table& table() { return every_step_ ? steps_ : saved_; }
  Times times() { return table().runs->time; }
  RunPlace resolve(const RunSelector& selector, const RunPlace& run) const;
  /// Where the measure of a run is kept once it is known, until another sample is looked at.
  std::optional<Outcome>& known(std::size_t measure, const RunPlace& run);

  Outcome evaluate(const Expression& expression, const RunPlace& run);
  Outcome binary(const Expression& expression, const RunPlace& run);
  Outcome call(const Expression& expression, const RunPlace& run);
  Outcome over_series(const Expression& call, const RunPlace& run);
  Outcome over_two_runs(const Expression& call, const RunPlace& run, Values x);
  Outcome regret(const Expression& call, const RunPlace& run);
  Outcome over_list(const Expression& call, const RunPlace& run);
  Outcome over_scan(const Expression& call, const RunPlace& run);
  Truth truth(const Expression& expression, const RunPlace& run);
  Truth compared(const Expression& comparison, const RunPlace& run);
  std::vector<Truth> truths(const Expression& expression, const RunPlace& run);

  SeriesOutcome series(const Expression& expression, const RunPlace& run);
  SeriesOutcome saved_series(const Expression& expression, const RunPlace& run);
  SeriesOutcome pointwise(const Expression& expression, const RunPlace& run);

  /// The window of a call, or the whole run; nothing when its ends are not reached.
  std::optional<Window> window(const Expression* argument, const RunPlace& run);
  /// A time or number argument, `otherwise` when it is not given.
  Outcome argument(const Expression* expression, const RunPlace& run, double otherwise);

  const Scenario& scenario_;
  Table saved_;
  Table steps_;
  std::span<const results::Scan> scans_;
  std::span<const results::Search> searches_;
  std::vector<std::optional<Outcome>> known_;  ///< (measure, policy, future) of one sample
  std::size_t known_sample_ = 0;
  bool every_step_ = false;
};

/// Arithmetic and functions of numbers, in one place for numbers, series and lists.
double result_of(const Expression& expression, std::span<const double> operands);
/// A comparison with the rules for "never": later than any time; of two of them nothing can be
/// said, nor of a recovery with nothing to recover from beside a number as written.
Truth compare(Op op, const Outcome& left, const Outcome& right);

/// "<=" of a comparison, "" of anything else.
std::string_view sign_of(Op op);
/// ">" for "<=": the comparison that holds where this one fails.
Op opposite(Op op);

}  // namespace slackwater::scenario

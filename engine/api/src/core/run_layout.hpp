#pragma once

#include <set>
#include <string>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"
#include "slackwater/results/run_table.hpp"
#include "slackwater/run/engine.hpp"

namespace slackwater::api {

/// Which variables a table keeps, and where every output of the program goes in it.
struct RunLayout {
  std::vector<model::VariableId> variables;
  std::vector<model::ElementId> outputs;  ///< all elements of the variables, in order
};

/// Names of all variables that the text declares and that change over time, or that one of
/// `overrides` moves: what a table keeps for runs with different overrides.
std::vector<std::string> changing_variables(const model::Model& model,
                                            const std::vector<model::Override>& overrides);

/// The variables of a list of names, or all that the text declares and that change over time.
///
/// Unknown names are errors with "did you mean".
base::Result<RunLayout> choose_outputs(const model::Model& model,
                                       const std::vector<std::string>& names);

/// A table with room for all runs, its values NaN; with `kept` only these variables have any.
results::RunTable make_table(const model::Model& model, const RunLayout& layout,
                             const run::Settings& settings, results::Axis policies,
                             results::Axis futures, std::size_t samples,
                             const std::set<std::string>* kept = nullptr);

/// Pointers to the series of one run, one per output of the layout, appended to `out`; null for
/// what the table does not keep.
void append_series(results::RunTable& table, std::size_t run, std::vector<double*>& out);

/// Records how a run ended in the table.
void record(results::RunTable& table, std::size_t policy, std::size_t future, std::size_t sample,
            const run::RunOutcome& outcome);

}  // namespace slackwater::api

#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model_implementation.hpp"
#include "core/run_layout.hpp"
#include "slackwater/api/run.hpp"
#include "slackwater/program/compile.hpp"
#include "slackwater/program/meaning.hpp"

namespace slackwater::api {

/// How a change combines with what is there; only stock starts know more than `set`.
enum class ChangeKind { set, add, multiply };

/// One change to a model: a lever, a parameter, or the start of stocks.
struct ModelChange {
  model::Override override;
  ChangeKind kind = ChangeKind::set;
  std::vector<model::ElementId> elements;  ///< of the model as loaded
};

/// A model with its profiles and rules compiled in; plain numbers stay inputs of each run.
struct Variant {
  model::Model model;
  program::Program program;
  std::unique_ptr<program::Meaning> meaning;
  RunLayout layout;
  std::map<std::string, std::size_t>
      parameter_index;  ///< element name to place in the program's parameters
  std::map<std::string, std::uint32_t>
      stock_index;  ///< element name to place in the program's stocks
};

/// One run of a variant, ready for the executor.
struct PlannedRun {
  std::shared_ptr<const Variant> variant;
  std::vector<double> parameters;
  std::vector<double>
      starts;  ///< one per stock: NaN, or what it starts with instead of the model's; or empty
  std::uint64_t sample = 0;
};

/// A value for one element by name: a drawn input, an equilibrium's stock.
struct NamedValue {
  std::string name;
  double value = 0;
};

/// Compiles the variants that a study needs, each once.
class Variants {
 public:
  /// `options` and `time` hold for all runs; `save` names the variables that tables keep.
  Variants(const Model::Implementation& base, model::TimeSettings time, RunOptions options,
           std::vector<std::string> save);

  /// The variant for these changes, later ones winning.
  base::Result<std::shared_ptr<const Variant>> variant(const std::vector<ModelChange>& changes);

  /// One run: drawn inputs first, then the changes, over the given base starts (empty: the model's
  /// own).
  base::Result<PlannedRun> plan(const std::vector<ModelChange>& changes,
                                const std::vector<NamedValue>& drawn,
                                const std::vector<NamedValue>& base_starts, std::uint64_t sample);

  const model::TimeSettings& time() const { return time_; }
  const RunOptions& options() const { return options_; }
  const model::Model& base_model() const { return base_.model; }

 private:
  base::Result<std::shared_ptr<const Variant>> compile(const std::vector<model::Override>& lowered);

  const Model::Implementation& base_;
  model::TimeSettings time_;
  RunOptions options_;
  std::vector<std::string> save_;
  std::map<std::string, std::shared_ptr<const Variant>> cache_;
};

}  // namespace slackwater::api

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "slackwater/base/result.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::language {
struct SyntaxTree;
}

namespace slackwater::model {

/// A lever (or parameter, or stock start) that a policy sets to something other than one number.
struct Override {
  /// Steps (midpoint rule) or straight lines between points in model time.
  struct Profile {
    std::vector<std::pair<double, double>> points;
    bool ramp = false;
  };
  /// An expression in the model language; a change of an `initial(...)` or the sample's parameters
  /// is fine too.
  struct Rule {
    base::SourcePtr source;
    base::Span span;
  };
  std::string target;  ///< "target_utilization", "focus[policy]", "obstacle[*, team]"
  base::Place place;   ///< of the target, for messages
  bool start =
      false;  ///< sets a stock's initial value (`start:` of a scenario file) instead of a lever
  bool beyond_range = false;  ///< values outside the range that the model declares are meant
  std::variant<double, Profile, Rule> value;
};

/// What model text needs from outside: the language module never opens a file.
struct LowerOptions {
  /// The text of a data file named in the model, or nothing when it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_data;
  std::vector<Override> overrides;
  bool strict_units = false;
  /// What the parser said about the tree: names that it lost are not reported as unknown. May be
  /// null.
  const base::Diagnostics* parsing = nullptr;
  /// What replaces the text's own time settings: a scenario's `time:`, `--step`, `--method`. In the
  /// model's time unit.
  std::optional<double> start, stop, step, save;
  std::optional<Method> method;
};

/// Resolves a syntax tree: names, arrays, units, memory functions, order. All errors are reported
/// in one go.
base::Result<Model> lower(const language::SyntaxTree& tree, const LowerOptions& options = {});

/// Parses and lowers a text in one step.
base::Result<Model> load(const base::SourcePtr& source, const LowerOptions& options = {});

/// Reads `"0.95 * initial(capacity)"`, `"13 week"` or `"5 %"` as one constant in `unit`; for
/// scenario files and --set.
///
/// The value must fold to a number without any variable; its unit must fit `unit` (a bare number
/// takes it).
base::Result<double> constant_value(const base::SourcePtr& source, base::Span span,
                                    const Model& model, std::string_view unit);

}  // namespace slackwater::model

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/base/result.hpp"

/// Load, check, run, compare: the whole engine behind a few opaque types.
namespace slackwater::api {

struct LoadOptions {
  /// Reads a file that the model names (data series); the path is as written, relative to the
  /// model's folder.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  /// Makes a missing unit an error.
  bool strict_units = false;
};

/// What one variable is, for listings, pages and notebooks.
struct VariableInfo {
  std::string name;
  std::string kind;  ///< stock, flow, auxiliary, parameter, lever, constant, indicator, data
  std::vector<std::string> dimensions;
  std::vector<std::string> elements;  ///< full names, "obstacle[policy,team]"; one for a scalar
  std::vector<double> values;  ///< parameters, levers, constants: the default of each element
  std::string unit;            ///< "1" when dimensionless, "" when none was given
  std::optional<double> low;   ///< of the declared range, in the unit
  std::optional<double> high;
  std::string distribution;  ///< as written, "" without one
  std::string better;        ///< "up", "down" or ""
  std::string documentation;
  std::string provenance;
  std::string section;
  bool generated = false;  ///< a stock that a memory function made
  int line = 0;            ///< of the declaration, 0 when generated
};

struct DimensionInfo {
  std::string name;
  std::vector<std::string> elements;
  std::string parent;  ///< of a sub-range: the dimension that it is a part of
  std::string documentation;
};

/// A table function; of a lookup that differs by element, one for each declaration.
struct LookupInfo {
  std::string name;
  std::string argument_unit;  ///< "1" when dimensionless, "" when none was given
  std::string unit;
  std::string mode;  ///< clamp, extrapolate, step, smooth
  std::vector<double> x;
  std::vector<double> y;
  std::string documentation;
  std::string provenance;
  int line = 0;
};

/// A function or a check of the model text, as written there.
struct TextInfo {
  std::string name;  ///< of a function
  std::string text;  ///< "twice(x: 1): 1 = 2 * x", "backlog >= 0"
  std::string documentation;
  std::string provenance;
  int line = 0;
};

struct TimeInfo {
  std::string unit;
  double start = 0;
  double stop = 0;
  double step = 0;
  double save = 0;
  std::string method;
};

enum class EquationFormat { text, markdown, latex };

/// One equation as readers see it.
struct EquationText {
  std::string variable;
  std::string kind;
  std::string section;
  std::string text;
  std::string unit;
  std::string range;  ///< "0.3 .. 1.2" of a parameter or lever, "" without one
  std::string documentation;
  std::string provenance;
};

/// A feedback loop: the variables it runs through, each influencing the next and the last the
/// first.
struct LoopInfo {
  std::vector<std::string> variables;
};

struct StructureInfo {
  std::vector<std::string> evaluation_order;  ///< elements, each after what it needs
  std::vector<LoopInfo> loops;
  bool loops_complete = true;  ///< false when the search for loops ended at its budget
};

/// A model that was read and checked. Cheap to copy; immutable; safe to share between threads.
class Model {
 public:
  struct Implementation;
  explicit Model(std::shared_ptr<const Implementation> implementation);

  const std::string& title() const;
  const std::string& documentation() const;
  std::string text() const;
  /// The name that messages show: usually the path as given.
  const std::string& source_name() const;
  TimeInfo time() const;
  std::vector<DimensionInfo> dimensions() const;
  std::vector<VariableInfo> variables() const;
  std::vector<LookupInfo> lookups() const;
  std::vector<TextInfo> functions() const;
  std::vector<TextInfo> checks() const;
  std::vector<std::string> sections() const;
  /// What each section says under its title, by title; of sections that say something.
  std::map<std::string, std::string> section_texts() const;
  /// The files that the text named, as written there and as read: with them the model loads again
  /// anywhere.
  std::map<std::string, std::string> files() const;
  /// The same as lines "SHA-256  path", as `sha256sum` prints them, in order of the paths.
  std::string file_hashes() const;
  /// Warnings of the load.
  const base::Diagnostics& diagnostics() const;
  std::vector<EquationText> equations(EquationFormat format) const;
  /// The order of evaluation and the feedback loops, at most `budget` of them.
  StructureInfo structure(std::size_t budget = 10000) const;

  const Implementation& implementation() const { return *implementation_; }

 private:
  std::shared_ptr<const Implementation> implementation_;
};

/// Reads and checks a model; all errors of the text are reported in one go.
base::Result<Model> load_model(const std::string& source_name, std::string text,
                               const LoadOptions& given = {});

/// The same from a file, data files relative to its folder. Not part of the browser build.
base::Result<Model> load_model_file(const std::string& path, bool strict_units = false);

/// Prints a model text the one way; the diagnostics of a text that does not parse.
base::Result<std::string> format_model(const std::string& source_name, const std::string& text);

/// The version of the engine, "0.1.0".
std::string_view version();

}  // namespace slackwater::api

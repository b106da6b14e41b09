#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/api/run.hpp"

/// Why two runs of one model differ, drilled down to what was decided.
namespace slackwater::api {

class Scenario;
struct Explanation;
struct CauseOrigin;

/// What is explained of a variable: its value at an instant, what went through a flow since the
/// start, or its mean over a time that a stock adds up.
enum class Extent { instant, total, mean };
std::string_view name(Extent extent);

/// One variable's part in a difference. "First" is the policy, "against" what it is held against.
struct Cause {
  std::string name;  ///< as the model declares it
  /// As the model declares it (lever, stock, auxiliary, ...), or: inflow and outflow of the
  /// explained stock, rule (what a policy sets the explained variable to), start (a start value),
  /// remembered (by delay_fixed, previous, sample_if), drawn (at random), initial.
  std::string kind;
  std::vector<std::string> elements;  ///< of an array, those that are read; empty for a scalar
  std::string unit;                   ///< of value and against
  double value = 0;         ///< at the instant; since the start for a flow of a stock; else a mean
  double against = 0;       ///< of several elements their mean
  double contribution = 0;  ///< in the unit of the explained variable, with its sign
  std::string through;  ///< the variable whose memory function (smooth, delay) passed it on; or ""
  bool leaf = false;    ///< nothing is behind it: a decision, an assumption, a start value
  std::vector<double> series;  ///< both runs. Shapes: (time,)
  std::vector<double> against_series;
  std::shared_ptr<const Explanation> because;  ///< of a tree: what is behind it, if shown
  /// Of a tree: why nothing follows, "feedback" (it is being explained further up), "repeated" (it
  /// was explained before) or "".
  std::string above;
  std::shared_ptr<const CauseOrigin> origin;
};

/// A difference and its causes, largest first; causes of contribution 0 are left out.
///
/// Guarantees: the contributions and `rest` add up to `difference`; for an instant the rest is
/// rounding unless `possible` is false.
struct Explanation {
  std::string variable;
  std::string kind;
  std::vector<std::string> elements;
  std::string unit;
  std::string better;  ///< of an indicator: up, down or ""
  Extent extent = Extent::instant;
  double time = 0;  ///< the instant, or the end of the time that counts
  std::string time_unit;
  double value = 0;
  double against = 0;
  double difference = 0;
  std::vector<Cause> causes;
  double rest = 0;    ///< what the split leaves
  bool exact = true;  ///< false: of more inputs than can be split exactly, some orders were drawn
  bool possible = true;  ///< false: an equation has no value at mixed inputs, in any order
  std::vector<double> series;
  std::vector<double> against_series;
};

/// How much of a tree of causes is looked for.
struct WhyOptions {
  int depth = 3;         ///< levels; one that only passes on a single cause does not count
  double share = 0.05;   ///< causes below this share of the largest are not followed
  std::size_t most = 4;  ///< causes of one level that are followed
};

/// Two runs of one model with every variable. Cheap to copy; not safe to share between threads.
class Why {
 public:
  struct Implementation;
  explicit Why(std::shared_ptr<Implementation> implementation);

  /// The run with the settings `a` (the policy) and the one with `b` (against). `options` hold for
  /// both.
  static base::Result<Why> between(const Model& model, const std::vector<Setting>& a,
                                   const std::vector<Setting>& b, const RunOptions& options = {});

  /// Saved points that both runs reached, in the model's time unit.
  const std::vector<double>& times() const;
  const std::string& time_unit() const;
  /// Why one of the runs ended early, in a line; empty when neither did.
  std::string ended_early() const;

  /// One level: a variable ("lead_time", of an array the mean of its elements) or an element
  /// ("backlog[north]") at the saved point closest to `time`.
  ///
  /// Errors: E9047 for a name that is no variable, E9048 for a time outside the runs.
  base::Result<Explanation> explain(const std::string& variable, double time) const;
  /// What is behind a cause; nothing is behind a leaf.
  Explanation explain(const Cause& cause) const;
  /// The same with what is behind the causes, down to a depth.
  base::Result<Explanation> tree(const std::string& variable, double time,
                                 const WhyOptions& options = {}) const;

 private:
  std::shared_ptr<Implementation> implementation_;
};

/// One policy of a scenario against another ("" : the baseline) in one of its futures ("": the
/// first), on the default parameters. Not part of the browser build.
base::Result<Why> why(const Scenario& scenario, const std::string& policy,
                      const std::string& against = {}, const std::string& future = {},
                      const RunOptions& options = {});

/// An explanation with all that is behind it as JSON, in one line.
std::string why_json(const Explanation& explanation, bool series = true);

/// What a reader of the text should know besides the explanation.
struct WhyWords {
  std::string title;   ///< of the scenario or the model
  std::string policy;  ///< as people read it
  std::string against;
  std::string future;  ///< "" when there is none to name
  int width = 100;     ///< columns of the terminal
  bool unicode = true;
  std::vector<std::string> shares;  ///< variables that are read in percent, see api::shares
};

/// The variables and parameters of a model that are shares of a whole, by the one rule of
/// report::look_of: dimensionless, with a range within 0 .. 1. Not part of the browser build.
std::vector<std::string> shares(const Model& model);

/// An explanation as a tree for the terminal. Not part of the browser build.
std::string why_text(const Explanation& explanation, const WhyWords& words);

}  // namespace slackwater::api

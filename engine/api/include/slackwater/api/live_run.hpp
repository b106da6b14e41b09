#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "slackwater/api/run.hpp"

namespace slackwater::run {
struct SectionCode;
}

namespace slackwater::api {

/// A model under settings, compiled once and run again and again while single numbers move: what
/// answers a slider.
///
/// Guarantees: the bits that `run` and a comparison give with the same numbers.
class LiveRun {
 public:
  /// Where stocks start, by element; names that only another policy's rules have are left out.
  using Starts = std::vector<std::pair<std::string, double>>;

  /// `options.set` holds profiles and rules, too; later settings win. `options.save`: what the runs
  /// keep; the fewer, the quicker.
  static base::Result<LiveRun> make(const Model& model, const RunOptions& options,
                                    const Starts& starts = {});
  LiveRun(LiveRun&&) noexcept;
  LiveRun& operator=(LiveRun&&) noexcept;
  ~LiveRun();

  /// From now on a lever or parameter has this value, whatever the settings say of it.
  ///
  /// Units: the variable's. Errors: unknown, no lever or parameter, outside its range.
  base::Diagnostics move(const std::string& name, double value);

  /// The inputs of a sample of an uncertainty, by the names of elements ("start NAME" for a stock's
  /// start), beneath the settings; none: the defaults. `sample` keys random functions.
  base::Diagnostics draw(const std::vector<std::pair<std::string, double>>& inputs,
                         std::uint64_t sample);

  /// Runs once more. Shapes: one run of the saved variables, by default all that change over time;
  /// valid until the next.
  base::Result<const results::RunTable*> run();

  /// The compiled program as WebAssembly, and what a browser made of it; see
  /// slackwater/run/webassembly.hpp.
  std::vector<std::uint8_t> webassembly() const;
  void use(const run::SectionCode& code);

 private:
  struct State;
  explicit LiveRun(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace slackwater::api

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "slackwater/base/source_text.hpp"
#include "slackwater/program/operations.hpp"
#include "slackwater/program/tables.hpp"

/// A model compiled for a register machine: what the lane engine executes.
namespace slackwater::program {

class Meaning;

/// A place in one of the two register files.
///
/// A lane slot holds one double for every lane of the block; a uniform slot holds one double for
/// the whole block.
struct Operand {
  std::uint32_t slot = 0;
  bool uniform = false;

  friend bool operator==(const Operand&, const Operand&) = default;
};

/// target = operation(operands). What may be uniform is said in operations.hpp.
struct Instruction {
  Operation operation = Operation::copy;
  std::uint8_t uniform = 0;  ///< bit i is set where operand i is a uniform slot
  bool guarded = false;      ///< the result is looked at as by `guard`; see may_be_guarded
  std::uint32_t target = 0;  ///< a lane slot in Section::lanes, a uniform slot in Section::uniform
  std::array<std::uint32_t, 3> operands{};
  std::uint32_t table = 0;  ///< of lookup, series and random_*

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

/// Straight-line code: first `uniform`, once for the block (execute_uniform), then `lanes`, for
/// every lane.
struct Section {
  std::vector<Instruction> uniform;  ///< every operand and target is a uniform slot
  std::vector<Instruction> lanes;
};

/// Neighbouring lane slots.
struct Region {
  std::uint32_t first = 0;
  std::uint32_t count = 0;

  std::uint32_t end() const { return first + count; }
};

/// Something a run hands out by name.
struct Output {
  std::string name;
  std::uint32_t element = 0;  ///< index into the model's elements
  Operand value;
};

/// An invariant of the model: broken where its value is 0.
struct Check {
  std::string text;
  base::Place place;
  Operand value;
};

/// A value that changes between steps; region `held` and `held_next` are in the same order.
struct Held {
  std::string name;
  base::Place place;  ///< of what it becomes, for messages
};

/// A delay_fixed: region `pipelines` holds what comes out, `pipeline_inputs` what goes in, in the
/// same order.
struct Pipeline {
  std::string name;
  Operand delay;  ///< in units of time; its number of steps is pipeline_steps(delay, step)
  base::Place place;
};

/// One random call of one element; Instruction::table of random_* counts them.
struct RandomStream {
  std::string variable;
  std::uint64_t stream = 0;  ///< base::DrawKey::stream
};

/// An instant at which an equation or a check has a jump or a kink, known from the start of a run;
/// adaptive methods stop there.
struct Kink {
  enum class Kind {
    once,    ///< at `at`
    train,   ///< at `at` + n * `period` and `at` + `width` + n * `period`, every integer n; period
             ///< 0: never
    series,  ///< at every point of series[table]
    lookup   ///< where `slope` * time + `at` is an x of lookups[table]
  };
  Kind kind = Kind::once;
  Operand at;
  Operand period;
  Operand width;
  Operand slope;
  std::uint32_t table = 0;
};

/// How long one pass took, in the order in which passes ran.
struct PassTiming {
  std::string name;
  double milliseconds = 0;
  std::size_t instructions = 0;  ///< of all sections, after the pass
};

/// A compiled model, independent of method, step and span.
///
/// A run executes it like this; T(k) = start + k * step is computed by multiplication, never
/// accumulated:
/// - begin: uniform file = `uniform_values`; set `start_time`, `stop_time`, `time_step`; fill
/// `parameters`, and `starts`
///   with NaN or the start values that the run provides; fault = 0; time = start, decide = start +
///   step / 2; `start`. That fills `stocks`, `held` and `pipelines` (the value of a pipeline before
///   anything came through).
/// - every step k: time = T(k), decide = T(k) + step / 2, pipelines' outputs, `step`; then
/// `derivative` (the first
///   stage); at a save point `save`, read `outputs`, `checks`; then `update` and take the
///   pipelines' inputs; then the other stages: set time and `stocks`, `derivative`, read `rates`;
///   at the end of the step held = held_next. The stop time is a step without other stages: `step`,
///   `derivative`, `save`, `checks`.
/// - `decide` is the instant by which switches in time are decided: strictly inside the smooth
/// piece that begins now.
///   It does not change between the stages of a step. Adaptive methods set it to the middle of the
///   stretch between two kinks, the same for all steps within, and execute `step` at the beginning
///   of every step that they take.
///
/// Where `derivative` is executed only for the sake of outputs (the stop time, a save point inside
/// an adaptive step), rates are not needed: put the fault slot back to what it was before `step`
/// and `derivative`, then execute `save` and `checks`, which have guards of their own.
///
/// `save`, `checks` and `update` rely on `derivative` having been executed at the same instant with
/// the same stocks just before; they may follow each other. `derivative` relies on `step`, and that
/// on `start`.
///
/// Guarantees: the fault slot is NaN once a needed value was not finite and that does not show in
/// the stocks. It covers start values, outputs, held, pipelines and checks too, so a run tests that
/// slot after `start`, after `save` and `checks`, and at the end of a step, and the stocks after
/// every stage (tableau.hpp). What is not needed, such as the other side of a `select`, may be NaN
/// and sets nothing. No pass changes a bit of any value.
struct Program {
  // The lane file: `lane_slots` slots of one double per lane.
  std::uint32_t lane_slots = 0;
  /// NaN in lanes of which a needed value was not finite. The first slot: whoever has the file
  /// knows where it is.
  static constexpr std::uint32_t fault = 0;
  Region parameters;  ///< in the order of model::Model::parameters
  Region starts;      ///< one per stock: NaN, or the start value that the run provides
  Region stocks;      ///< in the order of model::Model::stocks
  /// Net flows of the stocks, all written by every execution of `derivative`, which until then
  /// keeps temporaries there: those of the execution before are gone as soon as it begins.
  Region rates;
  Region held;
  Region held_next;  ///< written by `update`
  Region pipelines;
  Region pipeline_inputs;  ///< written by `update`
  Region kept;             ///< what `start` and `step` compute for later sections
  Region temporaries;      ///< shared by liveness; those of `derivative` may be in rates instead

  // The uniform file: one double per slot, for the whole block.
  std::vector<double> uniform_values;  ///< how it is at the beginning: constants are filled in
  std::uint32_t start_time = 0;        ///< uniform slots, set by the run
  std::uint32_t stop_time = 0;
  std::uint32_t time_step = 0;

  Operand time;  ///< uniform slots, or lane slots when CompileOptions::uniform_time is off
  Operand decide;

  Section start;
  Section step;
  Section derivative;
  Section save;
  Section checks;
  Section update;

  /// What lane instructions after `start` divide by (divisor_operand) and neither a later section
  /// nor the run changes, which writes parameters and the times of a run before `start` only. An
  /// engine may keep the inverses of these and multiply: math/fixed_division.hpp.
  std::vector<Operand> fixed_divisors;

  std::string time_unit;
  std::vector<double> default_parameters;  ///< the model's own values, in the order of `parameters`
  std::vector<std::string> parameter_names;
  std::vector<std::string> stock_names;
  std::vector<Output> outputs;
  std::vector<Check> check_table;
  std::vector<Held> held_table;
  std::vector<Pipeline> pipeline_table;
  std::vector<Lookup> lookups;
  std::vector<Series> series;
  std::vector<RandomStream> random_streams;
  std::vector<Kink> kinks;
  std::vector<PassTiming> timings;

  /// The meaning without any pass, evaluated lazily in scalar arithmetic: names the operation that
  /// failed.
  std::shared_ptr<const Meaning> meaning;
};

/// Executes uniform instructions on the uniform file; for Section::uniform.
void execute_uniform(const Program& program, const std::vector<Instruction>& instructions,
                     double* uniform_file);

/// The number of steps of a delay_fixed: delay / step rounded to the nearest integer, at least 1; 0
/// when not possible (negative, not finite, or more than 2^31 steps), which ends the run.
std::uint32_t pipeline_steps(double delay, double step);

}  // namespace slackwater::program

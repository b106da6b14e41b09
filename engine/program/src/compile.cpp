#include "slackwater/program/compile.hpp"

#include <chrono>

#include "guards.hpp"
#include "passes/passes.hpp"
#include "schedule.hpp"
#include "slackwater/program/meaning.hpp"
#include "translate/build.hpp"

namespace slackwater::program {

namespace {

// What pays in wide blocks. In a page, which runs one lane, the order takes 2 % off a run and adds
// 1.6 KB to every page.
#ifdef __wasm__
constexpr bool kWide = false;
#else
constexpr bool kWide = true;
#endif

class Stopwatch {
 public:
  explicit Stopwatch(std::vector<PassTiming>& timings) : timings_(timings) {}

  void lap(const char* name, std::size_t size) {
    const auto now = Clock::now();
    timings_.push_back(
        {name, std::chrono::duration<double, std::milli>(now - last_).count(), size});
    last_ = Clock::now();
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<PassTiming>& timings_;
  Clock::time_point last_ = Clock::now();
};

std::size_t size_of(const Code& code) {
  std::size_t size = 0;
  for (int s = 0; s < kSectionCount; ++s) size += code.uniform[s].size() + code.lanes[s].size();
  return size;
}

Instruction instruction_of(const CodeStep& step) {
  Instruction result;
  result.operation = step.operation;
  result.target = step.target.index;
  result.table = step.table;
  result.guarded = step.guarded;
  for (int k = 0; k < operand_count(step.operation); ++k) {
    result.operands[k] = step.operands[k].index;
    if (step.operands[k].kind == Place::Kind::uniform) {
      result.uniform = static_cast<std::uint8_t>(result.uniform | (1u << k));
    }
  }
  return result;
}

void emit(const Code& code, Program& program) {
  Section* const sections[kSectionCount] = {&program.start, &program.step,   &program.derivative,
                                            &program.save,  &program.checks, &program.update};
  for (int s = 0; s < kSectionCount; ++s) {
    sections[s]->uniform.reserve(code.uniform[s].size());
    sections[s]->lanes.reserve(code.lanes[s].size());
    for (const CodeStep& step : code.uniform[s])
      sections[s]->uniform.push_back(instruction_of(step));
    for (const CodeStep& step : code.lanes[s]) sections[s]->lanes.push_back(instruction_of(step));
  }
  for (const auto& [place, reader] : code.readers) {
    *reader = {place.index, place.kind == Place::Kind::uniform};
  }
  for (const Place& place : code.fixed_divisors) {
    program.fixed_divisors.push_back({place.index, place.kind == Place::Kind::uniform});
  }
}

}  // namespace

base::Result<Program> compile(const model::Model& model, const CompileOptions& options) {
  Program program;
  Stopwatch watch(program.timings);
  Graph graph = build(model, options, program);
  watch.lap("build", graph.values.size());
  add_guards(graph);
  watch.lap("guard", graph.values.size());
  const Passes& passes = options.passes;
  if (passes.fold) {
    graph = fold(graph, program);
    watch.lap("fold", graph.values.size());
  }
  if (passes.hoist) {
    hoist(graph);
    watch.lap("hoist", graph.values.size());
  }
  if (passes.share) {
    graph = share(graph);
    watch.lap("share", graph.values.size());
  }
  if (passes.dead_code) {
    graph = drop_dead_code(graph);
    watch.lap("dead_code", graph.values.size());
  }
  Code code = schedule(graph, program);
  watch.lap("schedule", size_of(code));
  if (passes.fuse) {
    fuse(code);
    watch.lap("fuse", size_of(code));
  }
  if (passes.reuse) write_in_place(code);
  if (kWide && passes.invert) {
    invert(code, program);
    watch.lap("invert", size_of(code));
  }
  if (kWide && passes.order) {
    order(code);
    watch.lap("order", size_of(code));
  }
  assign_slots(code, program, passes.reuse);
  watch.lap("reuse", size_of(code));
  emit(code, program);
  program.meaning = std::make_shared<const Meaning>(model);
  watch.lap("emit", size_of(code));
  return program;
}

}  // namespace slackwater::program

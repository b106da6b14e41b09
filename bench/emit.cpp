#include "emit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "slackwater/program/compile.hpp"

namespace slackwater::bench {

namespace {

using program::Instruction;
using program::Operand;
using program::Operation;
using program::Program;
using program::Section;

std::string number(double value) { return fmt::format("{:a}", value); }

class Emitter {
 public:
  Emitter(const Program& program, const model::Model& model, std::string name)
      : program_(program), model_(model), name_(std::move(name)) {}

  std::string text() {
    line("template <class M>\nstruct {} {{\n  using V = typename M::V;", name_);
    constant("kParameters", program_.parameters.count);
    constant("kStocks", program_.stocks.count);
    constant("kOutputs", program_.outputs.size());
    line("  static constexpr bool kEuler = {};", model_.time.method == model::Method::euler);
    line("  static constexpr double kStart = {}, kStop = {}, kStep = {}, kSave = {};",
         number(model_.time.start), number(model_.time.stop), number(model_.time.step),
         number(model_.time.save));
    line("  V p[{}], x[{}], rate[{}], held[{}], held_next[{}], k[{}];",
         program_.parameters.count + 1, program_.stocks.count + 1, program_.stocks.count + 1,
         program_.held.count + 1, program_.held.count + 1, program_.kept.count + 1);
    line("  V inverse[{}];", program_.fixed_divisors.size() + 1);
    line("  double u[{}];\n", program_.uniform_values.size());
    start();
    inverses_are_known_ = true;
    function("step", {&program_.step});
    function("derivative", {&program_.derivative});
    function("observe", {&program_.derivative, &program_.save, &program_.update});
    line(
        "  void take_held() {{\n    for (int i = 0; i < {}; ++i) held[i] = held_next[i];\n  "
        "}}\n}};\n",
        program_.held.count);
    return std::move(text_);
  }

  std::string tables_text() {
    tables();
    return std::move(text_);
  }

 private:
  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }

  void constant(const char* name, std::size_t value) {
    line("  static constexpr std::size_t {} = {};", name, value);
  }

  std::string list(const std::vector<double>& values) {
    std::string text;
    for (const double value : values) text += number(value) + ", ";
    return text;
  }

  void tables() {
    for (std::size_t i = 0; i < program_.lookups.size(); ++i) {
      const program::Lookup& t = program_.lookups[i];
      line(
          "inline const program::Lookup kLookup{} = {{\"\", {{{}}}, {{{}}}, {{{}}}, {{{}}}, "
          "{{{}}}, {}, {}}};",
          i, list(t.x), list(t.y), list(t.slopes), list(t.second), list(t.third), t.cubic,
          t.extrapolate);
    }
    for (std::size_t i = 0; i < program_.series.size(); ++i) {
      const program::Series& s = program_.series[i];
      line("inline const program::Series kSeries{} = {{\"\", {{{}}}, {{{}}}, {{{}}}, {}}};", i,
           list(s.time), list(s.value), list(s.slopes), s.points_only);
    }
  }

  void start() {
    line("  void start() {{");
    for (std::size_t i = 0; i < program_.uniform_values.size(); ++i) {
      line("    u[{}] = {};", i, number(program_.uniform_values[i]));
    }
    line("    u[{}] = kStart; u[{}] = kStop; u[{}] = kStep;", program_.start_time,
         program_.stop_time, program_.time_step);
    line("    set_time(kStart); set_decide(kStart + 0.5 * kStep);");
    body(program_.start);
    for (std::size_t i = 0; i < program_.fixed_divisors.size(); ++i) {
      line("    inverse[{}] = M::inverse({});", i, operand(program_.fixed_divisors[i]));
    }
    line("  }}");
    line("  void set_time(double t) {{ u[{}] = t; }}", program_.time.slot);
    line("  void set_decide(double t) {{ u[{}] = t; }}\n", program_.decide.slot);
  }

  void function(const char* name, std::initializer_list<const Section*> sections) {
    const bool observes = sections.size() > 1;
    line("  __attribute__((noinline)) void {}({}) {{", name, observes ? "V* outputs" : "");
    for (const Section* section : sections) body(*section);
    if (observes) {
      for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
        const Operand value = program_.outputs[i].value;
        line("    outputs[{}] = {};", i, operand(value));
      }
    }
    line("  }}\n");
  }

  void body(const Section& section) {
    for (const Instruction& i : section.uniform) uniform_instruction(i);
    for (const Instruction& i : section.lanes) lane_instruction(i);
  }

  std::string uniform(std::uint32_t slot) { return fmt::format("u[{}]", slot); }
  std::string broadcast(std::uint32_t slot) { return fmt::format("M::set(u[{}])", slot); }

  std::string lane(std::uint32_t slot) {
    const auto in = [&](const program::Region& region, const char* name) {
      return slot >= region.first && slot < region.end()
                 ? fmt::format("{}[{}]", name, slot - region.first)
                 : std::string();
    };
    for (const auto& [region, name] : {std::pair{program_.parameters, "p"},
                                       {program_.stocks, "x"},
                                       {program_.rates, "rate"},
                                       {program_.held, "held"},
                                       {program_.held_next, "held_next"},
                                       {program_.kept, "k"}}) {
      if (std::string text = in(region, name); !text.empty()) return text;
    }
    // No run provides start values here; only the conditions of guards still ask.
    if (slot >= program_.starts.first && slot < program_.starts.end()) return "M::set(NAN)";
    return fmt::format("t{}", slot);
  }

  std::string operand(const Operand& from) {
    return from.uniform ? broadcast(from.slot) : lane(from.slot);
  }

  void uniform_instruction(const Instruction& i) {
    std::string call = fmt::format("Scalar::{}(", name(i.operation));
    for (int k = 0; k < operand_count(i.operation); ++k) {
      call += (k == 0 ? "" : ", ") + uniform(i.operands[static_cast<std::size_t>(k)]);
    }
    line("    {} = {}{});", uniform(i.target), call, table(i));
  }

  std::string table(const Instruction& i) {
    if (i.operation == Operation::lookup) return fmt::format(", kLookup{}", i.table);
    if (i.operation == Operation::series) return fmt::format(", kSeries{}", i.table);
    return {};
  }

  void lane_instruction(const Instruction& i) {
    if (i.operation == Operation::guard || i.operation == Operation::guard_if) return;
    std::string value;
    if (i.operation == Operation::given) {
      value = lane(i.operands[1]);  // no run provides start values here
    } else if (i.operation == Operation::broadcast) {
      value = broadcast(i.operands[0]);
    } else {
      const int inverse = inverse_for(i);
      value = fmt::format("M::{}(", inverse < 0 ? name(i.operation) : "divide_by_fixed");
      for (int k = 0; k < operand_count(i.operation); ++k) {
        value += (k == 0 ? "" : ", ") + operand(operand_of(i, k));
      }
      value += (inverse < 0 ? table(i) : fmt::format(", inverse[{}]", inverse)) + ")";
    }
    const std::string target = lane(i.target);
    line("    {}{} = {};", target.front() == 't' ? "const V " : "", target, value);
  }

  static Operand operand_of(const Instruction& i, int k) {
    return {i.operands[static_cast<std::size_t>(k)], ((i.uniform >> k) & 1u) != 0};
  }

  int inverse_for(const Instruction& i) const {
    const int k = program::divisor_operand(i.operation);
    if (k < 0 || !inverses_are_known_) return -1;
    const auto& all = program_.fixed_divisors;
    const auto found = std::find(all.begin(), all.end(), operand_of(i, k));
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
  }

  bool inverses_are_known_ = false;
  const Program& program_;
  const model::Model& model_;
  std::string name_;
  std::string text_;
};

}  // namespace

std::string why_not(const model::Model& model) {
  if (!model.random_streams.empty()) return "the baselines have no random draws";
  if (!model.pipelines.empty()) return "the baselines have no delay_fixed";
  if (model.time.method != model::Method::rk4 && model.time.method != model::Method::euler) {
    return fmt::format("the baselines have no method {}, only euler and rk4",
                       model::name(model.time.method));
  }
  return {};
}

std::string emit_cpp(const model::Model& model) {
  program::CompileOptions options;
  options.checks = false;
  options.passes.fuse = false;
  options.passes.order = false;  // compilers order functions themselves
  options.passes.reuse = false;
  options.outputs = model.stocks;
  const auto best = program::compile(model, options);
  options.passes.share = false;
  options.passes.hoist = false;
  options.passes.invert = false;
  const auto plain = program::compile(model, options);
  return "// Generated from a model by bench_emit.\n#pragma once\n\n#include \"machines.hpp\"\n\n"
         "namespace slackwater::bench {\n\n" +
         Emitter(*best, model, "").tables_text() + Emitter(*best, model, "Generated").text() +
         Emitter(*plain, model, "GeneratedPlain").text() + "}  // namespace slackwater::bench\n";
}

}  // namespace slackwater::bench

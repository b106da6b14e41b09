#include "slackwater/program/disassemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "slackwater/base/number.hpp"

namespace slackwater::program {

namespace {

class Listing {
 public:
  explicit Listing(const Program& program) : program_(program) {
    for (const Section* section : {&program.start, &program.step, &program.derivative,
                                   &program.save, &program.checks, &program.update}) {
      for (const Instruction& instruction : section->uniform)
        computed_.push_back(instruction.target);
    }
    std::sort(computed_.begin(), computed_.end());
  }

  std::string text() {
    section("start", program_.start);
    section("step", program_.step);
    section("derivative", program_.derivative);
    section("save", program_.save);
    section("checks", program_.checks);
    section("update", program_.update);
    for (const Output& output : program_.outputs) {
      fmt::format_to(out(), "output {} = {}\n", output.name, name(output.value));
    }
    for (const Check& check : program_.check_table) {
      fmt::format_to(out(), "check {} = {}\n", check.text, name(check.value));
    }
    return std::move(text_);
  }

 private:
  std::back_insert_iterator<std::string> out() { return std::back_inserter(text_); }

  void section(const char* title, const Section& section) {
    if (section.uniform.empty() && section.lanes.empty()) return;
    fmt::format_to(out(), "{}:\n", title);
    find_rates(section);
    for (const Instruction& i : section.uniform) line(i, uniform_name(i.target), true);
    for (position_ = 0; position_ < section.lanes.size(); ++position_) {
      const Instruction& i = section.lanes[position_];
      line(i, target_name(i.target), false);
    }
    rate_written_.clear();
  }

  // Where a section writes the rates: until then their slots hold temporaries.
  void find_rates(const Section& section) {
    rate_written_.clear();
    for (std::size_t at = 0; at < section.lanes.size(); ++at) {
      const std::uint32_t slot = section.lanes[at].target;
      if (is_rate(slot)) rate_written_[slot] = at;
    }
  }
  bool is_rate(std::uint32_t slot) const {
    return slot >= program_.rates.first && slot < program_.rates.end();
  }
  std::string target_name(std::uint32_t slot) const {
    const auto rate = rate_written_.find(slot);
    return lane_name(slot, rate != rate_written_.end() && position_ < rate->second);
  }
  // What writes a rate may read its slot: the temporary that was there.
  std::string operand_name(std::uint32_t slot) const {
    const auto rate = rate_written_.find(slot);
    return lane_name(slot, rate != rate_written_.end() && position_ <= rate->second);
  }

  void line(const Instruction& i, const std::string& target, bool all_uniform) {
    fmt::format_to(out(), "  {} = {}", target, program::name(i.operation));
    for (int k = 0; k < operand_count(i.operation); ++k) {
      const bool uniform = all_uniform || ((i.uniform >> k) & 1u) != 0;
      fmt::format_to(out(), "{} {}", k == 0 ? "" : ",",
                     uniform ? uniform_name(i.operands[k]) : operand_name(i.operands[k]));
    }
    switch (i.operation) {
      case Operation::lookup:
        fmt::format_to(out(), " in {}", program_.lookups[i.table].name);
        break;
      case Operation::series:
        fmt::format_to(out(), " in {}", program_.series[i.table].name);
        break;
      case Operation::random_uniform:
      case Operation::random_normal:
      case Operation::random_lognormal:
      case Operation::random_poisson:
        fmt::format_to(out(), " stream {}", i.table);
        break;
      default:
        break;
    }
    text_ += i.guarded ? " guarded\n" : "\n";
  }

  std::string name(Operand operand) const {
    return operand.uniform ? uniform_name(operand.slot) : lane_name(operand.slot);
  }

  std::string uniform_name(std::uint32_t slot) const {
    if (program_.time.uniform && slot == program_.time.slot) return "time";
    if (program_.decide.uniform && slot == program_.decide.slot) return "decide";
    if (slot == program_.start_time) return "start_time";
    if (slot == program_.stop_time) return "stop_time";
    if (slot == program_.time_step) return "time_step";
    if (std::binary_search(computed_.begin(), computed_.end(), slot))
      return fmt::format("u{}", slot);
    return base::format_number(program_.uniform_values[slot]);
  }

  std::string lane_name(std::uint32_t slot, bool before_rate = false) const {
    const auto in = [&](const Region& region) {
      return slot >= region.first && slot < region.end();
    };
    if (in(program_.parameters)) return program_.parameter_names[slot - program_.parameters.first];
    if (in(program_.starts)) return "given " + program_.stock_names[slot - program_.starts.first];
    if (in(program_.stocks)) return program_.stock_names[slot - program_.stocks.first];
    if (before_rate) return fmt::format("r{}", slot - program_.rates.first);
    if (in(program_.rates)) return "rate " + program_.stock_names[slot - program_.rates.first];
    if (in(program_.held)) return "held " + program_.held_table[slot - program_.held.first].name;
    if (in(program_.held_next))
      return "next " + program_.held_table[slot - program_.held_next.first].name;
    if (in(program_.pipelines))
      return "out of " + program_.pipeline_table[slot - program_.pipelines.first].name;
    if (in(program_.pipeline_inputs))
      return "into " + program_.pipeline_table[slot - program_.pipeline_inputs.first].name;
    if (slot == program_.fault) return "fault";
    if (!program_.time.uniform && slot == program_.time.slot) return "time";
    if (!program_.decide.uniform && slot == program_.decide.slot) return "decide";
    if (in(program_.kept)) return fmt::format("k{}", slot - program_.kept.first);
    return fmt::format("t{}", slot - program_.temporaries.first);
  }

  const Program& program_;
  std::size_t position_ = 0;
  std::map<std::uint32_t, std::size_t> rate_written_;  // in the section being listed
  std::vector<std::uint32_t> computed_;  // uniform slots that are no constants, sorted
  std::string text_;
};

}  // namespace

std::string disassemble(const Program& program) { return Listing(program).text(); }

}  // namespace slackwater::program

#include "webassembly/read_later.hpp"

namespace slackwater::run::wasm {

using program::Instruction;
using program::Operand;
using program::Program;

namespace {

// Not the temporaries: everything else has a meaning outside of its section.
void add_regions(const Program& program, std::set<std::uint32_t>& slots) {
  for (std::uint32_t slot = 0; slot < program.lane_slots; ++slot) {
    const bool temporary = slot >= program.temporaries.first && slot < program.temporaries.end();
    if (!temporary) slots.insert(slot);
  }
}

void add_tables(const Program& program, std::set<std::uint32_t>& slots) {
  const auto add = [&](const Operand& operand) {
    if (!operand.uniform) slots.insert(operand.slot);
  };
  add(program.time);
  add(program.decide);
  for (const auto& output : program.outputs) add(output.value);
  for (const auto& check : program.check_table) add(check.value);
  for (const auto& pipeline : program.pipeline_table) add(pipeline.delay);
  for (const auto& kink : program.kinks) {
    for (const auto& operand : {kink.at, kink.period, kink.width, kink.slope}) add(operand);
  }
}

void add_section(const std::vector<Instruction>& lanes, std::set<std::uint32_t>& slots) {
  std::set<std::uint32_t> written;
  for (const auto& instruction : lanes) {
    for (int i = 0; i < program::operand_count(instruction.operation); ++i) {
      const auto slot = instruction.operands[static_cast<std::size_t>(i)];
      const bool uniform = ((instruction.uniform >> i) & 1u) != 0;
      if (!uniform && !written.contains(slot)) slots.insert(slot);
    }
    written.insert(instruction.target);
  }
}

}  // namespace

std::set<std::uint32_t> read_later(const Program& program) {
  std::set<std::uint32_t> slots;
  add_regions(program, slots);
  add_tables(program, slots);
  for (const auto* section : {&program.start, &program.step, &program.derivative, &program.save,
                              &program.checks, &program.update}) {
    add_section(section->lanes, slots);
  }
  return slots;
}

}  // namespace slackwater::run::wasm

#include "block.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace slackwater::run {

Block::Block(const program::Program& program, std::size_t lanes, InstructionSet set)
    : program_(program),
      kernel_(run::kernel(lanes, set)),
      uniform_kernel_(run::kernel(1, set)),
      lanes_(lanes),
      inverses_(program, kernel_),
      file_((program.lane_slots + inverses_.lane_slots()) * lanes),
      uniforms_(program.uniform_values.size() + inverses_.uniform_slots()),
      samples_(lanes),
      start_(decode(program.start)),
      step_(decode(program.step)),
      derivative_(decode(program.derivative)),
      save_(decode(program.save)),
      checks_(decode(program.checks)),
      update_(decode(program.update)) {
  // Not in `start`, before which no inverse is known.
  divide_by_inverses(program.step, step_.lanes);
  divide_by_inverses(program.derivative, derivative_.lanes);
  divide_by_inverses(program.save, save_.lanes);
  divide_by_inverses(program.checks, checks_.lanes);
  divide_by_inverses(program.update, update_.lanes);
  context_.program = &program_;
  context_.samples = samples_.data();
  context_.lanes = lanes_;
  uniform_context_ = context_;
  uniform_context_.lanes = 1;
}

Block::Code Block::decode(const program::Section& section) const {
  Code code;
  for (const auto& instruction : section.uniform) {
    code.uniform.push_back(decode(instruction, uniform_kernel_, 1, true));
  }
  for (const auto& instruction : section.lanes) {
    code.lanes.push_back(decode(instruction, kernel_, lanes_, false));
  }
  // The plain loop stops before this one, a chain of tail calls ends in it.
  Decoded end;
  end.handler = uniform_kernel_.stop;
  if (!code.uniform.empty()) code.uniform.push_back(end);
  end.handler = kernel_.stop;
  if (!code.lanes.empty()) code.lanes.push_back(end);
  return code;
}

Decoded Block::decode(const program::Instruction& instruction, const Kernel& kernel,
                      std::size_t lanes, bool in_uniform_file) const {
  Decoded result;
  // The uniform file is a lane file with one lane: there no operand needs to be told apart.
  const unsigned mask = in_uniform_file ? 0 : instruction.uniform;
  const auto& handlers = instruction.guarded ? kernel.guarded : kernel.handlers;
  result.handler = handlers[static_cast<int>(instruction.operation)][mask];
  assert(result.handler != nullptr);
  const auto lane_bytes = static_cast<std::uint32_t>(lanes * sizeof(double));
  result.target = instruction.target * lane_bytes;
  for (int i = 0; i < program::operand_count(instruction.operation); ++i) {
    const bool uniform = ((mask >> i) & 1u) != 0;
    result.operands[i] = instruction.operands[static_cast<std::size_t>(i)] *
                         (uniform ? static_cast<std::uint32_t>(sizeof(double)) : lane_bytes);
  }
  const bool room = program::operand_count(instruction.operation) <= Decoded::kTable;
  assert(room || instruction.table == 0);
  if (room) {
    result.operands[Decoded::kTable] = instruction.table;
  }
  return result;
}

void Block::divide_by_inverses(const program::Section& section, std::vector<Decoded>& lanes) const {
  for (std::size_t i = 0; i < section.lanes.size(); ++i) {
    const program::Instruction& instruction = section.lanes[i];
    const int which = program::divisor_operand(instruction.operation);
    if (which < 0) continue;
    const bool uniform = ((instruction.uniform >> which) & 1u) != 0;
    const auto pair =
        inverses_.find({instruction.operands[static_cast<std::size_t>(which)], uniform});
    if (!pair) continue;
    const auto& handlers = instruction.guarded ? kernel_.fixed_guarded : kernel_.fixed;
    lanes[i].handler = handlers[static_cast<int>(instruction.operation)][instruction.uniform];
    assert(lanes[i].handler != nullptr);
    const std::size_t value = uniform ? *pair : *pair * lanes_;
    lanes[i].operands[which] = static_cast<std::uint32_t>(value * sizeof(double));
  }
}

void Block::start() {
  execute(start_, own_.start);
  inverses_.fill(file_.data(), lanes_, uniforms_.data());
}

void Block::execute(const Code& code, SectionCode::Function own) {
  char* uniforms = reinterpret_cast<char*>(uniforms_.data());
  if (own != nullptr) return own(reinterpret_cast<char*>(file_.data()), uniforms, &context_);
  if (!code.uniform.empty()) {
    uniform_kernel_.execute(code.uniform.data(), uniforms, uniforms, &uniform_context_);
  }
  if (!code.lanes.empty()) {
    kernel_.execute(code.lanes.data(), reinterpret_cast<char*>(file_.data()), uniforms, &context_);
  }
}

void Block::set(const program::Operand& operand, double value) {
  if (operand.uniform) {
    uniforms_.data()[operand.slot] = value;
  } else {
    std::fill_n(slot(operand.slot), lanes_, value);
  }
}

void Block::begin(std::span<const RunInput> inputs, const Settings& settings) {
  std::copy(program_.uniform_values.begin(), program_.uniform_values.end(), uniforms_.data());
  uniforms_.data()[program_.start_time] = settings.start_time;
  uniforms_.data()[program_.stop_time] = settings.stop_time;
  uniforms_.data()[program_.time_step] = settings.time_step;
  context_.seed = settings.seed;
  context_.step = 0;
  std::fill_n(file_.data(), program_.lane_slots * lanes_, 0.0);
  double* parameters = region(program_.parameters);
  double* starts = region(program_.starts);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const RunInput& input = inputs[lane < inputs.size() ? lane : 0];
    samples_[lane] = input.sample;
    assert(input.parameters.size() == program_.parameters.count);
    for (std::size_t i = 0; i < program_.parameters.count; ++i) {
      parameters[i * lanes_ + lane] = input.parameters[i];
    }
    for (std::size_t i = 0; i < program_.starts.count; ++i) {
      starts[i * lanes_ + lane] =
          input.starts.empty() ? std::numeric_limits<double>::quiet_NaN() : input.starts[i];
    }
  }
}

std::vector<double> Block::column(const program::Region& which, std::size_t lane) {
  std::vector<double> result(which.count);
  const double* from = region(which) + lane;
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = from[i * lanes_];
  return result;
}

void Block::copy_lane(std::size_t from, std::size_t lane) {
  for (std::size_t i = 0; i < program_.lane_slots + inverses_.lane_slots(); ++i) {
    double* values = file_.data() + i * lanes_;
    values[lane] = values[from];
  }
  samples_[lane] = samples_[from];
}

}  // namespace slackwater::run

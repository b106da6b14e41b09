#include "slackwater/program/program.hpp"
#include "slackwater/program/scalar_operators.hpp"

namespace slackwater::program {

void execute_uniform(const Program& program, const std::vector<Instruction>& instructions,
                     double* uniform_file) {
  for (const Instruction& instruction : instructions) {
    const auto operand = [&](int k) { return uniform_file[instruction.operands[k]]; };
    double& target = uniform_file[instruction.target];
    switch (instruction.operation) {
      case Operation::lookup:
        target = scalar::lookup_value(program.lookups[instruction.table], operand(0));
        break;
      case Operation::series:
        target = scalar::series_value(program.series[instruction.table], operand(0), operand(1));
        break;
      default:
        target = scalar::apply(instruction.operation, operand(0), operand(1), operand(2));
    }
  }
}

std::uint32_t pipeline_steps(double delay, double step) {
  const double steps = delay / step;
  if (!(steps >= 0) || steps > 2147483647.0) return 0;
  const double whole = math::round(steps);
  return whole < 1 ? 1 : static_cast<std::uint32_t>(whole);
}

}  // namespace slackwater::program

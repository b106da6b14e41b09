#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "inverses.hpp"
#include "lanes/kernel.hpp"
#include "slackwater/program/program.hpp"
#include "slackwater/run/engine.hpp"
#include "slackwater/run/section_code.hpp"

namespace slackwater::run {

/// Doubles that begin on a cache line.
class AlignedDoubles {
 public:
  explicit AlignedDoubles(std::size_t size) : lines_((size + kPerLine - 1) / kPerLine) {}
  double* data() { return lines_.empty() ? nullptr : lines_.front().values; }
  const double* data() const { return lines_.empty() ? nullptr : lines_.front().values; }

 private:
  static constexpr std::size_t kPerLine = 8;
  struct alignas(64) Line {
    double values[kPerLine] = {};
  };
  std::vector<Line> lines_;
};

/// One block of lanes: the program decoded for its width, the register files, and how to execute a
/// section.
///
/// Takes all its memory when it is made.
class Block {
 public:
  Block(const program::Program& program, std::size_t lanes, InstructionSet set);

  /// Fills the files for these runs; lanes beyond the inputs repeat the first. Sets no time.
  void begin(std::span<const RunInput> inputs, const Settings& settings);

  void set_time(double time) { set(program_.time, time); }
  void set_decide(double decide) { set(program_.decide, decide); }
  void set_step(std::uint64_t step) { context_.step = step; }

  void start();
  void step() { execute(step_, own_.step); }
  void derivative() { execute(derivative_, own_.derivative); }
  void save() { execute(save_, own_.save); }
  void checks() { execute(checks_, own_.checks); }
  void update() { execute(update_, own_.update); }

  /// Executes these functions where there are any; of a block of one lane.
  void use(const SectionCode& code) { own_ = code; }

  std::size_t lanes() const { return lanes_; }
  const Kernel& kernel() const { return kernel_; }
  const program::Program& program() const { return program_; }
  double* slot(std::uint32_t index) { return file_.data() + index * lanes_; }
  double* region(const program::Region& region) { return slot(region.first); }
  double* fault() { return slot(program_.fault); }
  double value(const program::Operand& operand, std::size_t lane) {
    return operand.uniform ? uniforms_.data()[operand.slot] : slot(operand.slot)[lane];
  }
  double& uniform(std::uint32_t slot) { return uniforms_.data()[slot]; }
  /// One lane's values of a region.
  std::vector<double> column(const program::Region& region, std::size_t lane);
  /// Makes `lane` go on as a copy of `from`.
  void copy_lane(std::size_t from, std::size_t lane);
  /// A rough count of the work of one derivative, for pacing.
  std::size_t instructions() const { return derivative_.lanes.size() + derivative_.uniform.size(); }

 private:
  struct Code {
    std::vector<Decoded> uniform;
    std::vector<Decoded> lanes;
  };
  Code decode(const program::Section& section) const;
  Decoded decode(const program::Instruction& instruction, const Kernel& kernel, std::size_t lanes,
                 bool in_uniform_file) const;
  void divide_by_inverses(const program::Section& section, std::vector<Decoded>& lanes) const;
  void execute(const Code& code, SectionCode::Function own);
  void set(const program::Operand& operand, double value);

  const program::Program& program_;
  const Kernel& kernel_;
  const Kernel& uniform_kernel_;
  std::size_t lanes_;
  Inverses inverses_;
  AlignedDoubles file_;
  AlignedDoubles uniforms_;
  std::vector<std::uint64_t> samples_;
  Context context_;
  Context uniform_context_;
  Code start_;
  Code step_;
  Code derivative_;
  Code save_;
  Code checks_;
  Code update_;
  SectionCode own_;
};

}  // namespace slackwater::run

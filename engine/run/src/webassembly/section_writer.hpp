#pragma once

#include <map>

#include "slackwater/program/program.hpp"
#include "webassembly/imports.hpp"

namespace slackwater::run::wasm {

/// Writes one section as the body of a function of (lanes, uniforms, context).
///
/// A slot is loaded once and then lives in a local; what was written to a slot is stored at the
/// end, once.
class SectionWriter {
 public:
  SectionWriter(const program::Program& program, Imports& imports);
  /// The body: locals, code, end.
  Bytes body(const program::Section& section);

 private:
  enum class File : std::uint8_t { lanes = 0, uniforms = 1 };  ///< the parameter with its address
  struct Slot {
    File file;
    std::uint32_t index;
    friend auto operator<=>(const Slot&, const Slot&) = default;
  };
  struct Local {
    std::uint32_t number = 0;
    bool loaded = false;
    bool written = false;
  };

  void lane_code(const std::vector<program::Instruction>& lanes);
  void power_pair(const program::Instruction& first, const program::Instruction& second);
  void instruction(const program::Instruction& instruction, File target);
  /// Leaves the value of the instruction on the stack.
  void value(const program::Instruction& instruction, File file);
  void special(const program::Instruction& instruction, File file);
  void apply(program::Operation operation);
  void pair(const program::Instruction& instruction, File file);
  void compare(Code code);
  void truth_of(const program::Instruction& instruction, File file, Code combine);
  void draw(const program::Instruction& instruction, File file);
  void call_math(program::Operation operation);
  void look_at_result(File file);
  void operand(const program::Instruction& instruction, File file, int which);
  void get(Slot slot);
  void load(Slot slot);
  void set(Slot slot);
  void store_written();
  Local& local(Slot slot);

  const program::Program& program_;
  Imports& imports_;
  Writer code_;
  std::map<Slot, Local> locals_;
};

}  // namespace slackwater::run::wasm

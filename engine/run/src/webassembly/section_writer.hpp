#pragma once

#include <map>
#include <set>

#include "slackwater/program/program.hpp"
#include "webassembly/imports.hpp"
#include "webassembly/lane_code.hpp"

namespace slackwater::run::wasm {

/// Writes one section as the body of a function of (lanes, uniforms, context).
///
/// A slot is loaded once and then lives in a local, as every result does; what was written to a
/// lane slot is stored at the end, once, where it is one of `read_later`.
class SectionWriter {
 public:
  SectionWriter(const program::Program& program, const std::set<std::uint32_t>& read_later,
                Imports& imports);
  /// The body: locals, code, end.
  Bytes body(const program::Section& section);

 private:
  struct Local {
    std::uint32_t number = 0;
    bool loaded = false;
    bool written = false;
  };

  void lane_code(const LaneCode& lanes);
  /// Two to four powers that do not need each other.
  void powers(const LaneCode& lanes, const std::vector<std::uint32_t>& group);
  void instruction(const Resolved& at);
  /// Leaves the value of the instruction on the stack.
  void value(const Resolved& at);
  void special(const Resolved& at);
  void apply(program::Operation operation);
  void pair(const Resolved& at);
  void compare(Code code);
  void truth_of(const Resolved& at, Code combine);
  void draw(const Resolved& at);
  void call_math(program::Operation operation);
  void add_fault(const Value& result);
  void look_at(const Value& result);
  void get(const Value& value);
  void load(std::uint32_t parameter, std::uint32_t offset);
  void set(const Value& value);
  void store_lanes(const LaneCode& lanes);
  void store_uniforms();
  void store(std::uint32_t parameter, std::uint32_t slot, const Value& value);
  Local& local(const Value& value);

  const program::Program& program_;
  const std::set<std::uint32_t>& read_later_;
  Imports& imports_;
  std::uint32_t looks_ = 0;
  Writer code_;
  std::map<Value, Local> locals_;
};

}  // namespace slackwater::run::wasm

#include "webassembly/section_writer.hpp"

#include <set>

#include "webassembly/power_pairs.hpp"

namespace slackwater::run::wasm {

using program::Instruction;
using program::Operation;

namespace {

// A function's parameters are its first locals.
constexpr std::uint32_t kParameters = 3;
constexpr std::uint32_t kContext = 2;

/// The two operations of a pair, and whether the third operand comes first.
struct Pair {
  Operation inner = Operation::add;
  Operation outer = Operation::add;
  bool swapped = false;
};

Pair pair_of(Operation operation) {
  switch (operation) {
#define SLACKWATER_PAIR(name, inner, outer, swapped) \
  case Operation::name:                              \
    return {Operation::inner, Operation::outer, swapped};
    SLACKWATER_PAIR_OPERATIONS(SLACKWATER_PAIR)
#undef SLACKWATER_PAIR
    default:
      return {};
  }
}

}  // namespace

SectionWriter::SectionWriter(const program::Program& program, Imports& imports)
    : program_(program), imports_(imports) {}

Bytes SectionWriter::body(const program::Section& section) {
  for (const auto& each : section.uniform) instruction(each, File::uniforms);
  lane_code(section.lanes);
  store_written();
  code_.code(Code::end);
  Writer out;
  out.number(1);
  out.number(static_cast<std::uint32_t>(locals_.size()));
  out.type(Type::f64);
  out.append(code_.bytes());
  return out.bytes();
}

void SectionWriter::lane_code(const std::vector<Instruction>& lanes) {
  const auto pairs = power_pairs(lanes);
  std::set<std::size_t> done;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (done.contains(i)) continue;
    const auto found = pairs.find(i);
    if (found == pairs.end()) {
      instruction(lanes[i], File::lanes);
    } else {
      power_pair(lanes[i], lanes[found->second]);
      done.insert(found->second);
    }
  }
}

// The call leaves the first power on the stack, and the second in its slot.
void SectionWriter::power_pair(const Instruction& first, const Instruction& second) {
  for (const Instruction* each : {&first, &second}) {
    operand(*each, File::lanes, 0);
    operand(*each, File::lanes, 1);
  }
  code_.code(Code::local_get);
  code_.number(static_cast<std::uint32_t>(File::lanes));
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(second.target * sizeof(double)));
  code_.code(Code::i32_add);
  const Signature signature{{Type::f64, Type::f64, Type::f64, Type::f64, Type::i32}, true};
  code_.code(Code::call);
  code_.number(imports_.function("power_pair", signature));
  set({File::lanes, first.target});
  load({File::lanes, second.target});
  set({File::lanes, second.target});
}

void SectionWriter::instruction(const Instruction& instruction, File target) {
  value(instruction, target);
  set({target, instruction.target});
  if (instruction.guarded) {
    get({target, program_.fault});
    get({target, instruction.target});
    look_at_result(target);
  }
}

// The two values on the stack: fault + value * 0, as the lane engine does it.
void SectionWriter::look_at_result(File file) {
  code_.code(Code::f64_const);
  code_.real(0);
  code_.code(Code::f64_mul);
  code_.code(Code::f64_add);
  set({file, program_.fault});
}

void SectionWriter::value(const Instruction& instruction, File file) {
  const Operation operation = instruction.operation;
  switch (operation) {
    case Operation::lookup:
    case Operation::series:
    case Operation::random_uniform:
    case Operation::random_normal:
    case Operation::random_lognormal:
    case Operation::random_poisson:
    case Operation::guard:
    case Operation::guard_if:
    case Operation::given:
    case Operation::select:
      return special(instruction, file);
    case Operation::logical_and:
      return truth_of(instruction, file, Code::i32_and);
    case Operation::logical_or:
      return truth_of(instruction, file, Code::i32_or);
    default:
      break;
  }
  if (program::is_pair(operation)) return pair(instruction, file);
  for (int i = 0; i < program::operand_count(operation); ++i) operand(instruction, file, i);
  apply(operation);
}

// Its operands are on the stack.
void SectionWriter::apply(Operation operation) {
  switch (operation) {
    case Operation::copy:
    case Operation::broadcast:
      return;
    case Operation::negate:
      return code_.code(Code::f64_neg);
    case Operation::abs:
      return code_.code(Code::f64_abs);
    case Operation::sqrt:
      return code_.code(Code::f64_sqrt);
    case Operation::add:
      return code_.code(Code::f64_add);
    case Operation::subtract:
      return code_.code(Code::f64_sub);
    case Operation::multiply:
      return code_.code(Code::f64_mul);
    case Operation::divide:
      return code_.code(Code::f64_div);
    case Operation::minimum:
      return code_.code(Code::f64_min);
    case Operation::maximum:
      return code_.code(Code::f64_max);
    case Operation::less:
      return compare(Code::f64_lt);
    case Operation::less_equal:
      return compare(Code::f64_le);
    case Operation::greater:
      return compare(Code::f64_gt);
    case Operation::greater_equal:
      return compare(Code::f64_ge);
    case Operation::equal:
      return compare(Code::f64_eq);
    case Operation::not_equal:
      return compare(Code::f64_ne);
    case Operation::logical_not:
      code_.code(Code::f64_const);
      code_.real(0);
      return compare(Code::f64_eq);
    default:
      return call_math(operation);
  }
}

void SectionWriter::compare(Code code) {
  code_.code(code);
  code_.code(Code::f64_convert_i32_u);
}

void SectionWriter::truth_of(const Instruction& instruction, File file, Code combine) {
  for (int i = 0; i < 2; ++i) {
    operand(instruction, file, i);
    code_.code(Code::f64_const);
    code_.real(0);
    code_.code(Code::f64_ne);
  }
  compare(combine);
}

void SectionWriter::pair(const Instruction& instruction, File file) {
  const Pair two = pair_of(instruction.operation);
  if (two.swapped) operand(instruction, file, 2);
  operand(instruction, file, 0);
  operand(instruction, file, 1);
  apply(two.inner);
  if (!two.swapped) operand(instruction, file, 2);
  apply(two.outer);
}

void SectionWriter::call_math(Operation operation) {
  Signature signature;
  signature.result = true;
  signature.parameters.assign(static_cast<std::size_t>(program::operand_count(operation)),
                              Type::f64);
  code_.code(Code::call);
  code_.number(imports_.function("math_" + std::string(program::name(operation)), signature));
}

void SectionWriter::special(const Instruction& instruction, File file) {
  const auto read = [&](int which) { operand(instruction, file, which); };
  switch (instruction.operation) {
    case Operation::lookup:
    case Operation::series: {
      const bool series = instruction.operation == Operation::series;
      code_.code(Code::local_get);
      code_.number(kContext);
      code_.code(Code::i32_const);
      code_.signed_number(static_cast<std::int32_t>(instruction.table));
      read(0);
      if (series) read(1);
      Signature signature{{Type::i32, Type::i32, Type::f64}, true};
      if (series) signature.parameters.push_back(Type::f64);
      code_.code(Code::call);
      code_.number(imports_.function(series ? "table_series" : "table_lookup", signature));
      return;
    }
    case Operation::select:  // b where a is not 0, else c
      read(1);
      read(2);
      read(0);
      code_.code(Code::f64_const);
      code_.real(0);
      code_.code(Code::f64_ne);
      return code_.code(Code::select);
    case Operation::given:  // a where it is a number, else b
      read(0);
      read(1);
      read(0);
      read(0);
      code_.code(Code::f64_eq);
      return code_.code(Code::select);
    case Operation::guard:
    case Operation::guard_if:
      get({file, instruction.target});
      read(0);
      code_.code(Code::f64_const);
      code_.real(0);
      code_.code(Code::f64_mul);
      code_.code(Code::f64_add);
      if (instruction.operation == Operation::guard) return;
      get({file, instruction.target});
      read(1);
      code_.code(Code::f64_const);
      code_.real(0);
      code_.code(Code::f64_ne);
      return code_.code(Code::select);
    default:
      return draw(instruction, file);
  }
}

void SectionWriter::draw(const Instruction& instruction, File file) {
  code_.code(Code::local_get);
  code_.number(kContext);
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(instruction.operation));
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(instruction.table));
  operand(instruction, file, 0);
  if (program::operand_count(instruction.operation) > 1) {
    operand(instruction, file, 1);
  } else {
    code_.code(Code::f64_const);
    code_.real(0);
  }
  const Signature signature{{Type::i32, Type::i32, Type::i32, Type::f64, Type::f64}, true};
  code_.code(Code::call);
  code_.number(imports_.function("draw", signature));
}

// In the uniform file every operand is uniform, whatever the instruction says.
void SectionWriter::operand(const Instruction& instruction, File file, int which) {
  const bool uniform = ((instruction.uniform >> which) & 1u) != 0;
  get({uniform ? File::uniforms : file, instruction.operands[static_cast<std::size_t>(which)]});
}

SectionWriter::Local& SectionWriter::local(Slot slot) {
  const auto next = kParameters + static_cast<std::uint32_t>(locals_.size());
  return locals_.try_emplace(slot, Local{next}).first->second;
}

void SectionWriter::get(Slot slot) {
  Local& local = this->local(slot);
  if (local.loaded) {
    code_.code(Code::local_get);
    return code_.number(local.number);
  }
  load(slot);
  code_.code(Code::local_tee);
  code_.number(local.number);
  local.loaded = true;
}

void SectionWriter::load(Slot slot) {
  code_.code(Code::local_get);
  code_.number(static_cast<std::uint32_t>(slot.file));
  code_.code(Code::f64_load);
  code_.number(3);  // aligned to 8
  code_.number(slot.index * static_cast<std::uint32_t>(sizeof(double)));
}

void SectionWriter::set(Slot slot) {
  Local& local = this->local(slot);
  local.loaded = true;
  local.written = true;
  code_.code(Code::local_set);
  code_.number(local.number);
}

void SectionWriter::store_written() {
  for (const auto& [slot, local] : locals_) {
    if (!local.written) continue;
    code_.code(Code::local_get);
    code_.number(static_cast<std::uint32_t>(slot.file));
    code_.code(Code::local_get);
    code_.number(local.number);
    code_.code(Code::f64_store);
    code_.number(3);
    code_.number(slot.index * static_cast<std::uint32_t>(sizeof(double)));
  }
}

}  // namespace slackwater::run::wasm

#include "webassembly/section_writer.hpp"

#include <algorithm>
#include <cstddef>

#include "lanes/kernel.hpp"

namespace slackwater::run::wasm {

using program::Instruction;
using program::Operation;

namespace {

// A function's parameters are its first locals.
constexpr std::uint32_t kParameters = 3;
constexpr std::uint32_t kLanes = 0;
constexpr std::uint32_t kUniforms = 1;
constexpr std::uint32_t kContext = 2;
constexpr std::size_t kMostPowers = 4;
constexpr auto kPowers = static_cast<std::uint32_t>(offsetof(Context, powers));
// One sum of faults would make every result that is looked at wait for the one before.
constexpr std::uint32_t kFaults = 4;

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

SectionWriter::SectionWriter(const program::Program& program,
                             const std::set<std::uint32_t>& read_later, Imports& imports)
    : program_(program), read_later_(read_later), imports_(imports) {}

Bytes SectionWriter::body(const program::Section& section) {
  for (const auto& each : section.uniform) {
    Resolved at{&each, {}, {Value::Place::uniforms, each.target}, {}};
    at.target = at.before;
    for (std::size_t i = 0; i < at.operands.size(); ++i) {
      at.operands[i] = {Value::Place::uniforms, each.operands[i]};
    }
    instruction(at);
  }
  const LaneCode lanes(section.lanes);
  lane_code(lanes);
  store_lanes(lanes);
  store_uniforms();
  code_.code(Code::end);
  Writer out;
  out.number(1);
  out.number(static_cast<std::uint32_t>(locals_.size()));
  out.type(Type::f64);
  out.append(code_.bytes());
  return out.bytes();
}

void SectionWriter::lane_code(const LaneCode& lanes) {
  for (const auto& group : lanes.groups(kMostPowers)) {
    if (group.size() > 1) {
      powers(lanes, group);
    } else {
      instruction(lanes.instructions()[group.front()]);
    }
  }
}

// There are functions for two and for four; three are four with the last one again. The call leaves
// the first power on the stack, and the others in the context.
void SectionWriter::powers(const LaneCode& lanes, const std::vector<std::uint32_t>& group) {
  const std::size_t count = group.size() == 2 ? 2 : kMostPowers;
  Signature signature{{}, true};
  for (std::size_t i = 0; i < count; ++i) {
    const auto& each = lanes.instructions()[group[std::min(i, group.size() - 1)]];
    get(each.operands[0]);
    get(each.operands[1]);
    signature.parameters.insert(signature.parameters.end(), 2, Type::f64);
  }
  signature.parameters.push_back(Type::i32);
  code_.code(Code::local_get);
  code_.number(kContext);
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(kPowers));
  code_.code(Code::i32_add);
  code_.code(Code::call);
  code_.number(imports_.function(count == 2 ? "power_pair" : "power_four", signature));
  set(lanes.instructions()[group.front()].target);
  for (std::size_t i = 1; i < group.size(); ++i) {
    load(kContext, kPowers + static_cast<std::uint32_t>((i - 1) * sizeof(double)));
    set(lanes.instructions()[group[i]].target);
  }
}

void SectionWriter::instruction(const Resolved& at) {
  value(at);
  set(at.target);
  if (at.instruction->guarded) look_at(at.target);
}

// With a fault on the stack: fault + value * 0, as the lane engine does it.
void SectionWriter::add_fault(const Value& result) {
  get(result);
  code_.code(Code::f64_const);
  code_.real(0);
  code_.code(Code::f64_mul);
  code_.code(Code::f64_add);
}

// In several sums, for all that counts of a fault is whether it is a number.
void SectionWriter::look_at(const Value& result) {
  const Value fault{Value::Place::fault, looks_++ % kFaults};
  local(fault).loaded = true;  // a local begins as 0
  get(fault);
  add_fault(result);
  set(fault);
}

void SectionWriter::value(const Resolved& at) {
  const Operation operation = at.instruction->operation;
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
      return special(at);
    case Operation::logical_and:
      return truth_of(at, Code::i32_and);
    case Operation::logical_or:
      return truth_of(at, Code::i32_or);
    default:
      break;
  }
  if (program::is_pair(operation)) return pair(at);
  for (int i = 0; i < program::operand_count(operation); ++i) {
    get(at.operands[static_cast<std::size_t>(i)]);
  }
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

void SectionWriter::truth_of(const Resolved& at, Code combine) {
  for (std::size_t i = 0; i < 2; ++i) {
    get(at.operands[i]);
    code_.code(Code::f64_const);
    code_.real(0);
    code_.code(Code::f64_ne);
  }
  compare(combine);
}

void SectionWriter::pair(const Resolved& at) {
  const Pair two = pair_of(at.instruction->operation);
  if (two.swapped) get(at.operands[2]);
  get(at.operands[0]);
  get(at.operands[1]);
  apply(two.inner);
  if (!two.swapped) get(at.operands[2]);
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

void SectionWriter::special(const Resolved& at) {
  const Instruction& instruction = *at.instruction;
  const auto read = [&](std::size_t which) { get(at.operands[which]); };
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
      get(at.before);
      add_fault(at.operands[0]);
      if (instruction.operation == Operation::guard) return;
      get(at.before);
      read(1);
      code_.code(Code::f64_const);
      code_.real(0);
      code_.code(Code::f64_ne);
      return code_.code(Code::select);
    default:
      return draw(at);
  }
}

void SectionWriter::draw(const Resolved& at) {
  const Instruction& instruction = *at.instruction;
  code_.code(Code::local_get);
  code_.number(kContext);
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(instruction.operation));
  code_.code(Code::i32_const);
  code_.signed_number(static_cast<std::int32_t>(instruction.table));
  get(at.operands[0]);
  if (program::operand_count(instruction.operation) > 1) {
    get(at.operands[1]);
  } else {
    code_.code(Code::f64_const);
    code_.real(0);
  }
  const Signature signature{{Type::i32, Type::i32, Type::i32, Type::f64, Type::f64}, true};
  code_.code(Code::call);
  code_.number(imports_.function("draw", signature));
}

SectionWriter::Local& SectionWriter::local(const Value& value) {
  const auto next = kParameters + static_cast<std::uint32_t>(locals_.size());
  return locals_.try_emplace(value, Local{next}).first->second;
}

void SectionWriter::get(const Value& value) {
  Local& local = this->local(value);
  if (local.loaded) {
    code_.code(Code::local_get);
    return code_.number(local.number);
  }
  load(value.place == Value::Place::uniforms ? kUniforms : kLanes,
       value.index * static_cast<std::uint32_t>(sizeof(double)));
  code_.code(Code::local_tee);
  code_.number(local.number);
  local.loaded = true;
}

void SectionWriter::load(std::uint32_t parameter, std::uint32_t offset) {
  code_.code(Code::local_get);
  code_.number(parameter);
  code_.code(Code::f64_load);
  code_.number(3);  // aligned to 8
  code_.number(offset);
}

void SectionWriter::set(const Value& value) {
  Local& local = this->local(value);
  local.loaded = true;
  local.written = true;
  code_.code(Code::local_set);
  code_.number(local.number);
}

void SectionWriter::store_lanes(const LaneCode& lanes) {
  auto written = lanes.written();
  if (looks_ > 0) {
    const auto found = written.find(program_.fault);
    const Value before{Value::Place::lanes, program_.fault};
    const Value fault{Value::Place::fault, kFaults};  // all of them together
    get(found == written.end() ? before : found->second);
    for (std::uint32_t i = 0; i < std::min(looks_, kFaults); ++i) {
      get({Value::Place::fault, i});
      code_.code(Code::f64_add);
    }
    set(fault);
    written[program_.fault] = fault;
  }
  for (const auto& [slot, value] : written) {
    if (read_later_.contains(slot)) store(kLanes, slot, value);
  }
}

void SectionWriter::store_uniforms() {
  for (const auto& [value, local] : locals_) {
    if (value.place == Value::Place::uniforms && local.written) {
      store(kUniforms, value.index, value);
    }
  }
}

void SectionWriter::store(std::uint32_t parameter, std::uint32_t slot, const Value& value) {
  code_.code(Code::local_get);
  code_.number(parameter);
  get(value);
  code_.code(Code::f64_store);
  code_.number(3);
  code_.number(slot * static_cast<std::uint32_t>(sizeof(double)));
}

}  // namespace slackwater::run::wasm

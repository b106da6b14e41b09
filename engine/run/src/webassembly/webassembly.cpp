#include "slackwater/run/webassembly.hpp"

#include <array>
#include <utility>

#include "lanes/kernel.hpp"
#include "slackwater/program/random_operators.hpp"
#include "slackwater/program/scalar_operators.hpp"
#include "webassembly/read_later.hpp"
#include "webassembly/section_writer.hpp"

namespace slackwater::run {

using wasm::Bytes;
using wasm::Type;
using wasm::Writer;

std::vector<std::uint8_t> webassembly(const program::Program& program) {
  const std::array<std::pair<std::string_view, const program::Section*>, 6> sections = {{
      {"start", &program.start},
      {"step", &program.step},
      {"derivative", &program.derivative},
      {"save", &program.save},
      {"checks", &program.checks},
      {"update", &program.update},
  }};
  const auto read_later = wasm::read_later(program);
  wasm::Imports imports;
  const auto type = imports.type({{Type::i32, Type::i32, Type::i32}, false});
  std::vector<std::pair<std::string_view, Bytes>> functions;
  for (const auto& [name, section] : sections) {
    if (section->uniform.empty() && section->lanes.empty()) continue;
    functions.emplace_back(name, wasm::SectionWriter(program, read_later, imports).body(*section));
  }
  const auto count = static_cast<std::uint32_t>(functions.size());
  Writer types;
  Writer exports;
  Writer code;
  for (Writer* each : {&types, &exports, &code}) each->number(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    types.number(type);
    exports.name(functions[i].first);
    exports.byte(0);  // a function
    exports.number(imports.count() + i);
    code.sized(functions[i].second);
  }
  Writer module;
  for (const char byte : {'\0', 'a', 's', 'm', '\1', '\0', '\0', '\0'}) {
    module.byte(static_cast<std::uint8_t>(byte));
  }
  module.section(wasm::Section::type, imports.type_section());
  module.section(wasm::Section::import, imports.import_section());
  module.section(wasm::Section::function, types.bytes());
  module.section(wasm::Section::exports, exports.bytes());
  module.section(wasm::Section::code, code.bytes());
  return module.bytes();
}

double table_lookup(const Context* context, std::uint32_t table, double x) {
  return program::scalar::lookup_value(context->program->lookups[table], x);
}

double table_series(const Context* context, std::uint32_t table, double time, double decide) {
  return program::scalar::series_value(context->program->series[table], time, decide);
}

double draw(const Context* context, program::Operation operation, std::uint32_t stream, double a,
            double b) {
  return program::draw(operation, a, b,
                       {context->seed, context->samples[0],
                        context->program->random_streams[stream].stream, context->step});
}

}  // namespace slackwater::run

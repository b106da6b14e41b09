#include "webassembly/imports.hpp"

#include <algorithm>

namespace slackwater::run::wasm {

std::uint32_t Imports::type(const Signature& signature) {
  const auto found = std::find(types_.begin(), types_.end(), signature);
  if (found != types_.end()) return static_cast<std::uint32_t>(found - types_.begin());
  types_.push_back(signature);
  return static_cast<std::uint32_t>(types_.size() - 1);
}

std::uint32_t Imports::function(const std::string& name, const Signature& signature) {
  const auto found = known_.find(name);
  if (found != known_.end()) return found->second;
  functions_.push_back({name, type(signature)});
  return known_[name] = count() - 1;
}

Bytes Imports::type_section() const {
  Writer out;
  out.number(static_cast<std::uint32_t>(types_.size()));
  for (const Signature& signature : types_) {
    out.type(Type::function);
    out.number(static_cast<std::uint32_t>(signature.parameters.size()));
    for (const Type parameter : signature.parameters) out.type(parameter);
    out.number(signature.result ? 1 : 0);
    if (signature.result) out.type(Type::f64);
  }
  return out.bytes();
}

Bytes Imports::import_section() const {
  constexpr std::uint8_t kFunction = 0;
  constexpr std::uint8_t kMemory = 2;
  Writer out;
  out.number(count() + 1);
  out.name("engine");
  out.name("memory");
  out.byte(kMemory);
  out.byte(0);  // no upper limit
  out.number(0);
  for (const Function& function : functions_) {
    out.name("engine");
    out.name(function.name);
    out.byte(kFunction);
    out.number(function.type);
  }
  return out.bytes();
}

}  // namespace slackwater::run::wasm

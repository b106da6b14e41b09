#pragma once

#include <map>
#include <string>
#include <vector>

#include "webassembly/binary.hpp"

namespace slackwater::run::wasm {

/// A type of function: its parameters; the result is a double, or nothing.
struct Signature {
  std::vector<Type> parameters;
  bool result = false;

  friend bool operator==(const Signature&, const Signature&) = default;
};

/// The functions that a module imports, each once, and the types of all its functions.
class Imports {
 public:
  /// The number by which code calls the function.
  std::uint32_t function(const std::string& name, const Signature& signature);
  std::uint32_t type(const Signature& signature);

  std::uint32_t count() const { return static_cast<std::uint32_t>(functions_.size()); }
  Bytes type_section() const;
  /// With the memory.
  Bytes import_section() const;

 private:
  struct Function {
    std::string name;
    std::uint32_t type = 0;
  };
  std::vector<Function> functions_;
  std::map<std::string, std::uint32_t> known_;
  std::vector<Signature> types_;
};

}  // namespace slackwater::run::wasm

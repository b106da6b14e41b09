#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

/// The binary format of WebAssembly, as far as straight-line code on doubles needs it.
namespace slackwater::run::wasm {

using Bytes = std::vector<std::uint8_t>;

/// Source: WebAssembly Core Specification 1.0, 5.3 (types) and 5.4 (instructions).
enum class Type : std::uint8_t { i32 = 0x7f, f64 = 0x7c, function = 0x60 };
enum class Code : std::uint8_t {
  end = 0x0b,
  call = 0x10,
  select = 0x1b,
  local_get = 0x20,
  local_set = 0x21,
  local_tee = 0x22,
  f64_load = 0x2b,
  f64_store = 0x39,
  i32_const = 0x41,
  f64_const = 0x44,
  i32_eqz = 0x45,
  f64_eq = 0x61,
  f64_ne = 0x62,
  f64_lt = 0x63,
  f64_gt = 0x64,
  f64_le = 0x65,
  f64_ge = 0x66,
  i32_add = 0x6a,
  i32_and = 0x71,
  i32_or = 0x72,
  f64_abs = 0x99,
  f64_neg = 0x9a,
  f64_floor = 0x9c,
  f64_sqrt = 0x9f,
  f64_add = 0xa0,
  f64_sub = 0xa1,
  f64_mul = 0xa2,
  f64_div = 0xa3,
  f64_min = 0xa4,
  f64_max = 0xa5,
  f64_convert_i32_u = 0xb8
};
enum class Section : std::uint8_t { type = 1, import = 2, function = 3, exports = 7, code = 10 };

/// Appends to a text of bytes.
class Writer {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(value); }
  void code(Code value) { byte(static_cast<std::uint8_t>(value)); }
  void type(Type value) { byte(static_cast<std::uint8_t>(value)); }
  /// LEB128, unsigned. Source: 5.2.2.
  void number(std::uint32_t value) {
    while (value >= 0x80) {
      byte(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value));
  }
  /// LEB128, signed: what constants are written in.
  void signed_number(std::int32_t value) {
    while (value < -64 || value > 63) {
      byte(static_cast<std::uint8_t>((value & 0x7f) | 0x80));
      value >>= 7;
    }
    byte(static_cast<std::uint8_t>(value & 0x7f));
  }
  void real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 0; shift < 64; shift += 8) byte(static_cast<std::uint8_t>(bits >> shift));
  }
  void name(std::string_view text) {
    number(static_cast<std::uint32_t>(text.size()));
    bytes_.insert(bytes_.end(), text.begin(), text.end());
  }
  void append(const Bytes& others) { bytes_.insert(bytes_.end(), others.begin(), others.end()); }
  /// A part with its length before it.
  void sized(const Bytes& part) {
    number(static_cast<std::uint32_t>(part.size()));
    append(part);
  }
  void section(Section id, const Bytes& content) {
    byte(static_cast<std::uint8_t>(id));
    sized(content);
  }

  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace slackwater::run::wasm

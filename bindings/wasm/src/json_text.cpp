#include "json_text.hpp"

#include <cmath>

#include "slackwater/base/number.hpp"

namespace slackwater::wasm {

void JsonText::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

JsonText& JsonText::object() {
  separate();
  out_ += '{';
  closers_ += '}';
  first_ = true;
  return *this;
}

JsonText& JsonText::array() {
  separate();
  out_ += '[';
  closers_ += ']';
  first_ = true;
  return *this;
}

JsonText& JsonText::end() {
  out_ += closers_.back();
  closers_.pop_back();
  first_ = false;
  return *this;
}

JsonText& JsonText::key(std::string_view name) {
  text(name);
  out_ += ':';
  first_ = true;
  return *this;
}

// Source: RFC 8259, section 7.
JsonText& JsonText::text(std::string_view value) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  separate();
  out_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (byte < 0x20) {
      out_ += "\\u00";
      out_ += kDigits[byte >> 4];
      out_ += kDigits[byte & 15];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
  return *this;
}

JsonText& JsonText::number(double value) {
  separate();
  out_ += std::isfinite(value) ? base::format_number(value) : "null";
  return *this;
}

}  // namespace slackwater::wasm

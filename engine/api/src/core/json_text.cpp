#include "core/json_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "slackwater/base/number.hpp"

namespace slackwater::api {

void JsonText::separate() {
  if (!first_ && !after_key_) out_ += ',';
  first_ = false;
  after_key_ = false;
}

JsonText& JsonText::open(char bracket) {
  separate();
  out_ += bracket;
  closing_.push_back(bracket == '{' ? '}' : ']');
  first_ = true;
  return *this;
}

JsonText& JsonText::end() {
  out_ += closing_.back();
  closing_.pop_back();
  first_ = false;
  return *this;
}

JsonText& JsonText::key(std::string_view name) {
  value(name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonText& JsonText::value(std::string_view text) {
  separate();
  out_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out_ += c;
    }
  }
  out_ += '"';
  return *this;
}

JsonText& JsonText::value(double number) {
  separate();
  out_ += std::isfinite(number) ? base::format_number(number) : "null";
  return *this;
}

JsonText& JsonText::value(bool flag) {
  separate();
  out_ += flag ? "true" : "false";
  return *this;
}

JsonText& JsonText::value(const std::vector<double>& numbers) {
  array();
  for (const double number : numbers) value(number);
  return end();
}

JsonText& JsonText::value(const std::vector<std::string>& texts) {
  array();
  for (const auto& text : texts) value(text);
  return end();
}

}  // namespace slackwater::api

#include "npy/npy_header.hpp"

#include <charconv>
#include <stdexcept>

namespace slackwater::results::npy {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

[[noreturn]] void damaged() { throw std::runtime_error("is damaged: its header cannot be read"); }

/// The header is a Python literal: a dict with the keys descr, fortran_order and shape.
class Literal {
 public:
  explicit Literal(std::string_view text) : text_(text) {}

  Header read() {
    Header header;
    bool has_fields = false;
    bool has_shape = false;
    expect('{');
    while (!accept('}')) {
      const auto key = string();
      expect(':');
      if (key == "descr") {
        read_descr(header);
        has_fields = true;
      } else if (key == "fortran_order") {
        header.is_fortran_order = truth();
      } else if (key == "shape") {
        header.shape = shape();
        has_shape = true;
      } else {
        damaged();
      }
      if (!accept(',') && peek() != '}') damaged();
    }
    if (!has_fields || !has_shape) damaged();
    return header;
  }

 private:
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) damaged();
  }

  std::string string() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') damaged();
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && ++at_ >= text_.size()) damaged();
      out += text_[at_];
    }
    ++at_;
    return out;
  }

  bool truth() {
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (peek() != word[0] || text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return value;
    }
    damaged();
  }

  std::size_t whole() {
    peek();
    std::size_t value = 0;
    const auto* end = text_.data() + text_.size();
    const auto [next, error] = std::from_chars(text_.data() + at_, end, value);
    if (error != std::errc()) damaged();
    at_ = static_cast<std::size_t>(next - text_.data());
    accept('L');  // of Python 2
    return value;
  }

  std::vector<std::size_t> shape() {
    std::vector<std::size_t> out;
    expect('(');
    while (!accept(')')) {
      out.push_back(whole());
      if (!accept(',') && peek() != ')') damaged();
    }
    return out;
  }

  void read_descr(Header& header) {
    if (peek() != '[') {
      header.fields.push_back({"", string()});
      return;
    }
    header.is_structured = true;
    expect('[');
    while (!accept(']')) {
      header.fields.push_back(field());
      if (!accept(',') && peek() != ']') damaged();
    }
  }

  // ('price', '<f8'); with a title (('Price', 'price'), '<f8'); a nested one ends with its shape.
  Field field() {
    Field out;
    expect('(');
    if (accept('(')) {
      string();
      expect(',');
      out.name = string();
      expect(')');
    } else {
      out.name = string();
    }
    expect(',');
    if (peek() == '[') {
      out.is_single = false;
      skip_list();
    } else {
      out.type = string();
    }
    if (accept(',') && peek() == '(') {
      out.is_single = false;
      shape();
    }
    accept(',');
    expect(')');
    return out;
  }

  void skip_list() {
    expect('[');
    while (!accept(']')) {
      field();
      if (!accept(',') && peek() != ']') damaged();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::size_t little_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

}  // namespace

Header read_header(std::string_view bytes) {
  constexpr std::size_t kVersionEnd = 8;
  if (!bytes.starts_with(kMagic) || bytes.size() < kVersionEnd + 4) damaged();
  const auto version = static_cast<unsigned char>(bytes[kMagic.size()]);
  if (version < 1 || version > 3) {
    throw std::runtime_error("is of version " + std::to_string(version) +
                             " of the format, which is not known");
  }
  const std::size_t digits = version == 1 ? 2 : 4;
  const auto length = little_endian(bytes.substr(kVersionEnd, digits));
  const auto begin = kVersionEnd + digits;
  if (length > bytes.size() - begin) damaged();
  auto header = Literal(bytes.substr(begin, length)).read();
  header.begin = begin + length;
  return header;
}

}  // namespace slackwater::results::npy

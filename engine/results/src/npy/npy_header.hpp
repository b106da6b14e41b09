#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace slackwater::results::npy {

/// One field of an array's elements, or the whole element where they are plain numbers.
struct Field {
  std::string name;       ///< empty for plain numbers and for the padding between fields
  std::string type;       ///< as NumPy writes it: "<f8", "|u1", "|V4"
  bool is_single = true;  ///< false for a field that is an array or a structure itself
};

/// What stands in front of an array's bytes.
struct Header {
  std::vector<Field> fields;
  bool is_structured = false;
  bool is_fortran_order = false;
  std::vector<std::size_t> shape;
  std::size_t begin = 0;  ///< where the numbers begin
};

/// Reads the header, versions 1 to 3. Throws: std::runtime_error that says what is wrong.
///
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
Header read_header(std::string_view bytes);

}  // namespace slackwater::results::npy

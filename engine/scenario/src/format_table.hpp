#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace slackwater::scenario {

/// What the value of a key looks like.
enum class Shape : std::uint8_t {
  text,                 ///< any scalar, read as text
  word,                 ///< one of Key::choices
  label,                ///< the label of a policy or a future
  quantity,             ///< a number with or without a unit: 0.5, "13 week", "5 %"
  integer,              ///< a whole number, 0 or more
  yes_no,               ///< true or false
  expression,           ///< a measure, condition or claim
  record,               ///< the part named by Key::part
  word_or_record,       ///< a word of Key::choices, or the part
  records_by_label,     ///< a map from labels to the part
  expressions_by_name,  ///< a map from names to an expression or to the part
  list_of_records,      ///< a list of the part
  settings,             ///< a map from targets to numbers, rules or profiles
  names,                ///< a list of names, or one of Key::choices
  list_of_names,        ///< a list of names
  values,               ///< `a .. b step c`, or a list of quantities
  interval,             ///< `a .. b`
  draws,                ///< a map from parameters to distributions or lists of values
  correlations,         ///< a map from pairs `a ~ b` to numbers
  ranges                ///< a map from parameters to `a .. b`, or nothing for the declared range
};

/// One key of one part of the format.
struct Key {
  std::string_view name;
  Shape shape = Shape::text;
  bool required = false;
  std::string_view documentation;
  std::string_view part;     ///< of records: the Part's name
  std::string_view choices;  ///< of words: separated by '|'
};

/// A kind of map in the file: the file itself, a policy, a scan, ...
struct Part {
  std::string_view name;
  std::string_view title;  ///< of its table in the reference
  std::span<const Key> keys;
};

/// All parts of a scenario file; the first is the file itself.
std::span<const Part> format_parts();
/// All parts of a targets file, the same way.
std::span<const Part> targets_parts();
/// A part of either.
const Part& format_part(std::string_view name);
const Key* find_key(const Part& part, std::string_view name);

}  // namespace slackwater::scenario

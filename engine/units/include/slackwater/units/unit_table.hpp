#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "slackwater/units/unit.hpp"

namespace slackwater::units {

/// The units that one model knows by name.
///
/// Built in are `1` and the time units second, minute, hour, day, week, month, year with their
/// plurals, nothing else. A year is 365.25 days (31,557,600 s) and a month a twelfth of it (30.4375
/// days); the others are exact.
class UnitTable {
 public:
  UnitTable();

  /// Adds a new base unit; false when the name is taken.
  bool add_base(std::string name, std::string documentation = {});
  /// Adds a name for a unit that others make up: `quarter = 13 week`; false when the name is taken.
  bool add(std::string name, Unit unit, std::string documentation = {});
  /// Adds a second name of a unit; false when `name` is taken or `existing` is unknown.
  bool add_synonym(std::string name, std::string_view existing);

  /// The unit of a name: a built-in, a base, a derived one or a synonym.
  std::optional<Unit> find(std::string_view name) const;
  bool is_built_in(std::string_view name) const;
  /// Whether the unit is a time: `week`, `13 week`, but not `1/week`.
  bool is_time(const Unit& unit) const;
  /// The documentation given with the name or with the unit that it is a synonym of.
  std::string_view documentation(std::string_view name) const;

  /// Every known name: built-ins first, then in the order of declaration.
  std::vector<std::string> names() const;
  /// The known name most like `name`, or empty: "did you mean".
  std::string closest(std::string_view name) const;

  /// The unit in the user's own names: `item/week`, `people*week`, `1/week`, `1`.
  ///
  /// Guarantees: parses back to the same unit. A declared name is preferred to a product, a unit
  /// that no product of declared names makes carries its factor: `3.5 item/week`.
  std::string print(const Unit& unit) const;

  /// Reads what `print` writes and what a model text may write: `item/week`, `week^2`, `13 week`,
  /// `1/(item*week)`.
  ///
  /// Nothing when the text is no unit or names an unknown one.
  std::optional<Unit> parse(std::string_view text) const;

 private:
  struct Entry {
    std::string name;
    Unit unit;
    std::string documentation;
    bool synonym = false;
  };

  bool insert(Entry entry);
  std::string print_product(const Unit& unit) const;

  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::size_t built_in_count_ = 0;
  std::size_t base_count_ = 0;
};

}  // namespace slackwater::units

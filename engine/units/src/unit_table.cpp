#include "slackwater/units/unit_table.hpp"

#include <utility>

#include "slackwater/base/diagnostic.hpp"

namespace slackwater::units {
namespace {

const BaseId kTime{std::size_t{0}};

struct TimeUnit {
  const char* name;
  const char* plural;
  double seconds;
};

constexpr TimeUnit kTimeUnits[] = {
    {"second", "seconds", 1},    {"minute", "minutes", 60}, {"hour", "hours", 3600},
    {"day", "days", 86400},      {"week", "weeks", 604800}, {"month", "months", 2629800},
    {"year", "years", 31557600},
};

}  // namespace

UnitTable::UnitTable() {
  base_count_ = 1;
  for (const auto& unit : kTimeUnits) {
    insert({unit.name, scaled(unit.seconds, {{}, Dimension(kTime)}), {}, false});
  }
  for (const auto& unit : kTimeUnits) add_synonym(unit.plural, unit.name);
  built_in_count_ = entries_.size();
}

bool UnitTable::insert(Entry entry) {
  if (!index_.emplace(entry.name, entries_.size()).second) return false;
  entries_.push_back(std::move(entry));
  return true;
}

bool UnitTable::add_base(std::string name, std::string documentation) {
  const Unit unit{{}, Dimension(BaseId(base_count_))};
  if (!insert({std::move(name), unit, std::move(documentation), false})) return false;
  ++base_count_;
  return true;
}

bool UnitTable::add(std::string name, Unit unit, std::string documentation) {
  return insert({std::move(name), std::move(unit), std::move(documentation), false});
}

bool UnitTable::add_synonym(std::string name, std::string_view existing) {
  const auto found = index_.find(existing);
  if (found == index_.end()) return false;
  auto entry = entries_[found->second];
  entry.name = std::move(name);
  entry.synonym = true;
  return insert(std::move(entry));
}

std::optional<Unit> UnitTable::find(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) return std::nullopt;
  return entries_[found->second].unit;
}

bool UnitTable::is_built_in(std::string_view name) const {
  const auto found = index_.find(name);
  return found != index_.end() && found->second < built_in_count_;
}

bool UnitTable::is_time(const Unit& unit) const { return unit.dimension == Dimension(kTime); }

std::string_view UnitTable::documentation(std::string_view name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? std::string_view() : entries_[found->second].documentation;
}

std::vector<std::string> UnitTable::names() const {
  std::vector<std::string> result;
  result.reserve(entries_.size());
  for (const auto& entry : entries_) result.push_back(entry.name);
  return result;
}

std::string UnitTable::closest(std::string_view name) const {
  return base::closest_name(name, names());
}

}  // namespace slackwater::units

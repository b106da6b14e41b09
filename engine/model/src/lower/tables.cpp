#include "dimensions.hpp"
#include "equations.hpp"

namespace slackwater::model::lowering {
namespace {

using language::ValueTable;

std::vector<std::size_t> running_dimensions(const Part& part) {
  std::vector<std::size_t> out;
  for (const auto& axis : part.axes) {
    if (!axis.element) out.push_back(axis.dimension);
  }
  return out;
}

// The elements of a dimension that an entry's name stands for: one, or those of a sub-range.
std::vector<std::size_t> places_named(const Context& context, std::size_t dimension,
                                      const std::string& name) {
  if (const auto position = find_position(context, dimension, name)) return {*position};
  std::vector<std::size_t> out;
  const auto other = find_dimension(context, name);
  if (!other || root_of(context, *other) != root_of(context, dimension)) return out;
  for (const auto& element : context.model.dimensions[*other].elements) {
    if (const auto position = find_position(context, dimension, element)) out.push_back(*position);
  }
  return out;
}

class TableChecker {
 public:
  TableChecker(Context& context, const VariableEntry& entry, std::vector<std::size_t> dimensions)
      : context_(context), entry_(entry), dimensions_(std::move(dimensions)) {}

  void check(const ValueTable& table, std::size_t depth) {
    if (table.expression) return;
    if (depth >= dimensions_.size()) {
      context_.diagnostics.error(
          "E0409",
          depth == 0
              ? described(entry_) + " has no dimension that a table could range over"
              : "the table is nested more deeply than " + quoted(entry_.name) + " has dimensions",
          context_.place(table.span));
      return;
    }
    const auto dimension = dimensions_[depth];
    const auto& elements = context_.model.dimensions[dimension].elements;
    std::vector<std::size_t> width(elements.size(), 0);  // of the narrowest entry, 0: none
    auto& narrowest = context_.table_entries[&table];
    narrowest.assign(elements.size(), nullptr);
    bool fine = true;
    for (const auto& entry : table.entries) {
      const auto places = places_named(context_, dimension, entry.element.text);
      fine = fine && !places.empty();
      if (places.empty()) report_unknown(entry.element, dimension);
      bool twice = false;
      for (const auto place : places) {
        twice = twice || width[place] == places.size();
        if (width[place] != 0 && width[place] <= places.size()) continue;
        width[place] = places.size();
        narrowest[place] = entry.value.get();
      }
      if (twice) report_twice(entry.element);
      fine = fine && !twice;
      if (entry.value) check(*entry.value, depth + 1);
    }
    if (fine) report_missing(table, elements, width);
  }

 private:
  void report_unknown(const language::Name& element, std::size_t dimension) {
    const auto closest =
        base::closest_name(element.text, context_.model.dimensions[dimension].elements);
    context_.diagnostics.error("E0409", quoted(element.text) + list_elements(context_, dimension),
                               context_.place(element.span),
                               closest.empty() ? "" : "did you mean " + quoted(closest) + "?");
  }

  void report_twice(const language::Name& element) {
    context_.diagnostics.error("E0409", quoted(element.text) + " is twice in this table",
                               context_.place(element.span));
  }

  void report_missing(const ValueTable& table, const std::vector<std::string>& elements,
                      const std::vector<std::size_t>& width) {
    std::string missing;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (width[i] == 0) missing += (missing.empty() ? "" : ", ") + elements[i];
    }
    if (missing.empty()) return;
    context_.diagnostics.error(
        "E0404", "the table of " + quoted(entry_.name) + " says nothing about " + missing,
        context_.place(table.span));
  }

  Context& context_;
  const VariableEntry& entry_;
  std::vector<std::size_t> dimensions_;
};

}  // namespace

std::string where_of(const VariableEntry& entry) {
  if (entry.kind == language::VariableKind::stock)
    return "the initial value of " + described(entry);
  if (is_parameter(entry.kind)) return "the value of " + described(entry);
  return "the equation of " + described(entry);
}

bool is_parameter(language::VariableKind kind) {
  using language::VariableKind;
  return kind == VariableKind::parameter || kind == VariableKind::lever ||
         kind == VariableKind::constant;
}

void each_value(const ValueTable& table, const std::function<void(const language::Expr&)>& visit) {
  if (table.expression) visit(*table.expression);
  for (const auto& entry : table.entries) {
    if (entry.value) each_value(*entry.value, visit);
  }
}

TableValue value_at(const Context& context, const Part& part, const ValueTable& table,
                    const std::vector<std::size_t>& position) {
  const auto* at = &table;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < part.axes.size() && !at->expression; ++i) {
    if (part.axes[i].element) continue;
    const auto entries = context.table_entries.find(at);
    if (entries == context.table_entries.end()) return {};
    at = entries->second[position[i]];
    if (!at) return {};
    ++depth;
  }
  return {at->expression.get(), depth};
}

void check_table(Context& context, const VariableEntry& entry, const Part& part,
                 const ValueTable& table) {
  TableChecker(context, entry, running_dimensions(part)).check(table, 0);
}

}  // namespace slackwater::model::lowering

#pragma once

#include <functional>

#include "context.hpp"

namespace slackwater::model::lowering {

/// "the equation of flow 'completions'", "the initial value of stock 'backlog'".
std::string where_of(const VariableEntry& entry);

/// Parameters, levers and constants: their value is a number.
bool is_parameter(language::VariableKind kind);

/// Calls `visit` with every plain expression of a table, however deeply nested.
void each_value(const language::ValueTable& table,
                const std::function<void(const language::Expr&)>& visit);

/// What a table says about one element, and how many of its dimensions it asks for.
struct TableValue {
  const language::Expr* expression = nullptr;
  std::size_t depth = 0;
};
TableValue value_at(const Context& context, const Part& part, const language::ValueTable& table,
                    const std::vector<std::size_t>& position);

/// Reports unknown, repeated and missing elements of a table, and tables that are nested too
/// deeply; keeps what `value_at` reads.
void check_table(Context& context, const VariableEntry& entry, const Part& part,
                 const language::ValueTable& table);

}  // namespace slackwater::model::lowering

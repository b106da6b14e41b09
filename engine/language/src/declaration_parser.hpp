#pragma once

#include <array>
#include <string_view>

#include "cursor.hpp"

namespace slackwater::language {

/// The words that start a declaration.
inline constexpr std::array<std::string_view, 17> kDeclarationWords = {
    "model",     "section",  "time",     "unit",  "dimension", "lever",
    "parameter", "constant", "stock",    "flow",  "aux",       "indicator",
    "data",      "lookup",   "function", "check", "auxiliary"};

/// Reads one paragraph; what is wrong is said through the cursor.
std::optional<Declaration> parse_declaration(Cursor& cursor);

// One rule per kind, each behind its first word.
void parse_time(Cursor& cursor, Declaration& declaration);
void parse_unit_declaration(Cursor& cursor, Declaration& declaration);
void parse_dimension(Cursor& cursor, Declaration& declaration);
void parse_variable(Cursor& cursor, VariableKind kind, Declaration& declaration);
void parse_lookup(Cursor& cursor, Declaration& declaration);
void parse_function(Cursor& cursor, Declaration& declaration);
void parse_check(Cursor& cursor, Declaration& declaration);

/// A documentation text or `source "..."`, if one comes next; false when none does.
bool parse_documentation_clause(Cursor& cursor, Declaration& declaration);
/// `: unit` if it is there.
void parse_optional_unit(Cursor& cursor, std::optional<UnitSyntax>& unit);
/// `[a, b]` of a declared name, if it is there.
void parse_declared_subscripts(Cursor& cursor, std::vector<Name>& subscripts);
ExprPtr parse_expression(Cursor& cursor);
/// "'range' is written twice" unless `given` is false.
bool refuse_second(Cursor& cursor, bool given, std::string_view clause);

}  // namespace slackwater::language

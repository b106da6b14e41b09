#pragma once

#include <string>

#include "slackwater/language/syntax_tree.hpp"

/// From the tree back to text: the formatter, and equations for people.
namespace slackwater::language {

/// The model in the one canonical layout: four blanks of indentation, 100 columns, comments where
/// they stood.
///
/// Guarantees: parses to a tree that is `same`; formatting the result again changes nothing.
std::string format(const SyntaxTree& tree);

/// One expression on one line, with the parentheses that it needs and those written around
/// operands.
std::string format_expression(const Expr& expression);
/// A unit as a model text writes it: `item/week`.
std::string format_unit(const UnitSyntax& unit);

/// Whether two trees say the same; places, comments and parentheses that change nothing do not
/// count.
bool same(const SyntaxTree& a, const SyntaxTree& b);
bool same(const Expr& a, const Expr& b);

/// An expression as Markdown text: names as code, `·` for products, no fractions.
std::string equation_markdown(const Expr& expression);
/// An expression as LaTeX math (without dollar signs): fractions, sums with their index, upright
/// names.
std::string equation_latex(const Expr& expression);
/// A name as LaTeX: `\mathrm{lead\_time}`.
std::string latex_name(const std::string& name);

}  // namespace slackwater::language

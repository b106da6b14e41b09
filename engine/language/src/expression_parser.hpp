#pragma once

#include "cursor.hpp"

namespace slackwater::language {

/// Reads one expression from a cursor; null when it failed.
///
/// Precedence, from loose to tight: if, or, and, not, comparison, + -, * /, as, sign, ^.
class ExpressionParser {
 public:
  explicit ExpressionParser(Cursor& cursor) : cursor_(cursor) {}

  ExprPtr parse();

 private:
  ExprPtr conditional();
  ExprPtr disjunction();
  ExprPtr conjunction();
  ExprPtr negation();
  ExprPtr comparison();
  ExprPtr sum();
  ExprPtr product();
  ExprPtr conversion();
  ExprPtr signed_power();
  ExprPtr power();
  ExprPtr primary();
  ExprPtr number();
  ExprPtr parenthesized();
  ExprPtr name_or_call();
  bool arguments(Expr& call);
  bool argument(Expr& call);
  bool reduction(Expr& call);

  ExprPtr binary(BinaryOperator op, base::Span operator_span, ExprPtr left, int left_height,
                 ExprPtr right);
  ExprPtr unary(UnaryOperator op, const Token& sign, ExprPtr operand);
  /// Notes the height of the tree just made; false, with an error, when it is too tall.
  bool grow(int height, base::Span where);

  Cursor& cursor_;
  int height_ = 0;  ///< of the expression returned last
};

/// `for i in dim, j in dim2` behind the word `for`; false when it failed.
bool parse_bindings(Cursor& cursor, std::vector<Binding>& bindings);
/// `[a, b, *]` at the opening bracket.
bool parse_subscripts(Cursor& cursor, std::vector<Subscript>& subscripts);

/// A unit as it stands behind ':' or in brackets; with `with_number` a factor may stand in front.
std::optional<UnitSyntax> parse_unit(Cursor& cursor, bool with_number = false);
/// The unit of a literal or behind `as`: one name, `1`, or any unit in brackets.
std::optional<UnitSyntax> parse_short_unit(Cursor& cursor);

}  // namespace slackwater::language

#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// What is known about the unit of an expression.
struct Inferred {
  enum class Kind {
    failed,      ///< wrong, and reported: nothing more is said about it
    undeclared,  ///< depends on a variable without a unit
    any,         ///< 0, which fits every unit
    known
  };
  Kind kind = Kind::failed;
  units::Unit unit;

  bool known() const { return kind == Kind::known; }
};

/// The unit of an expression whose names are resolved; every mismatch inside is reported.
///
/// Keeps what the expander needs: factors of `as` and the units of memory functions.
Inferred infer_unit(Context& context, const Scope& scope, const language::Expr& expression);

/// The unit of a call of a built-in function, by the rules of the function table.
Inferred infer_function(Context& context, const Scope& scope, const language::Expr& call,
                        const Reference& meaning);

/// The unit of `base ^ exponent`.
Inferred power_unit(Context& context, const Scope& scope, const language::Expr& base,
                    const Inferred& base_unit, const language::Expr& exponent,
                    const Inferred& exponent_unit);

/// The common unit of two sides; nothing when they differ.
std::optional<Inferred> join(const Inferred& left, const Inferred& right);

/// What an expression has to fit: `what` names it in messages ("flow 'completions'").
struct Wanted {
  DeclaredUnit unit;
  base::Place place;  ///< where the unit was written
  std::string what;
  bool bare_number_fits = false;  ///< initial values, defaults, ranges, points of lookups
};

/// Infers the unit of an expression and reports when it is not the wanted one.
void check_unit(Context& context, const Scope& scope, const language::Expr& expression,
                const Wanted& wanted);

/// Whether it is made of numbers without units only, such as `1/16`, `-5 %` or `min(3, 5)`.
bool is_bare_number(const language::Expr& expression);

}  // namespace slackwater::model::lowering

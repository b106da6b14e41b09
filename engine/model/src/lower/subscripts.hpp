#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// What a `*` stands for: each dimension that runs in a reduction, and where it stands among the
/// running names.
struct StarFrame {
  struct Place {
    std::size_t dimension;
    std::size_t running;
  };
  std::vector<Place> places;
  bool broken = false;
};

/// The dimensions that the stars of an expression range over, nested star reductions left out.
///
/// Two stars over one dimension count once: they run together.
std::vector<std::size_t> star_dimensions(Context& context, const Scope& scope,
                                         const language::Expr& expression);

/// The names of dimensions used as subscripts without anything that runs over them.
std::vector<Running> unbound_dimensions(Context& context, const Scope& scope,
                                        const language::Expr& expression);

/// Whether the call is `sum(x[*])`: a reduction over stars.
bool is_star_reduction(Context& context, const language::Expr& call);

/// What the subscripts of a name stand for; what is wrong is reported and nothing returned.
std::optional<std::vector<AxisUse>> resolve_subscripts(Context& context, const Scope& scope,
                                                       const StarFrame* stars, const Shape& shape,
                                                       const language::Expr& use);

/// The shape of a variable or lookup of this name, or null.
const Shape* shape_named(const Context& context, const std::string& name);

}  // namespace slackwater::model::lowering

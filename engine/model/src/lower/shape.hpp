#pragma once

#include "context.hpp"

namespace slackwater::model::lowering {

/// The subscripts of a declaration as axes; unknown names are reported and make the part broken.
Part read_part(Context& context, const language::Declaration& declaration,
               const std::vector<language::Name>& subscripts);

/// E0415, with the way out: a dimension of the same elements under another name.
void report_dimension_twice(Context& context, const base::Place& place, std::size_t dimension);

/// Puts the parts of one name together: its dimensions, its size, and which part says what each
/// element is.
///
/// Reports parts that do not fit each other, elements that no part covers, and elements that two
/// parts claim.
void build_shape(Context& context, Shape& shape, const std::string& name, base::Span span);

/// Calls `visit(position)` for every element of the shape that a part covers, last dimension
/// fastest.
///
/// `position` holds the places of the elements in the shape's dimensions.
template <class Visit>
void each_element_of_part(Context& context, const Shape& shape, const Part& part,
                          const Visit& visit);

/// How many elements a part names: of two the smaller one overrides the other.
std::size_t extent_of(const Context& context, const Part& part);

/// "[kind,team]": the subscripts of a part, or nothing.
std::string part_text(const Context& context, const Part& part);

/// Whether all elements of `inner` are elements of `outer`, two parts of one shape.
bool contains(const Context& context, const Part& outer, const Part& inner);

/// The places that an axis covers in a dimension of the shape.
std::vector<std::size_t> positions_of_axis(Context& context, const Axis& axis,
                                           std::size_t dimension);

/// The place of an element in its variable: last dimension fastest.
std::size_t linear_position(const Context& context, const Shape& shape,
                            const std::vector<std::size_t>& position);

/// "[policy,team]", or nothing for a scalar.
std::string subscript_text(const Context& context, const std::vector<std::size_t>& dimensions,
                           const std::vector<std::size_t>& position);

template <class Visit>
void each_element_of_part(Context& context, const Shape& shape, const Part& part,
                          const Visit& visit) {
  std::vector<std::vector<std::size_t>> choices;
  for (std::size_t i = 0; i < part.axes.size(); ++i) {
    choices.push_back(positions_of_axis(context, part.axes[i], shape.dimensions[i]));
    if (choices.back().empty()) return;
  }
  std::vector<std::size_t> counter(choices.size(), 0);
  std::vector<std::size_t> position(choices.size());
  for (;;) {
    for (std::size_t i = 0; i < counter.size(); ++i) position[i] = choices[i][counter[i]];
    visit(position, counter);
    std::size_t axis = counter.size();
    while (axis > 0 && ++counter[axis - 1] == choices[axis - 1].size()) counter[--axis] = 0;
    if (axis == 0) return;
  }
}

}  // namespace slackwater::model::lowering

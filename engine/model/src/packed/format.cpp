#include "format.hpp"

#include "slackwater/base/random.hpp"

namespace slackwater::model::packed {

std::optional<Table> table_of(Operator op) {
  switch (op) {
    case Operator::element:
      return Table::elements;
    case Operator::initial_value:
      return Table::initials;
    case Operator::held:
      return Table::held;
    case Operator::pipeline:
      return Table::pipelines;
    case Operator::lookup:
      return Table::lookups;
    case Operator::series:
      return Table::series;
    case Operator::random_uniform:
    case Operator::random_normal:
    case Operator::random_lognormal:
    case Operator::random_poisson:
      return Table::random_streams;
    default:
      return std::nullopt;
  }
}

std::optional<std::string> usual_name(const Model& model, std::size_t element,
                                      std::size_t most_bytes) {
  const auto& variable = model.variable_of(ElementId(element));
  const auto& dimensions = variable.dimensions;
  std::string subscripts = dimensions.empty() ? "" : "]";
  auto place = element - variable.first.index;
  for (auto i = dimensions.size(); i-- > 0;) {
    const auto& elements = model.dimensions[dimensions[i]].elements;
    if (elements.empty() || subscripts.size() > most_bytes) return std::nullopt;
    subscripts.insert(0, (i > 0 ? "," : "[") + elements[place % elements.size()]);
    place /= elements.size();
  }
  if (variable.name.size() + subscripts.size() > most_bytes) return std::nullopt;
  return variable.name + subscripts;
}

std::string hash_bytes(std::string_view bytes) {
  const auto hash = base::fnv1a(bytes);
  std::string out;
  for (std::size_t i = 0; i < kHashBytes; ++i) out.push_back(static_cast<char>(hash >> 8 * i));
  return out;
}

}  // namespace slackwater::model::packed

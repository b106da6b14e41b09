#include <algorithm>
#include <cmath>

#include "constants.hpp"
#include "equations.hpp"
#include "shape.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/distributions.hpp"

/// What a declaration says beside its equation: range, distribution, direction, documentation.
namespace slackwater::model::lowering {
namespace {

using language::Expr;

class AttributeReader {
 public:
  AttributeReader(Context& context, const VariableEntry& entry)
      : context_(context), entry_(entry) {}

  void run(Variable& variable) {
    const auto& parts = entry_.shape.parts;
    const auto& speaker = speaking_part();
    const auto& syntax = *speaker.declaration->variable;
    if (syntax.range) variable.range = range(*syntax.range);
    if (syntax.distribution) variable.distribution = distribution(*syntax.distribution);
    if (syntax.better) variable.better = better(*syntax.better);
    for (const auto& part : parts) {
      if (&part != &speaker) refuse_clauses(*part.declaration);
      add_text(variable.documentation, part, part.declaration->documentation);
      add_text(variable.provenance, part, part.declaration->provenance);
      const auto& value = part.declaration->variable->value;
      if (variable.range && value) check_defaults(*value, *variable.range);
    }
    if (variable.range && variable.distribution) {
      check_draws(*variable.distribution, *variable.range);
    }
  }

 private:
  // What is said about a whole array stands where the most elements are declared, first of equals.
  const Part& speaking_part() const {
    const auto& parts = entry_.shape.parts;
    return *std::max_element(parts.begin(), parts.end(), [&](const Part& a, const Part& b) {
      return extent_of(context_, a) < extent_of(context_, b);
    });
  }

  // What is said about some elements names them.
  void add_text(std::string& text, const Part& part,
                const std::optional<language::Name>& added) const {
    if (!added) return;
    if (!text.empty()) text += " ";
    if (extent_of(context_, part) < entry_.shape.size) text += part_text(context_, part) + ": ";
    text += added->text;
  }

  void refuse_clauses(const language::Declaration& declaration) {
    const auto& syntax = *declaration.variable;
    if (syntax.range) refuse("range", syntax.range->span);
    if (syntax.distribution) refuse("distribution", syntax.distribution->span);
    if (syntax.better) refuse("direction", syntax.better->span);
  }

  void refuse(const std::string& clause, base::Span span) {
    auto& error = context_.diagnostics.error(
        "E0416", "the " + clause + " of " + quoted(entry_.name) + " is about all its elements",
        context_.place(span),
        "write it in the declaration of the most elements; a parameter with its own gets a name of "
        "its own");
    error.notes.push_back(
        {"that declaration", context_.place(speaking_part().declaration->variable->name.span)});
  }

  std::optional<double> number(const Expr& expression, const std::string& what) {
    const Scope scope{context_.tree.source, what + " of " + described(entry_), {}, nullptr};
    return constant_number(
        context_, scope, expression,
        {entry_.unit, context_.place(entry_.unit.span), described(entry_), true});
  }

  std::optional<Range> range(const language::RangeSyntax& syntax) {
    if (!syntax.low || !syntax.high) return std::nullopt;
    const auto low = number(*syntax.low, "the range");
    const auto high = number(*syntax.high, "the range");
    if (!low || !high) return std::nullopt;
    if (*low <= *high) return Range{*low, *high};
    context_.diagnostics.error("E0806",
                               "the range of " + described(entry_) + " ends below its start",
                               context_.place(syntax.span));
    return std::nullopt;
  }

  void check_defaults(const language::ValueTable& table, const Range& range) {
    if (!is_parameter(entry_.kind)) return;
    each_value(table, [&](const Expr& expression) {
      const auto value = context_.constants.find(&expression);
      if (value == context_.constants.end() ||
          (value->second >= range.low && value->second <= range.high))
        return;
      context_.diagnostics.error("E0801",
                                 "the value " + base::format_number(value->second) + " of " +
                                     described(entry_) + " is outside its range " +
                                     base::format_number(range.low) + " .. " +
                                     base::format_number(range.high),
                                 context_.place(expression.span));
    });
  }

  // Tails are a question of how many draws they take: said where draws are made.
  void check_draws(const Distribution& distribution, const Range& range) {
    std::optional<double> low, high;
    for (const auto& [name, value] : distribution.arguments) {
      if (name == "low") low = value;
      if (name == "high") high = value;
    }
    if (!low || !high || (*low >= range.low && *high <= range.high)) return;
    context_.diagnostics.error("E0801",
                               described(entry_) + " is drawn from " + base::format_number(*low) +
                                   " .. " + base::format_number(*high) + ", but its range is " +
                                   base::format_number(range.low) + " .. " +
                                   base::format_number(range.high),
                               distribution.place);
  }

  Better better(const language::Name& name) {
    if (name.text == "up") return Better::up;
    if (name.text == "down") return Better::down;
    context_.diagnostics.error("E0111", "unknown direction " + quoted(name.text),
                               context_.place(name.span), "known are up, down");
    return Better::none;
  }

  std::optional<Distribution> distribution(const language::DistributionSyntax& syntax) {
    const auto& call = *syntax.call;
    const auto* info = language::find_distribution(call.name.text);
    if (!info) {
      const auto closest = base::closest_name(call.name.text, language::distribution_names());
      context_.diagnostics.error(
          "E0712", "unknown distribution " + quoted(call.name.text), context_.place(call.name.span),
          closest.empty() ? "one of uniform, log_uniform, normal, lognormal, triangular"
                          : "did you mean " + quoted(closest) + "?");
      return std::nullopt;
    }
    Distribution out{call.name.text, {}, context_.place(syntax.span)};
    std::vector<std::string> names(info->required.begin(), info->required.end());
    names.insert(names.end(), info->optional.begin(), info->optional.end());
    std::vector<std::optional<double>> values(names.size());
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      const auto place = argument_place(call, i, names, values);
      if (!place) return std::nullopt;
      values[*place] = number(*call.arguments[i], "the distribution");
      if (!values[*place]) return std::nullopt;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (values[i]) out.arguments.emplace_back(names[i], *values[i]);
      if (!values[i] && i < info->required.size()) return wrong_arguments(call, *info);
    }
    if (!sensible(*info, values)) {
      context_.diagnostics.error(
          "E0712", "a " + call.name.text + " distribution needs " + std::string(info->condition),
          context_.place(call.span));
      return std::nullopt;
    }
    return out;
  }

  std::nullopt_t wrong_arguments(const Expr& call, const language::DistributionInfo& info) {
    std::string names;
    for (const auto& name : info.required) (names += names.empty() ? "" : ", ") += name;
    for (const auto& name : info.optional) ((names += ", [") += name) += "]";
    context_.diagnostics.error("E0712",
                               "the arguments of " + quoted(call.name.text) + " are " + names,
                               context_.place(call.span));
    return std::nullopt;
  }

  std::optional<std::size_t> argument_place(const Expr& call, std::size_t i,
                                            const std::vector<std::string>& names,
                                            const std::vector<std::optional<double>>& values) {
    const auto* info = language::find_distribution(call.name.text);
    std::size_t place = i;
    if (i < call.argument_names.size() && !call.argument_names[i].text.empty()) {
      for (place = 0; place < names.size() && names[place] != call.argument_names[i].text;) ++place;
    }
    if (place < names.size() && !values[place]) return place;
    wrong_arguments(call, *info);
    return std::nullopt;
  }

  static bool sensible(const language::DistributionInfo& info,
                       const std::vector<std::optional<double>>& x) {
    using language::DistributionId;
    switch (info.id) {
      case DistributionId::uniform:
        return *x[0] < *x[1];
      case DistributionId::log_uniform:
      case DistributionId::lognormal:
        return *x[0] > 0 && *x[0] < *x[1];
      case DistributionId::normal:
        return *x[1] > 0 && (!x[2] || !x[3] || *x[2] < *x[3]);
      case DistributionId::triangular:
        break;
    }
    return *x[0] <= *x[1] && *x[1] <= *x[2] && *x[0] < *x[2];
  }

  Context& context_;
  const VariableEntry& entry_;
};

}  // namespace

void read_attributes(Context& context) {
  for (const auto& entry : context.variables) {
    Variable unused;
    AttributeReader(context, entry)
        .run(entry.id.valid() ? context.model.variables[entry.id.index] : unused);
  }
}

}  // namespace slackwater::model::lowering

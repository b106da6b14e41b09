#include "expander.hpp"

#include "dimensions.hpp"
#include "shape.hpp"
#include "slackwater/base/random.hpp"
#include "slackwater/language/printer.hpp"

namespace slackwater::model::lowering {
namespace {

// How deep formulas within formulas may nest: the stack of a thread or of a browser holds them.
constexpr int kDeepestExpansion = 2000;

using language::BinaryOperator;
using language::Expr;

Operator operator_of(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::add:
      return Operator::add;
    case BinaryOperator::subtract:
      return Operator::subtract;
    case BinaryOperator::multiply:
      return Operator::multiply;
    case BinaryOperator::divide:
      return Operator::divide;
    case BinaryOperator::power:
      return Operator::power;
    case BinaryOperator::less:
      return Operator::less;
    case BinaryOperator::less_equal:
      return Operator::less_equal;
    case BinaryOperator::greater:
      return Operator::greater;
    case BinaryOperator::greater_equal:
      return Operator::greater_equal;
    case BinaryOperator::equal:
      return Operator::equal;
    case BinaryOperator::not_equal:
      return Operator::not_equal;
    case BinaryOperator::logical_and:
      return Operator::logical_and;
    case BinaryOperator::logical_or:
      break;
  }
  return Operator::logical_or;
}

Operator clock_operator(language::FunctionId id) {
  switch (id) {
    case language::FunctionId::time_step:
      return Operator::time_step;
    case language::FunctionId::start_time:
      return Operator::start_time;
    case language::FunctionId::stop_time:
      return Operator::stop_time;
    default:
      return Operator::time;
  }
}

}  // namespace

void Expander::begin(base::SourcePtr source, std::vector<RunningAt> running, std::size_t element,
                     bool whole) {
  source_ = std::move(source);
  element_ = element;
  own_running_ = running.size();
  whole_ = whole;
  frames_.assign(1, {std::move(running), {}, {}});
  calls_.clear();
}

ExprId Expander::node(Operator op, base::Span span, ExprId a, ExprId b, ExprId c) {
  return indexed(op, span, 0, a, b, c);
}

ExprId Expander::indexed(Operator op, base::Span span, std::size_t index, ExprId a, ExprId b,
                         ExprId c) {
  Node out;
  out.op = op;
  out.operands = {a, b, c};
  out.index = static_cast<std::uint32_t>(index);
  out.span = span;
  return add(out);
}

ExprId Expander::number(double value, base::Span span) {
  Node out;
  out.number = value;
  out.span = span;
  return add(out);
}

ExprId Expander::add(const Node& node) {
  if (context_.model.expressions.size() >= kMostNodes) {
    report_too_many_operations(node.span);
  }
  return context_.model.expressions.add(node);
}

void Expander::report_too_many_operations(base::Span span) {
  report_too_large("the equations of the model are too large: more than " +
                       std::to_string(kMostNodes) +
                       " operations after arrays and functions are expanded",
                   span, "use fewer or smaller dimensions, or name intermediate results");
}

void Expander::report_too_large(const std::string& message, base::Span span,
                                const std::string& hint) {
  if (!context_.too_large) context_.diagnostics.error("E0412", message, {source_, span}, hint);
  context_.too_large = true;
}

// Without recursion: an argument within an argument makes trees higher than any text.
ExprId Expander::copy(ExprId tree) {
  if (!tree.valid() || context_.too_large) return tree;
  struct Copy {
    Node node;
    std::size_t parent = 0;
    std::size_t place = 0;
  };
  auto& pool = context_.model.expressions;
  std::vector<Copy> copies{{pool[tree]}};
  for (std::size_t i = 0; i < copies.size(); ++i) {
    const auto node = copies[i].node;
    for (std::size_t k = 0; k < static_cast<std::size_t>(operand_count(node.op)); ++k) {
      if (node.operands[k].valid()) copies.push_back({pool[node.operands[k]], i, k});
    }
  }
  ExprId out;
  for (auto copy = copies.rbegin(); copy != copies.rend(); ++copy) {
    out = add(copy->node);
    copies[copy->parent].node.operands[copy->place] = out;
  }
  return out;
}

ExprId Expander::expand(const Expr& expression) {
  if (context_.too_large) return number(0, expression.span);
  if (depth_ == kDeepestExpansion) {
    report_too_large("functions that call functions make this formula more than " +
                         std::to_string(kDeepestExpansion) + " operations deep",
                     expression.span, "give intermediate results an aux of their own");
    return number(0, expression.span);
  }
  ++depth_;
  const auto value = expand_kind(expression);
  --depth_;
  return value;
}

ExprId Expander::expand_kind(const Expr& expression) {
  const auto span = expression.span;
  switch (expression.kind) {
    case Expr::Kind::number:
      return number(expression.number, span);
    case Expr::Kind::name:
      return name(expression);
    case Expr::Kind::unary: {
      const auto operand = expand(*expression.arguments[0]);
      const bool minus = expression.unary == language::UnaryOperator::negate;
      return node(minus ? Operator::negate : Operator::logical_not, span, operand);
    }
    case Expr::Kind::binary: {
      const auto a = expand(*expression.arguments[0]);
      const auto b = expand(*expression.arguments[1]);
      return node(operator_of(expression.binary), span, a, b);
    }
    case Expr::Kind::conditional: {
      const auto test = expand(*expression.arguments[0]);
      const auto a = expand(*expression.arguments[1]);
      const auto b = expand(*expression.arguments[2]);
      return node(Operator::select, span, test, a, b);
    }
    case Expr::Kind::convert: {
      const auto value = expand(*expression.arguments[0]);
      const auto factor = context_.conversions.find(&expression);
      if (factor == context_.conversions.end() || factor->second == 1) return value;
      return node(Operator::multiply, span, value, number(factor->second, span));
    }
    case Expr::Kind::call:
    case Expr::Kind::reduction:
      break;
  }
  const auto found = context_.references.find(&expression);
  if (found == context_.references.end()) return number(0, span);
  const auto& meaning = found->second;
  switch (meaning.kind) {
    case Reference::Kind::function:
      return function_call(expression, meaning);
    case Reference::Kind::lookup: {
      const auto& entry = context_.lookups[meaning.index];
      const auto x = expand(*meaning.arguments.front());
      const auto place = element_of(expression, meaning, entry.shape);
      if (!place || entry.tables.empty()) return number(0, span);
      return indexed(Operator::lookup, span, entry.tables[entry.shape.part_of[*place]].index, x);
    }
    case Reference::Kind::built_in:
    case Reference::Kind::reduction:
      return expand_function(*this, expression, meaning);
    default:
      return number(0, span);
  }
}

ExprId Expander::name(const Expr& expression) {
  const auto found = context_.references.find(&expression);
  if (found == context_.references.end()) return number(0, expression.span);
  const auto& meaning = found->second;
  switch (meaning.kind) {
    case Reference::Kind::argument:
      return argument(meaning.index);
    case Reference::Kind::clock:
      return node(clock_operator(meaning.info->id), expression.span);
    case Reference::Kind::variable: {
      const auto& entry = context_.variables[meaning.index];
      const auto place = element_of(expression, meaning, entry.shape);
      if (!place || !entry.id.valid()) return number(0, expression.span);
      return indexed(Operator::element, expression.span,
                     context_.model.variables[entry.id.index].first.index + *place);
    }
    default:
      return number(0, expression.span);
  }
}

// The argument's own tree serves its first use; further uses are copies, so that trees are never
// shared.
ExprId Expander::argument(std::size_t index) {
  auto& frame = frames_.back();
  if (index >= frame.arguments.size()) return number(0, {});
  if (!frame.used[index]) {
    frame.used[index] = 1;
    return frame.arguments[index];
  }
  return copy(frame.arguments[index]);
}

ExprId Expander::function_call(const Expr& expression, const Reference& meaning) {
  const auto& function = context_.functions[meaning.index];
  if (function.recursive || !function.syntax->body) return number(0, expression.span);
  Frame frame;
  for (const auto* argument : meaning.arguments) frame.arguments.push_back(expand(*argument));
  frame.used.assign(frame.arguments.size(), 0);
  calls_.push_back(&expression);
  frames_.push_back(std::move(frame));
  const auto value = expand(*function.syntax->body);
  frames_.pop_back();
  calls_.pop_back();
  return value;
}

std::optional<std::size_t> Expander::element_of(const Expr& expression, const Reference& meaning,
                                                const Shape& shape) {
  const auto& running = frames_.back().running;
  std::size_t out = 0;
  for (std::size_t i = 0; i < meaning.axes.size(); ++i) {
    const auto& axis = meaning.axes[i];
    std::size_t position = 0;
    if (axis.fixed) {
      position = *axis.fixed;
    } else {
      const auto& at = running[axis.running];
      const auto translated = (*axis.translation)[at.position];
      if (translated == kNoPosition) {
        report_outside(expression, shape, i, at);
        return std::nullopt;
      }
      position = translated;
    }
    out = out * context_.model.dimensions[shape.dimensions[i]].elements.size() + position;
  }
  return out;
}

void Expander::report_outside(const Expr& expression, const Shape& shape, std::size_t axis,
                              const RunningAt& at) {
  if (!context_.reported_outside.insert(&expression).second) return;
  const auto& element = context_.model.dimensions[at.dimension].elements[at.position];
  context_.diagnostics.error(
      "E0405",
      quoted(expression.name.text) + " has no element " + quoted(element) + ": it ranges over " +
          quoted(context_.model.dimensions[shape.dimensions[axis]].name),
      {source_, expression.subscripts[axis].span},
      "give " + quoted(element) + " an equation of its own that does not use " +
          quoted(expression.name.text));
}

std::vector<ExprId> Expander::repeat(const Expr& expression,
                                     const std::vector<std::size_t>& dimensions) {
  std::vector<ExprId> out;
  std::size_t count = 1;
  for (const auto dimension : dimensions) {
    const auto size = context_.model.dimensions[dimension].elements.size();
    // One operation for each combination is the least that there will be.
    if (size > kMostNodes / count) {
      report_too_many_operations(expression.span);
      return out;
    }
    count *= std::max<std::size_t>(size, 1);
  }
  const auto depth = frames_.back().running.size();
  for (const auto dimension : dimensions) frames_.back().running.push_back({dimension, 0, true});
  for (bool more = !context_.too_large; more;) {
    out.push_back(expand(expression));
    more = false;
    for (auto i = dimensions.size(); i-- > 0 && !more;) {
      auto& at = frames_.back().running[depth + i];
      more = ++at.position < context_.model.dimensions[at.dimension].elements.size();
      if (!more) at.position = 0;
    }
    if (context_.too_large) more = false;
  }
  frames_.back().running.resize(depth);
  return out;
}

Expander::Path Expander::path_to(const Expr& call) const {
  auto path = calls_;
  path.push_back(&call);
  return path;
}

MemorySite& Expander::memory_site(const Expr& call, std::string_view kind) {
  // Where another equation takes over some elements, each element gets variables of its own.
  std::string place;
  if (!whole_) {
    each_running([&](const RunningAt& at) {
      place += "." + context_.model.dimensions[at.dimension].elements[at.position];
    });
  }
  auto key = std::pair{path_to(call), place};
  const auto found = sites_.find(key);
  if (found != sites_.end()) return found->second;
  MemorySite site;
  site.base = owner_ + place + "." + std::string(kind);
  const auto count = ++site_counts_[site.base];
  site.base += "_" + std::to_string(count);
  site.documentation = language::format_expression(call) + " in " + quoted(owner_);
  if (whole_) {
    each_running([&](const RunningAt& at) {
      if (at.own_array) site.dimensions.push_back(at.dimension);
    });
  }
  return sites_.emplace(std::move(key), std::move(site)).first->second;
}

ElementId Expander::generated(MemorySite& site, const std::string& name, VariableKind kind,
                              const std::optional<units::Unit>& unit, base::Span span) {
  auto& model = context_.model;
  std::vector<std::size_t> positions;
  if (whole_) {
    each_running([&](const RunningAt& at) {
      if (at.own_array) positions.push_back(at.position);
    });
  }
  auto found = site.variables.find(name);
  if (found == site.variables.end()) {
    Variable variable;
    variable.name = name.empty() ? site.base : site.base + "." + name;
    variable.kind = kind;
    variable.dimensions = site.dimensions;
    variable.generated = true;
    variable.documentation = (name.empty() ? "the total of " : name + " of ") + site.documentation;
    variable.first = ElementId(model.elements.size());
    if (unit) {
      variable.unit = context_.print(*unit);
      variable.dimension_of_unit = *unit;
    }
    variable.place = {source_, span};
    const VariableId id(model.variables.size());
    Shape shape;
    shape.dimensions = site.dimensions;
    for (const auto dimension : site.dimensions)
      variable.size *= model.dimensions[dimension].elements.size();
    std::vector<std::size_t> at(site.dimensions.size(), 0);
    for (std::size_t i = 0; i < variable.size; ++i) {
      model.elements.push_back(
          {id, variable.name + subscript_text(context_, site.dimensions, at), {}, {}, {}, source_});
      for (std::size_t k = at.size(); k-- > 0;) {
        if (++at[k] < model.dimensions[site.dimensions[k]].elements.size()) break;
        at[k] = 0;
      }
    }
    model.variables.push_back(std::move(variable));
    found = site.variables.emplace(name, id).first;
  }
  std::size_t place = 0;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    place = place * model.dimensions[site.dimensions[i]].elements.size() + positions[i];
  }
  return ElementId(model.variables[found->second.index].first.index + place);
}

void Expander::define(ElementId element, ExprId equation) {
  auto& target = context_.model.elements[element.index];
  target.equation = equation;
  target.source = source_;
}

std::string Expander::slot_name(const MemorySite& site) const {
  std::vector<std::size_t> positions;
  if (whole_) {
    each_running([&](const RunningAt& at) {
      if (at.own_array) positions.push_back(at.position);
    });
  }
  return site.base + subscript_text(context_, site.dimensions, positions);
}

std::size_t Expander::random_stream(const Expr& call) { return add_stream(owner_, call); }

std::size_t Expander::start_stream(const Expr& call) { return add_stream(owner_ + ".start", call); }

// Names, not positions: an element that joins a dimension changes the draws of no other.
std::string Expander::drawing_element() const {
  std::vector<std::size_t> own(dimensions_.size());
  std::size_t rest = element_;
  for (auto i = own.size(); i-- > 0;) {
    const auto size = context_.model.dimensions[dimensions_[i]].elements.size();
    own[i] = rest % size;
    rest /= size;
  }
  std::string text = subscript_text(context_, dimensions_, own);
  std::size_t seen = 0;
  each_running([&](const RunningAt& at) {
    // Inside reductions and functions one element draws several times.
    if (seen++ < own_running_) return;
    text += '[' + context_.model.dimensions[at.dimension].elements[at.position] + ']';
  });
  return text;
}

std::size_t Expander::add_stream(std::string name, const Expr& call) {
  const auto path = path_to(call);
  const auto next = static_cast<std::uint32_t>(draws_.size());
  const auto occurrence = draws_.emplace(path, next).first->second;
  const auto stream = base::stream_of(name + drawing_element(), occurrence);
  context_.model.random_streams.push_back(
      {std::move(name), occurrence, static_cast<std::uint32_t>(element_), stream});
  return context_.model.random_streams.size() - 1;
}

}  // namespace slackwater::model::lowering

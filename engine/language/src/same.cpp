#include <algorithm>

#include "slackwater/language/printer.hpp"

namespace slackwater::language {
namespace {

/// All overloads in one scope, so that each finds the others whatever their order.
struct Comparison {
  static bool same(const Name& a, const Name& b) { return a.text == b.text; }

  static bool same(const Subscript& a, const Subscript& b) {
    return a.kind == b.kind && same(a.name, b.name);
  }
  static bool same(const Binding& a, const Binding& b) {
    return same(a.variable, b.variable) && same(a.dimension, b.dimension);
  }

  template <class T>
  static bool same(const std::unique_ptr<T>& a, const std::unique_ptr<T>& b) {
    return a && b ? same(*a, *b) : !a && !b;
  }

  template <class T>
  static bool same(const std::optional<T>& a, const std::optional<T>& b) {
    return a && b ? same(*a, *b) : !a && !b;
  }

  template <class T>
  static bool same(const std::vector<T>& a, const std::vector<T>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const T& x, const T& y) { return same(x, y); });
  }

  static bool same(const UnitSyntax& a, const UnitSyntax& b) {
    return a.kind == b.kind && a.name == b.name && a.number == b.number &&
           a.exponent == b.exponent && a.exponent_denominator == b.exponent_denominator &&
           same(a.parts, b.parts);
  }

  static bool same(const ValueTable::Entry& a, const ValueTable::Entry& b) {
    return same(a.element, b.element) && same(a.value, b.value);
  }

  static bool same(const ValueTable& a, const ValueTable& b) {
    return same(a.expression, b.expression) && same(a.entries, b.entries);
  }

  static bool same(const FlowUse& a, const FlowUse& b) {
    return a.inflow == b.inflow && same(a.name, b.name);
  }

  static bool same(const RangeSyntax& a, const RangeSyntax& b) {
    return same(a.low, b.low) && same(a.high, b.high);
  }

  static bool same(const DistributionSyntax& a, const DistributionSyntax& b) {
    return same(a.call, b.call);
  }

  static bool same(const VariableDeclaration& a, const VariableDeclaration& b) {
    return a.kind == b.kind && same(a.name, b.name) && same(a.subscripts, b.subscripts) &&
           same(a.unit, b.unit) && same(a.value, b.value) && same(a.flows, b.flows) &&
           same(a.range, b.range) && same(a.distribution, b.distribution) &&
           same(a.better, b.better) && same(a.data_file, b.data_file) &&
           same(a.data_column, b.data_column) && same(a.data_mode, b.data_mode);
  }

  static bool same(const LookupDeclaration::Point& a, const LookupDeclaration::Point& b) {
    return same(a.x, b.x) && same(a.y, b.y);
  }

  static bool same(const LookupDeclaration& a, const LookupDeclaration& b) {
    return same(a.name, b.name) && same(a.subscripts, b.subscripts) &&
           same(a.argument, b.argument) && same(a.argument_unit, b.argument_unit) &&
           same(a.unit, b.unit) && same(a.points, b.points) && same(a.mode, b.mode);
  }

  static bool same(const FunctionDeclaration::Parameter& a,
                   const FunctionDeclaration::Parameter& b) {
    return same(a.name, b.name) && same(a.unit, b.unit);
  }

  static bool same(const FunctionDeclaration& a, const FunctionDeclaration& b) {
    return same(a.name, b.name) && same(a.parameters, b.parameters) && same(a.unit, b.unit) &&
           same(a.body, b.body);
  }

  static bool same(const TimeDeclaration& a, const TimeDeclaration& b) {
    return same(a.unit, b.unit) && same(a.from, b.from) && same(a.to, b.to) &&
           same(a.step, b.step) && same(a.save, b.save) && same(a.method, b.method);
  }

  static bool same(const UnitDeclaration& a, const UnitDeclaration& b) {
    return same(a.name, b.name) && same(a.synonyms, b.synonyms) && same(a.definition, b.definition);
  }

  static bool same(const std::pair<Name, Name>& a, const std::pair<Name, Name>& b) {
    return same(a.first, b.first) && same(a.second, b.second);
  }

  static bool same(const DimensionDeclaration::Mapping& a, const DimensionDeclaration::Mapping& b) {
    return same(a.target, b.target) && same(a.pairs, b.pairs);
  }

  static bool same(const DimensionDeclaration& a, const DimensionDeclaration& b) {
    return same(a.name, b.name) && same(a.elements, b.elements) && same(a.mappings, b.mappings);
  }

  static bool same(const CheckDeclaration& a, const CheckDeclaration& b) {
    return same(a.condition, b.condition) && same(a.bindings, b.bindings) &&
           same(a.within, b.within);
  }

  static bool same(const Declaration& a, const Declaration& b) {
    return a.kind == b.kind && same(a.title, b.title) && same(a.time, b.time) &&
           same(a.unit, b.unit) && same(a.dimension, b.dimension) && same(a.variable, b.variable) &&
           same(a.lookup, b.lookup) && same(a.function, b.function) && same(a.check, b.check) &&
           same(a.documentation, b.documentation) && same(a.provenance, b.provenance);
  }

  static bool same(const Expr& a, const Expr& b) {
    if (a.kind != b.kind) return false;
    const bool operators = (a.kind != Expr::Kind::unary || a.unary == b.unary) &&
                           (a.kind != Expr::Kind::binary || a.binary == b.binary);
    return operators && a.number == b.number && a.percent == b.percent && same(a.unit, b.unit) &&
           same(a.name, b.name) && same(a.subscripts, b.subscripts) &&
           same(a.arguments, b.arguments) && same(a.argument_names, b.argument_names) &&
           same(a.bindings, b.bindings);
  }
};

}  // namespace

bool same(const Expr& a, const Expr& b) { return Comparison::same(a, b); }

bool same(const SyntaxTree& a, const SyntaxTree& b) {
  return Comparison::same(a.declarations, b.declarations);
}

}  // namespace slackwater::language

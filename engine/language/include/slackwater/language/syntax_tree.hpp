#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "slackwater/base/source_text.hpp"

/// The syntax tree of a model text: what was written, nothing resolved. Spans point into one
/// SourceText.
namespace slackwater::language {

struct Name {
  std::string text;
  base::Span span;
};

/// A unit as written: `item/week`, `people*week`, `week^2`, `1`.
struct UnitSyntax {
  enum class Kind { one, number, name, product, quotient, power };
  Kind kind = Kind::one;
  base::Span span;
  std::string name;               ///< of Kind::name
  double number = 1;              ///< of Kind::number (scaled units: `13 week`)
  int exponent = 1;               ///< of Kind::power
  int exponent_denominator = 1;   ///< of Kind::power: `item^(1/2)`
  std::vector<UnitSyntax> parts;  ///< two of product and quotient, one of power
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

/// One subscript at the place of use.
struct Subscript {
  enum class Kind { name, star };  ///< an element, a dimension (or its running name), or `*`
  Kind kind = Kind::name;
  Name name;
  base::Span span;
};

/// `for i in dim`, one running name of a comprehension.
struct Binding {
  Name variable;
  Name dimension;
};

enum class BinaryOperator {
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or
};
enum class UnaryOperator { negate, logical_not };

/// One expression; which members mean something depends on `kind`.
struct Expr {
  enum class Kind {
    number,       ///< `number` (already divided by 100 when `percent`), optional `unit`
    name,         ///< `name` and `subscripts`: variables, `time`, running names
    call,         ///< `name`, `arguments`, parallel `argument_names` (empty text: positional)
    unary,        ///< `unary`, one of `arguments`
    binary,       ///< `binary`, two of `arguments`
    conditional,  ///< if a then b else c: three `arguments`
    convert,      ///< `a as unit`: one of `arguments` and `unit`
    reduction  ///< sum(a for i in dim, j in dim2): `name` the reduction, one argument, `bindings`
  };
  Kind kind = Kind::number;
  base::Span span;
  double number = 0;
  bool percent = false;
  std::string
      number_text;  ///< as written, so that the formatter keeps `1e3`, `0.10` and `1/16` apart
  std::optional<UnitSyntax> unit;
  bool unit_in_brackets = false;
  Name name;
  std::vector<Subscript> subscripts;
  std::vector<ExprPtr> arguments;
  std::vector<Name> argument_names;
  UnaryOperator unary = UnaryOperator::negate;
  BinaryOperator binary = BinaryOperator::add;
  base::Span operator_span;
  std::vector<Binding> bindings;
  bool parenthesized =
      false;  ///< written with its own parentheses; the printer keeps those that matter
};

/// A value that may be a table over elements: `{team: 0.38, cross_team: 0.49}`, nested for more
/// dimensions.
struct ValueTable {
  struct Entry {
    Name element;
    std::unique_ptr<ValueTable> value;
  };
  base::Span span;
  ExprPtr expression;          ///< a plain value; null for a table
  std::vector<Entry> entries;  ///< of a table
};

/// Comments that belong to a declaration, kept for the formatter.
struct Comments {
  std::vector<std::string>
      before;  ///< whole lines above, with their '#'; an empty text is a blank line
  std::vector<std::pair<base::Span, std::string>> inside;  ///< at line ends or between its lines
};

enum class VariableKind { stock, flow, auxiliary, parameter, lever, constant, indicator, data };

struct FlowUse {
  Name name;
  bool inflow = true;
};

/// `~ lognormal(median = 40, p95 = 70)` behind a parameter.
struct DistributionSyntax {
  ExprPtr call;
  base::Span span;
};

struct RangeSyntax {
  ExprPtr low;
  ExprPtr high;
  base::Span span;
};

struct VariableDeclaration {
  VariableKind kind = VariableKind::auxiliary;
  Name name;
  std::vector<Name> subscripts;       ///< dimensions, sub-ranges or elements, as declared
  std::optional<UnitSyntax> unit;     ///< none: a warning
  std::unique_ptr<ValueTable> value;  ///< the equation, or a stock's initial value; null for data
  std::vector<FlowUse> flows;         ///< of a stock
  std::optional<RangeSyntax> range;
  std::optional<DistributionSyntax> distribution;
  std::optional<Name> better;     ///< of an indicator: up, down
  std::optional<Name> data_file;  ///< of data: `from "file.csv" column "name" linear`
  std::optional<Name> data_column;
  std::optional<Name> data_mode;  ///< linear, step, none
};

struct LookupDeclaration {
  Name name;
  std::vector<Name> subscripts;
  Name argument;
  std::optional<UnitSyntax> argument_unit;
  std::optional<UnitSyntax> unit;
  struct Point {
    ExprPtr x;
    ExprPtr y;
    base::Span span;
  };
  std::vector<Point> points;
  std::optional<Name> mode;  ///< clamp (default), extrapolate, step, smooth
};

struct FunctionDeclaration {
  struct Parameter {
    Name name;
    std::optional<UnitSyntax> unit;
  };
  Name name;
  std::vector<Parameter> parameters;
  std::optional<UnitSyntax> unit;
  ExprPtr body;
};

struct TimeDeclaration {
  Name unit;
  ExprPtr from, to, step, save;  ///< save and step may be null
  std::optional<Name> method;
};

struct UnitDeclaration {
  Name name;
  std::vector<Name> synonyms;            ///< `unit item, items`: the names behind the first
  std::optional<UnitSyntax> definition;  ///< `unit quarter = 13 week`; none: a new base unit
};

struct DimensionDeclaration {
  Name name;
  std::vector<Name> elements;  ///< elements, or names of sub-ranges
  /// `dimension team = a, b maps to department {a: x, b: y}`: each element's image in another
  /// dimension.
  struct Mapping {
    Name target;
    std::vector<std::pair<Name, Name>> pairs;
  };
  std::vector<Mapping> mappings;
};

struct CheckDeclaration {
  ExprPtr condition;
  std::vector<Binding>
      bindings;    ///< none: subscripts in the condition are zipped over their dimensions
  ExprPtr within;  ///< tolerance; null when not written
};

/// One paragraph of a model text.
struct Declaration {
  enum class Kind { title, time, unit, dimension, variable, lookup, function, check, section };
  Kind kind = Kind::variable;
  base::Span span;
  Name title;  ///< of title and section
  std::unique_ptr<TimeDeclaration> time;
  std::unique_ptr<UnitDeclaration> unit;
  std::unique_ptr<DimensionDeclaration> dimension;
  std::unique_ptr<VariableDeclaration> variable;
  std::unique_ptr<LookupDeclaration> lookup;
  std::unique_ptr<FunctionDeclaration> function;
  std::unique_ptr<CheckDeclaration> check;
  std::optional<Name> documentation;
  std::optional<Name> provenance;  ///< the text behind `source`
  Comments comments;
};

struct SyntaxTree {
  base::SourcePtr source;
  std::vector<Declaration> declarations;
  std::vector<std::string> comments_at_end;
  /// Names whose declaration has a syntax error: they exist, so nobody should call them unknown.
  /// A time declaration that has one stands here as `time`.
  std::vector<Name> unreadable;
  bool is_text = true;  ///< false: NUL bytes, or not UTF-8; what it seems to say is noise
};

}  // namespace slackwater::language

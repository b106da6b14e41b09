#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/language/functions.hpp"
#include "slackwater/language/syntax_tree.hpp"
#include "slackwater/model/lower.hpp"
#include "slackwater/model/model.hpp"

/// The way from a syntax tree to a model, in passes that share one context.
namespace slackwater::model::lowering {

inline constexpr std::size_t kMostElements = 1'000'000;
inline constexpr std::size_t kMostNodes = 8'000'000;

/// One subscript of a declaration: a dimension (or sub-range) that runs, or one fixed element of
/// it.
struct Axis {
  std::size_t dimension = 0;
  std::optional<std::size_t> element;  ///< its place in that dimension
};

/// One declaration of a name: the whole array, a sub-range, or a single element.
struct Part {
  const language::Declaration* declaration = nullptr;
  std::vector<Axis> axes;
  bool broken = false;     ///< its subscripts are wrong and were reported
  bool covers_all = true;  ///< no other part overrides any of its elements
};

/// What all declarations of one name make together.
struct Shape {
  std::vector<std::size_t> dimensions;  ///< indices into Model::dimensions
  std::size_t size = 1;
  std::vector<Part> parts;
  std::vector<std::uint32_t> part_of;  ///< which part says what an element is
  bool broken = false;
};

/// A unit as declared; nothing when none was written or when it is wrong.
struct DeclaredUnit {
  std::optional<units::Unit> unit;
  base::Span span;
  bool failed = false;  ///< it was written and is wrong
};

struct VariableEntry {
  std::string name;
  base::Span span;
  language::VariableKind kind{};
  Shape shape;
  DeclaredUnit unit;
  VariableId id;
  std::vector<std::int32_t>
      override_of;               ///< empty, or per element a place in Context::overrides or -1
  std::vector<SeriesId> series;  ///< of data, one per element
  bool converted = false;        ///< a lever that a profile or a rule made an auxiliary
};

struct LookupEntry {
  std::string name;
  base::Span span;
  Shape shape;
  DeclaredUnit argument_unit;
  DeclaredUnit unit;
  std::vector<LookupId> tables;  ///< one per part
};

struct FunctionEntry {
  std::string name;
  base::Span span;
  const language::FunctionDeclaration* syntax = nullptr;
  std::vector<DeclaredUnit> parameter_units;
  DeclaredUnit unit;
  bool recursive = false;
};

/// An override whose target was found; its part says which elements it sets.
struct OverrideEntry {
  const Override* override = nullptr;
  std::size_t variable = 0;
  Part part;
  language::ExprPtr rule;  ///< null for numbers, profiles, and rules that do not parse
};

struct Symbol {
  enum class Kind { variable, lookup, function };
  Kind kind = Kind::variable;
  std::size_t index = 0;
};

/// A name that stands for one element after the other: a dimension of the equation, or `i` of `for
/// i in dim`.
struct Running {
  std::string name;  ///< empty for the running place of a `*`
  std::size_t dimension = 0;
};

/// The text that names are looked up in.
struct Scope {
  base::SourcePtr source;
  std::string where;  ///< "the equation of flow 'completions'"
  std::vector<Running> running;
  const FunctionEntry* function = nullptr;
  std::vector<std::string>
      lost{};  ///< names that run over an unknown dimension, which was reported
};

inline bool is_lost(const Scope& scope, const std::string& name) {
  return std::find(scope.lost.begin(), scope.lost.end(), name) != scope.lost.end();
}

/// Which position a subscript stands for: a fixed one, or the translated position of a running
/// name.
struct AxisUse {
  std::optional<std::size_t> fixed;
  std::size_t running = 0;
  const std::vector<std::uint32_t>* translation = nullptr;
};

/// What a name or a call turned out to mean.
struct Reference {
  enum class Kind { unknown, variable, clock, argument, lookup, function, built_in, reduction };
  Kind kind = Kind::unknown;
  std::size_t index = 0;
  const language::FunctionInfo* info = nullptr;
  std::vector<AxisUse> axes;  ///< of variables and lookups
  std::vector<const language::Expr*>
      arguments;                        ///< of calls, by parameter; null where a default stands
  std::vector<std::size_t> dimensions;  ///< of reductions: what runs, outermost first
};

/// Everything that the passes share.
struct Context {
  Context(const language::SyntaxTree& of_tree, const LowerOptions& with_options)
      : tree(of_tree), options(with_options), units(std::make_shared<units::UnitTable>()) {}

  const language::SyntaxTree& tree;
  const LowerOptions& options;
  base::Diagnostics diagnostics;
  Model model;
  std::shared_ptr<units::UnitTable> units;
  std::optional<units::Unit> time_unit;  ///< nothing when it is wrong

  std::vector<VariableEntry> variables;
  std::vector<LookupEntry> lookups;
  std::vector<FunctionEntry> functions;
  std::unordered_map<std::string, Symbol> symbols;
  std::unordered_map<std::string, std::size_t> dimension_by_name;
  std::vector<std::unordered_map<std::string, std::size_t>> positions;  ///< of each dimension
  std::unordered_map<const language::Expr*, Reference> references;
  std::unordered_map<const language::Expr*, double> conversions;  ///< factors of `x as unit`
  std::unordered_map<const language::Expr*, units::Unit>
      call_units;  ///< of memory functions' values
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint32_t>> translations;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint32_t>> mappings;
  std::unordered_map<const language::Expr*, double> constants;  ///< defaults of parameters
  /// Of each table: what says most closely what the element at a place is; null where nothing does.
  std::unordered_map<const language::ValueTable*, std::vector<const language::ValueTable*>>
      table_entries;
  std::vector<Scope> check_scopes;  ///< of each check, with what runs
  std::vector<OverrideEntry> overrides;
  bool damaged_time = false;
  std::unordered_set<std::string> damaged_names;  ///< declared by paragraphs that did not parse
  std::unordered_set<const language::Expr*> reported_outside;
  std::unordered_map<const language::Expr*, bool> has_stars;  ///< outside of reductions inside
  bool too_large = false;
  std::unordered_set<std::string> unknown_units;  ///< already reported
  int suggestions = 0;

  base::Place place(base::Span span) const { return {tree.source, span}; }
  std::string print(const units::Unit& unit) const { return units->print(unit); }
};

/// The word of the language for a kind: "aux" for auxiliaries.
std::string_view word(language::VariableKind kind);
/// "a flow", "an aux".
std::string word_with_article(language::VariableKind kind);
/// "flow 'completions'".
std::string described(const VariableEntry& entry);
std::string quoted(std::string_view name);
int line_of(const Context& context, base::Span span);

// The passes, in this order.
void declare_units(Context& context);
void declare_dimensions(Context& context);
void read_time(Context& context);
void declare_names(Context& context);
void lower_lookups(Context& context);
void lower_data(Context& context);
void connect_overrides(Context& context);
void make_variables(Context& context);
void resolve_names(Context& context);
void connect_flows(Context& context);
void check_units(Context& context);
void read_attributes(Context& context);
void expand_equations(Context& context);

}  // namespace slackwater::model::lowering

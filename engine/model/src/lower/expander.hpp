#pragma once

#include <map>

#include "context.hpp"

namespace slackwater::model::lowering {

/// One running name at one of its elements.
struct RunningAt {
  std::size_t dimension = 0;
  std::size_t position = 0;
  bool own_array = true;  ///< generated stocks get this dimension too
};

/// The generated variables of one memory function at one place in the text.
struct MemorySite {
  std::string base;                     ///< "felt_quality.smooth3_1"
  std::string documentation;            ///< "smooth3(quality, 4 week) in 'felt_quality'"
  std::vector<std::size_t> dimensions;  ///< of its variables
  std::map<std::string, VariableId, std::less<>> variables;
};

/// Turns resolved expressions into nodes, one element after the other, for one owner of equations.
///
/// An owner is a variable, a check, or a rule: it gives generated variables their names and draws
/// their streams.
class Expander {
 public:
  Expander(Context& context, std::string owner, std::vector<std::size_t> dimensions,
           base::Place place)
      : context_(context),
        owner_(std::move(owner)),
        dimensions_(std::move(dimensions)),
        place_(std::move(place)) {}

  /// Starts the equation of one element: where its text is, what runs, and the element's place in
  /// its variable.
  ///
  /// `whole`: every combination of what runs will come, so that generated variables are arrays.
  void begin(base::SourcePtr source, std::vector<RunningAt> running, std::size_t element,
             bool whole);
  ExprId expand(const language::Expr& expression);

  // For the files that expand calls.
  Context& context() { return context_; }
  Model& model() { return context_.model; }
  const base::SourcePtr& source() const { return source_; }

  ExprId node(Operator op, base::Span span, ExprId a = {}, ExprId b = {}, ExprId c = {});
  ExprId indexed(Operator op, base::Span span, std::size_t index, ExprId a = {}, ExprId b = {},
                 ExprId c = {});
  ExprId number(double value, base::Span span);
  /// A copy of a tree with the same meaning: the same draws, held values and generated stocks.
  ExprId copy(ExprId tree);
  /// Repeats an expression for every combination of elements, last dimension fastest.
  std::vector<ExprId> repeat(const language::Expr& expression,
                             const std::vector<std::size_t>& dimensions);

  /// The generated variables of this call; `kind` is the function's name in them.
  MemorySite& memory_site(const language::Expr& call, std::string_view kind);
  /// The element of a site's variable at the current place; the variable is made when it is met
  /// first.
  ElementId generated(MemorySite& site, const std::string& name, VariableKind kind,
                      const std::optional<units::Unit>& unit, base::Span span);
  void define(ElementId element, ExprId equation);
  /// "felt_quality.smooth3_1[team]": a name for a held value or a pipeline.
  std::string slot_name(const MemorySite& site) const;
  /// The stream of draws of this call in the current element.
  std::size_t random_stream(const language::Expr& call);
  /// A second stream of the call, for a value drawn once at the start.
  std::size_t start_stream(const language::Expr& call);

 private:
  struct Frame {
    std::vector<RunningAt> running;
    std::vector<ExprId> arguments;
    std::vector<char> used;
  };
  using Path = std::vector<const void*>;

  ExprId expand_kind(const language::Expr& expression);
  ExprId add(const Node& node);
  void report_too_many_operations(base::Span span);
  void report_too_large(const std::string& message, base::Span span, const std::string& hint);
  ExprId name(const language::Expr& expression);
  ExprId argument(std::size_t index);
  ExprId function_call(const language::Expr& expression, const Reference& meaning);
  std::optional<std::size_t> element_of(const language::Expr& expression, const Reference& meaning,
                                        const Shape& shape);
  void report_outside(const language::Expr& expression, const Shape& shape, std::size_t axis,
                      const RunningAt& at);
  Path path_to(const language::Expr& call) const;
  std::string drawing_element() const;
  std::size_t add_stream(std::string name, const language::Expr& call);
  template <class Visit>
  void each_running(const Visit& visit) const {
    for (const auto& frame : frames_) {
      for (const auto& at : frame.running) visit(at);
    }
  }

  Context& context_;
  std::string owner_;
  std::vector<std::size_t> dimensions_;  // of the owner
  base::Place place_;
  base::SourcePtr source_;
  std::size_t element_ = 0;
  std::size_t own_running_ = 0;
  int depth_ = 0;  // of expand within expand
  bool whole_ = true;
  std::vector<Frame> frames_;
  Path calls_;  // the user functions we are in
  std::map<std::pair<Path, std::string>, MemorySite> sites_;
  std::map<std::string, int, std::less<>> site_counts_;
  std::map<Path, std::uint32_t> draws_;
};

/// The value of a call of a built-in function or a reduction.
ExprId expand_function(Expander& expander, const language::Expr& call, const Reference& meaning);
/// The value of a memory function; makes its stocks, flows and slots.
ExprId expand_memory(Expander& expander, const language::Expr& call, const Reference& meaning);

}  // namespace slackwater::model::lowering

#include "context.hpp"
#include "names.hpp"
#include "shape.hpp"
#include "unit_syntax.hpp"

namespace slackwater::model::lowering {
namespace {

using language::Declaration;
using language::VariableKind;

class NameCollector {
 public:
  explicit NameCollector(Context& context) : context_(context) {}

  void run() {
    for (const auto& declaration : context_.tree.declarations) {
      if (declaration.variable) add_variable(declaration);
      if (declaration.lookup) add_lookup(declaration);
      if (declaration.function) add_function(declaration);
      if (declaration.kind == Declaration::Kind::section) add_section(declaration);
      if (declaration.kind == Declaration::Kind::title) add_title(declaration);
    }
    for (auto& entry : context_.variables)
      build_shape(context_, entry.shape, entry.name, entry.span);
    for (auto& entry : context_.lookups) build_shape(context_, entry.shape, entry.name, entry.span);
    limit_size();
  }

 private:
  void add_title(const Declaration& declaration) {
    if (title_) {
      auto& error = context_.diagnostics.error("E0201", "the model has two titles",
                                               context_.place(declaration.title.span));
      error.notes.push_back({"the other title", context_.place(title_->title.span)});
      return;
    }
    title_ = &declaration;
    context_.model.title = declaration.title.text;
    if (declaration.documentation) context_.model.documentation = declaration.documentation->text;
  }

  void add_section(const Declaration& declaration) {
    context_.model.sections.push_back(declaration.title.text);
  }

  base::Span span_of(const Symbol& symbol) const {
    switch (symbol.kind) {
      case Symbol::Kind::variable:
        return context_.variables[symbol.index].span;
      case Symbol::Kind::lookup:
        return context_.lookups[symbol.index].span;
      case Symbol::Kind::function:
        break;
    }
    return context_.functions[symbol.index].span;
  }

  // The symbol that already has the name, when this is another part of the same array.
  Symbol* earlier(const language::Name& name, Symbol::Kind kind, bool may_be_part) {
    const auto found = context_.symbols.find(name.text);
    if (found == context_.symbols.end()) return nullptr;
    if (may_be_part && found->second.kind == kind) return &found->second;
    report_twice(name, span_of(found->second));
    return nullptr;
  }

  void report_twice(const language::Name& name, base::Span other) {
    auto& error = context_.diagnostics.error("E0201", quoted(name.text) + " is declared twice",
                                             context_.place(name.span));
    error.notes.push_back({"the other declaration", context_.place(other)});
  }

  // Declares the name unless it is taken or reserved.
  bool declare(const language::Name& name, Symbol symbol) {
    if (is_built_in(name.text)) {
      const auto* info = language::find_function(name.text);
      const bool clock = info && info->kind == language::FunctionKind::clock;
      context_.diagnostics.error(
          "E0202", quoted(name.text) + " is a built-in " + (clock ? "value" : "function"),
          context_.place(name.span),
          "choose another name, such as " + quoted(name.text + "_value"));
      return false;
    }
    return context_.symbols.emplace(name.text, symbol).second;
  }

  void add_variable(const Declaration& declaration) {
    const auto& syntax = *declaration.variable;
    const bool known = context_.symbols.count(syntax.name.text) > 0;
    if (auto* symbol = earlier(syntax.name, Symbol::Kind::variable, true)) {
      return add_part(context_.variables[symbol->index], declaration);
    }
    if (known || !declare(syntax.name, {Symbol::Kind::variable, context_.variables.size()})) return;
    VariableEntry entry;
    entry.name = syntax.name.text;
    entry.span = syntax.name.span;
    entry.kind = syntax.kind;
    entry.unit = resolve_unit(context_, context_.tree.source, syntax.unit);
    if (!syntax.unit) {
      context_.diagnostics.warning("E0301", described(entry) + " has no unit",
                                   context_.place(entry.span),
                                   "write '" + entry.name + ": 1' when it is dimensionless");
    }
    entry.shape.parts.push_back(read_part(context_, declaration, syntax.subscripts));
    context_.variables.push_back(std::move(entry));
  }

  // A second declaration with subscripts says what some elements are.
  void add_part(VariableEntry& entry, const Declaration& declaration) {
    const auto& syntax = *declaration.variable;
    const auto& first = *entry.shape.parts.front().declaration->variable;
    if (syntax.subscripts.empty() || first.subscripts.empty())
      return report_twice(syntax.name, entry.span);
    if (syntax.kind != entry.kind) {
      auto& error =
          context_.diagnostics.error("E0201",
                                     quoted(entry.name) + " is " + word_with_article(syntax.kind) +
                                         " here, but " + word_with_article(entry.kind) + " above",
                                     context_.place(syntax.name.span));
      error.notes.push_back({"the other declaration", context_.place(entry.span)});
      return;
    }
    const auto unit = resolve_unit(context_, context_.tree.source, syntax.unit);
    if (unit.unit && entry.unit.unit && !units::same(*unit.unit, *entry.unit.unit)) {
      auto& error = context_.diagnostics.error(
          "E0304",
          quoted(entry.name) + " is in " + quoted(context_.print(*entry.unit.unit)) +
              " above, here in " + quoted(context_.print(*unit.unit)),
          context_.place(unit.span));
      error.notes.push_back({"the other declaration", context_.place(entry.unit.span)});
      entry.unit = {std::nullopt, entry.unit.span, true};
    }
    if (unit.unit && !entry.unit.failed && !entry.unit.unit) entry.unit = unit;
    entry.shape.parts.push_back(read_part(context_, declaration, syntax.subscripts));
  }

  void add_lookup(const Declaration& declaration) {
    const auto& syntax = *declaration.lookup;
    const bool known = context_.symbols.count(syntax.name.text) > 0;
    if (auto* symbol = earlier(syntax.name, Symbol::Kind::lookup, true)) {
      auto& entry = context_.lookups[symbol->index];
      if (syntax.subscripts.empty()) return report_twice(syntax.name, entry.span);
      entry.shape.parts.push_back(read_part(context_, declaration, syntax.subscripts));
      return;
    }
    if (known || !declare(syntax.name, {Symbol::Kind::lookup, context_.lookups.size()})) return;
    LookupEntry entry;
    entry.name = syntax.name.text;
    entry.span = syntax.name.span;
    entry.argument_unit = resolve_unit(context_, context_.tree.source, syntax.argument_unit);
    entry.unit = resolve_unit(context_, context_.tree.source, syntax.unit);
    if (!syntax.unit || !syntax.argument_unit) {
      context_.diagnostics.warning(
          "E0301",
          "lookup " + quoted(entry.name) +
              (syntax.unit ? " has no unit for its argument" : " has no unit"),
          context_.place(entry.span),
          "write 'lookup " + entry.name + "(x: 1): 1' when it is dimensionless");
    }
    entry.shape.parts.push_back(read_part(context_, declaration, syntax.subscripts));
    context_.lookups.push_back(std::move(entry));
  }

  void add_function(const Declaration& declaration) {
    const auto& syntax = *declaration.function;
    const bool known = context_.symbols.count(syntax.name.text) > 0;
    earlier(syntax.name, Symbol::Kind::function, false);
    if (known || !declare(syntax.name, {Symbol::Kind::function, context_.functions.size()})) return;
    FunctionEntry entry;
    entry.name = syntax.name.text;
    entry.span = syntax.name.span;
    entry.syntax = &syntax;
    entry.unit = resolve_unit(context_, context_.tree.source, syntax.unit);
    bool units = syntax.unit.has_value();
    for (std::size_t i = 0; i < syntax.parameters.size(); ++i) {
      const auto& parameter = syntax.parameters[i];
      units = units && parameter.unit;
      entry.parameter_units.push_back(resolve_unit(context_, context_.tree.source, parameter.unit));
      for (std::size_t k = 0; k < i; ++k) {
        if (syntax.parameters[k].name.text == parameter.name.text)
          report_twice(parameter.name, syntax.parameters[k].name.span);
      }
    }
    if (!units) {
      context_.diagnostics.warning(
          "E0301",
          "function " + quoted(entry.name) + " has no unit for its value or for an argument",
          context_.place(entry.span),
          "write 'function " + entry.name + "(x: 1): 1 = ...' when it is dimensionless");
    }
    context_.functions.push_back(std::move(entry));
  }

  void limit_size() {
    std::size_t total = 0;
    for (auto& entry : context_.variables) {
      total += entry.shape.size;
      if (total <= kMostElements) continue;
      context_.diagnostics.error(
          "E0412",
          "the model has more than " + std::to_string(kMostElements) + " elements, up to here",
          context_.place(entry.span), "use fewer or smaller dimensions");
      return;
    }
  }

  Context& context_;
  const Declaration* title_ = nullptr;
};

}  // namespace

void declare_names(Context& context) { NameCollector(context).run(); }

}  // namespace slackwater::model::lowering

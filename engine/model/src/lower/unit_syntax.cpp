#include "unit_syntax.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace slackwater::model::lowering {
namespace {

using Syntax = language::UnitSyntax;

class UnitReader {
 public:
  UnitReader(Context& context, const base::SourcePtr& source, std::string hint = {})
      : context_(context), source_(source), hint_(std::move(hint)) {}

  // The whole unit; what its parts make together may be too large or too small for a number.
  std::optional<units::Unit> read(const Syntax& syntax) {
    auto unit = part(syntax);
    if (!unit) return std::nullopt;
    const auto usable = [](double x) { return x > 0 && std::isfinite(x); };
    const auto& scale = unit->scale;
    if (usable(scale.numerator) && usable(scale.denominator) && usable(scale.value())) return unit;
    context_.diagnostics.error("E0311",
                               "the scale of this unit is larger or smaller than any number",
                               {source_, syntax.span});
    return std::nullopt;
  }

 private:
  std::optional<units::Unit> part(const Syntax& syntax) {
    switch (syntax.kind) {
      case Syntax::Kind::one:
        return units::Unit{};
      case Syntax::Kind::number:
        return number(syntax);
      case Syntax::Kind::name:
        return name(syntax);
      case Syntax::Kind::power: {
        const auto base = part(syntax.parts.at(0));
        if (!base) return std::nullopt;
        return units::power(*base,
                            units::make_exponent(syntax.exponent, syntax.exponent_denominator));
      }
      case Syntax::Kind::product:
      case Syntax::Kind::quotient:
        break;
    }
    const auto left = part(syntax.parts.at(0));
    const auto right = part(syntax.parts.at(1));
    if (!left || !right) return std::nullopt;
    return syntax.kind == Syntax::Kind::product ? *left * *right : *left / *right;
  }

  std::optional<units::Unit> number(const Syntax& syntax) {
    if (syntax.number > 0 && std::isfinite(syntax.number)) {
      return units::scaled(syntax.number, units::Unit{});
    }
    context_.diagnostics.error("E0311", "the scale of a unit must be a positive number",
                               {source_, syntax.span});
    return std::nullopt;
  }

  std::optional<units::Unit> name(const Syntax& syntax) {
    if (auto unit = context_.units->find(syntax.name)) return unit;
    // One missing or damaged declaration is one error, however often the unit is used.
    if (context_.damaged_names.count(syntax.name) > 0 ||
        !context_.unknown_units.insert(syntax.name).second)
      return std::nullopt;
    context_.diagnostics.error("E0302", "unknown unit " + quoted(syntax.name),
                               {source_, syntax.span},
                               hint_.empty() ? how_to_declare(syntax.name) : hint_);
    return std::nullopt;
  }

  std::string how_to_declare(const std::string& name) const {
    const auto closest = context_.units->closest(name);
    if (closest.empty()) return "declare it: 'unit " + name + "'";
    return "did you mean " + quoted(closest) + "? Or declare it: 'unit " + name + "'";
  }

  Context& context_;
  const base::SourcePtr& source_;
  std::string hint_;
};

// Units may be declared in any order: those that others are made of come first.
class UnitDeclarer {
 public:
  explicit UnitDeclarer(Context& context) : context_(context) {}

  void run() {
    for (const auto& declaration : context_.tree.declarations) {
      if (declaration.unit) note_name(declaration);
    }
    for (const auto& declaration : context_.tree.declarations) {
      if (declaration.unit && known_.count(&declaration) > 0) declare(declaration);
    }
  }

 private:
  using Declaration = language::Declaration;

  void note_name(const Declaration& declaration) {
    const auto& name = declaration.unit->name;
    if (context_.units->find(name.text)) {
      context_.diagnostics.error("E0310", "the unit " + quoted(name.text) + " is built in",
                                 context_.place(name.span),
                                 "use it as it is, or choose another name");
      return;
    }
    const auto [at, is_new] = by_name_.emplace(name.text, &declaration);
    if (!is_new) {
      auto& error = context_.diagnostics.error(
          "E0310", "the unit " + quoted(name.text) + " is declared twice",
          context_.place(name.span));
      error.notes.push_back({"the other declaration", context_.place(at->second->unit->name.span)});
      return;
    }
    known_.insert(&declaration);
    for (const auto& synonym : declaration.unit->synonyms)
      by_synonym_.emplace(synonym.text, &declaration);
  }

  // A unit whose definition is being read, and the units in it that still have to be looked at.
  struct Open {
    const Declaration* declaration;
    std::vector<const Syntax*> names;
    bool fine = true;
  };

  // With a stack of its own: a chain of units may be as long as the text.
  void declare(const Declaration& first) {
    open(first);
    while (!stack_.empty()) {
      auto& top = stack_.back();
      if (top.names.empty()) {
        finish(top);
        stack_.pop_back();
        continue;
      }
      const auto& part = *top.names.back();
      top.names.pop_back();
      if (context_.units->find(part.name)) continue;
      const auto* needed = owner_of(part.name);
      if (!needed) continue;
      if (open_.count(needed) == 0) {
        open(*needed);
      } else {
        top.fine = false;
        context_.diagnostics.error("E0311",
                                   "the unit " + quoted(part.name) + " is defined by itself",
                                   context_.place(part.span));
      }
    }
  }

  void open(const Declaration& declaration) {
    if (!done_.insert(&declaration).second) return;
    Open entry{&declaration, {}};
    if (declaration.unit->definition) collect_names(*declaration.unit->definition, entry.names);
    std::reverse(entry.names.begin(), entry.names.end());
    open_.insert(&declaration);
    stack_.push_back(std::move(entry));
  }

  static void collect_names(const Syntax& syntax, std::vector<const Syntax*>& names) {
    if (syntax.kind == Syntax::Kind::name) names.push_back(&syntax);
    for (const auto& part : syntax.parts) collect_names(part, names);
  }

  void finish(const Open& entry) {
    const auto& unit = *entry.declaration->unit;
    const auto& text = entry.declaration->documentation;
    const auto documentation = text ? text->text : "";
    open_.erase(entry.declaration);
    if (!unit.definition) {
      context_.units->add_base(unit.name.text, documentation);
    } else {
      std::optional<units::Unit> value;
      if (entry.fine) value = UnitReader(context_, context_.tree.source).read(*unit.definition);
      if (!value) return note_wrong(unit);
      context_.units->add(unit.name.text, *value, documentation);
    }
    for (const auto& synonym : unit.synonyms) add_synonym(synonym, unit.name.text);
  }

  // The uses of a unit with a wrong definition are not wrong as well.
  void note_wrong(const language::UnitDeclaration& unit) {
    context_.unknown_units.insert(unit.name.text);
    for (const auto& synonym : unit.synonyms) context_.unknown_units.insert(synonym.text);
  }

  void add_synonym(const language::Name& synonym, const std::string& name) {
    const auto declared = by_name_.find(synonym.text);
    if (declared == by_name_.end() && context_.units->add_synonym(synonym.text, name)) return;
    context_.diagnostics.error("E0310", "the unit name " + quoted(synonym.text) + " is taken",
                               context_.place(synonym.span));
  }

  // The declaration that gives this name, as its first one or as a synonym.
  const Declaration* owner_of(const std::string& name) const {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) return found->second;
    const auto synonym = by_synonym_.find(name);
    return synonym == by_synonym_.end() ? nullptr : synonym->second;
  }

  Context& context_;
  std::unordered_map<std::string, const Declaration*> by_name_;
  std::unordered_map<std::string, const Declaration*> by_synonym_;
  std::unordered_set<const Declaration*> known_;
  std::unordered_set<const Declaration*> done_;
  std::unordered_set<const Declaration*> open_;
  std::vector<Open> stack_;
};

}  // namespace

DeclaredUnit resolve_unit(Context& context, const base::SourcePtr& source, const Syntax& syntax,
                          const std::string& hint) {
  auto unit = UnitReader(context, source, hint).read(syntax);
  const bool failed = !unit;
  return {std::move(unit), syntax.span, failed};
}

DeclaredUnit resolve_unit(Context& context, const base::SourcePtr& source,
                          const std::optional<Syntax>& syntax) {
  return syntax ? resolve_unit(context, source, *syntax) : DeclaredUnit{};
}

void declare_units(Context& context) { UnitDeclarer(context).run(); }

}  // namespace slackwater::model::lowering

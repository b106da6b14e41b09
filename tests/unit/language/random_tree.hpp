#pragma once

#include <cstdint>
#include <string>

#include "slackwater/language/syntax_tree.hpp"

namespace slackwater::language {

/// Makes trees of every construct, the same ones for the same seed.
class RandomTree {
 public:
  explicit RandomTree(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}

  SyntaxTree tree() {
    SyntaxTree result;
    for (int i = below(8); i >= 0; --i) result.declarations.push_back(declaration());
    return result;
  }

  ExprPtr expression(int depth) {
    auto e = std::make_unique<Expr>();
    const int kinds = depth > 0 ? 8 : 2;
    switch (below(kinds)) {
      case 0:
        number(*e);
        break;
      case 1:
        e->kind = Expr::Kind::name;
        e->name = name();
        for (int i = below(3); i > 0; --i) e->subscripts.push_back(subscript());
        break;
      case 2:
        call(*e, depth);
        break;
      case 3:
        e->kind = Expr::Kind::unary;
        e->unary = below(3) ? UnaryOperator::negate : UnaryOperator::logical_not;
        e->arguments.push_back(expression(depth - 1));
        break;
      case 4:
        e->kind = Expr::Kind::conditional;
        for (int i = 0; i < 3; ++i) e->arguments.push_back(expression(depth - 1));
        break;
      case 5:
        e->kind = Expr::Kind::convert;
        e->arguments.push_back(expression(depth - 1));
        e->unit = unit(2);
        break;
      case 6:
        e->kind = Expr::Kind::reduction;
        e->name = {pick({"sum", "prod", "mean", "min", "max", "count"}), {}};
        e->arguments.push_back(expression(depth - 1));
        e->argument_names.emplace_back();
        e->bindings = bindings();
        break;
      default:
        e->kind = Expr::Kind::binary;
        e->binary = static_cast<BinaryOperator>(below(13));
        e->arguments.push_back(expression(depth - 1));
        e->arguments.push_back(expression(depth - 1));
    }
    e->parenthesized = below(5) == 0;
    return e;
  }

 private:
  int below(int limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<int>((state_ >> 11) % static_cast<std::uint64_t>(limit));
  }

  std::string pick(std::initializer_list<const char*> words) {
    return *(words.begin() + below(static_cast<int>(words.size())));
  }

  Name name() {
    return {pick({"a", "backlog", "capacity_of_the_whole_organization", "x1", "range", "time",
                  "better", "source", "_hidden", "Level"}),
            {}};
  }

  Name text() {
    return {pick({"", "a word", "two  blanks ", "say \"no\"", "back\\slash", "line\nand\ttab",
                  "\xC3\xA9t\xC3\xA9",
                  "a text that is long enough to need more than one line of the formatted file "
                  "because it "
                  "goes on and on and on, well beyond one hundred columns"}),
            {}};
  }

  Subscript subscript() {
    Subscript result;
    if (below(3) == 0) {
      result.kind = Subscript::Kind::star;
    } else {
      result.name = name();
    }
    return result;
  }

  std::vector<Binding> bindings() {
    std::vector<Binding> result;
    for (int i = below(2); i >= 0; --i) result.push_back({name(), name()});
    return result;
  }

  void number(Expr& e) {
    e.number_text = pick({"0", "1", "0.10", "1e-9", "260", "3.14159"});
    e.percent = below(4) == 0;
    e.number = std::stod(e.number_text) / (e.percent ? 100 : 1);
    if (below(3) == 0) e.unit = unit(2);
  }

  void call(Expr& e, int depth) {
    e.kind = Expr::Kind::call;
    e.name = name();
    if (below(5) == 0) e.subscripts.push_back(subscript());
    const int count = below(4);
    const int positional = below(count + 1);
    for (int i = 0; i < count; ++i) {
      e.arguments.push_back(expression(depth - 1));
      e.argument_names.push_back(i < positional ? Name{}
                                                : Name{"argument" + std::to_string(i), {}});
    }
  }

  UnitSyntax unit(int depth) {
    UnitSyntax result;
    switch (below(depth > 0 ? 5 : 2)) {
      case 0:
        break;
      case 1:
        result.kind = UnitSyntax::Kind::name;
        result.name = pick({"item", "week", "people"});
        break;
      case 2:
        result.kind = UnitSyntax::Kind::power;
        result.exponent = below(5) - 2;
        result.exponent_denominator = 1 + below(2);
        result.parts.push_back(unit(depth - 1));
        break;
      default:
        result.kind = below(2) ? UnitSyntax::Kind::product : UnitSyntax::Kind::quotient;
        result.parts.push_back(unit(depth - 1));
        result.parts.push_back(unit(depth - 1));
    }
    return result;
  }

  std::optional<UnitSyntax> optional_unit() {
    if (below(5) == 0) return std::nullopt;
    return unit(2);
  }

  std::unique_ptr<ValueTable> value(int depth) {
    auto result = std::make_unique<ValueTable>();
    if (depth == 0 || below(2)) {
      result->expression = expression(3);
      return result;
    }
    for (int i = below(4); i >= 0; --i) result->entries.push_back({name(), value(depth - 1)});
    return result;
  }

  std::vector<Name> names(int least, int most) {
    std::vector<Name> result;
    for (int i = least + below(most - least + 1); i > 0; --i) result.push_back(name());
    return result;
  }

  void variable(Declaration& d) {
    d.variable = std::make_unique<VariableDeclaration>();
    auto& v = *d.variable;
    v.kind = static_cast<VariableKind>(below(8));
    v.name = name();
    v.subscripts = names(0, 2);
    v.unit = optional_unit();
    if (v.kind == VariableKind::data) {
      v.data_file = text();
      if (below(2)) v.data_column = text();
      if (below(2)) v.data_mode = Name{pick({"linear", "step", "none"}), {}};
      return;
    }
    v.value = value(2);
    const bool drawn = v.kind == VariableKind::parameter || v.kind == VariableKind::lever;
    if (drawn && below(2)) v.range = RangeSyntax{expression(1), expression(1), {}};
    if (drawn && below(2)) {
      auto distribution = std::make_unique<Expr>();
      call(*distribution, 2);
      distribution->subscripts.clear();
      v.distribution = DistributionSyntax{std::move(distribution), {}};
    }
    if (v.kind == VariableKind::indicator && below(2)) v.better = Name{pick({"up", "down"}), {}};
    if (v.kind == VariableKind::stock) {
      for (int i = below(4); i > 0; --i) v.flows.push_back({name(), below(2) == 0});
    }
  }

  void other(Declaration& d) {
    switch (d.kind) {
      case Declaration::Kind::time:
        d.time = std::make_unique<TimeDeclaration>();
        d.time->unit = {"week", {}};
        d.time->from = expression(1);
        d.time->to = expression(2);
        if (below(2)) d.time->step = expression(1);
        if (below(2)) d.time->save = expression(0);
        if (below(2)) d.time->method = Name{pick({"euler", "rk4", "dopri5", "discrete"}), {}};
        return;
      case Declaration::Kind::unit:
        d.unit = std::make_unique<UnitDeclaration>();
        d.unit->name = {"unit_name", {}};
        if (below(2)) d.unit->synonyms = {{"units", {}}};
        if (below(2)) d.unit->definition = unit(3);
        return;
      case Declaration::Kind::dimension:
        d.dimension = std::make_unique<DimensionDeclaration>();
        d.dimension->name = name();
        d.dimension->elements = names(1, 9);
        if (below(3) == 0)
          d.dimension->mappings.push_back({name(), {{name(), name()}, {name(), name()}}});
        return;
      case Declaration::Kind::lookup:
        d.lookup = std::make_unique<LookupDeclaration>();
        d.lookup->name = name();
        d.lookup->subscripts = names(0, 1);
        d.lookup->argument = name();
        d.lookup->argument_unit = optional_unit();
        d.lookup->unit = optional_unit();
        for (int i = below(12); i >= 0; --i)
          d.lookup->points.push_back({expression(1), expression(1), {}});
        if (below(2)) d.lookup->mode = Name{pick({"clamp", "extrapolate", "step", "smooth"}), {}};
        return;
      case Declaration::Kind::function:
        d.function = std::make_unique<FunctionDeclaration>();
        d.function->name = name();
        for (int i = below(4); i > 0; --i)
          d.function->parameters.push_back({name(), optional_unit()});
        d.function->unit = optional_unit();
        d.function->body = expression(4);
        return;
      default:
        d.check = std::make_unique<CheckDeclaration>();
        d.check->condition = expression(4);
        if (below(2)) d.check->bindings = bindings();
        if (below(2)) d.check->within = expression(1);
    }
  }

  Declaration declaration() {
    using Kind = Declaration::Kind;
    Declaration d;
    d.kind = static_cast<Kind>(below(9));
    if (d.kind == Kind::title || d.kind == Kind::section) {
      d.title = text();
    } else if (d.kind == Kind::variable) {
      variable(d);
    } else {
      other(d);
    }
    if (below(2)) d.documentation = text();
    if (below(3) == 0) d.provenance = text();
    return d;
  }

  std::uint64_t state_;
};

}  // namespace slackwater::language

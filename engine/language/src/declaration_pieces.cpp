#include "declaration_pieces.hpp"

#include <string_view>

#include "token.hpp"

namespace slackwater::language {
namespace {

std::string_view word_of(VariableKind kind) {
  switch (kind) {
    case VariableKind::stock:
      return "stock";
    case VariableKind::flow:
      return "flow";
    case VariableKind::auxiliary:
      return "aux";
    case VariableKind::parameter:
      return "parameter";
    case VariableKind::lever:
      return "lever";
    case VariableKind::constant:
      return "constant";
    case VariableKind::indicator:
      return "indicator";
    case VariableKind::data:
      break;
  }
  return "data";
}

void write_names(PieceWriter& out, const std::vector<Name>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) {
      out.glue(",");
      out.break_next(0);
    }
    out.name(names[i], i == 0);
  }
}

void write_subscripts(PieceWriter& out, const std::vector<Name>& subscripts) {
  if (subscripts.empty()) return;
  out.glue("[");
  for (std::size_t i = 0; i < subscripts.size(); ++i) {
    if (i > 0) out.glue(",");
    out.name(subscripts[i], i > 0);
  }
  out.glue("]");
}

void write_clause(PieceWriter& out, std::string_view word, const Expr& value) {
  out.gap(word, 0);
  out.blank_next();
  out.expression(value);
}

void write_variable(PieceWriter& out, const VariableDeclaration& variable) {
  out.glue(word_of(variable.kind));
  out.name(variable.name, true);
  write_subscripts(out, variable.subscripts);
  out.optional_unit(variable.unit);
  if (variable.value) {
    out.glue("=", {}, true);
    if (variable.value->expression) {
      out.break_next(0);
    } else {
      out.blank_next();
    }
    out.value(*variable.value);
  }
  if (variable.data_file) {
    out.gap("from", 0);
    out.glue(quoted(variable.data_file->text), variable.data_file->span.begin, true);
  }
  if (variable.data_column) {
    out.gap("column", 0);
    out.glue(quoted(variable.data_column->text), variable.data_column->span.begin, true);
  }
  if (variable.data_mode) out.name(*variable.data_mode, true);
  if (variable.range) {
    write_clause(out, "range", *variable.range->low);
    out.glue("..", {}, true);
    out.blank_next();
    out.expression(*variable.range->high);
  }
  if (variable.distribution) write_clause(out, "~", *variable.distribution->call);
  if (variable.better) {
    out.gap("better", 0);
    out.name(*variable.better, true);
  }
  for (const auto& flow : variable.flows) {
    out.line(flow.inflow ? "inflow" : "outflow");
    out.name(flow.name, true);
  }
}

void write_time(PieceWriter& out, const TimeDeclaration& time) {
  out.glue("time");
  out.name(time.unit, true);
  write_clause(out, "from", *time.from);
  write_clause(out, "to", *time.to);
  if (time.step) write_clause(out, "step", *time.step);
  if (time.save) write_clause(out, "save", *time.save);
  if (time.method) {
    out.gap("method", 0);
    out.name(*time.method, true);
  }
}

void write_unit(PieceWriter& out, const UnitDeclaration& unit) {
  out.glue("unit");
  out.name(unit.name, true);
  for (const auto& synonym : unit.synonyms) {
    out.glue(",");
    out.name(synonym, true);
  }
  if (!unit.definition) return;
  out.glue("=", {}, true);
  out.unit(*unit.definition);
}

void write_dimension(PieceWriter& out, const DimensionDeclaration& dimension) {
  out.glue("dimension");
  out.name(dimension.name, true);
  out.glue("=", {}, true);
  write_names(out, dimension.elements);
  for (const auto& mapping : dimension.mappings) {
    out.gap("maps", 0);
    out.glue("to", {}, true);
    out.name(mapping.target, true);
    out.glue("{", {}, true);
    out.open();
    for (std::size_t i = 0; i < mapping.pairs.size(); ++i) {
      if (i > 0) {
        out.glue(",");
        out.break_next(0);
      }
      out.name(mapping.pairs[i].first);
      out.glue(":");
      out.name(mapping.pairs[i].second, true);
    }
    out.close();
    out.glue("}");
  }
}

void write_lookup(PieceWriter& out, const LookupDeclaration& lookup) {
  out.glue("lookup");
  out.name(lookup.name, true);
  write_subscripts(out, lookup.subscripts);
  out.glue("(");
  out.name(lookup.argument);
  out.optional_unit(lookup.argument_unit);
  out.glue(")");
  out.optional_unit(lookup.unit);
  out.glue("=", {}, true);
  for (const auto& point : lookup.points) {
    out.gap("(", 0, point.span.begin);
    out.open();
    out.expression(*point.x);
    out.glue(",");
    out.break_next(0);
    out.expression(*point.y);
    out.close();
    out.glue(")");
  }
  if (lookup.mode) {
    out.break_next(0);
    out.name(*lookup.mode);
  }
}

void write_function(PieceWriter& out, const FunctionDeclaration& function) {
  out.glue("function");
  out.name(function.name, true);
  out.glue("(");
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    if (i > 0) {
      out.glue(",");
      out.break_next(0);
    }
    out.name(function.parameters[i].name);
    out.optional_unit(function.parameters[i].unit);
  }
  out.glue(")");
  out.optional_unit(function.unit);
  out.glue("=", {}, true);
  out.break_next(0);
  out.expression(*function.body);
}

void write_check(PieceWriter& out, const CheckDeclaration& check) {
  out.glue("check");
  out.break_next(0);
  out.expression(*check.condition);
  if (!check.bindings.empty()) {
    out.break_next(0);
    out.bindings(check.bindings);
  }
  if (check.within) write_clause(out, "within", *check.within);
}

void write_title(PieceWriter& out, std::string_view word, const Name& title) {
  out.glue(word);
  out.glue(quoted(title.text), title.span.begin, true);
}

void write_body(PieceWriter& out, const Declaration& declaration) {
  switch (declaration.kind) {
    case Declaration::Kind::title:
      return write_title(out, "model", declaration.title);
    case Declaration::Kind::section:
      return write_title(out, "section", declaration.title);
    case Declaration::Kind::time:
      return write_time(out, *declaration.time);
    case Declaration::Kind::unit:
      return write_unit(out, *declaration.unit);
    case Declaration::Kind::dimension:
      return write_dimension(out, *declaration.dimension);
    case Declaration::Kind::variable:
      return write_variable(out, *declaration.variable);
    case Declaration::Kind::lookup:
      return write_lookup(out, *declaration.lookup);
    case Declaration::Kind::function:
      return write_function(out, *declaration.function);
    case Declaration::Kind::check:
      return write_check(out, *declaration.check);
  }
}

// A text starts its own line, but a unit's stays beside it when there is room.
void write_documentation(PieceWriter& out, const Declaration& declaration) {
  if (!declaration.documentation) return;
  const auto& text = *declaration.documentation;
  const auto written = quoted(text.text);
  const bool beside = declaration.kind == Declaration::Kind::unit &&
                      width_of(flat(out.pieces())) + 1 + width_of(written) <= kLineWidth;
  if (beside) {
    out.glue(written, text.span.begin, true);
    return;
  }
  const auto first = out.pieces().size();
  out.text(text.text, text.span.begin, 4, 4);
  out.pieces()[first].starts_line = true;
}

void write_provenance(PieceWriter& out, const Declaration& declaration) {
  if (!declaration.provenance) return;
  constexpr int kWordAndIndent = 11;  // "    source "
  out.line("source");
  out.text(declaration.provenance->text, declaration.provenance->span.begin, kWordAndIndent, 8);
}

}  // namespace

std::vector<Piece> declaration_pieces(const Declaration& declaration) {
  PieceWriter out;
  write_body(out, declaration);
  write_documentation(out, declaration);
  write_provenance(out, declaration);
  return std::move(out.pieces());
}

}  // namespace slackwater::language

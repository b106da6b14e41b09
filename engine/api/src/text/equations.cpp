#include <map>
#include <string>

#include "core/model_implementation.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/printer.hpp"
#include "text/model_text.hpp"

namespace slackwater::api {
namespace {

using language::Declaration;
using language::Expr;
using language::ValueTable;
using language::VariableDeclaration;

std::string print(const Expr& expression, EquationFormat format) {
  switch (format) {
    case EquationFormat::markdown:
      return language::equation_markdown(expression);
    case EquationFormat::latex:
      return language::equation_latex(expression);
    case EquationFormat::text:
      break;
  }
  return language::format_expression(expression);
}

std::string print_name(const std::string& name, EquationFormat format) {
  switch (format) {
    case EquationFormat::markdown:
      return "`" + name + "`";
    case EquationFormat::latex:
      return language::latex_name(name);
    case EquationFormat::text:
      break;
  }
  return name;
}

std::string print(const ValueTable& table, EquationFormat format) {
  if (table.expression) return print(*table.expression, format);
  std::string out = format == EquationFormat::latex ? "\\{" : "{";
  for (std::size_t i = 0; i < table.entries.size(); ++i) {
    if (i > 0) out += ", ";
    out += print_name(table.entries[i].element.text, format) + ": ";
    out += print(*table.entries[i].value, format);
  }
  return out + (format == EquationFormat::latex ? "\\}" : "}");
}

std::string subscripted(const std::string& name, const std::vector<language::Name>& subscripts,
                        EquationFormat format) {
  std::string out = print_name(name, format);
  if (subscripts.empty()) return out;
  out += format == EquationFormat::latex ? "_{" : "[";
  for (std::size_t i = 0; i < subscripts.size(); ++i) {
    if (i > 0) out += ", ";
    out += print_name(subscripts[i].text, format);
  }
  return out + (format == EquationFormat::latex ? "}" : "]");
}

std::string minus(EquationFormat format) { return format == EquationFormat::markdown ? "−" : "-"; }

// d/dt stock = inflows - outflows, with the initial value: what a paper's appendix shows for a
// stock.
std::string stock_equation(const VariableDeclaration& stock, EquationFormat format) {
  const auto name = subscripted(stock.name.text, stock.subscripts, format);
  std::string sum;
  for (const bool inflow : {true, false}) {
    for (const auto& use : stock.flows) {
      if (use.inflow != inflow) continue;
      if (!sum.empty()) sum += inflow ? " + " : " " + minus(format) + " ";
      if (sum.empty() && !inflow) sum += minus(format);
      sum += subscripted(use.name.text, stock.subscripts, format);
    }
  }
  if (sum.empty()) sum = "0";
  const auto start = stock.value ? print(*stock.value, format) : std::string("0");
  if (format == EquationFormat::latex) {
    return "\\frac{d\\,{" + name + "}}{dt} = " + sum + ", \\qquad {" + name + "}(t_0) = " + start;
  }
  return "d " + name + "/dt = " + sum + "; at the start " + start;
}

std::string equation(const VariableDeclaration& variable, EquationFormat format) {
  if (variable.kind == language::VariableKind::stock) return stock_equation(variable, format);
  const auto name = subscripted(variable.name.text, variable.subscripts, format);
  if (!variable.value) {
    return variable.data_file ? name + " from " + variable.data_file->text : name;
  }
  return name + " = " + print(*variable.value, format);
}

std::string equation(const language::LookupDeclaration& lookup, EquationFormat format) {
  std::string out = subscripted(lookup.name.text, lookup.subscripts, format) + "(" +
                    print_name(lookup.argument.text, format) + ") =";
  for (const auto& point : lookup.points) {
    out += " (" + print(*point.x, format) + ", " + print(*point.y, format) + ")";
  }
  return out + (lookup.mode ? " " + lookup.mode->text : std::string());
}

std::string equation(const language::FunctionDeclaration& function, EquationFormat format) {
  std::string out = print_name(function.name.text, format) + "(";
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    if (i > 0) out += ", ";
    out += print_name(function.parameters[i].name.text, format);
  }
  return out + ") = " + (function.body ? print(*function.body, format) : std::string());
}

EquationText describe(const Declaration& declaration, EquationFormat format) {
  EquationText text;
  if (declaration.documentation) text.documentation = declaration.documentation->text;
  if (declaration.provenance) text.provenance = declaration.provenance->text;
  if (const auto* variable = declaration.variable.get()) {
    text.variable = variable->name.text;
    if (variable->unit) text.unit = language::format_unit(*variable->unit);
    text.text = equation(*variable, format);
  } else if (const auto* lookup = declaration.lookup.get()) {
    text.variable = lookup->name.text;
    text.kind = "lookup";
    if (lookup->unit) text.unit = language::format_unit(*lookup->unit);
    text.text = equation(*lookup, format);
  } else if (const auto* function = declaration.function.get()) {
    text.variable = function->name.text;
    text.kind = "function";
    if (function->unit) text.unit = language::format_unit(*function->unit);
    text.text = equation(*function, format);
  }
  return text;
}

std::string range_text(const model::Variable& variable) {
  if (!variable.range) return "";
  return base::format_number(variable.range->low) + " .. " +
         base::format_number(variable.range->high);
}

}  // namespace

std::map<std::string, std::string> Model::section_texts() const {
  std::map<std::string, std::string> texts;
  for (const auto& declaration : implementation_->text->tree().declarations) {
    if (declaration.kind != Declaration::Kind::section || !declaration.documentation) continue;
    auto& text = texts[declaration.title.text];
    if (!text.empty()) text += " ";
    text += declaration.documentation->text;
  }
  return texts;
}

std::vector<EquationText> Model::equations(EquationFormat format) const {
  std::vector<EquationText> out;
  std::string section;
  for (const auto& declaration : implementation_->text->tree().declarations) {
    if (declaration.kind == Declaration::Kind::section) section = declaration.title.text;
    if (!declaration.variable && !declaration.lookup && !declaration.function) continue;
    auto text = describe(declaration, format);
    text.section = section;
    if (declaration.variable) {
      const auto id = implementation_->model.find_variable(text.variable);
      if (id) {
        const auto& variable = implementation_->model.variables[id->index];
        text.kind = model::name(variable.kind);
        text.range = range_text(variable);
      }
    }
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace slackwater::api

#include "equations_document.hpp"

#include <fmt/format.h>

#include <string_view>

namespace slackwater::cli {
namespace {

std::string latex_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%':
      case '&':
      case '#':
      case '$':
      case '_':
      case '{':
      case '}':
        out += '\\';
        out += c;
        break;
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool has_unit(const api::EquationText& equation) {
  return !equation.unit.empty() && equation.unit != "1";
}

std::string latex(const api::EquationText& equation) {
  const auto unit =
      has_unit(equation) ? "\\quad [\\mbox{" + latex_escaped(equation.unit) + "}]" : std::string();
  std::string out = "\n\\begin{equation}\n  " + equation.text + unit + "\n\\end{equation}\n";
  if (!equation.documentation.empty()) out += latex_escaped(equation.documentation) + "\n";
  if (!equation.provenance.empty()) out += "Source: " + latex_escaped(equation.provenance) + "\n";
  return out;
}

std::string plain(const api::EquationText& equation) {
  std::string out = "\n" + equation.text;
  if (has_unit(equation)) out += " [" + equation.unit + "]";
  out += "\n";
  if (!equation.documentation.empty()) out += ": " + equation.documentation + "\n";
  if (!equation.provenance.empty()) out += ": Source: " + equation.provenance + "\n";
  return out;
}

}  // namespace

std::string equations_document(const api::Model& model, api::EquationFormat format) {
  const bool is_latex = format == api::EquationFormat::latex;
  std::string out =
      is_latex ? "\\section*{" + latex_escaped(model.title()) + "}\n" : "# " + model.title() + "\n";
  std::string section;
  for (const auto& equation : model.equations(format)) {
    if (equation.section != section) {
      section = equation.section;
      if (!section.empty()) {
        out += is_latex ? "\n\\subsection*{" + latex_escaped(section) + "}\n"
                        : "\n## " + section + "\n";
      }
    }
    out += is_latex ? latex(equation) : plain(equation);
  }
  return out;
}

}  // namespace slackwater::cli

#include "equations_document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <utility>
#include <vector>

#include "slackwater/base/number.hpp"

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

// What stands below an equation: its words, its range, where its number comes from.
std::vector<std::string> remarks(const api::EquationText& equation) {
  std::vector<std::string> out;
  if (!equation.documentation.empty()) out.push_back(equation.documentation);
  if (!equation.range.empty()) out.push_back("Range: " + equation.range);
  if (!equation.provenance.empty()) out.push_back("Source: " + equation.provenance);
  return out;
}

std::string latex(const api::EquationText& equation) {
  const auto unit =
      has_unit(equation) ? "\\quad [\\mbox{" + latex_escaped(equation.unit) + "}]" : std::string();
  std::string out = "\n\\begin{equation}\n  " + equation.text + unit + "\n\\end{equation}\n";
  for (const auto& remark : remarks(equation)) out += latex_escaped(remark) + "\n";
  return out;
}

std::string plain(const api::EquationText& equation) {
  std::string out = "\n" + equation.text;
  if (has_unit(equation)) out += " [" + equation.unit + "]";
  out += "\n";
  for (const auto& remark : remarks(equation)) out += ": " + remark + "\n";
  return out;
}

// The paragraphs before the first equation: what the model is about, its time, its dimensions.
std::vector<std::string> preface(const api::Model& model) {
  std::vector<std::string> out;
  if (!model.documentation().empty()) out.push_back(model.documentation());
  const auto time = model.time();
  out.push_back(fmt::format("Time in {}s, from {} to {} in steps of {}, {}.", time.unit,
                            base::format_number(time.start), base::format_number(time.stop),
                            base::format_number(time.step), time.method));
  for (const auto& dimension : model.dimensions()) {
    out.push_back(
        fmt::format("Dimension {}: {}{}{}", dimension.name, fmt::join(dimension.elements, ", "),
                    dimension.parent.empty() ? "" : " (part of " + dimension.parent + ")",
                    dimension.documentation.empty() ? "." : ". " + dimension.documentation));
  }
  return out;
}

class Document {
 public:
  explicit Document(api::EquationFormat format) : latex_(format == api::EquationFormat::latex) {}

  void title(const std::string& text) {
    out_ += latex_ ? "\\section*{" + latex_escaped(text) + "}\n" : "# " + text + "\n";
  }
  void section(const std::string& text) {
    out_ += latex_ ? "\n\\subsection*{" + latex_escaped(text) + "}\n" : "\n## " + text + "\n";
  }
  void paragraph(const std::string& text) {
    if (!text.empty()) out_ += "\n" + (latex_ ? latex_escaped(text) : text) + "\n";
  }
  void equation(const api::EquationText& text) { out_ += latex_ ? latex(text) : plain(text); }
  std::string text() && { return std::move(out_); }

 private:
  bool latex_;
  std::string out_;
};

}  // namespace

std::string equations_document(const api::Model& model, api::EquationFormat format) {
  Document document(format);
  document.title(model.title());
  for (const auto& text : preface(model)) document.paragraph(text);
  const auto texts = model.section_texts();
  std::string section;
  for (const auto& equation : model.equations(format)) {
    if (equation.section != section) {
      section = equation.section;
      if (!section.empty()) document.section(section);
      if (const auto text = texts.find(section); text != texts.end()) {
        document.paragraph(text->second);
      }
    }
    document.equation(equation);
  }
  return std::move(document).text();
}

}  // namespace slackwater::cli

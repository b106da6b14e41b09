#include "text/model_text.hpp"

#include <algorithm>
#include <utility>

#include "core/model_implementation.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/language/parser.hpp"
#include "slackwater/language/printer.hpp"
#include "slackwater/model/lower.hpp"
#include "text/equation_links.hpp"

namespace slackwater::api {

ModelText::ModelText(language::SyntaxTree tree, LoadOptions options,
                     std::shared_ptr<const std::map<std::string, std::string>> files)
    : tree_(std::move(tree)), options_(std::move(options)), files_(std::move(files)) {}

base::Result<model::Model> ModelText::under(const std::vector<model::Override>& overrides) const {
  model::LowerOptions options;
  options.read_data = options_.read_file;
  options.strict_units = options_.strict_units;
  options.overrides = overrides;
  return model::lower(tree_, options);
}

base::Result<model::Model> ModelText::as_it_stands(const base::Diagnostics& parsing) const {
  model::LowerOptions options;
  options.read_data = options_.read_file;
  options.strict_units = options_.strict_units;
  options.parsing = &parsing;
  return model::lower(tree_, options);
}

base::Result<double> ModelText::constant(const base::SourcePtr& source, base::Span span,
                                         const model::Model& model, std::string_view unit) const {
  return model::constant_value(source, span, model, unit);
}

namespace {

using Files = std::map<std::string, std::string>;

// Each file is read once: what lowers the tree again, on whatever thread, finds it in memory.
LoadOptions remembering(LoadOptions options, const std::shared_ptr<Files>& files) {
  options.read_file = [read = std::move(options.read_file),
                       files](const std::string& path) -> std::optional<std::string> {
    const auto known = files->find(path);
    if (known != files->end()) return known->second;
    auto text = read ? read(path) : std::nullopt;
    if (text) files->emplace(path, *text);
    return text;
  };
  return options;
}

}  // namespace

base::Result<Model> load_model(const std::string& source_name, std::string text,
                               const LoadOptions& given) {
  const base::FloatingPointScope scope;
  const auto files = std::make_shared<Files>();
  const auto options = remembering(given, files);
  auto source = std::make_shared<const base::SourceText>(source_name, std::move(text));
  base::Diagnostics diagnostics;
  auto tree = language::parse_model(source, diagnostics);
  if (!tree.is_text) {
    diagnostics.sort();
    return diagnostics;
  }
  const auto kept = std::make_shared<const ModelText>(std::move(tree), options, files);
  auto lowered = kept->as_it_stands(diagnostics);
  diagnostics.append(lowered.diagnostics());
  diagnostics.sort();
  if (diagnostics.has_errors()) return diagnostics;
  auto implementation = std::make_shared<Model::Implementation>();
  implementation->source = std::move(source);
  implementation->model = std::move(lowered.value());
  implementation->forms = kept;
  implementation->text = kept;
  implementation->links = equation_links;
  implementation->diagnostics = diagnostics;
  return {Model(std::move(implementation)), std::move(diagnostics)};
}

base::Result<std::string> format_model(const std::string& source_name, const std::string& text) {
  const base::FloatingPointScope scope;
  base::Diagnostics diagnostics;
  const auto tree = language::parse_model(
      std::make_shared<const base::SourceText>(source_name, text), diagnostics);
  if (diagnostics.has_errors()) {
    diagnostics.sort();
    return diagnostics;
  }
  return language::format(tree);
}

std::map<std::string, std::string> Model::files() const { return implementation_->text->files(); }

namespace {

TextInfo text_info(const base::SourceText& source, const language::Declaration& declaration,
                   std::string name, base::Span span) {
  return {std::move(name), std::string(source.slice(span)),
          declaration.documentation ? declaration.documentation->text : "",
          declaration.provenance ? declaration.provenance->text : "",
          source.position(span.begin).line};
}

}  // namespace

std::vector<TextInfo> Model::functions() const {
  std::vector<TextInfo> out;
  for (const auto& declaration : implementation_->text->tree().declarations) {
    if (!declaration.function) continue;
    const auto& function = *declaration.function;
    out.push_back(text_info(*implementation_->source, declaration, function.name.text,
                            {function.name.span.begin, function.body->span.end}));
  }
  return out;
}

std::vector<TextInfo> Model::checks() const {
  std::vector<TextInfo> out;
  for (const auto& declaration : implementation_->text->tree().declarations) {
    if (!declaration.check) continue;
    const auto& check = *declaration.check;
    auto end = check.condition->span.end;
    if (!check.bindings.empty()) end = std::max(end, check.bindings.back().dimension.span.end);
    if (check.within) end = std::max(end, check.within->span.end);
    out.push_back(
        text_info(*implementation_->source, declaration, "", {check.condition->span.begin, end}));
  }
  return out;
}

}  // namespace slackwater::api

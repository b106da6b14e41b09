#include "check_format.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::scenario {

base::Result<ScenarioFile> parse(const base::SourcePtr& source) {
  auto yaml = parse_yaml(source);
  if (!yaml) return yaml.diagnostics();
  auto tree = std::make_shared<const YamlTree>(std::move(*yaml));
  base::Diagnostics diagnostics;
  check_part(*tree, tree->root, format_part("file"), diagnostics);
  if (diagnostics.has_errors()) {
    diagnostics.sort();
    return diagnostics;
  }
  ScenarioFile file;
  file.source = source;
  file.title = text_of(tree->root, "scenario");
  file.model_path = text_of(tree->root, "model");
  file.model_place = tree->place(*find_value(tree->root, "model"));
  file.tree = std::move(tree);
  return file;
}

}  // namespace slackwater::scenario

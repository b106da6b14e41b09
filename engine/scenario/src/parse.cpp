#include "check_format.hpp"
#include "slackwater/scenario/scenario.hpp"

namespace slackwater::scenario {

base::Result<ScenarioFile> parse(const base::SourcePtr& source) {
  auto yaml = parse_yaml(source);
  if (!yaml) return yaml.diagnostics();
  base::Diagnostics mistakes = yaml->mistakes;
  if (!check_file(*yaml, mistakes)) {
    mistakes.sort();
    return mistakes;
  }
  auto tree = std::make_shared<const YamlTree>(std::move(*yaml));
  ScenarioFile file;
  file.source = source;
  file.title = text_of(tree->root, "scenario");
  file.model_path = text_of(tree->root, "model");
  file.model_place = tree->place(*find_value(tree->root, "model"));
  file.tree = std::move(tree);
  file.mistakes = std::move(mistakes);
  return file;
}

}  // namespace slackwater::scenario

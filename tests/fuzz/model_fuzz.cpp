#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "slackwater/model/feedback.hpp"
#include "slackwater/model/lower.hpp"

/// Any bytes: the front end answers with messages or with a model whose every element can be
/// computed.
namespace {

using namespace slackwater;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  model::LowerOptions options;
  options.read_data = [&](const std::string&) { return text; };  // the model is its own data file
  const auto loaded = model::load(std::make_shared<base::SourceText>("input", text), options);
  base::render(loaded.diagnostics());
  if (!loaded) {
    require(loaded.diagnostics().has_errors(), "no model and no error");
    return 0;
  }
  const auto& model = *loaded;
  require(model.initial_order.size() == model.elements.size(),
          "an element has no place at the start");
  for (const auto& element : model.elements) {
    require(element.equation.valid(), "an element has no equation");
    const auto found = model.find_element(element.name);
    require(found && model.elements[found->index].name == element.name, "an element is not found");
  }
  model::feedback_structure(model, 100);
  return 0;
}

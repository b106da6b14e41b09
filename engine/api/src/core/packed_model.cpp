#include "slackwater/api/packed_model.hpp"

#include <memory>
#include <utility>

#include "core/model_implementation.hpp"
#include "core/packed_forms.hpp"
#include "core/packed_links.hpp"
#include "core/settings.hpp"
#include "slackwater/base/floating_point_scope.hpp"
#include "slackwater/model/packed.hpp"

namespace slackwater::api {
namespace {

base::Diagnostics damaged_links() {
  base::Diagnostics diagnostics;
  diagnostics.error("E9050", "the links of the packed model are damaged", {},
                    "make the page again");
  return diagnostics;
}

}  // namespace

base::Result<Model> load_packed(PackedModel packed) {
  const base::FloatingPointScope scope;
  auto source =
      std::make_shared<const base::SourceText>(std::move(packed.name), std::move(packed.text));
  auto model = model::unpack(packed.bytes, source);
  if (!model) return model.diagnostics();
  auto links = unpacked_links(packed.links, model->variables.size());
  if (!links) return damaged_links();
  auto implementation = std::make_shared<Model::Implementation>();
  implementation->source = source;
  implementation->model = std::move(*model);
  implementation->links = [links = std::move(*links)](const Model&) { return links; };
  std::vector<PackedForms::Form> forms;
  for (auto& form : packed.forms) {
    forms.push_back({read_rules(implementation->model, form.rules), std::move(form.difference)});
  }
  implementation->forms =
      std::make_shared<PackedForms>(source, std::move(packed.bytes), std::move(forms));
  return Model(std::move(implementation));
}

}  // namespace slackwater::api

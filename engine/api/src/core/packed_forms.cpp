#include "core/packed_forms.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "core/owners.hpp"
#include "slackwater/base/byte_difference.hpp"
#include "slackwater/model/packed.hpp"

namespace slackwater::api {
namespace {

using model::Override;

bool same_rule(const Override& a, const Override& b) {
  if (a.target != b.target || a.start != b.start || a.value.index() != b.value.index()) {
    return false;
  }
  if (const auto* profile = std::get_if<Override::Profile>(&a.value)) {
    const auto& other = std::get<Override::Profile>(b.value);
    return profile->points == other.points && profile->ramp == other.ramp;
  }
  const auto& rule = std::get<Override::Rule>(a.value);
  const auto& other = std::get<Override::Rule>(b.value);
  return rule.source->slice(rule.span) == other.source->slice(other.span);
}

// Whether all of `rules` stand in `among`, in their order.
bool has_all(const std::vector<Override>& among, const std::vector<const Override*>& rules) {
  std::size_t found = 0;
  for (const auto& rule : among) {
    if (found < rules.size() && same_rule(rule, *rules[found])) ++found;
  }
  return found == rules.size();
}

base::Result<model::Model> unpacked(const std::string& bytes, const std::string* difference,
                                    const base::SourcePtr& source) {
  if (difference == nullptr) return model::unpack(bytes, source);
  const auto form = base::patched(bytes, *difference);
  return model::unpack(form.value_or(std::string()), source);
}

/// Puts numbers in the place of what a form has.
class Numbers {
 public:
  Numbers(model::Model& model, const model::Model& base) : model_(model), base_(base) {}

  void put(model::ElementId id, double value) {
    auto& element = model_.elements[id.index];
    model::Node node;
    node.number = value;
    node.span = model_.expressions[element.equation].span;
    element.equation = model_.expressions.add(node);
    if (base_.elements[id.index].input) element.input = true;
  }

  void put_back(model::ElementId id) {
    put(id, base_.expressions[base_.elements[id.index].equation].number);
  }

  // What is an input now is known beforehand; a variable of inputs only is what it was declared as.
  void finish() {
    const auto is_input = [&](model::ElementId id) { return model_.elements[id.index].input; };
    model_.parameters.clear();
    for (std::size_t i = 0; i < model_.elements.size(); ++i) {
      if (model_.elements[i].input) model_.parameters.emplace_back(i);
    }
    std::erase_if(model_.evaluation_order, is_input);
    for (auto& variable : model_.variables) {
      const auto declared = base_.find_variable(variable.name);
      bool inputs = declared.has_value();
      for (std::size_t i = 0; i < variable.size; ++i) {
        inputs = inputs && model_.elements[variable.first.index + i].input;
      }
      if (inputs) variable.kind = base_.variables[declared->index].kind;
    }
  }

 private:
  model::Model& model_;
  const model::Model& base_;
};

// What lowering a text would say of a target that cannot be set.
std::optional<base::Diagnostics> wrong_target(const model::Model& base,
                                              const std::vector<Override>& overrides) {
  for (const auto& override : overrides) {
    const auto ids = base.match_elements(override.target);
    const auto fits = [&](model::ElementId id) {
      return override.start ? base.variable_of(id).kind == model::VariableKind::stock
                            : base.elements[id.index].input;
    };
    if (!ids.empty() && std::all_of(ids.begin(), ids.end(), fits)) continue;
    base::Diagnostics diagnostics;
    diagnostics.error("E9051",
                      "the packed model has nothing to set of the name '" + override.target + "'",
                      override.place, "make the page again: this one is damaged");
    return diagnostics;
  }
  return std::nullopt;
}

base::Diagnostics no_form(const Override& rule) {
  base::Diagnostics diagnostics;
  diagnostics.error("E9051", "the packed model has no form under the rule of '" + rule.target + "'",
                    rule.place, "make the page again with this rule in its scenario");
  return diagnostics;
}

}  // namespace

PackedForms::PackedForms(base::SourcePtr source, std::string bytes, std::vector<Form> forms)
    : source_(std::move(source)), bytes_(std::move(bytes)), forms_(std::move(forms)) {
  forms_.insert(forms_.begin(), Form{});
}

const PackedForms::Form* PackedForms::find(const std::vector<const Override*>& rules) const {
  const Form* best = nullptr;
  for (const auto& form : forms_) {
    if (!has_all(form.rules, rules)) continue;
    if (best == nullptr || form.rules.size() < best->rules.size()) best = &form;
  }
  return best;
}

base::Result<model::Model> PackedForms::under(const std::vector<Override>& overrides) const {
  const auto base = unpacked(bytes_, nullptr, source_);
  if (!base) return base.diagnostics();
  if (auto wrong = wrong_target(*base, overrides)) return std::move(*wrong);
  const auto owners = owners_of(*base, overrides);
  std::vector<const Override*> rules;
  for (const auto i : rules_that_count(owners, overrides)) rules.push_back(&overrides[i]);
  const auto* form = find(rules);
  if (form == nullptr) return no_form(*rules.front());
  auto model = unpacked(bytes_, form == forms_.data() ? nullptr : &form->difference, source_);
  if (!model) return model.diagnostics();

  Numbers numbers(*model, *base);
  for (const auto& [place, i] : owners_of(*base, form->rules)) {
    const auto& [id, start] = place;
    const auto& rule = form->rules[i];
    const bool wanted = std::any_of(rules.begin(), rules.end(),
                                    [&](const auto* other) { return same_rule(rule, *other); });
    if (!wanted && !start) numbers.put_back(id);
  }
  for (const auto& [place, i] : owners) {
    const auto* number = std::get_if<double>(&overrides[i].value);
    if (number != nullptr) numbers.put(place.first, *number);
  }
  numbers.finish();
  return model;
}

base::Result<double> PackedForms::constant(const base::SourcePtr&, base::Span, const model::Model&,
                                           std::string_view) const {
  base::Diagnostics diagnostics;
  diagnostics.error("E9051", "a packed model reads no texts", {});
  return diagnostics;
}

}  // namespace slackwater::api

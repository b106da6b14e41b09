#include "slackwater/api/model.hpp"

#include <algorithm>

#include "core/model_implementation.hpp"
#include "slackwater/model/feedback.hpp"

#ifndef SLACKWATER_VERSION
#error "SLACKWATER_VERSION must be defined by the build"
#endif

namespace slackwater::api {

std::string_view version() { return SLACKWATER_VERSION; }

base::Diagnostics about_overrides(const Model::Implementation& model,
                                  const base::Diagnostics& lowered) {
  const auto& loaded = model.diagnostics.entries();
  base::Diagnostics out;
  for (const auto& entry : lowered.entries()) {
    const bool known = std::any_of(loaded.begin(), loaded.end(), [&](const auto& other) {
      return other.code == entry.code && other.message == entry.message &&
             other.place.source == entry.place.source;
    });
    if (!known) out.add(entry);
  }
  return out;
}

Model::Model(std::shared_ptr<const Implementation> implementation)
    : implementation_(std::move(implementation)) {}

const std::string& Model::title() const { return implementation_->model.title; }
const std::string& Model::documentation() const { return implementation_->model.documentation; }
const std::string& Model::source_name() const { return implementation_->source->name(); }
std::string Model::text() const { return std::string(implementation_->source->text()); }
const base::Diagnostics& Model::diagnostics() const { return implementation_->diagnostics; }
std::vector<std::string> Model::sections() const { return implementation_->model.sections; }

TimeInfo Model::time() const { return time_info(implementation_->model.time); }

TimeInfo time_info(const model::TimeSettings& time) {
  return {time.unit, time.start, time.stop,
          time.step, time.save,  std::string(model::name(time.method))};
}

std::vector<DimensionInfo> Model::dimensions() const {
  const auto& dimensions = implementation_->model.dimensions;
  std::vector<DimensionInfo> out;
  for (const auto& dimension : dimensions) {
    out.push_back({dimension.name, dimension.elements,
                   dimension.parent ? dimensions[*dimension.parent].name : std::string(),
                   dimension.documentation});
  }
  return out;
}

std::vector<LookupInfo> Model::lookups() const {
  std::vector<LookupInfo> out;
  for (const auto& lookup : implementation_->model.lookups) {
    out.push_back({lookup.name, lookup.unit_x, lookup.unit_y, std::string(name(lookup.mode)),
                   lookup.x, lookup.y, lookup.documentation, lookup.provenance,
                   implementation_->source->position(lookup.place.span.begin).line});
  }
  return out;
}

namespace {

std::string_view better_name(model::Better better) {
  switch (better) {
    case model::Better::up:
      return "up";
    case model::Better::down:
      return "down";
    case model::Better::none:
      break;
  }
  return "";
}

bool is_input(model::VariableKind kind) {
  return kind == model::VariableKind::parameter || kind == model::VariableKind::lever ||
         kind == model::VariableKind::constant;
}

VariableInfo describe(const model::Model& model, const model::Variable& variable) {
  VariableInfo info;
  info.name = variable.name;
  info.kind = model::name(variable.kind);
  for (const auto d : variable.dimensions) info.dimensions.push_back(model.dimensions[d].name);
  for (std::size_t i = 0; i < variable.size; ++i) {
    const auto& element = model.elements[variable.first.index + i];
    info.elements.push_back(element.name);
    if (!is_input(variable.kind)) continue;
    info.values.push_back(model.expressions[element.equation].number);
  }
  info.unit = variable.unit;
  if (variable.range) {
    info.low = variable.range->low;
    info.high = variable.range->high;
  }
  if (variable.distribution && variable.distribution->place.source) {
    const auto& place = variable.distribution->place;
    info.distribution = place.source->slice(place.span);
  }
  info.better = better_name(variable.better);
  info.documentation = variable.documentation;
  info.provenance = variable.provenance;
  info.section = variable.section;
  info.generated = variable.generated;
  if (variable.place.source == model.source && model.source) {
    info.line = variable.place.source->position(variable.place.span.begin).line;
  }
  return info;
}

}  // namespace

std::vector<VariableInfo> Model::variables() const {
  const auto& model = implementation_->model;
  std::vector<VariableInfo> out;
  out.reserve(model.variables.size());
  for (const auto& variable : model.variables) out.push_back(describe(model, variable));
  return out;
}

StructureInfo Model::structure(std::size_t budget) const {
  const auto& model = implementation_->model;
  StructureInfo info;
  for (const auto id : model.evaluation_order) {
    info.evaluation_order.push_back(model.elements[id.index].name);
  }
  const auto structure = model::feedback_structure(model, budget);
  info.loops_complete = structure.complete;
  for (const auto& loop : structure.loops) {
    LoopInfo described;
    for (const auto id : loop.variables)
      described.variables.push_back(model.variables[id.index].name);
    info.loops.push_back(std::move(described));
  }
  return info;
}

}  // namespace slackwater::api

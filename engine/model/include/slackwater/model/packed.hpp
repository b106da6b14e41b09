#pragma once

#include <string>
#include <string_view>

#include "slackwater/base/result.hpp"
#include "slackwater/model/model.hpp"

/// Lowered models as bytes: what an engine without the language runs.
namespace slackwater::model {

/// The bytes of a model without its text: what `unpack` makes the model of again.
///
/// Left out are the declared units and `dimension_of_unit`, which only texts need; everything else
/// comes back equal. The sources of rules are inside, whole, so a rule should have a text of its
/// own. Guarantees: the same model gives the same bytes on every machine; models of one text that
/// differ in an equation differ in few bytes, which base::byte_difference finds.
std::string pack(const Model& model);

/// The model that was packed; `text` is the text that it was lowered from: its spans point into it.
///
/// Guarantees: trusts no byte. Damaged bytes, another format and another text are errors (E9050);
/// every index, size and enumerator is within its limits; memory is bounded by bytes and text.
base::Result<Model> unpack(std::string_view bytes, const base::SourcePtr& text);

}  // namespace slackwater::model

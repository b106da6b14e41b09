#pragma once

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "slackwater/api/run.hpp"
#include "slackwater/ensemble/copula.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::api {

/// The elements that the options set: no draw reaches them.
using SetElements = std::set<std::uint32_t>;

/// What differs between the samples of one model's ensemble, by element: draws or a matrix.
///
/// Of a design `most` rows at most are drawn; everything is checked in any case. `beyond_range`
/// holds for a matrix. Errors: E9007 to E9010, E9016, E9017, E9020, E9021, E9023, E9037.
base::Result<std::vector<results::DrawnInput>> ensemble_inputs(
    const model::Model& model, const EnsembleOptions& options, const SetElements& set,
    bool beyond_range, std::size_t most = std::numeric_limits<std::size_t>::max());

/// The rank correlations of the options between what is drawn. Errors: E9023, E9037.
base::Result<ensemble::Copula> copula_of(const model::Model& model, const EnsembleOptions& options,
                                         const std::vector<std::string>& names);

}  // namespace slackwater::api

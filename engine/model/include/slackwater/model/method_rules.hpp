#pragma once

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// What keeps a model from being run with this method; empty when nothing does.
///
/// An adaptive method (dopri5, rosenbrock4) chooses its own steps and stops at every switch in
/// time. So it cannot run what changes from one time step to the next (E0606: previous, sample_if,
/// delay_fixed, random draws), and the times of switches must not change during a run (E0607).
/// `lower` asks this for the method of the text; ask again when a run chooses another one.
base::Diagnostics check_method(const Model& model, Method method);

}  // namespace slackwater::model

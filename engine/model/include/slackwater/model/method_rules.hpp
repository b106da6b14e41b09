#pragma once

#include "slackwater/base/diagnostic.hpp"
#include "slackwater/model/model.hpp"

namespace slackwater::model {

/// What keeps a model from being run with this method, and warnings about what the method may miss.
///
/// An adaptive method (dopri5, rosenbrock4) chooses its own steps and stops at every switch in
/// time. So it cannot run what changes from one time step to the next (E0606: previous, sample_if,
/// delay_fixed, random draws), and the times of switches must not change during a run (E0607). It
/// cannot stop at the points of a table over a function of time that is no line (E0608, a warning).
/// A fixed step sees a pulse narrower than itself whole or not at all (E0609, a warning).
/// `lower` asks this for the method of the text; ask again when a run chooses another one.
base::Diagnostics check_method(const Model& model, Method method);

}  // namespace slackwater::model

#pragma once

#include <cstdint>
#include <vector>

#include "generated_model.hpp"

namespace slackwater::bench {

/// Advances M::kLanes runs of the generated model by its method, euler or rk4, stocks saved at
/// every save point.
///
/// Shapes: `parameters[i]` holds parameter i of every lane; the result has one row of kStocks *
/// kLanes doubles per save point.
template <class M, template <class> class ModelOf = Generated>
class Simulation {
 public:
  using V = typename M::V;
  using Model = ModelOf<M>;

  __attribute__((noinline)) void run(const double* parameters, double* saved) {
    for (std::size_t i = 0; i < Model::kParameters; ++i)
      m_.p[i] = M::load(parameters + i * M::kLanes);
    m_.start();
    const auto steps =
        static_cast<std::uint64_t>((Model::kStop - Model::kStart) / Model::kStep + 0.5);
    const auto save_every = static_cast<std::uint64_t>(Model::kSave / Model::kStep + 0.5);
    for (std::uint64_t k = 0;; ++k) {
      const double t = Model::kStart + static_cast<double>(k) * Model::kStep;
      m_.set_time(t);
      m_.set_decide(t + 0.5 * Model::kStep);
      m_.step();
      if (k % save_every == 0) {
        V outputs[Model::kOutputs + 1];
        m_.observe(outputs);
        for (std::size_t i = 0; i < Model::kOutputs; ++i, saved += M::kLanes)
          M::store(outputs[i], saved);
      } else {
        m_.derivative();
      }
      if (k == steps) return;
      advance(t);
    }
  }

 private:
  void stage(double t, double h, const V* k) {
    for (std::size_t i = 0; i < Model::kStocks; ++i) {
      m_.x[i] = M::add(base_[i], M::multiply(M::set(h), k[i]));
    }
    m_.set_time(t);
    m_.derivative();
  }

  void advance(double t) {
    constexpr double h = Model::kStep;
    for (std::size_t i = 0; i < Model::kStocks; ++i) {
      base_[i] = m_.x[i];
      k1_[i] = m_.rate[i];
    }
    if constexpr (Model::kEuler) {
      for (std::size_t i = 0; i < Model::kStocks; ++i) {
        m_.x[i] = M::add(base_[i], M::multiply(M::set(h), k1_[i]));
      }
      m_.take_held();
      return;
    }
    stage(t + 0.5 * h, 0.5 * h, k1_);
    for (std::size_t i = 0; i < Model::kStocks; ++i) k2_[i] = m_.rate[i];
    stage(t + 0.5 * h, 0.5 * h, k2_);
    for (std::size_t i = 0; i < Model::kStocks; ++i) k3_[i] = m_.rate[i];
    stage(t + h, h, k3_);
    const V outer = M::set(h / 6);
    const V inner = M::set(h / 3);
    for (std::size_t i = 0; i < Model::kStocks; ++i) {
      V sum = M::add(base_[i], M::multiply(outer, k1_[i]));
      sum = M::add(sum, M::multiply(inner, k2_[i]));
      sum = M::add(sum, M::multiply(inner, k3_[i]));
      m_.x[i] = M::add(sum, M::multiply(outer, m_.rate[i]));
    }
    m_.take_held();
  }

  Model m_;
  V base_[Model::kStocks + 1], k1_[Model::kStocks + 1], k2_[Model::kStocks + 1],
      k3_[Model::kStocks + 1];
};

}  // namespace slackwater::bench

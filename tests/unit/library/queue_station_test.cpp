// L7: the queue station.

#include <algorithm>
#include <array>

#include "support.hpp"

namespace slackwater::api {
namespace {

Model queue() { return library_model("queue_station/queue_station.sd"); }

RunOptions single_server(double load, double changed_load, double change_time, double start) {
  RunOptions options;
  options.set = {{"capacity", 1.0},
                 {"process_time", 1.0},
                 {"load", load},
                 {"changed_load", changed_load},
                 {"change_time", change_time},
                 {"start work_in_progress", start}};
  return options;
}

// L7: at rest T (1 - rho) = T0 v and W = X T (Little), for every load and variability below
// saturation.
TEST(LibraryTest, QueueStationObeysItsStationaryLaw) {
  for (const double rho : {0.3, 0.5, 0.8, 0.9}) {
    for (const double variability : {0.5, 1.0, 2.0}) {
      RunOptions options = single_server(rho, rho, 0, 0);
      options.set.push_back({"variability", variability});
      options.stop_time = 20000;
      options.time_step = 0.25;
      options.save_step = 100;
      const auto table = run_model(queue(), options);
      const double flow_time = series(table, "flow_time").back();
      const double output = series(table, "output").back();
      EXPECT_NEAR(flow_time * (1 - rho), variability, 1e-9);
      EXPECT_NEAR(series(table, "work_in_progress").back(), output * flow_time, 1e-9);
    }
  }
}

TEST(LibraryTest, QueueStationGrowsByTheExcessAboveSaturation) {
  auto options = single_server(1.2, 1.2, 0, 0);
  options.stop_time = 20000;
  options.save_step = 1;
  const auto work = series(run_model(queue(), options), "work_in_progress");
  EXPECT_NEAR(work[20000] - work[19999], 0.2, 5e-4);
}

/// The mean length of M/M/1 with a service rate of 1, exactly: Kolmogorov's equations of 0 to 400
/// items, from a stationary distribution on, by rk4 with a step of 0.05.
class ExactQueue {
 public:
  explicit ExactQueue(double mean) : share_(401) {
    const double ratio = mean / (1 + mean);
    double power = 1 - ratio;
    for (double& share : share_) {
      share = power;
      power *= ratio;
    }
  }

  double mean() const {
    double sum = 0;
    for (std::size_t n = 0; n < share_.size(); ++n) sum += static_cast<double>(n) * share_[n];
    return sum;
  }

  void advance(double arrivals, double time) {
    const double h = 0.05;
    for (long step = std::lround(time / h); step > 0; --step) {
      const auto k1 = change(share_, arrivals), k2 = change(moved(k1, h / 2), arrivals);
      const auto k3 = change(moved(k2, h / 2), arrivals), k4 = change(moved(k3, h), arrivals);
      for (std::size_t n = 0; n < share_.size(); ++n) {
        share_[n] += h / 6 * (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n]);
      }
    }
  }

 private:
  using Shares = std::vector<double>;

  static Shares change(const Shares& share, double arrivals) {
    Shares out(share.size());
    for (std::size_t n = 0; n + 1 < share.size(); ++n) {
      const double net = arrivals * share[n] - share[n + 1];  // from n to n + 1 items
      out[n] -= net;
      out[n + 1] += net;
    }
    return out;
  }

  Shares moved(const Shares& by, double time) const {
    Shares out = share_;
    for (std::size_t n = 0; n < out.size(); ++n) out[n] += time * by[n];
    return out;
  }

  Shares share_;
};

struct Change {
  const char* what;
  double load, changed_load, change_time, start;
  std::vector<std::array<double, 3>> at;  // week, exact, station
  double worst;                           // the largest error of the table
};

// Both columns and the worst errors are an independent program's; the exact one is computed here
// once more. The station settles too fast, and how much is part of what is promised.
TEST(LibraryTest, QueueStationErrsAsMuchAsTheTableSays) {
  for (const Change& one : {Change{".5 to .8",
                                   0.8,
                                   0.8,
                                   400,
                                   1,
                                   {{20, 2.78, 3.12}, {100, 3.80, 3.97}, {200, 3.96, 4.00}},
                                   0.36},
                            Change{".8 to .95",
                                   0.95,
                                   0.95,
                                   400,
                                   4,
                                   {{20, 5.79, 6.25}, {100, 9.16, 10.60}, {200, 11.39, 13.28}},
                                   1.89},
                            Change{"1.2 for 20 weeks",
                                   1.2,
                                   0.8,
                                   20,
                                   4,
                                   {{20, 9.51, 10.51}, {100, 4.99, 4.83}, {200, 4.18, 4.02}},
                                   1.18}}) {
    const auto station = series(
        run_with(queue(), single_server(one.load, one.changed_load, one.change_time, one.start).set,
                 200),
        "work_in_progress");
    std::vector<double> exact;
    ExactQueue chain(one.start);
    double worst = 0;
    for (std::size_t week = 0; week <= 200; ++week) {
      exact.push_back(chain.mean());
      worst = std::max(worst, std::fabs(station[week] - exact[week]));
      chain.advance(static_cast<double>(week) < one.change_time ? one.load : one.changed_load, 1);
    }
    for (const auto& [week, by_chain, by_station] : one.at) {
      const auto k = static_cast<std::size_t>(week);
      EXPECT_NEAR(exact[k], by_chain, 0.005) << one.what << ", week " << week;
      EXPECT_NEAR(station[k], by_station, 0.005) << one.what << ", week " << week;
    }
    EXPECT_NEAR(worst, one.worst, 0.005) << one.what;
  }
}

}  // namespace
}  // namespace slackwater::api

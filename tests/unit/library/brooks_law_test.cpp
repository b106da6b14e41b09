// L4: Brooks's law.

#include "support.hpp"

namespace slackwater::api {
namespace {

// Days to finish 500 function points with nobody added, five and ten people at day 100.
TEST(LibraryTest, BrooksLawMeetsTheIndependentProgram) {
  const auto model = library_model("brooks_law/brooks_law.sd");
  const auto finish = [&](double added) {
    RunOptions options;
    options.set = {{"people_added", added}};
    options.save_step = 1.0 / 16;
    return first_time(run_model(model, options), "requirements", [](double r) { return r <= 0; });
  };
  EXPECT_NEAR(finish(0), 274.1, 0.1);
  EXPECT_NEAR(finish(5), 271.7, 0.1);
  EXPECT_NEAR(finish(10), 295.7, 0.1);
}

}  // namespace
}  // namespace slackwater::api

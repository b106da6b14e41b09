#include "support/random_model.hpp"

#include <vector>

#include "slackwater/base/random.hpp"

namespace slackwater::run::test {

namespace {

class Generator {
 public:
  Generator(std::uint64_t seed, bool wild) : wild_(wild) { key_.seed = seed; }

  std::string text(const std::string& method) {
    std::string model =
        "model \"by chance\"\n\ntime week from 0 to 12 step 1/8 save 1/2 method " + method + "\n\n";
    model +=
        "lookup bent(x: 1): 1 = (-1, 0.5) (0, 0.8) (0.5, 1.5) (2, 1) clamp\n\n"
        "lookup open(x: 1): 1 = (0, 0) (1, 0.5) (3, 1) extrapolate\n\n"
        "lookup stairs(x: 1): 1 = (0, 0.2) (1, 0.6) (2, 0.4) step\n\n"
        "lookup soft(x: 1): 1 = (0, 0) (1, 0.2) (2, 0.9) (3, 1) smooth\n\n";
    for (int i = 0; i < kParameters; ++i) {
      names_.push_back("p" + number(i));
      model += "parameter p" + number(i) + ": 1 = " + decimal() + "\n\n";
    }
    for (int i = 0; i < kStocks; ++i) names_.push_back("s" + number(i));
    for (int i = 0; i < kAuxiliaries; ++i) {
      const std::string name = "a" + number(i);
      model += "aux " + name + ": 1 = " + expression(3) + "\n\n";
      names_.push_back(name);
    }
    for (int i = 0; i < kStocks; ++i) {
      const std::string n = number(i);
      model += "stock s" + n + ": 1 = " + decimal() + "\n    inflow f" + n + "\n    outflow g" + n +
               "\n\n";
      model += "flow f" + n + ": 1/week = logistic(" + expression(2) + ") / 3 [week]\n\n";
      model +=
          "flow g" + n + ": 1/week = s" + n + " * (0.1 + abs(sin(" + name() + "))) / 4 [week]\n\n";
    }
    model += wild_ ? "check s0 + s1 < 1.7 + 0.1 * a3\n" : "check s0 >= -1\n";
    return model;
  }

 private:
  static constexpr int kParameters = 4;
  static constexpr int kStocks = 5;
  static constexpr int kAuxiliaries = 16;

  std::uint64_t pick(std::uint64_t count) {
    ++key_.step;
    return base::random_words(key_)[0] % count;
  }
  static std::string number(int i) { return std::to_string(i); }
  std::string decimal() { return "0." + std::to_string(1 + pick(999)); }
  const std::string& name() { return names_[pick(names_.size())]; }
  std::string leaf() { return pick(4) == 0 ? decimal() : name(); }

  std::string two(int depth, const char* infix) {
    return "(" + expression(depth - 1) + " " + infix + " " + expression(depth - 1) + ")";
  }
  std::string call(const char* function, int depth) {
    return std::string(function) + "(" + expression(depth - 1) + ")";
  }

  std::string expression(int depth) {
    if (depth == 0) return leaf();
    if (wild_ && pick(60) == 0) return wild();
    switch (pick(42)) {
      case 0:
      case 1:
      case 2:
        return two(depth, "+");
      case 3:
      case 4:
        return two(depth, "-");
      case 5:
      case 6:
      case 7:
        return two(depth, "*");
      case 8:
        return "(" + expression(depth - 1) + " / (1.5 + abs(" + name() + ")))";
      case 9:
        return "min(" + expression(depth - 1) + ", " + leaf() + ")";
      case 10:
        return "max(" + leaf() + ", " + expression(depth - 1) + ")";
      case 11:
        return "sqrt(abs(" + expression(depth - 1) + "))";
      case 12:
        return "exp(-abs(" + expression(depth - 1) + "))";
      case 13:
        return "ln(1 + abs(" + expression(depth - 1) + "))";
      case 14:
        return "log10(2 + abs(" + expression(depth - 1) + "))";
      case 15:
        return "pow(1 + abs(" + leaf() + "), " + leaf() + ")";
      case 16:
        return call("sin", depth);
      case 17:
        return call("cos", depth);
      case 18:
        return "tan(tanh(" + expression(depth - 1) + "))";
      case 19:
        return "asin(tanh(" + expression(depth - 1) + "))";
      case 20:
        return "acos(clip(" + expression(depth - 1) + ", -1, 1))";
      case 21:
        return call("atan", depth);
      case 22:
        return call("tanh", depth);
      case 23:
        return call("logistic", depth);
      case 24:
        return "floor(4 * " + leaf() + ")";
      case 25:
        return "round(3 * " + leaf() + ")";
      case 26:
        return "mod(" + expression(depth - 1) + ", 0.7)";
      case 27:
        return call("sign", depth);
      case 28:
        return "(if " + leaf() + " < " + leaf() + " then " + expression(depth - 1) + " else " +
               expression(depth - 1) + ")";
      case 29:
        return "(if " + leaf() + " >= 0.5 and not " + leaf() + " == 0.25 or " + leaf() +
               " != " + leaf() + " then " + leaf() + " else 1 / " + leaf() + ")";
      case 30:
        return "safe_div(" + leaf() + ", floor(" + leaf() + "), " + leaf() + ")";
      case 31:
        return "bent(" + expression(depth - 1) + ")";
      case 32:
        return "open(" + expression(depth - 1) + ")";
      case 33:
        return "stairs(" + expression(depth - 1) + ")";
      case 34:
        return "soft(" + expression(depth - 1) + ")";
      case 35:
        return "step(" + leaf() + ", 3.3 week)";
      case 36:
        return "pulse(" + leaf() + ", 2 week, 1.7 week)";
      case 37:
        return "pulse_train(2.5 week, 1 week, 0.4 week)";
      case 38:
        return "ramp(0.1 [1/week], 1.2 week, 7.9 week)";
      case 39:
        return "smooth3(" + leaf() + ", 1.5 week)";
      case 40:
        return memory();
      default:
        return draw();
    }
  }

  std::string wild() {
    switch (pick(8)) {
      case 0:
        return "(" + leaf() + " / (" + leaf() + " - " + leaf() + "))";
      case 1:
        return "ln(" + leaf() + " - 0.3)";
      case 2:
        return "sqrt(" + leaf() + " - 0.2)";
      case 3:
        return "exp(900 * " + leaf() + ")";
      case 4:
        return "normal(0, " + leaf() + " - 0.3)";
      case 5:
        return "(" + leaf() + " / floor(1 + " + leaf() + " - step(1, 5 week)))";
      case 6:
        return "pow(" + leaf() + " - 0.6, 0.5)";
      default:
        return "mod(" + leaf() + ", floor(" + leaf() + "))";
    }
  }

  std::string memory() {
    switch (pick(5)) {
      case 0:
        return "delay_fixed(" + leaf() + ", 1.1 week, " + decimal() + ")";
      case 1:
        return "previous(" + leaf() + ", " + decimal() + ")";
      case 2:
        return "sample_if(" + leaf() + ", " + leaf() + " > 0.4, " + decimal() + ")";
      case 3:
        return "delay1(" + leaf() + ", 2 week)";
      default:
        return "initial(" + leaf() + ")";
    }
  }

  std::string draw() {
    switch (pick(5)) {
      case 0:
        return "normal(" + leaf() + ", 0.2)";
      case 1:
        return "uniform(0, 1)";
      case 2:
        return "lognormal(0.5, 1.5)";
      case 3:
        return "(poisson(4) / 8)";
      default:
        return "(poisson(20) / 40)";
    }
  }

  bool wild_;
  base::DrawKey key_;
  std::vector<std::string> names_;
};

}  // namespace

std::string random_model(std::uint64_t seed, const std::string& method, bool wild) {
  return Generator(seed, wild).text(method);
}

}  // namespace slackwater::run::test

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "slackwater/api/why.hpp"
#include "slackwater/report/number_text.hpp"

namespace slackwater::api {
namespace {

using report::Look;
using report::number_text;
using report::readable_name;

constexpr double kVisibleRest = 0.005;  // of the difference
constexpr double kShown = 0.05;         // of the largest cause
constexpr double kNothing = 1e-9;       // of the largest cause, or of the other value: rounding
constexpr std::size_t kMost = 6;        // causes of one level that have a line each

std::string with_unit(const std::string& number, const std::string& unit) {
  return unit == "1" || unit.empty() ? number : number + " " + unit;
}

std::string signed_number(double value, Look look) {
  if (look == Look::number) return (value > 0 ? "+" : "") + number_text(value);
  return (value > 0 ? "+" : value < 0 ? "\u2212" : "") + report::points_text(value);
}

// A value that is nothing beside the other is 0.
std::string beside(double value, double other, Look look) {
  return number_text(std::abs(value) < kNothing * std::abs(other) ? 0 : value, look);
}

std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string ascii(const std::string& text) {
  static constexpr std::pair<std::string_view, std::string_view> kPlain[] = {
      {"\u2514\u2500", "`-"}, {"\u251c\u2500", "|-"}, {"\u2502", "|"},   {"\u2212", "-"},
      {"\u00d7", "x "},       {"\u00a0", " "},        {"\u221e", "inf"}, {"\u2013", "-"}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto* found = std::find_if(std::begin(kPlain), std::end(kPlain), [&](const auto& pair) {
      return text.compare(i, pair.first.size(), pair.first) == 0;
    });
    if (found == std::end(kPlain)) {
      out += text[i++];
    } else {
      out += found->second;
      i += found->first.size();
    }
  }
  return out;
}

class Tree {
 public:
  explicit Tree(const WhyWords& words) : words_(words) {}

  std::string print(const Explanation& root) {
    head(root);
    const auto look = look_of(root.variable);
    if (root.difference == 0 && root.causes.empty()) {
      out_ += "\nNothing to explain: both have the same value there.\n";
    } else {
      const auto* from = &root;
      auto title = fmt::format(
          "Where {} from", with_unit(signed_number(root.difference, look), root.unit) + " comes");
      while (passes_on(*from)) {
        title += ": all of it from " + readable_name(from->causes.front().name);
        from = from->causes.front().because.get();
      }
      out_ += "\n" + title + "\n";
      causes(*from, "", "");
    }
    if (!exact_) {
      out_ += "\nOf more inputs than can be split exactly, the mean over some orders was taken.\n";
    }
    return words_.unicode ? out_ : ascii(out_);
  }

 private:
  Look look_of(const std::string& name) const {
    const bool share =
        std::find(words_.shares.begin(), words_.shares.end(), name) != words_.shares.end();
    return share ? Look::share : Look::number;
  }

  // With a single cause there is nothing to split.
  static bool passes_on(const Explanation& explanation) {
    return explanation.causes.size() == 1 && explanation.causes.front().because != nullptr &&
           !rest_shows(explanation) &&
           explanation.extent == explanation.causes.front().because->extent;
  }

  static bool rest_shows(const Explanation& explanation) {
    return std::abs(explanation.rest) > kVisibleRest * std::abs(explanation.difference);
  }

  void head(const Explanation& root) {
    const auto what = readable_name(root.variable);
    const auto look = look_of(root.variable);
    out_ += fmt::format("{}\nWhy {} differs at {} {}{}\n\n", words_.title, what, root.time_unit,
                        number_text(root.time),
                        words_.future.empty() ? "" : ", in the future \"" + words_.future + "\"");
    const auto width =
        std::max({columns(words_.policy), columns(words_.against), std::size_t{10}}) + 1;
    const auto line = [&](const std::string& name, const std::string& text) {
      out_ += "  " + name + ":" + std::string(width - columns(name), ' ') + text + "\n";
    };
    line(words_.policy, with_unit(beside(root.value, root.against, look), root.unit));
    line(words_.against, with_unit(beside(root.against, root.value, look), root.unit));
    const auto change = report::change_text(root.value, root.against, root.better, look);
    const bool is_share = change.text.find('%') != std::string::npos ||
                          change.text.find("\u00d7") != std::string::npos;
    line("difference",
         fmt::format("{} ({}{})", with_unit(signed_number(root.difference, look), root.unit),
                     is_share ? change.text + ", " : "", change.word));
  }

  // `stock`: whose flow is explained.
  void causes(const Explanation& explanation, const std::string& before, const std::string& stock) {
    exact_ = exact_ && explanation.exact;
    const auto look = look_of(explanation.variable);
    std::vector<const Cause*> large;
    std::vector<const Cause*> small;
    double small_sum = 0;
    const double largest =
        explanation.causes.empty() ? 0 : std::abs(explanation.causes.front().contribution);
    for (const auto& cause : explanation.causes) {
      const double size = std::abs(cause.contribution);
      if (size < kNothing * largest) continue;
      if (large.size() < kMost && size >= kShown * largest) {
        large.push_back(&cause);
      } else {
        small.push_back(&cause);
        small_sum += cause.contribution;
      }
    }
    const bool rest = rest_shows(explanation);
    const auto lines = large.size() + (small.empty() ? 0 : 1) + (rest ? 1 : 0);
    std::size_t line = 0;
    for (const auto* cause : large) {
      one(*cause, explanation, before, ++line == lines, lines == 1, stock);
    }
    if (!small.empty()) {
      const auto who = small.size() == 1 ? readable_name(small.front()->name)
                                         : fmt::format("{} smaller ones", small.size());
      add(before, ++line == lines, signed_number(small_sum, look) + "  " + who);
    }
    if (rest) {
      add(before, ++line == lines,
          signed_number(explanation.rest, look) +
              (explanation.possible ? "  lies between the saved points"
                                    : "  cannot be split: mixed inputs have no value"));
    }
  }

  void one(const Cause& cause, const Explanation& of, const std::string& before, bool last,
           bool only, const std::string& stock) {
    auto text =
        only ? std::string("all of it") : signed_number(cause.contribution, look_of(of.variable));
    text += "  " + named(cause) + said_of(cause, of, stock);
    const auto* next = cause.because.get();
    while (next != nullptr && passes_on(*next)) {
      const auto& from = next->causes.front();
      text += "; all of it from " + named(from) + said_of(from, *next, "");
      next = from.because.get();
    }
    add(before, last, text);
    if (next == nullptr) return;
    const bool flow = cause.kind == "inflow" || cause.kind == "outflow";
    causes(*next, before + (last ? "   " : "\u2502  "), flow ? of.variable : "");
  }

  static std::string named(const Cause& cause) {
    auto text = readable_name(cause.name);
    if (cause.elements.size() > 1) text += fmt::format(" (mean of {})", cause.elements.size());
    return text;
  }

  // Read aloud: "plus 5.1, quality: 0.87 instead of 0.79".
  std::string said_of(const Cause& cause, const Explanation& of, const std::string& stock) const {
    const auto look = look_of(cause.name);
    const auto values = beside(cause.value, cause.against, look) + " instead of " +
                        with_unit(beside(cause.against, cause.value, look), cause.unit);
    const auto mean = of.extent == Extent::instant ? "" : " on average";
    if (cause.kind == "rule") return ", set by the policy: " + values + mean;
    if (cause.kind == "start") return " at the start: " + values;
    if (cause.kind == "drawn") return ", drawn at random: " + values;
    if (cause.kind == "remembered") return ", what it remembers: " + values;
    std::string text;
    if (cause.kind == "inflow") {
      text = " brought " + values + " since the start";
    } else if (cause.kind == "outflow") {
      text = " took " + values + " since the start";
    } else if (cause.kind == "lever" || cause.kind == "parameter") {
      text = " (a " + cause.kind + "): " + values;
    } else if (!stock.empty() && cause.name == stock) {
      return " itself acts back: " + values + mean;
    } else {
      text = ": " + values + mean;
    }
    if (!cause.through.empty() && cause.through != of.variable) {
      text += ", through " + readable_name(cause.through);
    }
    if (cause.above == "feedback") text += "; feedback, see above";
    if (cause.above == "repeated") text += "; see above";
    return text;
  }

  // Wrapped at the width, below the name.
  void add(const std::string& before, bool last, const std::string& text) {
    const auto indent = before + (last ? "   " : "\u2502  ") + "       ";
    auto line = before + (last ? "\u2514\u2500 " : "\u251c\u2500 ");
    const auto width = static_cast<std::size_t>(std::max(words_.width, 60));
    bool fresh = true;
    for (std::size_t i = 0; i < text.size();) {
      auto end = text.find(' ', i + 1);
      if (end == std::string::npos) end = text.size();
      const auto word = text.substr(i, end - i);
      if (!fresh && columns(line) + columns(word) > width) {
        out_ += line + "\n";
        line = indent + word.substr(word.find_first_not_of(' '));
      } else {
        line += word;
      }
      fresh = false;
      i = end;
    }
    out_ += line + "\n";
  }

  const WhyWords& words_;
  std::string out_;
  bool exact_ = true;
};

}  // namespace

std::string why_text(const Explanation& explanation, const WhyWords& words) {
  return Tree(words).print(explanation);
}

}  // namespace slackwater::api

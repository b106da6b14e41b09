#include "slackwater/diagram/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layout.hpp"
#include "slackwater/diagram/font.hpp"
#include "slackwater/diagram/markup.hpp"

namespace slackwater::diagram {
namespace {

constexpr const char* kInk = "#1f2933";
constexpr const char* kGrey = "#616e7c";
constexpr const char* kPipe = "#0072b2";
constexpr const char* kPlus = "#1d5d99";
constexpr const char* kMinus = "#b45309";
constexpr double kMargin = 14;
constexpr double kChainMargin = 3;  // a chain stands in a text

std::string number(double value) {
  auto text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string point(Point p) { return number(p.x) + " " + number(p.y); }

std::string color_of(Polarity polarity) {
  switch (polarity) {
    case Polarity::plus:
      return kPlus;
    case Polarity::minus:
      return kMinus;
    case Polarity::open:
      break;
  }
  return kGrey;
}

std::string rectangle(const Box& box, double radius, const std::string& style) {
  return fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" rx="{}" {}/>)", number(box.left),
                     number(box.top), number(box.width()), number(box.height()), number(radius),
                     style);
}

// A triangle whose tip is at `tip`.
std::string arrow_head(Point tip, Point towards, double size, const std::string& color) {
  const auto back = tip - size * towards;
  const Point side{-0.42 * size * towards.y, 0.42 * size * towards.x};
  return fmt::format(R"(<path d="M{} L{} L{}Z" fill="{}"/>)", point(tip), point(back + side),
                     point(back - side), color);
}

class Writer {
 public:
  Writer(const Structure& structure, Kind kind, Scene scene, double margin = kMargin)
      : structure_(structure), kind_(kind), scene_(std::move(scene)), margin_(margin) {}

  std::string run() {
    const auto key = key_lines();
    auto box = scene_.bounds();
    const double title_width = text_width(structure_.title, 14, true);
    double key_width = 0;
    for (const auto& line : key) key_width = std::max(key_width, text_width(line, 10));
    const double width = std::ceil(std::max({box.width(), title_width, key_width}) + 2 * margin_);
    const double title_height = structure_.title.empty() ? 0 : 30;
    scene_.move({(width - box.width()) / 2 - box.left, margin_ + title_height - box.top});
    const double key_top = margin_ + title_height + box.height() + (margin_ < kMargin ? 11 : 18);
    const double height =
        std::ceil(key_top + 13 * static_cast<double>(key.size()) + std::max(margin_ - 10, 0.0));

    out_ = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}" font-family="Helvetica Neue,Helvetica,Arial,Liberation Sans,DejaVu Sans,sans-serif">)",
        number(width), number(height), escaped(description()));
    out_ += R"(<rect width="100%" height="100%" fill="#ffffff"/>)";
    if (!structure_.title.empty()) {
      text(structure_.title, {margin_, margin_ + 12}, 14, "start", kInk, "font-weight=\"700\"");
    }
    for (const auto& pipe : scene_.pipes) draw(pipe);
    for (const auto& cloud : scene_.clouds) draw_cloud(cloud);
    for (const auto& arc : scene_.arcs) draw(arc);
    for (const auto& item : scene_.items) draw(item);
    for (const auto& arc : scene_.arcs) draw_mark(arc);
    for (std::size_t k = 0; k < key.size(); ++k) {
      text(key[k], {margin_, key_top + 4 + 13 * static_cast<double>(k)}, 10, "start", kGrey, "");
    }
    return out_ + "</svg>\n";
  }

 private:
  // For those who do not see the picture: what it is, and every link.
  std::string description() const {
    std::string words =
        kind_ == Kind::stock_flow ? "Stock and flow diagram" : "Causal loop diagram";
    if (!structure_.title.empty()) words += ": " + structure_.title;
    words += ". ";
    for (const auto& flow : structure_.flows) {
      words += structure_.nodes[flow.valve].label + ": from " +
               (flow.from ? structure_.nodes[*flow.from].label : std::string("outside")) + " to " +
               (flow.to ? structure_.nodes[*flow.to].label : std::string("outside")) + ". ";
    }
    for (const auto& link : structure_.links) {
      const char* verb = link.polarity == Polarity::plus    ? " raises "
                         : link.polarity == Polarity::minus ? " lowers "
                                                            : " acts on ";
      words += structure_.nodes[link.from].label + verb + structure_.nodes[link.to].label +
               (link.delayed ? " later. " : ". ");
    }
    words.pop_back();
    return words;
  }

  bool any_of(NodeKind kind) const {
    return std::any_of(structure_.nodes.begin(), structure_.nodes.end(),
                       [&](const Node& node) { return node.kind == kind; });
  }

  // Says only what the picture has.
  std::vector<std::string> key_lines() const {
    std::vector<std::string> parts;
    if (any_of(NodeKind::stock)) parts.emplace_back("box: accumulates");
    if (!structure_.flows.empty()) parts.emplace_back("double line: flow");
    const auto has = [&](Polarity polarity) {
      return std::any_of(structure_.links.begin(), structure_.links.end(),
                         [&](const Link& link) { return link.polarity == polarity; });
    };
    if (has(Polarity::plus)) parts.emplace_back("+ more makes more");
    if (has(Polarity::minus)) parts.emplace_back("\u2212 more makes less");
    if (has(Polarity::open)) parts.emplace_back("grey arrow: it depends");
    if (std::any_of(structure_.links.begin(), structure_.links.end(),
                    [](const Link& link) { return link.delayed; })) {
      parts.emplace_back("|| later");
    }
    if (any_of(NodeKind::lever)) parts.emplace_back("orange: a lever");
    if (any_of(NodeKind::indicator)) parts.emplace_back("green: an indicator");
    if (std::any_of(scene_.items.begin(), scene_.items.end(),
                    [](const Item& item) { return item.shadow; })) {
      parts.emplace_back("\u2039again\u203a: drawn elsewhere too");
    }
    if (std::any_of(structure_.nodes.begin(), structure_.nodes.end(),
                    [](const Node& node) { return node.elsewhere; })) {
      parts.emplace_back("grey: from another part");
    }
    const double limit = std::max(360.0, scene_.bounds().width());
    std::vector<std::string> lines;
    for (const auto& part : parts) {
      const auto longer = lines.empty() ? part : lines.back() + "  \u00b7  " + part;
      if (!lines.empty() && text_width(longer, 10) <= limit) {
        lines.back() = longer;
      } else {
        lines.push_back(part);
      }
    }
    return lines;
  }

  void text(const std::string& words, Point at, double size, const char* anchor,
            const std::string& color, const std::string& more) {
    out_ +=
        fmt::format(R"(<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>)",
                    number(at.x), number(at.y), number(size), anchor, color,
                    more.empty() ? "" : " " + more, escaped(words));
  }

  void draw(const Pipe& pipe) {
    const auto& line = pipe.line;
    const auto tip = line.back();
    const auto towards = direction(tip - line[line.size() - 2]);
    std::string path = "M" + point(line[0]);
    for (std::size_t p = 1; p + 1 < line.size(); ++p) path += " L" + point(line[p]);
    path += " L" + point(tip - 8.0 * towards);
    out_ += fmt::format(
        R"(<path class="pipe" d="{0}" fill="none" stroke="{1}" stroke-width="5" stroke-linejoin="miter"/><path d="{0}" fill="none" stroke="#ffffff" stroke-width="2.4"/>)",
        path, kPipe);
    out_ += arrow_head(tip, towards, 11, kPipe);
  }

  void draw_cloud(const Box& box) {
    const auto c = box.center();
    out_ += fmt::format(
        R"(<path class="cloud" d="M{} a6 6 0 0 1 -1 -11.4 a7 7 0 0 1 12 -3 a6 6 0 0 1 9 6 a4.4 4.4 0 0 1 -1 8.4z" fill="#f7f9fb" stroke="#7b8794" stroke-width="1.1"/>)",
        point({c.x - 8, c.y + 7}));
  }

  void draw(const Arc& arc) {
    const auto color = color_of(arc.polarity);
    const auto& curve = arc.curve;
    const auto towards = direction(curve.to - curve.bend);
    // The line ends inside the head, so that it does not blunt its tip.
    const double size = length(curve.to - curve.from);
    const auto shown = curve.part(0, std::max(0.5, 1 - 5 / std::max(size, 1.0)));
    out_ += fmt::format(
        R"(<path class="link" d="M{} Q{} {}" fill="none" stroke="{}" stroke-width="1.3"{}/>)",
        point(shown.from), point(shown.bend), point(shown.to), color,
        arc.polarity == Polarity::minus ? R"( stroke-dasharray="5 2.5")" : "");
    out_ += arrow_head(curve.to, towards, 8, color);
    if (!arc.delayed) return;
    const auto middle = curve.at(0.45);
    const auto along = direction(curve.at(0.5) - curve.at(0.4));
    const Point side{-5.5 * along.y, 5.5 * along.x};
    for (const double off : {-1.8, 1.8}) {
      const auto at = middle + off * along;
      out_ += fmt::format(R"(<path class="delay" d="M{} L{}" stroke="{}" stroke-width="1.4"/>)",
                          point(at - side), point(at + side), color);
    }
  }

  void draw_mark(const Arc& arc) {
    if (!arc.mark) return;
    const auto color = color_of(arc.polarity);
    const auto c = arc.mark->center();
    out_ += fmt::format(
        R"(<circle class="sign" cx="{}" cy="{}" r="6" fill="#ffffff"/><path d="M{} h7{}" stroke="{}" stroke-width="1.9" fill="none"/>)",
        number(c.x), number(c.y), point({c.x - 3.5, c.y}),
        arc.polarity == Polarity::plus ? fmt::format(" M{} v7", point({c.x, c.y - 3.5}))
                                       : std::string(),
        color);
  }

  void outline(const Item& item, const Node& node) {
    switch (item.shadow ? NodeKind::auxiliary : node.kind) {
      case NodeKind::stock: {
        const std::string style =
            node.elsewhere
                ? fmt::format(R"(fill="#ffffff" stroke="{}" stroke-dasharray="4 3")", kGrey)
                : fmt::format(R"(fill="#eef2f7" stroke="{}" stroke-width="1.5")", kInk);
        if (node.array) {
          auto back = item.box;
          back.left += 4;
          back.bottom -= 4;
          out_ += rectangle(back, 2, style);
          auto front = item.box;
          front.right -= 4;
          front.top += 4;
          out_ += rectangle(front, 2, style);
        } else {
          out_ += rectangle(item.box, 2, style);
        }
        return;
      }
      case NodeKind::lever:
        out_ += rectangle(item.box, item.box.height() / 2 < 12 ? item.box.height() / 2 : 12,
                          R"(fill="#fdf3dc" stroke="#c98a00" stroke-width="1.1")");
        return;
      case NodeKind::indicator:
        out_ += rectangle(item.box, 4, R"(fill="#e8f5f0" stroke="#009e73" stroke-width="1.1")");
        return;
      case NodeKind::flow:
        draw_valve(item.anchor);
        return;
      case NodeKind::auxiliary:
      case NodeKind::parameter:
        return;
    }
  }

  void draw_valve(Point c) {
    const double h = kValve / 2;
    out_ += fmt::format(
        R"(<path class="valve" d="M{} L{} L{} L{}Z" fill="#ffffff" stroke="{}" stroke-width="1.3"/>)",
        point({c.x - h, c.y - h}), point({c.x + h, c.y - h}), point({c.x - h, c.y + h}),
        point({c.x + h, c.y + h}), kInk);
  }

  void draw(const Item& item) {
    const auto& node = structure_.nodes[item.node];
    out_ += fmt::format(R"(<g class="node"><title>{}</title>)", escaped(node.name));
    outline(item, node);
    const bool grey = item.shadow || node.elsewhere;
    const auto kind = item.shadow ? NodeKind::parameter : node.kind;
    const double size = text_size(kind);
    const auto count = static_cast<double>(item.lines.size());
    auto middle = item.box.center();
    if (node.kind == NodeKind::stock && node.array && !item.shadow) middle = middle + Point{-2, 2};
    if (node.kind == NodeKind::flow && !item.shadow) {
      middle.y = item.box.bottom - count * kLine / 2;
    }
    double y = middle.y - (count - 1) * kLine / 2 + size * 0.36;
    std::string more = is_bold(kind) && !item.shadow ? "font-weight=\"700\"" : "";
    if (item.shadow) more = "font-style=\"italic\"";
    const std::string color = grey || node.kind == NodeKind::parameter ? kGrey : kInk;
    for (const auto& line : item.lines) {
      text(line, {middle.x, y}, size, "middle", color, more);
      y += kLine;
    }
    out_ += "</g>";
  }

  const Structure& structure_;
  Kind kind_;
  Scene scene_;
  double margin_;
  std::string out_;
};

}  // namespace

namespace {

Structure without_valves_of(const Structure& structure) {
  auto without_valves = structure;
  without_valves.flows.clear();
  for (auto& node : without_valves.nodes) {
    if (node.kind == NodeKind::flow) node.kind = NodeKind::auxiliary;
  }
  return without_valves;
}

}  // namespace

std::string svg(const Structure& structure, Kind kind) {
  if (kind == Kind::stock_flow) {
    return Writer(structure, kind, lay_out_stock_flow(structure)).run();
  }
  const auto without_valves = without_valves_of(structure);
  return Writer(without_valves, kind, lay_out_causal_loop(without_valves)).run();
}

std::string chain_svg(const Structure& structure) {
  auto untitled = without_valves_of(structure);
  untitled.title.clear();
  return Writer(untitled, Kind::causal_loop, lay_out_chain(untitled), kChainMargin).run();
}

}  // namespace slackwater::diagram

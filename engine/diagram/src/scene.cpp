#include "scene.hpp"

#include <algorithm>

#include "slackwater/diagram/font.hpp"

namespace slackwater::diagram {

Box Scene::bounds() const {
  std::optional<Box> all;
  const auto add = [&](const Box& box) { all = all ? cover(*all, box) : box; };
  for (const auto& item : items) add(item.box);
  for (const auto& cloud : clouds) add(cloud);
  for (const auto& pipe : pipes) add(diagram::bounds(pipe.line).grown(3, 3));
  for (const auto& arc : arcs) {
    add(diagram::bounds(arc.curve.points(24)).grown(3, 3));
    if (arc.mark) add(*arc.mark);
  }
  return all.value_or(Box{});
}

void Scene::move(Point by) {
  for (auto& item : items) shift(item, by);
  for (auto& cloud : clouds) cloud = cloud.moved(by);
  for (auto& pipe : pipes) {
    for (auto& point : pipe.line) point = point + by;
  }
  for (auto& arc : arcs) {
    arc.curve = {arc.curve.from + by, arc.curve.bend + by, arc.curve.to + by};
    if (arc.mark) arc.mark = arc.mark->moved(by);
  }
}

void shift(Item& item, Point by) {
  item.box = item.box.moved(by);
  for (auto& part : item.parts) part = part.moved(by);
  item.anchor = item.anchor + by;
}

double text_size(NodeKind kind) {
  return kind == NodeKind::flow || kind == NodeKind::parameter ? kSmall : kNormal;
}

bool is_bold(NodeKind kind) { return kind == NodeKind::stock; }

std::vector<std::string> label_lines(const Node& node, bool shadow) {
  const double size = shadow ? kSmall : text_size(node.kind);
  const bool bold = is_bold(node.kind) && !shadow;
  const double whole = text_width(node.label, size, bold);
  if (whole <= 92) return {node.label};
  // The narrowest width at which two lines hold all of it.
  for (double width = std::max(60.0, whole / 2);; width += 4) {
    auto lines = wrapped(node.label, width, size, bold, 2);
    if (width >= whole || text_width(lines.back(), size, bold) <= width) {
      const bool cut = lines.back().size() >= 3 && lines.back().ends_with("\u2026") &&
                       !node.label.ends_with("\u2026");
      if (!cut) return lines;
    }
  }
}

Point label_size(const std::vector<std::string>& lines, NodeKind kind) {
  double width = 0;
  for (const auto& line : lines) {
    width = std::max(width, text_width(line, text_size(kind), is_bold(kind)));
  }
  const double height = kLine * static_cast<double>(lines.size());
  switch (kind) {
    case NodeKind::stock:
      return {std::max(92.0, width + 22), std::max(38.0, height + 12)};
    case NodeKind::lever:
    case NodeKind::indicator:
      return {width + 18, height + 7};
    case NodeKind::flow:
    case NodeKind::auxiliary:
    case NodeKind::parameter:
      break;
  }
  return {width + 4, height + 1};
}

Item make_item(const Structure& structure, std::size_t node, bool shadow) {
  Item item;
  item.node = node;
  item.shadow = shadow;
  item.lines = label_lines(structure.nodes[node], shadow);
  if (shadow) {
    item.lines.front() = "\u2039" + item.lines.front();
    item.lines.back() += "\u203a";
    const auto size = label_size(item.lines, NodeKind::parameter);
    item.box = Box::around({}, size.x, size.y);
    item.parts = {item.box};
    return item;
  }
  place(item, structure.nodes[node].kind, {});
  return item;
}

void place(Item& item, NodeKind kind, Point at) {
  item.anchor = at;
  if (item.shadow) {
    item.box = Box::around(at, item.box.width(), item.box.height());
    item.parts = {item.box};
    return;
  }
  const auto size = label_size(item.lines, kind);
  if (kind != NodeKind::flow) {
    item.box = Box::around(at, size.x, size.y);
    item.parts = {item.box};
    return;
  }
  const double label_top = at.y + kValve / 2 + 2;
  item.parts = {Box::around(at, kValve, kValve),
                {at.x - size.x / 2, label_top, at.x + size.x / 2, label_top + size.y}};
  item.box = cover(item.parts[0], item.parts[1]);
}

std::uint32_t Dice::next() {
  // Source: Knuth's MMIX generator; the upper half is the good one.
  state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
  return static_cast<std::uint32_t>(state_ >> 32U);
}

}  // namespace slackwater::diagram

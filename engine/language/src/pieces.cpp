#include "pieces.hpp"

#include <utility>

#include "precedence.hpp"
#include "slackwater/base/number.hpp"
#include "slackwater/language/printer.hpp"
#include "token.hpp"

namespace slackwater::language {
namespace {

// Within the same brackets: commas break first, then the loosest operators.
constexpr int kRanks = 16;
constexpr int kComma = 0;

int rank_of(Precedence precedence) { return static_cast<int>(precedence) + 1; }

bool plain_number(const Expr& expression) {
  return expression.kind == Expr::Kind::number && !expression.unit && !expression.percent &&
         expression.number >= 0;
}

std::string literal_unit(const UnitSyntax& unit, bool behind_as) {
  const bool short_form =
      unit.kind == UnitSyntax::Kind::name || (behind_as && unit.kind == UnitSyntax::Kind::one);
  return short_form ? format_unit(unit) : "[" + format_unit(unit) + "]";
}

}  // namespace

void PieceWriter::add(Piece piece) {
  if (next_) {
    piece.level = next_->level;
    piece.together = next_->together;
    piece.blank = next_->blank;
    next_.reset();
  }
  if (next_blank_) piece.blank = true;
  next_blank_ = false;
  if (piece.indent == 4) piece.indent = 4 + 4 * nest_;
  pieces_.push_back(std::move(piece));
}

void PieceWriter::glue(std::string_view text, Offset offset, bool blank) {
  Piece piece;
  piece.text = text;
  piece.offset = offset;
  piece.blank = blank;
  add(std::move(piece));
}

void PieceWriter::gap(std::string_view text, int rank, Offset offset, bool blank, bool together) {
  break_next(rank, together, blank);
  glue(text, offset);
}

void PieceWriter::line(std::string_view text, Offset offset, int indent) {
  Piece piece;
  piece.text = text;
  piece.offset = offset;
  piece.indent = indent;
  piece.starts_line = true;
  pieces_.push_back(std::move(piece));
}

void PieceWriter::break_next(int rank, bool together, bool blank) {
  Piece piece;
  piece.level = nest_ * kRanks + rank;
  piece.together = together;
  piece.blank = blank;
  next_ = piece;
}

void PieceWriter::name(const Name& name, bool blank) { glue(name.text, name.span.begin, blank); }

void PieceWriter::unit(const UnitSyntax& unit) { glue(format_unit(unit), unit.span.begin, true); }

void PieceWriter::optional_unit(const std::optional<UnitSyntax>& unit) {
  if (!unit) return;
  glue(":");
  this->unit(*unit);
}

void PieceWriter::expression(const Expr& expression) {
  operand(expression, static_cast<int>(Precedence::conditional));
}

void PieceWriter::operand(const Expr& expression, int needed) {
  if (keeps_parentheses(expression, static_cast<Precedence>(needed))) {
    glue("(", expression.parenthesized ? Offset(expression.span.begin) : Offset());
    open();
    binary(expression);
    close();
    glue(")");
  } else {
    binary(expression);
  }
}

void PieceWriter::binary(const Expr& expression) {
  const auto& parts = expression.arguments;
  const auto own = precedence_of(expression);
  switch (expression.kind) {
    case Expr::Kind::number:
      number(expression);
      return;
    case Expr::Kind::name:
      name(expression.name);
      subscripts(expression.subscripts);
      return;
    case Expr::Kind::call:
    case Expr::Kind::reduction:
      call(expression);
      return;
    case Expr::Kind::unary:
      glue(expression.unary == UnaryOperator::negate ? "-" : "not", expression.operator_span.begin);
      if (expression.unary == UnaryOperator::logical_not) blank_next();
      operand(*parts[0], static_cast<int>(own));
      return;
    case Expr::Kind::conditional:
      glue("if");
      blank_next();
      this->expression(*parts[0]);
      gap("then", rank_of(own), {}, true, true);
      blank_next();
      this->expression(*parts[1]);
      gap("else", rank_of(own), {}, true, true);
      blank_next();
      this->expression(*parts[2]);
      return;
    case Expr::Kind::convert:
      operand(*parts[0], static_cast<int>(own));
      gap("as", rank_of(own));
      glue(literal_unit(*expression.unit, true), expression.unit->span.begin, true);
      return;
    case Expr::Kind::binary:
      break;
  }
  operand(*parts[0], static_cast<int>(needed_on_left(expression.binary)));
  const auto sign = symbol_of(expression.binary);
  const auto place = expression.operator_span.begin;
  const bool fraction = expression.binary == BinaryOperator::divide && plain_number(*parts[0]) &&
                        plain_number(*parts[1]);
  if (own == Precedence::power || fraction) {
    glue(sign, place);
  } else {
    gap(sign, rank_of(own), place);
    blank_next();
  }
  operand(*parts[1], static_cast<int>(needed_on_right(expression.binary)));
}

void PieceWriter::number(const Expr& expression) {
  const auto value = expression.percent ? expression.number * 100 : expression.number;
  glue(expression.number_text.empty() ? base::format_number(value) : expression.number_text,
       expression.span.begin);
  if (expression.percent) glue("%", {}, true);
  if (expression.unit) {
    glue(literal_unit(*expression.unit, false), expression.unit->span.begin, true);
  }
}

void PieceWriter::call(const Expr& expression) {
  name(expression.name);
  subscripts(expression.subscripts);
  glue("(");
  open();
  for (std::size_t i = 0; i < expression.arguments.size(); ++i) {
    if (i > 0) {
      glue(",");
      break_next(kComma);
    }
    const bool named =
        i < expression.argument_names.size() && !expression.argument_names[i].text.empty();
    if (named) {
      name(expression.argument_names[i]);
      glue("=", {}, true);
      blank_next();
    }
    this->expression(*expression.arguments[i]);
  }
  if (expression.kind == Expr::Kind::reduction) {
    break_next(kComma);
    bindings(expression.bindings);
  }
  close();
  glue(")");
}

void PieceWriter::bindings(const std::vector<Binding>& bindings) {
  glue("for");
  for (std::size_t i = 0; i < bindings.size(); ++i) {
    if (i > 0) glue(",");
    name(bindings[i].variable, true);
    glue("in", {}, true);
    name(bindings[i].dimension, true);
  }
}

void PieceWriter::subscripts(const std::vector<Subscript>& subscripts) {
  if (subscripts.empty()) return;
  glue("[");
  for (std::size_t i = 0; i < subscripts.size(); ++i) {
    if (i > 0) {
      glue(",");
      blank_next();
    }
    const bool star = subscripts[i].kind == Subscript::Kind::star;
    glue(star ? "*" : std::string_view(subscripts[i].name.text), subscripts[i].span.begin);
  }
  glue("]");
}

void PieceWriter::value(const ValueTable& value) {
  if (value.expression) {
    expression(*value.expression);
    return;
  }
  glue("{", value.span.begin);
  open();
  for (std::size_t i = 0; i < value.entries.size(); ++i) {
    if (i > 0) glue(",");
    break_next(kComma, true, i > 0);
    name(value.entries[i].element);
    glue(":");
    blank_next();
    this->value(*value.entries[i].value);
  }
  close();
  glue("}");
}

void PieceWriter::text(std::string_view value, Offset offset, int used, int indent) {
  const auto line_break = "\n" + std::string(static_cast<std::size_t>(indent), ' ');
  const auto written = quoted(value);
  std::string out;
  int column = used;
  std::size_t at = 0;
  // A line may end at a single blank only: the blanks around a line end count as one.
  const auto breakable = [&](std::size_t blank) {
    return blank > 1 && written[blank - 1] != ' ' && blank + 2 < written.size() &&
           written[blank + 1] != ' ';
  };
  while (at < written.size()) {
    auto end = written.find(' ', at + 1);
    while (end != std::string::npos && !breakable(end)) end = written.find(' ', end + 1);
    end = std::min(end, written.size());
    const std::string_view word = std::string_view(written).substr(at, end - at);
    if (at > 0 && column + width_of(word) > kLineWidth) {
      out += line_break;
      out += word.substr(1);
      column = indent + width_of(word) - 1;
    } else {
      out += word;
      column += width_of(word);
    }
    at = end;
  }
  glue(out, offset, true);
}

std::string format_expression(const Expr& expression) {
  PieceWriter writer;
  writer.expression(expression);
  return flat(writer.pieces());
}

}  // namespace slackwater::language

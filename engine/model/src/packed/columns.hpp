#pragma once

#include <vector>

#include "format.hpp"

/// One field of every entry of a table, after the other; alike for Writer and Reader.
namespace slackwater::model::packed {

template <class Stream, class List, class Member>
void texts(Stream& stream, List& list, Member member) {
  TextColumn column;
  for (auto& entry : list) stream.text(entry.*member, column);
}

/// A list of texts inside one entry.
template <class Stream, class List>
void text_list(Stream& stream, List& list) {
  stream.length(list, 1);
  TextColumn column;
  for (auto& text : list) stream.text(text, column);
}

template <class Stream, class List>
void real_list(Stream& stream, List& list) {
  stream.length(list, 1);
  for (auto& number : list) stream.real(number);
}

template <class Stream, class List, class Member, class E>
void choices(Stream& stream, List& list, Member member, E last) {
  for (auto& entry : list) stream.choice(entry.*member, last);
}

/// Ids as a rule follow one another.
template <class Stream, class AnyId>
void id(Stream& stream, AnyId& value, Table table, std::int64_t& expected) {
  stream.near(value.index, expected, stream.limit(table));
  expected = static_cast<std::int64_t>(value.index) + 1;
}

template <class Stream, class List, class Member>
void ids(Stream& stream, List& list, Member member, Table table) {
  std::int64_t expected = 0;
  for (auto& entry : list) id(stream, entry.*member, table, expected);
}

template <class Stream, class List>
void id_list(Stream& stream, List& list, Table table, std::int64_t& expected) {
  stream.length(list, 1);
  for (auto& entry : list) id(stream, entry, table, expected);
}

template <class Stream, class List>
void index_list(Stream& stream, List& list, std::uint64_t limit) {
  stream.length(list, 1);
  std::int64_t expected = 0;
  for (auto& index : list) {
    stream.near(index, expected, limit);
    expected = static_cast<std::int64_t>(index) + 1;
  }
}

/// Spans are two's complement differences, so that any two numbers come back.
template <class Stream, class Offset>
void offset(Stream& stream, Offset& value, std::uint32_t expected) {
  stream.near(value, expected, std::uint64_t{1} << 32);
}

template <class Stream, class List, class Member>
void sources(Stream& stream, List& list, Member member) {
  for (auto& entry : list) stream.source(entry.*member);
}

template <class Stream, class AnyPlace>
void place(Stream& stream, AnyPlace& value, std::uint32_t& end) {
  stream.source(value.source);
  offset(stream, value.span.begin, end);
  offset(stream, value.span.end, value.span.begin);
  end = value.span.end;
}

template <class Stream, class List>
void places(Stream& stream, List& list) {
  std::uint32_t end = 0;
  for (auto& entry : list) place(stream, entry.place, end);
}

}  // namespace slackwater::model::packed

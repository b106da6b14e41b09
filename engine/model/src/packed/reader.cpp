#include "reader.hpp"

#include <bit>

namespace slackwater::model::packed {

std::uint64_t Reader::take() {
  if (!fine_) return 0;
  const auto value = base::take_leb128(rest_);
  if (value) return *value;
  refuse();
  return 0;
}

std::uint64_t Reader::take_byte() {
  const auto byte = take_bytes(1);
  return byte.empty() ? 0 : static_cast<unsigned char>(byte.front());
}

std::string_view Reader::take_bytes(std::uint64_t count) {
  if (count > rest_.size()) {
    refuse();
    return {};
  }
  const auto taken = rest_.substr(0, static_cast<std::size_t>(count));
  rest_.remove_prefix(taken.size());
  return taken;
}

bool Reader::same_text() {
  take();  // the format
  bool has_text = false;
  flag(has_text);
  if (!has_text) {
    source_ = nullptr;
    return true;
  }
  const auto size = take();
  const auto hash = take_bytes(kHashBytes);
  return !fine_ || (source_ && source_->text().size() == size && hash_bytes(model_text()) == hash);
}

void Reader::head(const std::array<std::size_t, kTables>&) {
  for (auto& size : sizes_) number(size);
}

void Reader::flag(bool& value) {
  const auto byte = take_byte();
  if (byte > 1) return refuse();
  if (fine_) value = byte == 1;
}

void Reader::bits(std::uint64_t& value) {
  const auto bytes = take_bytes(8);
  if (bytes.empty()) return;
  value = 0;
  for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
}

void Reader::real(double& value) {
  const auto code = take();
  const auto places = code & 7;
  if (code == kBits) {
    auto bytes = std::bit_cast<std::uint64_t>(value);
    bits(bytes);
    value = std::bit_cast<double>(bytes);
  } else if (places >= std::size(kPowersOfTen)) {
    refuse();
  } else if (fine_) {
    value = static_cast<double>(base::unzigzag(code >> 3)) / kPowersOfTen[places];
  }
}

// `before`: how many bytes had been read where the text began, as the writer counts them.
std::size_t Reader::room(std::size_t before) const {
  return most_copied(before, model_text().size()) - copied_;
}

bool Reader::copies(std::size_t before, std::uint64_t bytes) {
  if (bytes > room(before)) refuse();
  if (!fine_) return false;
  copied_ += static_cast<std::size_t>(bytes);
  return true;
}

std::string Reader::read_text(TextColumn& column) {
  const auto before = position();
  const auto code = take();
  if (!fine_ || code == kEmptyText) return {};
  if (code == kSameText) {
    return copies(before, column.previous.size()) ? column.previous : std::string();
  }
  const auto length = code / 2;
  if (code % 2 == 0) {
    const auto shared = take();
    if (shared > column.previous.size()) refuse();
    if (!copies(before, shared)) return {};
    auto out = column.previous.substr(0, static_cast<std::size_t>(shared));
    return out += take_bytes(length);
  }
  const auto text = model_text();
  std::size_t begin = text.size();
  near(begin, static_cast<std::int64_t>(column.end), text.size());
  if (length > text.size() - begin) refuse();
  if (!copies(before, length)) return {};
  column.end = begin + static_cast<std::size_t>(length);
  return std::string(text.substr(begin, static_cast<std::size_t>(length)));
}

void Reader::text(std::string& value, TextColumn& column) {
  value = read_text(column);
  column.previous = value;
}

void Reader::element_name(Model& model, std::size_t element, TextColumn& column) {
  const auto before = position();
  bool usual = false;
  flag(usual);
  auto& value = model.elements[element].name;
  if (!usual) return text(value, column);
  auto name = usual_name(model, element, room(before));
  if (!name || !copies(before, name->size())) return refuse();
  value = std::move(*name);
}

void Reader::source(base::SourcePtr& source) {
  const auto code = take();
  if (code == kNoSource) return;
  if (code == kModelSource) {
    if (!source_) refuse();
    source = source_;
    return;
  }
  const auto index = code - kFirstInside;
  if (index > inside_.size()) return refuse();
  if (index == inside_.size()) {
    std::string name;
    std::string content;
    text(name, source_names_);
    text(content, source_texts_);
    inside_.push_back(std::make_shared<base::SourceText>(std::move(name), std::move(content)));
  }
  source = inside_[static_cast<std::size_t>(index)];
}

}  // namespace slackwater::model::packed

#include "parts.hpp"
#include "slackwater/model/packed.hpp"
#include "writer.hpp"

namespace slackwater::model {

std::string pack(const Model& model) {
  packed::Writer writer(model);
  packed::all_parts(writer, model);
  auto bytes = writer.take_bytes();
  return bytes += packed::hash_bytes(bytes);
}

}  // namespace slackwater::model

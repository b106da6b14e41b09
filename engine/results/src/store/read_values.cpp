#include <stdexcept>

#include "store/read_table.hpp"

namespace slackwater::results {
namespace {

H5::StrType utf8() {
  H5::StrType type(H5::PredType::C_S1, H5T_VARIABLE);
  type.setCset(H5T_CSET_UTF8);
  return type;
}

std::vector<std::string> taken(std::vector<char*>& pointers, const H5::DataType& type,
                               const H5::DataSpace& space) {
  std::vector<std::string> texts;
  texts.reserve(pointers.size());
  for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
  H5::DataSet::vlenReclaim(pointers.data(), type, space);
  return texts;
}

template <class Value>
std::vector<Value> read_column(const H5::Group& group, const std::string& name,
                               const H5::PredType& type) {
  const auto dataset = group.openDataSet(name);
  std::vector<Value> values(static_cast<std::size_t>(dataset.getSpace().getSimpleExtentNpoints()));
  if (!values.empty()) dataset.read(values.data(), type);
  return values;
}

template <class Value>
Value read_scalar(const H5::H5Object& object, const char* name, const H5::PredType& type) {
  Value value = 0;
  if (object.attrExists(name)) object.openAttribute(name).read(type, &value);
  return value;
}

}  // namespace

std::vector<std::string> texts_attribute(const H5::H5Object& object, const char* name) {
  if (!object.attrExists(name)) return {};
  const auto attribute = object.openAttribute(name);
  const auto space = attribute.getSpace();
  std::vector<char*> pointers(static_cast<std::size_t>(space.getSimpleExtentNpoints()));
  attribute.read(utf8(), pointers.data());
  return taken(pointers, utf8(), space);
}

std::string text_attribute(const H5::H5Object& object, const char* name) {
  const auto texts = texts_attribute(object, name);
  return texts.empty() ? std::string() : texts.front();
}

double number_attribute(const H5::H5Object& object, const char* name) {
  return read_scalar<double>(object, name, H5::PredType::NATIVE_DOUBLE);
}

std::uint64_t count_attribute(const H5::H5Object& object, const char* name) {
  return read_scalar<std::uint64_t>(object, name, H5::PredType::NATIVE_UINT64);
}

std::vector<std::string> read_texts(const H5::Group& group, const std::string& name) {
  if (!group.nameExists(name)) return {};
  const auto dataset = group.openDataSet(name);
  const auto space = dataset.getSpace();
  std::vector<char*> pointers(static_cast<std::size_t>(space.getSimpleExtentNpoints()));
  dataset.read(pointers.data(), utf8());
  return taken(pointers, utf8(), space);
}

std::vector<double> read_numbers(const H5::Group& group, const std::string& name) {
  return read_column<double>(group, name, H5::PredType::NATIVE_DOUBLE);
}

std::vector<std::int64_t> read_counts(const H5::Group& group, const std::string& name) {
  return read_column<std::int64_t>(group, name, H5::PredType::NATIVE_INT64);
}

std::vector<std::uint8_t> read_flags(const H5::Group& group, const std::string& name) {
  return read_column<std::uint8_t>(group, name, H5::PredType::NATIVE_UINT8);
}

bool has_group(const H5::Group& group, const char* name) {
  return group.nameExists(name) && group.childObjType(name) == H5O_TYPE_GROUP;
}

std::vector<std::string> link_names(const H5::Group& group) {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5L_info_t*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  if (H5Literate(group.getId(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add, &names) < 0) {
    throw std::runtime_error("the order of its contents is not kept");
  }
  return names;
}

}  // namespace slackwater::results

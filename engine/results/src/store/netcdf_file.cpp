#include "store/netcdf_file.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "store/output_driver.hpp"

namespace slackwater::results {
namespace {

constexpr std::size_t kMemoryStep = std::size_t{16} << 20;

// What refers to a scale: HDF5's own layout has four bytes of padding after `dimension`, which
// would be whatever the memory held before; ours has none.
#pragma pack(push, 4)
struct Reference {
  hobj_ref_t dataset;
  std::int32_t dimension;
};
#pragma pack(pop)

H5::FileCreatPropList file_creation() {
  H5::FileCreatPropList properties;
  H5Pset_link_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_attr_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_obj_track_times(properties.getId(), false);
  return properties;
}

// Files that HDF5 1.8 reads too: everything that analysts have installed.
H5::FileAccPropList memory_access() {
  H5::FileAccPropList properties;
  properties.setCore(kMemoryStep, false);
  properties.setLibverBounds(H5F_LIBVER_V18, H5F_LIBVER_V18);
  return properties;
}

H5::FileAccPropList driver_access(const OutputDriver& driver, bool is_virtual) {
  H5::FileAccPropList properties;
  driver.use_for(properties);
  properties.setLibverBounds(H5F_LIBVER_V18, is_virtual ? H5F_LIBVER_V110 : H5F_LIBVER_V18);
  return properties;
}

H5::DSetCreatPropList dataset_creation() {
  H5::DSetCreatPropList properties;
  H5Pset_attr_creation_order(properties.getId(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_obj_track_times(properties.getId(), false);
  return properties;
}

H5::StrType utf8() {
  H5::StrType type(H5::PredType::C_S1, H5T_VARIABLE);
  type.setCset(H5T_CSET_UTF8);
  return type;
}

void set_fixed_attribute(H5::H5Object& object, const char* name, const std::string& text) {
  const H5::StrType type(H5::PredType::C_S1, text.size() + 1);
  object.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, text.c_str());
}

std::vector<const char*> pointers_to(std::span<const std::string> texts) {
  std::vector<const char*> pointers;
  pointers.reserve(texts.size());
  for (const auto& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

}  // namespace

void set_attribute(H5::H5Object& object, const char* name, std::string_view text) {
  const std::string terminated(text);
  const char* pointer = terminated.c_str();
  object.createAttribute(name, utf8(), H5::DataSpace(H5S_SCALAR)).write(utf8(), &pointer);
}

void set_attribute(H5::H5Object& object, const char* name, std::span<const std::string> texts) {
  const hsize_t length = texts.size();
  const auto pointers = pointers_to(texts);
  object.createAttribute(name, utf8(), H5::DataSpace(1, &length)).write(utf8(), pointers.data());
}

void set_attribute(H5::H5Object& object, const char* name, double value) {
  object.createAttribute(name, H5::PredType::IEEE_F64LE, H5::DataSpace(H5S_SCALAR))
      .write(H5::PredType::NATIVE_DOUBLE, &value);
}

void set_attribute(H5::H5Object& object, const char* name, std::uint64_t value) {
  object.createAttribute(name, H5::PredType::STD_U64LE, H5::DataSpace(H5S_SCALAR))
      .write(H5::PredType::NATIVE_UINT64, &value);
}

NetcdfGroup::NetcdfGroup(NetcdfFile& file, const H5::Group& group, std::string path)
    : file_(file), group_(group), path_(std::move(path)) {}

NetcdfGroup NetcdfGroup::subgroup(const std::string& name) {
  const auto properties = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_obj_track_times(properties, false);
  const auto id = H5Gcreate2(group_.getId(), name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT);
  H5Pclose(properties);
  if (id < 0) throw H5::GroupIException("H5Gcreate2", "group " + path_of(name));
  const H5::Group group(id);  // takes a share of its own
  H5Gclose(id);
  return {file_, group, path_of(name)};
}

std::string NetcdfGroup::path_of(const std::string& name) const { return path_ + "/" + name; }

bool NetcdfGroup::has(const std::string& name) const { return group_.nameExists(name); }

std::string NetcdfGroup::free_name(const std::string& wanted, const char* suffix) const {
  std::string name = wanted.empty() || wanted == "." ? "unnamed" : wanted;
  std::ranges::replace(name, '/', '_');
  const std::string base = name;
  if (has(name)) name = base + suffix;
  for (int i = 2; has(name); ++i) name = base + suffix + "_" + std::to_string(i);
  return name;
}

H5::DataSet NetcdfGroup::create_scale(const std::string& name, const H5::DataType& type,
                                      hsize_t length) {
  auto dataset = group_.createDataSet(name, type, H5::DataSpace(1, &length), dataset_creation());
  set_fixed_attribute(dataset, "CLASS", "DIMENSION_SCALE");
  set_fixed_attribute(dataset, "NAME", name);
  return dataset;
}

std::size_t NetcdfGroup::register_scale(const std::string& name, hsize_t length) {
  file_.dimensions_.push_back({name, path_of(name), length, {}});
  return file_.dimensions_.size() - 1;
}

std::size_t NetcdfGroup::text_dimension(const std::string& name,
                                        std::span<const std::string> labels) {
  const auto pointers = pointers_to(labels);
  create_scale(name, utf8(), labels.size()).write(pointers.data(), utf8());
  return register_scale(name, labels.size());
}

std::size_t NetcdfGroup::number_dimension(const std::string& name, std::span<const double> values) {
  create_scale(name, H5::PredType::IEEE_F64LE, values.size())
      .write(values.data(), H5::PredType::NATIVE_DOUBLE);
  return register_scale(name, values.size());
}

std::size_t NetcdfGroup::count_dimension(const std::string& name, std::size_t length,
                                         std::size_t first) {
  auto scale = create_scale(name, H5::PredType::STD_I64LE, length);
  constexpr std::size_t kBlock = std::size_t{1}
                                 << 16;  // a million samples are no reason for memory
  std::vector<std::int64_t> values;
  for (std::size_t begin = 0; begin < length; begin += kBlock) {
    values.resize(std::min(kBlock, length - begin));
    std::iota(values.begin(), values.end(), static_cast<std::int64_t>(first + begin));
    const hsize_t start = begin;
    const hsize_t count = values.size();
    auto place = scale.getSpace();
    place.selectHyperslab(H5S_SELECT_SET, &count, &start);
    scale.write(values.data(), H5::PredType::NATIVE_INT64, H5::DataSpace(1, &count), place);
  }
  return register_scale(name, length);
}

// Source: netCDF-4 format specification, "Dimensions without coordinate variables".
std::size_t NetcdfGroup::plain_dimension(const std::string& name, std::size_t length) {
  const hsize_t size = length;
  auto dataset = group_.createDataSet(name, H5::PredType::IEEE_F32BE, H5::DataSpace(1, &size),
                                      dataset_creation());
  auto digits = std::to_string(length);
  if (digits.size() < 10) digits.insert(0, 10 - digits.size(), ' ');
  set_fixed_attribute(dataset, "CLASS", "DIMENSION_SCALE");
  set_fixed_attribute(dataset, "NAME",
                      "This is a netCDF dimension but not a netCDF variable." + digits);
  return register_scale(name, length);
}

hsize_t NetcdfGroup::length(std::size_t dimension) const {
  return file_.dimensions_[dimension].length;
}

H5::DataSet NetcdfGroup::create(const std::string& name, const H5::DataType& type,
                                const DimensionList& dimensions,
                                const H5::DSetCreatPropList& properties) {
  std::vector<hsize_t> lengths;
  for (const auto d : dimensions) lengths.push_back(file_.dimensions_[d].length);
  const H5::DataSpace space(static_cast<int>(lengths.size()), lengths.data());
  auto dataset = group_.createDataSet(name, type, space, properties);

  std::vector<hobj_ref_t> references(dimensions.size());
  std::vector<hvl_t> lists(dimensions.size());
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    auto& dimension = file_.dimensions_[dimensions[i]];
    file_.file_.reference(&references[i], dimension.path.c_str());
    lists[i] = {1, &references[i]};
    dimension.users.emplace_back(path_of(name), static_cast<int>(i));
  }
  const H5::VarLenType list_type(H5::PredType::STD_REF_OBJ);
  const hsize_t rank = dimensions.size();
  dataset.createAttribute("DIMENSION_LIST", list_type, H5::DataSpace(1, &rank))
      .write(list_type, lists.data());
  return dataset;
}

H5::DataSet NetcdfGroup::create_numbers(const std::string& name, const DimensionList& dimensions,
                                        H5::DSetCreatPropList& properties) {
  const double fill = std::numeric_limits<double>::quiet_NaN();
  properties.setFillValue(H5::PredType::NATIVE_DOUBLE, &fill);
  auto dataset = create(name, H5::PredType::IEEE_F64LE, dimensions, properties);
  const hsize_t one = 1;
  dataset.createAttribute("_FillValue", H5::PredType::IEEE_F64LE, H5::DataSpace(1, &one))
      .write(H5::PredType::NATIVE_DOUBLE, &fill);
  return dataset;
}

H5::DataSet NetcdfGroup::virtual_numbers(const std::string& name, const DimensionList& dimensions,
                                         std::size_t axis, std::span<const Part> parts) {
  std::vector<hsize_t> lengths;
  for (const auto d : dimensions) lengths.push_back(length(d));
  const int rank = static_cast<int>(lengths.size());
  auto properties = dataset_creation();
  for (const auto& part : parts) {
    auto count = lengths;
    count[axis] = part.count;
    std::vector<hsize_t> start(lengths.size(), 0);
    start[axis] = part.first;
    H5::DataSpace place(rank, lengths.data());
    place.selectHyperslab(H5S_SELECT_SET, count.data(), start.data());
    properties.setVirtual(place, part.file, part.dataset, H5::DataSpace(rank, count.data()));
  }
  return create_numbers(name, dimensions, properties);
}

H5::DataSet NetcdfGroup::numbers(const std::string& name, const DimensionList& dimensions,
                                 std::span<const double> values, std::span<const hsize_t> chunk) {
  auto properties = dataset_creation();
  // A dimension of length zero has no chunks.
  if (!chunk.empty() && std::ranges::find(chunk, 0u) == chunk.end()) {
    properties.setChunk(static_cast<int>(chunk.size()), chunk.data());
    if (file_.deflate_ > 0) {
      properties.setShuffle();
      properties.setDeflate(static_cast<unsigned>(file_.deflate_));
    }
    properties.setFletcher32();
  }
  auto dataset = create_numbers(name, dimensions, properties);
  if (!values.empty()) dataset.write(values.data(), H5::PredType::NATIVE_DOUBLE);
  return dataset;
}

H5::DataSet NetcdfGroup::counts(const std::string& name, const DimensionList& dimensions,
                                std::span<const std::int64_t> values) {
  auto dataset = create(name, H5::PredType::STD_I64LE, dimensions, dataset_creation());
  if (!values.empty()) dataset.write(values.data(), H5::PredType::NATIVE_INT64);
  return dataset;
}

H5::DataSet NetcdfGroup::bytes(const std::string& name, const DimensionList& dimensions,
                               std::string_view values) {
  auto dataset = create(name, H5::PredType::STD_U8LE, dimensions, dataset_creation());
  if (!values.empty()) dataset.write(values.data(), H5::PredType::NATIVE_UINT8);
  return dataset;
}

H5::DataSet NetcdfGroup::flags(const std::string& name, const DimensionList& dimensions,
                               std::span<const std::uint8_t> values, const Flags& meanings) {
  auto dataset = create(name, H5::PredType::STD_U8LE, dimensions, dataset_creation());
  if (!values.empty()) dataset.write(values.data(), H5::PredType::NATIVE_UINT8);

  std::vector<std::uint8_t> numbers(meanings.size());
  std::string words;
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    numbers[i] = static_cast<std::uint8_t>(i);
    words += (i == 0 ? "" : " ") + meanings[i];
  }
  const hsize_t length = numbers.size();
  dataset.createAttribute("flag_values", H5::PredType::STD_U8LE, H5::DataSpace(1, &length))
      .write(H5::PredType::NATIVE_UINT8, numbers.data());
  set_attribute(dataset, "flag_meanings", words);
  return dataset;
}

H5::DataSet NetcdfGroup::texts(const std::string& name, const DimensionList& dimensions,
                               std::span<const std::string> values) {
  auto dataset = create(name, utf8(), dimensions, dataset_creation());
  const auto pointers = pointers_to(values);
  dataset.write(pointers.data(), utf8());
  return dataset;
}

NetcdfFile::NetcdfFile(int deflate)
    : deflate_(deflate),
      file_("slackwater-results", H5F_ACC_TRUNC, file_creation(), memory_access()) {}

NetcdfFile::NetcdfFile(OutputDriver& driver, bool is_virtual)
    : deflate_(0),
      file_("slackwater-results", H5F_ACC_TRUNC, file_creation(),
            driver_access(driver, is_virtual)) {}

NetcdfGroup NetcdfFile::root() { return {*this, file_.openGroup("/"), ""}; }

void NetcdfFile::write_reference_list(const Dimension& dimension) {
  if (dimension.users.empty()) return;
  H5::CompType type(sizeof(Reference));
  type.insertMember("dataset", HOFFSET(Reference, dataset), H5::PredType::STD_REF_OBJ);
  type.insertMember("dimension", HOFFSET(Reference, dimension), H5::PredType::NATIVE_INT32);
  std::vector<Reference> references(dimension.users.size());
  for (std::size_t i = 0; i < references.size(); ++i) {
    const auto& [path, position] = dimension.users[i];
    hobj_ref_t dataset = 0;
    file_.reference(&dataset, path.c_str());
    references[i] = {dataset, position};
  }
  const hsize_t length = references.size();
  auto scale = file_.openDataSet(dimension.path);
  scale.createAttribute("REFERENCE_LIST", type, H5::DataSpace(1, &length))
      .write(type, references.data());
}

void NetcdfFile::complete() {
  for (const auto& dimension : dimensions_) write_reference_list(dimension);
  // Last of all: a reader that finds it has a whole file before it.
  auto group = file_.openGroup("/");
  const std::uint8_t complete = 1;
  group.createAttribute("complete", H5::PredType::STD_U8LE, H5::DataSpace(H5S_SCALAR))
      .write(H5::PredType::NATIVE_UINT8, &complete);
  group.close();
  file_.flush(H5F_SCOPE_GLOBAL);
}

void NetcdfFile::finish() {
  complete();
  file_.close();
}

void NetcdfFile::finish(const std::function<void(const void*, std::size_t)>& take) {
  complete();
  // The driver's memory is taken as it is: asking for the image would copy it. Only that call knows
  // where the file ends within the memory, though.
  void* memory = nullptr;
  file_.getVFDHandle(&memory);
  const auto size = H5Fget_file_image(file_.getId(), nullptr, 0);
  if (size < 0) throw H5::FileIException("H5Fget_file_image", "its size is unknown");
  take(*static_cast<void**>(memory), static_cast<std::size_t>(size));
  file_.close();
}

}  // namespace slackwater::results

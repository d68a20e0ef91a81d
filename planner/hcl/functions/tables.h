// The parts of the table of functions. Private to planner/hcl.
#pragma once

#include <vector>

#include "planner/hcl/function.h"

namespace waveform::hcl {

std::vector<Function> number_functions();
std::vector<Function> string_functions();
std::vector<Function> format_functions();
std::vector<Function> regex_functions();
std::vector<Function> collection_functions();
std::vector<Function> encoding_functions();
std::vector<Function> csv_functions();
std::vector<Function> json_functions();
std::vector<Function> yaml_functions();
std::vector<Function> file_functions();
std::vector<Function> type_functions();

}  // namespace waveform::hcl

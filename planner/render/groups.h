// Order and headings of changes in all formats: deletes first.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::render {

// From the most dangerous to the least.
enum class Group { DeleteForGood, Delete, Replace, Disable, Update, Undelete, Create, Import, Move, Forget };
inline constexpr int kGroups = 10;

// A change is in the group of its most dangerous action; enables and imports with updates are updates.
Group group_of(const planner::Change& change);

// The changes of every group, in execution order.
std::array<std::vector<const planner::Change*>, kGroups> grouped(const planner::Plan& plan);

// "-", "-/+", "~", ...
const char* sign_of(Group group);

// The name of a change in a list: "undelete, update", "delete FOR GOOD".
std::string actions_text(const planner::Change& change);
// The same without "(to the recycle bin)", where sign or heading say it.
std::string short_actions_text(const planner::Change& change);

// The name and the account of a created, replaced or deleted integration, as base::value_text.
std::vector<std::string> identity(const planner::Change& change);

// One or two sentences about the whole plan, without counts: "The service matches the manifest.", "" when the
// counts suffice.
std::string verdict_remark(const planner::Plan& plan);
// "3 changes outside of waveform to write to the state", "1 to create, ...", "No changes".
std::string verdict(const planner::Plan& plan);

// Lines to paste, without control characters; each ends with a newline.
std::string code_lines(const std::string& code);
// "2 warnings: no-point-tags, role-arn."; "" without any.
std::string warnings_remark(const planner::Plan& plan);

// The part of the manifest that the plan covers, without the targets' names. "" for a complete plan.
std::string coverage_text(const planner::Plan& plan);

}  // namespace waveform::render

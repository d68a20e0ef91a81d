// In which order and under which name changes are shown, whatever the format: what takes something away
// first.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::render {

// From the most dangerous to the least.
enum class Group { DeleteForGood, Delete, Replace, Update, Undelete, Create, Import, Move, Forget };
inline constexpr int kGroups = 9;

// A change stands in one group, the one of its most dangerous action; enables and disables are updates, and
// so is an import that updates.
Group group_of(const planner::Change& change);

// The changes of every group, in the order of their execution.
std::array<std::vector<const planner::Change*>, kGroups> grouped(const planner::Plan& plan);

// "-", "-/+", "~", ...
const char* sign_of(Group group);

// How a change is called in a list: "undelete, update", "delete FOR GOOD".
std::string actions_text(const planner::Change& change);

// What is said of the whole plan in a sentence or two, without the counts of what is done: "The service is as
// the manifest says.", "" when the counts say it all.
std::string verdict_remark(const planner::Plan& plan);
// "3 changes outside of waveform to take into the state", "1 to create, ...", "No changes".
std::string verdict(const planner::Plan& plan);

// Of a plan that is about a part of the manifest: which part that is, without the targets' names. "" for
// others.
std::string coverage_text(const planner::Plan& plan);

}  // namespace waveform::render

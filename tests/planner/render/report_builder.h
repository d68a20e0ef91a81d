// Reports made by hand: a change is said once, and the views of a report are made to fit it.
#pragma once

#include <string>
#include <vector>

#include "planner/report/report.h"

namespace waveform::test {

// Attributes that change.
planner::AttributeChange set(const std::string& name, base::Value before, base::Value after);
planner::AttributeChange reset(const std::string& name, base::Value before, base::Value after = {});
planner::AttributeChange secret(const std::string& name);
planner::AttributeChange unordered(planner::AttributeChange change);
planner::AttributeChange left_alone(planner::AttributeChange change);

// What stands in the place of a secret, and of an external id.
base::Value hidden();
base::Value masked();

base::Address ec2(const std::string& name, base::Address::Key key = {});
base::Address cloudwatch(const std::string& name, base::Address::Key key = {});
base::Address external_id(const std::string& name);

// The id is made of the address; there is none when the first action is a create.
planner::Change change(const base::Address& address, std::vector<planner::Action> actions,
                       std::vector<planner::AttributeChange> attributes = {}, std::string reason = {});

class ReportBuilder {
 public:
  ReportBuilder();

  ReportBuilder& mode(planner::Mode mode);
  ReportBuilder& target(const base::Address& address);
  ReportBuilder& change(planner::Change change);
  ReportBuilder& drift(const base::Address& address, planner::Drift::Kind kind,
                       std::vector<planner::AttributeChange> attributes = {}, std::string who = {},
                       std::int64_t when_epoch_millis = 0);
  ReportBuilder& output(const std::string& name, base::Value before, base::Value after);
  ReportBuilder& unverified(const base::Address& address);
  ReportBuilder& warning(planner::Warning warning);
  ReportBuilder& refused(std::string refusal);
  // Managed, wanted, and as it should be; or no part of a plan with targets.
  ReportBuilder& unchanged(const base::Address& address);
  ReportBuilder& not_covered(const base::Address& address);

  planner::Report done();

 private:
  void view(planner::ResourceView view);

  planner::Report report_;
};

}  // namespace waveform::test

// All commands, one file each.
#pragma once

#include <vector>

#include "cmd/command.h"

namespace waveform::cmd::commands {

Command plan();
Command apply();
Command destroy();
Command show();
Command validate();
Command fmt();
Command console();
Command import();
Command output();
Command state_list();
Command state_show();
Command state_mv();
Command state_rm();
Command force_unlock();
Command external_id_create();
Command external_id_check();
Command external_id_delete();
Command trust_policy();
Command status();
Command simulate();
Command version();
Command help();
Command completion();
Command man();

// In the order of the help.
inline std::vector<Command> all() {
  return {plan(),
          apply(),
          destroy(),
          show(),
          validate(),
          fmt(),
          console(),
          import(),
          output(),
          state_list(),
          state_show(),
          state_mv(),
          state_rm(),
          force_unlock(),
          external_id_create(),
          external_id_check(),
          external_id_delete(),
          trust_policy(),
          status(),
          simulate(),
          version(),
          help(),
          completion(),
          man()};
}

}  // namespace waveform::cmd::commands

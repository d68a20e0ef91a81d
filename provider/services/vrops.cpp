// VMware Aria Operations (vRealize Operations). No placeholder for its token is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<ResourceType> vrops() {
  return {integration(
      "vrops", "VROPS", "vrops", "VMware Aria Operations (vROps)",
      {
          unkept_secret("vrops_api_token", "vropsAPIToken", "API token of VMware Aria Operations."),
          {.name = "base_url",
           .wire = "baseURL",
           .meaning = Meaning::Url,
           .collects = Collects::Account,
           .documentation = "Address of its API; that of VMware's own cloud when absent."},
          {.name = "organization_id",
           .wire = "organizationID",
           .collects = Collects::Account,
           .documentation = "Organization; the token's own when absent."},
          {.name = "adapter_names",
           .wire = "adapterNames",
           .type = Type::StringListMap,
           .collects = Collects::Share,
           .documentation = "Adapters to fetch, by kind (VMWARE: names of vCenter Servers); all "
                            "when absent."},
          {.name = "categories",
           .wire = "categoriesToFetch",
           .type = Type::StringSet,
           .allowed = {"VMWARE_CLUSTERCOMPUTERESOURCE", "VMWARE_DATASTORE"},
           .collects = Collects::Share,
           .documentation = "Kinds of adapters and resources to fetch."},
          metric_filter_regex(),
      })};
}

}  // namespace waveform::provider::services

"""The services that the published client knows: a configuration that the API accepts, a change of it, and its secrets."""
import dataclasses

ROLE = "arn:aws:iam::123456789012:role/wavefront"
GCP_KEY = '{"type": "service_account", "private_key": "gcp-private"}'
GCP_PLACEHOLDER = '{"project_id": "shop"}'


@dataclasses.dataclass(frozen=True)
class Secret:
    """A member of `Service.configuration`; reads_as: its value in a response, as documented."""
    path: str
    placeholder: str | None = None
    reads_as: str | None = None
    kept_when_left_out: bool = False


@dataclasses.dataclass(frozen=True)
class Service:
    name: str
    object: str
    configuration: dict
    change: tuple[str, object]
    secrets: tuple[Secret, ...]

    @property
    def is_aws(self):
        return self.secrets[0].path == "baseCredentials.externalId"


def aws(name, object_name, configuration, change):
    return Service(name, object_name, {"baseCredentials": {"roleArn": ROLE, "externalId": None}, **configuration}, change,
                   (Secret("baseCredentials.externalId", kept_when_left_out=True),))


def azure(name, object_name, configuration, change):
    return Service(name, object_name, {"baseCredentials": {"clientId": "client", "clientSecret": "azure-secret", "tenant": "tenant"},
                                       **configuration}, change, (Secret("baseCredentials.clientSecret", "saved_secret"),))


SERVICES = [
    aws("CLOUDWATCH", "cloudWatch",
        {"namespaces": ["AWS/EC2", "AWS/S3"], "metricFilterRegex": "^aws.(ec2|s3).*$", "pointTagFilterRegex": "(region|name)",
         "s3BucketNameFilterRegex": "logs-.*", "instanceSelectionTags": {"env": "prod"}, "instanceSelectionTagsExpr": "k=v",
         "volumeSelectionTags": {}, "volumeSelectionTagsExpr": "k=v", "threadDistributionInMins": 3},
        ("namespaces", ["AWS/EC2", "AWS/S3", "AWS/RDS"])),
    aws("CLOUDTRAIL", "cloudTrail", {"region": "us-west-2", "bucketName": "trails", "prefix": "AWSLogs", "filterRule": "e = 1"},
        ("prefix", "")),
    aws("EC2", "ec2",
        {"instanceSelectionTagsExpr": "env=prod", "volumeSelectionTagsExpr": "env=prod", "metricFilterRegex": "^aws.ec2.*$",
         "pointTagFilterRegex": "name", "hostNameTags": ["host"]},
        ("hostNameTags", ["host", "name"])),
    Service("GCP", "gcp",
            {"projectId": "shop", "gcpJsonKey": GCP_KEY, "categoriesToFetch": ["COMPUTE", "PUBSUB"], "metricFilterRegex": "^gcp.*$",
             "customMetricPrefix": ["custom.googleapis.com/"], "disableDeltaCounts": True, "disableHistogram": False,
             "disableHistogramToMetricConversion": True, "histogramGroupingFunction": ["sum"]},
            ("categoriesToFetch", ["COMPUTE"]), (Secret("gcpJsonKey", GCP_PLACEHOLDER, GCP_PLACEHOLDER),)),
    Service("GCPBILLING", "gcpBilling", {"projectId": "shop", "gcpApiKey": "gcp-api", "gcpJsonKey": GCP_KEY}, ("gcpApiKey", "gcp-api-2"),
            (Secret("gcpApiKey", "saved_api_key", "saved_api_key"), Secret("gcpJsonKey", GCP_PLACEHOLDER, GCP_PLACEHOLDER))),
    azure("AZURE", "azure", {"categoryFilter": ["Microsoft.Cache/redis"], "resourceGroupFilter": ["web"], "metricFilterRegex": "^azure.*$"},
          ("resourceGroupFilter", ["web", "db"])),
    azure("AZUREACTIVITYLOG", "azureActivityLog", {"categoryFilter": ["ALERT"]}, ("categoryFilter", ["ALERT", "SECURITY"])),
    Service("NEWRELIC", "newRelic",
            {"apiKey": "newrelic-secret", "appFilterRegex": "^shop.*$", "hostFilterRegex": "^web.*$",
             "newRelicMetricFilters": [{"appName": "shop", "metricFilterRegex": "^cpu.*$"}]},
            ("newRelicMetricFilters", [{"appName": "shop", "metricFilterRegex": "^mem.*$"}, {"appName": "till"}]), (Secret("apiKey"),)),
    Service("APPDYNAMICS", "appDynamics",
            {"userName": "wavefront@shop", "controllerName": "shop", "encryptedPassword": "appdynamics-secret", "enableRollup": False,
             "enableErrorMetrics": True, "enableBusinessTrxMetrics": True, "enableBackendMetrics": False, "enableOverallPerfMetrics": True,
             "enableIndividualNodeMetrics": False, "enableAppInfraMetrics": True, "enableServiceEndpointMetrics": False,
             "appFilterRegex": ["^shop-web$"]},
            ("enableRollup", True), (Secret("encryptedPassword"),)),
    Service("VROPS", "vrops",
            {"vropsAPIToken": "vrops-secret", "baseURL": "https://www.mgmt.cloud.vmware.com/vrops-cloud", "organizationID": "org",
             "adapterNames": {"VMWARE": ["one", "two"]}, "categoriesToFetch": ["VMWARE_DATASTORE"], "metricFilterRegex": "^vrops.*$"},
            ("adapterNames", {"VMWARE": ["one"]}), (Secret("vropsAPIToken"),)),
    Service("SNOWFLAKE", "snowflake",
            {"accountID": "account", "userName": "wavefront", "privateKey": "snowflake-key", "password": "snowflake-password",
             "role": "SYSADMIN", "warehouse": "small", "metricFilterRegex": "^snowflake.*$"},
            ("warehouse", "large"), (Secret("privateKey"), Secret("password"))),
    Service("DYNATRACE", "dynatrace", {"dynatraceAPIToken": "dynatrace-secret", "environmentID": "abc123", "metricFilterRegex": "^dynatrace.*$"},
            ("environmentID", "abc124"), (Secret("dynatraceAPIToken"),)),
]


def at(body, path):
    """The member at a dotted path, or None."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body


def put(body, path, value):
    *parents, last = path.split(".")
    for name in parents:
        body = body[name]
    body[last] = value

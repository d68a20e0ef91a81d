#!/usr/bin/env python3
"""Prints the data of a simulated tenant that was created in the console over years: 300 integrations.

Usage: tenant.py > tenant.json; waveform simulate -data tenant.json

Some names are duplicate, some are not Latin, some integrations are disabled (by users, or by the service with
an error), some are in the recycle bin, and some belong to a service that waveform does not know.
"""
import json
import uuid

NAMES = ["CloudWatch prod", "Überwachung Köln", "監視 東京", "мониторинг", "team a / staging", "metrics 🚀", "10th floor",
         "\"quoted\" ${name}", "prod", "prod"]
ROLE = "arn:aws:iam::{:012d}:role/{}"


def configuration(service: str, role: str, n: int) -> dict:
    credentials = {"baseCredentials": {"roleArn": role, "externalId": f"wave{n:08x}"}}
    if service == "CLOUDWATCH":
        own = {"namespaces": ["AWS/EC2", "AWS/RDS"][: n % 3]} if n % 3 else {}
        if n % 4 == 0:
            own["metricFilterRegex"] = r"^aws\.(ec2|rds)\..*$"
        if n % 5 == 0:
            own["instanceSelectionTags"] = {"env": "prod", "cost center": str(n)}
        return {"cloudWatch": credentials | own}
    if service == "CLOUDTRAIL":
        return {"cloudTrail": credentials | {"region": "eu-west-1", "bucketName": f"trail-{n}"}}
    own = {"hostNameTags": ["Name"]} if n % 2 else {"hostNameTags": ["hostname", "host", "name"]}
    return {"ec2": credentials | own}


def integration(n: int) -> dict:
    service = ["CLOUDWATCH", "EC2", "CLOUDTRAIL"][n % 3]
    name = NAMES[n % len(NAMES)] + ("" if n % 20 < 2 else f" {n}")
    role = ROLE.format(100000000000 + n % 40, "wavefront")
    made = 1600000000000 + n * 1000
    body = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"integration {n}")),
        "name": name,
        "service": service,
        "serviceRefreshRateInMins": 5 if n % 7 else 10,
        "additionalTags": {"team": "a"} if n % 6 == 0 else {},
        "forceSave": False,
        "disabled": n % 11 == 0 or n % 13 == 0,
        "deleted": n % 17 == 0,
        "inTrash": n % 17 == 0,
        "creatorId": "console@example.com",
        "updaterId": "console@example.com",
        "createdEpochMillis": made,
        "updatedEpochMillis": made,
    } | configuration(service, role, n)
    if n % 13 == 0:
        body["lastError"] = "Access denied: the role cannot be assumed"
    if n in (50, 150):
        body["service"] = "CARRIERPIGEON"
    return body


data = {"format": "waveform-simulator", "version": 1, "integrations": [integration(n) for n in range(300)], "externalIds": []}
print(json.dumps(data, ensure_ascii=False, indent=1))

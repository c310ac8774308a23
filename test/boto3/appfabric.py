"""Asks the package appfabric-local, alone, with boto3: AppFabric's own client, model and signatures.

test/boto3/run.sh runs this.
"""

import re
import subprocess
import sys
import time

import boto3
from botocore.config import Config
from watch import refused, same

COMMAND = ["node", "local/dist/appfabric-local.mjs", "--port", "0"]
PERSON = "ana.diaz@example.com"


def check(client, bundle):
    pages = client.get_paginator("list_app_authorizations").paginate(appBundleIdentifier=bundle)
    connected = [each for page in pages for each in page["appAuthorizationSummaryList"]]
    started = client.start_user_access_tasks(appBundleIdentifier=bundle, email=PERSON)["userAccessTasksList"]
    tasks = [each["taskId"] for each in started if "taskId" in each]
    same("tasks of other apps than those that are connected", {each["app"] for each in started} - {each["app"] for each in connected}, set())

    open_at = time.time()
    ask = lambda: client.batch_get_user_access_tasks(appBundleIdentifier=bundle, taskIdList=tasks)["userAccessResultsList"]
    results = ask()
    while any(each["resultStatus"] == "IN_PROGRESS" for each in results):
        same("tasks that end within a minute", time.time() - open_at < 60, True)
        time.sleep(1)
        results = ask()
    same("results", sorted(each["taskId"] for each in results), sorted(tasks))
    slack = [each for each in results if each["app"] == "SLACK" and each["tenantId"] == "T02EXAMPLE"]
    same("status in Slack", [each["userStatus"] for each in slack], ["deactivated"])
    same("address", {each["email"] for each in slack}, {PERSON})

    refused("no address", lambda: client.start_user_access_tasks(appBundleIdentifier=bundle, email="nobody"), "ValidationException")
    other = "arn:aws:appfabric:us-east-1:111122223333:appbundle/ffffffff-ffff-ffff-ffff-ffffffffffff"
    refused("another bundle", lambda: client.list_app_authorizations(appBundleIdentifier=other), "ResourceNotFoundException")
    return f"{len(connected)} app authorizations, {len(tasks)} tasks"


def main():
    server = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        endpoint = re.fullmatch(r"export AWS_ENDPOINT_URL_APPFABRIC=(\S+)\n", server.stdout.readline())[1]
        bundle = re.search(r"app bundle (arn:\S+)\.", server.stderr.readline())[1]
        client = boto3.client(
            "appfabric",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"mode": "standard", "max_attempts": 10}),
        )
        print(f"boto3 and appfabric-local: {check(client, bundle)}.")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())

"""Follows a watch with boto3 alone: an event on the bus, and then nothing but queries of the table.

Runs the stack that `cdk synth` wrote, with the scenario of an employee who leaves: Slack is closed after 5 hours and Zoom
after 30. While everything waits, time passes 20,000 times faster. test/boto3/run.sh installs boto3 and runs this.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

PERSON = "noor.haddad@example.com"
SPEED = "20000"
MOST_SECONDS = 120


def serve(folder):
    """Starts the stack. Returns its process, and the variables of the shell lines that it prints."""
    command = ["node", "cli/dist/user-access.mjs", "serve", "--port", "0", "--speed", SPEED, "--data", folder]
    command += ["--scenario", "local/scenarios/leaving-employee.json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    variables = {}
    for line in process.stdout:
        name, _, value = line.removeprefix("export ").strip().partition("=")
        variables[name] = value.strip("'")
        if name == "USER_ACCESS_APP_BUNDLE":
            break
    return process, variables


def client_settings(variables):
    return {
        "endpoint_url": variables["AWS_ENDPOINT_URL"],
        "region_name": variables["AWS_REGION"],
        "aws_access_key_id": variables["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": variables["AWS_SECRET_ACCESS_KEY"],
    }


def ended_watch(table):
    """Waits until the person's watch has ended. Returns its item."""
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline:
        key = {"pk": f"PERSON#{PERSON}", "sk": "WATCH"}
        watch = table.get_item(Key=key, ConsistentRead=True).get("Item")
        if watch is not None and "endedAt" in watch:
            return watch
        time.sleep(0.5)
    sys.exit(f"The watch has not ended within {MOST_SECONDS} s.")


def after(watch, attribute):
    """How long after the start of the watch something happened."""
    return datetime.fromisoformat(watch[attribute]) - datetime.fromisoformat(watch["startedAt"])


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: found {found}, expected {expected}")
    print(f"ok  {what}: {found}")


def refused(what, call, code):
    try:
        call()
    except ClientError as error:
        same(what, error.response["Error"]["Code"], code)
    else:
        same(what, "nothing refused", code)


def between(what, found, least, most):
    if not least <= found <= most:
        sys.exit(f"{what}: found {found}, expected {least} to {most}")
    print(f"ok  {what}: {found}")


def check(settings, variables):
    table = boto3.resource("dynamodb", **settings).Table(variables["USER_ACCESS_TABLE"])
    detail = json.dumps({"email": PERSON.title()})
    entry = {"Source": "com.example.hr", "DetailType": "Employee Left", "Detail": detail}
    entry["EventBusName"] = variables["USER_ACCESS_EVENT_BUS"]
    put = boto3.client("events", **settings).put_events(Entries=[entry])
    same("refused events", put["FailedEntryCount"], 0)

    watch = ended_watch(table)
    same("status", watch["status"], "CLEARED")
    same("verdict", watch["verdict"], "CLEAR")
    same("requested by", [each["trigger"]["source"] for each in watch["requesters"]], ["com.example.hr"])
    between("overdue", after(watch, "overdueAt"), timedelta(hours=24), timedelta(hours=24, minutes=30))
    # The scans of the cadence come after 1, 5, 17 and 41 hours. Each takes seconds.
    between("cleared", after(watch, "endedAt"), timedelta(hours=41), timedelta(hours=43))
    same("events to publish", watch["unpublished"], [])

    person = Key("pk").eq(f"PERSON#{PERSON}")
    changes = table.query(KeyConditionExpression=person & Key("sk").begins_with("CHANGE#"))["Items"]
    same(
        "changes of the person",
        [(each["app"], each["kind"], each["from"]["access"], each["to"]["access"]) for each in changes],
        [("SLACK", "BLOCKED", "OPEN", "BLOCKED"), ("ZOOM", "BLOCKED", "OPEN", "BLOCKED")],
    )
    in_zoom = Key("appPk").eq("CHANGES#ZOOM") & Key("appSk").gt(watch["overdueAt"])
    zoom = table.query(IndexName="ByApp", KeyConditionExpression=in_zoom)["Items"]
    same("changes in Zoom since the watch was overdue", [each["email"] for each in zoom], [PERSON])
    watching = table.query(IndexName="ByWatch", KeyConditionExpression=Key("watchPk").eq("WATCH#WATCHING"))["Items"]
    same("people who are watched", watching, [])
    scans = table.query(KeyConditionExpression=person & Key("sk").begins_with("SCAN#"))["Items"]
    verdicts = [each["verdict"] for each in scans]
    same("verdicts", (set(verdicts[:-1]), verdicts[-1]), ({"OPEN"}, "CLEAR"))
    same("scans", len(scans), int(watch["scanCount"]))


def run(check):
    """Checks a stack of its own, which is stopped then."""
    with tempfile.TemporaryDirectory() as folder:
        process, variables = serve(folder)
        try:
            check(client_settings(variables), variables)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    run(check)

"""Asks the services of the local stack with boto3 what `user-access doctor` asks them.

boto3 checks nothing that this project has written: it parses each answer by its own model of the service. test/boto3/run.sh
runs this.
"""

import boto3
from botocore.exceptions import ClientError
from watch import run, same


def refused(what, call, code):
    try:
        call()
    except ClientError as error:
        same(what, error.response["Error"]["Code"], code)
    else:
        same(what, "nothing refused", code)


def check(settings, variables):
    client = lambda name: boto3.client(name, **settings)
    table, account = variables["USER_ACCESS_TABLE"], "111122223333"
    same("account", client("sts").get_caller_identity()["Account"], account)

    stack = client("cloudformation")
    resources = stack.describe_stack_resources(PhysicalResourceId=table)["StackResources"]
    listed = stack.list_stack_resources(StackName=resources[0]["StackName"])["StackResourceSummaries"]
    same("resources", len(listed), len(resources))
    missing = lambda: stack.describe_stack_resources(PhysicalResourceId="other")
    refused("a resource without a stack", missing, "ValidationError")
    of_type = lambda kind: [each["PhysicalResourceId"] for each in listed if each["ResourceType"] == kind]

    dynamodb = client("dynamodb")
    same("table", dynamodb.describe_table(TableName=table)["Table"]["TableStatus"], "ACTIVE")
    ttl = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    same("time to live", ttl, {"TimeToLiveStatus": "ENABLED", "AttributeName": "expiresAt"})
    backups = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    same("backups", backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED")

    events = client("events")
    for rule in of_type("AWS::Events::Rule"):
        bus, _, name = rule.rpartition("|")
        named = {"EventBusName": bus} if bus else {}
        same("rule", events.describe_rule(Name=name, **named)["State"], "ENABLED")
        same("targets", len(events.list_targets_by_rule(Rule=name, **named)["Targets"]), 1)

    functions = client("lambda")
    same("limit", functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"], 1000)
    for name in of_type("AWS::Lambda::Function"):
        same("function", functions.get_function_configuration(FunctionName=name)["State"], "Active")
        same("reserved", functions.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions"), None)
    refused("a function that is not there", lambda: functions.get_function_concurrency(FunctionName="x"), "ResourceNotFoundException")
    refused("a key that is not there", lambda: client("kms").describe_key(KeyId="x"), "NotFoundException")

    queues = client("sqs")
    url = of_type("AWS::SQS::Queue")[0]
    queues.send_message(QueueUrl=url, MessageBody="one")
    counted = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    same("messages", counted["ApproximateNumberOfMessages"], "1")
    message = queues.receive_message(QueueUrl=url)["Messages"][0]
    same("message", message["Body"], "one")
    queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    run(check)

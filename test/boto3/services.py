"""Asks the services of the local stack with boto3 what `user-access doctor` and an operator with the AWS CLI ask them.

boto3 checks nothing that this project has written: it parses each answer by its own model of the service. test/boto3/run.sh
runs this.
"""

import json
import sys
import time

import boto3
from watch import refused, run, same


def check(settings, variables):
    client = lambda name: boto3.client(name, **settings)
    table, account = variables["USER_ACCESS_TABLE"], "111122223333"
    same("account", client("sts").get_caller_identity()["Account"], account)

    stack = client("cloudformation")
    resources = stack.describe_stack_resources(PhysicalResourceId=table)["StackResources"]
    listed = stack.list_stack_resources(StackName=resources[0]["StackName"])["StackResourceSummaries"]
    described = stack.describe_stacks(StackName=resources[0]["StackId"])["Stacks"][0]
    same("stack", [described["StackName"], described["StackStatus"]], [resources[0]["StackName"], "CREATE_COMPLETE"])
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
    for arn in of_type("AWS::Lambda::Alias"):
        name, alias = arn.rsplit(":", 1)
        version = functions.get_alias(FunctionName=name, Name=alias)["FunctionVersion"]
        same("version", functions.get_function_configuration(FunctionName=f"{name}:{version}")["Version"], version)
    same("schedules", client("scheduler").list_schedules()["Schedules"], [])
    refused("a function that is not there", lambda: functions.get_function_concurrency(FunctionName="x"), "ResourceNotFoundException")
    refused("a key that is not there", lambda: client("kms").describe_key(KeyId="x"), "NotFoundException")

    check_queues(client("sqs"), of_type("AWS::SQS::Queue"))
    check_state_machines(client("stepfunctions"), variables)
    check_events(events, variables["USER_ACCESS_EVENT_BUS"])


def check_queues(queues, urls):
    name = urls[0].split("/")[-1]
    url = queues.get_queue_url(QueueName=name)["QueueUrl"]
    same("queue", url, urls[0])
    same("queues", every(queues, "list_queues", "QueueUrls"), sorted(urls))
    reason = {"DataType": "String", "StringValue": "because"}
    queues.send_message(QueueUrl=url, MessageBody="one", MessageAttributes={"REASON": reason})
    counted = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    same("messages", counted["ApproximateNumberOfMessages"], "1")
    wanted = {"MessageSystemAttributeNames": ["ApproximateReceiveCount"], "MessageAttributeNames": ["All"]}
    message = queues.receive_message(QueueUrl=url, WaitTimeSeconds=1, **wanted)["Messages"][0]
    same("message", message["Body"], "one")
    same("received", message["Attributes"], {"ApproximateReceiveCount": "1"})
    same("reason", message["MessageAttributes"]["REASON"]["StringValue"], "because")
    queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    same("no message", "Messages" in queues.receive_message(QueueUrl=url), False)
    missing = "AWS.SimpleQueueService.NonExistentQueue"
    refused("a queue that is not there", lambda: queues.get_queue_url(QueueName="x"), missing)
    try:
        queues.receive_message(QueueUrl=url + "x")
    except queues.exceptions.QueueDoesNotExist as error:
        same("its exception", error.response["Error"]["QueryErrorCode"], "QueueDoesNotExist")
    forged = lambda: queues.delete_message(QueueUrl=url, ReceiptHandle="forged")
    refused("a receipt handle that is not one", forged, "ReceiptHandleIsInvalid")
    many = lambda: queues.receive_message(QueueUrl=url, MaxNumberOfMessages=11)
    refused("too many messages", many, "InvalidParameterValue")
    depth = lambda: queues.get_queue_attributes(QueueUrl=url, AttributeNames=["Depth"])
    refused("an attribute that is not one", depth, "InvalidAttributeName")


def check_state_machines(states, variables):
    arn = variables["USER_ACCESS_STATE_MACHINE_ARN"]
    listed = every(states, "list_state_machines", "stateMachines")
    same("state machine", [each["type"] for each in listed if each["stateMachineArn"] == arn], ["STANDARD"])
    # Without an address, a scan fails. What is fixed then is not, so it fails again.
    executions = [states.start_execution(stateMachineArn=arn, input="{}")["executionArn"] for _ in range(3)]
    ended(states, executions)
    states.redrive_execution(executionArn=executions[0])
    ended(states, executions)
    of = lambda **filters: sorted(
        each["executionArn"] for each in every(states, "list_executions", "executions", stateMachineArn=arn, **filters)
    )
    same("executions", of(), sorted(executions))
    same("redriven", of(redriveFilter="REDRIVEN"), executions[:1])
    same("not redriven", of(redriveFilter="NOT_REDRIVEN"), sorted(executions[1:]))
    same("succeeded", of(statusFilter="SUCCEEDED"), [])
    refused("a status that is not one", lambda: of(statusFilter="failed"), "ValidationException")
    refused("a redrive filter that is not one", lambda: of(redriveFilter="YES"), "ValidationException")
    forged = lambda: states.list_executions(stateMachineArn=arn, nextToken="forged")
    refused("a token that is not one", forged, "InvalidToken")


def ended(states, executions):
    while any(states.describe_execution(executionArn=each)["status"] == "RUNNING" for each in executions):
        time.sleep(0.2)


def check_events(events, bus):
    listed = every(events, "list_rules", "Rules", EventBusName=bus)
    same("rules of the bus", {each["EventBusName"] for each in listed}, {bus})
    target = events.list_targets_by_rule(Rule=listed[0]["Name"], EventBusName=bus)["Targets"][0]
    named = events.list_rule_names_by_target(TargetArn=target["Arn"], EventBusName=bus)["RuleNames"]
    same("rules of the target", named, [listed[0]["Name"]])
    described = events.describe_event_bus(Name=bus)
    same("bus", described["Name"], bus)
    same("policy", json.loads(described["Policy"])["Statement"][0]["Effect"], "Deny")
    same("buses", [each["Name"] for each in events.list_event_buses()["EventBuses"]], ["default", bus])
    refused("a bus that is not there", lambda: events.list_rules(EventBusName="x"), "ResourceNotFoundException")
    refused("too many rules", lambda: events.list_rules(Limit=101), "ValidationException")
    event = {"id": "1", "account": "1", "time": "2026-11-01T00:00:00Z", "region": "us-east-1", "resources": []}
    event |= {"source": "com.example.hr", "detail-type": "Employee Left", "detail": {}}
    matches = lambda pattern, of: events.test_event_pattern(EventPattern=pattern, Event=json.dumps(of))["Result"]
    same("a pattern that matches", matches('{"source":["com.example.hr"]}', event), True)
    same("one that does not", matches('{"source":["com.example.sales"]}', event), False)
    refused("a pattern that is not one", lambda: matches('{"source":"a"}', event), "InvalidEventPatternException")
    refused("an event that is not one", lambda: matches('{"source":["a"]}', {}), "ValidationException")


def every(client, operation, member, **request):
    """All members of a list, one a page. The tokens must lead through it."""
    pages = client.get_paginator(operation).paginate(**request, PaginationConfig={"PageSize": 1})
    found = []
    for page in pages:
        if len(page.get(member, [])) > 1:
            sys.exit(f"{operation}: more than one on a page")
        found += page.get(member, [])
    return found


if __name__ == "__main__":
    run(check)

# The scanner is in the account of the app bundle, and publishes on the event bus of a central account. The rules are in a
# stack of that account.
from aws_cdk import App, Environment, Stack
from aws_cdk.aws_events import EventBus
from aws_cdk.aws_events_targets import SnsTopic
from aws_cdk.aws_iam import AccountPrincipal, PolicyStatement
from aws_cdk.aws_sns import Topic
from cdk_appfabric_user_access import AppBundle, UserAccessScanner, Verdict

REGION = "us-east-1"
SCANNER_ACCOUNT = "111122223333"
CENTRAL_ACCOUNT = "444455556666"
BUS_NAME = "user-access"

app = App()

central = Stack(app, "Central", env=Environment(account=CENTRAL_ACCOUNT, region=REGION))
bus = EventBus(central, "EventBus", event_bus_name=BUS_NAME)
bus.add_to_resource_policy(
    PolicyStatement(
        sid="ScannerAccountPublishes",
        principals=[AccountPrincipal(SCANNER_ACCOUNT)],
        actions=["events:PutEvents"],
        resources=[bus.event_bus_arn],
        conditions={"StringEquals": {"events:source": "cdk-appfabric-user-access"}},
    )
)

scanning = Stack(app, "Scanning", env=Environment(account=SCANNER_ACCOUNT, region=REGION))
scanner = UserAccessScanner(
    scanning,
    "Scanner",
    app_bundle=AppBundle(scanning, "AppBundle"),
    event_bus=EventBus.from_event_bus_arn(
        scanning,
        "CentralBus",
        f"arn:aws:events:{REGION}:{CENTRAL_ACCOUNT}:event-bus/{BUS_NAME}",
    ),
)

scanner.on_scan_completed(
    "NotClear",
    cross_stack_scope=central,
    verdict=[Verdict.OPEN, Verdict.UNKNOWN],
    target=SnsTopic(Topic(central, "SecurityTeam", enforce_ssl=True)),
)

app.synth()

# Incident response: page somebody as soon as a scan finds that an account which was blocked is open again, or that an
# account has appeared.
from aws_cdk import App, Stack
from aws_cdk.aws_events import EventBus, EventField, EventPattern
from aws_cdk.aws_events_targets import SnsTopic
from aws_cdk.aws_sns import Topic
from cdk_appfabric_user_access import AppBundle, ChangeKind, UserAccessScanner

app = App()
stack = Stack(app, "PageOnReopened")
scanner = UserAccessScanner(
    stack,
    "Scanner",
    app_bundle=AppBundle(stack, "AppBundle"),
    event_bus=EventBus(stack, "EventBus"),
)
# An event that only the scanner can publish is one to be woken by.
scanner.deny_others_to_publish()

scanner.scan_on(
    "ScanRequested",
    event_pattern=EventPattern(source=["com.example.security"], detail_type=["Scan Requested"]),
    email=EventField.from_path("$.detail.email"),
)

pager = Topic(stack, "Pager", enforce_ssl=True)
scanner.on_change(
    "Reopened",
    kind=[ChangeKind.REOPENED, ChangeKind.APPEARED],
    target=SnsTopic(pager),
)

app.synth()

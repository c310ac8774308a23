# An employee leaves: watch them from the event of the HR system on, and tell the service desk what is still open when the
# watch is due.
from aws_cdk import App, Duration, Stack
from aws_cdk.aws_events import EventBus, EventField, EventPattern
from aws_cdk.aws_events_targets import SnsTopic
from aws_cdk.aws_sns import Topic
from cdk_appfabric_user_access import AppBundle, UserAccessScanner, WatchEvent

app = App()
stack = Stack(app, "Offboarding")

# The HR system publishes on this event bus. Its policy says who may.
event_bus = EventBus(stack, "EventBus")
scanner = UserAccessScanner(stack, "Scanner", app_bundle=AppBundle(stack, "AppBundle"), event_bus=event_bus)
scanner.deny_others_to_publish()

scanner.watch_on(
    "EmployeeLeft",
    event_pattern=EventPattern(source=["com.example.hr"], detail_type=["Employee Left"]),
    email=EventField.from_path("$.detail.email"),
    due_in=Duration.hours(24),
)

service_desk = Topic(stack, "ServiceDesk", enforce_ssl=True)
scanner.on_watch(
    "NotDone",
    watch_event=[WatchEvent.OVERDUE, WatchEvent.GIVEN_UP],
    target=SnsTopic(service_desk),
)

app.synth()

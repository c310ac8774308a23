from aws_cdk import App, Duration, Stack
from aws_cdk.aws_events import EventBus, EventField, EventPattern
from aws_cdk.aws_scheduler import ScheduleExpression
from cdk_appfabric_user_access import Access, AppBundle, UserAccessScanner, Verdict

app = App()
stack = Stack(app, "UserAccess")
event_bus = EventBus(stack, "EventBus")
scanner = UserAccessScanner(
    stack,
    "Scanner",
    app_bundle=AppBundle(stack, "AppBundle"),
    event_bus=event_bus,
    result_retention=Duration.days(90),
)
scanner.deny_others_to_publish()
scanner.scan_on(
    "EmployeeOffboarded",
    event_pattern=EventPattern(source=["com.example.hr"], detail_type=["Employee Offboarded"]),
    email=EventField.from_path("$.detail.email"),
)
scanner.watch_on(
    "EmployeeLeft",
    event_pattern=EventPattern(source=["com.example.hr"], detail_type=["Employee Left"]),
    email=EventField.from_path("$.detail.email"),
    due_in=Duration.hours(8),
)
scanner.scan_on_schedule(
    "Nightly",
    schedule=ScheduleExpression.rate(Duration.days(1)),
    emails=["ana@example.com", "bo@example.com"],
)
scanner.on_result("Open", access=[Access.OPEN])
scanner.on_scan_completed("NotClear", verdict=[Verdict.OPEN, Verdict.UNKNOWN])
app.synth()

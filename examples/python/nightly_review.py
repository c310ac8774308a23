# An access review: scan a list of people every night, write to the security team about those who are not clear, and alarm
# when a night goes by without a scan.
from aws_cdk import App, Duration, Stack, TimeZone
from aws_cdk.aws_cloudwatch_actions import SnsAction
from aws_cdk.aws_events import EventBus
from aws_cdk.aws_events_targets import SnsTopic
from aws_cdk.aws_scheduler import ScheduleExpression
from aws_cdk.aws_sns import Topic
from cdk_appfabric_user_access import AppBundle, UserAccessScanner, Verdict

app = App()
stack = Stack(app, "NightlyReview")
scanner = UserAccessScanner(
    stack,
    "Scanner",
    app_bundle=AppBundle(stack, "AppBundle"),
    event_bus=EventBus(stack, "EventBus"),
)
scanner.deny_others_to_publish()

scanner.scan_on_schedule(
    "Contractors",
    schedule=ScheduleExpression.cron(hour="3", minute="0", time_zone=TimeZone.EUROPE_BERLIN),
    emails=["contractor.7@example.com", "contractor.12@example.com"],
)

security_team = Topic(stack, "SecurityTeam", enforce_ssl=True)
scanner.on_scan_completed(
    "NotClear",
    verdict=[Verdict.OPEN, Verdict.UNKNOWN],
    target=SnsTopic(security_team),
)
scanner.add_alarms(actions=[SnsAction(security_team)], scan_expected_every=Duration.hours(26))
scanner.add_dashboard()

app.synth()
